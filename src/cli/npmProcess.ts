import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * Finds the npm process that runs this process as a script, possibly through a shell; null when
 * there is none.
 */
export function npmProcess(): number | null {
  if (process.env.npm_lifecycle_event === undefined) return null;
  const parent = describe(process.ppid);
  return parent !== null && /(^|\/)-?(sh|dash|bash|zsh|ash)$/.test(parent.command)
    ? parent.parent
    : process.ppid;
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // EPERM: alive, but another user's
  }
}

function describe(pid: number): { command: string; parent: number } | null {
  try {
    if (process.platform === "linux") {
      // "12 (name) S 11 …"; the name may contain any character.
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const end = stat.lastIndexOf(")");
      return {
        command: stat.slice(stat.indexOf("(") + 1, end),
        parent: Number(stat.slice(end + 2).split(" ")[1]),
      };
    }
    const [parent = "", ...command] = execFileSync("ps", ["-o", "ppid=,comm=", "-p", String(pid)], {
      encoding: "utf8",
    })
      .trim()
      .split(/\s+/);
    return { command: command.join(" "), parent: Number(parent) };
  } catch {
    return null;
  }
}
