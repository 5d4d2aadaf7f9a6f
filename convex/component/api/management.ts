/**
 * A management request: route → credential → one query or mutation → answer.
 */
import type { FunctionReference } from "convex/server";
import { api, internal } from "../_generated/api";
import type { ActionCtx } from "../_generated/server";
import { looksLikeKey } from "../core/apiKey";
import { problem, problemOf, unauthenticated, type Problem } from "../core/errors";
import { manifest, type ManifestEntry } from "./manifest.generated";
import { bodyOf, type Place } from "./request";
import { answerJson, answerProblem } from "./response";
import { sha256 } from "../core/secrets";
import type { Credential } from "../tenancy/caller";
import { parseBearerToken, parseSessionCredential } from "../sessions/credential";
import type { OperationFunction, Reply, RequestArgs } from "../tenancy/functions";

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
    if (entry.kind === "query" && !routes.has(`GET ${entry.path}`))
      routes.set(`GET ${entry.path}`, { ...entry, group, name });
  }
}

/** Whether an operation of the contract has the path, whatever the method. */
export const isManagementPath = (path: string): boolean =>
  routes.has(`POST ${path}`) || routes.has(`GET ${path}`);

export async function handleManagementRequest(
  ctx: ActionCtx,
  request: Request,
  place: Place,
  requestId: string,
): Promise<Response> {
  const route = routeOf(request.method, place.path);
  if (!route.public) return await answer(ctx, request, place, requestId, route);
  try {
    return readableAnywhere(await answer(ctx, request, place, requestId, route));
  } catch (error) {
    const known = problemOf(error);
    if (!known) throw error;
    return readableAnywhere(answerProblem(known, requestId));
  }
}

async function answer(
  ctx: ActionCtx,
  request: Request,
  place: Place,
  requestId: string,
  route: Route,
): Promise<Response> {
  const { ip, userAgent } = await ctx.meta.getRequestMetadata();
  const input =
    request.method === "GET"
      ? { input: JSON.stringify(Object.fromEntries(place.search)), fromQueryParameters: true }
      : { input: await bodyOf(request) };
  const args: RequestArgs = {
    credential: await credentialOf(request, place, route, input.input),
    ...input,
    request: { id: requestId, ip, userAgent, idempotencyKey: idempotencyKeyOf(request) },
  };
  try {
    const { body, limit } = await run(ctx, route, args);
    return answerJson(body, requestId, limit);
  } catch (error) {
    const known = problemOf(error);
    if (known?.code === "forbidden") await recordDenial(ctx, route, args, known.message);
    throw error;
  }
}

/**
 * In a transaction of its own, since the one that was denied is undone. What becomes of it changes
 * nothing in the answer.
 */
async function recordDenial(
  ctx: ActionCtx,
  { group, name }: Route,
  { credential, input, request }: RequestArgs,
  reason: string,
): Promise<void> {
  const { id, ip, userAgent } = request;
  try {
    await ctx.runMutation(api.auditLogs.denials.record, {
      credential,
      request: { id, ip, userAgent },
      operation: `${group}.${name}`,
      input,
      reason,
    });
  } catch (error) {
    console.error(`[${id}] A denied attempt was not recorded:`, error);
  }
}

/**
 * What needs no credential may be read by the pages of any origin: a sign-in page asks before it
 * knows anything.
 */
function readableAnywhere(response: Response): Response {
  response.headers.set("access-control-allow-origin", "*");
  return response;
}

/**
 * The operation's one transaction; a second one only after hashing a password, and once an hour and
 * key to mark its use.
 */
async function run(
  ctx: ActionCtx,
  route: Route,
  args: RequestArgs,
  earlier: Limit | null = null,
): Promise<{ body: string; limit: Limit | null }> {
  const { reply, limit = earlier } = await counted(ctx, route, args, await call(ctx, route, args));
  if ("hash" in reply) {
    const input = JSON.parse(args.input) as Record<string, string>; // the function has parsed it already and found that field
    const { hashNewPassword } = await import("../passwords/newPassword"); // loaded when it is needed: most requests hash nothing
    return await run(
      ctx,
      route,
      {
        ...args,
        hashed: await hashNewPassword(reply.hash, input[reply.hash]!, reply.circumstances),
      },
      limit,
    );
  }
  if (reply.markUse) await ctx.runMutation(internal.tenancy.keyUse.mark, reply.markUse);
  return { body: reply.body, limit };
}

