/**
 * What `npm install` and `npm pack` run: the build, unless its inputs are those of the last one. In a
 * fresh clone npm runs it twice: for the dependency of the examples, and for the repository.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const repository = join(import.meta.dirname, "..");
const INPUTS = [
  ...["src", "convex/component", "local/src", "scripts"],
  ...["package.json", "package-lock.json", "local/package.json"],
  ...["tsconfig.json", "tsconfig.build.json", "local/tsconfig.build.json"],
];
/** Holds the hash of the last build's inputs. */
const STAMP = join(repository, ".build-stamp");
const OUTPUTS = ["dist/src/cli/index.js", "local/dist/index.js"];

const inputs = hashInputs();
const isBuilt = OUTPUTS.every((output) => existsSync(join(repository, output)));
if (!isBuilt || !existsSync(STAMP) || readFileSync(STAMP, "utf8") !== inputs) {
  rmSync(STAMP, { force: true });
  execFileSync(process.execPath, ["--import", "tsx", join(import.meta.dirname, "build.ts")], {
    cwd: repository,
    stdio: "inherit",
  });
  writeFileSync(STAMP, inputs);
}

/** The paths and contents of all inputs. */
function hashInputs(): string {
  const hash = createHash("sha256");
  for (const path of INPUTS.flatMap(listFiles))
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(repository, path)))
      .update("\0");
  return hash.digest("hex");
}

/** Lists the file, or every file in the folder, in a fixed order. */
function listFiles(input: string): string[] {
  const path = join(repository, input);
  if (!statSync(path).isDirectory()) return [input];
  return readdirSync(path, { recursive: true })
    .map((name) => join(input, String(name)))
    .filter((file) => statSync(join(repository, file)).isFile())
    .toSorted();
}
