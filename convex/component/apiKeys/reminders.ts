import { internal } from "../_generated/api";
import type { Doc } from "../_generated/dataModel";
import { toSchedulableTime } from "../core/longDelay";
import type { JobContext } from "../tenancy/functions";

const DAY_MS = 86_400_000;
/** Days before the expiry on which a reminder is recorded. */
const reminderDays = [30, 7, 1] as const;

type ExpiringKey = Pick<Doc<"apiKeys">, "id" | "expiresAt" | "remindedDays">;

/**
 * The reminder that is due now, in days before the expiry, or null. Of several missed reminders
 * only the latest is due.
 */
export function getDueReminder(
  { expiresAt, remindedDays = Infinity }: ExpiringKey,
  now: number,
): number | null {
  if (expiresAt === null || expiresAt <= now) return null;
  return (
    reminderDays.findLast((days) => days < remindedDays && expiresAt - days * DAY_MS <= now) ?? null
  );
}

/**
 * Schedules the next reminder of the expiry, if there is one. Convex runs a scheduled mutation
 * exactly once.
 */
export async function scheduleReminder(
  { db, now, scheduler }: JobContext,
  { id: keyId, expiresAt, remindedDays = Infinity }: ExpiringKey,
): Promise<void> {
  if (expiresAt === null) return;
  const days = reminderDays.find((each) => each < remindedDays && expiresAt - each * DAY_MS > now);
  if (days === undefined) return;
  const time = toSchedulableTime(expiresAt - days * DAY_MS, now);
  await scheduler.runAt(time, internal.apiKeys.expiry.remind, {
    projectId: db.projectId,
    keyId,
    expiresAt,
  });
}