type Limit = NonNullable<Problem["limit"]>;
type Done = { reply: Exclude<Reply, { limited: true }>; limit?: Limit };

/**
 * The reply, or what comes of it when the key has a limit: made again in one mutation that counts
 * it.
 */
async function counted(
  ctx: ActionCtx,
  { group, name, kind }: Route,
  args: RequestArgs,
  first: Reply,
): Promise<Done> {
  if (!("limited" in first)) return { reply: first };
  const { reply, limit } = await ctx.runMutation(internal.tenancy.limitedRequest.run, {
    group,
    name,
    kind,
    args,
  });
  const state = limit ? { limit } : {};
  if ("problem" in reply) {
    const { code, message, ...more } = JSON.parse(reply.problem) as Problem; // written by that function
    throw problem(code, message, { ...state, ...more });
  }
  if ("limited" in reply) throw new Error(`${group}.${name} was counted and asks for it again.`);
  return { reply, ...state };
}

async function call(ctx: ActionCtx, route: Route, args: RequestArgs): Promise<Reply> {
  // The manifest was made from the contract, and a test holds that each of its operations has its
  // function.
  const functions = (
    api as unknown as Record<
      string,
      { functions: Record<string, FunctionReference<"query" | "mutation", "public">> }
    >
  )[route.group]!.functions;
  const reference = functions[route.name]!;
  return route.kind === "query"
    ? await ctx.runQuery(reference as OperationFunction<"query">, args)
    : await ctx.runMutation(reference as OperationFunction<"mutation">, args);
}

function routeOf(method: string, path: string): Route {
  const route = routes.get(`${method} ${path}`);
  if (route) return route;
  const other = ["GET", "POST"].filter((each) => routes.has(`${each} ${path}`));
  if (other.length > 0)
    throw problem("method_not_allowed", `${path} answers ${other.join(" and ")}`, { allow: other });
  throw problem("not_found", `There is nothing at ${path}`);
}

/** A key that was sent is always looked at, also where none is needed, and before any cookie. */
async function credentialOf(
  request: Request,
  place: Place,
  route: Route,
  input: string,
): Promise<Credential> {
  const visitor =
    route.public && !request.headers.has("authorization") && !request.headers.has("x-api-key");
  if (visitor) return { kind: "client", clientId: clientIdIn(input), projectPath: place.projectId };
  const key = [parseBearerToken(request.headers), request.headers.get("x-api-key")].find(
    (each) => each !== null && looksLikeKey(each),
  );
  if (key != null) return { kind: "apiKey", hash: await sha256(key), projectPath: place.projectId };
  const session = route.session ? await parseSessionCredential(request, place) : null;
  if (session) return session;
  throw unauthenticated();
}

/** Read here without the schema library; what else is wrong with the input, its function says. */
function clientIdIn(input: string): string {
  const { clientId } = fieldsOf(input);
  if (typeof clientId === "string") return clientId;
  throw problem("validation_error", "clientId: Required", {
    errors: [{ field: "clientId", message: "Required", code: "invalid_type" }],
  });
}

function fieldsOf(input: string): { readonly clientId?: unknown } {
  try {
    const value: unknown = JSON.parse(input.trim() === "" ? "{}" : input);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    throw problem("invalid_json", "The body is not valid JSON");
  }
}

function idempotencyKeyOf(request: Request): string | null {
  const key = request.headers.get("idempotency-key");
  if (key === null || /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw problem("validation_error", "Idempotency-Key: Expected 1–255 visible ASCII characters", {
    errors: [
      {
        field: "Idempotency-Key",
        message: "Expected 1–255 visible ASCII characters",
        code: "invalid",
      },
    ],
  });
}
