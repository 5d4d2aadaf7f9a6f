/**
 * The hot question, for the installing app's own functions: does this user hold that permission? A reactive query on the rows it is about and nothing else, in a module
 * without the schema library. `hasPermission` in the package is its client.
 */
import { v } from "convex/values";
import { query } from "../_generated/server";
import { TenantReader } from "../tenancy/database";
import { DeploymentReader } from "../tenancy/deployment";
import { permissionsOfUser } from "./checks";

/** False also for a user, organization or project that is not there. Reads at most the project, the user, the membership, and each role held. */
export const holds = query({
  args: {
    projectId: v.string(),
    userId: v.string(),
    organizationId: v.optional(v.string()),
    permissions: v.array(v.string()),
    operator: v.union(v.literal("all"), v.literal("any")),
  },
  returns: v.boolean(),
  handler: async (ctx, { projectId, userId, organizationId, permissions, operator }) => {
    if (!(await new DeploymentReader(ctx.db).project(projectId))) return false;
    const held = await permissionsOfUser(new TenantReader(ctx.db, projectId), userId, organizationId, Date.now());
    if (held === null) return false;
    return operator === "all" ? held.missing(permissions) === null : permissions.some((permission) => held.allows(permission));
  },
});
