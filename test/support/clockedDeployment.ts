/**
 * A local deployment in a process of its own, to be killed, whose clock a test can move: `tsx
 * test/support/clockedDeployment.ts <directory>` serves what was left in the directory and prints
 * its addresses. Each line that it reads is a number of milliseconds to let pass: what was to
 * happen until then happens at once.
 */
import { createInterface } from "node:readline";
import { testMode } from "./testMode";

interface Tracked {
  readonly at: number;
  readonly callback: () => void;
  /** Fires in place of the timer itself, once the clock was moved. */
  early?: NodeJS.Timeout;
}

const tracked = new Map<unknown, Tracked>();
const [realNow, realTimeout, realClear] = [
  Date.now,
  globalThis.setTimeout,
  globalThis.clearTimeout,
];
let ahead = 0;
Date.now = () => realNow() + ahead;

function forget(timer: unknown): void {
  realClear(tracked.get(timer)?.early);
  tracked.delete(timer);
}

Object.assign(globalThis, {
  /** A timer of Node's own, so that callers find all that it has. */
  setTimeout: (callback: (...args: unknown[]) => void, delay = 0, ...args: unknown[]) => {
    const timer = realTimeout(() => {
      forget(timer);
      callback(...args);
    }, delay);
    tracked.set(timer, { at: Date.now() + delay, callback: () => callback(...args) });
    return timer;
  },
  clearTimeout: (timer?: NodeJS.Timeout) => {
    forget(timer);
    realClear(timer);
  },
});

function advance(milliseconds: number): void {
  ahead += milliseconds;
  for (const [timer, each] of tracked) {
    realClear(each.early);
    each.early = realTimeout(() => {
      forget(timer);
      realClear(timer as NodeJS.Timeout); // made above
      each.callback();
    }, each.at - Date.now());
  }
}

const { startLocalDeployment } = await import("@banata-auth/local");
const { cloudUrl, siteUrl, adminKey } = await startLocalDeployment({
  directory: process.argv[2]!,
  cloudPort: 0,
  sitePort: 0,
  mode: testMode,
});
console.log(JSON.stringify({ cloudUrl, siteUrl, adminKey }));
for await (const line of createInterface({ input: process.stdin })) advance(Number(line));
