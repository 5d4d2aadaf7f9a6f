/**
 * A management request: request id → route → credential → one query or mutation → answer.
 */
import type { FunctionReference } from "convex/server";
import { api, internal } from "./_generated/api";
import type { ActionCtx } from "./_generated/server";
import { looksLikeKey } from "./apiKeys/key";
import { invalidField, isContention, type Problem, problem, problemOf, unauthenticated } from "./errors";
import { manifest, type ManifestEntry } from "./manifest.generated";
import { hashPassword } from "./passwordHash";
import { answerJson, answerProblem } from "./response";
import { sha256 } from "./secrets";
import type { OperationFunction, Reply, RequestArgs } from "./tenancy/functions";

const MAXIMUM_BODY_BYTES = 1024 * 1024;

interface Route extends ManifestEntry {
  readonly group: string;
  readonly name: string;
}

/** `<method> <path>` → operation. */
const routes = new Map<string, Route>();
for (const [group, operations] of Object.entries(manifest)) {
  for (const [name, entry] of Object.entries(operations)) {
    routes.set(`${entry.method} ${entry.path}`, { ...entry, group, name });
    // Every read answers GET too, unless another operation has the path's GET.
    if (entry.kind === "query" && !routes.has(`GET ${entry.path}`)) routes.set(`GET ${entry.path}`, { ...entry, group, name });
  }
}

export async function handleManagementRequest(ctx: ActionCtx, request: Request): Promise<Response> {
  const requestId = requestIdOf(request);
  try {
    const { path, projectPath, search } = placeOf(request);
    const route = routeOf(request.method, path);
    const credential = { kind: "apiKey" as const, hash: await credentialHash(request), projectPath };
    const { ip, userAgent } = await ctx.meta.getRequestMetadata();
    const args: RequestArgs = {
      credential,
      ...(request.method === "GET" ? { input: JSON.stringify(Object.fromEntries(search)), fromQueryParameters: true } : { input: await bodyOf(request) }),
      request: { id: requestId, ip, userAgent, idempotencyKey: idempotencyKeyOf(request) },
    };
    return answerJson(await run(ctx, route, args), requestId);
  } catch (error) {
    const known = isContention(error) ? tooManyAtOnce : problemOf(error);
    if (!known) console.error(`[${requestId}]`, error);
    return answerProblem(known ?? { code: "internal_error", message: "Something went wrong on our side" }, requestId);
  }
}

const tooManyAtOnce: Problem = { code: "rate_limit_exceeded", message: "Too many requests change the same thing at once; nothing was done", retryAfterSeconds: 1 };

/** The operation's one transaction; a second one only after hashing a password, and once an hour and key to mark its use. */
async function run(ctx: ActionCtx, route: Route, args: RequestArgs): Promise<string> {
  const reply = await call(ctx, route, args);
  if ("hash" in reply) {
    const input = JSON.parse(args.input) as Record<string, string>; // the function has parsed it already and found that field
    return await run(ctx, route, { ...args, hashed: await hashPassword(input[reply.hash]!) });
  }
  if (reply.markUse) await ctx.runMutation(internal.tenancy.keyUse.mark, reply.markUse);
  return reply.body;
}

async function call(ctx: ActionCtx, route: Route, args: RequestArgs): Promise<Reply> {
  // The manifest was made from the contract, and a test holds that each of its operations has its function.
  const functions = (api as unknown as Record<string, { functions: Record<string, FunctionReference<"query" | "mutation", "public">> }>)[route.group]!.functions;
  const reference = functions[route.name]!;
  return route.kind === "query"
    ? await ctx.runQuery(reference as OperationFunction<"query">, args)
    : await ctx.runMutation(reference as OperationFunction<"mutation">, args);
}

function routeOf(method: string, path: string): Route {
  const route = routes.get(`${method} ${path}`);
  if (route) return route;
  const other = ["GET", "POST"].filter((each) => routes.has(`${each} ${path}`));
  if (other.length > 0) throw problem("method_not_allowed", `${path} answers ${other.join(" and ")}`, { allow: other });
  throw problem("not_found", `There is nothing at ${path}`);
}

/** The path below the mount, and the project that it names: `/p/<project>/api/…`. */
function placeOf(request: Request): { path: string; projectPath: string | null; search: URLSearchParams } {
  const { pathname, searchParams } = new URL(request.url);
  const mount = new URL(process.env.CONVEX_SITE_URL ?? request.url).pathname.replace(/\/$/, "");
  const below = mount !== "" && pathname.startsWith(`${mount}/`) ? pathname.slice(mount.length) : pathname;
  const [, project, rest] = /^\/p\/([^/]+)(\/.*)$/.exec(below) ?? [];
  return { path: rest ?? below, projectPath: project ?? null, search: searchParams };
}

async function credentialHash(request: Request): Promise<string> {
  const key = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? request.headers.get("x-api-key") ?? "";
  if (!looksLikeKey(key)) throw unauthenticated();
  return await sha256(key);
}

async function bodyOf(request: Request): Promise<string> {
  const body = await request.arrayBuffer();
  if (body.byteLength > MAXIMUM_BODY_BYTES) throw invalidField("", "The body is larger than 1 MiB", "too_big");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw problem("invalid_json", "The body is not UTF-8");
  }
}

function idempotencyKeyOf(request: Request): string | null {
  const key = request.headers.get("idempotency-key");
  if (key === null || /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw problem("validation_error", "Idempotency-Key: Expected 1–255 visible ASCII characters", {
    errors: [{ field: "Idempotency-Key", message: "Expected 1–255 visible ASCII characters", code: "invalid" }],
  });
}

/** The caller's own, when it is sane: it ends up in logs and in the audit log. */
function requestIdOf(request: Request): string {
  const given = request.headers.get("x-request-id");
  return given !== null && /^[A-Za-z0-9._:-]{1,128}$/.test(given) ? given : `req_${crypto.randomUUID()}`;
}
