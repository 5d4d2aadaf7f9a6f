/** One POST over the network, in an action. */

/** Shorter than the lease of an attempt (queue.ts). */
const TIMEOUT = 15_000;

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * The status and what the answer says about waiting; null when nobody answered in time. Redirects
 * are not followed: they would take the credentials elsewhere.
 */
export async function answerTo({
  url,
  headers,
  body,
}: Post): Promise<{ status: number; retryAfterSeconds: number | null } | null> {
  const attempt = new AbortController();
  const timer = setTimeout(() => attempt.abort(), TIMEOUT);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers,
      body,
      redirect: "manual",
      signal: attempt.signal,
    });
    await response.text(); // to its end, so that the connection is free; what it says may repeat our secrets
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
