import { BanataAuthError, NetworkError, TimeoutError } from "../errors";
import type { Operation, Transport, CallOptions } from "../transport";
import { parseAnswer } from "./answer";
import { environmentValue } from "./environment";
import { defaultPacing, withRetries, type Pacing } from "./retries";

/** How to reach the runtime over HTTP: with an API key, or in a browser with its session. */
export type HttpOptions = ApiKeyOptions | SessionOptions;

/** Calls with an API key. */
export interface ApiKeyOptions extends RequestOptions {
  readonly session?: undefined;
  /** Default: `BANATA_API_KEY`, then `BANATA_AUTH_API_KEY` of the environment. */
  readonly apiKey?: string;
  /**
   * Where the runtime is mounted, such as `https://happy-otter-123.convex.site/banata`. Default:
   * `BANATA_AUTH_URL`, then `BANATA_AUTH_BASE_URL` of the environment, then the hosted
   * `https://auth.banata.dev`.
   */
  readonly baseUrl?: string;
}

/**
 * Calls of a browser with the session cookie that it has for `baseUrl`: of a user, or of an
 * operator. The runtime decides which operations the session may call.
 */
export interface SessionOptions extends RequestOptions {
  /** Browsers only, without a key: the browser sends the cookie. */
  readonly session: "cookie";
  readonly apiKey?: undefined;
  /**
   * The project in which the session lives, such as
   * `https://happy-otter-123.convex.site/banata/p/<project>`; for operators the admin project.
   */
  readonly baseUrl: string;
}

interface RequestOptions {
  /** Milliseconds for each attempt, including reading the answer. Default 30,000. */
  readonly timeout?: number;
  /**
   * The maximum number of retries after a network failure, a timeout, 429 or 5xx. A write carries
   * the same `Idempotency-Key` each time, so it happens once. Default 3.
   */
  readonly retries?: number;
  /**
   * With a key, its expected project: every call is refused with a `ForbiddenError` when the key
   * belongs to another one. With an operator's session, the project to work in: calls are refused
   * with a `NotFoundError` when the operator is no member of it. Default: any project, and no
   * project.
   */
  readonly projectId?: string;
  /**
   * The expected environment label of the key's project: every call is refused with a
   * `ForbiddenError` when it has another one. Default: any label.
   */
  readonly environmentId?: string;
  /** Default: the global `fetch`. */
  readonly fetch?: typeof fetch;
}

const HOSTED = "https://auth.banata.dev";
const MAX_TIMER_MS = 2_147_483_647; // timers take 31 bits

/** What identifies the caller in each request. */
interface Identification {
  readonly headers: Readonly<Record<string, string>>;
  readonly credentials?: "include";
}

/**
 * The transport of `new BanataAuth("sk_…")`. Does not follow redirects: they could send passwords
 * elsewhere or lose the body.
 */
export function httpTransport(
  options: HttpOptions = {},
  pacing: Pacing = defaultPacing,
): Transport {
  const identification = identify(options);
  const baseUrl = requireBaseUrl(
    options.baseUrl ?? environmentValue("BANATA_AUTH_URL", "BANATA_AUTH_BASE_URL") ?? HOSTED,
  );
  const timeout = requireTimeout(options.timeout ?? 30_000);
  const retries = options.retries ?? 3;
  if (!Number.isInteger(retries) || retries < 0)
    throw misconfigured("retries must be 0 or a positive integer");
  const { projectId, environmentId } = options;
  const expected = {
    ...(projectId === undefined ? {} : { projectId }),
    ...(environmentId === undefined ? {} : { environmentId }),
  };

  return {
    request: async (operation, input, call) => {
      const attempt = {
        ...prepareRequest(operation, { ...expected, ...input }, call, { baseUrl, identification }),
        signal: call.signal,
      };
      const attemptTimeout = call.timeout === undefined ? timeout : requireTimeout(call.timeout);
      return await withRetries(
        async () => parseAnswer(await exchange(options.fetch ?? fetch, attempt, attemptTimeout)),
        retries,
        pacing,
        call.signal,
      );
    },
  };
}

