import { internal } from "../_generated/api";
import type { Doc } from "../_generated/dataModel";
import type { JobContext } from "../tenancy/functions";

const DAY = 86_400_000;
/** Days before its end that a key is spoken of. */
const reminderDays = [30, 7, 1] as const;

type ExpiringKey = Pick<Doc<"apiKeys">, "id" | "expiresAt" | "remindedDays">;

/** Schedules the next reminder of the key's end, if there is to be one. A scheduled function runs once, whatever stops in between. */
export async function scheduleReminder({ db, now, scheduler }: JobContext, { id: keyId, expiresAt, remindedDays = Infinity }: ExpiringKey): Promise<void> {
  if (expiresAt === null) return;
  const days = reminderDays.find((each) => each < remindedDays && expiresAt - each * DAY > now);
  if (days !== undefined) await scheduler.runAt(expiresAt - days * DAY, internal.apiKeys.expiry.remind, { projectId: db.projectId, keyId, expiresAt, days });
}
