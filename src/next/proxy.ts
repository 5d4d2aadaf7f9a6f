import { BanataAuthError } from "../errors";
import { appUrlOf, type Runtime } from "./runtime";

/**
 * Headers of the runtime's answers that reach the visitor, besides cookies. The session's token in
 * `set-auth-token` is not among them: a cookie hides it from scripts.
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
  // Of the pages behind mailed links.
  "refresh",
  "allow",
  "content-security-policy",
  "referrer-policy",
  "x-content-type-options",
  "x-frame-options",
  "x-robots-tag",
];

/**
 * Answers a visitor's request under `/api/auth` with what the runtime answers to it. Cookies are
 * the app's own: of its domain, without a `Domain` that a sibling could read them by. 502 when the
 * runtime cannot be reached, or refuses the server's key; why is in the server's log alone.
 */
export async function passOn(runtime: Runtime, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const at = url.pathname.indexOf("/api/auth/");
  if (at === -1)
    return Response.json(
      { code: "not_found", message: "There is nothing at this path" },
      { status: 404 },
    );
  const path = url.pathname.slice(at + "/api/auth".length) + url.search;
  const body =
    request.method === "GET" || request.method === "HEAD" ? undefined : await request.arrayBuffer();
  try {
    return answerOf(
      await runtime.send(request.headers, appUrlOf(request.headers, url), path, {
        method: request.method,
        body,
      }),
    );
  } catch (error) {
    console.error(
      "The auth runtime gave no answer:",
      error instanceof BanataAuthError ? error.message : error,
    );
    return Response.json(
      { code: "network_error", message: "The auth server could not be reached" },
      { status: 502 },
    );
  }
}

function answerOf(answer: Response): Response {
  const headers = new Headers();
  for (const name of PASSED_BACK) {
    const value = answer.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  for (const cookie of answer.headers.getSetCookie())
    headers.append("set-cookie", cookie.replace(/;\s*domain=[^;]*/i, ""));
  return new Response(answer.body, { status: answer.status, headers });
}
