import { v } from "convex/values";
import { internal } from "../_generated/api";
import { internalMutation } from "../_generated/server";
import { oldestDirectoryJobs } from "../tenancy/purge";

const jobs = internal.directories;
const JOBS_PER_RUN = 20;

/** Resumes work on directory users that stopped after a failed batch. Run by crons.ts. */
export const resume = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    for (const { projectId, kind, subjectId, groupId } of await oldestDirectoryJobs(
      ctx.db,
      JOBS_PER_RUN,
    ))
      switch (kind) {
        case "delete":
          await ctx.scheduler.runAfter(0, jobs.deletion.deleteBatch, {
            projectId,
            directoryId: subjectId,
          });
          break;
        case "link":
          await ctx.scheduler.runAfter(0, jobs.linking.linkBatch, {
            projectId,
            organizationId: subjectId,
          });
          break;
        case "owners":
          await ctx.scheduler.runAfter(0, jobs.ownerReview.reviewBatch, {
            projectId,
            organizationId: subjectId,
          });
          break;
        case "leaving":
          await ctx.scheduler.runAfter(0, jobs.leaving.leaveBatch, {
            projectId,
            directoryId: subjectId,
          });
          break;
        case "group":
          await ctx.scheduler.runAfter(0, jobs.groupSlices.groupBatch, {
            ...{ projectId, directoryId: subjectId, groupId: groupId ?? "" },
          });
          break;
        case "roles":
        case "mapping":
          await ctx.scheduler.runAfter(0, jobs.roleEffects.effectBatch, {
            ...{ projectId, directoryId: subjectId, kind },
          });
      }
    return null;
  },
});
