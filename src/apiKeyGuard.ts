import { looksLikeKey } from "../convex/component/core/apiKey";
import { PermissionSet } from "../convex/component/core/permissions";
import {
  guardedServer,
  type FetchContext,
  type NodeRequest,
  type NodeResponse,
  type Refusal,
} from "./apiKeyGuardServers";
import { BanataAuth } from "./client";
import type { Answer } from "./methodTypes";
import type { apiKeys } from "../convex/component/apiKeys/contract";

type Verdict = Answer<typeof apiKeys.verifyKey>;
/** The verified API key of a request. */
export type VerifiedApiKey = NonNullable<Verdict["apiKey"]>;

/**
 * What the guard requires of a request. `Args` are the arguments that the server passes to a
 * handler.
 */
export interface ApiKeyGuardOptions<Args extends readonly unknown[]> {
  /**
   * The client that verifies keys; its key needs `api_key.verify`. Default: an HTTP client
   * configured by the environment (see `HttpOptions`) with a 5-second timeout and no retries. In a
   * Convex HTTP action, pass a function that creates the client from `ctx`.
   */
  readonly client?: Verifier | ((...args: Args) => Verifier);
  /** A permission that the key must have. */
  readonly permission?: string;
  /** Permissions that the key must have, all of them. */
  readonly permissions?: readonly string[];
  /** The organization that the request is about. Keys of other organizations are refused. */
  readonly organizationId?:
    string | ((...args: Args) => string | undefined | Promise<string | undefined>);
  /**
   * The client's IP address, as far as you trust your proxies. Its network is recorded with the
   * key's last use.
   */
  readonly ipAddress?: (...args: Args) => string | null | undefined;
}
/** The part of the client that the guard uses. */
export interface Verifier {
  readonly apiKeys: Pick<BanataAuth["apiKeys"], "verifyKey">;
}

/**
 * Calls the handler for requests with a valid API key in `Authorization: Bearer` or `x-api-key`.
 * Answers all other requests itself with problem details (RFC 9457): 401 `Invalid or missing API
 * key`, 403 naming the missing permission, 429 with `Retry-After`, and 503 while the runtime is
 * unreachable, so that no request passes unverified. Every request counts against the key's rate
 * limit and quota; `RateLimit` headers report what is left.
 *
 * Supports servers that work with `Request` and `Response` (the handler gets the request, the key,
 * and the server's other arguments), Convex HTTP actions, servers whose context holds the request,
 * such as Hono, and servers like Express. In the last three the key is the last argument.
 *
 * ```ts
 * export const POST = withApiKey((request: Request, key) => Response.json({ by: key.id }), { permission: "sandbox_sessions:create" });
 *
 * app.post("/sessions", withApiKey((req: Request, res: Response, next: NextFunction, key: VerifiedApiKey) => res.json({ by: key.id }), { permission: "sandbox_sessions:create" })); // Express
 *
 * http.route({ path: "/sessions", method: "POST", handler: httpAction(withApiKey(async (ctx: ActionCtx, request: Request, key: VerifiedApiKey) => new Response(key.id), {
 *   client: (ctx) => new BanataAuth({ transport: convexTransport(ctx, components.banataAuth, { projectId }) }),
 * })) });
 * ```
 */
export function withApiKey<Rest extends unknown[]>(
  handler: (request: Request, key: VerifiedApiKey, ...rest: Rest) => Response | Promise<Response>,
  options?: ApiKeyGuardOptions<[request: Request, ...rest: Rest]>,
): (request: Request, ...rest: Rest) => Promise<Response>;
export function withApiKey<Ctx>(
  handler: (ctx: Ctx, request: Request, key: VerifiedApiKey) => Response | Promise<Response>,
  options?: ApiKeyGuardOptions<[ctx: Ctx, request: Request]>,
): (ctx: Ctx, request: Request) => Promise<Response>;
export function withApiKey<Context extends FetchContext>(
  handler: (
    context: Context,
    next: () => Promise<void>,
    key: VerifiedApiKey,
  ) => Response | Promise<Response>,
  options?: ApiKeyGuardOptions<[context: Context, next: () => Promise<void>]>,
): (context: Context, next: () => Promise<void>) => Promise<Response>;
export function withApiKey<Req extends NodeRequest, Res extends NodeResponse>(
  handler: (req: Req, res: Res, next: (error?: unknown) => void, key: VerifiedApiKey) => unknown,
  options?: ApiKeyGuardOptions<[req: Req, res: Res, next: (error?: unknown) => void]>,
): (req: Req, res: Res, next: (error?: unknown) => void) => Promise<void>;
export function withApiKey(
  handler: (...args: never[]) => unknown,
  options: ApiKeyGuardOptions<never[]> = {},
): (...args: never[]) => Promise<unknown> {
  let fallback: Verifier | undefined;
  const byEnvironment = () => (fallback ??= new BanataAuth({ retries: 0, timeout: 5_000 }));
  return async (...args) => {
    const server = guardedServer(args);
    const verdict = await verifyRequest(server.header, options, args, byEnvironment);
    if ("status" in verdict) return server.refuse(verdict);
    return await server.run(
      handler as (...all: unknown[]) => unknown, // the overloads type the arguments
      verdict.key,
      verdict.headers,
    );
  };
}

