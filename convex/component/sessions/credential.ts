/** Finds the session credential of a management request: a bearer token, or the session cookie. */
import { problem } from "../core/errors";
import type { Place } from "../api/request";
import { sha256 } from "../core/secrets";
import type { Credential } from "../tenancy/caller";
import { withCarriedCookies } from "../signIn/cookies/carriedCookies";
import { sessionCookies } from "./cookie";

type SessionCredential = Extract<Credential, { kind: "session" }>;

/**
 * Tokens of Better Auth and of impersonations. Anything else is rejected without a read; a session
 * id never matches.
 */
const TOKEN = /^([A-Za-z0-9]{32}|[0-9a-f]{64})$/;

export const parseBearerToken = (headers: Headers): string | null =>
  /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1] ?? null;

/**
 * Null when the request has no session credential. With an `authorization` or `x-api-key` header,
 * valid or not, cookies are ignored. Throws 403 for a request that the browser marks as cross-site
 * without naming its origin.
 */
export async function parseSessionCredential(
  { headers }: Request,
  place: Pick<Place, "projectId" | "url" | "audience">,
): Promise<SessionCredential | null> {
  const { projectId: projectPath, audience } = place;
  if (headers.has("authorization") || headers.has("x-api-key"))
    return await parseBearerCredential(headers, place);
  const cookie = withCarriedCookies(headers).get("cookie");
  const tokens =
    cookie === null ? [] : await sessionCookies(cookie, projectPath, isSecure(headers, place.url));
  return tokens.length === 0
    ? null
    : { kind: "session", tokens, projectPath, page: findRequestPage(headers, place.url), audience };
}

async function parseBearerCredential(
  headers: Headers,
  { projectId: projectPath, audience }: Pick<Place, "projectId" | "audience">,
): Promise<SessionCredential | null> {
  // The `set-auth-token` header of sign-in has the cookie's value. Its signature is not needed
  // here, because the token is random and stored as a hash.
  const token = parseBearerToken(headers)?.replace(/(\.|%2E).*$/i, "") ?? "";
  return TOKEN.test(token)
    ? {
        kind: "session",
        tokens: [{ projectId: null, tokenHash: await sha256(token) }],
        projectPath,
        page: null,
        audience,
      }
    : null;
}

/**
 * Whether to read the `__Secure-` cookies depends on the URL that the visitor sees. It is the app's
 * URL when the app's server forwarded the request.
 */
const isSecure = (headers: Headers, url: URL): boolean =>
  (headers.get("x-banata-visitor-url") ?? url.href).startsWith("https:");

/**
 * The page that sent the request; null for a page of the runtime's own origin, which needs no
 * check.
 */
function findRequestPage(headers: Headers, url: URL): SessionCredential["page"] {
  const origin = headers.get("origin");
  if (origin === null && headers.get("sec-fetch-site") === "cross-site")
    throw problem("forbidden", "A cross-site request cannot use this session");
  return origin === null || origin === url.origin
    ? null
    : { origin, clientId: headers.get("x-banata-client-id") };
}
