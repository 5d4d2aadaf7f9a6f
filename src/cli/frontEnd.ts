import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { waitForExit } from "./convexCli";

/** A running front end: the command of `banata-auth dev --start`. */
export interface FrontEnd {
  /** Resolves with the exit code when the command ends. */
  readonly ended: Promise<number>;
  stop(): Promise<void>;
}

const STOP_TIMEOUT_MS = 3000;
const POLL_MS = 20;
const IS_WINDOWS = process.platform === "win32";

/** Runs the command in a shell, in the app's directory. It reads its variables from `.env.local`. */
export function startFrontEnd(command: string, directory: string): FrontEnd {
  const child = spawn(command, {
    cwd: directory,
    shell: true,
    stdio: ["ignore", "inherit", "inherit"],
    detached: !IS_WINDOWS, // a process group of its own, which can be stopped as a whole
  });
  // The group outlives this process, which may exit without having stopped it.
  process.once("exit", () => signalTree(child, "SIGKILL"));
  const ended = waitForExit(child);
  return {
    ended,
    stop: async () => {
      const deadline = Date.now() + STOP_TIMEOUT_MS;
      // The shell ends first; what it has started may need a moment longer.
      let isLeft = signalTree(child, "SIGTERM");
      while (isLeft && Date.now() < deadline) {
        await sleep(POLL_MS);
        isLeft = signalTree(child, 0);
      }
      if (isLeft) signalTree(child, "SIGKILL");
      await ended;
    },
  };
}

/** Signals the shell and everything that it has started; false when all have ended. */
function signalTree({ pid }: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  if (pid === undefined) return false;
  try {
    if (!IS_WINDOWS) return process.kill(-pid, signal);
    if (signal !== 0) execFileSync("taskkill", ["/pid", String(pid), "/T", "/F"]);
    return false;
  } catch (error) {
    if (IS_WINDOWS || (error as NodeJS.ErrnoException).code === "ESRCH") return false; // all have ended
    throw error;
  }
}
