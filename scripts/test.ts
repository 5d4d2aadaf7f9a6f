/**
 * Runs the tests. The files that fail run once more, one at a time: the tests share the machine with
 * a browser and several deployments, and one that was short of time is not broken. A test that
 * passes only then is printed as unstable, which is a defect to mend. Many failures, an error
 * outside of the tests, and named files (`npm test -- users`) get no second run.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FailureReport } from "../test/support/failureReport.ts";

const MAXIMUM_FAILED_FILES = 3;

const folder = mkdtempSync(join(tmpdir(), "banata-tests-"));
const reportFile = join(folder, "failures.json");

function runTests(args: string[]): boolean {
  const reporters = ["--reporter=default", "--reporter=./test/support/failureReport.ts"];
  const { status } = spawnSync("npx", ["vitest", "run", ...reporters, ...args], {
    stdio: "inherit",
    env: { ...process.env, FAILURE_REPORT: reportFile },
  });
  return status === 0;
}

function passes(args: string[]): boolean {
  if (runTests(args)) return true;
  if (args.length > 0 || !existsSync(reportFile)) return false;
  const { files, unhandledErrors }: FailureReport = JSON.parse(readFileSync(reportFile, "utf8"));
  if (files.length === 0 || files.length > MAXIMUM_FAILED_FILES || unhandledErrors > 0)
    return false;
  const paths = files.map(({ path }) => path);
  console.log(`\nOnce more, one at a time: ${paths.join(", ")}`);
  if (!runTests(["--maxWorkers=1", ...paths])) return false;
  for (const { path, tests } of files)
    for (const test of tests) console.log(`Unstable: ${path} > ${test}`);
  return true;
}

try {
  process.exitCode = passes(process.argv.slice(2)) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}
