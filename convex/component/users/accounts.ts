/** A user's accounts: one for the password, and one for each linked social provider. */
import type { Doc } from "../_generated/dataModel";
import { newId } from "../core/ids";
import type { TenantReader } from "../tenancy/database";
import type { WriteContext } from "../tenancy/functions";
import { raiseStateVersion } from "./stateVersion";

/** The `providerId` of the account that holds the user's password hash. */
export const CREDENTIAL = "credential";
/** Per user. */
export const MAXIMUM_ACCOUNTS = 50;

export const loadAccounts = async (db: TenantReader, userId: string): Promise<Doc<"accounts">[]> =>
  await db.range("accounts", "byUser", (q) => q.eq("userId", userId)).take(MAXIMUM_ACCOUNTS + 1);

/** The account that holds the user's password hash; null when the user has no password. */
export const findCredentialAccount = async (
  db: TenantReader,
  userId: string,
): Promise<Doc<"accounts"> | null> =>
  await db
    .range("accounts", "byUser", (q) => q.eq("userId", userId).eq("providerId", CREDENTIAL))
    .unique();

/** Creates the password account of a user who has none. */
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

/**
 * Sets the password and raises the state version, which invalidates links, codes and cookies issued
 * before.
 */
export async function setPasswordHash(
  ctx: Pick<WriteContext, "db" | "now">,
  userId: string,
  passwordHash: string,
): Promise<void> {
  const account = await findCredentialAccount(ctx.db, userId);
  if (account) await ctx.db.patch("accounts", account, { passwordHash, updatedAt: ctx.now });
  else await addPasswordHash(ctx, userId, passwordHash);
  await raiseStateVersion(ctx.db, userId, { password: true });
}
