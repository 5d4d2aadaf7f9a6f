/**
 * Consecutive failures on one account. After a hundred, only one attempt is allowed per delay,
 * which doubles up to an hour, until a success or a new password.
 */
import type { Doc } from "../../_generated/dataModel";
import type { TenantReader, TenantWriter } from "../../tenancy/database";

const FREE_FAILURES = 100;
const FIRST_DELAY_MS = 60_000;
const LONGEST_DELAY_MS = 3_600_000;

function delayMs(failures: number): number {
  const doublings = Math.min(failures - FREE_FAILURES, 20); // already far beyond the longest delay
  return doublings < 0 ? 0 : Math.min(FIRST_DELAY_MS * 2 ** doublings, LONGEST_DELAY_MS);
}

/** Other started attempts, which the streak does not count yet. */
interface Pending {
  readonly maximum: number;
  /** Reads the rows of all of them, which conflicts with each, so it is called only near a delay. */
  readonly count: () => Promise<number>;
}

/**
 * Returns how long the next attempt must wait. 0 means it may proceed, and takes the only place
 * until the next delay has passed.
 */
export async function takeTurn(
  db: TenantWriter,
  { subject, now }: { readonly subject: string; readonly now: number },
  pending: Pending,
): Promise<number> {
  const streak = await findStreak(db, subject);
  if (!streak || streak.failures + pending.maximum < FREE_FAILURES) return 0;
  const failures = streak.failures + (await pending.count());
  if (failures < FREE_FAILURES) return 0;
  if (streak.nextAttemptAt > now) return streak.nextAttemptAt - now;
  const nextAttemptAt = now + delayMs(failures);
  await db.patch("failureStreaks", streak, { nextAttemptAt });
  return 0;
}

export async function addFailure(db: TenantWriter, subject: string, now: number): Promise<void> {
  const streak = await findStreak(db, subject);
  if (!streak) {
    await db.insert("failureStreaks", { subject, failures: 1, nextAttemptAt: 0 });
    return;
  }
  const failures = streak.failures + 1;
  const delay = delayMs(failures);
  const nextAttemptAt = delay === 0 ? 0 : Math.max(streak.nextAttemptAt, now + delay);
  await db.patch("failureStreaks", streak, { failures, nextAttemptAt });
}

export async function endStreak(db: TenantWriter, subject: string): Promise<void> {
  const streak = await findStreak(db, subject);
  if (streak) await db.delete("failureStreaks", streak);
}

const findStreak = async (
  db: TenantReader,
  subject: string,
): Promise<Doc<"failureStreaks"> | null> =>
  await db.range("failureStreaks", "bySubject", (q) => q.eq("subject", subject)).unique();
