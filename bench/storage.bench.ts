/**
 * Measures how a data directory with many users is opened again, in a fresh process: `npx tsx
 * bench/storage.bench.ts [users]`, 20,000 by default. Exits with 1 when a goal is missed. Of the
 * time, that of the CPU counts, so that other work on the machine does not.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@banata-auth/local";
import { countUsers, readFirstUser, ROWS_PER_USER, storeUsers } from "./support/storedUsers";

/** For 100,000 users; both grow more slowly than the data. */
const MAX_CPU_SECONDS = 5;
const MAX_PEAK_MB = 500;

const [first = "20000", directory] = process.argv.slice(2);
if (first === "open") await open(directory ?? "");
else await compare(Number(first));

/** Runs in the fresh process. */
async function open(opened: string): Promise<void> {
  const start = { time: performance.now(), cpu: process.cpuUsage() };
  const database = await openDatabase({ directory: opened });
  const { user, system } = process.cpuUsage(start.cpu);
  const seconds = (performance.now() - start.time) / 1000;
  const isRead = readFirstUser(database);
  const peakMb = process.resourceUsage().maxRSS / 1024;
  const users = countUsers(database);
  await database.close();
  console.log(JSON.stringify({ seconds, cpu: (user + system) / 1e6, peakMb, users, isRead }));
}

async function compare(users: number): Promise<void> {
  const stored = mkdtempSync(join(tmpdir(), "banata-storage-"));
  try {
    const database = await openDatabase({ directory: stored });
    await storeUsers(database, users);
    await database.close();
    const megabytes =
      readdirSync(stored).reduce((sum, name) => sum + statSync(join(stored, name)).size, 0) /
      2 ** 20;
    const child = spawnSync(
      process.execPath,
      [...process.execArgv, import.meta.filename, "open", stored],
      { encoding: "utf8" },
    );
    if (child.status !== 0) throw new Error(child.stderr);
    const result = JSON.parse(child.stdout) as {
      seconds: number;
      cpu: number;
      peakMb: number;
      users: number;
      isRead: boolean;
    };
    console.log(
      `Opening ${users.toLocaleString("en")} users (${(users * ROWS_PER_USER).toLocaleString("en")} documents, ${megabytes.toFixed(0)} MiB): ` +
        `${result.seconds.toFixed(2)} s, ${result.cpu.toFixed(2)} s of CPU (goal ${MAX_CPU_SECONDS}), ` +
        `${result.peakMb.toFixed(0)} MiB at most (goal ${MAX_PEAK_MB})`,
    );
    if (result.users !== users || !result.isRead) throw new Error("Not all users were read.");
    if (result.cpu > MAX_CPU_SECONDS || result.peakMb > MAX_PEAK_MB) process.exitCode = 1;
  } finally {
    rmSync(stored, { recursive: true });
  }
}
