/**
 * Authorization codes. A code is bound to the user and the state of the credentials, to the session
 * of the hosted pages or the impersonation, to the client, its redirect URI and the challenge
 * (RFC 6749 section 4.1.3, RFC 7636 section 4.6).
 */
import { findClient, isClientSecret, type ClientRow } from "../authClients/clients";
import { loadSettings } from "../configuration/settings";
import { equalInConstantTime, fromBase64, randomToken, sha256 } from "../core/secrets";
import type { Doc } from "../_generated/dataModel";
import { latestExpiry } from "../sessions/lifetime";
import { createSession, endSession, present } from "../sessions/model";
import { isBanned } from "../tenancy/ban";
import type { TenantReader, TenantWriter } from "../tenancy/database";
import type { CallContext, WriteContext } from "../tenancy/functions";
import type { Actor } from "../tenancy/records";
import { createImpersonation } from "../users/impersonatedSession";
import { stateVersion } from "../users/stateVersion";
import type { HostedSession } from "./hostedSession";
import { findForCode, type Started } from "./impersonations";
import { isRedirectAllowed } from "./redirectUris";

const VALID_MS = 60_000;
/** How long a used code is kept, to recognize a second use. */
const USED_MS = 24 * 3_600_000;
/** Codes of one session that are valid at a time. More are a loop. */
const MAXIMUM_VALID = 20;

export interface CodeRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly codeChallenge: string;
  readonly nonce: string | null;
  readonly organizationId: string | null;
}

/** Returns a code, of which only the hash is stored; null if the session has too many. */
export async function createCode(
  db: TenantWriter,
  { row, user }: HostedSession,
  request: CodeRequest,
  now: number,
): Promise<string | null> {
  const { id: parentId } = row;
  const valid = await db
    .range("hostedCodes", "byParent", (q) => q.eq("parentId", parentId).gt("validUntil", now))
    .take(MAXIMUM_VALID);
  return valid.length === MAXIMUM_VALID
    ? null
    : await insertCode(db, { user, origin: { parentId } }, request, now);
}

/** The same for an impersonation, which makes one code. */
export const createImpersonationCode = async (
  db: TenantWriter,
  { row, user }: Started,
  request: CodeRequest,
  now: number,
): Promise<string> =>
  await insertCode(db, { user, origin: { impersonation: row.tokenHash } }, request, now);

interface Source {
  readonly user: Doc<"users">;
  readonly origin: { readonly parentId: string } | { readonly impersonation: string };
}

async function insertCode(
  db: TenantWriter,
  { user, origin }: Source,
  request: CodeRequest,
  now: number,
): Promise<string> {
  const code = randomToken();
  await db.insert("hostedCodes", {
    ...request,
    ...origin,
    codeHash: await sha256(code),
    userId: user.id,
    stateVersion: stateVersion(user),
    validUntil: now + VALID_MS,
    expiresAt: now + VALID_MS,
  });
  return code;
}

/** What the token endpoint was sent. */
export interface Exchange {
  readonly code: string;
  readonly clientId: string;
  readonly clientSecret: string | null;
  readonly redirectUri: string;
  readonly codeVerifier: string;
}

/** Errors of RFC 6749, section 5.2. */
export interface ExchangeRefusal {
  readonly error: "invalid_client" | "invalid_grant";
  readonly description: string;
}

type Writes = Pick<WriteContext, "db" | "now" | "record" | "scheduler">;
interface Context extends Omit<Writes, "record">, Pick<CallContext, "operatorPermissions"> {
  readonly db: TenantWriter;
  readonly recordAs: (actor: Actor) => WriteContext["record"];
}

/**
 * Makes the session of the app. A request that the app cannot have sent (another client, redirect URI
 * or verifier) leaves the code as it is: otherwise the reader of a log could end the session.
 */
export async function exchangeCode(ctx: Context, exchange: Exchange) {
  const { db, now } = ctx;
  const client = await authenticateClient(db, exchange, now);
  if (!client) return refuse("invalid_client", "Client unknown, disabled or not authenticated");
  const codeHash = await sha256(exchange.code);
  const row = await db.range("hostedCodes", "byCode", (q) => q.eq("codeHash", codeHash)).unique();
  if (!row || !(await belongsTo(row, client, exchange)))
    return refuse("invalid_grant", "Code unknown, or of another client, redirect or verifier");
  if (row.sessionId !== undefined) {
    const made = await db.get("sessions", row.sessionId);
    const record = ctx.recordAs({ type: "user", id: row.userId, name: null });
    if (made) await endSession({ db, record }, made);
    return refuse("invalid_grant", "The code has been used before; the session that it made ended");
  }
  const made = row.validUntil > now ? await beginSession(ctx, row) : null;
  if (!made) return refuse("invalid_grant", "The code has expired, or its sign-in has ended");
  const { id: sessionId } = made.row;
  await db.patch("hostedCodes", row, { sessionId, expiresAt: now + USED_MS });
  return { ...made, nonce: row.nonce };
}

