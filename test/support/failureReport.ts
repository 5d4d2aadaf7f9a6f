/** Writes what failed to the file that `FAILURE_REPORT` names, for `scripts/test.ts`. */
import { writeFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";

export type FailureReport = {
  /** Paths from the top of the repository, each with the names of its failed tests. */
  files: { path: string; tests: string[] }[];
  /** Errors that belong to no test: another run does not take them back. */
  unhandledErrors: number;
};

export default class implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]) {
    const report: FailureReport = {
      files: modules
        .filter((module) => !module.ok())
        .map((module) => ({
          path: module.relativeModuleId,
          tests: Array.from(module.children.allTests("failed"), ({ fullName }) => fullName),
        })),
      unhandledErrors: unhandledErrors.length,
    };
    writeFileSync(process.env["FAILURE_REPORT"]!, JSON.stringify(report));
  }
}
