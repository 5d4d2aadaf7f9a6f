/** The permissions of users. Imports no schema library, because frequent queries use it. */
import type { Doc } from "../_generated/dataModel";
import { isBeingDeleted } from "../organizations/state";
import { PermissionSet } from "../core/permissions";
import type { TenantReader } from "../tenancy/database";
import { isBanned } from "../tenancy/ban";
import type { RoleScope } from "./catalogue";
import { findRole } from "./model";

/** The permissions of a project role; null when the role does not exist. */
export async function findProjectRolePermissions(
  db: TenantReader,
  slug: string,
): Promise<PermissionSet | null> {
  const role = await findRole(db, "project", slug);
  return role && new PermissionSet(role.permissions);
}

/**
 * The permissions of a user: those of the project roles and, with `organizationId`, those of the
 * membership. Null when the user does not exist; none for a banned user. Reads only the user, the
 * member and each role held, so the cost is bounded and other members' changes do not re-run it.
 */
export async function findUserPermissions(
  db: TenantReader,
  userId: string,
  organizationId: string | undefined,
  now: number,
): Promise<PermissionSet | null> {
  const user = await db.get("users", userId);
  if (!user) return null;
  if (isBanned(user, now)) return PermissionSet.none;
  return await loadPermissions(
    db,
    user,
    organizationId === undefined ? null : await findMembership(db, organizationId, userId),
  );
}

/** The permissions that the project roles of a user and the roles of a membership grant. */
export async function loadPermissions(
  db: TenantReader,
  user: Doc<"users">,
  member: Doc<"members"> | null,
): Promise<PermissionSet> {
  return new PermissionSet([
    ...(await loadRolePermissions(db, "project", user.roles)),
    ...(await loadRolePermissions(db, "organization", member?.roles ?? [])),
  ]);
}

/**
 * The membership, or null. Null also for a suspended one, and as soon as the organization's deletion
 * starts, although its members are deleted in batches.
 */
export async function findMembership(
  db: TenantReader,
  organizationId: string,
  userId: string,
): Promise<Doc<"members"> | null> {
  const member = await db
    .range("members", "byUser", (q) => q.eq("userId", userId).eq("organizationId", organizationId))
    .unique();
  return member && !member.suspended && !(await isBeingDeleted(db, organizationId)) ? member : null;
}

/** The permissions that the roles grant. A role that no longer exists grants nothing. */
export async function loadRolePermissions(
  db: TenantReader,
  scope: RoleScope,
  slugs: readonly string[],
): Promise<string[]> {
  const roles = await Promise.all(slugs.map((slug) => findRole(db, scope, slug)));
  return roles.flatMap((role) => role?.permissions ?? []);
}
