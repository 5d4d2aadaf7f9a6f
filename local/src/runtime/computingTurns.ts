/** The longest pause after one turn. */
const MAXIMUM_PAUSE_MS = 500;
/** A timer of one millisecond fires within this time if nothing else keeps the thread busy. */
const CALM_MS = 3;
/** So many timers in a row, because a request needs the thread several times. */
const CALM_TIMERS = 8;

/**
 * Lets actions compute with WebAssembly one after the other, with pauses in between. Convex runs
 * each action on a thread of its own; here all functions share one, and a password hash, which
 * cannot yield, takes a tenth of a second of it. Without turns the hashes of a burst of sign-ins
 * would run back to back, each would hold its memory meanwhile, and all other requests would wait
 * for them.
 *
 * A turn covers what the action does before it waits for anything but its own promises. The pause
 * ends when the thread has nothing else to do, at the latest when it is twice as long as the turn.
 */
export class ComputingTurns {
  private readonly waiting: (() => void)[] = [];
  private isServing = false;

  /** Resolves when the turn begins. `onEnd` is called when it is over. */
  async take(onEnd: () => void): Promise<void> {
    await new Promise<void>((resolve) => {
      this.waiting.push(resolve);
      if (!this.isServing) void this.serve();
    });
    setImmediate(onEnd);
  }

  private async serve(): Promise<void> {
    this.isServing = true;
    for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) {
      const begun = performance.now();
      next();
      await new Promise((resolve) => setImmediate(resolve)); // after the turn's last microtask
      const tookMs = performance.now() - begun;
      if (tookMs > CALM_MS) await pause(Math.min(2 * tookMs, MAXIMUM_PAUSE_MS));
    }
    this.isServing = false;
  }
}

async function pause(longestMs: number): Promise<void> {
  const end = performance.now() + longestMs;
  for (let calm = 0; calm < CALM_TIMERS && performance.now() < end;) {
    const begun = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 1));
    calm = performance.now() - begun < CALM_MS ? calm + 1 : 0;
  }
}
