/**
 * Token issuers: one per deployment for Convex itself, and those of each project for all other
 * services, so that neither's tokens are valid for the other.
 */
import { projectAddress } from "../../core/authDomain";
import type { Audience } from "../../core/consoleOrigin";

/** The audience that `auth.config.ts` makes Convex accept. */
export const CONVEX_AUDIENCE = "convex";

export const deploymentIssuer = (): string => process.env.CONVEX_SITE_URL ?? "";

/** The project's issuer at the deployment's own address. */
export const projectIssuer = (projectId: string): string => `${deploymentIssuer()}/p/${projectId}`;

/**
 * The project's issuer at the host to which a request was sent: at its confirmed domain, the issuer
 * of the domain. Apps compare the issuer with the address that they use.
 */
export const requestIssuer = (projectId: string, audience: Audience): string =>
  projectAddress(projectId, audience);

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
