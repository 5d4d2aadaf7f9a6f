/** A single HTTP POST, sent from an action. */

/** Must be shorter than the lease of an attempt (queue.ts). */
const TIMEOUT_MS = 15_000;

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Returns the response's status and `Retry-After`, or null on a network error or timeout. Redirects
 * are not followed, because they would send the credentials to another host.
 */
export async function sendPost({
  url,
  headers,
  body,
}: Post): Promise<{ status: number; retryAfterSeconds: number | null } | null> {
  const attempt = new AbortController();
  const timer = setTimeout(() => attempt.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers,
      body,
      redirect: "manual",
      signal: attempt.signal,
    });
    await response.text().catch(() => undefined); // drain the body so the connection can be reused; never log it, it may echo our secrets
    const seconds = Number(response.headers.get("retry-after") ?? "");
    return {
      status: response.status,
      retryAfterSeconds: Number.isFinite(seconds) && seconds > 0 ? seconds : null,
    };
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
