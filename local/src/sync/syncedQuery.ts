import { createHash } from "node:crypto";
import type { FunctionOutcome, QueryOutcome } from "../types";
import type { AddQuery, StateModification } from "./protocol";
import type { Watch } from "./subscriptions";

/**
 * A query in one client's query set: the result that was last sent, and the watch on what it read.
 */
export class SyncedQuery {
  /** How often it ran, for tests. */
  runs = 0;
  /** False from the moment its result may have changed until it has run again. */
  valid = false;
  /** Counts `invalidate`, so that a run can detect that it is outdated. */
  invalidations = 0;
  journal: string | null;
  private watch: Watch | null = null;
  private sentDigest: string | null = null;

  constructor(readonly query: AddQuery) {
    this.journal = query.journal ?? null;
  }

  /**
   * Stores a new result and returns what to send to the client; null when the client has this
   * result.
   */
  complete(outcome: QueryOutcome): StateModification | null {
    this.runs += 1;
    this.valid = true;
    this.journal = outcome.journal ?? null;
    const digest = computeDigest(outcome);
    if (digest === this.sentDigest) return null;
    this.sentDigest = digest;
    const { queryId } = this.query;
    const { logLines } = outcome;
    const { journal } = this;
    return outcome.status === "success"
      ? { type: "QueryUpdated", queryId, value: outcome.value, logLines, journal }
      : {
          type: "QueryFailed",
          queryId,
          errorMessage: outcome.message,
          errorData: outcome.errorData,
          logLines,
          journal,
        };
  }

  watchWith(watch: Watch): void {
    this.watch?.cancel();
    this.watch = watch;
  }

  invalidate(): void {
    this.valid = false;
    this.invalidations += 1;
    this.watch?.cancel();
    this.watch = null;
  }
}

/** As in Convex, log lines are part of the result: a client that shows them needs the new ones. */
function computeDigest(outcome: FunctionOutcome): string {
  const result =
    outcome.status === "success"
      ? ["success", outcome.value]
      : ["error", outcome.message, outcome.errorData];
  return createHash("sha256")
    .update(JSON.stringify([result, outcome.logLines]))
    .digest("base64");
}
