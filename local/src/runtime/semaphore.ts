/** Limits how many tasks run at a time; the others wait in order. */
export class Semaphore {
  private readonly waiting = new Set<() => void>();

  constructor(private free: number) {}

  /** Runs a task. Rejects with `onTimeout`'s error when it had to wait too long before. */
  async run<T>(
    task: () => Promise<T>,
    waitMs = Infinity,
    onTimeout = () => new Error("Timed out."),
  ): Promise<T> {
    if (this.free > 0) this.free--;
    else await this.wait(waitMs, onTimeout);
    try {
      return await task();
    } finally {
      const [next] = this.waiting;
      if (next === undefined) this.free++;
      else next();
    }
  }

  private wait(waitMs: number, onTimeout: () => Error): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = () => {
        clearTimeout(timer);
        this.waiting.delete(begin);
        resolve();
      };
      const giveUp = () => {
        this.waiting.delete(begin);
        reject(onTimeout());
      };
      const timer = waitMs === Infinity ? undefined : setTimeout(giveUp, waitMs);
      this.waiting.add(begin);
    });
  }
}
