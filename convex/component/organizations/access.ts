/**
 * The access of a session's user to an organization. Imports no schema library, because frequent
 * queries use it.
 */
import type { Doc } from "../_generated/dataModel";
import { notFound, problem } from "../core/errors";
import type { PermissionSet } from "../core/permissions";
import { findMembership, loadPermissions } from "../rbac/userPermissions";
import type { CallersSession } from "../tenancy/caller";
import type { TenantReader } from "../tenancy/database";
import { findAccessRefusal, toAuthentication } from "./policies";

export interface Access {
  /** Null for a user with project roles only. */
  readonly member: Doc<"members"> | null;
  /** Granted by project roles and by the roles of the membership. */
  readonly permissions: PermissionSet;
  /**
   * The error for an organization policy that the session does not meet; it then has no access to
   * the organization.
   */
  readonly refusal: ReturnType<typeof problem> | null;
}

/** Reads the membership, a pending deletion, the access policy, and each role held. */
export async function loadAccess(
  db: TenantReader,
  { row, user }: CallersSession,
  organizationId: string,
): Promise<Access> {
  const member = await findMembership(db, organizationId, user.id);
  return {
    member,
    permissions: await loadPermissions(db, user, member),
    refusal: await findAccessRefusal(db, organizationId, toAuthentication(row)),
  };
}

interface RequiredAccess {
  readonly organizationId: string;
  /** Null where any access is enough. */
  readonly permission: string | null;
  /** The resource to report as not found. */
  readonly what?: string;
}

/**
 * The access, if it includes the permission. Throws 404 for a user without any access, which hides
 * whether the organization exists; 403 for a member who does not meet a policy or lacks the
 * permission.
 */
export async function requireAccess(
  db: TenantReader,
  session: CallersSession,
  { organizationId, permission, what = "Organization" }: RequiredAccess,
): Promise<Access> {
  const access = await loadAccess(db, session, organizationId);
  const isAllowed = permission === null || access.permissions.allows(permission);
  if (!access.member && (permission === null || !isAllowed)) throw notFound(what);
  if (access.refusal) throw access.refusal;
  if (!isAllowed) throw problem("forbidden", `Missing permission: ${permission}`);
  return access;
}