/** Null when what the code was made from has ended. */
async function beginSession(ctx: Context, code: Doc<"hostedCodes">) {
  if (code.impersonation !== undefined) return await beginImpersonation(ctx, code.impersonation);
  const parent = await findParent(ctx, code);
  if (!parent) return null;
  const { user } = parent;
  const record = ctx.recordAs({ type: "user", id: user.id, name: null });
  return { ...(await createChild({ ...ctx, record }, code, parent)), user };
}

/** The actor is the one who started the impersonation. */
async function beginImpersonation(ctx: Context, tokenHash: string) {
  const started = await findForCode(ctx, tokenHash);
  if (!started) return null;
  const { user, row } = started;
  const { type, id, name } = row.starter;
  const record = ctx.recordAs({ type, id, name });
  const impersonation = { impersonatedBy: id, reason: row.reason };
  return { ...(await createImpersonation({ ...ctx, record }, user, impersonation)), user };
}

const refuse = (error: ExchangeRefusal["error"], description: string): ExchangeRefusal => ({
  error,
  description,
});

/** A public client must not send a secret: it cannot have one. */
async function authenticateClient(
  db: TenantReader,
  { clientId, clientSecret }: Exchange,
  now: number,
): Promise<ClientRow | null> {
  const client = await findClient(db, clientId);
  if (!client || client.disabled) return null;
  const isAuthentic = client.confidential
    ? clientSecret !== null && (await isClientSecret(client, clientSecret, now))
    : clientSecret === null;
  return isAuthentic ? client : null;
}

async function belongsTo(
  row: Doc<"hostedCodes">,
  client: ClientRow,
  { redirectUri, codeVerifier }: Exchange,
): Promise<boolean> {
  return (
    row.clientId === client.id &&
    row.redirectUri === redirectUri &&
    isRedirectAllowed(client, redirectUri) &&
    equalInConstantTime(await sha256(codeVerifier), challengeHash(row.codeChallenge))
  );
}

/** The hash in the challenge, as hex. Authorization requests with another form were refused. */
const challengeHash = (challenge: string): string =>
  Array.from(fromBase64(challenge.replaceAll("-", "+").replaceAll("_", "/") + "="), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");

async function findParent(
  { db, now }: Pick<Context, "db" | "now">,
  code: Doc<"hostedCodes">,
): Promise<HostedSession | null> {
  if (code.parentId === undefined) return null;
  const row = await db.get("sessions", code.parentId);
  const user = await db.get("users", code.userId);
  const isSame = row?.userId === code.userId && row.expiresAt > now;
  const isUnchanged = user && stateVersion(user) === code.stateVersion && !isBanned(user, now);
  return isSame && isUnchanged ? { row, user } : null;
}

/**
 * The app's session is as good as the one that it is made from: the same factors and time of
 * sign-in, and no longer life.
 */
async function createChild(
  ctx: Writes,
  { organizationId }: Doc<"hostedCodes">,
  { row: parent, user }: HostedSession,
) {
  const { sessions } = await loadSettings(ctx.db);
  const endsAt = latestExpiry(parent, sessions);
  const { ssoConnectionId, ssoOrganizationId } = parent;
  return await createSession(ctx, {
    userId: user.id,
    expiresAt: Math.min(ctx.now + sessions.inactivityTimeout * 1_000, endsAt),
    endsAt,
    ipAddress: parent.ipAddress,
    ipAddressVerified: parent.ipAddressVerified ?? false,
    userAgent: parent.userAgent,
    activeOrganizationId: organizationId ?? parent.activeOrganizationId ?? null,
    multiFactor: parent.multiFactor ?? false,
    proofs: parent.proofs ?? [],
    authenticatedAt: parent.authenticatedAt ?? parent.createdAt,
    sso:
      ssoConnectionId && ssoOrganizationId
        ? { connectionId: ssoConnectionId, organizationId: ssoOrganizationId }
        : null,
    parentId: parent.parentId ?? parent.id,
  });
}

/** The answer of the token endpoint (RFC 6749, section 5.1), with the session and its user. */
export function presentExchange(
  { row, token, user, nonce }: Extract<Awaited<ReturnType<typeof exchangeCode>>, { token: string }>,
  now: number,
) {
  const { id, email, emailVerified, name, image } = user;
  return {
    access_token: token,
    token_type: "Bearer",
    expires_in: Math.floor((row.expiresAt - now) / 1_000),
    auth_time: Math.floor((row.authenticatedAt ?? row.createdAt) / 1_000),
    ...(nonce === null ? {} : { nonce }),
    session: present(row),
    user: { id, email, emailVerified, name, image },
  };
}
