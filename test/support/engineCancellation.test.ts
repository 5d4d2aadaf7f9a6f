import { convexTest } from "convex-test";
import {
  defineSchema,
  internalActionGeneric,
  makeFunctionReference,
  type FunctionReference,
} from "convex/server";
import { expect, test } from "vitest";

test("a scheduled function that is canceled while it runs is finished, and stays canceled", async () => {
  let started = false;
  let finish!: () => void;
  const slow = internalActionGeneric({
    handler: async () => {
      started = true;
      await new Promise<void>((resolve) => (finish = resolve));
    },
  });
  const engine = convexTest(defineSchema({}), {
    "./_generated/api.ts": async () => ({}),
    "./jobs.ts": async () => ({ slow }),
  });
  const reference = makeFunctionReference<"action">("jobs:slow") as unknown as FunctionReference<
    "action",
    "internal"
  >; // it is internal
  const job = await engine.run(async ({ scheduler }) => await scheduler.runAfter(0, reference));
  await expect.poll(() => started).toBe(true);
  await engine.run(async ({ scheduler }) => await scheduler.cancel(job));
  finish();
  await engine.finishInProgressScheduledFunctions();
  expect(await engine.run(async ({ db }) => await db.system.get(job))).toMatchObject({
    state: { kind: "canceled" },
  });
});
