/**
 * Counts denied attempts per minute and holder (a caller, a project, a secret), in shards, so that
 * concurrent attempts seldom conflict.
 */
import type { TenantReader, TenantWriter } from "../tenancy/database";

export interface Limit {
  readonly shards: number;
  /** Entries per minute and shard. */
  readonly quota: number;
}
/** Of any holder. */
const MAXIMUM_SHARDS = 16;

const toMinute = (now: number): number => Math.floor(now / 60_000);

/**
 * Counts an attempt. Returns whether to record it, and how many attempts were suppressed since the
 * last recorded one.
 */
export async function countAttempt(
  db: TenantWriter,
  holder: string,
  { shards, quota }: Limit,
  now: number,
): Promise<{ isDue: boolean; suppressed: number }> {
  const shard = Math.floor(Math.random() * shards);
  const row = await db
    .range("denialCounts", "byHolder", (q) => q.eq("holder", holder).eq("shard", shard))
    .unique();
  const minute = toMinute(now);
  const recorded = row?.minute === minute ? row.recorded : 0;
  const isDue = recorded < quota;
  const suppressed = row?.suppressed ?? 0;
  const fields = {
    holder,
    shard,
    minute,
    ...(isDue
      ? { recorded: recorded + 1, suppressed: 0 }
      : { recorded, suppressed: suppressed + 1 }),
  };
  if (row) await db.patch("denialCounts", row, fields);
  else await db.insert("denialCounts", fields);
  return { isDue, suppressed };
}

/** The attempts of this minute that were recorded. */
export async function countedThisMinute(
  db: TenantReader,
  holder: string,
  now: number,
): Promise<number> {
  const rows = await db
    .range("denialCounts", "byHolder", (q) => q.eq("holder", holder))
    .take(MAXIMUM_SHARDS);
  return rows.reduce(
    (sum, { minute, recorded }) => sum + (minute === toMinute(now) ? recorded : 0),
    0,
  );
}