interface Admitted {
  readonly key: VerifiedApiKey;
  readonly headers: Readonly<Record<string, string>>;
}

async function verifyRequest(
  header: (name: string) => string | null,
  options: ApiKeyGuardOptions<never[]>,
  args: never[],
  byEnvironment: () => Verifier,
): Promise<Admitted | Refusal> {
  const presented = [parseBearer(header("authorization")), header("x-api-key")].find(
    (each) => each !== null && looksLikeKey(each),
  );
  if (presented == null) return unauthenticated;
  const { permission, permissions = [] } = options;
  const wanted = [...(permission === undefined ? [] : [permission]), ...permissions];
  try {
    const organizationId =
      typeof options.organizationId === "function"
        ? await options.organizationId(...args)
        : options.organizationId;
    const { apiKeys } =
      typeof options.client === "function"
        ? options.client(...args)
        : (options.client ?? byEnvironment());
    const ipAddress = options.ipAddress?.(...args) ?? undefined;
    return toOutcome(
      await apiKeys.verifyKey({ key: presented, permissions: wanted, organizationId, ipAddress }),
      wanted,
    );
  } catch (error) {
    const { status, retryAfter } = error as { status?: number; retryAfter?: number | null }; // any thrown value; other errors lack both
    if (status === 429)
      return refusal(429, "rate_limit_exceeded", "Too many requests; retry later", {
        "retry-after": String(Math.ceil(retryAfter ?? 1)),
      });
    console.error("API key verification failed:", error);
    return refusal(503, "unavailable", "API keys cannot be verified right now; retry later", {
      "retry-after": "5",
    });
  }
}

function toOutcome(
  { valid, code, apiKey, rateLimit }: Verdict,
  wanted: readonly string[],
): Admitted | Refusal {
  const headers = rateLimit ? formatLimitHeaders(rateLimit) : {};
  if (valid && apiKey) return { key: apiKey, headers };
  if (code === "insufficient_permissions") {
    const missing =
      apiKey &&
      (apiKey.fullAccess ? PermissionSet.all : new PermissionSet(apiKey.permissions)).missing(
        wanted,
      );
    return refusal(
      403,
      "forbidden",
      missing == null
        ? "This API key cannot access that organization"
        : `Missing permission: ${missing}`,
    );
  }
  if (code === "rate_limited" || code === "quota_exceeded") {
    const what = code === "rate_limited" ? "rate limit" : "quota";
    return refusal(
      429,
      code === "rate_limited" ? "rate_limit_exceeded" : code,
      `The ${what} of this API key is exhausted`,
      { ...headers, "retry-after": String(rateLimit?.resetSeconds ?? 1) },
    );
  }
  return unauthenticated;
}

/** Source: https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers */
const formatLimitHeaders = ({
  name,
  limit,
  remaining,
  windowSeconds,
  resetSeconds,
}: NonNullable<Verdict["rateLimit"]>) => ({
  "ratelimit-policy": `"${name}";q=${limit};w=${windowSeconds}`,
  ratelimit: `"${name}";r=${remaining};t=${resetSeconds}`,
});

const parseBearer = (authorization: string | null): string | null =>
  /^bearer +(\S+) *$/i.exec(authorization ?? "")?.[1] ?? null;

function refusal(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Refusal {
  const body = {
    code,
    message,
    status,
    type: `urn:banata-auth:${code}`,
    title: code.replaceAll("_", " "),
    detail: message,
  };
  return {
    status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...headers,
    },
    body: JSON.stringify(body),
  };
}

const unauthenticated = refusal(401, "authentication_required", "Invalid or missing API key", {
  "www-authenticate": "Bearer",
});
