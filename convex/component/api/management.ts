/** Handles a management request: route → credential → one query or mutation → response. */
import type { FunctionArgs } from "convex/server";
import { internal } from "../_generated/api";
import type { ActionCtx } from "../_generated/server";
import { looksLikeKey } from "../core/apiKey";
import type { RequestTransactions } from "../core/contention";
import {
  findProblem,
  invalidField,
  isRecorded,
  problem,
  type Problem,
  unauthenticated,
} from "../core/errors";
import { readSender } from "./clientAddress";
import { recordDenial } from "./denials";
import { manifest, type ManifestEntry } from "./manifest.generated";
import { readBody, type Place } from "./request";
import { answerJson, answerProblem } from "./response";
import { requireIdempotencyKey } from "../core/requestLimits";
import { sha256 } from "../core/secrets";
import type { Credential } from "../tenancy/caller";
import { requestTransactions, type Contended } from "../tenancy/contenders";
import { parseBearerToken, parseSessionCredential } from "../sessions/credential";
import type { MetadataSource } from "../sso/metadata";
import { toReference, type Reply, type RequestArgs } from "../tenancy/request";

interface Route extends ManifestEntry {
  readonly group: string;
  readonly name: string;
}

/** `<method> <path>` → operation. */
const routes = new Map<string, Route>();
for (const [group, operations] of Object.entries(manifest)) {
  for (const [name, entry] of Object.entries(operations)) {
    routes.set(`${entry.method ?? "POST"} ${entry.path}`, { ...entry, group, name });
    // Every read also answers GET, unless another operation owns the path's GET.
    if (entry.kind === "query" && !routes.has(`GET ${entry.path}`))
      routes.set(`GET ${entry.path}`, { ...entry, group, name });
  }
}

/** Whether the contract has an operation at the path, for any method. */
export const isManagementPath = (path: string): boolean =>
  routes.has(`POST ${path}`) || routes.has(`GET ${path}`);

/** Where browsers sign in through SSO, and servers with a key get the URL to send a browser to. */
const KEY_PREFIX = "sk_";
const SSO_SIGN_IN = "/api/auth/sign-in/sso";

/**
 * Whether the request is a browser's, at the path that it shares with an operation. A bearer token
 * may be a session's; what begins like a key is refused as a wrong key.
 */
export const isBrowserSignIn = ({ headers }: Request, { path }: Place): boolean =>
  path === SSO_SIGN_IN &&
  !headers.has("x-api-key") &&
  parseBearerToken(headers)?.startsWith(KEY_PREFIX) !== true;

export async function handleManagementRequest(
  ctx: ActionCtx,
  request: Request,
  place: Place,
  requestId: string,
): Promise<Response> {
  const route = requireRoute(request.method, place.path);
  const received = { request, place, requestId };
  if (!route.public) return await answer(ctx, route, received);
  try {
    return allowAnyOrigin(await answer(ctx, route, received));
  } catch (error) {
    const known = findProblem(error);
    if (!known) throw error;
    return allowAnyOrigin(answerProblem(known, requestId));
  }
}

interface Received {
  readonly request: Request;
  readonly place: Place;
  readonly requestId: string;
}

async function answer(
  ctx: ActionCtx,
  route: Route,
  { request, place, requestId }: Received,
): Promise<Response> {
  const { ip, hasTrustedIp, userAgent } = await readSender(ctx, request);
  const input =
    request.method === "GET"
      ? { input: JSON.stringify(Object.fromEntries(place.search)), fromQueryParameters: true }
      : { input: await readBody(request, route.largeField) };
  const args: RequestArgs = {
    credential: await requireCredential(request, place, route, input.input),
    ...input,
    request: {
      id: requestId,
      ip,
      hasTrustedIp,
      userAgent,
      idempotencyKey: requireIdempotencyKey(request.headers.get("idempotency-key")),
    },
  };
  try {
    const transactions = requestTransactions(ctx, () => nameContended(route, args.credential));
    const { body, limit } = await run({ ctx, transactions }, route, args);
    return answerJson(body, requestId, limit);
  } catch (error) {
    const known = findProblem(error);
    if (known && isRecorded(known))
      await recordDenial(ctx, `${route.group}.${route.name}`, args, known);
    throw error;
  }
}

/**
 * What concurrent requests contend on, as far as it is known here: the same operation of one key,
 * or of the sessions of one project, each of which is a caller.
 */
const nameContended = ({ path }: Route, credential: Credential): Contended => ({
  subject: [
    path,
    "projectPath" in credential ? credential.projectPath : null,
    credential.kind === "apiKey" ? credential.hash : null,
  ],
  caller:
    credential.kind === "session"
      ? credential.tokens.map(({ tokenHash }) => tokenHash).join()
      : null,
});

/**
 * Public operations are readable from any origin: a sign-in page calls them before anything else.
 */
function allowAnyOrigin(response: Response): Response {
  response.headers.set("access-control-allow-origin", "*");
  return response;
}

interface Running {
  readonly ctx: ActionCtx;
  readonly transactions: RequestTransactions;
}

