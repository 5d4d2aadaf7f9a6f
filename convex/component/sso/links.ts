/**
 * The links of a user to persons at identity providers. A link signs the user in without another
 * check of the address, so it ends with the membership, and with the credentials of a user whose
 * address was proved anew. The sessions that it made end with it.
 */
import type { Doc } from "../_generated/dataModel";
import { loadSettings } from "../configuration/settings";
import { isBeingDeleted } from "../organizations/state";
import { DEFAULT_PROJECT_ROLE } from "../rbac/catalogue";
import type { TenantReader } from "../tenancy/database";
import { endSsoSessions, type EndingContext } from "./sessions";

type ProfileRow = Doc<"ssoProfiles">;

/** Per user: at most one for each connection. */
const MAXIMUM_LINKS = 200;

interface Which {
  readonly organizationId?: string;
  /** Only links made since then, in epoch milliseconds. */
  readonly since?: number;
}

/** Returns the links that were removed. */
export async function unlinkProfiles(
  ctx: EndingContext,
  userId: string,
  { organizationId, since = 0 }: Which,
): Promise<ProfileRow[]> {
  const rows = await ctx.db
    .range("ssoProfiles", "byUser", (q) => q.eq("userId", userId))
    .take(MAXIMUM_LINKS);
  const removed = rows.filter(
    (row) =>
      row.createdAt >= since &&
      (organizationId === undefined || row.organizationId === organizationId),
  );
  for (const row of removed) await unlinkProfile(ctx, row);
  return removed;
}

export async function unlinkProfile(ctx: EndingContext, row: ProfileRow): Promise<void> {
  await endSsoSessions(ctx, row.userId, { connectionId: row.connectionId });
  await ctx.db.delete("ssoProfiles", row);
}

/** What the events `account.linked` and `account.unlinked` say about a link. */
export const toLinkChange = (
  { id: userId, email }: Pick<Doc<"users">, "id" | "email">,
  { id, connectionId, idpId }: ProfileRow,
) => ({
  targets: [
    { type: "user", id: userId, name: email },
    { type: "account", id, name: connectionId },
  ],
  data: { id, userId, providerId: connectionId, accountId: idpId },
});

export const findLink = async (
  db: TenantReader,
  connectionId: string,
  userId: string,
): Promise<ProfileRow | null> =>
  await db
    .range("ssoProfiles", "byUser", (q) => q.eq("userId", userId).eq("connectionId", connectionId))
    .first();

/** Whether the user has project roles beyond the default. */
export const hasProjectRoles = (roles: readonly string[]): boolean =>
  roles.some((role) => role !== DEFAULT_PROJECT_ROLE);

/**
 * Whether a sign-in through the connection that waits for a second factor or has a code may still
 * end: the connection is active, the user linked since before it, and without project roles unless
 * the project allows them.
 *
 * @param signedInAt in epoch milliseconds
 */
export async function isLinkActive(
  db: TenantReader,
  connectionId: string,
  { id: userId, roles }: Pick<Doc<"users">, "id" | "roles">,
  signedInAt: number,
): Promise<boolean> {
  const connection = await db.get("ssoConnections", connectionId);
  if (connection?.state !== "active") return false;
  if (await isBeingDeleted(db, connection.organizationId)) return false;
  const link = await findLink(db, connectionId, userId);
  if (!link || link.createdAt > signedInAt) return false;
  return !hasProjectRoles(roles) || (await loadSettings(db)).features.ssoForProjectRoles;
}
