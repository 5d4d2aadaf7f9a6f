/**
 * Impersonations on their way to an app. The link of `users.startImpersonation` is used in one browser
 * and leads to the app, which begins a sign-in there, with its own state and PKCE: so no other page
 * can use it, and the app sees nothing but a code. Each step has 60 seconds.
 */
import { findClient, type ClientRow } from "../authClients/clients";
import { findProblem } from "../core/errors";
import { PermissionSet } from "../core/permissions";
import { randomToken, sha256 } from "../core/secrets";
import type { Doc } from "../_generated/dataModel";
import { projectLink } from "../projects/authDomains";
import { isBanned } from "../tenancy/ban";
import { getKeyRefusal } from "../tenancy/keyRefusal";
import type { TenantReader, TenantWriter } from "../tenancy/database";
import type { CallContext, WriteContext } from "../tenancy/functions";
import { stateVersion } from "../users/stateVersion";
import { assertMayChange } from "../users/takeover";
import type { HostedPath } from "./paths";

const STEP_MS = 60_000;
/** The steps after the link: the page, the app's sign-in, and the exchange of its code. */
const KEPT_MS = 4 * STEP_MS;
const PAGE: HostedPath = "/hosted/impersonation";

export interface Wanted {
  readonly user: Doc<"users">;
  readonly clientId: string;
  readonly reason: string | null;
}

/** Makes the link, of whose token only the hash is stored. */
export async function startInApp(
  { db, now, caller }: Pick<WriteContext, "db" | "now" | "caller">,
  { user, clientId, reason }: Wanted,
): Promise<{ url: string; expiresAt: number }> {
  const token = randomToken();
  const expiresAt = now + STEP_MS;
  await db.insert("impersonations", {
    ...{ clientId, reason, userId: user.id, stateVersion: stateVersion(user) },
    tokenHash: await sha256(token),
    starter: toStarter(caller),
    validUntil: expiresAt,
    expiresAt: now + KEPT_MS,
  });
  return { url: await projectLink(db, caller.project, `${PAGE}?token=${token}`), expiresAt };
}

type ImpersonationRow = Doc<"impersonations">;

function toStarter({ actor, operator }: WriteContext["caller"]): ImpersonationRow["starter"] {
  const { type, id, name } = actor;
  if (operator) {
    const { adminProjectId, sessionId } = operator;
    return { type: "admin", id, name, session: { adminProjectId, sessionId } };
  }
  return { type: type === "api_key" ? type : "system", id, name, session: null };
}

/** The impersonation that was entered in the browser for the client, and waits for its sign-in. */
export const findEntered = async (
  db: TenantReader,
  { browserHash, clientId }: { readonly browserHash: string | null; readonly clientId: string },
  now: number,
): Promise<ImpersonationRow | null> =>
  browserHash === null
    ? null
    : await db
        .range("impersonations", "byBrowser", (q) =>
          q.eq("browserHash", browserHash).eq("clientId", clientId).gt("validUntil", now),
        )
        .first();

const findByToken = async (db: TenantReader, tokenHash: string): Promise<ImpersonationRow | null> =>
  await db.range("impersonations", "byToken", (q) => q.eq("tokenHash", tokenHash)).unique();

type Context = Pick<CallContext, "db" | "now" | "operatorPermissions">;

export interface Started {
  readonly row: ImpersonationRow;
  readonly user: Doc<"users">;
  readonly client: ClientRow;
}

/** What an unused link leads to; null for any other. */
export async function openLink(ctx: Context, tokenHash: string): Promise<Started | null> {
  const row = await findByToken(ctx.db, tokenHash);
  const isOpen = row?.browserHash === undefined && (row?.validUntil ?? 0) > ctx.now;
  return row && isOpen ? await check(ctx, row) : null;
}

/** The impersonation whose code an app exchanges; null if it may not begin any more. */
export async function findForCode(ctx: Context, tokenHash: string): Promise<Started | null> {
  const row = await findByToken(ctx.db, tokenHash);
  return row && (await check(ctx, row));
}

/** Uses the link up: the app may begin a sign-in in this browser. */
export const enter = async (
  db: TenantWriter,
  { row }: Started,
  { browserHash, now }: { readonly browserHash: string; readonly now: number },
): Promise<void> =>
  void (await db.patch("impersonations", row, { browserHash, validUntil: now + STEP_MS }));

/** What `findEntered` found, used up; null if it may not begin any more. */
export async function leave(
  ctx: Context & { readonly db: TenantWriter },
  row: ImpersonationRow,
): Promise<Started | null> {
  await ctx.db.patch("impersonations", row, { validUntil: ctx.now });
  return await check(ctx, row);
}

/** Null unless the user may still be impersonated, by the one who started it, in the app. */
async function check(ctx: Context, row: ImpersonationRow): Promise<Started | null> {
  const { db, now } = ctx;
  const client = await findClient(db, row.clientId);
  const user = await db.get("users", row.userId);
  const permissions = await findPermissions(ctx, row.starter);
  if (!client || client.disabled || client.initiateLoginUri == null) return null;
  if (!user || isBanned(user, now) || stateVersion(user) !== row.stateVersion) return null;
  if (!permissions?.allows("user.impersonate")) return null;
  try {
    await assertMayChange({ db, caller: { permissions } }, user, "startImpersonation", ["userId"]);
    return { row, user, client };
  } catch (error) {
    if (findProblem(error)) return null;
    throw error;
  }
}

/** Null when the operator's session or the key is not active any more. */
async function findPermissions(
  { db, now, operatorPermissions }: Context,
  { type, id, session }: ImpersonationRow["starter"],
): Promise<PermissionSet | null> {
  if (session) return await operatorPermissions(session);
  if (type !== "api_key") return PermissionSet.all;
  const key = await db.get("apiKeys", id);
  if (!key || getKeyRefusal(key, now) !== null) return null;
  return PermissionSet.ofKey(key);
}
