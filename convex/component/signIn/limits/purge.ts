import { v } from "convex/values";
import { internal } from "../../_generated/api";
import { internalMutation } from "../../_generated/server";
import { deleteOlder } from "../../tenancy/purge";

const HOUR_MS = 3_600_000;
const DELETED_PER_RUN = 1_000;

/** Retention since creation. Per-minute counts are not read after their minute. */
const KEPT_MS = {
  attemptReservations: HOUR_MS,
  attemptTotals: HOUR_MS,
  // Purging a streak early gives an attacker another hundred guesses.
  failureStreaks: 30 * 24 * HOUR_MS,
} as const;

/** Purges old counts in batches, oldest first. Run by crons.ts. */
export const purge = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    const now = Date.now();
    let isMore = false;
    for (const table of ["attemptReservations", "attemptTotals", "failureStreaks"] as const)
      isMore = (await deleteOlder(ctx.db, table, now - KEPT_MS[table], DELETED_PER_RUN)) || isMore;
    if (isMore) await ctx.scheduler.runAfter(0, internal.signIn.limits.purge.purge, {});
    return null;
  },
});
