/**
 * Answers an endpoint that only reads (`reads` in endpoints.ts) as Better Auth would, without Better
 * Auth. What is unusual is left to it: then there is no answer, and the request takes the same way
 * as any other (attempt.ts).
 */
import { v, type Infer, type ObjectType } from "convex/values";
import type { Doc } from "../../_generated/dataModel";
import type { QueryCtx } from "../../_generated/server";
import { sha256 } from "../../core/secrets";
import { cookieName, SESSION_COOKIE, signedCookie } from "../../sessions/cookie";
import { isFirstUseOfDay, isRenewalDue, renewedExpiry } from "../../sessions/lifetime";
import { isBanned } from "../../tenancy/ban";
import type { TenantReader } from "../../tenancy/database";
import {
  parseFields,
  requestValidator,
  responseValidator,
  toRefusalResponse,
  type AttemptResponse,
} from "../attemptRequest";
import { hmacBase64 } from "../cookies/hmac";
import { signInSecrets } from "../cookies/secrets";
import { hasTrustedFactor } from "../database/sessionProofs";
import type { SessionRead } from "../endpoint";
import { requireEndpoint } from "../findEndpoint";
import { openRequest } from "../openRequest";
import { REDIRECT_FIELDS } from "../origins/origins";
import { loadSender, type Sender } from "../sender";
import { requiresSecondFactor, SECOND_FACTOR_REQUIRED } from "../sessionRules";
import { findRefusal } from "../settings/methods";
import { findPresentedToken } from "./presentedToken";
import type { Renew } from "./renewal";

const { method, url, audience, headers, body, forwarded } = requestValidator.fields;

/**
 * A request reduced to what the answer depends on, so that Convex can answer a repeated one from
 * its cache.
 */
export const readValidator = {
  projectId: v.union(v.string(), v.null()),
  basePath: v.string(),
  request: v.object({ method, url, audience, headers, body, forwarded }),
  /** Unique, for an answer that must never be the same twice. */
  nonce: v.union(v.string(), v.null()),
};
export type ReadRequest = ObjectType<typeof readValidator>;

/** `renewal`: the session's renewal is due. Null: only Better Auth can answer. */
export const readAnswerValidator = v.union(
  v.object({ response: responseValidator }),
  v.object({ renewal: v.literal("due") }),
  v.null(),
);
export type ReadAnswer = Infer<typeof readAnswerValidator>;

/** What the body of an answer is made of. */
export interface ActiveRead extends OpenedRead, Sender {
  readonly session: Doc<"sessions">;
  readonly user: Doc<"users">;
  readonly token: string;
}

/** The value of the body as JSON; null if only Better Auth can answer. */
export type Bodies<Read extends SessionRead> = {
  readonly [R in Read]: (read: ActiveRead) => object | null | Promise<object | null>;
};

export type OpenedRead = Awaited<ReturnType<typeof openRead>>;

/** Throws as `openRequest` does, and 404 for an unknown endpoint. */
export async function openRead(ctx: QueryCtx, { projectId, basePath, request }: ReadRequest) {
  const opened = await openRequest(ctx, {
    projectId,
    basePath,
    request: {
      ...request,
      carriesCookies: false,
      id: "",
      ip: null,
      hasTrustedIp: false,
      userAgent: null,
    },
  });
  return {
    db: opened.db,
    deployment: opened.deployment,
    project: opened.project,
    endpoint: requireEndpoint(opened.request, opened.basePath),
    method: opened.request.method,
    url: new URL(opened.request.url),
    headers: new Headers(opened.request.headers as [string, string][]), // pairs, built in http.ts
    body: opened.request.body,
    audience: opened.request.audience,
    now: Date.now(),
  };
}

/** `renew` null: in a query, which cannot renew the session. */
export async function answerRead<Read extends SessionRead>(
  read: OpenedRead,
  bodies: Bodies<Read>,
  renew: Renew | null,
): Promise<ReadAnswer> {
  const { db, endpoint, headers, now, project } = read;
  const sender = await loadSender(db, project, headers);
  const refusal = findRefusal({ endpoint, settings: sender.settings });
  if (refusal) return { response: toRefusalResponse(refusal, { headers: sender.shared }) };
  const toBody = findBody(bodies, endpoint.reads);
  if (toBody === null || isUnusual(read, sender)) return null;
  const cookies = new SessionCookies(read);
  const { projectId } = db;
  const presented = await findPresentedToken({ headers, projectId, isSecure: cookies.isSecure });
  if (presented === "unclear") return null;
  const { token } = presented;
  if (token === null) return { response: toAbsence(read, sender, []) };
  const found = await findSession(db, token, now);
  if (found === null) return { response: toAbsence(read, sender, cookies.cleared) };
  const { user } = found;
  let { session } = found;
  const isDue =
    isRenewalDue(session, sender.settings.sessions, now) &&
    !read.url.searchParams.get("disableRefresh") &&
    !(await cookies.isForgotten());
  const expiresAt = isDue
    ? renewedExpiry(session, sender.settings.sessions, now)
    : session.expiresAt;
  // A session at its maximum length needs no write on every use, only its cookie anew; and one a
  // day, because the user is active.
  const needsWrite = expiresAt !== session.expiresAt || (isDue && isFirstUseOfDay(session, now));
  // Whether a session is refused is checked after the work, as in sessionRules.ts.
  const isRefused =
    requiresSecondFactor(endpoint, sender.settings) &&
    !user.twoFactorEnabled &&
    !hasTrustedFactor(session);
  if (needsWrite && renew !== null && !isRefused) session = await renew(session, expiresAt, now);
  const value = await toBody({ ...read, ...sender, session, user, token });
  if (value === null) return null;
  if (isRefused)
    return { response: toRefusalResponse(SECOND_FACTOR_REQUIRED, { headers: sender.shared }) };
  if (needsWrite && renew === null) return { renewal: "due" };
  const renewed = isDue ? await cookies.renewed(token, sender.settings) : [];
  return { response: toResponse(read, sender, { value, headers: renewed }) };
}

