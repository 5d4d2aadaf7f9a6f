/**
 * The version of what a user signs in with. Whatever is mailed to a user or kept in a cookie beside
 * the session is made under a version and is void under any later one. The acts that raise it:
 * another password or address, a second factor switched on or off, signing out everywhere, a ban.
 */
import type { Doc } from "../_generated/dataModel";
import type { TenantWriter } from "../tenancy/database";

type User = Doc<"users">;

export const stateVersion = ({ stateVersion: version = 0 }: User): number => version;

/** Voids everything outstanding. Answers the user as it is then; null for one that is gone. */
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
