/**
 * Whether a form was sent by a page of the runtime's own origin. `Sec-Fetch-Site` takes precedence
 * over the origin, which browsers may omit.
 */
export function isOwnForm(headers: Headers, own: string): boolean {
  const site = headers.get("sec-fetch-site");
  return site === null ? headers.get("origin") === own : site === "same-origin";
}
