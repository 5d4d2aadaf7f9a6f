import { randomUUID } from "node:crypto";
import type { Execution } from "../runtime";

/**
 * A finished call in the format of `convex logs` and `convex dev` (the CLI's
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

const MAX_EXECUTIONS = 1000;
const POLL_MS = 30_000;

/**
 * The latest calls, and the requests that wait for the next one. Cursors are in milliseconds,
 * because the CLI starts with 0.
 */
export class ExecutionLog {
  private entries: { readonly cursor: number; readonly line: LogEntry }[] = [];
  private cursor = Date.now();
  private readonly waiting = new Set<() => void>();

  record(execution: Execution): void {
    // Calls that end in the same millisecond get different cursors, or a reader would miss the
    // second.
    this.cursor = Math.max(this.cursor + 1, Date.now());
    this.entries.push({ cursor: this.cursor, line: logEntry(execution) });
    if (this.entries.length > MAX_EXECUTIONS)
      this.entries = this.entries.slice(-MAX_EXECUTIONS / 2);
    for (const resume of [...this.waiting]) resume();
  }

  /**
   * Returns the calls after the cursor. Waits up to half a minute for the first one, then returns
   * none.
   */
  async after(
    cursor: number,
    cancelled: AbortSignal,
  ): Promise<{ entries: LogEntry[]; newCursor: number }> {
    // The first poll only requests the current cursor.
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
      const timer = setTimeout(resume, POLL_MS);
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
