/** The permissions of a session. Imports no schema library, because frequent queries use it. */
import { accessTo } from "../organizations/access";
import { PermissionSet } from "../core/permissions";
import type { CallersSession } from "../tenancy/caller";
import type { TenantReader } from "../tenancy/database";
import { permissionsBy } from "./userPermissions";

/** No permissions in an organization whose policies the session does not meet. */
export async function permissionsInSession(
  db: TenantReader,
  session: CallersSession,
  organizationId: string | undefined,
): Promise<PermissionSet> {
  if (organizationId === undefined) return await permissionsBy(db, session.user, null);
  const { permissions, refusal } = await accessTo(db, session, organizationId);
  return refusal ? PermissionSet.none : permissions;
}
