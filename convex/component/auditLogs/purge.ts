/**
 * Deletes events and audit entries that are older than the project's retention, oldest first, one
 * transaction per batch. Projects with a retention of their own are looked at twice a day. The
 * others have the default, for which one walk over all projects looks at each row once, when it
 * reaches that age.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import type { Doc } from "../_generated/dataModel";
import { internalMutation } from "../_generated/server";
import { earliestId } from "../core/ids";
import { BATCH_BYTES, deleteSome, ReadBudget } from "../core/readBudget";
import { tenantJob, type JobContext } from "../tenancy/functions";
import { dueRetentions, postponeRetention, purgeByDefault } from "../tenancy/purge";
import { EventDeletions } from "../events/deletions";
import { DEFAULT_RETENTION } from "./retention";

const PROJECTS_PER_RUN = 100;
const ROWS_PER_RUN = 500;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How often a project with a retention of its own is looked at. */
const PERIOD_MS = 12 * HOUR_MS;
/** Longer than a scheduled batch waits to run. */
const LEASE_MS = 600_000;

/** Starts the deletions that are due. Run by crons.ts every hour. */
export const begin = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    const now = Date.now();
    const rows = await dueRetentions(ctx.db, now, PROJECTS_PER_RUN);
    for (const row of rows) {
      if ((row.busyUntil ?? 0) <= now)
        await ctx.scheduler.runAfter(0, internal.auditLogs.purge.purge, {
          projectId: row.projectId,
        });
      await postponeRetention(ctx.db, row, now + LEASE_MS);
    }
    if (rows.length === PROJECTS_PER_RUN)
      await ctx.scheduler.runAfter(0, internal.auditLogs.purge.begin, {});
    return null;
  },
});

/** One batch of all projects that have the default retention. Run by crons.ts every hour. */
export const purgeDefault = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    const now = Date.now();
    const limit = ROWS_PER_RUN;
    const ofEvents = { table: "events" as const, time: now - DEFAULT_RETENTION.eventDays * DAY_MS };
    const ofEntries = {
      table: "auditEvents" as const,
      time: now - DEFAULT_RETENTION.auditDays * DAY_MS,
    };
    const deletions = new EventDeletions();
    const isMore =
      (await purgeByDefault(ctx.db, { ...ofEntries, limit }, deleteEntry)) ||
      (await purgeByDefault(
        ctx.db,
        { ...ofEvents, limit },
        async (db, row) => await deletions.delete(db, row),
      ));
    await deletions.record();
    if (isMore) await ctx.scheduler.runAfter(0, internal.auditLogs.purge.purgeDefault, {});
    return null;
  },
});

/** One batch of a project with a retention of its own. */
export const purge = tenantJob({}, async (ctx) => {
  const retention = await ctx.db.range("retentions", "byProject").unique();
  if (!retention) return;
  const budget = new ReadBudget(BATCH_BYTES);
  const isMore =
    (await deleteEntries(ctx, retention.auditDays, budget)) ||
    (await deleteEvents(ctx, retention.eventDays, budget));
  await ctx.db.patch("retentions", retention, {
    busyUntil: isMore ? ctx.now + LEASE_MS : undefined,
    dueAt: ctx.now + (isMore ? LEASE_MS : PERIOD_MS),
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
  return await deleteSome(old, ROWS_PER_RUN, async (row) => await deleteEntry(db, row), budget);
}

async function deleteEntry(db: JobContext["db"], row: Doc<"auditEvents">): Promise<void> {
  for await (const target of db.range("auditTargets", "byAuditEvent", (q) =>
    q.eq("auditEventId", row.id),
  ))
    await db.delete("auditTargets", target);
  await db.delete("auditEvents", row);
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
  const deletions = new EventDeletions();
  const deleteEvent = async (row: Doc<"events">) => await deletions.delete(db, row);
  const isMore = await deleteSome(old, ROWS_PER_RUN, deleteEvent, budget);
  await deletions.record();
  return isMore;
}
