/** What users hold. No schema library here: hot queries ask this. */
import type { Doc } from "../_generated/dataModel";
import { isBeingDeleted } from "../organizations/state";
import { PermissionSet } from "../core/permissions";
import type { TenantReader } from "../tenancy/database";
import { isBanned } from "../tenancy/ban";
import type { RoleScope } from "./catalogue";
import { findRole } from "./model";

/** What a project role grants; null when there is none of that slug. */
export async function permissionsOfRole(
  db: TenantReader,
  slug: string,
): Promise<PermissionSet | null> {
  const role = await findRole(db, "project", slug);
  return role && new PermissionSet(role.permissions);
}

/**
 * What a user holds: the project roles everywhere, the roles of the membership in that organization
 * alone. Null when the project has no such user; nothing for a banned one. Reads the user, the
 * member, and each role held, however many there are of anything, and nothing that changes with
 * other members.
 */
export async function permissionsOfUser(
  db: TenantReader,
  userId: string,
  organizationId: string | undefined,
  now: number,
): Promise<PermissionSet | null> {
  const user = await db.get("users", userId);
  if (!user) return null;
  if (isBanned(user, now)) return PermissionSet.none;
  return await permissionsBy(
    db,
    user,
    organizationId === undefined ? null : await membershipOf(db, organizationId, userId),
  );
}

/** What the project roles of a user grant, and the roles of the membership. */
export async function permissionsBy(
  db: TenantReader,
  user: Doc<"users">,
  member: Doc<"members"> | null,
): Promise<PermissionSet> {
  return new PermissionSet([
    ...(await permissionsOfRoles(db, "project", user.roles)),
    ...(await permissionsOfRoles(db, "organization", member?.roles ?? [])),
  ]);
}

/** Null as soon as the organization's deletion begins: its members go in batches. */
export async function membershipOf(
  db: TenantReader,
  organizationId: string,
  userId: string,
): Promise<Doc<"members"> | null> {
  const member = await db
    .range("members", "byUser", (q) => q.eq("userId", userId).eq("organizationId", organizationId))
    .unique();
  return member && !(await isBeingDeleted(db, organizationId)) ? member : null;
}

/** All that the roles grant; one that is not there any more grants nothing. */
export async function permissionsOfRoles(
  db: TenantReader,
  scope: RoleScope,
  slugs: readonly string[],
): Promise<string[]> {
  const roles = await Promise.all(slugs.map((slug) => findRole(db, scope, slug)));
  return roles.flatMap((role) => role?.permissions ?? []);
}
