import { decodeJwt, decodeProtectedHeader, errors, jwtVerify, type JWTPayload } from "jose";
import type { AuthProvider, DeployedApp, Identity } from "../types";
import { AuthenticationError } from "./authenticationError";
import { customClaims, oidcClaims } from "./claims";
import { discover, withKeySet } from "./keySets";

type CustomProvider = Extract<AuthProvider, { type: "customJwt" }>;
type OidcProvider = Exclude<AuthProvider, CustomProvider>;

/** Convex's clock tolerance for custom JWTs; ID tokens have none. */
const customLeewaySeconds = 5;

/**
 * Verifies a JWT against the first provider of `auth.config.ts` whose issuer (ignoring a trailing
 * slash) and application id, if it has one, match the token. OIDC providers are discovered at the
 * issuer and sign with RS256 or EdDSA. As in Convex, a token with more than one audience is
 * rejected, and `customJwt` tokens need a `kid`.
 *
 * Throws an AuthenticationError with the real backend's wording.
 */
export async function verifyToken(app: DeployedApp, token: string): Promise<Identity> {
  const { issuer, audiences } = unverified(token);
  const provider = app.authProviders.find((candidate) => matches(candidate, issuer, audiences));
  if (provider === undefined)
    throw new AuthenticationError("NoAuthProvider", noProvider(app.authProviders));
  const claims = isCustom(provider)
    ? customClaims(await verifyCustom(provider, token))
    : oidcClaims(await verifyOidc(provider, issuer, token));
  return { kind: "user", claims, token };
}

/**
 * Returns when the identity's token expires, in milliseconds since the epoch; null for identities
 * without a token.
 */
export function tokenExpiry(identity: Identity): number | null {
  if (identity.kind !== "user" || identity.token === "") return null;
  const { exp } = decodeJwt(identity.token);
  return exp === undefined ? null : exp * 1000;
}

function unverified(token: string): { issuer: string; audiences: string[] } {
  let payload: JWTPayload;
  try {
    payload = decodeJwt(token);
  } catch {
    throw new AuthenticationError(
      "InvalidAuthHeader",
      "Could not parse JWT payload. Check that the token is a valid JWT format with three base64-encoded parts separated by dots.",
    );
  }
  if (typeof payload.iss !== "string") {
    throw new AuthenticationError(
      "InvalidAuthHeader",
      "Missing issuer claim ('iss') in JWT payload. The JWT must include an 'iss' claim that matches one of your configured auth providers.",
    );
  }
  return { issuer: payload.iss, audiences: [payload.aud ?? []].flat() };
}

async function verifyOidc(
  provider: OidcProvider,
  issuer: string,
  token: string,
): Promise<JWTPayload> {
  const { jwks_uri } = await discover(issuer).catch((error: unknown) => {
    throw new AuthenticationError(
      "AuthProviderDiscoveryFailed",
      `Auth provider discovery of ${issuer} failed: ${describeCause(error)}`,
    );
  });
  const options = {
    issuer,
    audience: provider.applicationID,
    algorithms: ["RS256", "EdDSA"],
    requiredClaims: ["exp", "iat", "sub"],
  };
  try {
    const { payload } = await withKeySet(jwks_uri, (keys) => jwtVerify(token, keys, options));
    if ([payload.aud ?? []].flat().some((audience) => audience !== provider.applicationID))
      throw new Error("more than one audience");
    return payload;
  } catch {
    throw new AuthenticationError(
      "Unauthenticated",
      "Could not verify OIDC token claim. Check that the token signature is valid and the token hasn't expired.",
    );
  }
}

async function verifyCustom(provider: CustomProvider, token: string): Promise<JWTPayload> {
  const refuse = (message: string) => new AuthenticationError("InvalidAuthHeader", message);
  const { kid } = decodeProtectedHeader(token);
  if (kid === undefined)
    throw refuse("Could not decode token. JWT may be missing a 'kid' (key ID) header.");
  const options = { algorithms: [provider.algorithm], clockTolerance: customLeewaySeconds };
  try {
    const { payload } = await withKeySet(provider.jwks, (keys) => jwtVerify(token, keys, options));
    if (typeof payload.sub !== "string") throw refuse("Missing subject");
    if (payload.exp === undefined) throw refuse("Missing expiry");
    return payload;
  } catch (error) {
    if (error instanceof AuthenticationError) throw error;
    if (error instanceof errors.JWTExpired) throw refuse("Could not validate token: Token expired");
    if (error instanceof errors.JWTClaimValidationFailed)
      throw refuse(`Could not validate token: ${error.message}`);
    if (error instanceof errors.JOSEError) {
      throw refuse(
        `Could not decode token. The JWT's 'kid' (key ID) header is '${kid}', does this key match any key in the provider's JWKS?`,
      );
    }
    throw refuse(
      `Could not fetch JWKS from URL '${provider.jwks}': ${describeCause(error)}. Check that the URL is correct and accessible.`,
    );
  }
}

function isCustom(provider: AuthProvider): provider is CustomProvider {
  return "type" in provider;
}

function matches(provider: AuthProvider, issuer: string, audiences: readonly string[]): boolean {
  const { applicationID } = provider;
  if (applicationID !== undefined && applicationID !== null && !audiences.includes(applicationID))
    return false;
  return normalized(isCustom(provider) ? provider.issuer : provider.domain) === normalized(issuer);
}

/**
 * Issuers are compared with a scheme and without a trailing slash, because identity providers
 * differ in both.
 */
function normalized(issuer: string): string {
  return (/^https?:\/\//.test(issuer) ? issuer : `https://${issuer}`).replace(/\/+$/, "");
}

function noProvider(providers: readonly AuthProvider[]): string {
  const none = "No auth provider found matching the given token";
  if (providers.length === 0)
    return `${none} (no providers configured). Check convex/auth.config.ts.`;
  const configured = providers.map((provider) =>
    isCustom(provider)
      ? `CustomJWT(issuer=${provider.issuer}, app_id=${provider.applicationID ?? "none"})`
      : `OIDC(domain=${provider.domain}, app_id=${provider.applicationID})`,
  );
  return `${none}. Check that your JWT's issuer and audience match one of your configured providers: [${configured.join(", ")}]`;
}

function describeCause(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // `fetch` reports why a connection failed only in the error's cause.
  return error.cause instanceof Error ? error.cause.message : error.message;
}