function findBody<Read extends SessionRead>(
  bodies: Bodies<Read>,
  reads: SessionRead | null,
): Bodies<Read>[Read] | null {
  const named: Partial<Record<SessionRead, Bodies<Read>[Read]>> = bodies;
  return reads === null ? null : (named[reads] ?? null);
}

/** Requests whose checks or meaning are Better Auth's alone. */
function isUnusual(read: OpenedRead, { page }: Sender): boolean {
  const { db, endpoint, method, url, headers, body } = read;
  const { searchParams } = url;
  if (REDIRECT_FIELDS.some((name) => searchParams.has(name))) return true;
  if (["disableRefresh", "disableCookieCache"].some((name) => searchParams.getAll(name).length > 1))
    return true;
  const cookies = headers.get("cookie");
  // The cache of a session in a cookie, which this runtime never sets.
  if (cookies?.includes(cookieName(db.projectId, "session_data", false))) return true;
  if (method === "GET" || method === "HEAD") return body !== "";
  if (method !== "POST" || endpoint.reads !== "accessToken") return true;
  // Better Auth checks the origin of a POST with cookies.
  const origin = headers.get("origin");
  if (cookies !== null && page === null && origin !== url.origin) return true;
  return Object.keys(parseFields(body)).some((name) => name !== "audience");
}

/** The active session with this token, and its user. */
async function findSession(
  db: TenantReader,
  token: string,
  now: number,
): Promise<{ session: Doc<"sessions">; user: Doc<"users"> } | null> {
  const tokenHash = await sha256(token);
  const session = await db
    .range("sessions", "byTokenHash", (q) => q.eq("tokenHash", tokenHash))
    .unique();
  if (!session || session.expiresAt <= now) return null;
  const user = await db.get("users", session.userId);
  return user && !isBanned(user, now) ? { session, user } : null;
}

/** The cookies of a session, as Better Auth sets and clears them. */
class SessionCookies {
  readonly projectId: string;
  readonly isSecure: boolean;
  private readonly sent: string;
  private readonly sameSite: "Lax" | "Strict";

  constructor({ db, project, url, headers }: OpenedRead) {
    this.sameSite = project.isAdmin ? "Strict" : "Lax";
    this.projectId = db.projectId;
    this.isSecure = url.protocol === "https:";
    this.sent = headers.get("cookie") ?? "";
  }

  get cleared(): string[][] {
    return [SESSION_COOKIE, "session_data", "dont_remember"].map((name) =>
      this.header(name, "", 0),
    );
  }

  /** Whether the session ends with the browser's; then its cookie has no lifetime to renew. */
  async isForgotten(): Promise<boolean> {
    const value = await signedCookie(this.sent, this.projectId, "dont_remember", this.isSecure);
    return value !== null;
  }

  async renewed(token: string, { sessions }: Sender["settings"]): Promise<string[][]> {
    const [secret] = await signInSecrets(this.projectId);
    const signed = `${token}.${await hmacBase64(secret!, token)}`; // never empty
    return [
      this.header(SESSION_COOKIE, encodeURIComponent(signed), sessions.inactivityTimeout),
      ["set-auth-token", signed],
      ["access-control-expose-headers", "set-auth-token"],
    ];
  }

  private header(name: string, value: string, maxAgeSeconds: number): string[] {
    const fullName = cookieName(this.projectId, name, this.isSecure);
    const secure = this.isSecure ? "; Secure" : "";
    return [
      "set-cookie",
      `${fullName}=${value}; Max-Age=${maxAgeSeconds}; Path=/; HttpOnly${secure}; SameSite=${this.sameSite}`,
    ];
  }
}

/** The answer when there is no active session: null, or 401 where one is needed. */
function toAbsence(read: OpenedRead, sender: Sender, cookies: string[][]): AttemptResponse {
  if (read.endpoint.reads === "session")
    return toResponse(read, sender, { value: null, headers: cookies });
  const refusal = { code: "UNAUTHORIZED", message: "Unauthorized" };
  return toRefusalResponse(refusal, { status: 401, headers: [...cookies, ...sender.shared] });
}

function toResponse(
  { endpoint }: OpenedRead,
  { shared }: Sender,
  { value, headers }: { readonly value: object | null; readonly headers: string[][] },
): AttemptResponse {
  const isOverridden = (name: string | undefined) => shared.some(([each]) => each === name);
  return {
    status: 200,
    headers: [
      ["content-type", "application/json"],
      ...(endpoint.reads === "session" ? [["pragma", "no-cache"]] : []),
      ...headers.filter(([name]) => !isOverridden(name)),
      ...shared,
    ],
    body: JSON.stringify(value),
  };
}
