import { BanataAuthError } from "../errors";
import { getAppUrl, type Runtime } from "./runtime";

/**
 * Headers of the runtime's answers that are passed to the visitor, besides cookies. Excludes
 * `set-auth-token`: the session's token must stay in the cookie, hidden from scripts.
 */
const PASSED_BACK = [
  "content-type",
  "location",
  "cache-control",
  "retry-after",
  "ratelimit",
  "ratelimit-policy",
  "x-request-id",
  "www-authenticate",
  // Headers of the pages behind mailed links.
  "refresh",
  "allow",
  "content-security-policy",
  "referrer-policy",
  "x-content-type-options",
  "x-frame-options",
  "x-robots-tag",
];

/**
 * Forwards a visitor's request under `/api/auth` to the runtime and returns its answer. Cookies
 * become first-party cookies without `Domain`, so sibling domains cannot read them. Answers 502
 * when the runtime is unreachable or refuses the server's key; the reason is only in the server's
 * log.
 */
export async function passOn(runtime: Runtime, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const at = url.pathname.indexOf("/api/auth/");
  if (at === -1)
    return Response.json(
      { code: "not_found", message: "No endpoint exists at this path" },
      { status: 404 },
    );
  const path = url.pathname.slice(at + "/api/auth".length) + url.search;
  const body =
    request.method === "GET" || request.method === "HEAD" ? undefined : await request.arrayBuffer();
  try {
    return toVisitorResponse(
      await runtime.send(request.headers, getAppUrl(request.headers, url), path, {
        method: request.method,
        body,
      }),
    );
  } catch (error) {
    console.error(
      "The auth runtime did not answer:",
      error instanceof BanataAuthError ? error.message : error,
    );
    return Response.json(
      { code: "network_error", message: "The auth server is unreachable; retry later" },
      { status: 502 },
    );
  }
}

function toVisitorResponse(answer: Response): Response {
  const headers = new Headers();
  for (const name of PASSED_BACK) {
    const value = answer.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  for (const cookie of answer.headers.getSetCookie())
    headers.append("set-cookie", cookie.replace(/;\s*domain=[^;]*/i, ""));
  return new Response(answer.body, { status: answer.status, headers });
}
