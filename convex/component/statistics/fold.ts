/**
 * Counts what is new into hours and days. One transaction counts a batch and records how far it has
 * come, so what was counted is not counted again, whatever happens between two batches.
 *
 * Events are found by their creation time, which is that of the start of their transaction. So the
 * fold leaves out the newest ones: one that is committed late would be passed over, and reading
 * them would conflict with every request that inserts one.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import { internalMutation } from "../_generated/server";
import { bucketMs, startOf, type Bucket } from "../core/buckets";
import { TenantWriter } from "../tenancy/database";
import { DeploymentReader } from "../tenancy/deployment";
import { purgeJob } from "../tenancy/purgeJob";
import {
  newEvents,
  oldestMarks,
  saveStatisticProgress,
  statisticProgress,
} from "../tenancy/statistics";
import { bucketsByMetric, keptForMs, type Metric } from "./fields";
import { additionOfMark, additionsOfEvent, type Addition } from "./sources";

/** Longer than a transaction takes to commit. */
const LAG_MS = 60_000;
const EVENTS_PER_RUN = 300;
const MARKS_PER_RUN = 300;
const DELETED_PER_RUN = 1_000;
/** Longer than an event or a mark waits to be counted. */
const ACTIVE_USERS_KEPT_FOR_MS = 3 * bucketMs.day;

/** Counts a batch, and schedules the next one if more is due. Run by crons.ts every minute. */
export const fold = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    const until = Date.now() - LAG_MS;
    const progress = await statisticProgress(ctx.db);
    const after = progress?.after ?? 0;
    const events = await newEvents(ctx.db, { after, until, limit: EVENTS_PER_RUN });
    const marks = await oldestMarks(ctx.db, until, MARKS_PER_RUN);
    if (events.reached !== after) await saveStatisticProgress(ctx.db, progress, events.reached);

    const additions = new Map<string, Addition[]>();
    const add = (projectId: string, added: readonly Addition[]) =>
      additions.set(projectId, [...(additions.get(projectId) ?? []), ...added]);
    for (const event of events.rows) add(event.projectId, additionsOfEvent(event));
    for (const mark of marks) {
      await new TenantWriter(ctx.db, mark.projectId).delete("statisticMarks", mark);
      add(mark.projectId, [additionOfMark(mark)]);
    }
    const deployment = new DeploymentReader(ctx.db);
    for (const [projectId, added] of additions)
      if (added.length > 0 && (await deployment.project(projectId)) !== null)
        await count(new TenantWriter(ctx.db, projectId), added);
    if (events.isMore || marks.length === MARKS_PER_RUN)
      await ctx.scheduler.runAfter(0, internal.statistics.fold.fold, {});
    return null;
  },
});

/** Deletes what is older than it is kept, in batches. Run by crons.ts every hour. */
export const purge = purgeJob(
  {
    statisticHours: keptForMs.hour,
    statisticDays: keptForMs.day,
    activeUsers: ACTIVE_USERS_KEPT_FOR_MS,
  },
  DELETED_PER_RUN,
  () => internal.statistics.fold.purge,
);

async function count(db: TenantWriter, additions: readonly Addition[]): Promise<void> {
  const sums = new Map<string, { metric: Metric; bucket: Bucket; start: number; count: number }>();
  for (const { metric, at, count: added, userId } of additions) {
    if (userId !== undefined && !(await isFirstOfDay(db, userId, at))) continue;
    for (const bucket of bucketsByMetric[metric]) {
      const start = startOf(bucket, at);
      const key = `${metric} ${bucket} ${start}`;
      const sum = sums.get(key) ?? { metric, bucket, start, count: 0 };
      sums.set(key, { ...sum, count: sum.count + added });
    }
  }
  for (const { bucket, ...sum } of sums.values())
    await addTo(db, bucket === "hour" ? "statisticHours" : "statisticDays", sum);
}

async function isFirstOfDay(db: TenantWriter, userId: string, at: number): Promise<boolean> {
  const start = startOf("day", at);
  const counted = await db
    .range("activeUsers", "byDay", (q) => q.eq("start", start).eq("userId", userId))
    .unique();
  if (counted) return false;
  await db.insert("activeUsers", { start, userId });
  return true;
}

async function addTo(
  db: TenantWriter,
  table: "statisticHours" | "statisticDays",
  { metric, start, count: added }: { metric: Metric; start: number; count: number },
): Promise<void> {
  const row = await db
    .range(table, "byStart", (q) => q.eq("metric", metric).eq("start", start))
    .unique();
  if (row) await db.patch(table, row, { count: row.count + added });
  else await db.insert(table, { metric, start, count: added });
}
