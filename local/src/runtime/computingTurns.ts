/** The longest pause after one turn. */
const MAXIMUM_PAUSE_MS = 250;

/**
 * Lets actions compute with WebAssembly one after the other, with pauses in between. Convex runs
 * each action on a thread of its own; here all functions share one, and a password hash, which
 * cannot yield, takes a tenth of a second of it. Without turns the hashes of a burst of sign-ins
 * would run back to back, each would hold its memory meanwhile, and all other requests would wait
 * for them.
 *
 * A turn covers what the action does before it waits for anything but its own promises. The pause is
 * half as long as the turn took.
 */
export class ComputingTurns {
  private readonly waiting: (() => void)[] = [];
  private isServing = false;

  /** Resolves when the turn begins. `onEnd` is called when it is over. */
  async take(onEnd: () => void): Promise<void> {
    await new Promise<void>((resolve) => {
      this.waiting.push(resolve);
      if (!this.isServing) void this.serve();
    }).then(() => void setImmediate(onEnd));
  }

  private async serve(): Promise<void> {
    this.isServing = true;
    for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) {
      const begun = performance.now();
      next();
      await new Promise((resolve) => setImmediate(resolve)); // after the turn's last microtask
      const pauseMs = Math.min((performance.now() - begun) / 2, MAXIMUM_PAUSE_MS);
      if (pauseMs >= 1) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    this.isServing = false;
  }
}
