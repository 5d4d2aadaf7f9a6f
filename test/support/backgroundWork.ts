/** Waits for the lanes on the test engine, whose clock a test turns. */
import { setTimeout as sleep } from "node:timers/promises";
import { vi } from "vitest";
import { allRows, type Engine } from "./rows";

/** Gives sockets their turn: they do not follow the clock of the tests. */
async function turns(count = 20): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}

/**
 * Lets the time pass, and what is due then come to its end or to a request that hangs. Takes ten
 * milliseconds or more of the tests' time, a second when a request hangs.
 */
export async function elapse(engine: Engine, milliseconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
  for (let round = 0; round < 100; round++) {
    await turns();
    await vi.advanceTimersByTimeAsync(10);
    if (!(await hasWork(engine))) return;
  }
}

/**
 * Waits for the functions that run. One that pauses follows the clock of the tests, so that clock
 * moves meanwhile, about as fast as the real one.
 */
export async function finishRunning(engine: Pick<Engine, "finishInProgressScheduledFunctions">) {
  const finished = engine.finishInProgressScheduledFunctions().then(() => true);
  while (!(await Promise.race([finished, sleep(1, false)])))
    if (vi.isFakeTimers()) await vi.advanceTimersByTimeAsync(1);
}

async function hasWork(engine: Engine): Promise<boolean> {
  const { pumps, webhookOutbox, mails } = await allRows(engine);
  return (
    webhookOutbox.length > 0 ||
    mails.some(({ status, attempts }) => status === "queued" && attempts === 0) ||
    pumps.some(({ run, until }) => run !== null || Number(until) <= Date.now())
  );
}
