import { v } from "convex/values";
import { internal } from "../_generated/api";
import { internalMutation } from "../_generated/server";
import { deleteEnded } from "../tenancy/endedRows";

const ROWS_PER_RUN = 200;
const tables = ["ssoStarts", "ssoCodes", "ssoAssertions"] as const;

/** Deletes sign-ins, profile codes and assertion ids that have ended. Run by crons.ts. */
export const purge = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    const time = Date.now();
    let isMore = false;
    for (const table of tables)
      isMore = (await deleteEnded(ctx.db, table, { time, limit: ROWS_PER_RUN })) || isMore;
    if (isMore) await ctx.scheduler.runAfter(0, internal.sso.purge.purge, {});
    return null;
  },
});
