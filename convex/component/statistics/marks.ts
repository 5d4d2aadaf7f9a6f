/**
 * Marks of what happens and is in no event. An insert that reads nothing conflicts with nothing; the
 * fold counts the marks and deletes them.
 */
import type { Doc } from "../_generated/dataModel";
import type { TenantWriter } from "../tenancy/database";
import type { Metric } from "./fields";

export const markStatistic = async (
  db: TenantWriter,
  metric: Exclude<Metric, "activeUsers">,
  { at, count = 1 }: { readonly at: number; readonly count?: number },
): Promise<void> => void (await db.insert("statisticMarks", { metric, at, count }));

/** Marks the user as active when the session is used for the first time on a UTC day. */
export async function markActivity(
  db: TenantWriter,
  session: Doc<"sessions">,
  now: number,
): Promise<void> {
  const { userId } = session;
  await db.insert("statisticMarks", { metric: "activeUsers", at: now, count: 1, userId });
}
