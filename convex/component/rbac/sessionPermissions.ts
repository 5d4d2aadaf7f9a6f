/** The permissions of a session. Imports no schema library, because frequent queries use it. */
import { loadAccess } from "../organizations/access";
import { PermissionSet } from "../core/permissions";
import type { CallersSession } from "../tenancy/caller";
import type { TenantReader } from "../tenancy/database";
import { loadPermissions } from "./userPermissions";

/** No permissions in an organization whose policies the session does not meet. */
export async function loadSessionPermissions(
  db: TenantReader,
  session: CallersSession,
  organizationId: string | undefined,
): Promise<PermissionSet> {
  if (organizationId === undefined) return await loadPermissions(db, session.user, null);
  const { permissions, refusal } = await loadAccess(db, session, organizationId);
  return refusal ? PermissionSet.none : permissions;
}
