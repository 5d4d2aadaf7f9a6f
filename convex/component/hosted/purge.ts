import { v } from "convex/values";
import { internal } from "../_generated/api";
import { internalMutation } from "../_generated/server";
import { deleteEnded } from "../tenancy/endedRows";

const ROWS_PER_RUN = 200;

/** Deletes authorization codes and impersonations that have ended. Run by crons.ts. */
export const purge = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    const range = { time: Date.now(), limit: ROWS_PER_RUN };
    const isLeft = [
      await deleteEnded(ctx.db, "hostedCodes", range),
      await deleteEnded(ctx.db, "impersonations", range),
    ];
    if (isLeft.includes(true)) await ctx.scheduler.runAfter(0, internal.hosted.purge.purge, {});
    return null;
  },
});
