import { execFile, spawn, type ChildProcess } from "node:child_process";
import { waitForExit } from "./convexCli";
import type { LocalFacts } from "./localFiles";

/** A running front end: the command of `banata-auth dev --start`. */
export interface FrontEnd {
  /** Resolves with the exit code when the command ends. */
  readonly ended: Promise<number>;
  stop(): Promise<void>;
}

const STOP_TIMEOUT_MS = 3000;
const IS_WINDOWS = process.platform === "win32";

/**
 * Runs the command in a shell, in the app's directory. Servers such as Next.js find the project in
 * its environment.
 */
export function startFrontEnd(
  command: string,
  directory: string,
  { baseUrl, apiKey, projectId }: LocalFacts,
): FrontEnd {
  const child = spawn(command, {
    cwd: directory,
    env: {
      ...process.env,
      BANATA_AUTH_URL: baseUrl,
      BANATA_API_KEY: apiKey,
      BANATA_PROJECT_ID: projectId,
    },
    shell: true,
    stdio: ["ignore", "inherit", "inherit"],
    detached: !IS_WINDOWS, // a process group of its own, which can be stopped as a whole
  });
  const ended = waitForExit(child);
  return {
    ended,
    stop: async () => {
      killTree(child, "SIGTERM");
      const killTimer = setTimeout(() => killTree(child, "SIGKILL"), STOP_TIMEOUT_MS);
      await ended;
      clearTimeout(killTimer);
    },
  };
}

/** Signals the shell and everything that it has started. */
function killTree({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  if (IS_WINDOWS) return void execFile("taskkill", ["/pid", String(pid), "/T", "/F"]);
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // ESRCH: all have ended
  }
}
