/**
 * A safety net, run by crons.ts: resumes dispatches and pumps whose scheduled job was lost. Usually
 * there is nothing to do.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import { internalMutation } from "../_generated/server";
import { oldestInOutbox, pumpsAfter } from "../tenancy/purge";

const MINUTE_MS = 60_000;
const ROWS = 200;

export const sweep = internalMutation({
  args: { after: v.optional(v.number()) },
  returns: v.null(),
  handler: async (ctx, { after = 0 }) => {
    const overdue = Date.now() - MINUTE_MS;
    if (after === 0) {
      const left = await oldestInOutbox(ctx.db, overdue, ROWS);
      const batches = new Map(left.map(({ projectId, batch }) => [batch, { projectId, batch }]));
      for (const each of batches.values())
        await ctx.scheduler.runAfter(0, internal.webhooks.dispatch.dispatch, each);
    }
    const pumps = await pumpsAfter(ctx.db, after, ROWS);
    for (const { projectId, endpointId, until } of pumps) {
      if (until < overdue)
        await ctx.scheduler.runAfter(0, internal.webhooks.pump.wake, { projectId, endpointId });
    }
    const last = pumps.at(-1);
    if (last && pumps.length === ROWS)
      await ctx.scheduler.runAfter(0, internal.webhooks.sweep.sweep, { after: last._creationTime });
    return null;
  },
});
