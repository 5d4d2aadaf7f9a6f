import { v } from "convex/values";
import { internal } from "../_generated/api";
import { internalMutation } from "../_generated/server";
import { deleteEnded } from "../tenancy/endedRows";

const ROWS_PER_RUN = 200;

/** Deletes authorization codes that have ended. Run by crons.ts. */
export const purge = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    const range = { time: Date.now(), limit: ROWS_PER_RUN };
    if (await deleteEnded(ctx.db, "hostedCodes", range))
      await ctx.scheduler.runAfter(0, internal.hosted.purge.purge, {});
    return null;
  },
});
