/** Adapters for the ways in which servers call a handler and take its response. */

/** A context that holds the request, such as Hono's. */
export interface FetchContext {
  readonly req: { readonly raw: Request };
}
/** The request of Node's `http`, Express, Connect and similar servers. */
export interface NodeRequest {
  readonly headers: { readonly [name: string]: string | string[] | undefined };
}
export interface NodeResponse {
  statusCode: number;
  setHeader(name: string, value: string): unknown;
  end(body?: string): unknown;
}

/** A response sent without calling the handler. */
export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One call of a handler. */
export interface GuardedServer {
  readonly header: (name: string) => string | null;
  readonly refuse: (refusal: Refusal) => unknown;
  /**
   * Calls the handler with the server's arguments and the key, and adds the headers to its
   * response.
   */
  readonly run: (
    handler: (...args: unknown[]) => unknown,
    key: unknown,
    headers: Readonly<Record<string, string>>,
  ) => Promise<unknown>;
}

/** Picks the adapter by the call's arguments. Throws when no supported server calls like this. */
export function guardedServer(args: readonly unknown[]): GuardedServer {
  const [first, second, third] = args;
  if (isRequest(first)) return fetchServer(first, (key) => [first, key, ...args.slice(1)]);
  if (isRequest(second)) return fetchServer(second, (key) => [first, second, key]);
  if (hasRequest(first)) return fetchServer(first.req.raw, (key) => [first, second, key]);
  if (isNodeRequest(first) && isNodeResponse(second)) return nodeServer(first, second, third);
  throw new TypeError(
    "withApiKey: unsupported server. Expected a Request, a context that holds one, or Node's request and response.",
  );
}

const fetchServer = (
  request: Request,
  argumentsWith: (key: unknown) => readonly unknown[],
): GuardedServer => ({
  header: (name) => request.headers.get(name),
  refuse: ({ status, headers, body }) => new Response(body, { status, headers }),
  run: async (handler, key, headers) => {
    const response = (await handler(...argumentsWith(key))) as Response; // typed by withApiKey
    if (Object.keys(headers).length === 0) return response;
    const headed = new Response(response.body, response); // the headers of a fetched response are immutable
    for (const [name, value] of Object.entries(headers)) headed.headers.set(name, value);
    return headed;
  },
});

const nodeServer = (req: NodeRequest, res: NodeResponse, next: unknown): GuardedServer => ({
  header: (name) => [req.headers[name]].flat()[0] ?? null,
  refuse: ({ status, headers, body }) => {
    res.statusCode = status;
    for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
    res.end(body);
  },
  run: async (handler, key, headers) => {
    for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
    try {
      await handler(req, res, next, key);
    } catch (error) {
      if (typeof next !== "function") throw error;
      next(error); // older servers ignore rejections
    }
  },
});

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

/** Structural, because the request may come from another realm or a polyfill. */
function isRequest(value: unknown): value is Request {
  return (
    isObject(value) &&
    typeof value.url === "string" &&
    isObject(value.headers) &&
    typeof value.headers.get === "function"
  );
}
const hasRequest = (value: unknown): value is FetchContext =>
  isObject(value) && isObject(value.req) && isRequest(value.req.raw);
const isNodeRequest = (value: unknown): value is NodeRequest =>
  isObject(value) && isObject(value.headers);
const isNodeResponse = (value: unknown): value is NodeResponse =>
  isObject(value) && typeof value.setHeader === "function" && typeof value.end === "function";
