/**
 * The public paths of a connection (../urls.ts) as end-user paths, which sign-in serves. Imports
 * nothing: every request evaluates this module.
 */

const ALIASES = [
  [/^\/sso\/oidc\/([^/]+)\/callback$/, "/api/auth/sso/callback/"],
  [/^\/sso\/saml\/([^/]+)\/acs$/, "/api/auth/sso/saml2/sp/acs/"],
  [/^\/sso\/saml\/([^/]+)\/metadata$/, "/api/auth/sso/saml2/sp/metadata/"],
] as const;

/** The end-user path that serves this path; null when it is none of a connection. */
export function findEndUserPath(path: string): string | null {
  for (const [pattern, target] of ALIASES) {
    const connectionId = pattern.exec(path)?.[1];
    if (connectionId !== undefined) return target + connectionId;
  }
  return null;
}
