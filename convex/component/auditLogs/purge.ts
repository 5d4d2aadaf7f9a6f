/**
 * Deletes events and audit entries older than the project's retention, oldest first, one
 * transaction per batch.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import { internalMutation } from "../_generated/server";
import { earliestId } from "../core/ids";
import { BATCH_BYTES, deleteSome, ReadBudget } from "../core/readBudget";
import { tenantJob, type JobContext } from "../tenancy/functions";
import { retentionsAfter } from "../tenancy/purge";

const PROJECTS_PER_RUN = 100;
const ROWS_PER_RUN = 500;
const DAY_MS = 86_400_000;
/** Longer than a scheduled batch waits to run. */
const LEASE_MS = 600_000;

/**
 * Starts the deletion for every project with a retention, in batches of projects. Run by crons.ts.
 */
export const begin = internalMutation({
  args: { after: v.optional(v.number()) },
  returns: v.null(),
  handler: async (ctx, { after = 0 }) => {
    const rows = await retentionsAfter(ctx.db, after, PROJECTS_PER_RUN);
    for (const { projectId, busyUntil = 0 } of rows)
      if (busyUntil <= Date.now())
        await ctx.scheduler.runAfter(0, internal.auditLogs.purge.purge, { projectId });
    const last = rows.at(-1);
    if (last && rows.length === PROJECTS_PER_RUN)
      await ctx.scheduler.runAfter(0, internal.auditLogs.purge.begin, {
        after: last._creationTime,
      });
    return null;
  },
});

export const purge = tenantJob({}, async (ctx) => {
  const retention = await ctx.db.range("retentions", "byProject").unique();
  if (!retention) return;
  const budget = new ReadBudget(BATCH_BYTES);
  const isMore =
    (await deleteEntries(ctx, retention.auditDays, budget)) ||
    (await deleteEvents(ctx, retention.eventDays, budget));
  if (isMore || retention.busyUntil !== undefined)
    await ctx.db.patch("retentions", retention, {
      busyUntil: isMore ? ctx.now + LEASE_MS : undefined,
    });
  if (isMore)
    await ctx.scheduler.runAfter(0, internal.auditLogs.purge.purge, {
      projectId: ctx.db.projectId,
    });
});

/** Returns whether more may be left to delete. */
async function deleteEntries(
  { db, now }: JobContext,
  days: number | null,
  budget: ReadBudget,
): Promise<boolean> {
  if (days === null) return false;
  const old = db.range("auditEvents", "byProjectId", (q) =>
    q.lt("id", earliestId("auditEvent", now - days * DAY_MS)),
  );
  return await deleteSome(
    old,
    ROWS_PER_RUN,
    async (row) => {
      for await (const target of db.range("auditTargets", "byAuditEvent", (q) =>
        q.eq("auditEventId", row.id),
      ))
        await db.delete("auditTargets", target);
      await db.delete("auditEvents", row);
    },
    budget,
  );
}

async function deleteEvents(
  { db, now }: JobContext,
  days: number | null,
  budget: ReadBudget,
): Promise<boolean> {
  if (days === null) return false;
  const old = db.range("events", "byProjectId", (q) =>
    q.lt("id", earliestId("event", now - days * DAY_MS)),
  );
  return await deleteSome(old, ROWS_PER_RUN, async (row) => await db.delete("events", row), budget);
}
