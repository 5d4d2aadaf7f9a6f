import { spawn, type ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { CommandError } from "./command";

/**
 * Finds the entry file of the `convex` CLI that is installed for the app in this directory; throws
 * a CommandError when it is not installed.
 */
export function convexCli(directory: string): string {
  try {
    return join(
      createRequire(join(directory, "package.json")).resolve("convex/package.json"),
      "../bin/main.js",
    );
  } catch {
    throw new CommandError(
      `The convex package is not installed in ${directory}. Run npm install, then run this command in the directory of your app's package.json.`,
    );
  }
}

/** The output and exit code of a finished CLI process. */
export interface CliResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the CLI until it exits. Its input is empty, so it cannot prompt. */
export async function runConvex(
  args: readonly string[],
  { directory, env }: { directory: string; env: NodeJS.ProcessEnv },
): Promise<CliResult> {
  const child = spawn(process.execPath, [convexCli(directory), ...args], {
    cwd: directory,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const printed = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (printed.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (printed.stderr += text));
  return { exitCode: await waitForExit(child), ...printed };
}

/**
 * Resolves with the exit code when the process has ended and all its output is read; 1 when a
 * signal ended it.
 */
export function waitForExit(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode) => resolve(exitCode ?? 1));
  });
}
