/**
 * Social sign-in begun by a page on another site that keeps its cookies itself
 * (cookies/carriedCookies.ts). The provider redirects the browser to this runtime's host, which has
 * none of those cookies, so the callback cannot check that the browser has begun the flow. The check
 * moves to the end: the callback sets no cookie, and the one-time token that it hands to the page is
 * void without the page's cookie of the flow (settings/handOff.ts). Without it, a stranger's
 * callback URL would sign a visitor in as the stranger.
 *
 * Only for signing in. A callback that links an account takes effect at once, so it keeps the check
 * of the browser.
 */
import { sha256 } from "../../core/secrets";
import { signedCookie } from "../../sessions/cookie";
import type { TenantReader } from "../../tenancy/database";
import { loadPageState } from "../../sso/flow/carried";
import type { Visit } from "../visit";

/** Better Auth's name for the cookie of a flow. */
export const STATE_COOKIE = "state";

/** Returns the state of the flow that this callback ends; null unless such a page has begun it. */
export async function loadCarriedState(
  db: TenantReader,
  { endpoint, url }: Pick<Visit, "endpoint" | "url">,
): Promise<string | null> {
  if (endpoint.traits.includes("endsSsoFlow")) return await loadPageState(db, endpoint.name, url);
  const state = url.searchParams.get("state");
  if (!endpoint.traits.includes("endsSocialFlow") || state === null) return null;
  const identifier = await sha256(state);
  const row = await db
    .range("verifications", "byIdentifier", (q) => q.eq("identifier", identifier))
    .first();
  return row?.ofCarriedFlow === true ? state : null;
}

/** Returns the state of the flow that the page of this request has begun; null without one. */
export const readStateCookie = async ({
  headers,
  project,
  url,
}: Pick<Visit, "headers" | "project" | "url">): Promise<string | null> =>
  await signedCookie(
    headers.get("cookie") ?? "",
    project.id,
    STATE_COOKIE,
    url.protocol === "https:",
  );
