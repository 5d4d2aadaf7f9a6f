/**
 * Bytes, where a count of rows does not bound what a transaction reads: a row may be as large as
 * 1 MiB, and a transaction may read 16 MiB (https://docs.convex.dev/production/state/limits).
 */
import { getConvexSize, type Value } from "convex/values";

const MIB = 1024 * 1024;
/** Of a page: its rows may cross twice (`data` and `users`) in an answer of at most 16 MiB. */
export const PAGE_BYTES = 3 * MIB;
/** Of a batch that deletes: what goes is read, and written once more as gone. */
export const BATCH_BYTES = 6 * MIB;

export class ReadBudget {
  private bytes = 0;

  constructor(private readonly maximum: number) {}

  /** Counts a row that was read. */
  spend(row: object): void {
    this.bytes += rowBytes(row);
  }

  /** Whether the next row is to be left for the next transaction. */
  get isSpent(): boolean {
    return this.bytes >= this.maximum;
  }

  /** Whether the row still fits. */
  hasRoomFor(row: object): boolean {
    return this.bytes + rowBytes(row) <= this.maximum;
  }
}

const rowBytes = (row: object): number => getConvexSize(row as Value); // rows are values

/**
 * Deletes rows in the order in which they are read, until there are no more, or as many as one
 * transaction should delete. Answers whether it stopped before the end.
 */
export async function deleteSome<Row extends object>(
  rows: AsyncIterable<Row>,
  maximum: number,
  remove: (row: Row) => Promise<void>,
  budget = new ReadBudget(BATCH_BYTES),
): Promise<boolean> {
  let deleted = 0;
  for await (const row of rows) {
    if (deleted >= maximum) return true; // this row is there still
    budget.spend(row);
    await remove(row);
    deleted++;
    if (budget.isSpent) return true;
  }
  return false;
}

/** The first rows: at most `maximum`, and no more bytes than one transaction should read. */
export async function takeSome<Row extends object>(
  rows: AsyncIterable<Row>,
  maximum: number,
): Promise<{ readonly rows: Row[]; readonly isMore: boolean }> {
  const taken: Row[] = [];
  const isMore = await deleteSome(rows, maximum, async (row) => void taken.push(row));
  return { rows: taken, isMore };
}
