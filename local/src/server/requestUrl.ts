import type { IncomingMessage, RequestListener } from "node:http";

/** `Request` has no such methods, and HTTP actions have no routes for them. */
const UNSUPPORTED_METHODS: ReadonlySet<string> = new Set(["CONNECT", "TRACE", "TRACK"]);

type Target = Pick<IncomingMessage, "url" | "headers">;

/** What a request's URL was made of, and the URL: it is needed several times while it is served. */
const parsed = new WeakMap<
  Target,
  { readonly target: string; readonly base: string; readonly url: URL | null }
>();

/**
 * Returns the URL of a request; null when its target or its `Host` header is malformed. `origin` is
 * used for a request without a host.
 */
export function parseRequestUrl(request: Target, origin: string): URL | null {
  const { url: target = "/", headers } = request;
  const { host = "" } = headers;
  const base = host === "" ? origin : `http://${host}`;
  const known = parsed.get(request);
  if (known?.target === target && known.base === base) return known.url;
  const url = parse(target, base);
  parsed.set(request, { target, base, url });
  return url;
}

function parse(target: string, base: string): URL | null {
  if (!isOrigin(base)) return null;
  // Concatenated, not resolved: `//other.example/path` is a path of this host.
  const text = target.startsWith("/") ? base + target : target;
  const url = URL.canParse(text) ? new URL(text) : null;
  return url?.protocol === "http:" || url?.protocol === "https:" ? url : null;
}

/** Nearly all requests have the same host. */
let lastOrigin = "";

/** False for a host with a path, a user name or anything else that would change the target. */
function isOrigin(text: string): boolean {
  if (text === lastOrigin) return true;
  if (!URL.canParse(text)) return false;
  const { host, href, protocol } = new URL(text);
  const isValid = href === `${protocol}//${host}/`;
  if (isValid) lastOrigin = text;
  return isValid;
}

/** The URL of a request that `withValidTarget` has passed on. */
export function requestUrl(request: Target, origin: string): URL {
  const url = parseRequestUrl(request, origin);
  if (url === null) throw new Error("The request's target was not checked");
  return url;
}

/** Passes requests with a supported method and a valid URL to `next`, and rejects others. */
export function withValidTarget(origin: string, next: RequestListener): RequestListener {
  return (request, response) => {
    if (UNSUPPORTED_METHODS.has(request.method ?? ""))
      response.writeHead(405).end("The method is not supported.");
    else if (parseRequestUrl(request, origin) === null)
      response
        .writeHead(400, { Connection: "close" })
        .end("The request target or the Host header is malformed.");
    else next(request, response);
  };
}
