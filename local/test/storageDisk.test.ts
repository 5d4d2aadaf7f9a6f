import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DiskFullError, openDatabase } from "../src/storage";
import type { Database } from "../src/types";

let directory: string;
let messages: string[];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "storage-"));
  messages = [];
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(directory, { recursive: true, force: true });
});

const log = (message: string) => messages.push(message);

async function insert(database: Database, n: number): Promise<string> {
  const tx = database.begin();
  const id = tx.insert("", "items", { n, text: "x".repeat(200) });
  await tx.commit();
  return id;
}

async function update(database: Database, id: string, n: number): Promise<void> {
  const tx = database.begin();
  tx.get("", id);
  tx.patch("", id, { n });
  await tx.commit();
}

function stored(database: Database): unknown[] {
  const walk = database.begin().scan({
    component: "",
    table: "items",
    index: "by_creation_time",
    lower: null,
    upper: null,
    order: "asc",
  });
  const found: unknown[] = [];
  for (let step = walk.next(); step.done !== true; step = walk.next())
    found.push(step.value.document.n);
  return found;
}

/**
 * Lets the log and runs take so many more bytes, and then fails as a full disk does: after a part of
 * a write.
 */
async function limitDisk(): Promise<{ free: number; freeForRuns: number }> {
  const probe = await open(join(directory, "probe"), "w");
  const prototype = Object.getPrototypeOf(probe) as FileHandle;
  await probe.close();
  const space = { free: Infinity, freeForRuns: Infinity };
  const full = () =>
    Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
  type Write = (bytes: Buffer, offset: number, length: number, at: number) => Promise<unknown>;
  const write = prototype.write as Write; // the overload that the storage uses
  const limited = async function (
    this: FileHandle,
    ...[bytes, offset, length, at]: Parameters<Write>
  ) {
    if (space.free <= 0) throw full();
    const part = Math.min(length, space.free);
    space.free -= part;
    return write.call(this, bytes, offset, part, at);
  };
  vi.spyOn(prototype, "write").mockImplementation(limited as never); // of that overload
  const append = prototype.appendFile;
  vi.spyOn(prototype, "appendFile").mockImplementation(async function (this: FileHandle, bytes) {
    const { length } = bytes as Buffer;
    if (space.freeForRuns < length) throw full();
    space.freeForRuns -= length;
    return append.call(this, bytes);
  });
  return space;
}

test("a full disk refuses changes, says so once, and is written again when there is space", async () => {
  const database = await openDatabase({ directory, log });
  const id = await insert(database, 0);
  const space = await limitDisk();
  const { size } = statSync(join(directory, "log-000001"));
  // Not even the first byte, a part of the header, a part of the document.
  for (const free of [0, 5, 100]) {
    space.free = free;
    await expect(insert(database, 99)).rejects.toThrow(DiskFullError);
    await expect(insert(database, 99)).rejects.toThrow(/The disk is full.*repeat it/);
    await expect(update(database, id, 99)).rejects.toThrow(DiskFullError);
    expect(stored(database)).toEqual([0]);
    expect(statSync(join(directory, "log-000001")).size).toBe(size);
  }
  expect(messages).toEqual([expect.stringContaining(`until ${directory} can be written again`)]);
  space.free = Infinity;
  await insert(database, 1);
  // The same document as in the refused changes: they left no conflict behind.
  await update(database, id, 2);
  expect(messages).toEqual([expect.anything(), expect.stringContaining("There is space again")]);
  expect(stored(database)).toEqual([2, 1]);
  await database.close();
  const reopened = await openDatabase({ directory, log });
  expect(stored(reopened)).toEqual([2, 1]);
  expect(messages).toHaveLength(2);
  await reopened.close();
});

test("after a crash with a full disk, nothing acknowledged is lost and no half record is left", async () => {
  const database = await openDatabase({ directory, log });
  const space = await limitDisk();
  for (let n = 0; n < 5; n++) {
    space.free = Infinity;
    await insert(database, n);
    space.free = n * 40;
    await expect(insert(database, 99)).rejects.toThrow(DiskFullError);
  }
  // As if the process had ended here: the database is not closed.
  rmSync(join(directory, "lock"));
  const reopened = await openDatabase({ directory, log });
  expect(stored(reopened)).toEqual([0, 1, 2, 3, 4]);
  await reopened.close();
  await database.close();
});

