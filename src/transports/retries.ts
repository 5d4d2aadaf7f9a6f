import type { BanataAuthError } from "../errors";

/** The delays between attempts. */
export interface Pacing {
  /** The maximum delay before the first retry; doubles with each further retry. */
  readonly firstDelayMs: number;
  /** The maximum delay that doubling reaches. */
  readonly longestDelayMs: number;
  /**
   * With a longer `Retry-After` there is no retry: the caller gets the error, which has the wait.
   */
  readonly longestRetryAfterMs: number;
}
export const defaultPacing: Pacing = {
  firstDelayMs: 250,
  longestDelayMs: 8_000,
  longestRetryAfterMs: 60_000,
};

/**
 * Retries after a retryable failure, at most `retries` times, with exponential backoff and full
 * jitter (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/), and never
 * sooner than `Retry-After` allows.
 */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  retries: number,
  pacing: Pacing,
  signal: AbortSignal | undefined,
): Promise<T> {
  for (let failures = 0; ; failures++) {
    try {
      return await attempt();
    } catch (error) {
      const delay =
        failures < retries && isRetryable(error) ? delayAfter(error, failures, pacing) : null;
      if (delay === null) throw error;
      await pause(delay, signal);
    }
  }
}

const isRetryable = (error: unknown): error is BanataAuthError =>
  error instanceof Error && "retryable" in error && error.retryable === true;

function delayAfter(error: BanataAuthError, failures: number, pacing: Pacing): number | null {
  if (error.retryAfter === null)
    return Math.random() * Math.min(pacing.longestDelayMs, pacing.firstDelayMs * 2 ** failures);
  const asked = error.retryAfter * 1_000;
  return asked <= pacing.longestRetryAfterMs ? asked + Math.random() * pacing.firstDelayMs : null;
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", giveUp);
      resolve();
    }, milliseconds);
    if (signal?.aborted) giveUp();
    else signal?.addEventListener("abort", giveUp, { once: true });
  });
}

/**
 * Parses a number of seconds or an HTTP date (RFC 9110 §10.2.3) to seconds; null when the header is
 * absent or invalid.
 */
export function retryAfterSeconds(header: string | null, now = Date.now()): number | null {
  if (header === null) return null;
  if (/^\d+(\.\d+)?$/.test(header.trim())) return Number(header);
  const time = Date.parse(header);
  return Number.isNaN(time) ? null : Math.max(0, (time - now) / 1_000);
}
