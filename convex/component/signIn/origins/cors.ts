/**
 * CORS (https://fetch.spec.whatwg.org/#http-cors-protocol): pages of origins that the project
 * trusts may call with cookies and read the responses; others may not.
 */
import { v } from "convex/values";
import { internal } from "../../_generated/api";
import { internalQuery, type ActionCtx } from "../../_generated/server";
import { loadSettings } from "../../configuration/settings";
import { isConsoleBound } from "../../core/consoleOrigin";
import type { Place } from "../../api/request";
import { TenantReader } from "../../tenancy/database";
import { DeploymentReader } from "../../tenancy/deployment";
import { loadAllTrustedOrigins, isTrusted } from "./origins";

const ALLOW_ORIGIN = "access-control-allow-origin";
const REQUEST_HEADERS =
  "authorization, content-type, x-api-key, x-request-id, idempotency-key, x-banata-client-id, better-auth-cookie";
const ANSWER_HEADERS =
  "set-auth-token, set-better-auth-cookie, x-request-id, retry-after, ratelimit, ratelimit-policy";
/** How long browsers cache a preflight response. */
const PREFLIGHT_SECONDS = "600";

/**
 * Whether the project or any of its clients trusts the origin. `projectId` null: the default
 * project.
 */
export const originAllowed = internalQuery({
  args: { projectId: v.union(v.string(), v.null()), origin: v.string() },
  returns: v.boolean(),
  handler: async (ctx, { projectId, origin }) => {
    const deployment = new DeploymentReader(ctx.db);
    const id = projectId ?? (await deployment.settings())?.defaultProjectId ?? null;
    const project = id === null ? null : await deployment.project(id);
    if (!project || (project.isAdmin && isConsoleBound())) return false;
    const db = new TenantReader(ctx.db, project.id);
    return isTrusted(origin, await loadAllTrustedOrigins(db, await loadSettings(db)));
  },
});

/** The headers of a response to a page of a trusted origin. */
export const corsHeaders = (origin: string): [name: string, value: string][] => [
  [ALLOW_ORIGIN, origin],
  ["access-control-allow-credentials", "true"],
  ["access-control-expose-headers", ANSWER_HEADERS],
  ["vary", "origin"],
];

/**
 * Answers a CORS preflight. For untrusted origins the response has no CORS headers, which denies
 * the request.
 */
export async function answerPreflight(
  ctx: ActionCtx,
  request: Request,
  place: Place,
): Promise<Response> {
  const answer = await addCorsHeaders(
    ctx,
    request,
    place,
    new Response(null, { status: 204, headers: { vary: "origin" } }),
  );
  if (!answer.headers.has(ALLOW_ORIGIN)) return answer;
  answer.headers.set("access-control-allow-methods", "GET, POST");
  answer.headers.set("access-control-allow-headers", REQUEST_HEADERS);
  answer.headers.set("access-control-max-age", PREFLIGHT_SECONDS);
  return answer;
}

/**
 * Adds CORS headers for a trusted page of another origin. Skips the query when the transaction that
 * made the response has already added them.
 */
export async function addCorsHeaders(
  ctx: ActionCtx,
  request: Request,
  place: Place,
  answer: Response,
): Promise<Response> {
  const origin = request.headers.get("origin");
  if (origin === null || origin === place.url.origin || answer.headers.has(ALLOW_ORIGIN))
    return answer;
  if (
    !(await ctx.runQuery(internal.signIn.origins.cors.originAllowed, {
      projectId: place.projectId,
      origin,
    }))
  )
    return answer;
  for (const [name, value] of corsHeaders(origin)) answer.headers.set(name, value);
  return answer;
}
