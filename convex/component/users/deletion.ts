/**
 * Deletes a deleted user's credentials. Rows that do not fit into one transaction are deleted in
 * scheduled batches; without the user row none of them can be used to sign in.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import type { Doc } from "../_generated/dataModel";
import { BATCH_BYTES, deleteSome, ReadBudget } from "../core/readBudget";
import { tenantJob, type JobContext } from "../tenancy/functions";

/** Rows per transaction. Few users have as many. */
const BATCH = 500;

/** Deletes one batch, and schedules the next one if rows remain. */
export async function deleteCredentials(
  { db, scheduler }: Pick<JobContext, "db" | "scheduler">,
  userId: string,
): Promise<void> {
  const budget = new ReadBudget(BATCH_BYTES);
  for (const table of ["accounts", "twoFactors", "passkeys", "signUps", "ssoProfiles"] as const) {
    const rows = db.range(table, "byUser", (q) => q.eq("userId", userId));
    const remove = async (row: Doc<typeof table>) => await db.delete(table, row);
    if (!(await deleteSome(rows, BATCH, remove, budget))) continue;
    const args = { projectId: db.projectId, userId };
    await scheduler.runAfter(0, internal.users.deletion.deleteBatch, args);
    return;
  }
}

export const deleteBatch = tenantJob(
  { userId: v.string() },
  async (ctx, { userId }) => await deleteCredentials(ctx, userId),
);
