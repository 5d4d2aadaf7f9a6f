import type { Doc } from "../_generated/dataModel";

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
 * The time of the next reminder, or undefined when there is none. The sweep (expiry/sweep.ts) finds
 * keys by it; the reminder is a day or more before the expiry, so a minute late is on time.
 */
export function getReminderTime(
  { expiresAt, remindedDays = Infinity }: Omit<ExpiringKey, "id">,
  now: number,
): number | undefined {
  if (expiresAt === null) return undefined;
  const days = reminderDays.find((each) => each < remindedDays && expiresAt - each * DAY_MS > now);
  return days === undefined ? undefined : expiresAt - days * DAY_MS;
}
