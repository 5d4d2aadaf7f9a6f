import { execFile, spawn, type ChildProcess } from "node:child_process";
import { waitForExit } from "./convexCli";

/** A running front end: the command of `banata-auth dev --start`. */
export interface FrontEnd {
  /** Resolves with the exit code when the command ends. */
  readonly ended: Promise<number>;
  stop(): Promise<void>;
}

const STOP_TIMEOUT_MS = 3000;
const IS_WINDOWS = process.platform === "win32";

/** Runs the command in a shell, in the app's directory. It reads its variables from `.env.local`. */
export function startFrontEnd(command: string, directory: string): FrontEnd {
  const child = spawn(command, {
    cwd: directory,
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
