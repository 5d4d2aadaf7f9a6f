/**
 * Who opens a mailed link. Mail scanners follow links before people do (some with a whole browser),
 * so a link that works by being opened is used up when its reader arrives.
 */
import { findClient } from "../../authClients/clients";
import { loadSettings } from "../../configuration/settings";
import type { TenantReader } from "../../tenancy/database";
import { verificationIdentifier } from "../addresses/links";
import { SIGN_UP_COOKIE } from "../addresses/signUps";
import type { AttemptRequest } from "../attemptRequest";
import type { Found } from "../endpoints";
import { isTrusted, trustedOrigins } from "../origins/origins";
import { signedCookie } from "../../sessions/cookie";

/**
 * - `navigation`: a person or a scanner; answered by the page, which reads nothing of the link.
 * - `button`: the form of that page.
 * - `script`: of a page that the project trusts, as Better Auth's client calls.
 * - `foreignForm`: a form of another site.
 */
export type Opening = "navigation" | "button" | "script" | "foreignForm";

/** Anything that is not plainly one of the others is a navigation, which uses nothing up. */
export async function openingOf(
  db: TenantReader,
  endpoint: Found,
  request: AttemptRequest,
): Promise<Opening> {
  const { method, url } = request;
  const headers = new Headers(request.headers as [string, string][]); // pairs, made in http.ts
  const own = new URL(url).origin;
  const origin = headers.get("origin");
  if (method === "POST") return isOwnForm(headers, own) ? "button" : "foreignForm";
  if (method !== "GET") return "navigation";
  if (headers.get("sec-fetch-mode") === "navigate")
    return (await confirmsAtOnce(db, endpoint, request)) ? "script" : "navigation";
  if (origin === null) return isOwnScript(headers) ? "script" : "navigation";
  const client = await findClient(db, headers.get("x-banata-client-id") ?? "");
  const trusted =
    origin === own || isTrusted(origin, trustedOrigins(await loadSettings(db), client));
  return trusted ? "script" : "navigation";
}

/** A browser's word on where a request comes from goes before the origin, which it may leave out. */
function isOwnForm(headers: Headers, own: string): boolean {
  const site = headers.get("sec-fetch-site");
  return site === null ? headers.get("origin") === own : site === "same-origin";
}

/**
 * Browsers name no origin when a page's script reads from its own origin, as in an app whose server
 * passes requests on (https://fetch.spec.whatwg.org/#append-a-request-origin-header).
 */
const isOwnScript = (headers: Headers): boolean =>
  headers.get("sec-fetch-site") === "same-origin" &&
  headers.get("sec-fetch-dest") === "empty" &&
  ["cors", "same-origin"].includes(headers.get("sec-fetch-mode") ?? "");

/**
 * Whether a link that was opened by navigation works without its button: where the browser made the
 * sign-up that the link confirms.
 */
async function confirmsAtOnce(
  db: TenantReader,
  endpoint: Found,
  { url, headers }: AttemptRequest,
): Promise<boolean> {
  if (!endpoint.acts.includes("confirmsAddress")) return false;
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
