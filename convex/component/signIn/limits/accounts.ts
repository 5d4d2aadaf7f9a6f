/**
 * Determines which accounts a request may be guessing at. An endpoint with an account field counts
 * by that body field only; any other endpoint counts by the user of the challenge or session in the
 * request. A user is counted by id, however the request names them. An unknown name is counted by a
 * keyed hash, so that it behaves like a known one.
 */
import type { Doc } from "../../_generated/dataModel";
import { asciiLowerCase } from "../../core/emailAddress";
import { projectMac, sha256 } from "../../core/secrets";
import type { TenantReader } from "../../tenancy/database";
import { parseFields, type AttemptRequest } from "../attemptRequest";
import type { AccountField, Endpoint } from "../endpoint";
import { sessionCookies, signedCookie } from "../../sessions/cookie";
import { parseBearerToken } from "../../sessions/credential";

export interface GuessedAccount {
  readonly subject: string;
  /** A keyed hash of the name in the request, whether or not a user has it; null without a name. */
  readonly typedSubject: string | null;
  /** Null when no user has the name. */
  readonly user: Doc<"users"> | null;
}

/** A new password starts new counts, because every change increments `passwordVersion`. */
export const accountSubject = ({
  id,
  passwordVersion = 0,
}: Pick<Doc<"users">, "id" | "passwordVersion">): string => `account:${id}:${passwordVersion}`;

/** Returns the account name in the request; null when there is none. */
export function getAccountName({ account }: Endpoint, { body }: AttemptRequest): string | null {
  const named = account === null ? null : parseFields(body)[account];
  return typeof named === "string" ? asciiLowerCase(named.trim()) : null;
}

export async function loadGuessedAccounts(
  db: TenantReader,
  endpoint: Endpoint,
  request: AttemptRequest,
): Promise<GuessedAccount[]> {
  if (endpoint.account === null) return await loadCarriedAccounts(db, endpoint, request);
  const name = getAccountName(endpoint, request);
  return name === null ? [] : [await findAccount(db, endpoint.account, name)];
}

async function findAccount(
  db: TenantReader,
  field: AccountField,
  name: string,
): Promise<GuessedAccount> {
  const user =
    field === "username"
      ? await db.range("users", "byUsername", (q) => q.eq("username", name)).first()
      : await db.range("users", "byEmail", (q) => q.eq("email", name)).first();
  // Computed for known names too, so that both cases take equally long.
  const unknown = `name:${await projectMac(db.projectId, "attempted-account", `${field} ${name}`)}`;
  return { subject: user ? accountSubject(user) : unknown, typedSubject: unknown, user };
}

/**
 * Returns all accounts in the request. Better Auth decides which one it uses; counting all of them
 * prevents an attacker from adding another session to have the guesses counted elsewhere.
 */
async function loadCarriedAccounts(
  db: TenantReader,
  endpoint: Endpoint,
  request: AttemptRequest,
): Promise<GuessedAccount[]> {
  const headers = new Headers(request.headers as [string, string][]); // pairs, built in http.ts
  const isSecure = request.url.startsWith("https:");
  const cookie = headers.get("cookie") ?? "";
  const userIds = new Set(await loadSessionUserIds(db, headers, isSecure));
  const takesChallenge = endpoint.stepsUp !== null || endpoint.settings.includes("twoFactor");
  const challenged = takesChallenge ? await findChallengedUserId(db, cookie, isSecure) : null;
  if (challenged !== null) userIds.add(challenged);
  const users = await Promise.all([...userIds].map(async (id) => await db.get("users", id)));
  return users.flatMap((user) =>
    user ? [{ subject: accountSubject(user), typedSubject: null, user }] : [],
  );
}

async function loadSessionUserIds(
  db: TenantReader,
  headers: Headers,
  isSecure: boolean,
): Promise<string[]> {
  const cookies = await sessionCookies(headers.get("cookie") ?? "", db.projectId, isSecure);
  // A bearer token may carry the signature of its cookie.
  const bearer = parseBearerToken(headers)?.replace(/(\.|%2E).*$/i, "");
  const hashes = cookies.map(({ tokenHash }) => tokenHash);
  if (bearer !== undefined) hashes.push(await sha256(bearer));
  const sessions = await Promise.all(
    hashes.map(async (hash) => await findSessionByTokenHash(db, hash)),
  );
  return sessions.flatMap((session) => (session ? [session.userId] : []));
}

export const findSessionByTokenHash = async (
  db: TenantReader,
  tokenHash: string,
): Promise<Doc<"sessions"> | null> =>
  await db.range("sessions", "byTokenHash", (q) => q.eq("tokenHash", tokenHash)).unique();

/** Finds the user of a pending second-factor challenge, which Better Auth's cookie names. */
async function findChallengedUserId(
  db: TenantReader,
  cookieHeader: string,
  isSecure: boolean,
): Promise<string | null> {
  const name = await signedCookie(cookieHeader, db.projectId, "two_factor", isSecure);
  if (name === null) return null;
  const identifier = await sha256(name);
  const challenge = await db
    .range("verifications", "byIdentifier", (q) => q.eq("identifier", identifier), "desc")
    .first();
  return challenge?.value ?? null;
}
