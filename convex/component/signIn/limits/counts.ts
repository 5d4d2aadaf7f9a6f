/**
 * Counts of things that are not given back, up to a limit per minute. A count is spread over up to
 * sixty rows, each with an equal share of the limit, so that parallel requests rarely update the
 * same one. It is exact: a request finds a share with room if there is one.
 */
import type { TenantReader, TenantWriter } from "../../tenancy/database";
import { toMinute } from "./places";

const MAXIMUM_SHARES = 60;
/** Shares that are tried before all are read. */
const PROBES = 4;

interface Counted {
  readonly subject: string;
  readonly now: number;
}

/** Counts one more; false, and nothing is counted, when the limit is reached. */
export async function countUpTo(
  db: TenantWriter,
  counted: Counted,
  limit: number,
): Promise<boolean> {
  const shares = largestDivisor(limit, MAXIMUM_SHARES);
  const capacity = limit / shares;
  const found =
    (await probeShares(db, counted, shares, capacity)) ??
    (await findShare(db, counted, shares, capacity));
  if (found === null) return false;
  const { shard, row } = found;
  if (row) await db.patch("attemptTotals", row, { attempts: row.attempts + 1 });
  else
    await db.insert("attemptTotals", {
      subject: counted.subject,
      minute: toMinute(counted.now),
      shard,
      attempts: 1,
    });
  return true;
}

async function probeShares(db: TenantReader, counted: Counted, shares: number, capacity: number) {
  for (let probe = 0; probe < PROBES; probe++) {
    const shard = Math.floor(Math.random() * shares);
    const row = await readMinute(db, counted, shard).first();
    if (!row || row.attempts < capacity) return { shard, row };
  }
  return null;
}

async function findShare(db: TenantReader, counted: Counted, shares: number, capacity: number) {
  const rows = await readMinute(db, counted).take(shares);
  const candidates = Array.from({ length: shares }, (_, shard) => ({
    shard,
    row: rows.find((each) => each.shard === shard) ?? null,
  })).filter(({ row }) => !row || row.attempts < capacity);
  return candidates[Math.floor(Math.random() * candidates.length)] ?? null;
}

const readMinute = (db: TenantReader, { subject, now }: Counted, shard?: number) =>
  db.range("attemptTotals", "byShard", (q) => {
    const minute = q.eq("subject", subject).eq("minute", toMinute(now));
    return shard === undefined ? minute : minute.eq("shard", shard);
  });

function largestDivisor(number: number, maximum: number): number {
  for (let divisor = Math.min(number, maximum); divisor > 1; divisor--)
    if (number % divisor === 0) return divisor;
  return 1;
}
