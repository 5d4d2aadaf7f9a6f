/**
 * Counts rows that have a maximum, without a row that every insert changes. A total is split into
 * shards that share the maximum, one row each, and an insert adds to a random shard with room.
 *
 * No shard exceeds its share and the shares add up to the maximum, so the total never exceeds it;
 * when no shard has room, the maximum is reached exactly. Far below the maximum an insert reads one
 * shard, close to it up to all. A deletion subtracts from any shard, which may go below zero.
 */
import type { Doc } from "../_generated/dataModel";
import type { TenantReader, TenantWriter } from "./database";

/** With a hundred inserts at once, about half of them meet another on their shard. */
const SHARDS = 64;
/**
 * The shard of the row that exists once a total was started. Its count is by how much the total
 * exceeds the maximum, which happens when the maximum is lowered. Other than the shards it is
 * almost never written, so reading it conflicts with nothing.
 */
const EXCESS = -1;

export interface Total {
  /** What is counted: `keys` or `members:org_…`. */
  readonly subject: string;
  /** Null for no maximum. A changed maximum takes effect with `changeMaximum`. */
  readonly maximum: number | null;
  /** Rows that share it; 64 by default. Fewer cost less to read, and meet more often. */
  readonly shards?: number;
  /** The number of rows from before the total was started. Called at most once per total. */
  readonly countExisting: () => Promise<number>;
}

type Row = Doc<"totals">;

/** Adds one; false when the maximum is reached. */
export async function addToTotal(db: TenantWriter, total: Total): Promise<boolean> {
  if ((await loadExcess(db, total)).count > 0) return false;
  const shards = countUsedShards(total);
  const first = Math.floor(Math.random() * shards);
  for (let i = 0; i < shards; i++) {
    const shard = (first + i) % shards;
    const row = await findShard(db, total, shard);
    if ((row?.count ?? 0) >= getShare(total, shard)) continue;
    await changeShard(db, total, { shard, row, by: 1 });
    return true;
  }
  return false;
}

/** Subtracts one. Must be called before the counted row is deleted. */
export async function subtractFromTotal(db: TenantWriter, total: Total): Promise<void> {
  const excess = await loadExcess(db, total);
  if (excess.count > 0) {
    await db.patch("totals", excess, { count: excess.count - 1 });
    return;
  }
  const shard = Math.floor(Math.random() * countUsedShards(total));
  await changeShard(db, total, { shard, row: await findShard(db, total, shard), by: -1 });
}

/**
 * Changes a number without a maximum by any amount, on a random shard. Its rows stay until
 * `deleteTotal`, because shards below zero may stand beside others.
 */
export async function changeCount(
  db: TenantWriter,
  { subject, shards = SHARDS }: Pick<Total, "subject" | "shards">,
  by: number,
): Promise<void> {
  if (by === 0) return;
  const shard = Math.floor(Math.random() * shards);
  await changeShard(db, { subject }, { shard, row: await findShard(db, { subject }, shard), by });
}

/** Must be called in the transaction that changes a maximum, with the new one. */
export async function changeMaximum(
  db: TenantWriter,
  total: Pick<Total, "subject" | "maximum" | "shards">,
): Promise<void> {
  const rows = await loadRows(db, total.subject);
  if (rows.length === 0) return; // not started
  for (const row of rows) await db.delete("totals", row);
  await insertTotal(db, total, sum(rows));
}

/** The number, summed over all shards. */
export const loadTotal = async (db: TenantReader, { subject }: Pick<Total, "subject">) =>
  sum(await loadRows(db, subject));

export async function deleteTotal(db: TenantWriter, subject: string): Promise<void> {
  for (const row of await loadRows(db, subject)) await db.delete("totals", row);
}

async function loadExcess(db: TenantWriter, total: Total): Promise<Row> {
  const row = await findShard(db, total, EXCESS);
  if (row) return row;
  await insertTotal(db, total, await total.countExisting());
  return (await findShard(db, total, EXCESS))!; // inserted just now
}

async function insertTotal(
  db: TenantWriter,
  total: Pick<Total, "subject" | "maximum" | "shards">,
  amount: number,
): Promise<void> {
  const { subject, maximum } = total;
  const excess = maximum === null ? 0 : Math.max(0, amount - maximum);
  await db.insert("totals", { subject, shard: EXCESS, count: excess });
  const shards = countUsedShards(total);
  for (let shard = 0; shard < shards; shard++) {
    const count = splitEvenly(amount - excess, shards, shard);
    if (count !== 0) await db.insert("totals", { subject, shard, count });
  }
}

async function changeShard(
  db: TenantWriter,
  { subject }: Pick<Total, "subject">,
  { shard, row, by }: { readonly shard: number; readonly row: Row | null; readonly by: number },
): Promise<void> {
  if (!row) await db.insert("totals", { subject, shard, count: by });
  else if (row.count + by === 0) await db.delete("totals", row);
  else await db.patch("totals", row, { count: row.count + by });
}

const findShard = async (db: TenantWriter, { subject }: Pick<Total, "subject">, shard: number) =>
  await db
    .range("totals", "bySubject", (q) => q.eq("subject", subject).eq("shard", shard))
    .unique();

const loadRows = async (db: TenantReader, subject: string): Promise<Row[]> =>
  await db.range("totals", "bySubject", (q) => q.eq("subject", subject)).take(SHARDS + 1);

const sum = (rows: readonly Row[]): number => rows.reduce((all, { count }) => all + count, 0);

/** Shards whose share is zero are not used. */
const countUsedShards = ({
  maximum,
  shards = SHARDS,
}: Pick<Total, "maximum" | "shards">): number =>
  maximum === null ? shards : Math.max(1, Math.min(shards, maximum));

const getShare = (total: Pick<Total, "maximum" | "shards">, shard: number): number =>
  total.maximum === null ? Infinity : splitEvenly(total.maximum, countUsedShards(total), shard);

/** The parts add up to the amount. */
const splitEvenly = (amount: number, parts: number, index: number): number =>
  Math.floor(amount / parts) + (index < amount - Math.floor(amount / parts) * parts ? 1 : 0);
