/**
 * A deleted user leaves its groups: the first 500 in the transaction of the deletion, the others in
 * batches, which a cron resumes (resume.ts).
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import type { Doc } from "../_generated/dataModel";
import type { TenantWriter } from "../tenancy/database";
import { tenantJob, type JobContext } from "../tenancy/functions";
import { countMembers } from "./counts";
import { findJob } from "./jobs";

/** Groups per transaction. Leaving one reads two or three ranges, and changes two rows. */
const BATCH = 500;

/** Must be called in the transaction that deletes the user. */
export async function leaveGroups(
  ctx: Pick<JobContext, "db" | "scheduler">,
  { id, directoryId, organizationId }: Doc<"directoryUsers">,
): Promise<void> {
  if (await leaveSome(ctx.db, id)) return;
  await ctx.db.insert("directoryJobs", {
    ...{ kind: "leaving", subjectId: directoryId, organizationId, directoryUserId: id },
    ...{ deprovisions: false, after: "" },
  });
  await schedule(ctx, directoryId);
}

/** One batch for one of the directory's users that are leaving. */
export const leaveBatch = tenantJob({ directoryId: v.string() }, async (ctx, { directoryId }) => {
  const job = await findJob(ctx.db, directoryId, "leaving");
  if (!job) return;
  if (await leaveSome(ctx.db, job.directoryUserId ?? "")) await ctx.db.delete("directoryJobs", job);
  await schedule(ctx, directoryId);
});

/** Returns whether no group is left. */
async function leaveSome(db: TenantWriter, directoryUserId: string): Promise<boolean> {
  const rows = await db
    .range("directoryGroupMembers", "byUser", (q) => q.eq("directoryUserId", directoryUserId))
    .take(BATCH);
  for (const row of rows) {
    await countMembers(db, row.groupId, -1);
    await db.delete("directoryGroupMembers", row);
  }
  return rows.length < BATCH;
}

const schedule = async (
  { db, scheduler }: Pick<JobContext, "db" | "scheduler">,
  directoryId: string,
) =>
  await scheduler.runAfter(0, internal.directories.leaving.leaveBatch, {
    projectId: db.projectId,
    directoryId,
  });
