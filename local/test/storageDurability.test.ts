import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { jsonToConvex, type Value } from "convex/values";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openDatabase } from "../src/storage";
import type { Database, StoredDocument } from "../src/types";

let directory: string;
let children: ChildProcess[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "storage-"));
});
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  children = [];
  rmSync(directory, { recursive: true });
});

const log = () => join(directory, "log-000001");

const directoryBytes = () =>
  readdirSync(directory).reduce((sum, name) => sum + statSync(join(directory, name)).size, 0);

async function insert(database: Database, value: Record<string, Value>): Promise<string> {
  const tx = database.begin();
  const id = tx.insert("", "items", value);
  await tx.commit();
  return id;
}

function all(database: Database): StoredDocument[] {
  const walk = database.begin().scan({
    component: "",
    table: "items",
    index: "by_creation_time",
    lower: null,
    upper: null,
    order: "asc",
  });
  const documents: StoredDocument[] = [];
  for (let step = walk.next(); !step.done; step = walk.next()) documents.push(step.value.document);
  return documents;
}

/** Starts a process that writes until it is killed; `acknowledged` collects its durable commits. */
async function startWriter(
  round: number,
  maxLogBytes?: number,
): Promise<{ child: ChildProcess; acknowledged: string[]; stopped: Promise<unknown> }> {
  const script = join(import.meta.dirname, "fixtures/storageWriter.ts");
  const limit = maxLogBytes === undefined ? [] : [String(maxLogBytes)];
  const args = ["--import", "tsx", script, directory, String(round), ...limit];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  const lines = createInterface({ input: child.stdout });
  await once(lines, "line");
  const acknowledged: string[] = [];
  lines.on("line", (line) => acknowledged.push(line));
  return { child, acknowledged, stopped: Promise.all([once(lines, "close"), once(child, "exit")]) };
}

test("all kinds of values survive reopening with their ids, and timestamps do not go backwards", async () => {
  const value = {
    text: 'tab\t"quote" \ud83d\ude00 line\n',
    big: -(2n ** 63n),
    zero: -0,
    nan: NaN,
    bytes: new Uint8Array([0, 255]).buffer,
    list: [null, true, { a: 1.5 }],
  };
  const first = await openDatabase({ directory });
  const id = await insert(first, value);
  const gone = await insert(first, {});
  const removal = first.begin();
  removal.remove("", gone);
  await removal.commit();
  const [latest, before] = [first.latest(), all(first)];
  await first.close();
  const second = await openDatabase({ directory });
  expect(all(second)).toEqual(before);
  expect(second.begin().get("", id)).toMatchObject({ ...value, bytes: expect.any(ArrayBuffer) });
  expect(second.latest()).toBe(latest);
  await insert(second, {});
  expect(second.latest()).toBeGreaterThan(latest);
  expect(all(second).map(({ _creationTime }) => _creationTime)).toEqual(
    all(second)
      .map(({ _creationTime }) => _creationTime)
      .sort((a, b) => a - b),
  );
  await second.close();
});

test(
  "kill -9 while writing, and while the log is moved to runs, loses no acknowledged commit and leaves no partial one",
  { timeout: 600_000 },
  async () => {
    const acknowledged: string[] = [];
    // The small limits keep a compaction under way all the time.
    const limits = [undefined, 30_000, 3_000, 30_000];
    const rounds = process.env.PROVE ? Array.from({ length: 10 }, () => limits).flat() : limits;
    for (const [round, limit] of rounds.entries()) {
      const writer = await startWriter(round, limit);
      await vi.waitUntil(() => writer.acknowledged.length > (round % 7) * 97, 100_000);
      writer.child.kill("SIGKILL");
      await writer.stopped;
      acknowledged.push(...writer.acknowledged);
      const database = await openDatabase({ directory, log: () => undefined });
      const halves = new Map<Value, number>();
      for (const { name, half } of all(database))
        halves.set(name!, (halves.get(name!) ?? 0) + (half as number));
      expect(acknowledged.filter((name) => halves.get(name) !== 3)).toEqual([]);
      expect(Array.from(halves).filter(([, sum]) => sum !== 3)).toEqual([]);
      await database.close();
    }
    expect(readdirSync(directory).some((name) => name.startsWith("run-"))).toBe(true);
  },
);

test("a second process, or a second opening, is rejected while the first is open", async () => {
  const { child, stopped } = await startWriter(0);
  await expect(openDatabase({ directory })).rejects.toThrow(
    `The data directory ${directory} is in use by process ${child.pid}.`,
  );
  child.kill("SIGKILL");
  await stopped;
  const database = await openDatabase({ directory });
  await expect(openDatabase({ directory })).rejects.toThrow(`in use by process ${process.pid}`);
  await database.close();
  await (await openDatabase({ directory })).close();
});

test("a lock whose process id now belongs to another process is taken over", async () => {
  writeFileSync(
    join(directory, "lock"),
    JSON.stringify({ pid: process.pid, start: "an earlier life" }),
  );
  await (await openDatabase({ directory })).close();
  writeFileSync(join(directory, "lock"), "");
  await (await openDatabase({ directory })).close();
});

