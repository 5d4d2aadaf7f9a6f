import type { BanataAuthError } from "../errors";

/** How long to wait between attempts, in milliseconds. */
export interface Pacing {
  /** The most before the first retry; doubles with each further one. */
  readonly firstDelay: number;
  /** What the doubling ends at. */
  readonly longestDelay: number;
  /**
   * A server that asks for a longer wait than this is not asked again: the caller gets the error,
   * which says how long.
   */
  readonly longestRetryAfter: number;
}
export const defaultPacing: Pacing = {
  firstDelay: 250,
  longestDelay: 8_000,
  longestRetryAfter: 60_000,
};

/**
 * Does it again after a retryable failure, at most `retries` times, with exponential back-off and
 * full jitter, and never sooner than a `Retry-After` says. Source of the jitter:
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
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
    return Math.random() * Math.min(pacing.longestDelay, pacing.firstDelay * 2 ** failures);
  const asked = error.retryAfter * 1_000;
  return asked <= pacing.longestRetryAfter ? asked + Math.random() * pacing.firstDelay : null;
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
 * Seconds, from a number of seconds or an HTTP date (RFC 9110 §10.2.3); null when there is none
 * that can be read.
 */
export function retryAfterSeconds(header: string | null, now = Date.now()): number | null {
  if (header === null) return null;
  if (/^\d+(\.\d+)?$/.test(header.trim())) return Number(header);
  const time = Date.parse(header);
  return Number.isNaN(time) ? null : Math.max(0, (time - now) / 1_000);
}
