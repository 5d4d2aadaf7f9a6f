import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { LocalFacts } from "../../src/cli/localFiles";
import { collect, terminalEnvironment } from "./shell";

/** A running `npm start`, or whatever command does the same. */
export interface StartedApp {
  /** From the command to "Ready". */
  readonly seconds: number;
  readonly facts: LocalFacts;
  output(): string;
  /** Waits until it has printed this as often as said. */
  printed(text: string, times?: number): Promise<void>;
  /**
   * Waits until it has printed nothing for a while: the CLI deploys once more for the files it
   * generates, and may miss what is saved meanwhile.
   */
  quiet(): Promise<void>;
  /** Signals npm and what it has started, as a terminal does. */
  signal(signal: NodeJS.Signals): void;
  /** Resolves with npm's exit code. */
  readonly ended: Promise<number | null>;
}

/** Other tests share the machine. */
const PATIENCE_MS = 120_000;
const QUIET_MS = 1500;

/** Starts the app in this directory on free ports and waits until it says that it is ready. */
export async function startApp(
  directory: string,
  command = "npm start --",
  ...args: string[]
): Promise<StartedApp> {
  const startedAt = performance.now();
  const child = spawn(
    "sh",
    ["-c", ["exec", command, "--port 0 --site-port 0", ...args].join(" ")],
    {
      cwd: directory,
      env: terminalEnvironment(),
      stdio: ["ignore", "pipe", "pipe"],
      detached: true, // a process group of its own, to be signalled as one
    },
  );
  const output = collect(child);
  let running = true;
  const ended = new Promise<number | null>((resolve, reject) =>
    child.on("error", reject).on("close", resolve),
  ).finally(() => (running = false));
  const printed = async (text: string, times = 1) => {
    const patienceEnds = Date.now() + PATIENCE_MS;
    while (output().split(text).length <= times) {
      if (!running || Date.now() > patienceEnds)
        throw new Error(`"${text}" was not printed ${times} times. Printed was:\n${output()}`);
      await sleep(50);
    }
  };
  const quiet = async () => {
    for (let before = ""; before !== output(); await sleep(QUIET_MS)) before = output();
  };
  await printed("Ready in");
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    seconds,
    facts: await readFacts(directory),
    output,
    printed,
    quiet,
    ended,
    signal: (signal) => process.kill(-child.pid!, signal),
  };
}

export async function readFacts(directory: string): Promise<LocalFacts> {
  return JSON.parse(await readFile(join(directory, ".banata/local.json"), "utf8")) as LocalFacts; // written by the code under test
}
