/** The README and the guides in `docs`: every block of code is run, and links lead somewhere. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../start/clone";
import { documents, parseBlocks, readBlocks, readDocument } from "../start/guides";
import { anchorsIn, linksIn, readPage } from "./referencePages";

test.each(documents)(
  "every code block of %s says what runs it, or why nothing does",
  (document) => {
    const silent = readDocument(document).filter(
      ({ kind, about }) => kind === null || (about === "" && kind !== "run" && kind !== "app run"),
    );
    expect(silent.map(({ code }) => code)).toEqual([]);
  },
);

test("a comment counts for the block directly below it", () => {
  const text = [
    "## Steps",
    "<!-- app: convex/auth.ts -->",
    "",
    "```ts",
    "one();",
    "```",
    "",
    "1. First",
    "",
    "   <!-- run: two -->",
    "",
    "   ```sh",
    "   two",
    "     indented",
    "   ```",
    "",
    "<!-- shown: why -->",
    "Text between",
    "```js",
    "three();",
    "```",
  ].join("\n");
  expect(parseBlocks("x.md", text)).toMatchObject([
    { section: "Steps", kind: "app", about: "convex/auth.ts", code: "one();\n" },
    { section: "Steps", kind: "run", about: "two", code: "two\n  indented\n" },
    { kind: null, about: "", code: "three();\n" },
  ]);
});

test("a file has one text in all documents", () => {
  const files = readBlocks().filter(({ kind }) => kind === "file" || kind === "app");
  for (const { about, code } of files)
    expect([about, code]).toEqual([about, files.find((block) => block.about === about)?.code]);
});

test.each(documents)("no link of %s is dead", (document) => {
  for (const link of linksIn(readPage(document))) {
    const [path, anchor] = link.split("#") as [string, string?];
    const target = path === "" ? document : join(dirname(document), path);
    expect(existsSync(join(repository, target)), link).toBe(true);
    if (anchor !== undefined) expect(anchorsIn(readPage(target)), link).toContain(anchor);
  }
});
