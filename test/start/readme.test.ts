import { afterAll, beforeAll, expect, test } from "vitest";
import { cloneRepository } from "./clone";
import { blocksOf, readmeBlocks, writeBlock } from "./readme";
import { shell } from "./shell";
import { startApp, type StartedApp } from "./startedApp";

// The sections about installing are run in an app that has the package installed: test/packaging.
let clone: Awaited<ReturnType<typeof cloneRepository>>;
let app: StartedApp;

beforeAll(async () => {
  clone = await cloneRepository();
  // What npm install does at its end.
  expect(await shell("npm run build", clone.directory)).toMatchObject({ exitCode: 0 });
  app = await startApp(clone.directory);
}, 300_000); // builds both packages

afterAll(async () => {
  // Not there when the set-up failed, whose error is the one to show.
  app?.signal("SIGTERM");
  await app?.ended;
  await clone?.remove();
}, 30_000);

test("every code block is run, but for the installations", () => {
  const shown = readmeBlocks().filter(({ kind }) => kind === "shown");
  expect(shown.map(({ code }) => code.trim())).toEqual([
    "npm install && npm start",
    "npm install && npm test",
    "npm install @banata-auth/convex",
  ]);
});

const sections = [
  "The first call",
  "Organizations, roles, permissions",
  "Protect your own API",
  "Sign people in",
  "Mail",
  "Webhooks",
  "The same inside a Convex function",
];

test.each(blocksOf(...sections).filter(({ kind }) => kind !== "app"))(
  "$section: $kind $about",
  async (block) => {
    await app.quiet();
    if (block.kind === "file") {
      await writeBlock(block, clone.directory);
      if (block.about.startsWith("convex/"))
        await app.printed(
          "Convex functions ready!",
          app.output().split("Convex functions ready!").length,
        );
      return;
    }
    const { exitCode, output } = await shell(block.code, clone.directory);
    expect({ exitCode, output }).toEqual({
      exitCode: 0,
      output: expect.stringContaining(block.about),
    });
  },
  60_000,
);

test("the printed snippet runs", async () => {
  const snippet = /^import \{ BanataAuth \}[^]*?^console\.log.*$/m.exec(app.output())?.[0] ?? "";
  await writeBlock(
    { section: "", language: "js", kind: "file", about: "printed.mjs", code: snippet },
    clone.directory,
  );
  const { exitCode, output } = await shell("node printed.mjs", clone.directory);
  expect({ exitCode, output }).toEqual({
    exitCode: 0,
    output: expect.stringMatching(/email: 'ada\+\d+@example\.com'/),
  });
});

test("what it writes type-checks in the app", async () => {
  expect(await shell("npx tsc --noEmit -p convex", clone.directory)).toMatchObject({ exitCode: 0 });
}, 60_000);
