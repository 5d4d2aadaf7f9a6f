/**
 * Deletes what is older than a project keeps: by time, oldest first, in batches of a transaction
 * each.
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
const DAY = 86_400_000;
/** Longer than any batch waits for its turn. */
const LEASE = 600_000;

/**
 * Begins the deletions of the projects that have chosen a retention, batch by batch. Run by
 * crons.ts.
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
  const goesOn =
    (await deleteEntries(ctx, retention.auditDays, budget)) ||
    (await deleteEvents(ctx, retention.eventDays, budget));
  if (goesOn || retention.busyUntil !== undefined)
    await ctx.db.patch("retentions", retention, {
      busyUntil: goesOn ? ctx.now + LEASE : undefined,
    });
  if (goesOn)
    await ctx.scheduler.runAfter(0, internal.auditLogs.purge.purge, {
      projectId: ctx.db.projectId,
    });
});

/** Answers whether any may be left; so does the next. */
async function deleteEntries(
  { db, now }: JobContext,
  days: number | null,
  budget: ReadBudget,
): Promise<boolean> {
  if (days === null) return false;
  const old = db.range("auditEvents", "byProjectId", (q) =>
    q.lt("id", earliestId("auditEvent", now - days * DAY)),
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
    q.lt("id", earliestId("event", now - days * DAY)),
  );
  return await deleteSome(old, ROWS_PER_RUN, async (row) => await db.delete("events", row), budget);
}
