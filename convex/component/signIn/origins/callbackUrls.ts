/**
 * Resolves the redirect URLs in a request of a page on another origin. For such a page a path means
 * a path of its own site, and no `callbackURL` means its start page; Better Auth would redirect to
 * both on this runtime's host. The server plugin of `@convex-dev/better-auth` does the same for its
 * one configured site.
 */
import { isRedirectRegistered, type ClientRow } from "../../authClients/clients";
import { parseFields, type AttemptRequest } from "../attemptRequest";
import type { Endpoint } from "../endpoint";
import { REDIRECT_FIELDS } from "./origins";

interface Sender {
  /** The page's origin, trusted by the project. */
  readonly page: string;
  readonly client: ClientRow | null;
  readonly endpoint: Pick<Endpoint, "traits">;
}

/**
 * Returns the request with absolute redirect URLs. Leaves a path as it is if the client that the
 * request names has not registered the URL it would become.
 */
export function withAbsoluteCallbacks(request: AttemptRequest, sender: Sender): AttemptRequest {
  const { page, client, endpoint } = sender;
  if (request.method !== "POST" || page === new URL(request.url).origin) return request;
  const fields = parseFields(request.body);
  const isMissing = fields.callbackURL === undefined || fields.callbackURL === "";
  const given =
    isMissing && endpoint.traits.includes("returnsToPage")
      ? { ...fields, callbackURL: "/" }
      : fields;
  const resolved = REDIRECT_FIELDS.flatMap((name): [string, string][] => {
    const url = resolvePath(given[name], page);
    return url !== null && (client === null || isRedirectRegistered(client, url))
      ? [[name, url]]
      : [];
  });
  if (resolved.length === 0) return request;
  return { ...request, body: JSON.stringify({ ...fields, ...Object.fromEntries(resolved) }) };
}

/**
 * Null for anything but a path. The origin is compared because URL parsers also read `//host`,
 * `/\host` and a path with tabs as another host.
 */
function resolvePath(value: unknown, page: string): string | null {
  if (typeof value !== "string" || !value.startsWith("/") || !URL.canParse(value, page))
    return null;
  const { origin, href } = new URL(value, page);
  return origin === page ? href : null;
}
