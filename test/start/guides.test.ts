import { afterAll, beforeAll, expect, test } from "vitest";
import { cloneRepository } from "./clone";
import { readBlocks, writeBlock } from "./guides";
import { shell } from "./shell";
import { startApp, type StartedApp } from "./startedApp";

// What is marked `app` is run in an app that has the package installed: test/packaging.
let clone: Awaited<ReturnType<typeof cloneRepository>>;
let app: StartedApp;

beforeAll(async () => {
  clone = await cloneRepository();
  // What npm install does at its end.
  expect(await shell("npm run prepare", clone.directory)).toMatchObject({ exitCode: 0 });
  app = await startApp(clone.directory);
}, 300_000); // may build both packages

afterAll(async () => {
  // Not there when the set-up failed, whose error is the one to show.
  app?.signal("SIGTERM");
  await app?.ended;
  await clone?.remove();
}, 30_000);

test.each(readBlocks().filter(({ kind }) => kind === "file" || kind === "run"))(
  "$document, $section: $kind $about",
  async (block) => {
    if (block.kind === "file") {
      const isDeployed = block.about.startsWith("convex/");
      if (isDeployed) await app.quiet();
      const deployments = app.output().split("Convex functions ready!").length;
      await writeBlock(block, clone.directory);
      if (isDeployed) await app.printed("Convex functions ready!", deployments);
      return;
    }
    const { exitCode, output } = await shell(block.code, clone.directory);
    expect({ exitCode, output }).toEqual({
      exitCode: 0,
      output: expect.stringContaining(block.about),
    });
  },
  180_000, // other tests share the machine
);

test("the printed snippet runs", async () => {
  const snippet = /^import \{ BanataAuth \}[^]*?^console\.log.*$/m.exec(app.output())?.[0] ?? "";
  await writeBlock({ about: "printed.mjs", code: snippet }, clone.directory);
  const { exitCode, output } = await shell("node printed.mjs", clone.directory);
  expect({ exitCode, output }).toEqual({
    exitCode: 0,
    output: expect.stringMatching(/email: 'ada\+\d+@example\.com'/),
  });
});

test("what it writes type-checks in the app", async () => {
  expect(await shell("npx tsc --noEmit -p convex", clone.directory)).toMatchObject({ exitCode: 0 });
}, 180_000);
