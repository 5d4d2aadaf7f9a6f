/** What somebody may do who is signed in. No schema library here: hot queries ask this. */
import { accessTo } from "../organizations/access";
import { PermissionSet } from "../core/permissions";
import type { CallersSession } from "../tenancy/caller";
import type { TenantReader } from "../tenancy/database";
import { permissionsBy } from "./userPermissions";

/** Nothing in an organization whose policies the session does not meet. */
export async function permissionsInSession(
  db: TenantReader,
  session: CallersSession,
  organizationId: string | undefined,
): Promise<PermissionSet> {
  if (organizationId === undefined) return await permissionsBy(db, session.user, null);
  const { permissions, refusal } = await accessTo(db, session, organizationId);
  return refusal ? PermissionSet.none : permissions;
}
