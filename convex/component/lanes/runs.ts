/**
 * The transactions of a lane's runs. A lane has at most one run, an action that works on the due
 * pumps of all projects (runner.ts), so slow servers hold one of the deployment's few job slots and
 * not one each.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import type { Doc } from "../_generated/dataModel";
import { internalMutation, internalQuery, type MutationCtx } from "../_generated/server";
import { currentSecretId } from "../core/secrets";
import {
  duePumps,
  findLaneRun,
  freePumps,
  isJobAlive,
  saveLaneRun,
  type Lane,
} from "../tenancy/lanes";
import { laneName } from "./tables";

/** A run whose process died is noticed within this time. */
const WATCH_MS = 5_000;
const FREED_PER_RUN = 200;
/** Due pumps that a run gets at once. */
export const PAGE_SIZE = 100;

const page = v.array(
  v.object({ projectId: v.string(), key: v.string(), slow: v.boolean(), until: v.number() }),
);

/**
 * Due pumps of a lane, the longest waiting first. `after`: the `until` of the last page. `secretId`:
 * of the deployment's secret now; an action keeps the environment that it began with.
 */
export const due = internalQuery({
  args: { lane: laneName, slow: v.boolean(), after: v.number() },
  returns: v.object({ pumps: page, secretId: v.string() }),
  handler: async (ctx, args) => ({
    pumps: (await duePumps(ctx.db, { ...args, now: Date.now() }, PAGE_SIZE)).map(
      ({ projectId, key, slow, until }) => ({ projectId, key, slow, until }),
    ),
    secretId: await currentSecretId(),
  }),
});

/** Starts a run unless the lane has one, which then finds the due pump by itself. */
export const start = internalMutation({
  args: { lane: laneName },
  returns: v.null(),
  handler: async (ctx, { lane }) => {
    const row = await findLaneRun(ctx.db, lane);
    if (!row || row.run === null) await startRun(ctx, lane, row);
    return null;
  },
});

/** Starts the next run while the last attempts of this one are in flight. */
export const handOver = internalMutation({
  args: { lane: laneName, run: v.string() },
  returns: v.null(),
  handler: async (ctx, { lane, run }) => {
    const row = await findLaneRun(ctx.db, lane);
    if (row?.run === run) await startRun(ctx, lane, row);
    return null;
  },
});

/** Ends a run; returns false when work has become due meanwhile, which the run must do first. */
export const finish = internalMutation({
  args: { lane: laneName, run: v.string() },
  returns: v.boolean(),
  handler: async (ctx, { lane, run }) => {
    const row = await findLaneRun(ctx.db, lane);
    if (row?.run !== run) return true;
    for (const slow of [false, true])
      if ((await duePumps(ctx.db, { lane, slow, after: 0, now: Date.now() }, 1)).length > 0)
        return false;
    await saveLaneRun(ctx.db, row, { ...fieldsOnly(row), run: null, job: null });
    return true;
  },
});

/** Replaces a run that ended without `finish`: its process died, or it threw. */
export const watch = internalMutation({
  args: { lane: laneName },
  returns: v.null(),
  handler: async (ctx, { lane }) => {
    const row = await findLaneRun(ctx.db, lane);
    if (!row) return null;
    if (row.run === null) await saveLaneRun(ctx.db, row, { ...fieldsOnly(row), watchAt: null });
    else if (await isJobAlive(ctx.db, row.job)) await scheduleWatch(ctx, row);
    else {
      await ctx.scheduler.runAfter(0, internal.lanes.runs.free, { run: row.run });
      await startRun(ctx, lane, { ...row, watchAt: null });
    }
    return null;
  },
});

/** Makes the pumps of a dead run due again, in batches. */
export const free = internalMutation({
  args: { run: v.string() },
  returns: v.null(),
  handler: async (ctx, { run }) => {
    if (await freePumps(ctx.db, { run, now: Date.now() }, FREED_PER_RUN))
      await ctx.scheduler.runAfter(0, internal.lanes.runs.free, { run });
    return null;
  },
});

async function startRun(ctx: MutationCtx, lane: Lane, row: Doc<"laneRuns"> | null): Promise<void> {
  const run = crypto.randomUUID();
  const action = lane === "mail" ? internal.emails.sending.run : internal.webhooks.sending.run;
  const job = await ctx.scheduler.runAfter(0, action, { run });
  const isWatched = row !== null && row.watchAt !== null;
  const watchAt = isWatched ? row.watchAt : Date.now() + WATCH_MS;
  await saveLaneRun(ctx.db, row, { lane, run, job, watchAt });
  if (!isWatched) await ctx.scheduler.runAfter(WATCH_MS, internal.lanes.runs.watch, { lane });
}

async function scheduleWatch(ctx: MutationCtx, row: Doc<"laneRuns">): Promise<void> {
  await saveLaneRun(ctx.db, row, { ...fieldsOnly(row), watchAt: Date.now() + WATCH_MS });
  await ctx.scheduler.runAfter(WATCH_MS, internal.lanes.runs.watch, { lane: row.lane });
}

const fieldsOnly = ({ lane, run, job, watchAt }: Doc<"laneRuns">) => ({ lane, run, job, watchAt });
