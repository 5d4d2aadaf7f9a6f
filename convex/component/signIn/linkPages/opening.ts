/**
 * Classifies who opens a mailed link. Mail scanners follow links before people do, some with a real
 * browser, so a link that takes effect when opened would be used up before its reader arrives.
 */
import { isOwnForm } from "../../api/ownForm";
import { findClient } from "../../authClients/clients";
import { loadSettings } from "../../configuration/settings";
import type { TenantReader } from "../../tenancy/database";
import { verificationIdentifier } from "../addresses/links";
import { SIGN_UP_COOKIE } from "../addresses/signUps";
import type { AttemptRequest } from "../attemptRequest";
import type { MatchedEndpoint } from "../findEndpoint";
import { isTrusted, getTrustedOrigins } from "../origins/origins";
import { signedCookie } from "../../sessions/cookie";

/**
 * - `navigation`: a person or a scanner. Answered with the page, without reading the token.
 * - `button`: the form of that page.
 * - `script`: a script of a trusted page, such as Better Auth's client.
 * - `foreignForm`: a form of another site.
 */
export type Opening = "navigation" | "button" | "script" | "foreignForm";

/** In doubt, a request is a navigation, which has no effect. */
export async function classifyOpening(
  db: TenantReader,
  endpoint: MatchedEndpoint,
  request: AttemptRequest,
): Promise<Opening> {
  const { method, url } = request;
  const headers = new Headers(request.headers as [string, string][]); // pairs, built in http.ts
  const own = new URL(url).origin;
  const origin = headers.get("origin");
  if (method === "POST") return isOwnForm(headers, own) ? "button" : "foreignForm";
  if (method !== "GET") return "navigation";
  if (headers.get("sec-fetch-mode") === "navigate")
    return (await confirmsAtOnce(db, endpoint, request)) ? "script" : "navigation";
  if (origin === null) return isOwnScript(headers) ? "script" : "navigation";
  const client = await findClient(db, headers.get("x-banata-client-id") ?? "");
  const trusted =
    origin === own || isTrusted(origin, getTrustedOrigins(await loadSettings(db), client));
  return trusted ? "script" : "navigation";
}

/**
 * Browsers send no Origin header when a script reads from its page's own origin, as in an app whose
 * server forwards requests (https://fetch.spec.whatwg.org/#append-a-request-origin-header).
 */
const isOwnScript = (headers: Headers): boolean =>
  headers.get("sec-fetch-site") === "same-origin" &&
  headers.get("sec-fetch-dest") === "empty" &&
  ["cors", "same-origin"].includes(headers.get("sec-fetch-mode") ?? "");

/**
 * Whether a link takes effect without its button: when this browser made the sign-up that the link
 * confirms.
 */
async function confirmsAtOnce(
  db: TenantReader,
  endpoint: MatchedEndpoint,
  { url, headers }: AttemptRequest,
): Promise<boolean> {
  if (!endpoint.traits.includes("confirmsAddress")) return false;
  const { protocol, searchParams } = new URL(url);
  const cookies = headers.find(([name]) => name === "cookie")?.[1] ?? "";
  const id = await signedCookie(cookies, db.projectId, SIGN_UP_COOKIE, protocol === "https:");
  if (id === null) return false;
  const identifier = await verificationIdentifier(searchParams.get("token") ?? "");
  const row = await db
    .range("verifications", "byIdentifier", (q) => q.eq("identifier", identifier))
    .first();
  return row?.signUpId === id;
}
