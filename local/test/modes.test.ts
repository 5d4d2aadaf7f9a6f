/** Reused contexts and fresh ones. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, test, vi } from "vitest";
import { USER_TIME_LIMIT_MS, UserClock } from "../src/runtime/userClock";
import { startApp } from "./runtimeApp";

const server = `import {
  queryGeneric as query, mutationGeneric as mutation, actionGeneric as action, httpActionGeneric as httpAction, anyApi, httpRouter,
} from "convex/server";
const api = anyApi;
`;
/** The first ten bytes of every module are fixed; this one exports \`f\`, which adds two numbers. */
const ADDING = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 7, 1, 96, 2, 127, 127, 1, 127, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0,
  10, 9, 1, 7, 0, 32, 0, 32, 1, 106, 11,
];
const counter = `${server}
let calls = 0;
export const inQuery = query({ args: {}, handler: async () => ++calls });
export const inMutation = mutation({ args: {}, handler: async () => ++calls });
export const inAction = action({ args: {}, handler: async () => ++calls });
export const nested = mutation({ args: {}, handler: async (ctx) => [
  ++calls, await ctx.runMutation(api.counter.inMutation, {}), await ctx.runMutation(api.counter.inMutation, {}), ++calls,
] });
export const fromAction = action({ args: {}, handler: async (ctx) => [
  ++calls, await ctx.runAction(api.counter.inAction, {}), await ctx.runQuery(api.counter.inQuery, {}), ++calls,
] });
const adding = new Uint8Array(${JSON.stringify(ADDING)});
const add = async () => (await WebAssembly.instantiate(adding, {})).instance.exports.f(40, 2);
const clocks = async () => [performance.now(), performance.timeOrigin, Date.now()];
export const clocksInQuery = query({ args: {}, handler: clocks });
export const clocksInMutation = mutation({ args: {}, handler: clocks });
export const clocksInAction = action({ args: {}, handler: clocks });
export const addInQuery = query({ args: {}, handler: add });
export const addInMutation = mutation({ args: {}, handler: add });
export const addInAction = action({ args: {}, handler: add });
`;
const http = `${server}
let calls = 0;
const router = httpRouter();
router.route({ path: "/count", method: "GET", handler: httpAction(async () => new Response(String(++calls))) });
export default router;
`;
/** Evaluating it takes about a third of a second of computing. */
const slow = `${server}
let sum = 0;
for (let i = 0; i < 2e8; i++) sum += i % 7;
export const one = query({ args: {}, handler: async () => sum });
export const several = query({ args: {}, handler: async (ctx) => {
  for (let i = 0; i < 12; i++) await ctx.runQuery(api.slow.one, {});
  return sum;
} });
`;

let app: Awaited<ReturnType<typeof startApp>> | null = null;
afterEach(async () => {
  vi.useRealTimers();
  await app?.close();
  app = null;
});

const valueOf = async (outcome: Promise<{ status: string; message?: string; value?: unknown }>) => {
  const { status, message, value } = await outcome;
  expect(status, message).toBe("success");
  return value;
};

describe("in the strict mode", () => {
  test("no call sees the module state of another, nested ones included", async () => {
    app = await startApp({ "": { modules: { counter, http } } }, { mode: "strict" });
    for (let i = 0; i < 2; i++) {
      expect(await valueOf(app.query("counter:inQuery"))).toBe(1);
      expect(await valueOf(app.mutation("counter:inMutation"))).toBe(1);
      expect(await valueOf(app.action("counter:inAction"))).toBe(1);
      expect(await valueOf(app.mutation("counter:nested"))).toEqual([1, 1, 1, 2]);
      expect(await valueOf(app.action("counter:fromAction"))).toEqual([1, 1, 1, 2]);
      expect(await (await app.fetch("/count")).text()).toBe("1");
    }
  });

  test("WebAssembly runs in queries, mutations and actions", async () => {
    app = await startApp({ "": { modules: { counter } } }, { mode: "strict" });
    expect(await valueOf(app.query("counter:addInQuery"))).toBe(42);
    expect(await valueOf(app.mutation("counter:addInMutation"))).toBe(42);
    expect(await valueOf(app.action("counter:addInAction"))).toBe(42);
  });

  test("evaluating the modules counts as computing", { timeout: 120_000 }, async () => {
    app = await startApp({ "": { modules: { slow } } }, { mode: "strict" });
    expect(await app.query("slow:several")).toMatchObject({
      status: "error",
      message: expect.stringContaining("Function execution timed out") as string,
    });
  });
});

test("in the fast mode, contexts are kept", async () => {
  app = await startApp({ "": { modules: { counter, http } } });
  expect(await valueOf(app.query("counter:inQuery"))).toBe(1);
  expect(await valueOf(app.query("counter:inQuery"))).toBe(2);
});

describe.each(["fast", "strict"] as const)("in the %s mode", (mode) => {
  // A machine that slept, or whose clock was set.
  test.each([-8, 0, 8])(
    "performance.now() begins at 0 in each call, with the clock %i hours ahead",
    async (hours) => {
      app = await startApp({ "": { modules: { counter } } }, { mode });
      await valueOf(app.action("counter:clocksInAction")); // a context to keep
      vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + hours * 3_600_000 });
      for (let i = 0; i < 6; i++)
        for (const call of [
          () => app!.query("counter:clocksInQuery"),
          () => app!.mutation("counter:clocksInMutation"),
          () => app!.action("counter:clocksInAction"),
        ]) {
          const [elapsed, origin, now] = (await valueOf(call())) as number[];
          expect(elapsed).toBeGreaterThanOrEqual(0);
          expect(elapsed).toBeLessThan(5_000);
          expect(origin).toBe(Date.now());
          expect(now).toBe(Date.now());
        }
    },
  );
});

test("the time limit counts neither what other calls compute nor what other processes do", () => {
  const clock = new UserClock();
  const cpuOf = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1_000;
  const start = process.cpuUsage();
  while (cpuOf(process.cpuUsage(start)) < USER_TIME_LIMIT_MS + 100); // another call's
  clock.leaveHost();
  // The processor works for other processes.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, USER_TIME_LIMIT_MS + 100);
  expect(() => clock.enterHost()).not.toThrow();

  const own = process.cpuUsage();
  while (cpuOf(process.cpuUsage(own)) < USER_TIME_LIMIT_MS + 100);
  expect(() => clock.enterHost()).toThrow("Function execution timed out");
});

test("the time limit does not count the collection of garbage", () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void; // the flag defines it
  const kept = Array.from({ length: 2e6 }, (_, i) => ({ i }));
  const clock = new UserClock();
  for (let segment = 0; segment < 10; segment++) {
    clock.leaveHost();
    const begun = performance.now();
    while (performance.now() - begun < USER_TIME_LIMIT_MS / 5) collect();
    expect(() => clock.enterHost()).not.toThrow();
  }
  expect(kept).toHaveLength(2e6);
});
