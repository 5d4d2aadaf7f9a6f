/**
 * What the person behind a session has in an organization. A module without the schema library: hot
 * queries ask this.
 */
import type { Doc } from "../_generated/dataModel";
import { notFound, problem } from "../core/errors";
import type { PermissionSet } from "../core/permissions";
import { membershipOf, permissionsBy } from "../rbac/userPermissions";
import type { CallersSession } from "../tenancy/caller";
import type { TenantReader } from "../tenancy/database";
import { accessRefusalOf } from "./policies";

export interface Access {
  /** Null for somebody who has only project roles. */
  readonly member: Doc<"members"> | null;
  /** By project roles, and by the roles of the membership. */
  readonly permissions: PermissionSet;
  /**
   * Which policy of the organization this session does not meet: then nothing in it is to be had
   * with it.
   */
  readonly refusal: ReturnType<typeof problem> | null;
}

/** Reads the membership, whether the organization is going or has policies, and each role held. */
export async function accessTo(
  db: TenantReader,
  { row, user }: CallersSession,
  organizationId: string,
): Promise<Access> {
  const member = await membershipOf(db, organizationId, user.id);
  const authentication = {
    multiFactor: row.multiFactor ?? false,
    ssoOrganizationId: row.ssoOrganizationId ?? null,
  };
  return {
    member,
    permissions: await permissionsBy(db, user, member),
    refusal: await accessRefusalOf(db, organizationId, authentication),
  };
}

/**
 * Access with that permission. 404 for somebody who has no business in the organization, so that
 * nothing tells whether it is there; 403 for a member whom a policy or the missing permission
 * stops.
 */
export async function requireAccess(
  db: TenantReader,
  session: CallersSession,
  organizationId: string,
  permission: string | null,
  what = "Organization",
): Promise<Access> {
  const access = await accessTo(db, session, organizationId);
  const isAllowed = permission === null || access.permissions.allows(permission);
  if (!access.member && (permission === null || !isAllowed)) throw notFound(what);
  if (access.refusal) throw access.refusal;
  if (!isAllowed) throw problem("forbidden", `Missing permission: ${permission}`);
  return access;
}
