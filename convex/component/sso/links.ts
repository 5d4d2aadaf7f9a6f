/**
 * The links of a user to persons at identity providers. A link signs the user in without another
 * check of the address, so it ends with the membership, and with the credentials of a user whose
 * address was proved anew.
 */
import type { Doc } from "../_generated/dataModel";
import type { TenantWriter } from "../tenancy/database";

/** Per user: at most one for each connection. */
const MAXIMUM_LINKS = 200;
/** Per user (sessions/model.ts). */
const MAXIMUM_SESSIONS = 100;

interface Which {
  readonly organizationId?: string;
  /** Only links made since then, in epoch milliseconds. */
  readonly since?: number;
}

/** Returns the links that were removed. */
export async function unlinkProfiles(
  db: TenantWriter,
  userId: string,
  { organizationId, since = 0 }: Which,
): Promise<Doc<"ssoProfiles">[]> {
  const rows = await db
    .range("ssoProfiles", "byUser", (q) => q.eq("userId", userId))
    .take(MAXIMUM_LINKS);
  const removed = rows.filter(
    (row) =>
      row.createdAt >= since &&
      (organizationId === undefined || row.organizationId === organizationId),
  );
  for (const row of removed) {
    await detachSessions(db, row);
    await db.delete("ssoProfiles", row);
  }
  return removed;
}

/** The sessions go on, but no longer count as sign-ins through the organization's connections. */
export async function detachSessions(
  db: TenantWriter,
  { userId, connectionId }: Pick<Doc<"ssoProfiles">, "userId" | "connectionId">,
): Promise<void> {
  const sessions = await db
    .range("sessions", "byUser", (q) => q.eq("userId", userId))
    .take(MAXIMUM_SESSIONS);
  for (const session of sessions)
    if (session.ssoConnectionId === connectionId)
      await db.patch("sessions", session, { ssoConnectionId: null, ssoOrganizationId: null });
}
