/**
 * Assigns roles to users and members. The holder's row lists its roles; `roleAssignments` has a row
 * for each, so that finding the holders of a role, or the last owner, does not read members. Both
 * are written here, in one transaction.
 */
import { loadSettings } from "../configuration/settings";
import { invalidField, switchedOff } from "../core/errors";
import type { TenantReader, TenantWriter } from "../tenancy/database";
import type { ReadContext } from "../tenancy/functions";
import { isBanned } from "../tenancy/ban";
import { DEFAULT_PROJECT_ROLE, MEMBER, SUPER_ADMIN, type RoleScope } from "./catalogue";
import { assertHolds } from "./grants";
import { findRole } from "./model";
import { assertLeavesOwners } from "./portalRule";

interface Holder {
  readonly scope: RoleScope;
  /** "" for a project role. */
  readonly organizationId: string;
  readonly subjectId: string;
  readonly userId: string;
}

/**
 * Checks that the roles exist in their scope, that the caller holds the permissions they grant, and
 * that the project's settings allow them. Pass another `field` than `role` for roles that are only
 * compared, not granted. Throws 422, 403 or 409.
 */
export async function assertAssignable(
  ctx: ReadContext,
  scope: RoleScope,
  slugs: readonly string[],
  field = "role",
): Promise<void> {
  if (field === "role") await assertAllowedBySettings(ctx.db, scope, slugs);
  if (scope === "organization" && slugs.includes(SUPER_ADMIN))
    throw invalidRole(field, `${SUPER_ADMIN} is a project role; a member cannot hold it`);
  if (scope === "organization") assertLeavesOwners(ctx.caller, slugs);
  for (const slug of slugs) {
    const role = await findRole(ctx.db, scope, slug);
    if (!role) throw invalidRole(field, `Unknown ${scope} role: ${slug}`);
    assertHolds(ctx, role.permissions);
  }
}

/**
 * Project settings decide whether roles other than the default, or several roles at once, can be
 * assigned. Existing holders keep theirs. Throws 409 or 422.
 */
async function assertAllowedBySettings(
  db: TenantReader,
  scope: RoleScope,
  roles: readonly string[],
): Promise<void> {
  const least = scope === "project" ? DEFAULT_PROJECT_ROLE : MEMBER;
  if (roles.length < 2 && roles.every((role) => role === least)) return;
  const { multipleRoles, roleAssignment } = await loadSettings(db);
  if (!roleAssignment)
    throw switchedOff(
      "role",
      `Only ${least} is allowed: the project's roleAssignment setting is off`,
    );
  if (roles.length > 1 && !multipleRoles)
    throw invalidField(
      "role",
      "Only one role is allowed: the project's multipleRoles setting is off",
      "multiple_roles",
    );
}

/**
 * Updates the assignments of a holder from one list of roles to another. The default project role
 * has no assignment.
 */
export async function changeAssignments(
  db: TenantWriter,
  holder: Holder,
  held: readonly string[],
  wanted: readonly string[],
): Promise<void> {
  const isAssigned = (slug: string) => holder.scope !== "project" || slug !== DEFAULT_PROJECT_ROLE;
  const before = held.filter(isAssigned);
  const after = wanted.filter(isAssigned);
  for (const role of before.filter((slug) => !after.includes(slug))) {
    const row = await db
      .range("roleAssignments", "bySubject", (q) =>
        q.eq("subjectId", holder.subjectId).eq("role", role),
      )
      .unique();
    if (row) await db.delete("roleAssignments", row);
  }
  for (const role of after.filter((slug) => !before.includes(slug)))
    await db.insert("roleAssignments", { ...holder, role });
}

/**
 * The distinct roles that a user holds in any organization. Costs one read per role, not per
 * organization; a project has a bounded number of roles.
 */
export async function loadOrganizationRoles(db: TenantReader, userId: string): Promise<string[]> {
  const held: string[] = [];
  for (let last = ""; ; last = held.at(-1)!) {
    const next = await db
      .range("roleAssignments", "byUser", (q) =>
        q.eq("userId", userId).eq("scope", "organization").gt("role", last),
      )
      .first();
    if (!next) return held;
    held.push(next.role);
  }
}

/** The distinct roles that members of the organization hold; costs as much as the above. */
export async function loadRolesOfMembers(
  db: TenantReader,
  organizationId: string,
): Promise<string[]> {
  const held: string[] = [];
  for (let last = ""; ; last = held.at(-1)!) {
    const next = await db
      .range("roleAssignments", "byOrganization", (q) =>
        q.eq("organizationId", organizationId).gt("role", last),
      )
      .first();
    if (!next) return held;
    held.push(next.role);
  }
}

/** Other holders read, to find one who is not banned. */
const MAXIMUM_LOOKED_AT = 100;

/**
 * True when no other member of the organization holds the role, not counting banned users and
 * suspended members. Usually reads two assignments, one user and one member.
 */
export async function isLastHolder(
  { db, now }: Pick<ReadContext, "db" | "now">,
  organizationId: string,
  role: string,
  memberId: string,
): Promise<boolean> {
  let lookedAt = 0;
  for await (const { subjectId, userId } of db.range("roleAssignments", "byOrganization", (q) =>
    q.eq("organizationId", organizationId).eq("role", role),
  )) {
    if (subjectId === memberId) continue;
    const user = await db.get("users", userId);
    const member = await db.get("members", subjectId);
    if (user && !isBanned(user, now) && !member?.suspended) return false;
    if (++lookedAt === MAXIMUM_LOOKED_AT) break;
  }
  return true;
}

/** The format of roles in the API. */
export const formatRoles = (roles: readonly string[]): string => roles.join(",");

const invalidRole = (field: string, message: string) =>
  invalidField(field, message, "unknown_role");
