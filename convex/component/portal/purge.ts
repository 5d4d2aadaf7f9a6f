import { v } from "convex/values";
import { internal } from "../_generated/api";
import { internalMutation } from "../_generated/server";
import { deleteEnded } from "../tenancy/endedRows";

const ROWS_PER_RUN = 200;
/** How long a link or session that has ended is listed. */
const KEPT_MS = 86_400_000;

/** Deletes links and sessions of the admin portal that ended a day ago. Run by crons.ts. */
export const purge = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    const range = { time: Date.now() - KEPT_MS, limit: ROWS_PER_RUN };
    if (await deleteEnded(ctx.db, "portalSessions", range))
      await ctx.scheduler.runAfter(0, internal.portal.purge.purge, {});
    return null;
  },
});
