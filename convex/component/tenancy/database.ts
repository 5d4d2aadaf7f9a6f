/**
 * The tenancy wall. Models access tenant tables only through a `TenantReader` or `TenantWriter`
 * bound to one project, which constrains the first index field, fills in the project on insert, and
 * rejects rows of other projects. Only this folder may use `ctx.db`.
 */
import type {
  GenericDatabaseReader,
  GenericDatabaseWriter,
  IndexRange,
  IndexRangeBuilder,
  OrderedQuery,
  WithoutSystemFields,
} from "convex/server";
import type { DataModel, Doc, TableNames } from "../_generated/dataModel";

/** Tables whose rows belong to a project. */
export type TenantTable = {
  [T in TableNames]: Doc<T> extends { projectId: string } ? T : never;
}[TableNames];
/** Tenant tables whose rows have a resource id. */
export type ResourceTable = {
  [T in TenantTable]: Doc<T> extends { id: string } ? T : never;
}[TenantTable];
export type TenantIndex<T extends TenantTable> = Exclude<
  keyof DataModel[T]["indexes"] & string,
  "by_id" | "by_creation_time"
>;
/** The index fields that remain once the project is bound. */
export type TenantRange<T extends TenantTable, I extends TenantIndex<T>> = IndexRangeBuilder<
  Doc<T>,
  DataModel[T]["indexes"][I],
  1
>;
/** Rows in index order, with bounded reads only. */
export type Rows<T extends TenantTable> = Pick<
  OrderedQuery<DataModel[T]>,
  "take" | "first" | "unique"
> &
  AsyncIterable<Doc<T>>;
/** The fields of a row that its slice writes: all but the project and the database's own. */
export type RowFields<T extends TenantTable> = Omit<WithoutSystemFields<Doc<T>>, "projectId">;

export class TenantReader {
  constructor(
    private readonly reader: GenericDatabaseReader<DataModel>,
    readonly projectId: string,
  ) {}

  /** The project's rows in an index; `range` constrains the fields after the project. */
  range<T extends TenantTable, I extends TenantIndex<T>>(
    table: T,
    index: I,
    range: (q: TenantRange<T, I>) => IndexRange = (q) => q,
    order: "asc" | "desc" = "asc",
  ): Rows<T> {
    // Convex's types cannot express "an index that starts with projectId" for a generic table; a
    // test checks that every index of a tenant table does.
    const bind = (q: IndexRangeBuilder<Doc<T>, DataModel[T]["indexes"][I]>) =>
      range(
        (q.eq as (field: string, value: string) => unknown)(
          "projectId",
          this.projectId,
        ) as TenantRange<T, I>,
      );
    const query = this.reader.query(table).withIndex(index as never, bind as never);
    return query.order(order);
  }

  /** The project's row with this id, or null; rows of other projects are not visible. */
  async get<T extends ResourceTable>(table: T, id: string): Promise<Doc<T> | null> {
    const byId = (q: unknown) => (q as { eq(field: "id", value: string): IndexRange }).eq("id", id); // every resource table has a byProjectId index
    return await this.range(table, "byProjectId" as TenantIndex<T>, byId).unique();
  }
}

export class TenantWriter extends TenantReader {
  constructor(
    private readonly writer: GenericDatabaseWriter<DataModel>,
    projectId: string,
  ) {
    super(writer, projectId);
  }

  /**
   * Stored in a `v.commitTs()` field, it becomes the commit's position in the order of all commits.
   */
  get commitTs() {
    return this.writer.vars.commitTs;
  }

  /** Returns the row as given. */
  async insert<T extends TenantTable>(table: T, row: RowFields<T>): Promise<RowFields<T>> {
    await this.writer.insert(table, {
      ...row,
      projectId: this.projectId,
    } as unknown as WithoutSystemFields<Doc<T>>); // TypeScript cannot re-add a field to an Omit over a generic
    return row;
  }

  async patch<T extends TenantTable>(
    table: T,
    row: Doc<T>,
    fields: Partial<RowFields<T>>,
  ): Promise<Doc<T>> {
    this.assertOwn(row);
    await this.writer.patch(table, row._id, fields as Partial<Doc<T>>); // the row's own fields
    return { ...row, ...fields };
  }

  async delete<T extends TenantTable>(table: T, row: Doc<T>): Promise<void> {
    this.assertOwn(row);
    await this.writer.delete(table, row._id);
  }

  /**
   * Rows come from this project's reader, so this only fails if code carried a row across contexts.
   */
  private assertOwn(row: object): void {
    if (!("projectId" in row) || row.projectId !== this.projectId)
      throw new Error("A row of another project was passed to this project's writer.");
  }
}
