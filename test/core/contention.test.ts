import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  findUnavailability,
  isContention,
  RequestTransactions,
  type Queue,
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
  "Your request timed out.",
  "Your request timed out performing too many system operations.",
  "Function execution timed out (maximum duration: 1s)",
  "Uncaught Error: Function execution timed out (maximum duration: 1s)",
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

/** A queue with so many requests ahead, of which one leaves in each `paceMs`. */
function newQueue({ ahead = 0, paceMs = 100 } = {}) {
  const joinedAt = Date.now();
  const calls = { joined: 0, counted: 0, left: 0 };
  const queue: Queue = {
    join: async () => void calls.joined++,
    countAhead: async () => {
      calls.counted++;
      return Math.max(0, ahead - Math.floor((Date.now() - joinedAt) / paceMs));
    },
    leave: async () => void calls.left++,
  };
  return { queue, calls };
}

/** Fails so many times. */
function contended(times: number) {
  const tries: number[] = [];
  const transact = async () => {
    tries.push(Date.now());
    if (tries.length <= times) throw new Error(conflicts[0]);
    return "done";
  };
  return { transact, tries };
}

test("without contention no queue is joined", async () => {
  const { queue, calls } = newQueue();
  expect(await new RequestTransactions(queue).run(async () => "done")).toBe("done");
  expect(calls).toEqual({ joined: 0, counted: 0, left: 0 });
});

test("a transaction is repeated until it commits, from one place in the queue", async () => {
  const { queue, calls } = newQueue();
  const { transact, tries } = contended(4);
  const result = new RequestTransactions(queue).run(transact);
  await vi.runAllTimersAsync();
  expect(await result).toBe("done");
  expect(tries).toHaveLength(5);
  expect(calls).toMatchObject({ joined: 1, left: 1 });
});

test("a repeat waits until fewer than two requests are ahead, and asks a few times only", async () => {
  const { queue, calls } = newQueue({ ahead: 90 });
  const { transact, tries } = contended(1);
  const started = Date.now();
  const result = new RequestTransactions(queue).run(transact);
  await vi.runAllTimersAsync();
  expect(await result).toBe("done");
  expect(tries[1]! - started).toBeGreaterThanOrEqual(8_900);
  expect(tries[1]! - started).toBeLessThan(11_000);
  expect(calls.counted).toBeLessThan(60);
});

test("all transactions of a request are repeated for twenty seconds at most", async () => {
  const started = Date.now();
  const { queue, calls } = newQueue();
  const transactions = new RequestTransactions(queue);
  const first = contended(50);
  const done = transactions.run(first.transact);
  await vi.runAllTimersAsync();
  expect(await done).toBe("done");
  const second = contended(Infinity);
  const failed = transactions.run(second.transact).catch((error: unknown) => error);
  await vi.runAllTimersAsync();
  expect(isContention(await failed)).toBe(true);
  expect(second.tries.at(-1)! - started).toBeGreaterThan(15_000);
  expect(second.tries.at(-1)! - started).toBeLessThanOrEqual(20_000);
  expect(calls).toMatchObject({ joined: 2, left: 2 });
});

test("behind a queue that never moves, a transaction is tried once more at the deadline", async () => {
  const started = Date.now();
  const { queue } = newQueue({ ahead: 10, paceMs: Infinity });
  const { transact, tries } = contended(Infinity);
  const failed = new RequestTransactions(queue).run(transact).catch((error: unknown) => error);
  await vi.runAllTimersAsync();
  expect(isContention(await failed)).toBe(true);
  expect(tries.map((time) => time - started)).toEqual([0, 20_000]);
});

test("what was done counts, even if leaving the queue fails", async () => {
  const { queue } = newQueue();
  const warn = vi.spyOn(console, "warn").mockReturnValue();
  queue.leave = async () => {
    throw new Error(refusals[0]);
  };
  const result = new RequestTransactions(queue).run(contended(1).transact);
  await vi.runAllTimersAsync();
  expect(await result).toBe("done");
  expect(warn).toHaveBeenCalledOnce();
  warn.mockRestore();
});

test("a queue that fails for a while delays the request, and does not fail it", async () => {
  const { queue, calls } = newQueue();
  const warn = vi.spyOn(console, "warn").mockReturnValue();
  const { join, countAhead } = queue;
  const failing = { joins: 2, counts: 3 };
  queue.join = async (until) => {
    if (failing.joins-- > 0) throw new Error(refusals[0]);
    await join(until);
  };
  queue.countAhead = async () => {
    if (failing.counts-- > 0) throw new Error(refusals[7]);
    return await countAhead();
  };
  const { transact, tries } = contended(4);
  const result = new RequestTransactions(queue).run(transact);
  await vi.runAllTimersAsync();
  expect(await result).toBe("done");
  expect(tries).toHaveLength(5);
  expect(calls).toMatchObject({ joined: 1, left: 1 });
  expect(warn).toHaveBeenCalledTimes(5);
  warn.mockRestore();
});

test("a queue that only fails delays the request no longer than twenty seconds", async () => {
  const started = Date.now();
  const { queue } = newQueue();
  const warn = vi.spyOn(console, "warn").mockReturnValue();
  queue.countAhead = async () => {
    throw new Error(refusals[0]);
  };
  const { transact, tries } = contended(Infinity);
  const failed = new RequestTransactions(queue).run(transact).catch((error: unknown) => error);
  await vi.runAllTimersAsync();
  expect(isContention(await failed)).toBe(true);
  expect(tries.map((time) => time - started)).toEqual([0, 20_000]);
  warn.mockRestore();
});

test.each([...refusals, ...others])("it is not repeated after: %s", async (message) => {
  let calls = 0;
  const result = new RequestTransactions(newQueue().queue).run(async () => {
    calls++;
    throw new Error(message);
  });
  await expect(result).rejects.toThrow(message);
  expect(calls).toBe(1);
});
