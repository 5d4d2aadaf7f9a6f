/** The check of our English, run as `npm run lint` runs it. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { repository } from "../support/deployment";

const folder = mkdtempSync(join(tmpdir(), "english-"));
afterAll(() => rmSync(folder, { recursive: true }));

function check(name: string, text: string) {
  const path = join(folder, name);
  writeFileSync(path, text);
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", "scripts/plainEnglish.ts", path],
    { cwd: repository, encoding: "utf8" },
  );
  return { status, found: stderr.replaceAll(`${path}:`, "") };
}

test("plain text passes", () => {
  expect(check("good.md", "A user who signs in gets a session.\nNo one else does.\n")).toEqual({
    status: 0,
    found: "",
  });
});

test.each([
  ["a word", "# Title\n\nWhoever signs in gets a session.\n", '3: "whoever"'],
  ["a phrase", 'throw new Error("The user is told.");\n', '1: "is told"'],
  ["a phrase across lines", "Each of them is\nasked for a code.\n", '1: "is asked"'],
  ["a phrase across a comment's lines", "/**\n * There is no way\n * in.\n */\n", '2: "way in"'],
])("%s of the dialect fails, with its line", (_case, text, found) => {
  const checked = check("bad.md", text);
  expect(checked.status).toBe(1);
  expect(checked.found).toContain(found);
});

test("every finding is reported", () => {
  const { found } = check("bad.ts", "// nobody\n// somebody\n// are told\n");
  expect(found.trim().split("\n")).toHaveLength(3);
});
