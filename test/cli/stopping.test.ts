/**
 * How `banata-auth dev --start` ends: npm forwards a signal that its child has had already, late on
 * a busy machine, and a front end may ignore it.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/deployment";

/** Starts a stubborn front end as `dev` does, and stops it on a signal. */
const stopping = `
  import { startFrontEnd } from ${JSON.stringify(join(repository, "src/cli/frontEnd.ts"))};
  import { onStopSignal } from ${JSON.stringify(join(repository, "src/cli/stopSignal.ts"))};
  onStopSignal(async () => {
    console.log("stopping");
    await frontEnd.stop();
    process.exit(0);
  });
  const frontEnd = startFrontEnd("echo $$; trap '' TERM INT; while true; do sleep 1; done", ".");
`;

test.each([
  ["SIGTERM", 0],
  ["SIGINT", 130],
] as const)(
  "after a second %s, a second later, it ends with code %i and leaves no front end behind",
  async (signal, exitCode) => {
    const child = spawn(
      process.execPath,
      ["--import", "tsx", "--input-type=module", "--eval", stopping],
      { cwd: repository, stdio: ["ignore", "pipe", "inherit"] },
    );
    let output = "";
    child.stdout.on("data", (data) => (output += data));
    const exited = once(child, "exit");
    const closed = once(child, "close");
    await expect.poll(() => output, { timeout: 20_000 }).toMatch(/^\d+\n/);
    child.kill(signal);
    await expect.poll(() => output, { timeout: 20_000 }).toContain("stopping");
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    child.kill(signal);
    expect((await exited)[0]).toBe(exitCode);
    await closed; // its output closes only with the last of its processes
  },
  60_000,
);
