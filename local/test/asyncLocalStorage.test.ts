import { executionAsyncId } from "node:async_hooks";
import { expect, test } from "vitest";
import { AsyncLocalStorage, useStorage } from "../src/runtime/asyncLocalStorage";

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("a store lasts as long as one call that has set one, and others keep theirs", async () => {
  const storage = new AsyncLocalStorage<string>();
  const call = async (store: string, turns: number) => {
    const end = useStorage();
    const seen = await storage.run(store, async () => {
      const stores: (string | undefined)[] = [];
      for (let i = 0; i < turns; i++) {
        await turn();
        stores.push(storage.getStore());
      }
      return stores;
    });
    end();
    return seen;
  };
  const [short, long] = await Promise.all([call("short", 2), call("long", 6)]);
  expect(short).toEqual(["short", "short"]);
  expect(long).toEqual(Array.from({ length: 6 }, () => "long"));
  expect(storage.getStore()).toBeUndefined();
  expect(await call("again", 2)).toEqual(["again", "again"]);
});

test.skipIf(Number(process.versions.node.split(".")[0]) >= 24)(
  "no promise hook is left behind by the last call that has set a store",
  async () => {
    const storage = new AsyncLocalStorage<string>();
    // While promises are hooked, each await has an id of its own.
    const areHooked = async () => {
      await Promise.resolve();
      const first = executionAsyncId();
      await Promise.resolve();
      return executionAsyncId() !== first;
    };
    const end = useStorage();
    await storage.run("store", turn);
    expect(await areHooked()).toBe(true);
    end();
    await turn();
    expect(await areHooked()).toBe(false);
  },
);
