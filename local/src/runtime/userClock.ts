import { FunctionFailure, timeoutMessage } from "./functionError";

/** Computing time of one query or mutation, including the functions it calls. */
export const USER_TIME_LIMIT_MS = 1_000;

/** When the last known work on this thread ended, of any call. */
let boundary = 0;

/**
 * Adds up the computing time of one transaction, from syscall to syscall. Calls share the thread,
 * so only the time since the last boundary of *any* call can belong to this one.
 */
export class UserClock {
  private used = 0;
  private readonly cpuAtStart = process.cpuUsage();

  /** Throws when the limit is exceeded. */
  enterHost(): void {
    const now = performance.now();
    this.used += now - boundary;
    boundary = now;
    if (this.used > USER_TIME_LIMIT_MS && this.cpuTime() > USER_TIME_LIMIT_MS)
      throw new FunctionFailure(timeoutMessage);
  }

  leaveHost(): void {
    boundary = performance.now();
  }

  /**
   * Returns the CPU time of the whole process since the start, in milliseconds: at least this
   * call's, and without the time that other processes took.
   */
  private cpuTime(): number {
    const { user, system } = process.cpuUsage(this.cpuAtStart);
    return (user + system) / 1_000;
  }
}
