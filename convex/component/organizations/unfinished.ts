import { v } from "convex/values";
import { internal } from "../_generated/api";
import { internalMutation } from "../_generated/server";
import { oldestOrganizationDeletions } from "../tenancy/purge";

const DELETIONS_PER_RUN = 20;

/** Resumes deletions that stopped after a failed batch. Run by crons.ts. */
export const resume = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    for (const { projectId, organizationId } of await oldestOrganizationDeletions(
      ctx.db,
      DELETIONS_PER_RUN,
    )) {
      await ctx.scheduler.runAfter(0, internal.organizations.deletion.deleteBatch, {
        projectId,
        organizationId,
      });
    }
    return null;
  },
});
