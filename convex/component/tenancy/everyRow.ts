/** Reads rows across all projects, for jobs that walk a table after the deployment changed. */
import type {
  GenericDatabaseReader,
  GenericDatabaseWriter,
  WithoutSystemFields,
} from "convex/server";
import type { DataModel, Doc, TableNames } from "../_generated/dataModel";

export interface RowPage<T extends TableNames> {
  readonly rows: readonly Doc<T>[];
  /** The creation time after which the next page starts; null at the end of the table. */
  readonly next: number | null;
}

/** Bytes of rows that fit a transaction's limits, both read and written. */
const PAGE_BYTES = 2 * 1024 * 1024;
const PAGE_ROWS = 100;

/** The rows created after `creationTime`, oldest first, as many as fit one transaction. */
export async function rowsAfter<T extends TableNames>(
  raw: GenericDatabaseReader<DataModel>,
  table: T,
  creationTime: number,
): Promise<RowPage<T>> {
  const behind = (q: { gt(field: "_creationTime", value: number): unknown }) =>
    q.gt("_creationTime", creationTime);
  const query = raw.query(table).withIndex("by_creation_time", behind as never); // every table has this index
  const rows: Doc<T>[] = [];
  let bytes = 0;
  for await (const row of query as unknown as AsyncIterable<Doc<T>>) {
    rows.push(row);
    bytes += estimateBytes(row);
    if (rows.length === PAGE_ROWS || bytes > PAGE_BYTES) return { rows, next: row._creationTime };
  }
  return { rows, next: null };
}

/** Patches fields that are invisible on the wire, so no event or audit entry is recorded. */
export async function patchRow<T extends TableNames>(
  raw: GenericDatabaseWriter<DataModel>,
  table: T,
  row: Doc<T>,
  fields: Partial<WithoutSystemFields<Doc<T>>>,
): Promise<void> {
  await raw.patch(table, row._id, fields as Partial<Doc<T>>); // the row's own fields
}

const estimateBytes = (row: object): number =>
  JSON.stringify(row, (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value))
    .length;
