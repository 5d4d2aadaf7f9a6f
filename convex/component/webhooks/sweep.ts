/**
 * A safety net, run by crons.ts: resumes dispatches and pumps whose scheduled job was lost. Usually
 * there is nothing to do, and nothing is read.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import { internalMutation } from "../_generated/server";
import { duePumps, takeFormerPumps } from "../tenancy/lanes";
import { oldestInOutbox } from "../tenancy/purge";

const MINUTE_MS = 60_000;
const ROWS = 200;

export const sweep = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    const overdue = Date.now() - MINUTE_MS;
    const left = await oldestInOutbox(ctx.db, overdue, ROWS);
    const batches = new Map(left.map(({ projectId, batch }) => [batch, { projectId, batch }]));
    for (const each of batches.values())
      await ctx.scheduler.runAfter(0, internal.webhooks.dispatch.dispatch, each);
    for (const { projectId, endpointId } of await takeFormerPumps(ctx.db, ROWS))
      await ctx.scheduler.runAfter(0, internal.webhooks.pump.wake, { projectId, endpointId });
    for (const lane of ["mail", "webhooks"] as const)
      for (const slow of [false, true]) {
        const [pump] = await duePumps(ctx.db, { lane, slow, after: 0, now: overdue }, 1);
        if (pump) await ctx.scheduler.runAfter(0, internal.lanes.runs.start, { lane });
      }
    return null;
  },
});
