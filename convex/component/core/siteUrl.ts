import { isLoopback } from "./webAddresses";

/**
 * The URL at which the deployment mounts this runtime, from its own settings. Links, redirects,
 * issuers, cookies and origin checks rely on it alone: the `Host` header of a request is under the
 * sender's control. Throws if unset, which no Convex deployment is.
 */
export function siteUrl(): URL {
  const url = process.env.CONVEX_SITE_URL;
  if (url === undefined) throw new Error("CONVEX_SITE_URL is not set");
  return new URL(url);
}

/** A URL in a project's part of the runtime. `path` begins with a slash and may have a query. */
export const projectUrl = (projectId: string, path: string): string =>
  `${siteUrl().href.replace(/\/$/, "")}/p/${projectId}${path}`;

/**
 * Whether this is a local deployment. A deployment that others can reach never has a loopback
 * address.
 */
export function isOnThisMachine(): boolean {
  const url = process.env.CONVEX_SITE_URL;
  return url !== undefined && URL.canParse(url) && isLoopback(new URL(url).hostname);
}
