/**
 * Checks permissions of a user, for the installing app's own functions, which call it often: a
 * reactive query that reads only the rows involved, in a module without the schema library. Its
 * client is `hasPermission` of the package.
 */
import { v } from "convex/values";
import { query } from "../_generated/server";
import { TenantReader } from "../tenancy/database";
import { DeploymentReader } from "../tenancy/deployment";
import type { PermissionSet } from "../core/permissions";
import { isBanned } from "../tenancy/ban";
import { loadSessionPermissions } from "./sessionPermissions";
import { findUserPermissions } from "./userPermissions";

/**
 * False also when the user, organization or project does not exist. Reads at most the project, the
 * user, the membership, and each role held.
 */
export const holds = query({
  args: {
    projectId: v.string(),
    userId: v.string(),
    /** The user's session, which must meet the policies of the organization. */
    sessionId: v.optional(v.string()),
    organizationId: v.optional(v.string()),
    permissions: v.array(v.string()),
    operator: v.union(v.literal("all"), v.literal("any")),
  },
  returns: v.boolean(),
  handler: async (ctx, { projectId, userId, sessionId, organizationId, permissions, operator }) => {
    if (!(await new DeploymentReader(ctx.db).project(projectId))) return false;
    const db = new TenantReader(ctx.db, projectId);
    const held =
      sessionId === undefined
        ? await findUserPermissions(db, userId, organizationId, Date.now())
        : await findSessionPermissions(db, { sessionId, userId, organizationId });
    if (held === null) return false;
    return operator === "all"
      ? held.missing(permissions) === null
      : permissions.some((permission) => held.allows(permission));
  },
});

/** Null when the session has expired, or belongs to another user. */
async function findSessionPermissions(
  db: TenantReader,
  {
    sessionId,
    userId,
    organizationId,
  }: { sessionId: string; userId: string; organizationId?: string },
): Promise<PermissionSet | null> {
  const now = Date.now();
  const row = await db.get("sessions", sessionId);
  const user = row?.userId === userId && row.expiresAt > now ? await db.get("users", userId) : null;
  return row && user && !isBanned(user, now)
    ? await loadSessionPermissions(db, { row, user }, organizationId)
    : null;
}
