import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  findUnavailability,
  isContention,
  retryOnContention,
} from "../../convex/component/core/contention";

/** The messages that reach an action, as the backend's source has them. */
const conflicts = [
  'Documents read from or written to the "members" table changed while this mutation was being run and on every subsequent retry. Another call to this mutation changed the document with ID "k1". See https://docs.convex.dev/error#1',
  "Documents read from or written to some table changed while this mutation was being run and on every subsequent retry. See https://docs.convex.dev/error#1",
  "Data read or written in this mutation changed while it was being run. Consider reducing the amount of data read by using indexed queries with selective index range expressions (https://docs.convex.dev/database/indexes/).",
];
const refusals = [
  "Too many concurrent requests. Your backend is limited to 16 concurrent mutations. To get more resources, upgrade to Convex Pro. If you are already on Convex Pro, please contact support.",
  "Too many concurrent requests in a short period of time. Spread out your requests out over time or throttle them to avoid errors.",
  "Too many concurrent commits in a short period of time. Spread your writes out over time or throttle them to avoid errors.",
  "Too many writes per second. Your deployment is limited to 4 MiB bytes written per 1s. Reduce your write rate or upgrade to a larger deployment.",
  "Too many writes to users.byEmail. Spread your writes out over time or throttle them to avoid errors.",
  "There are no available workers to process the request",
  "Couldn't acquire a permit on this funrun",
  "Selected isolate was not clean",
  "Failed to connect to upstream",
];
const others = [
  // Errors in a function have this prefix, whatever text they quote.
  `Uncaught Error: ${conflicts[1]}`,
  `Uncaught Error: ${refusals[0]}`,
  // Limits of one transaction, which a repeat would reach again.
  "Too many writes in a single function execution (limit: 16000)",
  "Too many documents read in a single function execution (limit: 32000).",
  // The backend says this whether or not the work was done.
  "Your request couldn't be completed. Try again later.",
];

test.each(conflicts)("a write conflict is 503: %s", (message) => {
  expect(isContention(new Error(message))).toBe(true);
  expect(findUnavailability(new Error(message))).toMatchObject({
    code: "temporarily_unavailable",
    retryAfterSeconds: 1,
  });
});

test.each(refusals)("a refusal by the platform is 503: %s", (message) => {
  expect(isContention(new Error(message))).toBe(false);
  expect(findUnavailability(new Error(message))).toMatchObject({
    code: "temporarily_unavailable",
    retryAfterSeconds: 2,
  });
});

test.each(others)("any other error is not 503: %s", (message) => {
  expect(findUnavailability(new Error(message))).toBeNull();
});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("a transaction is repeated until it commits", async () => {
  let calls = 0;
  const result = retryOnContention(async () => {
    if (++calls < 5) throw new Error(conflicts[0]);
    return "done";
  });
  await vi.runAllTimersAsync();
  expect(await result).toBe("done");
  expect(calls).toBe(5);
});

test("it is repeated for twenty seconds at most", async () => {
  const started = Date.now();
  let last = started;
  const result = retryOnContention(async () => {
    last = Date.now();
    throw new Error(conflicts[0]);
  }).catch((error: unknown) => error);
  await vi.runAllTimersAsync();
  expect(isContention(await result)).toBe(true);
  expect(last - started).toBeGreaterThan(15_000);
  expect(last - started).toBeLessThanOrEqual(20_000);
});

test.each([...refusals, ...others])("it is not repeated after: %s", async (message) => {
  let calls = 0;
  const result = retryOnContention(async () => {
    calls++;
    throw new Error(message);
  });
  await expect(result).rejects.toThrow(message);
  expect(calls).toBe(1);
});
