import { FunctionFailure, timeoutMessage } from "./functionError";
import { takePauses } from "./garbage";

/** Computing time of one query or mutation, including the functions it calls. */
export const USER_TIME_LIMIT_MS = 1_000;

/** The CPU time is read at most this often: each read is a system call, which took an eighth of a request. */
const SAMPLE_INTERVAL_MS = 20;

/** When the last known work on this thread ended, of any call. */
let boundary = 0;
/** The process's CPU time, in milliseconds, at most an interval before the boundary. */
let sample = { at: -Infinity, cpu: 0 };

/**
 * Adds up the computing time of one transaction: from when the host answers, or something that the
 * function awaited ends, to the next syscall. Calls share the thread, so only the time since the
 * last boundary of *any* call can belong to this one, and of that only what the process computed:
 * the processor may have worked for other processes. The pauses to collect the garbage of all calls
 * do not count: with the contexts of a hundred calls in memory, one may take more than a second.
 */
export class UserClock {
  private used = 0;

  /** Throws when the limit is exceeded. */
  enterHost(): void {
    const now = performance.now();
    const elapsed = now - boundary;
    boundary = now;
    if (elapsed <= SAMPLE_INTERVAL_MS) this.used += elapsed;
    else {
      const { cpu } = sample;
      sample = { at: now, cpu: cpuTime() };
      this.used += Math.max(0, Math.min(elapsed, sample.cpu - cpu) - takePauses());
    }
    if (this.used > USER_TIME_LIMIT_MS) throw new FunctionFailure(timeoutMessage);
  }

  leaveHost(): void {
    boundary = performance.now();
    if (boundary - sample.at > SAMPLE_INTERVAL_MS) sample = { at: boundary, cpu: cpuTime() };
  }
}

function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
