import { GCProfiler } from "node:v8";

/** What V8 records takes memory until it is read. */
const READ_EVERY_MS = 1_000;

let profiler: GCProfiler | undefined;

/**
 * Returns for how many milliseconds the process stood still to collect garbage, since the last call
 * or for about a second, whichever is shorter. The garbage is that of all calls.
 */
export function takePauses(): number {
  const costs = profiler?.stop()?.statistics.map(({ cost }) => cost) ?? [];
  profiler = new GCProfiler();
  profiler.start();
  return costs.reduce((sum, microseconds) => sum + microseconds / 1_000, 0);
}

takePauses();
setInterval(takePauses, READ_EVERY_MS).unref();
