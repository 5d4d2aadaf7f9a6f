/**
 * The session that a management request carries: as a bearer token, or in the cookie that sign-in
 * has set.
 */
import { problem } from "../core/errors";
import type { Place } from "../api/request";
import { sha256 } from "../core/secrets";
import type { Credential } from "../tenancy/caller";
import { withCarriedCookies } from "../signIn/cookies/carriedCookies";
import { sessionCookies } from "./cookie";

type SessionCredential = Extract<Credential, { kind: "session" }>;

/**
 * Better Auth's tokens, and those of impersonations: nothing else costs a read, and a session's id
 * never is one.
 */
const TOKEN = /^([A-Za-z0-9]{32}|[0-9a-f]{64})$/;

export const bearerOf = (headers: Headers): string | null =>
  /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1] ?? null;

/**
 * Null when the request has none. A credential in `authorization` or `x-api-key` keeps cookies out
 * of it, good or not. Throws 403 for what a browser says comes from another site and not from which
 * page.
 */
export async function sessionCredential(
  { headers }: Request,
  place: Pick<Place, "projectId" | "url">,
): Promise<SessionCredential | null> {
  const projectPath = place.projectId;
  if (headers.has("authorization") || headers.has("x-api-key"))
    return await byBearer(headers, projectPath);
  const cookie = withCarriedCookies(headers).get("cookie");
  const tokens =
    cookie === null ? [] : await sessionCookies(cookie, projectPath, isSecure(headers, place.url));
  return tokens.length === 0
    ? null
    : { kind: "session", tokens, projectPath, page: pageOf(headers, place.url) };
}

async function byBearer(
  headers: Headers,
  projectPath: string | null,
): Promise<SessionCredential | null> {
  // The header `set-auth-token` of sign-in shows the cookie's value. Its signature is of no use
  // here: the token, random and stored as a hash, proves itself.
  const token = bearerOf(headers)?.replace(/(\.|%2E).*$/i, "") ?? "";
  return TOKEN.test(token)
    ? {
        kind: "session",
        tokens: [{ projectId: null, tokenHash: await sha256(token) }],
        projectPath,
        page: null,
      }
    : null;
}

/**
 * Which cookie is looked at goes by the address that the visitor sees, which is the app's when the
 * app's server has passed the request on.
 */
const isSecure = (headers: Headers, url: URL): boolean =>
  (headers.get("x-banata-visitor-url") ?? url.href).startsWith("https:");

/** A page of the runtime's own origin is none to ask about. */
function pageOf(headers: Headers, url: URL): SessionCredential["page"] {
  const origin = headers.get("origin");
  if (origin === null && headers.get("sec-fetch-site") === "cross-site")
    throw problem("forbidden", "A page of another site cannot use this session");
  return origin === null || origin === url.origin
    ? null
    : { origin, clientId: headers.get("x-banata-client-id") };
}