test("wherever the last record was cut short, the others survive and writing continues", async () => {
  const database = await openDatabase({ directory });
  await insert(database, { n: 1 });
  const whole = statSync(log()).size;
  await insert(database, { n: 2 });
  const end = statSync(log()).size;
  await database.close();
  const copy = join(directory, "copy");
  copyFileSync(log(), copy);
  for (let cut = whole; cut < end; cut += 7) {
    copyFileSync(copy, log());
    truncateSync(log(), cut);
    const reopened = await openDatabase({ directory, log: () => undefined });
    await insert(reopened, { n: 3 });
    await reopened.close();
    const again = await openDatabase({ directory });
    expect(all(again).map(({ n }) => n)).toEqual([1, 3]);
    await again.close();
  }
});

test("garbage or zeros at the end of the log are removed", async () => {
  for (const tail of [Buffer.alloc(100), Buffer.from("rubbish at the end")]) {
    const database = await openDatabase({ directory });
    const id = await insert(database, {});
    await database.close();
    appendFileSync(log(), tail);
    const reopened = await openDatabase({ directory, log: () => undefined });
    expect(reopened.begin().get("", id)).not.toBeNull();
    await reopened.close();
  }
});

test("damage in the middle of the log is an error", async () => {
  const database = await openDatabase({ directory });
  await insert(database, { text: "first" });
  await insert(database, { text: "second" });
  await database.close();
  const bytes = readFileSync(log());
  bytes[bytes.indexOf("first")] = 0x46;
  writeFileSync(log(), bytes);
  await expect(openDatabase({ directory })).rejects.toThrow("is damaged at byte");
  writeFileSync(log(), "something else altogether");
  await expect(openDatabase({ directory })).rejects.toThrow("is not a log of this version");
});

test("a long log is moved to sorted files without loss", async () => {
  const database = await openDatabase({ directory, maxLogBytes: 1024 * 1024 });
  await database.applySchemas(
    new Map([
      [
        "",
        {
          schemaValidation: false,
          tables: [
            {
              tableName: "items",
              indexes: [{ indexDescriptor: "by_n", fields: ["n"] }],
              documentType: null,
            },
          ],
        },
      ],
    ]),
  );
  const kept = await insert(database, { n: -1, at: jsonToConvex({ $commitTs: null }) });
  const id = await insert(database, { n: 0 });
  let written = 0;
  for (let n = 1; written < 12 * 1024 * 1024; n++) {
    const text = "x".repeat(500_000);
    const tx = database.begin();
    tx.patch("", id, { n, text });
    await Promise.all([tx.commit(), insert(database, { n })]);
    written += text.length;
  }
  const before = all(database);
  await database.close();
  expect(directoryBytes()).toBeLessThan(5 * 1024 * 1024);
  const reopened = await openDatabase({ directory });
  expect(all(reopened)).toEqual(before);
  const byN = reopened
    .begin()
    .scan({ component: "", table: "items", index: "by_n", lower: null, upper: null, order: "asc" });
  expect(byN.next().value?.document._id).toBe(kept);
  await reopened.close();
});

test("concurrent commits share fsyncs", async () => {
  const database = await openDatabase({ directory });
  const probe = await open(log());
  const fsync = vi.spyOn(Object.getPrototypeOf(probe) as FileHandle, "datasync");
  await Promise.all(Array.from({ length: 2_000 }, (_, n) => insert(database, { n })));
  expect(fsync.mock.calls.length).toBeLessThan(20);
  fsync.mockRestore();
  await probe.close();
  await database.close();
});

test("after a conflict with a commit that was not yet on disk, a retry sees that commit", async () => {
  const database = await openDatabase({ directory });
  const id = await insert(database, { n: 0 });
  const increment = async (attempt = 1): Promise<number> => {
    const tx = database.begin();
    tx.patch("", id, { n: (tx.get("", id)!.n as number) + 1 });
    return tx.commit().then(
      () => attempt,
      () => increment(attempt + 1),
    );
  };
  expect(await Promise.all([increment(), increment(), increment()])).toEqual([1, 2, 3]);
  expect(database.begin().get("", id)).toMatchObject({ n: 3 });
  await database.close();
});

test("when the disk fails, the commit is rejected and invisible, and so are all later ones until reopening", async () => {
  const database = await openDatabase({ directory });
  await insert(database, { n: 1 });
  const probe = await open(log());
  const fsync = vi
    .spyOn(Object.getPrototypeOf(probe) as FileHandle, "datasync")
    .mockRejectedValue(new Error("no space"));
  await expect(insert(database, { n: 2 })).rejects.toThrow("The log cannot be written: no space");
  fsync.mockRestore();
  await probe.close();
  await expect(insert(database, { n: 3 })).rejects.toThrow("The log cannot be written");
  expect(all(database).map(({ n }) => n)).toEqual([1]);
  await database.close();
  const reopened = await openDatabase({ directory });
  await insert(reopened, { n: 4 });
  expect(all(reopened).map(({ n }) => n)).toContain(4);
  await reopened.close();
});

test("after close commits are rejected, and accepted ones are on disk", async () => {
  const database = await openDatabase({ directory });
  const accepted = insert(database, { n: 1 });
  const closed = database.close();
  await expect(insert(database, { n: 2 })).rejects.toThrow("The database is closed.");
  await Promise.all([accepted, closed]);
  const reopened = await openDatabase({ directory });
  expect(all(reopened).map(({ n }) => n)).toEqual([1]);
  await reopened.close();
});
