/** The cookie of a portal session. */

/**
 * Sent to the portal's own paths only, so it cannot have the prefix `__Host-`, which demands
 * `Path=/`. Strict: no other site opens the portal with it, and no page needs that.
 */
const toName = (projectId: string, isSecure: boolean): string =>
  `${isSecure ? "__Secure-" : ""}banata.${projectId}.portal`;

interface Site {
  readonly projectId: string;
  /** The path of the project's pages. */
  readonly base: string;
  readonly isSecure: boolean;
}

/** The token in the `Cookie` header; null without one. */
export function readToken(cookies: string, { projectId, isSecure }: Site): string | null {
  const name = toName(projectId, isSecure);
  const found = cookies
    .split(/;\s*/)
    .find((each) => each.startsWith(`${name}=`))
    ?.slice(name.length + 1);
  return found !== undefined && /^[0-9a-f]{64}$/.test(found) ? found : null;
}

/** A `Set-Cookie` header; null removes the cookie. */
export const writeToken = (token: string | null, { projectId, base, isSecure }: Site): string =>
  [
    `${toName(projectId, isSecure)}=${token ?? ""}`,
    `Path=${base}/portal`,
    "HttpOnly",
    ...(isSecure ? ["Secure"] : []),
    "SameSite=Strict",
    ...(token === null ? ["Max-Age=0"] : []),
  ].join("; ");
