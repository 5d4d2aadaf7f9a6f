/** Verifies access tokens in services that a project's users call. */
import type { JWTVerifyGetKey } from "jose";
import { AuthenticationError } from "./errors";

export interface AccessTokenOptions {
  /**
   * The project's issuer: `<base URL of the runtime>/p/<project id>`, as the app that asks for the
   * tokens names it. A project with an auth domain has one at each address that its apps use; list
   * those of them that you accept, and remove a domain here before you give it up.
   */
  readonly issuer: string | readonly string[];
  /**
   * An entry of the auth client's `audiences`, or the client's own id. With a list, the token must
   * name one of them.
   */
  readonly audience: string | readonly string[];
  /** Allowed clock difference in seconds. Default 5. */
  readonly clockToleranceSeconds?: number;
}

/** Claims of an access token (RFC 9068). Times are seconds since 1970. */
export interface AccessToken {
  /** The user: `usr_…`. */
  readonly sub: string;
  /** The session: `ses_…`. */
  readonly sid: string;
  readonly project: string;
  /** The auth client that the token was issued for. */
  readonly client_id: string;
  /** Project roles, comma-separated. */
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
 * Returns the claims of a valid access token. Throws `AuthenticationError` when the token is
 * expired or has the wrong signature, issuer, audience or type (tokens for Convex are rejected).
 *
 * Fetches the runtime's public keys and caches them; the token itself is verified locally. A
 * revoked session is therefore noticed only when the token expires (after 15 minutes unless the
 * project configures another lifetime). Call `users.listUserSessions` where that is too late.
 *
 * ```ts
 * const { sub, role } = await verifyAccessToken(token, { issuer: `${baseUrl}/p/${projectId}`, audience: "https://api.example.com" });
 * ```
 */
export async function verifyAccessToken(
  token: string,
  { issuer, audience, clockToleranceSeconds = 5 }: AccessTokenOptions,
): Promise<AccessToken> {
  // Loaded on demand: the client itself does not need it.
  const { decodeJwt, errors, jwtVerify } = await import("jose");
  const accepted = [issuer].flat();
  try {
    // Only chooses the key set; the token is verified below.
    const { iss } = accepted.length === 1 ? { iss: accepted[0] } : decodeJwt(token);
    const known = accepted.find((each) => each === iss);
    if (known === undefined) throw new errors.JWTInvalid('unexpected "iss" claim value');
    const { payload } = await jwtVerify(token, await getKeySet(known), {
      issuer: known,
      audience: [audience].flat(),
      algorithms: ["RS256"],
      typ: "at+jwt",
      clockTolerance: clockToleranceSeconds,
      requiredClaims: ["sub", "sid", "project", "client_id", "role", "jti", "iat", "exp"],
    });
    return payload as unknown as AccessToken; // all claims were required, and the runtime signed them
  } catch (error) {
    if (!(error instanceof errors.JOSEError) || error instanceof errors.JWKSTimeout) throw error;
    throw new AuthenticationError({
      status: 401,
      code: "authentication_required",
      message: `Invalid access token: ${error.message}`,
      cause: error,
    });
  }
}

async function getKeySet(issuer: string): Promise<JWTVerifyGetKey> {
  const known = keySets.get(issuer);
  if (known) return known;
  const { createRemoteJWKSet } = await import("jose");
  const keySet = createRemoteJWKSet(new URL(`${issuer}/api/auth/jwks`));
  keySets.set(issuer, keySet);
  return keySet;
}
