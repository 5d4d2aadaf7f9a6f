/**
 * Cookies in headers, for pages on another site than the deployment, where browsers block
 * third-party cookies: the page stores them itself. The header names and the encoding of an absent
 * value are those of the cross-domain client plugin of `@convex-dev/better-auth`, so that it works
 * here too. Forms and links cannot send such a header; only pages allowed by CORS can.
 */
const CARRIED = "better-auth-cookie";
const CARRIED_BACK = "set-better-auth-cookie";

/** Whether the request comes from a page that keeps its cookies itself. */
export const carriesCookies = ({ headers }: Request): boolean => headers.has(CARRIED);

/** Replaces the browser's cookies by those in the header, so that two sessions are never mixed. */
export function withCarriedCookies(headers: Headers): Headers {
  const carried = headers.get(CARRIED);
  if (carried === null) return headers;
  const result = new Headers(headers);
  result.delete("cookie");
  if (carried !== "") result.set("cookie", carried);
  return result;
}

/** Returns the response's cookies in a header instead of setting them in the browser. */
export function carryCookiesBack(request: Request, answer: Response): Response {
  if (!carriesCookies(request)) return answer;
  const cookies = answer.headers.getSetCookie();
  answer.headers.delete("set-cookie");
  if (cookies.length > 0) answer.headers.set(CARRIED_BACK, cookies.join(", "));
  return answer;
}
