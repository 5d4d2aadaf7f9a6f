/**
 * Requests forwarded by the app's own server. It reports the client's IP address, so that not all
 * clients share the server's under the rate limits, and the app's base URL, so that links and
 * redirects lead to the app, whose domain holds the cookies. The server authenticates with an API
 * key of the project in `x-banata-proxy-key`. The key grants nothing else: without a session, the
 * request has no more rights than any anonymous one.
 */
import { looksLikeKey } from "../../core/apiKey";
import { findClient } from "../../authClients/clients";
import { loadSettings } from "../../configuration/settings";
import { invalidField, problem, unauthenticated } from "../../core/errors";
import { sha256 } from "../../core/secrets";
import type { TenantReader } from "../../tenancy/database";
import type { AttemptRequest, Forwarded } from "../attemptRequest";
import { isTrusted, getTrustedOrigins } from "./origins";

const KEY = "x-banata-proxy-key";
const ADDRESS = "x-banata-visitor-ip";
const BASE = "x-banata-visitor-url";

/**
 * Parses the forwarding headers; null when there are none. Reads no data: the key is checked in the
 * transaction of the request.
 */
export async function parseForwarded(headers: Headers): Promise<Forwarded | null> {
  const key = headers.get(KEY);
  if (key === null) return null;
  if (!looksLikeKey(key)) throw unauthenticated();
  const ip = headers.get(ADDRESS);
  const base = headers.get(BASE) ?? "";
  if (ip !== null && !/^[0-9a-f.:]{2,45}$/i.test(ip))
    throw invalidField(ADDRESS, "Expected an IP address");
  if (!/^https?:\/\/[^/?#@\s]+(\/[^?#\s]*)?\/api\/auth$/.test(base) || !URL.canParse(base))
    throw invalidField(BASE, "Expected the app's base URL, ending in /api/auth");
  return { keyHash: await sha256(key), ip, base };
}

interface Sent {
  readonly request: AttemptRequest;
  readonly basePath: string;
}

/**
 * Rewrites a forwarded request to the form in which the client sent it. Throws 401 when the key
 * does not belong to the project, and 403 when the project does not trust the app's origin, because
 * mailed links would lead there.
 */
export async function applyForwarding(
  db: TenantReader,
  isProjectKey: (hash: string) => Promise<boolean>,
  { request, basePath }: Sent,
): Promise<Sent> {
  const { forwarded } = request;
  if (!forwarded) return { request, basePath };
  if (!(await isProjectKey(forwarded.keyHash))) throw unauthenticated();
  const base = new URL(forwarded.base);
  const clientId = request.headers.find(([name]) => name === "x-banata-client-id")?.[1] ?? null;
  const client = clientId === null ? null : await findClient(db, clientId);
  if (!isTrusted(base.origin, getTrustedOrigins(await loadSettings(db), client)))
    throw problem(
      "forbidden",
      `${base.origin} is not a trusted origin of this project; add it in the project's settings or to the auth client`,
    );
  const { pathname, search } = new URL(request.url);
  return {
    request: {
      ...request,
      url: base.href + pathname.slice(basePath.length) + search,
      ip: forwarded.ip,
    },
    basePath: base.pathname,
  };
}
