/**
 * What becomes of an account when its mailbox is proven for the first time. Until then anyone may
 * have signed up with the address, so only what the proof confirms stays; whatever else was added
 * meanwhile could let a stranger back in, and goes.
 */
import type { Doc } from "../../_generated/dataModel";
import { endSessions } from "../../sessions/model";
import { raiseStateVersion } from "../../users/stateVersion";
import type { Visit } from "../visit";
import { accountsOf, CREDENTIAL } from "../database/linkedAccounts";

export type ProofContext = Pick<Visit, "db" | "now" | "record" | "scheduler">;

/**
 * - a sign-up's id: the mail was asked for by the browser that made it; its password becomes valid;
 * - `account`: asked for in a session of the account, which stays as it is;
 * - `reset`: the password was set by this very request and stays;
 * - null: only the address is proven; no password stays.
 */
export type Confirmed = string | "account" | "reset" | null;

export async function settleProof(
  ctx: ProofContext,
  user: Doc<"users">,
  confirmed: Confirmed,
): Promise<void> {
  const signUps = await signUpsOf(ctx, user.id);
  for (const signUp of signUps) await ctx.db.delete("signUps", signUp);
  if (confirmed === "account") return;
  const chosen = signUps.find(({ id }) => id === confirmed);
  const credential = await credentialOf(ctx, user.id);
  if (chosen && credential?.passwordHash === chosen.passwordHash) return;
  await dropWaysIn(ctx, user.id);
  if (confirmed === "reset") return;
  if (credential && chosen)
    await ctx.db.patch("accounts", credential, { passwordHash: chosen.passwordHash });
  else if (credential) await ctx.db.delete("accounts", credential);
  if (chosen) await takeOverName(ctx, user.id, chosen.name);
  await raiseStateVersion(ctx.db, user.id, { password: true });
}

/** Sessions, linked accounts, passkeys and the second factor: all that was added since `since`. */
export async function dropWaysIn(ctx: ProofContext, userId: string, since = 0): Promise<void> {
  const { db } = ctx;
  await endSessions(ctx, userId);
  for (const account of await accountsOf(db, userId)) {
    if (account.providerId === CREDENTIAL || account.createdAt < since) continue;
    await db.delete("accounts", account);
    const { id, providerId, accountId } = account;
    const targets = [
      { type: "user", id: userId },
      { type: "account", id, name: providerId },
    ];
    await ctx.record({
      type: "account.unlinked",
      targets,
      data: { id, userId, providerId, accountId },
    });
  }
  for (const passkey of await db
    .range("passkeys", "byUser", (q) => q.eq("userId", userId))
    .take(MAXIMUM_PASSKEYS))
    if (passkey.createdAt >= since) await db.delete("passkeys", passkey);
  for (const factor of await db
    .range("twoFactors", "byUser", (q) => q.eq("userId", userId))
    .take(MAXIMUM_FACTORS))
    if (factor.updatedAt >= since) await dropFactor(ctx, factor);
}

/** More than a user registers. */
const MAXIMUM_PASSKEYS = 200;
const MAXIMUM_FACTORS = 5;

async function dropFactor(ctx: ProofContext, factor: Doc<"twoFactors">): Promise<void> {
  await ctx.db.delete("twoFactors", factor);
  const user = await ctx.db.get("users", factor.userId);
  if (!user?.twoFactorEnabled) return;
  await ctx.db.patch("users", user, { twoFactorEnabled: false });
  await ctx.record({
    type: "two_factor.disabled",
    targets: [{ type: "user", id: user.id, name: user.email }],
    data: { userId: user.id },
  });
}

async function takeOverName({ db }: ProofContext, userId: string, name: string): Promise<void> {
  const user = await db.get("users", userId);
  if (user && user.name !== name)
    await db.patch("users", user, { name, searchName: `${name.toLowerCase()}\0${userId}` });
}

export async function credentialOf(
  { db }: Pick<ProofContext, "db">,
  userId: string,
): Promise<Doc<"accounts"> | null> {
  return await db
    .range("accounts", "byUser", (q) => q.eq("userId", userId).eq("providerId", CREDENTIAL))
    .unique();
}

/** The newest count; older ones go with them. */
const MAXIMUM_SIGN_UPS = 50;

const signUpsOf = async ({ db }: Pick<ProofContext, "db">, userId: string) =>
  await db.range("signUps", "byUser", (q) => q.eq("userId", userId)).take(MAXIMUM_SIGN_UPS);
