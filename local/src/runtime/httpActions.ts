import type { DeployedApp, DeployedComponent, Identity, RequestMetadata } from "../types";
import { Abortion, actionHost, endAction } from "./actions";
import type { ActionScope } from "./actionScope";
import type { FunctionTarget } from "./functionAddress";
import { clientMessage, FunctionFailure, toFailure } from "./functionError";
import { Isolate } from "./isolate";
import { LogLines } from "./logLine";
import { noUsage } from "./metrics";
import type { Services } from "./services";
import { warnOfDangling } from "./transactionFunction";

const ROUTER_MODULE = "http.js";

const texts = new WeakMap<Response, string>();
/** The whole body of an answer, if it is text and has not been read: cheaper than its stream. */
export const answeredText = (response: Response): string | undefined => texts.get(response);

/**
 * The destination of a request: a component, the path that its router sees, and the route for logs.
 */
interface RoutedRequest {
  readonly component: DeployedComponent;
  readonly path: string;
  readonly route: string;
}

/** The part of convex/server's `HttpRouter` that is used here. */
interface Router {
  lookup(
    path: string,
    method: string,
  ): readonly [{ invokeHttpAction(request: Request): Promise<unknown> }, string, string] | null;
}

/** Runs the HTTP action for a request on the site port. */
export async function runHttpAction(
  services: Services,
  request: Request,
  metadata: RequestMetadata,
): Promise<Response> {
  const app = services.app.current();
  const routed = routeRequest(app, request);
  if (routed === null) return notFound(app);
  const started = performance.now();
  const identity = await bearerIdentity(services, app, request);
  const scope: ActionScope = { services, app, identity, request: metadata, log: new LogLines() };
  let failure: FunctionFailure | null = null;
  try {
    return await respond(scope, routed, request);
  } catch (error) {
    failure = toFailure(error);
    return Response.json(
      {
        code: clientMessage(metadata.requestId, new FunctionFailure("")).trimEnd(),
        trace: failure.message,
      },
      { status: 500 },
    );
  } finally {
    const call = {
      component: routed.component.path,
      path: routed.route,
      type: "HttpAction" as const,
      milliseconds: performance.now() - started,
    };
    services.metrics.add({ ...call, usage: noUsage(), retries: 0 });
    services.onExecution({
      ...call,
      path: `${request.method} ${routed.route}`,
      requestId: metadata.requestId,
      logLines: scope.log.lines,
      error: failure?.message ?? null,
      errorData: failure?.data,
    });
  }
}

/** The app's own routes come before those of mounted components, and so on at each level. */
function routeRequest(app: DeployedApp, request: Request): RoutedRequest | null {
  const { pathname } = new URL(request.url);
  const method = request.method === "HEAD" ? "GET" : request.method;
  const mounted = [...app.components.values()]
    .filter(({ httpPrefix }) => httpPrefix !== null && pathname.startsWith(httpPrefix))
    .sort(
      (a, b) =>
        (a.httpPrefix?.length ?? 0) - (b.httpPrefix?.length ?? 0) || a.path.length - b.path.length,
    );
  for (const component of mounted) {
    const path = pathname.slice((component.httpPrefix?.length ?? 1) - 1);
    const routes = component.analysis.get(ROUTER_MODULE)?.httpRoutes ?? [];
    const match = routes.find(
      ({ route }) =>
        route.method === method &&
        (route.path === path ||
          (route.path.endsWith("/*") && path.startsWith(route.path.slice(0, -1)))),
    );
    if (match !== undefined)
      return {
        component,
        path,
        route: `${(component.httpPrefix ?? "/").slice(0, -1)}${match.route.path}`,
      };
  }
  return null;
}

function notFound(app: DeployedApp): Response {
  const hasRoutes = [...app.components.values()].some(
    ({ httpPrefix, analysis }) => httpPrefix !== null && analysis.has(ROUTER_MODULE),
  );
  return new Response(
    hasRoutes
      ? "No matching routes found"
      : "This Convex deployment does not have HTTP actions enabled.",
    { status: 404 },
  );
}

/**
 * As in Convex, an `Authorization` header without a valid token leaves the caller unauthenticated.
 */
async function bearerIdentity(
  services: Services,
  app: DeployedApp,
  request: Request,
): Promise<Identity> {
  const token = /^Bearer (\S+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
  if (token === undefined || app.authProviders.length === 0) return { kind: "none" };
  return services.verifyToken(token).catch((): Identity => ({ kind: "none" }));
}

async function respond(
  scope: ActionScope,
  routed: RoutedRequest,
  request: Request,
): Promise<Response> {
  const { pool } = scope.services;
  const { component } = routed;
  const isolate = await pool.take(scope.app, component, "action");
  if (!(isolate instanceof Isolate)) throw new Error("HTTP actions run in the default runtime.");
  const abortion = new Abortion();
  isolate.begin(actionHost(scope, httpTarget(routed), abortion));
  const give = () => pool.give(scope.app, component, "action", isolate);
  const release = () => {
    warnOfDangling(scope.log, isolate.end());
    give();
  };
  let answer: Response;
  try {
    const returned = await abortion.race(
      isolate.enter(ROUTER_MODULE, (exports) => {
        // The analysis has checked that the default export is a router.
        const match = (exports.default as Router).lookup(routed.path, request.method);
        if (match === null) throw new FunctionFailure(`No HttpAction routed for ${routed.path}`);
        return match[0].invokeHttpAction(isolate.hooks.adoptRequest(request));
      }),
    );
    if (!isolate.hooks.isResponse(returned))
      throw new FunctionFailure(
        "Uncaught TypeError: The HTTP action did not return a Response object.",
      );
    answer = returned;
    const text = isolate.hooks.text(answer);
    if (text !== null) texts.set(answer, text);
  } catch (error) {
    const failure = toFailure(error);
    release();
    throw failure;
  }
  if (isolate.hooks.isStreamed(answer) && answer.body !== null)
    return whenStreamed(answer, release);
  try {
    await endAction(scope, isolate);
    return answer;
  } finally {
    give();
  }
}

/**
 * The code of a stream runs in the context until the last byte, so the context is released after
 * it.
 */
function whenStreamed(response: Response, release: () => void): Response {
  const reader = response.body!.getReader(); // the caller has checked that there is a body
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        controller.close();
      } catch (error) {
        controller.error(error);
      }
      release();
    },
    async cancel(reason) {
      await reader.cancel(reason).catch(() => undefined);
      release();
    },
  });
  return new Response(body, {
    status: response.status,
    statusText: response.statusText,
    headers: response.headers,
  });
}

/** HTTP actions have no name; Convex logs them by their route. */
function httpTarget({ component, route }: RoutedRequest): FunctionTarget {
  return {
    component,
    module: ROUTER_MODULE,
    environment: "isolate",
    path: route,
    analysis: {
      name: "default",
      udfType: "HttpAction",
      visibility: null,
      args: null,
      returns: null,
      pos: null,
    },
  };
}
