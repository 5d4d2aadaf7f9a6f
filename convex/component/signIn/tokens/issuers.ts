/**
 * Token issuers: one per deployment for Convex itself, and one per project for all other services,
 * so that neither's tokens are valid for the other.
 */

/** The audience that `auth.config.ts` makes Convex accept. */
export const CONVEX_AUDIENCE = "convex";

export const deploymentIssuer = (): string => process.env.CONVEX_SITE_URL ?? "";

export const projectIssuer = (projectId: string): string => `${deploymentIssuer()}/p/${projectId}`;

/**
 * The discovery document of an issuer (OpenID Connect Discovery 1.0, section 3), reduced to what a
 * verifier needs: sign-in uses Better Auth's own paths.
 */
export function discoveryDocument(issuer: string, keySetUrl: string): object {
  return {
    issuer,
    jwks_uri: keySetUrl,
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    claims_supported: ["iss", "sub", "aud", "exp", "iat", "jti", "sid", "project", "org", "role"],
  };
}
