/**
 * Transactions that Convex could not commit, or did not start. Convex repeats a mutation four times
 * after write conflicts, within about two seconds, and then rejects the action's call. It also
 * rejects calls when the deployment is at one of its limits. Either way nothing was done. Only the
 * message of such an error reaches an action: its code does not.
 *
 * Source: https://github.com/get-convex/convex-backend, `crates/errors/src/lib.rs` (conflicts),
 * `crates/isolate/src/metrics.rs`, `crates/database/src/{metrics,snapshot_manager,transaction}.rs`
 * and `crates/application/src/application_function_runner/mod.rs` (limits).
 */
import type { Problem } from "./errors";

/** Shorter than the time that clients wait for an answer (30 s by default). */
const RETRY_FOR_MS = 20_000;
/** Long against a transaction, because Convex has already repeated it after short pauses. */
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 3_000;

const CONFLICTS = [
  /^Documents read from or written to .+ changed while this mutation was being run/,
  /^Data read or written in this mutation changed while it was being run/,
];

const REFUSALS = [
  /^Too many concurrent requests(\.| in a short period of time)/, // TooManyConcurrentRequests, ExpiredInQueue, ExecuteFullError
  /^Too many concurrent commits in a short period of time/, // CommitterFullError
  /^Too many writes per second/, // TooManyWrites
  /^Too many writes to .+\. Spread your writes out over time/, // IndexTooLarge
  /^There are no available workers to process the request/, // WorkerOverloaded
  /^Couldn't acquire a permit on this funrun/, // InitialPermitTimeoutError
  /^Selected isolate was not clean/, // IsolateNotClean
  /^Failed to connect to upstream/, // UpstreamConnectError
];

const startsLike = (error: unknown, texts: readonly RegExp[]): boolean =>
  error instanceof Error && texts.some((text) => text.test(error.message));

/** Convex gave up on a mutation after repeated write conflicts. */
export const isContention = (error: unknown): boolean => startsLike(error, CONFLICTS);

/**
 * The 503 problem for a transaction that Convex could not commit or did not start; null for any
 * other error.
 */
export function findUnavailability(error: unknown): Problem | null {
  if (isContention(error))
    return {
      code: "temporarily_unavailable",
      message: "Concurrent requests changed the same data; nothing was done, try again",
      retryAfterSeconds: 1,
    };
  if (startsLike(error, REFUSALS))
    return {
      code: "temporarily_unavailable",
      message: "The deployment is at its capacity; nothing was done, try again",
      retryAfterSeconds: 2,
    };
  return null;
}

/**
 * For actions: runs a transaction, and again while it fails because of write conflicts, for up to
 * twenty seconds with random pauses. Then it throws Convex's error.
 */
export async function retryOnContention<Result>(transact: () => Promise<Result>): Promise<Result> {
  const giveUpAt = Date.now() + RETRY_FOR_MS;
  for (let retries = 0; ; retries++) {
    try {
      return await transact();
    } catch (error) {
      const pauseMs = Math.random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** retries);
      if (!isContention(error) || Date.now() + pauseMs > giveUpAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
