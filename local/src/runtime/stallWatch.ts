/** A running function, as the watch sees it. */
export interface WatchedCall {
  /** Returns whether the host still owes the function an answer, which will resume its code. */
  isBusy(): boolean;
  /** Changes whenever the function's code ran. */
  activity(): number;
  /** Called once, when the function can never continue. */
  onStall(): void;
}

const TICK_MS = 25;
/**
 * Node reads streams and blobs over some turns of its event loop, of which there is at least one in
 * each tick.
 */
const TICKS = 20;

/**
 * Finds calls that wait for a promise that nothing will settle. Queries and mutations have no
 * timers and no network: once the host owes them nothing, no code of theirs runs again. The watch
 * looks at the calls that are open at a tick, so that short calls cost nothing.
 */
export class StallWatch {
  private readonly calls = new Map<WatchedCall, { activity: number; ticks: number }>();
  private timer: NodeJS.Timeout | undefined;

  add(call: WatchedCall): void {
    this.calls.set(call, { activity: call.activity(), ticks: 0 });
    this.timer ??= setTimeout(() => this.tick(), TICK_MS);
  }

  remove(call: WatchedCall): void {
    this.calls.delete(call);
  }

  private tick(): void {
    for (const [call, seen] of this.calls) {
      const activity = call.activity();
      seen.ticks = call.isBusy() || activity !== seen.activity ? 0 : seen.ticks + 1;
      seen.activity = activity;
      if (seen.ticks < TICKS) continue;
      this.calls.delete(call);
      call.onStall();
    }
    this.timer = this.calls.size === 0 ? undefined : setTimeout(() => this.tick(), TICK_MS);
  }
}
