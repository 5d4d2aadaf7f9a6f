/** One POST to a URL that a tenant has given, and what became of it, whichever way it goes. */
export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
export type PostError =
  /** Answered with another status than 2xx. */
  | "status"
  | "redirect"
  | "timeout"
  /** No connection, or none that could be trusted, or it was cut. */
  | "connection"
  /** The URL, or what its name stands for, is not of a public host. */
  | "private_address"
  | "unresolved_name"
  /** The host app's Node file, which was to send it, does not answer. */
  | "node_file";
export interface PostResult {
  readonly status: number | null;
  readonly error: PostError | null;
  /** The answer's beginning. */
  readonly response: string | null;
  /** Milliseconds that an answer 429 or 503 asks us to wait. */
  readonly retryAfter: number | null;
}

export interface Answer {
  /** 0 where `fetch` hides a redirect. */
  readonly status: number;
  /** The header as it came. */
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
    retryAfter: waitAskedFor(status, retryAfter),
  };
}

/** Seconds or a date: RFC 9110 §10.2.3. */
function waitAskedFor(status: number, value: string | null): number | null {
  if (value === null || (status !== 429 && status !== 503)) return null;
  const milliseconds = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - Date.now();
  return Number.isFinite(milliseconds) && milliseconds > 0 ? milliseconds : null;
}
