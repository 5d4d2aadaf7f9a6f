import { spawn, type ChildProcess } from "node:child_process";

/** What a command printed, both streams together, and how it ended. */
export interface Printed {
  readonly exitCode: number | null;
  readonly output: string;
}

/**
 * Variables of a developer's terminal: not those that vitest, npm or this session's own deployment
 * have set.
 */
export function terminalEnvironment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|VITE|CONVEX_|BANATA_|NODE_ENV$|NODE_OPTIONS$|FORCE_COLOR$)/i.test(name),
  );
  return { ...Object.fromEntries(own), CI: "1", npm_config_loglevel: "error", ...more };
}

/** Runs a line in a shell, to its end. */
export async function shell(
  line: string,
  directory: string,
  more: NodeJS.ProcessEnv = {},
): Promise<Printed> {
  const child = spawn("sh", ["-ec", line], {
    cwd: directory,
    env: terminalEnvironment(more),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = collect(child);
  const exitCode = await new Promise<number | null>((resolve, reject) =>
    child.on("error", reject).on("close", resolve),
  );
  return { exitCode, output: output() };
}

/** What the process has printed so far, both streams together. */
export function collect(child: ChildProcess): () => string {
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => (output += text));
  return () => output;
}
