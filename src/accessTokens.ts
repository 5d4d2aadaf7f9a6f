/** For services that the project's people call: who is behind an access token. */
import type { JWTPayload, JWTVerifyGetKey } from "jose";
import { AuthenticationError } from "./errors";

export interface AccessTokenOptions {
  /** The project's issuer: `<base URL of the runtime>/p/<project id>`. */
  readonly issuer: string;
  /**
   * What your service is called in the auth client's `audiences`; or the client's own id. A list:
   * one of them.
   */
  readonly audience: string | readonly string[];
  /** Seconds by which the two clocks may differ, 5 unless given. */
  readonly clockToleranceSeconds?: number;
}

/** What an access token says (RFC 9068). Times are seconds since 1970. */
export interface AccessToken {
  /** The user: `usr_…`. */
  readonly sub: string;
  /** The session: `ses_…`. */
  readonly sid: string;
  readonly project: string;
  /** The auth client that it was made for. */
  readonly client_id: string;
  /** Project roles, joined by commas. */
  readonly role: string;
  /** The organization that was active in the session. */
  readonly org?: string;
  readonly iss: string;
  readonly aud: string;
  readonly jti: string;
  readonly iat: number;
  readonly exp: number;
}

const keySets = new Map<string, JWTVerifyGetKey>();

/**
 * Answers what an access token says, or throws `AuthenticationError` for anything that is not a
 * good one: another signature, issuer, audience or type (a token for Convex is none), or an expired
 * one.
 *
 * Asks the runtime for its keys and remembers them; the token itself is checked here, so a session
 * that was revoked shows when the token ends (15 minutes unless the project says otherwise). Where
 * that is too late, ask `users.listUserSessions`.
 *
 * ```ts
 * const { sub, role } = await verifyAccessToken(token, { issuer: `${baseUrl}/p/${projectId}`, audience: "https://api.example.com" });
 * ```
 */
export async function verifyAccessToken(
  token: string,
  { issuer, audience, clockToleranceSeconds = 5 }: AccessTokenOptions,
): Promise<AccessToken> {
  // Loaded when it is needed: the client itself has no use for it.
  const { errors, jwtVerify } = await import("jose");
  try {
    const { payload } = await jwtVerify(token, await keySetOf(issuer), {
      ...{
        issuer,
        audience: [audience].flat(),
        algorithms: ["RS256"],
        typ: "at+jwt",
        clockTolerance: clockToleranceSeconds,
      },
      requiredClaims: ["sub", "sid", "project", "client_id", "role", "jti", "iat", "exp"],
    });
    return payload as JWTPayload as unknown as AccessToken; // every claim was required, and signed by the runtime that writes them
  } catch (error) {
    if (!(error instanceof errors.JOSEError) || error instanceof errors.JWKSTimeout) throw error;
    throw new AuthenticationError({
      status: 401,
      code: "authentication_required",
      message: `Not a valid access token: ${error.message}`,
      cause: error,
    });
  }
}

async function keySetOf(issuer: string): Promise<JWTVerifyGetKey> {
  const known = keySets.get(issuer);
  if (known) return known;
  const { createRemoteJWKSet } = await import("jose");
  const keySet = createRemoteJWKSet(new URL(`${issuer}/api/auth/jwks`));
  keySets.set(issuer, keySet);
  return keySet;
}