interface Attempt {
  readonly url: string;
  readonly init: RequestInit;
  readonly signal: AbortSignal | undefined;
}

/** Prepares the request once, so that every attempt sends the same idempotency key and body. */
function prepareRequest(
  operation: Operation,
  input: { readonly [field: string]: unknown },
  call: CallOptions,
  { baseUrl, identification }: { baseUrl: string; identification: Identification },
): Omit<Attempt, "signal"> {
  const url = `${baseUrl}${operation.path}`;
  const headers: Record<string, string> = {
    accept: "application/json",
    ...identification.headers,
  };
  const { credentials } = identification;
  const common = { headers, redirect: "manual", ...(credentials ? { credentials } : {}) } as const;
  if (operation.method === "GET") {
    const query = formatQuery(input);
    return {
      url: query === "" ? url : `${url}?${query}`,
      init: { ...common, method: "GET" },
    };
  }
  headers["content-type"] = "application/json";
  if (operation.kind === "mutation" && !operation.repeatable)
    headers["idempotency-key"] = call.idempotencyKey ?? crypto.randomUUID();
  return {
    url,
    init: { ...common, method: "POST", body: JSON.stringify(input) },
  };
}

/** Lists are comma-separated, as the runtime expects. */
function formatQuery(input: { readonly [field: string]: unknown }): string {
  const query = new URLSearchParams();
  for (const [field, value] of Object.entries(input)) {
    if (value === undefined || value === null) continue;
    query.set(field, value instanceof Date ? value.toISOString() : String(value));
  }
  return query.toString();
}

/** Runs one attempt, including reading the body. */
async function exchange(
  send: typeof fetch,
  { url, init, signal }: Attempt,
  timeout: number,
): Promise<{ response: Response; text: string; url: string }> {
  signal?.throwIfAborted();
  const attempt = new AbortController();
  const giveUp = () => attempt.abort(signal?.reason);
  signal?.addEventListener("abort", giveUp, { once: true });
  const timer = setTimeout(() => attempt.abort(), timeout);
  try {
    const response = await send(url, { ...init, signal: attempt.signal });
    return { response, text: await response.text(), url };
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    const { origin, pathname } = new URL(url);
    if (attempt.signal.aborted)
      throw new TimeoutError(`${origin}${pathname} did not answer within ${timeout} ms`);
    throw new NetworkError(
      `${origin}${pathname} could not be reached, or the connection was lost`,
      cause,
    );
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", giveUp);
  }
}

function identify(options: HttpOptions): Identification {
  if (options.session === undefined) {
    const { apiKey = environmentValue("BANATA_API_KEY", "BANATA_AUTH_API_KEY") } = options;
    return { headers: { authorization: `Bearer ${requireKey(apiKey)}` } };
  }
  if (options.session !== "cookie") throw misconfigured('session must be "cookie"');
  if (options.apiKey !== undefined) throw misconfigured("Pass either apiKey or session, not both");
  if (typeof window === "undefined")
    throw misconfigured('session: "cookie" works in browsers only; pass apiKey');
  if (options.baseUrl === undefined) throw misconfigured("session needs baseUrl");
  return { headers: {}, credentials: "include" };
}

function requireKey(apiKey: string | undefined): string {
  const key = apiKey?.trim() ?? "";
  if (key === "") throw misconfigured("No API key: pass apiKey, or set BANATA_API_KEY");
  // `fetch` would refuse it too, but its message contains the key.
  if (!/^[\x21-\x7e]+$/.test(key))
    throw misconfigured("apiKey must consist of visible ASCII characters without spaces");
  return key;
}

function requireBaseUrl(baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") {
    throw misconfigured("baseUrl must be an http(s) URL without a user name or password");
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}

function requireTimeout(timeout: number): number {
  if (timeout > 0 && timeout <= MAX_TIMER_MS) return timeout;
  throw misconfigured(`timeout must be in milliseconds, more than 0 and at most ${MAX_TIMER_MS}`);
}

const misconfigured = (message: string) =>
  new BanataAuthError({ status: 0, code: "invalid_configuration", message });
