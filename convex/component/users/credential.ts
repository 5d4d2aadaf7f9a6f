import { newId } from "../ids";
import { raiseStateVersion } from "./stateVersion";
import type { WriteContext } from "../tenancy/functions";

/** The account through which a user signs in with a password. */
const CREDENTIAL = "credential";

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
  else {
    const id = newId("account", ctx.now);
    await ctx.db.insert("accounts", {
      id,
      userId,
      passwordHash,
      providerId: CREDENTIAL,
      accountId: userId,
      createdAt: ctx.now,
      updatedAt: ctx.now,
    });
  }
  await raiseStateVersion(ctx.db, userId, { password: true });
}
