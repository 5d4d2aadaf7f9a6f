import { BanataAuthError, NetworkError, TimeoutError } from "../errors";
import type { Operation, Transport, WriteOptions } from "../transport";
import { answerOf } from "./answer";
import { environmentValue } from "./environment";
import { defaultPacing, withRetries, type Pacing } from "./retries";

/** How to reach a runtime over HTTP. */
export interface HttpOptions {
  /** Default: `BANATA_API_KEY`, then `BANATA_AUTH_API_KEY` of the environment. */
  readonly apiKey?: string;
  /**
   * Where the runtime is mounted, such as `https://happy-otter-123.convex.site/banata`. Default:
   * `BANATA_AUTH_URL`, then `BANATA_AUTH_BASE_URL` of the environment, then the hosted
   * `https://auth.banata.dev`.
   */
  readonly baseUrl?: string;
  /** Milliseconds for each attempt, answer included. Default 30,000. */
  readonly timeout?: number;
  /**
   * How many times a call is repeated after a network failure, a timeout, 429 or 5xx. A write
   * carries the same `Idempotency-Key` each time, so it is done once. Default 3.
   */
  readonly retries?: number;
  /**
   * The project that the key is expected to be of: every call is refused with `ForbiddenError` when
   * it is of another. Default: whichever project the key is of.
   */
  readonly projectId?: string;
  /**
   * The environment label that the key's project is expected to have: when the project has another
   * one, every call is refused with `ForbiddenError`.
   */
  readonly environmentId?: string;
  /** Default: the global `fetch`. */
  readonly fetch?: typeof fetch;
}

const HOSTED = "https://auth.banata.dev";
const LONGEST_TIMER = 2_147_483_647; // timers take 31 bits

/**
 * The transport that `new BanataAuth("sk_…")` makes. Redirects are not followed: they would take
 * passwords elsewhere, or lose the body.
 */
export function httpTransport(
  options: HttpOptions = {},
  pacing: Pacing = defaultPacing,
): Transport {
  const apiKey = checkedKey(
    options.apiKey ?? environmentValue("BANATA_API_KEY", "BANATA_AUTH_API_KEY"),
  );
  const baseUrl = checkedUrl(
    options.baseUrl ?? environmentValue("BANATA_AUTH_URL", "BANATA_AUTH_BASE_URL") ?? HOSTED,
  );
  const timeout = checkedTimeout(options.timeout ?? 30_000);
  const retries = options.retries ?? 3;
  if (!Number.isInteger(retries) || retries < 0)
    throw misconfigured("retries: expected 0 or a positive whole number");
  const { projectId, environmentId } = options;
  const expected = {
    ...(projectId === undefined ? {} : { projectId }),
    ...(environmentId === undefined ? {} : { environmentId }),
  };

  return {
    request: async (operation, input, call) => {
      const attempt = {
        ...prepared(operation, { ...expected, ...input }, call, baseUrl, apiKey),
        signal: call.signal,
      };
      const attemptTimeout = call.timeout === undefined ? timeout : checkedTimeout(call.timeout);
      return await withRetries(
        async () => answerOf(await exchange(options.fetch ?? fetch, attempt, attemptTimeout)),
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

/** The request, made once: every attempt sends the same idempotency key and body. */
function prepared(
  operation: Operation,
  input: { readonly [field: string]: unknown },
  call: WriteOptions,
  baseUrl: string,
  apiKey: string,
): Omit<Attempt, "signal"> {
  const url = `${baseUrl}${operation.path}`;
  const headers: Record<string, string> = {
    accept: "application/json",
    authorization: `Bearer ${apiKey}`,
  };
  if (operation.method === "GET") {
    const query = queryOf(input);
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

/** Lists are joined by commas, as the runtime reads them. */
function queryOf(input: { readonly [field: string]: unknown }): string {
  const query = new URLSearchParams();
  for (const [field, value] of Object.entries(input)) {
    if (value === undefined || value === null) continue;
    query.set(field, value instanceof Date ? value.toISOString() : String(value));
  }
  return query.toString();
}

/** One attempt, body included. */
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
      `${origin}${pathname} could not be reached, or the connection broke`,
      cause,
    );
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", giveUp);
  }
}

function checkedKey(apiKey: string | undefined): string {
  const key = apiKey?.trim() ?? "";
  if (key === "") throw misconfigured("No API key: pass apiKey, or set BANATA_API_KEY");
  // `fetch` would refuse it too, in a message that shows it.
  if (!/^[\x21-\x7e]+$/.test(key))
    throw misconfigured("apiKey: expected visible ASCII characters without spaces");
  return key;
}

function checkedUrl(baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") {
    throw misconfigured("baseUrl: expected an http(s) address without a user name");
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}

function checkedTimeout(timeout: number): number {
  if (timeout > 0 && timeout <= LONGEST_TIMER) return timeout;
  throw misconfigured(`timeout: expected milliseconds, more than 0 and at most ${LONGEST_TIMER}`);
}

const misconfigured = (message: string) =>
  new BanataAuthError({ status: 0, code: "invalid_configuration", message });
