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
import type { Answer } from "./resources";
import type { apiKeys } from "../convex/component/apiKeys/contract";

type Verdict = Answer<typeof apiKeys.verifyKey>;
/** The key that a request was let in by. */
export type VerifiedApiKey = NonNullable<Verdict["apiKey"]>;

/** What a request must present to be let in. `Args` is what the server hands to a handler. */
export interface ApiKeyGuardOptions<Args extends readonly unknown[]> {
  /**
   * Asks the runtime; needs `api_key.verify`. Default: over HTTP, by the environment (see
   * `HttpOptions`), once within 5 seconds. In a Convex HTTP action give a function that makes one
   * of `ctx`.
   */
  readonly client?: Verifier | ((...args: Args) => Verifier);
  /** What the key must hold. */
  readonly permission?: string;
  /** What the key must hold, all of it. */
  readonly permissions?: readonly string[];
  /** What the request is about: a key of another organization is refused. */
  readonly organizationId?:
    string | ((...args: Args) => string | undefined | Promise<string | undefined>);
  /**
   * Whose request it is, as far as you trust your proxies: the key's last use is noted with the
   * network of that address.
   */
  readonly ipAddress?: (...args: Args) => string | null | undefined;
}
/** The part of a client that is needed. */
export interface Verifier {
  readonly apiKeys: Pick<BanataAuth["apiKeys"], "verifyKey">;
}

/**
 * Lets requests in that present a good API key, in `Authorization: Bearer` or `x-api-key`, and
 * answers all others itself, as problem details (RFC 9457): 401 `Invalid or missing API key`, 403
 * naming the permission, 429 with
 * `Retry-After`, 503 while the runtime cannot be asked: nothing is let through unverified. A key's rate limits and quotas count each request, and `RateLimit` headers say what is left.
 *
 * Servers are those that work with `Request` and `Response` (the handler gets the request, the key,
 * and what else the server hands it), Convex HTTP actions, those with a context that has the
 * request, such as Hono, and those like Express (in these three the key comes last).
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
    const verdict = await verdictOn(server.header, options, args, byEnvironment);
    if ("status" in verdict) return server.refuse(verdict);
    return await server.run(
      handler as (...all: unknown[]) => unknown,
      verdict.key,
      verdict.headers,
    ); // the overloads say which arguments these are
  };
}

interface LetIn {
  readonly key: VerifiedApiKey;
  readonly headers: Readonly<Record<string, string>>;
}

async function verdictOn(
  header: (name: string) => string | null,
  options: ApiKeyGuardOptions<never[]>,
  args: never[],
  byEnvironment: () => Verifier,
): Promise<LetIn | Refusal> {
  const presented = [bearerOf(header("authorization")), header("x-api-key")].find(
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
    return outcomeOf(
      await apiKeys.verifyKey({ key: presented, permissions: wanted, organizationId, ipAddress }),
      wanted,
    );
  } catch (error) {
    const { status, retryAfter } = error as { status?: number; retryAfter?: number | null }; // whatever it is
    if (status === 429)
      return refusal(
        429,
        "rate_limit_exceeded",
        "Too many requests at once; wait before the next",
        { "retry-after": String(Math.ceil(retryAfter ?? 1)) },
      );
    console.error("API keys cannot be verified:", error);
    return refusal(503, "unavailable", "API keys cannot be verified at the moment", {
      "retry-after": "5",
    });
  }
}

function outcomeOf(
  { valid, code, apiKey, rateLimit }: Verdict,
  wanted: readonly string[],
): LetIn | Refusal {
  const headers = rateLimit ? limitHeaders(rateLimit) : {};
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
        ? "This API key does not work on that organization"
        : `Missing permission: ${missing}`,
    );
  }
  if (code === "rate_limited" || code === "quota_exceeded") {
    const what = code === "rate_limited" ? "rate limit" : "quota";
    return refusal(
      429,
      code === "rate_limited" ? "rate_limit_exceeded" : code,
      `The ${what} of this API key is used up`,
      { ...headers, "retry-after": String(rateLimit?.resetSeconds ?? 1) },
    );
  }
  return unauthenticated;
}

/** Source: https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers */
const limitHeaders = ({
  name,
  limit,
  remaining,
  windowSeconds,
  resetSeconds,
}: NonNullable<Verdict["rateLimit"]>) => ({
  "ratelimit-policy": `"${name}";q=${limit};w=${windowSeconds}`,
  ratelimit: `"${name}";r=${remaining};t=${resetSeconds}`,
});

const bearerOf = (authorization: string | null): string | null =>
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
