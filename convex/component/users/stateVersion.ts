/**
 * The version of a user's credentials. Mailed links and codes, and all cookies but the session
 * cookie, are issued for one version and become invalid when it is raised. It is raised by a new
 * password or address, by turning a second factor on or off, by signing out everywhere, and by a
 * ban.
 */
import type { Doc } from "../_generated/dataModel";
import type { TenantWriter } from "../tenancy/database";

type User = Doc<"users">;

export const stateVersion = ({ stateVersion: version = 0 }: User): number => version;

/**
 * Invalidates everything issued so far. Returns the updated user, or null when the user no longer
 * exists.
 */
export async function raiseStateVersion(
  db: TenantWriter,
  userId: string,
  { password = false }: { password?: boolean } = {},
): Promise<User | null> {
  const user = await db.get("users", userId);
  if (!user) return null;
  return await db.patch("users", user, {
    stateVersion: stateVersion(user) + 1,
    ...(password ? { passwordVersion: (user.passwordVersion ?? 0) + 1 } : {}),
  });
}
