/**
 * Rejects words that our English avoids (CONTRIBUTING.md), in documents, comments and messages.
 * Reads the given files and folders, or all that people read.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** The words, and what to write instead. */
const avoided: Readonly<Record<string, string>> = {
  whoever: "the user who, a caller that",
  nobody: "no user, no one",
  somebody: "a user, someone",
  "is told": "receives, shows",
  "are told": "receive, show",
  "is asked": "must, is required to",
  "way in": "sign-in method, credential",
};

const READ = /\.(md|tsx?)$/;
/** Generated or built, or a package of its own soon. */
const SKIPPED = /(^|\/)(node_modules|dist|_generated)(\/|$)|\.generated\.ts$|^src\/local(\/|$)/;

const given = process.argv.slice(2);
const documents = readdirSync(".").filter((name) => name.endsWith(".md"));
const places =
  given.length > 0 ? given : [...documents, "docs", "convex", "src", "pages", "scripts"];
// This file names them.
const files = places.flatMap(listFiles).filter((path) => path !== "scripts/plainEnglish.ts");
const findings = files.flatMap(findAvoided);
for (const finding of findings) console.error(finding);
if (findings.length > 0) process.exitCode = 1;

function listFiles(place: string): string[] {
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place, { recursive: true, encoding: "utf8" })
    .map((path) => join(place, path))
    .filter((path) => READ.test(path) && !SKIPPED.test(path));
}

function findAvoided(path: string): string[] {
  const text = readFileSync(path, "utf8");
  return Object.entries(avoided).flatMap(([words, better]) => {
    // A phrase may continue on the next line of a comment.
    const phrase = new RegExp(`\\b${words.replace(" ", "\\s+(?:(?:\\*|//)\\s+)?")}\\b`, "gi");
    return [...text.matchAll(phrase)].map(({ index }) => {
      const line = text.slice(0, index).split("\n").length;
      return `${path}:${line}: "${words}" — write instead: ${better}`;
    });
  });
}
