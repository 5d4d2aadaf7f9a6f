import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { convexCli, waitForExit } from "./convexCli";

/** A running `npx convex dev`. */
export interface Watcher {
  /** Resolves with the exit code when the process ends. */
  readonly ended: Promise<number>;
  stop(): Promise<void>;
}

export interface WatcherOptions {
  /** The app's directory, where its package.json is. */
  readonly directory: string;
  /** The env file that names the deployment. */
  readonly envFile: string;
  readonly typecheck: string;
  /** Called after each successful push. */
  readonly onPush: () => void;
}

const PUSHED = "Convex functions ready!";
const STOP_TIMEOUT_MS = 3000;
/**
 * Loaded into the CLI's process first: its IPC channel disconnects when this process dies, even by
 * `kill -9`.
 */
const endWithParent = 'data:text/javascript,process.once("disconnect",()=>process.exit(0))';

/**
 * Starts the unmodified CLI on the app and forwards its output to stderr. Its input is empty, so it
 * cannot prompt.
 */
export function watchApp({ directory, envFile, typecheck, onPush }: WatcherOptions): Watcher {
  const colors =
    process.stderr.isTTY && process.env.NO_COLOR === undefined ? { FORCE_COLOR: "1" } : {};
  const child = spawn(
    process.execPath,
    [
      "--import",
      endWithParent,
      convexCli(directory),
      "dev",
      "--env-file",
      envFile,
      "--typecheck",
      typecheck,
    ],
    {
      cwd: directory,
      // CI: keeps a failing CLI from reporting its error, which hangs offline.
      env: { ...process.env, ...colors, CI: "1" },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    },
  );
  child.stdout?.pipe(process.stderr, { end: false });
  const lines = child.stderr && createInterface({ input: child.stderr });
  lines?.on("line", (line) => {
    process.stderr.write(`${line}\n`);
    if (line.includes(PUSHED)) onPush();
  });
  const ended = waitForExit(child);
  return {
    ended,
    stop: async () => {
      child.kill("SIGTERM");
      const killTimer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
      await ended;
      clearTimeout(killTimer);
    },
  };
}
