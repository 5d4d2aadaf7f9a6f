import { expect, test } from "vitest";
import { FairTurns } from "../src/runtime/fairTurns";

const work = (milliseconds: number) => {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
};
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("a query that arrives during a burst of mutations waits for one of them", async () => {
  const turns = new FairTurns();
  const order: string[] = [];
  const mutation = async (i: number) => {
    await turns.begin("mutation");
    work(15);
    order.push(`mutation ${i}`);
  };
  const burst = Promise.all(Array.from({ length: 8 }, (_, i) => mutation(i)));
  await turn();
  const before = order.length;
  expect(before).toBeLessThan(8);
  await turns.begin("query");
  order.push("query");
  await burst;
  expect(order.indexOf("query") - before).toBeLessThanOrEqual(1);
  expect(order.filter((each) => each !== "query")).toEqual(
    Array.from({ length: 8 }, (_, i) => `mutation ${i}`),
  );
});

test("queries that keep arriving do not stop a mutation", async () => {
  const turns = new FairTurns();
  let isDone = false;
  let queries = 0;
  const stream = async () => {
    while (!isDone) {
      await turns.begin("query");
      queries++;
      work(3);
    }
  };
  const streams = Array.from({ length: 16 }, stream);
  await turn();
  await turns.begin("mutation");
  isDone = true;
  await Promise.all(streams);
  expect(queries).toBeLessThan(200);
});

test("without a burst, transactions begin at once", async () => {
  const turns = new FairTurns();
  expect(turns.begin("mutation")).toBeUndefined();
  await turn();
  expect(turns.begin("query")).toBeUndefined();
});
