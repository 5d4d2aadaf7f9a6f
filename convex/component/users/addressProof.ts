/**
 * What happens to an account when its e-mail address is verified for the first time. Until then
 * anyone could have signed up with the address, so only what the proof confirms is kept. Every
 * other credential added in the meantime could give a stranger access, so it is removed.
 */
import type { Doc } from "../_generated/dataModel";
import { endSessions } from "../sessions/model";
import { toLinkChange, unlinkProfiles } from "../sso/links";
import type { WriteContext } from "../tenancy/functions";
import { loadAccounts, CREDENTIAL, findCredentialAccount } from "./accounts";
import { formatSearchName, present } from "./model";
import { raiseStateVersion } from "./stateVersion";

export type ProofContext = Pick<WriteContext, "db" | "now" | "record" | "scheduler">;

/**
 * What the proof confirms besides the address:
 *
 * - the id of a sign-up: the link was requested by the browser that signed up, so the password of
 *   that sign-up becomes valid;
 * - `account`: the link was requested in a session of the account, which stays unchanged;
 * - `reset`: this request has just set the password, which is kept;
 * - null: only the address is proven, so no password is kept.
 */
export type Confirmed = string | "account" | "reset" | null;

export async function settleProof(
  ctx: ProofContext,
  user: Doc<"users">,
  confirmed: Confirmed,
): Promise<void> {
  // By its id: a stranger may have made more sign-ups for the address than are loaded below.
  const named = confirmed === null ? null : await ctx.db.get("signUps", confirmed);
  const chosen = named?.userId === user.id ? named : null;
  if (chosen) await ctx.db.delete("signUps", chosen);
  for (const signUp of await loadSignUps(ctx, user.id)) await ctx.db.delete("signUps", signUp);
  if (confirmed === "account") return;
  const credential = await findCredentialAccount(ctx.db, user.id);
  if (chosen && credential?.passwordHash === chosen.passwordHash) return;
  await removeCredentials(ctx, user);
  if (confirmed === "reset") return;
  if (credential && chosen)
    await ctx.db.patch("accounts", credential, { passwordHash: chosen.passwordHash });
  else if (credential) await ctx.db.delete("accounts", credential);
  if (chosen) await applySignUpName(ctx, user.id, chosen.name);
  await raiseStateVersion(ctx.db, user.id, { password: true });
}

/**
 * Verifies the address of a user who presented a mailed token in a session. That session, the
 * password, passkeys and second factors are kept; other sessions and linked accounts are removed.
 */
export async function verifyAddressInSession(
  ctx: ProofContext,
  before: Doc<"users">,
  sessionId: string | undefined,
): Promise<void> {
  const after = await ctx.db.patch("users", before, { emailVerified: true, updatedAt: ctx.now });
  for (const signUp of await loadSignUps(ctx, after.id)) await ctx.db.delete("signUps", signUp);
  await endSessions(ctx, after.id, sessionId);
  await unlinkAccounts(ctx, after);
  const data = present(after);
  const targets = [{ type: "user", id: data.id, name: data.email }];
  await ctx.record({ type: "email.verified", targets, data });
  await ctx.record({ type: "user.updated", targets, data, before: present(before) });
}

/**
 * Removes sessions, and the linked accounts, passkeys and second factors added since `since` (epoch
 * milliseconds).
 */
export async function removeCredentials(
  ctx: ProofContext,
  user: Doc<"users">,
  since = 0,
): Promise<void> {
  const { db } = ctx;
  const userId = user.id;
  await endSessions(ctx, userId);
  await unlinkAccounts(ctx, user, since);
  for (const passkey of await db
    .range("passkeys", "byUser", (q) => q.eq("userId", userId))
    .take(MAXIMUM_PASSKEYS))
    if (passkey.createdAt >= since) await db.delete("passkeys", passkey);
  for (const factor of await db
    .range("twoFactors", "byUser", (q) => q.eq("userId", userId))
    .take(MAXIMUM_FACTORS))
    if (factor.updatedAt >= since) await dropFactor(ctx, factor);
}

async function unlinkAccounts(ctx: ProofContext, user: Doc<"users">, since = 0): Promise<void> {
  for (const account of await loadAccounts(ctx.db, user.id)) {
    if (account.providerId === CREDENTIAL || account.createdAt < since) continue;
    await ctx.db.delete("accounts", account);
    const { id, userId, providerId, accountId } = account;
    const targets = [
      { type: "user", id: userId, name: user.email },
      { type: "account", id, name: providerId },
    ];
    await ctx.record({
      type: "account.unlinked",
      targets,
      data: { id, userId, providerId, accountId },
    });
  }
  for (const link of await unlinkProfiles(ctx, user.id, { since }))
    await ctx.record({ type: "account.unlinked", ...toLinkChange(user, link) });
}

/** Per user; in practice there are far fewer. */
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

async function applySignUpName({ db }: ProofContext, userId: string, name: string): Promise<void> {
  const user = await db.get("users", userId);
  if (user && user.name !== name)
    await db.patch("users", user, { name, searchName: formatSearchName(name, userId) });
}

/** Read per user; in practice there are far fewer. */
const MAXIMUM_SIGN_UPS = 50;

const loadSignUps = async ({ db }: Pick<ProofContext, "db">, userId: string) =>
  await db.range("signUps", "byUser", (q) => q.eq("userId", userId)).take(MAXIMUM_SIGN_UPS);
