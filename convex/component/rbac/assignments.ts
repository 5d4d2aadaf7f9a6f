/**
 * Who holds which roles. The holder's row (user or member) has them as a list; `roleAssignments`
 * has a row for each, so that "who holds this role" and "is this the last owner" never read
 * members. Both are written here, in one transaction.
 */
import { loadSettings } from "../configuration/settings";
import { invalidField, problem, switchedOff } from "../core/errors";
import type { TenantReader, TenantWriter } from "../tenancy/database";
import type { ReadContext } from "../tenancy/functions";
import { isBanned } from "../tenancy/ban";
import { DEFAULT_PROJECT_ROLE, MEMBER, SUPER_ADMIN, type RoleScope } from "./catalogue";
import { assertHolds } from "./grants";
import { findRole } from "./model";

export const MAXIMUM_ROLES_HELD = 20;

interface Holder {
  readonly scope: RoleScope;
  /** "" for a project role. */
  readonly organizationId: string;
  readonly subjectId: string;
  readonly userId: string;
}

/**
 * The roles exist in their scope, the caller holds what they grant, and the project lets them be
 * given. `field` is another one where nothing is given, only compared. Throws 422, 403 or 409.
 */
export async function assertAssignable(
  ctx: ReadContext,
  scope: RoleScope,
  slugs: readonly string[],
  field = "role",
): Promise<void> {
  if (field === "role") await assertGiven(ctx.db, scope, slugs);
  if (scope === "organization" && slugs.includes(SUPER_ADMIN))
    throw invalidRole(field, `${SUPER_ADMIN} is a project role; a member cannot hold it`);
  for (const slug of slugs) {
    const role = await findRole(ctx.db, scope, slug);
    if (!role) throw invalidRole(field, `There is no ${scope} role ${slug}`);
    assertHolds(ctx, role.permissions);
  }
}

/**
 * Other roles than the default, and several at once, are the project's to allow. Who had them
 * before keeps them. Throws 409 or 422.
 */
async function assertGiven(
  db: TenantReader,
  scope: RoleScope,
  roles: readonly string[],
): Promise<void> {
  const least = scope === "project" ? DEFAULT_PROJECT_ROLE : MEMBER;
  if (roles.length < 2 && roles.every((role) => role === least)) return;
  const { multipleRoles, roleAssignment } = await loadSettings(db);
  if (!roleAssignment)
    throw switchedOff("role", `Only ${least}: the project's roleAssignment is off`);
  if (roles.length > 1 && !multipleRoles)
    throw invalidField(
      "role",
      "One role at a time: the project's multipleRoles is off",
      "multiple_roles",
    );
}

/**
 * Brings the assignments of a holder from one list of roles to another. The default project role
 * has none.
 */
export async function changeAssignments(
  db: TenantWriter,
  holder: Holder,
  held: readonly string[],
  wanted: readonly string[],
): Promise<void> {
  const [before, after] = [held, wanted].map((roles) =>
    roles.filter((slug) => holder.scope !== "project" || slug !== DEFAULT_PROJECT_ROLE),
  ) as [string[], string[]];
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
 * The different roles that a user holds in organizations, whichever they are: one read a role,
 * however many organizations the user is in. A project has at most as many roles.
 */
export async function heldOrganizationRoles(db: TenantReader, userId: string): Promise<string[]> {
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

/** Other holders that are looked at: more are not needed to find one who is not banned. */
const MAXIMUM_LOOKED_AT = 100;

/**
 * True when nobody else in the organization holds the role, but for the banned: two assignments and
 * a user read, when there is somebody.
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
    if (user && !isBanned(user, now)) return false;
    if (++lookedAt === MAXIMUM_LOOKED_AT) break;
  }
  return true;
}

/** As the wire shows them. */
export const roleText = (roles: readonly string[]): string => roles.join(",");

const invalidRole = (field: string, message: string) =>
  problem("validation_error", `${field}: ${message}`, {
    errors: [{ field, message, code: "unknown_role" }],
  });
