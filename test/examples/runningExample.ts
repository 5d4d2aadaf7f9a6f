import { spawn } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { BanataAuth } from "../../src";
import { repository } from "../start/clone";
import { collect, terminalEnvironment } from "../start/shell";
import { readFacts } from "../start/startedApp";

export interface RunningExample {
  /** The address that the front end's server has printed. */
  readonly url: string;
  /** Of the copy that runs. */
  readonly directory: string;
  /** A client with the development project's key. */
  readonly client: BanataAuth;
  /** The printed link that signs an operator in to the console. */
  readonly consoleLink: string;
  close(): Promise<void>;
}

const STARTED_WITHIN_MS = 150_000;
const leftOut = new Set(["node_modules", "dist", ".next", ".banata", ".env.local"]);

/**
 * Starts a copy of the example with its one command, on free ports. The copy is beside the original,
 * where it finds the same node_modules: what `npm install` has installed and built.
 */
export async function startExample(name: string): Promise<RunningExample> {
  const directory = await mkdtemp(join(repository, "examples", `.running-${name}-`));
  await cp(join(repository, "examples", name), directory, {
    recursive: true,
    filter: (source) => !leftOut.has(basename(source)),
  });
  const child = spawn("npm", ["run", "dev", "--", "--port", "0", "--site-port", "0"], {
    cwd: directory,
    env: terminalEnvironment({ NEXT_TELEMETRY_DISABLED: "1" }),
    stdio: ["ignore", "pipe", "pipe"],
    detached: true, // a process group of its own, to be signalled as one
  });
  const output = collect(child);
  let running = true;
  const ended = new Promise<void>((resolve) =>
    child.on("error", resolve).on("close", () => resolve()),
  ).finally(() => (running = false));
  const close = async () => {
    if (running) process.kill(-child.pid!, "SIGTERM");
    await ended;
    await rm(directory, { recursive: true, force: true });
  };
  const deadline = Date.now() + STARTED_WITHIN_MS;
  for (;;) {
    const [, url] = /Local:\s+(http:\S+)/.exec(withoutColors(output())) ?? [];
    if (url !== undefined) {
      const client = new BanataAuth(await readFacts(directory));
      const [, consoleLink = ""] = /Console\s+(http:\S+)/.exec(withoutColors(output())) ?? [];
      return { url, directory, client, consoleLink, close };
    }
    if (!running || Date.now() > deadline) {
      await close();
      throw new Error(`${name} did not start:\n${output()}`);
    }
    await sleep(100);
  }
}

// oxlint-disable-next-line no-control-regex -- escape sequences of a terminal
const withoutColors = (text: string): string => text.replaceAll(/\u001b\[\d*m/g, "");
