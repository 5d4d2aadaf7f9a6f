import { spawn, type ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { CommandError } from "./command";

/** The `convex` CLI that is installed for the app in this directory, as a file for Node. */
export function convexCli(directory: string): string {
  try {
    return join(
      createRequire(join(directory, "package.json")).resolve("convex/package.json"),
      "../bin/main.js",
    );
  } catch {
    throw new CommandError(
      `The convex package is not installed for ${directory}. Run this where your app's package.json is, after npm install.`,
    );
  }
}

/** What a finished call of the CLI printed and how it ended. */
export interface CliResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the CLI to its end. It cannot ask anything: its input is empty. */
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
  return { exitCode: await exitOf(child), ...printed };
}

/** Resolves when the process has ended and all of its output is read; a signal counts as 1. */
export function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode) => resolve(exitCode ?? 1));
  });
}
