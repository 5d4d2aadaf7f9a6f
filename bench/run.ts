/**
 * Runs the benchmarks one after the other: `npm run bench`, or `npm run bench -- modules peer` for
 * those whose file names contain one of the words. Exits with 1 when one of them misses a goal.
 */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

const repository = join(import.meta.dirname, "..");
const wanted = process.argv.slice(2);
const files = ["bench", "local/bench"]
  .flatMap((folder) => readdirSync(join(repository, folder)).map((name) => join(folder, name)))
  .filter((file) => file.endsWith(".bench.ts"))
  .filter((file) => wanted.length === 0 || wanted.some((word) => file.includes(word)));
if (files.length === 0) throw new Error(`No benchmark is named like ${wanted.join(" or ")}.`);

const missed = files.filter((file) => {
  console.log(`\n== ${file}`);
  const { status } = spawnSync(process.execPath, ["--import", "tsx", file], {
    cwd: repository,
    stdio: "inherit",
  });
  return status !== 0;
});
if (missed.length > 0) console.log(`\nMissed a goal, or failed: ${missed.join(", ")}`);
process.exitCode = missed.length === 0 ? 0 : 1;
