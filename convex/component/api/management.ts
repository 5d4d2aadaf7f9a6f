/** Handles a management request: route → credential → one query or mutation → response. */
import type { ActionCtx } from "../_generated/server";
import { looksLikeKey } from "../core/apiKey";
import { findProblem, invalidField, isRecorded, problem, unauthenticated } from "../core/errors";
import { readSender } from "./clientAddress";
import { recordDenial } from "./denials";
import { manifest } from "./manifest.generated";
import { runOperation, type Route } from "./operationRun";
import { readBody, type Place } from "./request";
import { answerJson, answerProblem } from "./response";
import { requireIdempotencyKey } from "../core/requestLimits";
import { sha256 } from "../core/secrets";
import type { Credential } from "../tenancy/caller";
import { requestTransactions, type Contended } from "../tenancy/contenders";
import { parseBearerToken, parseSessionCredential } from "../sessions/credential";
import type { RequestArgs } from "../tenancy/request";

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

/** The path at which the hosted product has it, besides the one of the contract. */
routes.set(
  "POST /banata/portal/generate-link",
  routes.get(`POST ${manifest.portal.generateLink.path}`)!, // from the manifest, above
);

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
    const { body, limit } = await runOperation({ ctx, transactions }, route, args);
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
