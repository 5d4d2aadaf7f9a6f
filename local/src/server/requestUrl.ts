import type { IncomingMessage, RequestListener } from "node:http";

/** `Request` has no such methods, and HTTP actions have no routes for them. */
const UNSUPPORTED_METHODS: ReadonlySet<string> = new Set(["CONNECT", "TRACE", "TRACK"]);

type Target = Pick<IncomingMessage, "url" | "headers">;

/**
 * Returns the URL of a request; null when its target or its `Host` header is malformed. `origin` is
 * used for a request without a host.
 */
export function parseRequestUrl(
  { url: target = "/", headers }: Target,
  origin: string,
): URL | null {
  const { host = "" } = headers;
  const base = host === "" ? origin : `http://${host}`;
  if (!isOrigin(base)) return null;
  // Concatenated, not resolved: `//other.example/path` is a path of this host.
  const text = target.startsWith("/") ? base + target : target;
  const url = URL.canParse(text) ? new URL(text) : null;
  return url?.protocol === "http:" || url?.protocol === "https:" ? url : null;
}

/** False for a host with a path, a user name or anything else that would change the target. */
function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { host, href, protocol } = new URL(text);
  return href === `${protocol}//${host}/`;
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
