/**
 * Limits reads by bytes, because a row count does not bound them: a row can be 1 MiB, and a
 * transaction may read 16 MiB (https://docs.convex.dev/production/state/limits).
 */
import { getConvexSize, type Value } from "convex/values";

const MIB = 1024 * 1024;
/** For one page: its rows may appear twice (`data` and `users`) in a response of at most 16 MiB. */
export const PAGE_BYTES = 3 * MIB;
/** For one batch of deletions: each row is read once and written once as a tombstone. */
export const BATCH_BYTES = 6 * MIB;

export class ReadBudget {
  private bytes = 0;

  constructor(private readonly maximum: number) {}

  /** Counts a row that was read. */
  spend(row: object): void {
    this.bytes += rowBytes(row);
  }

  /** Whether the remaining rows must wait for the next transaction. */
  get isSpent(): boolean {
    return this.bytes >= this.maximum;
  }

  /** Whether the row still fits. */
  hasRoomFor(row: object): boolean {
    return this.bytes + rowBytes(row) <= this.maximum;
  }
}

const rowBytes = (row: object): number => getConvexSize(row as Value); // documents are Convex values

/**
 * Deletes rows in iteration order until `maximum` rows or the byte budget is reached. Returns true
 * if rows may remain.
 */
export async function deleteSome<Row extends object>(
  rows: AsyncIterable<Row>,
  maximum: number,
  remove: (row: Row) => Promise<void>,
  budget = new ReadBudget(BATCH_BYTES),
): Promise<boolean> {
  let deleted = 0;
  for await (const row of rows) {
    if (deleted >= maximum) return true; // this row remains
    budget.spend(row);
    await remove(row);
    deleted++;
    if (budget.isSpent) return true;
  }
  return false;
}

/** Reads the first rows: at most `maximum`, and no more bytes than one transaction should read. */
export async function takeSome<Row extends object>(
  rows: AsyncIterable<Row>,
  maximum: number,
): Promise<{ readonly rows: Row[]; readonly isMore: boolean }> {
  const taken: Row[] = [];
  const isMore = await deleteSome(rows, maximum, async (row) => void taken.push(row));
  return { rows: taken, isMore };
}