/**
 * Runs the operation in one transaction. A second one follows only after a password was hashed,
 * metadata read or a DNS record looked up, and at most once an hour per key to record its use.
 */
async function run(
  running: Running,
  route: Route,
  args: RequestArgs,
  earlier: Limit | null = null,
): Promise<{ body: string; limit: Limit | null }> {
  const { reply, limit = earlier } = await runCounted(
    running,
    route,
    args,
    await call(running, route, args),
  );
  if ("hash" in reply) {
    const input = JSON.parse(args.input) as Record<string, string>; // already parsed by the function, which found the field
    const { hashNewPassword } = await import("../passwords/newPassword"); // loaded on demand: most requests hash nothing
    return await run(
      running,
      route,
      {
        ...args,
        hashed: await hashNewPassword(reply.hash, input[reply.hash]!, reply.circumstances),
      },
      limit,
    );
  }
  if ("prepare" in reply) {
    const input = JSON.parse(args.input) as { samlConfig: MetadataSource }; // already parsed by the function, which found the field
    const { readMetadata } = await import("../sso/metadata"); // as above
    const prepared = await readMetadata(running.ctx, input.samlConfig);
    return await run(running, route, { ...args, prepared }, limit);
  }
  if ("lookUp" in reply) {
    const { loadValues } = await import("../domains/lookup");
    return await run(running, route, { ...args, lookedUp: await loadValues(reply.lookUp) }, limit);
  }
  if (reply.markUse) await recordUse(running.ctx, args.request.id, reply.markUse);
  return { body: reply.body, limit };
}

/** The answer is there already, and the next request records a use, too. */
async function recordUse(
  ctx: ActionCtx,
  requestId: string,
  use: FunctionArgs<typeof internal.tenancy.keyUse.mark>,
): Promise<void> {
  try {
    await ctx.runMutation(internal.tenancy.keyUse.mark, use);
  } catch (error) {
    console.error(`[${requestId}] Failed to record the use of a key:`, error);
  }
}

type Limit = NonNullable<Problem["limit"]>;
type Done = { reply: Exclude<Reply, { limited: true }>; limit?: Limit };

/**
 * Returns the reply; if the key has a limit, repeats the request in one mutation that counts it.
 */
async function runCounted(
  { ctx, transactions }: Running,
  { group, name, kind }: Route,
  args: RequestArgs,
  first: Reply,
): Promise<Done> {
  if (!("limited" in first)) return { reply: first };
  const { reply, limit } = await transactions.run(
    async () =>
      await ctx.runMutation(internal.tenancy.limitedRequest.run, { group, name, kind, args }),
  );
  const state = limit ? { limit } : {};
  if ("problem" in reply) {
    const { code, message, ...more } = JSON.parse(reply.problem) as Problem; // serialized by limitedRequest.ts
    throw problem(code, message, { ...state, ...more });
  }
  if ("limited" in reply)
    throw new Error(`${group}.${name} was counted but asked to be counted again.`);
  return { reply, ...state };
}

async function call(
  { ctx, transactions }: Running,
  { group, name, kind }: Route,
  args: RequestArgs,
): Promise<Reply> {
  return kind === "query"
    ? await ctx.runQuery(toReference("query", group, name), args)
    : await transactions.run(
        async () => await ctx.runMutation(toReference("mutation", group, name), args),
      );
}

function requireRoute(method: string, path: string): Route {
  const route = routes.get(`${method} ${path}`);
  if (route) return route;
  const other = ["GET", "POST"].filter((each) => routes.has(`${each} ${path}`));
  if (other.length > 0)
    throw problem(
      "method_not_allowed",
      `${path} does not support ${method}; use ${other.join(" or ")}`,
      { allow: other },
    );
  throw problem("not_found", `No endpoint at ${path}`);
}

/**
 * A key is always checked when one is sent, even if none is needed, and takes precedence over
 * cookies.
 */
async function requireCredential(
  request: Request,
  place: Place,
  route: Route,
  input: string,
): Promise<Credential> {
  const isAnonymous =
    route.public && !request.headers.has("authorization") && !request.headers.has("x-api-key");
  if (isAnonymous)
    return { kind: "client", clientId: requireClientId(input), projectPath: place.projectId };
  const key = [parseBearerToken(request.headers), request.headers.get("x-api-key")].find(
    (each) => each !== null && looksLikeKey(each),
  );
  if (key != null) return { kind: "apiKey", hash: await sha256(key), projectPath: place.projectId };
  const session = route.keysOnly ? null : await parseSessionCredential(request, place);
  if (session) return session;
  throw unauthenticated();
}

/** Read without the schema library; the function reports any other errors in the input. */
function requireClientId(input: string): string {
  const { clientId } = parseFields(input);
  if (typeof clientId === "string") return clientId;
  throw invalidField("clientId", "Required", "invalid_type");
}

function parseFields(input: string): { readonly clientId?: unknown } {
  try {
    const value: unknown = JSON.parse(input.trim() === "" ? "{}" : input);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    throw problem("invalid_json", "The request body is not valid JSON");
  }
}
