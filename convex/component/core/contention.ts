/**
 * Transactions that Convex could not commit, did not start, or ended. Convex repeats a mutation four
 * times after write conflicts, within about two seconds, and then rejects the action's call. It also
 * rejects calls when the deployment is at one of its limits, and ends functions that compute for too
 * long. Each time nothing was done. Only the message of such an error reaches an action: its code
 * does not.
 *
 * Source: https://github.com/get-convex/convex-backend, `crates/errors/src/lib.rs` (conflicts),
 * `crates/isolate/src/metrics.rs`, `crates/database/src/{metrics,snapshot_manager,transaction}.rs`
 * and `crates/application/src/application_function_runner/mod.rs` (limits), and
 * `crates/isolate/src/termination.rs` (timeouts).
 */
import type { Problem } from "./errors";

/** Shorter than the time that clients wait for an answer (30 s by default). */
const RETRY_FOR_MS = 20_000;
/** A second transaction works while the first one's request leaves the queue. */
const TURNS_AT_ONCE = 2;
/**
 * Shorter than a turn usually takes. A longer pause leaves the row idle while all those who wait
 * sleep: with pauses that followed the pace so far, each turn took longer than the one before.
 */
const PAUSE_FOR_EACH_AHEAD_MS = 40;
const LONGEST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_IN_TURN_MS = 300;

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
  /^Your request timed out/, // SystemTimeoutError
];

/** A function computed too long, as every function may on a backend that is overloaded. */
const TIMEOUTS = [/^(Uncaught Error: )?Function execution timed out \(maximum duration/]; // UserTimeoutError

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
  if (startsLike(error, TIMEOUTS))
    return {
      code: "temporarily_unavailable",
      message: "The request exceeded Convex's limit on computing time; nothing was done, try again",
      retryAfterSeconds: 2,
    };
  return null;
}

/**
 * The requests that wait to repeat a transaction. Only requests whose first try conflicted are in
 * it, so it costs nothing without contention.
 */
export interface Queue {
  /** Joins behind the requests that began earlier. */
  join(until: number): Promise<void>;
  /** The number of requests ahead; renews the place. */
  countAhead(): Promise<number>;
  leave(): Promise<void>;
}

/**
 * For actions: runs the transactions of one request, and repeats them after write conflicts until
 * twenty seconds after the request began. Then it throws Convex's error.
 *
 * Repeats take turns. When a hundred requests write one row, one transaction commits at a time, and
 * whatever the others computed meanwhile is thrown away; random pauses alone need twice as many
 * tries (docs/decisions/0034). A queue that fails never fails the request: it goes on waiting.
 */
export class RequestTransactions {
  private readonly deadline = Date.now() + RETRY_FOR_MS;

  constructor(private readonly queue: Queue) {}

  async run<Result>(transact: () => Promise<Result>): Promise<Result> {
    let isQueued = false;
    try {
      for (;;) {
        try {
          return await transact();
        } catch (error) {
          if (!isContention(error) || Date.now() >= this.deadline) throw error;
        }
        if (isQueued) await this.pause(Math.random() * LONGEST_PAUSE_IN_TURN_MS);
        else isQueued = await this.join();
        if (isQueued) await this.waitForTurn();
        else await this.pause(Math.random() * LONGEST_PAUSE_MS);
      }
    } finally {
      if (isQueued) await this.leave();
    }
  }

  private async join(): Promise<boolean> {
    try {
      await this.queue.join(this.deadline);
      return true;
    } catch (error) {
      console.warn("Failed to join the queue of a contended write:", error);
      return false;
    }
  }

  /** At the deadline it is every request's turn, once. */
  private async waitForTurn(): Promise<void> {
    while (Date.now() < this.deadline) {
      const ahead = await this.countAhead();
      if (ahead < TURNS_AT_ONCE) return;
      const pauseMs = Math.min(LONGEST_PAUSE_MS, PAUSE_FOR_EACH_AHEAD_MS * ahead);
      await this.pause(pauseMs * (0.75 + Math.random() / 2));
    }
  }

  /** Infinity if it is not known. */
  private async countAhead(): Promise<number> {
    try {
      return await this.queue.countAhead();
    } catch (error) {
      console.warn("Failed to read the queue of a contended write:", error);
      return Infinity;
    }
  }

  private async pause(milliseconds: number): Promise<void> {
    const pauseMs = Math.max(0, Math.min(milliseconds, this.deadline - Date.now()));
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }

  /** The result is there already, and the place in the queue ends at the deadline by itself. */
  private async leave(): Promise<void> {
    try {
      await this.queue.leave();
    } catch (error) {
      console.warn("Failed to leave the queue of a contended write:", error);
    }
  }
}
