/**
 * Cookies for a page on another site than the deployment, where a browser keeps none: the page
 * keeps them itself and carries them in headers. The names of the headers, and that of an absent
 * value, are those of the cross-domain client plugin of `@convex-dev/better-auth`, which therefore
 * works here too. Such a header cannot be sent by a form or a link, and only by pages that CORS
 * allows.
 */
const CARRIED = "better-auth-cookie";
const CARRIED_BACK = "set-better-auth-cookie";

/**
 * The request's headers with the cookies that it carries in the place of those that the browser
 * added: never a mixture of two sessions.
 */
export function withCarriedCookies(headers: Headers): Headers {
  const carried = headers.get(CARRIED);
  if (carried === null) return headers;
  const result = new Headers(headers);
  result.delete("cookie");
  if (carried !== "") result.set("cookie", carried);
  return result;
}

/**
 * The answer to a request that carries cookies sets them in the same way, and none in the browser.
 */
export function carryCookiesBack(request: Request, answer: Response): Response {
  if (!request.headers.has(CARRIED)) return answer;
  const cookies = answer.headers.getSetCookie();
  answer.headers.delete("set-cookie");
  if (cookies.length > 0) answer.headers.set(CARRIED_BACK, cookies.join(", "));
  return answer;
}