test("a table whose first commit met a full disk is there after a later one", async () => {
  const database = await openDatabase({ directory, log });
  const space = await limitDisk();
  space.free = 10;
  await expect(insert(database, 0)).rejects.toThrow(DiskFullError);
  space.free = Infinity;
  await insert(database, 1);
  await database.close();
  const reopened = await openDatabase({ directory, log });
  expect(stored(reopened)).toEqual([1]);
  await reopened.close();
});

test("a schema change that meets a full disk changes nothing, and can be repeated", async () => {
  const database = await openDatabase({ directory, log });
  await insert(database, 1);
  const space = await limitDisk();
  space.free = 10;
  const indexes = [{ indexDescriptor: "by_n", fields: ["n"] }];
  const tables = [{ tableName: "items", indexes, documentType: null }];
  const push = () => database.applySchemas(new Map([["", { schemaValidation: false, tables }]]));
  const byN = { component: "", table: "items", index: "by_n", lower: null, upper: null } as const;
  await expect(push()).rejects.toThrow(DiskFullError);
  expect(() => database.begin().scan({ ...byN, order: "asc" })).toThrow("not found");
  space.free = Infinity;
  await push();
  expect(
    database
      .begin()
      .scan({ ...byN, order: "asc" })
      .next().done,
  ).toBe(false);
  await database.close();
});

test("without space for a run, the log goes on, and is compacted later", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const database = await openDatabase({ directory, log, maxLogBytes: 10_000 });
  const space = await limitDisk();
  space.freeForRuns = 2_000;
  for (let n = 0; n < 50; n++) await insert(database, n);
  await expect.poll(() => messages.join()).toContain("could not be compacted");
  expect(readdirSync(directory).filter((name) => name.startsWith("run-"))).toEqual([]);
  space.freeForRuns = Infinity;
  vi.setSystemTime(Date.now() + 60_000);
  await insert(database, 50);
  await expect.poll(() => readdirSync(directory).join()).toMatch(/run-/);
  vi.useRealTimers();
  expect(messages).toHaveLength(1);
  expect(stored(database)).toHaveLength(51);
  await database.close();
  const reopened = await openDatabase({ directory, log });
  expect(stored(reopened)).toHaveLength(51);
  await reopened.close();
});

test("a directory that is deleted while it is open refuses changes", async () => {
  const database = await openDatabase({ directory, log });
  await insert(database, 1);
  rmSync(directory, { recursive: true });
  await expect(insert(database, 2)).rejects.toThrow(`${directory} was deleted while in use`);
  await expect(insert(database, 3)).rejects.toThrow("was deleted while in use");
  expect(messages).toEqual([expect.stringMatching(/was deleted.*until the next start/)]);
  expect(stored(database)).toEqual([1]);
  await database.close();
});

test("a directory that this process cannot use is refused with the reason", async () => {
  const file = join(directory, "file");
  writeFileSync(file, "");
  await expect(openDatabase({ directory: file })).rejects.toThrow(
    `The data directory ${file} cannot be used: a file has that name`,
  );
  await expect(openDatabase({ directory: join(file, "below") })).rejects.toThrow(
    "a file has that name",
  );
});

test("a directory without the right to write is refused with the reason", async () => {
  chmodSync(directory, 0o500);
  // Root may write anywhere, so a process of another user tries.
  const script = `
    if (process.getuid() === 0) process.setuid(65534);
    const { openDatabase } = await import(${JSON.stringify(join(import.meta.dirname, "../src/storage/index.ts"))});
    await openDatabase({ directory: process.argv[1] }).catch((error) => console.log(error.name, error.message));
  `;
  if (process.getuid?.() === 0) execFileSync("chown", ["65534", directory]);
  const output = execFileSync(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "--eval", script, directory],
    { encoding: "utf8" },
  );
  expect(output).toContain(
    `DirectoryError The data directory ${directory} cannot be used: this process may not read and write there`,
  );
  chmodSync(directory, 0o700);
});
