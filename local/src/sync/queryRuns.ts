import type { AppHolder, FunctionCall, QueryOutcome, Runner, Timestamp } from "../types";

/**
 * Runs queries for subscriptions. Clients that watch the same query with the same arguments and
 * identity need it at the same timestamp after a commit, so they share one run.
 */
export class QueryRuns {
  private readonly runs = new Map<string, Promise<QueryOutcome>>();

  constructor(
    private readonly runner: Runner,
    private readonly app: AppHolder,
  ) {}

  run(call: FunctionCall, at: Timestamp): Promise<QueryOutcome> {
    const { request, ...rest } = call;
    const key = JSON.stringify([
      this.app.current().version,
      at.toString(),
      rest,
      request.ip,
      request.userAgent,
    ]);
    const known = this.runs.get(key);
    if (known !== undefined) return known;
    // Kept until the end of this turn: a fast query would otherwise end before the next client
    // requests it.
    const run = this.runner
      .query(call, at)
      .finally(() => setImmediate(() => this.runs.delete(key)));
    this.runs.set(key, run);
    return run;
  }
}
