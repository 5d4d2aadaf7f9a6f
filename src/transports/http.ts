import { BanataAuthError, NetworkError, TimeoutError } from "../errors";
import type { Operation, Transport, CallOptions } from "../transport";
import { parseAnswer } from "./answer";
import { environmentValue } from "./environment";
import { defaultPacing, withRetries, type Pacing } from "./retries";

/** How to reach the runtime over HTTP. */
export interface HttpOptions {
  /** Default: `BANATA_API_KEY`, then `BANATA_AUTH_API_KEY` of the environment. */
  readonly apiKey?: string;
  /**
   * Where the runtime is mounted, such as `https://happy-otter-123.convex.site/banata`. Default:
   * `BANATA_AUTH_URL`, then `BANATA_AUTH_BASE_URL` of the environment, then the hosted
   * `https://auth.banata.dev`.
   */
  readonly baseUrl?: string;
  /** Milliseconds for each attempt, including reading the answer. Default 30,000. */
  readonly timeout?: number;
  /**
   * The maximum number of retries after a network failure, a timeout, 429 or 5xx. A write carries
   * the same `Idempotency-Key` each time, so it happens once. Default 3.
   */
  readonly retries?: number;
  /**
   * The expected project of the key: every call is refused with a `ForbiddenError` when the key
   * belongs to another one. Default: any project.
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

/**
 * The transport of `new BanataAuth("sk_…")`. Does not follow redirects: they could send passwords
 * elsewhere or lose the body.
 */
export function httpTransport(
  options: HttpOptions = {},
  pacing: Pacing = defaultPacing,
): Transport {
  const apiKey = requireKey(
    options.apiKey ?? environmentValue("BANATA_API_KEY", "BANATA_AUTH_API_KEY"),
  );
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
        ...prepareRequest(operation, { ...expected, ...input }, call, baseUrl, apiKey),
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
  baseUrl: string,
  apiKey: string,
): Omit<Attempt, "signal"> {
  const url = `${baseUrl}${operation.path}`;
  const headers: Record<string, string> = {
    accept: "application/json",
    authorization: `Bearer ${apiKey}`,
  };
  if (operation.method === "GET") {
    const query = formatQuery(input);
    return {
      url: query === "" ? url : `${url}?${query}`,
      init: { method: "GET", headers, redirect: "manual" },
    };
  }
  headers["content-type"] = "application/json";
  if (operation.kind === "mutation" && !operation.repeatable)
    headers["idempotency-key"] = call.idempotencyKey ?? crypto.randomUUID();
  return {
    url,
    init: { method: "POST", headers, body: JSON.stringify(input), redirect: "manual" },
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
