/** Rows of all projects, for the jobs that go through a table because the deployment changed. */
import type {
  GenericDatabaseReader,
  GenericDatabaseWriter,
  WithoutSystemFields,
} from "convex/server";
import type { DataModel, Doc, TableNames } from "../_generated/dataModel";

export interface RowPage<T extends TableNames> {
  readonly rows: readonly Doc<T>[];
  /** The creation time behind which the next page begins; null at the end of the table. */
  readonly next: number | null;
}

/** So many bytes of rows stay within a transaction's limits, read and written. */
const PAGE_BYTES = 2 * 1024 * 1024;
const PAGE_ROWS = 100;

/** The rows made after `creationTime`, oldest first: as many as fit one transaction. */
export async function rowsAfter<T extends TableNames>(
  raw: GenericDatabaseReader<DataModel>,
  table: T,
  creationTime: number,
): Promise<RowPage<T>> {
  const behind = (q: { gt(field: "_creationTime", value: number): unknown }) =>
    q.gt("_creationTime", creationTime);
  const query = raw.query(table).withIndex("by_creation_time", behind as never); // every table has that index
  const rows: Doc<T>[] = [];
  let bytes = 0;
  for await (const row of query as unknown as AsyncIterable<Doc<T>>) {
    rows.push(row);
    bytes += bytesOf(row);
    if (rows.length === PAGE_ROWS || bytes > PAGE_BYTES) return { rows, next: row._creationTime };
  }
  return { rows, next: null };
}

/** Writes fields of a row without a change that anyone could see: no record is made of it. */
export async function patchRow<T extends TableNames>(
  raw: GenericDatabaseWriter<DataModel>,
  table: T,
  row: Doc<T>,
  fields: Partial<WithoutSystemFields<Doc<T>>>,
): Promise<void> {
  await raw.patch(table, row._id, fields as Partial<Doc<T>>); // a subset of the row's own fields
}

const bytesOf = (row: object): number =>
  JSON.stringify(row, (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value))
    .length;
