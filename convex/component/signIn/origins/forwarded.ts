/**
 * Requests forwarded by the app's own server. It reports the client's IP address, so that not all
 * clients share the server's under the rate limits, and the app's base URL, so that links and
 * redirects lead to the app, whose domain holds the cookies. The server authenticates with an API
 * key of the project in `x-banata-proxy-key`. The key grants nothing else: without a session, the
 * request has no more rights than any anonymous one.
 *
 * The Next.js and TanStack Start helpers of `@convex-dev/better-auth` have no key. Their word for
 * the app's URL is taken if the project trusts its origin, which any request could name as the
 * redirect of a mailed link; pages of other origins cannot send these headers, as CORS does not
 * allow them. Their word for the visitor's address is not taken.
 */
import { looksLikeKey } from "../../core/apiKey";
import { findClient } from "../../authClients/clients";
import { loadSettings } from "../../configuration/settings";
import { parseAddress } from "../../core/clientAddress";
import { invalidField, problem, unauthenticated } from "../../core/errors";
import { sha256 } from "../../core/secrets";
import type { TenantReader } from "../../tenancy/database";
import type { AttemptRequest, Forwarded } from "../attemptRequest";
import { isTrusted, getTrustedOrigins } from "./origins";

const KEY = "x-banata-proxy-key";
const ADDRESS = "x-banata-visitor-ip";
const BASE = "x-banata-visitor-url";
const KEYLESS_HOST = "x-better-auth-forwarded-host";
const KEYLESS_PROTOCOL = "x-better-auth-forwarded-proto";

/**
 * Parses the forwarding headers; null when there are none. Reads no data: the key is checked in the
 * transaction of the request.
 */
export async function parseForwarded(headers: Headers): Promise<Forwarded | null> {
  const key = headers.get(KEY);
  if (key === null) return parseKeyless(headers);
  if (!looksLikeKey(key)) throw unauthenticated();
  const ip = headers.get(ADDRESS);
  const base = headers.get(BASE) ?? "";
  if (ip !== null && !/^[0-9a-f.:]{2,45}$/i.test(ip) && parseAddress(ip) === null)
    throw invalidField(ADDRESS, "Expected an IP address");
  if (!/^https?:\/\/[^/?#@\s]+(\/[^?#\s]*)?\/api\/auth$/.test(base) || !URL.canParse(base))
    throw invalidField(BASE, "Expected the app's base URL, ending in /api/auth");
  return { keyHash: await sha256(key), ip: parseAddress(ip), base };
}

/** The helpers forward to the path of the app's own endpoint, so that is `/api/auth`. */
function parseKeyless(headers: Headers): Forwarded | null {
  const base = `${headers.get(KEYLESS_PROTOCOL)}://${headers.get(KEYLESS_HOST)}/api/auth`;
  return /^https?:\/\/[^/?#@\s]+\/api\/auth$/.test(base) && URL.canParse(base)
    ? { keyHash: null, ip: null, base }
    : null;
}

interface Sent {
  readonly request: AttemptRequest;
  readonly basePath: string;
}

/**
 * Rewrites a forwarded request to the form in which the client sent it. Throws 401 when the key
 * does not belong to the project, and 403 when the project does not trust the app's origin, because
 * mailed links would lead there. Without a key, such an origin is ignored, and so is one with
 * another protocol than the runtime's: names of cookies depend on it, and the helpers' own requests
 * for a token do not say it.
 */
export async function applyForwarding(
  db: TenantReader,
  isProjectKey: (hash: string) => Promise<boolean>,
  { request, basePath }: Sent,
): Promise<Sent> {
  const { forwarded } = request;
  if (!forwarded) return { request, basePath };
  const { keyHash } = forwarded;
  if (keyHash !== null && !(await isProjectKey(keyHash))) throw unauthenticated();
  const base = new URL(forwarded.base);
  if (keyHash === null && base.protocol !== new URL(request.url).protocol)
    return { request, basePath };
  const clientId = request.headers.find(([name]) => name === "x-banata-client-id")?.[1] ?? null;
  const client = clientId === null ? null : await findClient(db, clientId);
  const trusted = isTrusted(base.origin, getTrustedOrigins(await loadSettings(db), client));
  if (!trusted && keyHash === null) return { request, basePath };
  if (!trusted)
    throw problem(
      "forbidden",
      `${base.origin} is not a trusted origin of this project; add it in the project's settings or to the auth client`,
    );
  const { pathname, search } = new URL(request.url);
  return {
    request: {
      ...request,
      url: base.href + pathname.slice(basePath.length) + search,
      ...(keyHash === null ? {} : { ip: forwarded.ip, hasTrustedIp: forwarded.ip !== null }),
    },
    basePath: base.pathname,
  };
}
