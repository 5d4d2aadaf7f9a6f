import type { RunnerMetrics, TransactionUsage } from "../types";

const MAX_CALLS = 10_000;

export type CallMetric = ReturnType<RunnerMetrics["calls"]>[number];

/** The newest calls. Old ones are dropped in batches, so that adding one costs nothing. */
export class MetricsLog implements RunnerMetrics {
  private finished: CallMetric[] = [];

  add(call: CallMetric): void {
    this.finished.push(call);
    if (this.finished.length >= 2 * MAX_CALLS) this.finished = this.finished.slice(-MAX_CALLS);
  }

  calls(): readonly CallMetric[] {
    return this.finished.slice(-MAX_CALLS);
  }

  clear(): void {
    this.finished = [];
  }
}

/** The usage of an action: its queries and mutations are counted as calls of their own. */
export function noUsage(): TransactionUsage {
  return {
    documentsRead: 0,
    bytesRead: 0,
    rangesRead: 0,
    documentsWritten: 0,
    bytesWritten: 0,
    functionsScheduled: 0,
  };
}
