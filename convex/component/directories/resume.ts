import { v } from "convex/values";
import { internal } from "../_generated/api";
import { internalMutation } from "../_generated/server";
import { oldestDirectoryJobs } from "../tenancy/purge";

const JOBS_PER_RUN = 20;

/** Resumes work on directory users that stopped after a failed batch. Run by crons.ts. */
export const resume = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    for (const { projectId, kind, subjectId } of await oldestDirectoryJobs(ctx.db, JOBS_PER_RUN))
      if (kind === "delete")
        await ctx.scheduler.runAfter(0, internal.directories.deletion.deleteBatch, {
          ...{ projectId, directoryId: subjectId },
        });
      else
        await ctx.scheduler.runAfter(0, internal.directories.linking.linkBatch, {
          ...{ projectId, organizationId: subjectId },
        });
    return null;
  },
});
