import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { PlatformRefusal } from "../runtime/refusals";
import { requireAdmin } from "./authorization";
import type { Endpoint } from "./cliEndpoints";
import {
  callFunction,
  encodeTimestamp,
  type FunctionApiContext,
  type FunctionEndpoint,
} from "./functionApi";
import { RequestError } from "./requestError";
import { requestUrl } from "./requestUrl";

const functionEndpoints: readonly FunctionEndpoint[] = [
  "query",
  "query_at_ts",
  "mutation",
  "action",
  "function",
];

/** The answer to `GET /version`, which the CLI only displays. */
const version = "local-deployment";

/**
 * Creates the handler of the cloud port, for the function calls of clients and the requests of the
 * CLI. Paths that only the real backend has answer 404 with an explanation.
 */
export function cloudHandler(
  context: FunctionApiContext & {
    readonly endpoints: Readonly<Record<string, Endpoint>>;
    readonly log: (message: string) => void;
  },
): RequestListener {
  const open: Readonly<Record<string, Endpoint>> = {
    "GET /": () => "This is a local Convex deployment, for development and tests.",
    "GET /version": () => version,
    "GET /instance_name": () => "local",
    "POST /api/query_ts": () => ({ ts: encodeTimestamp(context.database.latest()) }),
  };

  const answer = async (
    request: IncomingMessage,
    cancelled: AbortSignal,
  ): Promise<{ status: number; body: unknown }> => {
    const url = requestUrl(request, "http://local");
    const name = `${request.method} ${url.pathname}`;
    const call = functionEndpoints.find((endpoint) => name === `POST /api/${endpoint}`);
    if (call !== undefined) return callFunction(call, request, context);
    const endpoint = open[name];
    if (endpoint !== undefined)
      return { status: 200, body: await endpoint(request, url, cancelled) };
    const guarded = context.endpoints[name];
    if (guarded === undefined) throw new RequestError(404, "NotFound", notHere(name));
    requireAdmin(request.headers.authorization, context.isAdminKey);
    return { status: 200, body: await guarded(request, url, cancelled) };
  };

  return (request, response) => {
    allowOrigin(request, response);
    if (request.method === "OPTIONS") return void response.writeHead(204).end();
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    answer(request, gone.signal)
      .catch((error: unknown) => failure(error, context.log))
      .then(({ status, body }) => send(response, status, body))
      .catch((error: unknown) => context.log(`An answer could not be sent: ${String(error)}`));
  };
}

function notHere(name: string): string {
  return `${name} does not exist on this local deployment. It has what convex dev, deploy, codegen, run, env, data and logs need and the function API; not file storage, import and export, search, the dashboard, or log streams.`;
}

function failure(
  error: unknown,
  log: (message: string) => void,
): { status: number; body: unknown } {
  if (error instanceof RequestError || error instanceof PlatformRefusal)
    return { status: error.status, body: { code: error.code, message: error.message } };
  log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return {
    status: 500,
    body: {
      code: "InternalServerError",
      message: "Your request couldn't be completed. Try again later.",
    },
  };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  if (response.destroyed) return;
  const text = typeof body === "string";
  response.writeHead(status, {
    "Content-Type": text ? "text/plain; charset=utf-8" : "application/json",
  });
  response.end(text ? body : JSON.stringify(body));
}

/**
 * Pages of any origin may call functions, because calls are authorized by a token, never by a
 * cookie.
 */
function allowOrigin(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader("Access-Control-Allow-Origin", request.headers.origin ?? "*");
  response.setHeader("Vary", "Origin");
  if (request.method !== "OPTIONS") return;
  response.setHeader("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE, OPTIONS");
  response.setHeader(
    "Access-Control-Allow-Headers",
    request.headers["access-control-request-headers"] ?? "*",
  );
  response.setHeader("Access-Control-Max-Age", "86400");
}
