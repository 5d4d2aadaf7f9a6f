import { FunctionFailure, timeoutMessage } from "./functionError";

/** Computing time of one query or mutation, including the functions it calls. */
export const USER_TIME_LIMIT_MS = 1_000;

/** When the last known work on this thread ended, of any call. */
let boundary = 0;
/** The process's CPU time then, in microseconds. */
let cpuBoundary = 0;

/**
 * Adds up the computing time of one transaction: from when the host answers, or something that the
 * function awaited ends, to the next syscall. Calls share the thread, so only the time since the
 * last boundary of *any* call can belong to this one, and of that only what the process computed:
 * the processor may have worked for other processes.
 */
export class UserClock {
  private used = 0;

  /** Throws when the limit is exceeded. */
  enterHost(): void {
    const elapsed = performance.now() - boundary;
    const computed = (cpuTime() - cpuBoundary) / 1_000;
    this.used += Math.min(elapsed, computed);
    this.leaveHost();
    if (this.used > USER_TIME_LIMIT_MS) throw new FunctionFailure(timeoutMessage);
  }

  leaveHost(): void {
    boundary = performance.now();
    cpuBoundary = cpuTime();
  }
}

function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
