/** Deletes rows by age, for crons. */
import type { FunctionReference } from "convex/server";
import { v } from "convex/values";
import type { Doc } from "../_generated/dataModel";
import { internalMutation, type MutationCtx } from "../_generated/server";
import { deleteSome } from "../core/readBudget";

/** Tables whose rows nothing refers to once they are old. */
type PurgedTable =
  | "activeUsers"
  | "apiKeyUsage"
  | "attemptReservations"
  | "attemptTotals"
  | "contenders"
  | "denialCounts"
  | "failureStreaks"
  | "idempotencyKeys"
  | "mails"
  | "statisticDays"
  | "statisticHours"
  | "webhookDeliveries";

/**
 * Builds a function for crons.ts that deletes the rows of all projects that are older than their
 * table's retention in milliseconds, oldest first: at most `rowsPerRun` of each table in one
 * transaction, after which `self`, a reference to the function built, continues.
 */
export const purgeJob = (
  retentionMs: { readonly [table in PurgedTable]?: number },
  rowsPerRun: number,
  self: () => FunctionReference<"mutation", "internal", Record<string, never>, null>,
) =>
  internalMutation({
    args: {},
    returns: v.null(),
    handler: async (ctx) => {
      const now = Date.now();
      let isMore = false;
      for (const [table, ageMs] of Object.entries(retentionMs) as [PurgedTable, number][])
        // its keys
        isMore = (await deleteOlder(ctx.db, table, now - ageMs, rowsPerRun)) || isMore;
      if (isMore) await ctx.scheduler.runAfter(0, self(), {});
      return null;
    },
  });

/** Deletes rows created before `time`, oldest first. Returns whether any may be left. */
async function deleteOlder(
  db: MutationCtx["db"],
  table: PurgedTable,
  time: number,
  limit: number,
): Promise<boolean> {
  const old = db.query(table).withIndex("by_creation_time", (q) => q.lt("_creationTime", time));
  return await deleteSome<Doc<PurgedTable>>(old, limit, async ({ _id }) => await db.delete(_id));
}
