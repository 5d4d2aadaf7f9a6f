/**
 * A management request: route → credential → one query or mutation → answer.
 */
import type { FunctionReference } from "convex/server";
import { api, internal } from "./_generated/api";
import type { ActionCtx } from "./_generated/server";
import { looksLikeKey } from "./apiKeys/key";
import { problem, unauthenticated } from "./errors";
import { manifest, type ManifestEntry } from "./manifest.generated";
import { hashPassword } from "./passwordHash";
import { bodyOf, type Place } from "./request";
import { answerJson } from "./response";
import { sha256 } from "./secrets";
import type { OperationFunction, Reply, RequestArgs } from "./tenancy/functions";

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

/** Whether an operation of the contract has the path, whatever the method. */
export const isManagementPath = (path: string): boolean => routes.has(`POST ${path}`) || routes.has(`GET ${path}`);

export async function handleManagementRequest(ctx: ActionCtx, request: Request, place: Place, requestId: string): Promise<Response> {
  const route = routeOf(request.method, place.path);
  const { ip, userAgent } = await ctx.meta.getRequestMetadata();
  const args: RequestArgs = {
    credential: { kind: "apiKey", hash: await credentialHash(request), projectPath: place.projectId },
    ...(request.method === "GET" ? { input: JSON.stringify(Object.fromEntries(place.search)), fromQueryParameters: true } : { input: await bodyOf(request) }),
    request: { id: requestId, ip, userAgent, idempotencyKey: idempotencyKeyOf(request) },
  };
  return answerJson(await run(ctx, route, args), requestId);
}

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
  const methods = ["GET", "POST"].filter((each) => routes.has(`${each} ${path}`));
  throw problem("method_not_allowed", `${path} answers ${methods.join(" and ")}`);
}

async function credentialHash(request: Request): Promise<string> {
  const key = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? request.headers.get("x-api-key") ?? "";
  if (!looksLikeKey(key)) throw unauthenticated();
  return await sha256(key);
}

function idempotencyKeyOf(request: Request): string | null {
  const key = request.headers.get("idempotency-key");
  if (key === null || /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw problem("validation_error", "Idempotency-Key: Expected 1–255 visible ASCII characters", {
    errors: [{ field: "Idempotency-Key", message: "Expected 1–255 visible ASCII characters", code: "invalid" }],
  });
}
