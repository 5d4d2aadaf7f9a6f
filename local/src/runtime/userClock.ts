import { FunctionFailure, timeoutMessage } from "./functionError";

/** Computing time of one query or mutation, calls into other functions included. */
export const USER_TIME_LIMIT_MS = 1_000;

/** When the last known piece of work on this thread ended, whoever did it. */
let boundary = 0;

/**
 * Adds up the computing time of one transaction, measured from syscall to syscall. Other calls take
 * turns on the same thread, so only the time since the last boundary of *any* call can be this
 * one's.
 */
export class UserClock {
  private used = 0;
  private readonly cpuAtStart = process.cpuUsage();

  /** Throws when the limit is passed. */
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
   * What all of the process has computed since the start, in milliseconds: never less than this
   * call has, and none of the time in which a busy machine did something else.
   */
  private cpuTime(): number {
    const { user, system } = process.cpuUsage(this.cpuAtStart);
    return (user + system) / 1_000;
  }
}
