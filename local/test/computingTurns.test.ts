import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { ComputingTurns } from "../src/runtime/computingTurns";

const compute = (milliseconds: number) => {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
};

test("computations take turns, and timers and input fire in between", async () => {
  const turns = new ComputingTurns();
  const seen: string[] = [];
  const action = async (name: string) => {
    await turns.take(() => seen.push(`${name} ends`));
    seen.push(`${name} begins`);
    compute(20);
    await Promise.resolve(); // its own promises do not end the turn
    seen.push(`${name} has computed`);
  };
  const other = (async () => {
    while (!seen.includes("c ends")) {
      await sleep(1);
      seen.push("other");
    }
  })();
  await Promise.all([action("a"), action("b"), action("c")]);
  await other;
  const ofActions = seen.filter((each) => each !== "other");
  expect(ofActions).toEqual(
    ["a", "b", "c"].flatMap((name) => [`${name} begins`, `${name} has computed`, `${name} ends`]),
  );
  for (const [before, after] of [
    ["a ends", "b begins"],
    ["b ends", "c begins"],
  ] as const)
    expect(seen.slice(seen.indexOf(before), seen.indexOf(after)), after).toContain("other");
});

test("a turn with no other turn before it begins at once", async () => {
  const turns = new ComputingTurns();
  for (let i = 0; i < 3; i++) {
    let isOver = false;
    await turns.take(() => void (isOver = true));
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(isOver).toBe(true);
  }
});
