/** Deletes what belongs to a deleted operator: memberships of other projects, and the sign-in link. */
import { v } from "convex/values";
import { internalMutation } from "../_generated/server";
import { TenantWriter } from "../tenancy/database";
import { DeploymentWriter } from "../tenancy/deployment";
import { findLink } from "./links";
import { MAXIMUM_PROJECTS } from "./members";

/** Scheduled by the deletion of a user of the admin project. Without the user, none of it counts. */
export const deleteOperatorRows = internalMutation({
  args: { projectId: v.string(), operatorId: v.string() },
  returns: v.null(),
  handler: async (ctx, { projectId, operatorId }) => {
    const db = new TenantWriter(ctx.db, projectId);
    const link = await findLink(db, operatorId);
    if (link) await db.delete("operatorLinks", link);
    const deployment = new DeploymentWriter(ctx.db);
    for (const member of await deployment.projectsOfOperator(operatorId, MAXIMUM_PROJECTS)) {
      // The deletion of a project deletes its memberships.
      const project = await deployment.project(member.projectId);
      if (project) await deployment.writerFor(project).delete("projectMembers", member);
    }
    return null;
  },
});
