/** The token endpoint (RFC 6749 sections 2.3.1, 3.2, 4.1.3 and 5). */
import { internal } from "../_generated/api";
import type { ActionCtx } from "../_generated/server";
import { readSender } from "../api/clientAddress";
import { readBody, type Place } from "../api/request";
import { findProblem } from "../core/errors";
import { setSessionCookie } from "../sessions/setCookie";

export interface TokenVisit {
  readonly ctx: ActionCtx;
  readonly request: Request;
  readonly place: Place & { readonly projectId: string };
  readonly requestId: string;
}

interface OAuthError {
  readonly error: string;
  readonly description: string;
}

const FORM_TYPE = /^application\/x-www-form-urlencoded\s*(;|$)/i;
const JSON_TYPE = /^application\/json\s*(;|$)/i;
const NAMES = [
  "grant_type",
  "code",
  "redirect_uri",
  "code_verifier",
  "client_id",
  "client_secret",
] as const;
type Parameters = Readonly<Record<(typeof NAMES)[number], string | null>>;

export async function exchangeCode(visit: TokenVisit): Promise<Response> {
  const { ctx, request, place, requestId } = visit;
  const sent = await readExchange(request);
  if ("error" in sent) return answerError(visit, sent);
  const { ip, hasTrustedIp, userAgent } = await readSender(ctx, request);
  const origin = request.headers.get("origin");
  const made = await ctx.runMutation(internal.hosted.transactions.exchange, {
    projectId: place.projectId,
    ...sent,
    origin,
    request: { id: requestId, ip, hasTrustedIp, userAgent },
  });
  if ("error" in made) return answerError(visit, made);
  const response = new Response(made.answer, { headers: headers(requestId) });
  if (mayKeepCookies(request.headers, made.isTrusted)) {
    const isSecure = place.url.protocol === "https:";
    const { token, maxAgeSeconds } = made;
    const options = { isSecure, maxAgeSeconds, sameSite: "Lax" } as const;
    response.headers.append("set-cookie", await setSessionCookie(place.projectId, token, options));
  }
  return response;
}

/**
 * A page that the client does not trust could otherwise sign its visitor in as another user, with a
 * form. A server sends neither of the headers.
 */
const mayKeepCookies = (sent: Headers, isTrusted: boolean): boolean =>
  sent.has("origin") ? isTrusted : !sent.has("sec-fetch-site");

async function readExchange(request: Request) {
  const given = await readParameters(request);
  if ("error" in given) return given;
  const basic = readBasic(request.headers);
  if (basic && "error" in basic) return basic;
  const { code, redirect_uri: redirectUri, code_verifier: codeVerifier } = given;
  const clientId = basic?.clientId ?? given.client_id;
  if (basic && (given.client_secret !== null || clientId !== (given.client_id ?? clientId)))
    return invalid("Authenticate the client in one way only");
  if (given.grant_type === null) return invalid("grant_type is missing");
  if (given.grant_type !== "authorization_code")
    return {
      error: "unsupported_grant_type",
      description: "grant_type must be authorization_code",
    };
  if (code === null) return invalid("code is missing");
  if (redirectUri === null) return invalid("redirect_uri is missing");
  if (codeVerifier === null) return invalid("code_verifier is missing");
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(codeVerifier))
    return invalid("code_verifier must be 43 to 128 unreserved characters (RFC 7636)");
  if (clientId === null) return invalid("client_id is missing");
  const clientSecret = basic?.clientSecret ?? given.client_secret;
  return { code, redirectUri, codeVerifier, clientId, clientSecret };
}

const invalid = (description: string): OAuthError => ({ error: "invalid_request", description });

/** The fields of a form or of a JSON object; an empty one counts as missing. */
async function readParameters(request: Request): Promise<Parameters | OAuthError> {
  const type = request.headers.get("content-type") ?? "";
  const text = await readText(request);
  if (text === null) return invalid("The body is too large or not UTF-8");
  const read = FORM_TYPE.test(type) ? readForm(text) : JSON_TYPE.test(type) ? readJson(text) : null;
  if (read === null)
    return invalid("Send each parameter once, as a form or as a JSON object of strings");
  return Object.fromEntries(NAMES.map((name) => [name, read(name) || null])) as Parameters; // each name
}

async function readText(request: Request): Promise<string | null> {
  try {
    return await readBody(request);
  } catch (error) {
    if (findProblem(error)) return null;
    throw error;
  }
}

type Read = (name: string) => string | null;

function readForm(text: string): Read | null {
  const fields = new URLSearchParams(text);
  return NAMES.some((name) => fields.getAll(name).length > 1) ? null : (name) => fields.get(name);
}

function readJson(text: string): Read | null {
  const value = parseJson(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const fields = new Map<string, unknown>(Object.entries(value));
  const isText = NAMES.every((name) => ["string", "undefined"].includes(typeof fields.get(name)));
  return isText ? (name) => (fields.get(name) as string | undefined) ?? null : null; // checked above
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

interface Basic {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Both parts are form-encoded (RFC 6749, section 2.3.1). */
function readBasic(sent: Headers): Basic | OAuthError | null {
  const header = sent.get("authorization");
  if (header === null) return null;
  const [, credentials] = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(header) ?? [];
  try {
    const [id, secret, ...more] = atob(credentials ?? "").split(":");
    if (id && secret && more.length === 0)
      return { clientId: decodePart(id), clientSecret: decodePart(secret) };
  } catch {
    // Not base64, or not form-encoded: the same refusal.
  }
  return { error: "invalid_client", description: "The authorization header is not valid" };
}

const decodePart = (text: string): string => decodeURIComponent(text.replaceAll("+", " "));

const headers = (requestId: string) => ({
  "content-type": "application/json",
  "cache-control": "no-store",
  pragma: "no-cache",
  "x-content-type-options": "nosniff",
  "x-request-id": requestId,
});

function answerError({ requestId, request }: TokenVisit, { error, description }: OAuthError) {
  const isClient = error === "invalid_client";
  return new Response(JSON.stringify({ error, error_description: description }), {
    status: isClient ? 401 : 400,
    headers: {
      ...headers(requestId),
      ...(isClient && request.headers.has("authorization")
        ? { "www-authenticate": 'Basic realm="token"' }
        : {}),
    },
  });
}
