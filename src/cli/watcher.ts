import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { convexCli, exitOf } from "./convexCli";

/** `npx convex dev`, watching. */
export interface Watcher {
  /** Resolves with the exit code when it ends, by itself or stopped. */
  readonly ended: Promise<number>;
  stop(): Promise<void>;
}

export interface WatcherOptions {
  /** Of the app: where its package.json is. */
  readonly directory: string;
  /** Names the deployment. */
  readonly envFile: string;
  readonly typecheck: string;
  /** Called after each push that succeeded. */
  readonly onPush: () => void;
}

const PUSHED = "Convex functions ready!";
const STOP_PATIENCE_MS = 3000;
/**
 * Loaded into the CLI's process before it: its end of the channel closes when this process dies,
 * also by `kill -9`.
 */
const endWithParent = 'data:text/javascript,process.once("disconnect",()=>process.exit(0))';

/**
 * Starts the unmodified CLI on the app; what it prints goes to stderr. It cannot ask anything: its
 * input is empty.
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
      // CI: a failing CLI does not try to report its error, which hangs offline.
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
  const ended = exitOf(child);
  return {
    ended,
    stop: async () => {
      child.kill("SIGTERM");
      const impatience = setTimeout(() => child.kill("SIGKILL"), STOP_PATIENCE_MS);
      await ended;
      clearTimeout(impatience);
    },
  };
}
