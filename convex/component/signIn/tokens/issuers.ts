/**
 * Who signs what: one issuer a deployment for Convex itself, one a project for everybody else, so
 * that neither's tokens pass for the other's.
 */

/** The audience that Convex is told to accept in `auth.config.ts`. */
export const CONVEX_AUDIENCE = "convex";

export const deploymentIssuer = (): string => process.env.CONVEX_SITE_URL ?? "";

export const projectIssuer = (projectId: string): string => `${deploymentIssuer()}/p/${projectId}`;

/**
 * What a verifier needs to know of an issuer (OpenID Connect Discovery 1.0, section 3), as far as
 * there is one: people sign in on Better Auth's own paths.
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
