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
import type { BetterAuthPlugin } from "better-auth";
import { createAuthMiddleware } from "better-auth/api";
import { sha256 } from "../../core/secrets";
import { signedCookie, verifySignedToken } from "../../sessions/cookie";
import type { TenantReader } from "../../tenancy/database";
import { loadPageState } from "../../sso/flow/carried";
import type { Visit } from "../visit";

/** Better Auth's name for the cookie of a flow. */
export const STATE_COOKIE = "state";
/** Of the states in the cookie; no state contains it. */
const SEPARATOR = "~";
const MAXIMUM_STATES = 5;
/** The longest flow is that of SSO. */
const STATE_SECONDS = 20 * 60;

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

/** The states of the flows that the page of this request has begun, the newest first. */
export async function readStates({
  headers,
  project,
  url,
}: Pick<Visit, "headers" | "project" | "url">): Promise<readonly string[]> {
  const isSecure = url.protocol === "https:";
  const cookie = headers.get("cookie") ?? "";
  const states = await signedCookie(cookie, project.id, STATE_COOKIE, isSecure);
  return states === null ? [] : states.split(SEPARATOR);
}

/**
 * Adds the state of a new flow to those that the page keeps, instead of replacing them: the tabs of
 * an app share its cookies, and each of them can be in a flow.
 */
export const carriedStates = (visit: Pick<Visit, "headers" | "project" | "request" | "url">) =>
  ({
    id: "banata-carried-states",
    hooks: {
      after: [
        {
          matcher: () => visit.request.carriesCookies,
          handler: createAuthMiddleware(async (ctx) => {
            const { createAuthCookie, responseHeaders, secret } = ctx.context;
            const { name, attributes } = createAuthCookie(STATE_COOKIE, { maxAge: STATE_SECONDS });
            const line = responseHeaders
              ?.getSetCookie()
              .find((each) => each.startsWith(`${name}=`));
            const value = line?.slice(name.length + 1).split(";", 1)[0] ?? "";
            const state = await verifySignedToken(value, visit.project.id);
            const earlier = await readStates(visit);
            if (state === null || earlier.length === 0) return;
            const states = [state, ...earlier].slice(0, MAXIMUM_STATES).join(SEPARATOR);
            await ctx.setSignedCookie(name, states, secret, attributes); // the later one counts
          }),
        },
      ],
    },
  }) satisfies BetterAuthPlugin;
