/** Who may configure a connection: only callers who hold what it gives. */
import { loadSettings } from "../configuration/settings";
import { problem, switchedOff } from "../core/errors";
import { assertAssignable, loadRolesOfMembers } from "../rbac/assignments";
import { MEMBER, OWNER } from "../rbac/catalogue";
import { loadRolePermissions } from "../rbac/userPermissions";
import type { ReadContext } from "../tenancy/functions";
import { findMember } from "../organizations/members";
import type { StoredMapping } from "./fields";

export interface Grants {
  readonly organizationId: string;
  readonly defaultRole: string | null;
  readonly roleMapping: readonly StoredMapping[];
}

/**
 * Throws 422 for a role that does not exist or is no organization role, 403 for one whose
 * permissions the caller does not hold, 409 for other roles than `member` while the project's
 * roleAssignment setting is off, and 403 for `owner` unless the caller is an owner of the
 * organization or has full access to the project.
 */
export async function assertMayGrant(ctx: ReadContext, grants: Grants): Promise<void> {
  const { defaultRole, roleMapping } = grants;
  const { roleAssignment } = await loadSettings(ctx.db);
  const seen = new Set<string>();
  const roles = [
    ["defaultRole", defaultRole ?? MEMBER] as const,
    ...roleMapping.map(({ role }, i) => [`roleMapping[${i}].role`, role] as const),
  ];
  for (const [field, role] of roles) {
    if (seen.has(role)) continue;
    seen.add(role);
    if (role !== MEMBER && !roleAssignment)
      throw switchedOff(
        field,
        `Only ${MEMBER} is allowed: the project's roleAssignment setting is off`,
      );
    await assertAssignable(ctx, "organization", [role], field);
  }
  if (seen.has(OWNER)) await assertOwner(ctx, grants.organizationId);
}

/**
 * Throws 403 unless the caller holds what the members of the organization hold. Who chooses the
 * identity provider, or the domains of a connection, can sign in as each of them.
 */
export async function assertMaySignInMembers(
  { db, caller }: Pick<ReadContext, "db" | "caller">,
  organizationId: string,
): Promise<void> {
  if (caller.permissions.allows("*")) return;
  await assertHolds({ db, caller }, await loadRolesOfMembers(db, organizationId), "a member");
}

/**
 * Throws 403 unless the caller holds what the user holds in the organization. Who unlinks a user lets
 * another person of the identity provider sign in as the user.
 */
export async function assertMaySignInAs(
  { db, caller }: Pick<ReadContext, "db" | "caller">,
  organizationId: string,
  userId: string,
): Promise<void> {
  if (caller.permissions.allows("*")) return;
  const member = await findMember({ db }, organizationId, userId);
  await assertHolds({ db, caller }, member?.roles ?? [], "the member");
}

async function assertHolds(
  { db, caller }: Pick<ReadContext, "db" | "caller">,
  roles: readonly string[],
  holder: string,
): Promise<void> {
  const missing = caller.permissions.missing(await loadRolePermissions(db, "organization", roles));
  if (missing !== null)
    throw problem(
      "forbidden",
      `Missing permission: ${missing} (required because ${holder} of the organization holds it)`,
    );
}

async function assertOwner(ctx: ReadContext, organizationId: string): Promise<void> {
  const { session, permissions } = ctx.caller;
  if (session === null) {
    if (ctx.caller.organizationId === null && permissions.allows("*")) return;
  } else {
    const member = await findMember(ctx, organizationId, session.user.id);
    if (member?.roles.includes(OWNER)) return;
  }
  throw problem(
    "forbidden",
    "Only an owner of the organization, or a key with full access to the project, can map the role owner",
  );
}
