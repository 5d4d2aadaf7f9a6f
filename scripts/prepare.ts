/**
 * What `npm install` and `npm pack` run: the build, unless nothing has changed since the last one.
 * In a fresh clone npm runs it twice: for the dependency of the examples, and for the repository.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const repository = join(import.meta.dirname, "..");
const INPUTS = [
  ...["src", "convex/component", "local/src", "scripts"],
  ...["package.json", "package-lock.json", "local/package.json"],
  ...["tsconfig.json", "tsconfig.build.json", "local/tsconfig.build.json"],
];
/** Its time is that of the last build. */
const STAMP = join(repository, ".build-stamp");
const OUTPUTS = ["dist/src/cli/index.js", "local/dist/index.js"];

const isBuilt = OUTPUTS.every((output) => existsSync(join(repository, output)));
if (!isBuilt || findTime(STAMP) < Math.max(...INPUTS.flatMap(listTimes))) {
  rmSync(STAMP, { force: true });
  execFileSync(process.execPath, ["--import", "tsx", join(import.meta.dirname, "build.ts")], {
    cwd: repository,
    stdio: "inherit",
  });
  writeFileSync(STAMP, "");
}

/** Of the file, or of the folder and everything in it: a deletion changes only the folder's. */
function listTimes(input: string): number[] {
  const path = join(repository, input);
  const inside = statSync(path).isDirectory() ? readdirSync(path, { recursive: true }) : [];
  return [path, ...inside.map((name) => join(path, String(name)))].map(findTime);
}

function findTime(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
