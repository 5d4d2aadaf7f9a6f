/**
 * What an attempt counts by besides the accounts that it concerns. An address counts only if it is
 * trusted. Without one, the request counts by the user that its browser or session shows to be
 * known; a request that shows neither is a newcomer's, and newcomers are only slowed
 * (newcomers.ts).
 */
import type { Doc } from "../../_generated/dataModel";
import type { TenantReader } from "../../tenancy/database";
import type { AttemptRequest } from "../attemptRequest";
import type { Endpoint } from "../endpoint";
import { loadGuessedAccounts } from "./accounts";
import { addressSubject } from "./address";
import { findDeviceSubject, listDevices, type CookieRequest } from "./deviceCookie";

/** A newer account vouches for nothing, or each sign-up would allow ten more at once. */
const KNOWN_AFTER_MS = 24 * 3_600_000;

export interface Guess {
  /** The account, or this browser of the account if it has signed in to it before. */
  readonly subject: string;
  /**
   * Like `subject`, but a name counts as itself whether or not a user has it, so that a sign-up
   * does not begin a new count.
   */
  readonly namedSubject: string;
  readonly user: Doc<"users"> | null;
  readonly isKnownBrowser: boolean;
}

export interface Attempt {
  /** The subject of the address or of the known user; null for a newcomer. */
  readonly origin: string | null;
  readonly guesses: readonly Guess[];
}

interface AttemptedRequest {
  readonly endpoint: Endpoint;
  readonly request: AttemptRequest;
  readonly now: number;
}

export async function identifyAttempt(
  db: TenantReader,
  { endpoint, request, now }: AttemptedRequest,
): Promise<Attempt> {
  const cookies = {
    projectId: db.projectId,
    cookieHeader: request.headers.find(([name]) => name === "cookie")?.[1] ?? "",
    isSecure: request.url.startsWith("https:"),
    now,
  };
  const accounts = await loadGuessedAccounts(db, endpoint, request);
  const guesses = await Promise.all(
    accounts.map(async ({ subject, typedSubject, user }): Promise<Guess> => {
      const device = user ? await findDeviceSubject(cookies, user) : null;
      return {
        subject: device ?? subject,
        namedSubject: device ?? typedSubject ?? subject,
        user,
        isKnownBrowser: device !== null,
      };
    }),
  );
  const address = request.hasTrustedIp ? addressSubject(request.ip) : null;
  if (address !== null) return { origin: address, guesses };
  // Where the body names the account, the sender has not proved to be its user.
  const carried = endpoint.account === null ? guesses.map(({ user }) => user) : [];
  const known = await findKnownUser(db, { guesses, carried, cookies });
  return { origin: known ? `known:${known.id}` : null, guesses };
}

interface Evidence {
  readonly guesses: readonly Guess[];
  /** The users of the request's sessions and challenges. */
  readonly carried: readonly (Doc<"users"> | null)[];
  readonly cookies: CookieRequest;
}

async function findKnownUser(
  db: TenantReader,
  { guesses, carried, cookies }: Evidence,
): Promise<Doc<"users"> | null> {
  const own = guesses.find(({ isKnownBrowser }) => isKnownBrowser)?.user;
  if (own) return own;
  const isKnown = (user: Doc<"users"> | null): user is Doc<"users"> =>
    user !== null && user.createdAt <= cookies.now - KNOWN_AFTER_MS;
  const signedIn = carried.find(isKnown);
  if (signedIn) return signedIn;
  for (const { userId, passwordVersion } of await listDevices(cookies)) {
    const user = await db.get("users", userId);
    if (isKnown(user) && (user.passwordVersion ?? 0) === passwordVersion) return user;
  }
  return null;
}
