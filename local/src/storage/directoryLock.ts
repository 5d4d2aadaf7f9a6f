import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DirectoryError } from "./errors";

interface Owner {
  readonly pid: number;
  /** When that process started, if known: process ids are reused, also after a reboot. */
  readonly start: string | null;
}

/**
 * Locks the directory for this process and returns a function that releases it. The lock file names
 * its process, so the lock of a killed process is detected and replaced. Processes on other
 * machines, or in containers with their own process ids, are not detected. Throws DirectoryError
 * when a running process holds the lock.
 */
export function lockDirectory(directory: string): () => void {
  const path = join(directory, "lock");
  const mine = JSON.stringify({
    pid: process.pid,
    start: processStart(process.pid),
  } satisfies Owner);
  // Linking a complete file is atomic: no process sees a half-written lock.
  const candidate = `${path}.${randomUUID()}`;
  writeFileSync(candidate, mine);
  try {
    while (!tryLink(candidate, path)) removeStale(directory, path);
  } finally {
    rmSync(candidate);
  }
  return () => rmSync(path, { force: true });
}

function tryLink(candidate: string, path: string): boolean {
  try {
    linkSync(candidate, path);
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
}

/** Removes the lock of a dead process; throws when the process is alive. */
function removeStale(directory: string, path: string): void {
  const found = readLock(path);
  if (found === null) return;
  const owner = parseOwner(found);
  if (owner && isAlive(owner)) {
    throw new DirectoryError(
      `The data directory ${directory} is in use by process ${owner.pid}. Stop it, or choose another directory.`,
    );
  }
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return;
    throw error;
  }
  // Another process may have replaced the lock since it was read; if so, put it back.
  if (readLock(aside) !== found) tryLink(aside, path);
  rmSync(aside);
}

function readLock(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}

function parseOwner(text: string): Owner | null {
  try {
    return JSON.parse(text) as Owner; // only this file writes it
  } catch {
    return null;
  }
}

function isAlive(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    // EPERM: the process exists and belongs to another user.
    if (errorCode(error) !== "EPERM") return false;
  }
  return owner.start === processStart(owner.pid);
}

function processStart(pid: number): string | null {
  try {
    if (process.platform === "linux") {
      const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      // The name in parentheses may contain any character. The first field after it is the state,
      // the 20th the start time.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      // A zombie has ended and holds no files; only its parent has not collected it yet.
      return fields[0] === "Z" ? null : `${boot} ${fields[19]}`;
    }
    if (process.platform === "win32") return null;
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return null;
  }
}

function errorCode(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
