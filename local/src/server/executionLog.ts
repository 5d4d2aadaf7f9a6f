import { randomUUID } from "node:crypto";
import type { Execution } from "../runtime";

/**
 * One finished call as `convex logs` and `convex dev` print it (the CLI's
 * `generatedFunctionLogsApi.ts`).
 */
export interface LogEntry {
  readonly kind: "Completion";
  readonly udfType: "Query" | "Mutation" | "Action" | "HttpAction";
  readonly componentPath: string | null;
  readonly identifier: string;
  readonly logLines: readonly string[];
  /** Seconds since the epoch. */
  readonly timestamp: number;
  readonly executionTime: number;
  readonly error: string | null;
  readonly requestId: string;
  readonly executionId: string;
  readonly cachedResult: false;
}

const KEPT = 1000;
const POLL_MILLISECONDS = 30_000;

/**
 * The last calls, and who waits for the next. The cursor counts milliseconds, as the CLI begins
 * with 0.
 */
export class ExecutionLog {
  private entries: { readonly cursor: number; readonly line: LogEntry }[] = [];
  private cursor = Date.now();
  private readonly waiting = new Set<() => void>();

  record(execution: Execution): void {
    // Two calls that end in the same millisecond must not share a cursor, or a reader would miss
    // the second.
    this.cursor = Math.max(this.cursor + 1, Date.now());
    this.entries.push({ cursor: this.cursor, line: logEntry(execution) });
    if (this.entries.length > KEPT) this.entries = this.entries.slice(-KEPT / 2);
    for (const resume of [...this.waiting]) resume();
  }

  /**
   * What came after the cursor; waits up to half a minute when there is nothing, then answers
   * empty.
   */
  async after(
    cursor: number,
    cancelled: AbortSignal,
  ): Promise<{ entries: LogEntry[]; newCursor: number }> {
    // The first poll only asks where the end is.
    if (cursor > 0 && this.cursor <= cursor && !cancelled.aborted) await this.next(cancelled);
    return {
      entries: this.entries.filter((entry) => entry.cursor > cursor).map((entry) => entry.line),
      newCursor: Math.max(this.cursor, cursor),
    };
  }

  private next(cancelled: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const resume = () => {
        clearTimeout(timer);
        cancelled.removeEventListener("abort", resume);
        this.waiting.delete(resume);
        resolve();
      };
      const timer = setTimeout(resume, POLL_MILLISECONDS);
      cancelled.addEventListener("abort", resume);
      this.waiting.add(resume);
    });
  }
}

function logEntry({
  component,
  path,
  type,
  requestId,
  milliseconds,
  logLines,
  error,
}: Execution): LogEntry {
  return {
    kind: "Completion",
    udfType: type,
    componentPath: component === "" ? null : component,
    identifier: path,
    logLines: [...logLines],
    timestamp: Date.now() / 1000,
    executionTime: milliseconds / 1000,
    error,
    requestId,
    executionId: randomUUID(),
    cachedResult: false,
  };
}
