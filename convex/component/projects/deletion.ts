/**
 * Deletes the rows of a deleted project in batches, one transaction each. The project's own row
 * goes last: while it exists, the deletion is unfinished, and a cron resumes it whatever happened
 * to the last batch.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import { internalMutation } from "../_generated/server";
import { deleteTenantRows } from "../tenancy/projectRows";
import { DeploymentWriter } from "../tenancy/deployment";

/** Rows per transaction, unless the byte budget is reached first (core/readBudget.ts). */
const BATCH = 200;
const PROJECTS_PER_RUN = 20;

export const deleteBatch = internalMutation({
  args: { id: v.string() },
  returns: v.null(),
  handler: async (ctx, { id }) => {
    const deployment = new DeploymentWriter(ctx.db);
    const project = await deployment.projectBeingDeleted(id);
    if (!project) return null;
    if (await deleteTenantRows(ctx.db, id, BATCH))
      await ctx.scheduler.runAfter(0, internal.projects.deletion.deleteBatch, { id });
    else await deployment.deleteProject(project);
    return null;
  },
});

/** Run by crons.ts. */
export const resume = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    for (const { id } of await new DeploymentWriter(ctx.db).projectsBeingDeleted(
      PROJECTS_PER_RUN,
    )) {
      await ctx.scheduler.runAfter(0, internal.projects.deletion.deleteBatch, { id });
    }
    return null;
  },
});
