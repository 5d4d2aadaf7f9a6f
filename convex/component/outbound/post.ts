/** A single POST to a tenant-provided URL and its outcome, common to both ways of sending. */
export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
export type PostError =
  /** The response status is not 2xx. */
  | "status"
  | "redirect"
  | "timeout"
  /** No connection, an untrusted one, or one that was interrupted. */
  | "connection"
  /** The URL, or an address that its name resolves to, is not public. */
  | "private_address"
  | "unresolved_name"
  /** The host app's Node file, which should send the request, does not respond. */
  | "node_file";
export interface PostResult {
  readonly status: number | null;
  readonly error: PostError | null;
  /** The beginning of the response body. */
  readonly response: string | null;
  /** Milliseconds to wait, as requested by a 429 or 503 response. */
  readonly retryAfter: number | null;
}

export interface Answer {
  /** 0 where `fetch` hides a redirect. */
  readonly status: number;
  /** The header, unparsed. */
  readonly retryAfter: string | null;
  readonly response: string;
}

const SHOWN_CHARACTERS = 500;

export const failed = (error: PostError): PostResult => ({
  status: null,
  error,
  response: null,
  retryAfter: null,
});

export function answered({ status, retryAfter, response }: Answer): PostResult {
  const isRedirect = status === 0 || (status >= 300 && status < 400);
  const error = status >= 200 && status < 300 ? null : isRedirect ? "redirect" : "status";
  // Half of a character cannot be stored.
  return {
    status,
    error,
    response: response.slice(0, SHOWN_CHARACTERS).replace(/[\ud800-\udbff]$/, ""),
    retryAfter: parseRetryAfter(status, retryAfter),
  };
}

/** `Retry-After` is in seconds or a date (RFC 9110 §10.2.3). */
function parseRetryAfter(status: number, value: string | null): number | null {
  if (value === null || (status !== 429 && status !== 503)) return null;
  const milliseconds = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - Date.now();
  return Number.isFinite(milliseconds) && milliseconds > 0 ? milliseconds : null;
}
