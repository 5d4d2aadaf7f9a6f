/** The order in which requests that contend on the same rows take turns. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { internal } from "../../convex/component/_generated/api";
import { requestTransactions } from "../../convex/component/tenancy/contenders";
import { httpRuntime } from "../support/runtime";

const { join, countAhead } = internal.tenancy.contenders;
const LEASE_MS = 8_000;

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 0, 1) }));
afterEach(() => void vi.useRealTimers());

function newQueue() {
  const { engine } = httpRuntime();
  const begun = Date.now();
  let joined = 0;
  const enter = async (caller: string | null, leaseMs = LEASE_MS) => {
    const place = { key: "k", until: begun + 20_000 + joined++, caller };
    await engine.mutation(join, { ...place, leasedUntil: Date.now() + leaseMs });
    return async () => await engine.query(countAhead, place);
  };
  return { engine, enter };
}

test("a caller's burst delays another caller by no more requests than that one sends", async () => {
  const { enter } = newQueue();
  const burst = [];
  for (let i = 0; i < 30; i++) burst.push(await enter("stranger"));
  const own = [await enter("me"), await enter("me"), await enter("me")];
  expect(await Promise.all(burst.slice(0, 3).map(async (count) => await count()))).toEqual([
    0, 1, 2,
  ]);
  expect(await Promise.all(own.map(async (count) => await count()))).toEqual([1, 3, 5]);
});

test("a request that died holds its turn until its lease ends", async () => {
  const { enter } = newQueue();
  for (let i = 0; i < 5; i++) await enter(null);
  const waiting = await enter(null, 20_000);
  expect(await waiting()).toBe(5);
  vi.setSystemTime(Date.now() + LEASE_MS);
  expect(await waiting()).toBe(0);
});

test("a request that waits renews its lease, and leaves when it is done", async () => {
  const { engine } = newQueue();
  const rows = async () =>
    await engine.run(async ({ db }) => await db.query("contenders").collect());
  let isDone = false;
  const done = engine.action(async (ctx) => {
    const transactions = requestTransactions(ctx, () => ({
      ...{ subject: ["s"], caller: "me" },
    })); // the component's functions
    return await transactions.run(async () => {
      if (!isDone)
        throw new Error("Data read or written in this mutation changed while it was being run.");
      return "done";
    });
  });
  const { _id, leasedUntil } = await vi.waitFor(async () => {
    const [row] = await rows();
    expect(row).toBeDefined();
    return row!;
  });
  vi.setSystemTime(Date.now() + LEASE_MS - 2_000);
  await vi.waitFor(async () => {
    const [row] = await rows();
    expect(row).toMatchObject({ _id, caller: "me" });
    expect(row!.leasedUntil).toBeGreaterThan(leasedUntil!);
  });
  isDone = true;
  expect(await done).toBe("done");
  expect(await rows()).toEqual([]);
});
