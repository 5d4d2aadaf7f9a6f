/** Applies an attempt's outcome to the counts, and marks a browser that has signed in as known. */
import type { Doc } from "../../_generated/dataModel";
import type { TenantWriter } from "../../tenancy/database";
import type { AttemptRequest, AttemptResponse } from "../attemptRequest";
import type { MatchedEndpoint } from "../findEndpoint";
import { findFailureCode } from "../failedAttempts";
import { sessionCookies } from "../../sessions/cookie";
import { accountSubject, findSessionByTokenHash } from "./accounts";
import { findDeviceSubject, newDeviceCookie } from "./deviceCookie";
import { releasePlaces, keepPlaces } from "./reservations";

interface Attempted {
  readonly endpoint: MatchedEndpoint;
  readonly request: AttemptRequest;
  readonly claim: string;
  readonly now: number;
}

/** Returns the response to send, with the device cookie after a sign-in. */
export async function applyOutcome(
  db: TenantWriter,
  { endpoint, request, claim, now }: Attempted,
  response: AttemptResponse,
): Promise<AttemptResponse> {
  if (endpoint.limit === null) return response;
  const countsFailures = endpoint.limit === "signIn";
  if (findFailureCode(response) !== null) {
    if (countsFailures) await keepPlaces(db, claim, now);
    return response;
  }
  const isSecure = request.url.startsWith("https:");
  const user = await findSignedInUser(db, response, isSecure);
  const cookies = {
    projectId: db.projectId,
    isSecure,
    now,
    cookieHeader: request.headers.find(([name]) => name === "cookie")?.[1] ?? "",
  };
  if (countsFailures) {
    const device = user ? await findDeviceSubject(cookies, user) : null;
    const account = user ? accountSubject(user) : null;
    await releasePlaces(
      db,
      claim,
      [account, device].filter((subject) => subject !== null),
    );
  }
  if (!user) return response;
  const cookie = await newDeviceCookie(cookies, user);
  return { ...response, headers: [...response.headers, ["set-cookie", cookie]] };
}

/**
 * Finds the user whose session the response sets: after the second factor, if one is required, and
 * never for an impersonation.
 */
async function findSignedInUser(
  db: TenantWriter,
  { headers }: AttemptResponse,
  isSecure: boolean,
): Promise<Doc<"users"> | null> {
  const set = headers.flatMap(([name, value = ""]) =>
    name === "set-cookie" ? [value.split(";", 1)[0]!] : [],
  );
  const [cookie] = await sessionCookies(set.join("; "), db.projectId, isSecure);
  const session = cookie ? await findSessionByTokenHash(db, cookie.tokenHash) : null;
  return session?.impersonatedBy === null ? await db.get("users", session.userId) : null;
}
