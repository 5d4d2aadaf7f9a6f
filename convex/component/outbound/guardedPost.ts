/** One POST to a URL that a tenant has given, in an action: the only way there. */
import { Resolver } from "./resolver";
import { hostOf, targetFault } from "./targets";

export { Resolver };

/** For all of it: the name, the connection, the answer. */
const TIMEOUT = 15_000;
/** Of the answer: more is not read. */
const MAXIMUM_READ = 4_096;
const SHOWN_CHARACTERS = 500;

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
  | "unresolved_name";
export interface PostResult {
  readonly status: number | null;
  readonly error: PostError | null;
  /** The answer's beginning. */
  readonly response: string | null;
  /** Milliseconds that an answer 429 or 503 asks us to wait. */
  readonly retryAfter: number | null;
}

/** Never throws. */
export async function guardedPost({ url, headers, body }: Post, resolver: Resolver): Promise<PostResult> {
  if (targetFault(url) !== null) return failed("private_address");
  const attempt = new AbortController();
  const timer = setTimeout(() => attempt.abort(), TIMEOUT);
  try {
    const host = hostOf(url);
    const resolution = host.kind === "name" ? await resolver.resolve(host.name, attempt.signal) : "public";
    if (resolution !== "public") return failed(resolution === "private" ? "private_address" : "unresolved_name");
    const response = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal: attempt.signal });
    const isRedirect = response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400);
    const error = response.ok ? null : isRedirect ? "redirect" : "status";
    return { status: response.status, error, response: await beginningOf(response), retryAfter: waitAskedFor(response) };
  } catch {
    return failed(attempt.signal.aborted ? "timeout" : "connection");
  } finally {
    clearTimeout(timer);
  }
}

const failed = (error: PostError): PostResult => ({ status: null, error, response: null, retryAfter: null });

async function beginningOf(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let [text, size] = ["", 0];
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.byteLength;
    text += decoder.decode(part.value, { stream: true });
    if (size >= MAXIMUM_READ) break;
  }
  await reader?.cancel().catch(() => undefined);
  return text.slice(0, SHOWN_CHARACTERS);
}

/** Seconds or a date: RFC 9110 §10.2.3. */
function waitAskedFor({ status, headers }: Response): number | null {
  const value = headers.get("retry-after");
  if (value === null || (status !== 429 && status !== 503)) return null;
  const milliseconds = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - Date.now();
  return Number.isFinite(milliseconds) && milliseconds > 0 ? milliseconds : null;
}
