/** A request to a tenant-provided URL whose answer the runtime reads, and how it can fail. */

export interface Question {
  readonly url: string;
  /**
   * Sent as they are, so pass only those that the protocol needs. `host`, `content-type` of a form
   * and `content-length` are set by the request itself.
   */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * If given, the request is a POST with these fields as `application/x-www-form-urlencoded`;
   * otherwise it is a GET.
   */
  readonly form?: Readonly<Record<string, string>>;
  /** A larger body is an error. Default 512 KiB. */
  readonly maximumBytes?: number;
  /** For the whole exchange: DNS lookup, connection and body. Default 10 seconds. */
  readonly timeoutMs?: number;
}

export interface Reply {
  /** Any status but a redirect. */
  readonly status: number;
  /** Names in lower case; without cookies. */
  readonly headers: Readonly<Record<string, string>>;
  /** As UTF-8. */
  readonly body: string;
}

const reasons = {
  /** `targetFault` refuses the URL. */
  invalid_target: "it is not a URL that the runtime may call",
  private_address: "its name resolves to an address that is not public",
  unresolved_name: "its name does not resolve to an address",
  timeout: "it did not answer in time",
  connection: "no connection could be made, or it was interrupted (check the TLS certificate)",
  redirect: "it answered with a redirect, which is not followed; configure the final URL",
  too_large: "its answer is larger than allowed",
  encoded: "its answer is compressed, although none was requested",
  node_file: "the app's Node file (@banata-auth/convex/node) did not answer",
} as const;
export type AskFailure = keyof typeof reasons;

/** The message names the host and what to do, and never the URL, which may contain a secret. */
export class AskError extends Error {
  constructor(
    readonly reason: AskFailure,
    url: string,
    detail: string = reasons[reason],
  ) {
    super(`${URL.canParse(url) ? new URL(url).host : "The URL"} could not be used: ${detail}`);
    this.name = "AskError";
  }
}

const DEFAULT_MAXIMUM_BYTES = 512 * 1_024;
const DEFAULT_TIMEOUT_MS = 10_000;

/** A question in the form that both ways of asking send. */
export interface PreparedQuestion {
  readonly url: string;
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly maximumBytes: number;
  readonly timeoutMs: number;
}

export function prepareQuestion(question: Question): PreparedQuestion {
  const { url, headers = {}, form, maximumBytes, timeoutMs } = question;
  return {
    url,
    method: form ? "POST" : "GET",
    headers: {
      "user-agent": "banata-auth/1",
      ...headers,
      ...(form ? { "content-type": "application/x-www-form-urlencoded" } : {}),
    },
    body: form ? new URLSearchParams(form).toString() : null,
    maximumBytes: maximumBytes ?? DEFAULT_MAXIMUM_BYTES,
    timeoutMs: timeoutMs ?? DEFAULT_TIMEOUT_MS,
  };
}

export const isRedirect = (status: number): boolean =>
  status === 0 || (status >= 300 && status < 400);
