import { internal } from "../_generated/api";
import type { Doc } from "../_generated/dataModel";
import { toSchedulableTime } from "../core/longDelay";
import type { JobContext } from "../tenancy/functions";

const DAY = 86_400_000;
/** Days before its end that a key is spoken of. */
const reminderDays = [30, 7, 1] as const;

type ExpiringKey = Pick<Doc<"apiKeys">, "id" | "expiresAt" | "remindedDays">;

/**
 * How many days before its end the key is to be spoken of now, or null. What was missed by more
 * than a reminder is left out.
 */
export function reminderDue(
  { expiresAt, remindedDays = Infinity }: ExpiringKey,
  now: number,
): number | null {
  if (expiresAt === null || expiresAt <= now) return null;
  return (
    reminderDays.findLast((days) => days < remindedDays && expiresAt - days * DAY <= now) ?? null
  );
}

/**
 * Schedules the next reminder of the key's end, if there is to be one. A scheduled function runs
 * once, whatever stops in between.
 */
export async function scheduleReminder(
  { db, now, scheduler }: JobContext,
  { id: keyId, expiresAt, remindedDays = Infinity }: ExpiringKey,
): Promise<void> {
  if (expiresAt === null) return;
  const days = reminderDays.find((each) => each < remindedDays && expiresAt - each * DAY > now);
  if (days === undefined) return;
  const time = toSchedulableTime(expiresAt - days * DAY, now);
  await scheduler.runAt(time, internal.apiKeys.expiry.remind, {
    projectId: db.projectId,
    keyId,
    expiresAt,
  });
}
