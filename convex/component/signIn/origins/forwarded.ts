/**
 * What the app's own server says about a visitor whose request it passes on: the visitor's address,
 * so that not all of them share the server's under the limits, and where the app has the end-user
 * paths, so that links in mails and redirects lead to the app, whose domain has the cookies. It is
 * believed with an API key of the project in `x-banata-proxy-key`, which lends nothing else: a
 * request with such a key and no session may do what anybody may.
 */
import { v, type Infer } from "convex/values";
import { looksLikeKey } from "../../core/apiKey";
import { findClient } from "../../authClients/clients";
import { loadSettings } from "../../configuration/settings";
import { invalidField, problem, unauthenticated } from "../../core/errors";
import { sha256 } from "../../core/secrets";
import type { TenantReader } from "../../tenancy/database";
import type { AttemptRequest } from "../attemptRequest";
import { isTrusted, trustedOrigins } from "./origins";

const KEY = "x-banata-proxy-key";
const ADDRESS = "x-banata-visitor-ip";
const BASE = "x-banata-visitor-url";

export const forwardedValidator = v.object({
  keyHash: v.string(),
  ip: v.union(v.string(), v.null()),
  base: v.string(),
});
export type Forwarded = Infer<typeof forwardedValidator>;

/**
 * Null for a request that nobody passed on. No read: the key is looked up in the transaction of the
 * request.
 */
export async function forwardedOf(headers: Headers): Promise<Forwarded | null> {
  const key = headers.get(KEY);
  if (key === null) return null;
  if (!looksLikeKey(key)) throw unauthenticated();
  const [ip, base] = [headers.get(ADDRESS), headers.get(BASE) ?? ""];
  if (ip !== null && !/^[0-9a-f.:]{2,45}$/i.test(ip))
    throw invalidField(ADDRESS, "Expected an IP address");
  if (!/^https?:\/\/[^/?#@\s]+(\/[^?#\s]*)?\/api\/auth$/.test(base) || !URL.canParse(base))
    throw invalidField(BASE, "Expected the app's address, down to /api/auth");
  return { keyHash: await sha256(key), ip, base };
}

interface Sent {
  readonly request: AttemptRequest;
  readonly basePath: string;
}

/**
 * The request as the visitor sent it. Throws 401 for a key that is none of the project, 403 for an
 * app that the project does not trust: links would lead to it.
 */
export async function asTheVisitorSees(
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
  if (!isTrusted(base.origin, trustedOrigins(await loadSettings(db), client)))
    throw problem("forbidden", `${base.origin} is no trusted origin of this project`);
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
