/** Where the deployment has mounted this runtime, as its own settings say. */

/**
 * Links, redirects, issuers, cookies and checks of an origin build on this address alone: the `Host`
 * of a request is what its sender chose. Throws where it is not set, which no deployment leaves out.
 */
export function siteUrl(): URL {
  const url = process.env.CONVEX_SITE_URL;
  if (url === undefined) throw new Error("CONVEX_SITE_URL is not set");
  return new URL(url);
}
