import { HostedSignInError } from "./error";

/**
 * The address of a page of the app, in full. Links to a sign-in can come from anywhere, and so can
 * the page that they name.
 *
 * @param origin the app's own
 * @throws HostedSignInError `invalid_return_to` for another origin (`//host`, `/\host`), another
 *   scheme (`javascript:`), and a path that a browser would take for another host (`/..//host`)
 */
export function resolveReturnTo(returnTo: string, origin: string): string {
  const url = URL.canParse(returnTo, origin) ? new URL(returnTo, origin) : null;
  if (url === null || url.origin !== new URL(origin).origin || url.pathname.startsWith("//"))
    throw new HostedSignInError(
      "invalid_return_to",
      "returnTo must be a path or a URL of this app's own origin",
    );
  return url.origin + url.pathname + url.search + url.hash;
}
