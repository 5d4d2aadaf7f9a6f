/** How a user signs in: the account of a password, and those at social providers. */
import type { Doc } from "../_generated/dataModel";
import { newId } from "../core/ids";
import type { TenantReader } from "../tenancy/database";
import type { WriteContext } from "../tenancy/functions";
import { raiseStateVersion } from "./stateVersion";

/** The provider of the account through which a user signs in with a password. */
export const CREDENTIAL = "credential";
/** Of one user. */
export const MAXIMUM_ACCOUNTS = 50;

export const accountsOf = async (db: TenantReader, userId: string): Promise<Doc<"accounts">[]> =>
  await db.range("accounts", "byUser", (q) => q.eq("userId", userId)).take(MAXIMUM_ACCOUNTS + 1);

/** The account of the user's password. */
export const credentialOf = async (
  db: TenantReader,
  userId: string,
): Promise<Doc<"accounts"> | null> =>
  await db
    .range("accounts", "byUser", (q) => q.eq("userId", userId).eq("providerId", CREDENTIAL))
    .unique();

/** The password of a user who has had none. */
export async function addPasswordHash(
  { db, now }: Pick<WriteContext, "db" | "now">,
  userId: string,
  passwordHash: string,
): Promise<void> {
  await db.insert("accounts", {
    id: newId("account", now),
    userId,
    passwordHash,
    providerId: CREDENTIAL,
    accountId: userId,
    createdAt: now,
    updatedAt: now,
  });
}

/** Sets the password, and voids what was mailed or trusted under the one before. */
export async function setPasswordHash(
  ctx: Pick<WriteContext, "db" | "now">,
  userId: string,
  passwordHash: string,
): Promise<void> {
  const account = await credentialOf(ctx.db, userId);
  if (account) await ctx.db.patch("accounts", account, { passwordHash, updatedAt: ctx.now });
  else await addPasswordHash(ctx, userId, passwordHash);
  await raiseStateVersion(ctx.db, userId, { password: true });
}
