/** The workflows run actions of others by commit: a tag can be moved. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const folder = new URL("../../.github/workflows/", import.meta.url);

test.each(readdirSync(folder))("%s names every action by its commit and version", (file) => {
  const text = readFileSync(new URL(file, folder), "utf8");
  const used = [...text.matchAll(/uses: *(.*)$/gm)].map(([, action]) => action!);
  expect(used.length).toBeGreaterThan(0);
  for (const action of used)
    expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});
