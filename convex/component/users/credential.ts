import { newId } from "../ids";
import { raiseStateVersion } from "./stateVersion";
import type { WriteContext } from "../tenancy/functions";

/** The account through which a user signs in with a password. */
const CREDENTIAL = "credential";

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
  const account = await ctx.db
    .range("accounts", "byUser", (q) => q.eq("userId", userId).eq("providerId", CREDENTIAL))
    .unique();
  if (account) await ctx.db.patch("accounts", account, { passwordHash, updatedAt: ctx.now });
  else await addPasswordHash(ctx, userId, passwordHash);
  await raiseStateVersion(ctx.db, userId, { password: true });
}
