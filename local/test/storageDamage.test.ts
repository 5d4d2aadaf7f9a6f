import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { DirectoryError, openDatabase } from "../src/storage";
import { encodeId } from "../src/storage/ids";
import type { Database } from "../src/types";

const COMMITS = 40;
/** More positions of each kind of damage; `npm run prove` sets it. */
const isWhole = Boolean(process.env.PROVE);

let root: string;
/** Holds `COMMITS` documents: the earlier ones in runs, the others in the log. */
let intact: string;
/** The same in the format of the first version. */
let old: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "storage-"));
  intact = join(root, "intact");
  const compacting = await openDatabase({ directory: intact, maxLogBytes: 1_000 });
  for (let n = 0; n < COMMITS - 12; n++) await insert(compacting, n);
  await vi.waitUntil(() => names(intact, "log-").length === 1 && names(intact, "run-").length > 0);
  await compacting.close();
  const database = await openDatabase({ directory: intact });
  for (let n = COMMITS - 12; n < COMMITS; n++) await insert(database, n);
  await database.close();
  old = join(root, "old");
  mkdirSync(old);
  writeFileSync(join(old, "commits.log"), oldLog());
});
afterAll(() => rmSync(root, { recursive: true }));

const names = (directory: string, prefix: string) =>
  readdirSync(directory)
    .filter((name) => name.startsWith(prefix))
    .sort();
const lastLog = (directory: string) => join(directory, names(directory, "log-").at(-1)!);

async function insert(database: Database, n: number): Promise<void> {
  const tx = database.begin();
  tx.insert("", "items", { n, text: `${n}`.repeat(120) });
  await tx.commit();
}

function stored(database: Database): unknown[] {
  const everything = { component: "", table: "items", lower: null, upper: null } as const;
  const walk = database.begin().scan({ ...everything, index: "by_creation_time", order: "asc" });
  const found: unknown[] = [];
  for (let step = walk.next(); step.done !== true; step = walk.next())
    found.push(step.value.document.n);
  return found;
}

const oldIds = Array.from({ length: COMMITS }, (_, n) =>
  encodeId(10_001, new Uint8Array(16).fill(n)),
);

/** What version 1 wrote: a frame of length and CRC-32 for each commit. */
function oldLog(): Buffer {
  const parts = [Buffer.from("convex-local log 1\n")];
  for (let n = 0; n < COMMITS; n++) {
    const id = oldIds[n]!;
    const tables = n === 0 ? `,"tables":[["","items",10001]]` : "";
    const document = { n, text: `${n}`.repeat(120), _id: id, _creationTime: 1_000 + n };
    const record = `{"timestamp":"${n + 1}"${tables}}\n${JSON.stringify(document)}`;
    const header = Buffer.alloc(8);
    header.writeUInt32LE(Buffer.byteLength(record), 0);
    header.writeUInt32LE(crc32(record), 4);
    parts.push(header, Buffer.from(record));
  }
  return Buffer.concat(parts);
}

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);

let copies = 0;
function copy(from: string): string {
  const directory = join(root, `copy-${copies++}`);
  cpSync(from, directory, { recursive: true });
  return directory;
}

interface Outcome {
  readonly refused: string | null;
  readonly documents: readonly unknown[];
  readonly messages: readonly string[];
}

async function reopen(directory: string, recover = false): Promise<Outcome> {
  const messages: string[] = [];
  try {
    const database = await openDatabase({
      directory,
      recover,
      log: (message) => messages.push(message),
    });
    const documents = stored(database);
    await insert(database, -1);
    await database.close();
    return { refused: null, documents, messages };
  } catch (error) {
    if (!(error instanceof DirectoryError)) throw error;
    return { refused: error.message, documents: [], messages };
  }
}

/**
 * Damage must be harmless, or refused with its place; then `recover` opens with what is intact, says
 * so, and leaves a directory that opens again. Nothing may be lost in silence.
 */
async function check(directory: string, what: string): Promise<Outcome> {
  const before = readdirSync(directory).filter((name) => /^(log|run|manifest)/.test(name));
  const outcome = await reopen(directory);
  if (outcome.refused === null) {
    // Without its end, a log is like one whose last write was cut short.
    const isCut = what.includes("missing block") && outcome.messages.join().includes("Removed");
    if (isCut) expect(outcome.documents, what).toEqual(numbers(outcome.documents.length));
    else expect(outcome.documents, what).toEqual(numbers(COMMITS));
    rmSync(directory, { recursive: true });
    return outcome;
  }
  expect(outcome.refused, what).toMatch(/byte \d+|is missing|and so is its copy/);
  if (!outcome.refused.includes("recover")) return outcome;
  expect(readdirSync(directory), what).toEqual(expect.arrayContaining(before));
  const recovered = await reopen(directory, true);
  expect(recovered.refused, what).toBeNull();
  expect(recovered.messages.join(), what).toMatch(/Recovered|repaired|is missing/);
  if (outcome.refused.includes("log-"))
    expect(recovered.documents, what).toEqual(numbers(recovered.documents.length));
  const again = await reopen(directory);
  expect(again.documents, what).toEqual([...recovered.documents, -1]);
  expect(again.messages, what).toEqual([]);
  rmSync(directory, { recursive: true });
  return outcome;
}

/** Positions spread over a file. */
function positions(length: number, count: number): number[] {
  const step = Math.max(1, Math.floor(length / (isWhole ? count * 10 : count)));
  return Array.from({ length: Math.ceil(length / step) }, (_, i) => i * step);
}

function change(path: string, edit: (bytes: Buffer) => Buffer | void): void {
  const bytes = readFileSync(path);
  writeFileSync(path, edit(bytes) ?? bytes);
}

describe.each(["log-", "run-", "manifest"])("in files %s*", (prefix) => {
  test("a flipped bit is harmless, or refused with its place", { timeout: 600_000 }, async () => {
    for (const name of names(intact, prefix)) {
      const { size } = statSync(join(intact, name));
      for (const at of positions(size, 25)) {
        const directory = copy(intact);
        change(join(directory, name), (bytes) => {
          bytes[at]! ^= 1 << (at % 8);
        });
        await check(directory, `${name}, bit of byte ${at}`);
      }
    }
  });

  test(
    "a block of zeros is harmless, or refused with its place",
    { timeout: 600_000 },
    async () => {
      for (const name of names(intact, prefix)) {
        const { size } = statSync(join(intact, name));
        for (const at of positions(size - 512, 5)) {
          const directory = copy(intact);
          change(join(directory, name), (bytes) => void bytes.fill(0, at, at + 256));
          await check(directory, `${name}, zeros at byte ${at}`);
        }
      }
    },
  );

  test("a missing, doubled or moved block is harmless, or refused with its place", async () => {
    for (const name of names(intact, prefix)) {
      const { size } = statSync(join(intact, name));
      for (const at of positions(size - 600, 4)) {
        const edits: Record<string, (bytes: Buffer) => Buffer | void> = {
          missing: (bytes) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 300)]),
          doubled: (bytes) => Buffer.concat([bytes.subarray(0, at + 300), bytes.subarray(at)]),
          moved: (bytes) => void bytes.copy(bytes, at + 300, at, at + 300),
        };
        for (const [kind, edit] of Object.entries(edits)) {
          const directory = copy(intact);
          change(join(directory, name), edit);
          await check(directory, `${name}, ${kind} block at byte ${at}`);
        }
      }
    }
  });

  test("a missing file is refused with its name, or its copy is used", async () => {
    for (const name of names(intact, prefix)) {
      const directory = copy(intact);
      rmSync(join(directory, name));
      const { refused } = await check(directory, name);
      if (prefix !== "manifest") expect(refused).toContain(`${name} is missing`);
    }
  });
});

test("a bit flipped in the length of any commit is refused, and no commit is lost silently", async () => {
  const log = lastLog(intact);
  const bytes = readFileSync(log);
  let commits = 0;
  for (let at = 19; at < bytes.length; at += 12 + bytes.readUInt32LE(at)) {
    for (const bit of isWhole ? numbers(32) : [0, 7, 12, 31]) {
      const directory = copy(intact);
      change(lastLog(directory), (changed) => {
        changed[at + (bit >> 3)]! ^= 1 << (bit & 7);
      });
      const { refused } = await check(directory, `length at byte ${at}, bit ${bit}`);
      expect(refused).toContain(`is damaged at byte ${at}`);
    }
    commits++;
  }
  expect(commits).toBeGreaterThan(3);
});

test("whole commits that are missing, doubled or swapped are noticed", async () => {
  const bytes = readFileSync(lastLog(intact));
  const first = 19;
  const second = first + 12 + bytes.readUInt32LE(first);
  const third = second + 12 + bytes.readUInt32LE(second);
  const [start, one, two, rest] = [
    bytes.subarray(0, first),
    bytes.subarray(first, second),
    bytes.subarray(second, third),
    bytes.subarray(third),
  ];
  for (const [parts, at] of [
    [[start, one, rest], second],
    [[start, two, rest], first],
    [[start, one, two, two, rest], third],
    [[start, one, two, rest, one], bytes.length],
    [[start, two, one, rest], first],
  ] as const) {
    const directory = copy(intact);
    writeFileSync(lastLog(directory), Buffer.concat(parts));
    const { refused } = await check(directory, `at byte ${at}`);
    expect(refused).toContain(`is damaged at byte ${at}`);
  }
});

test("wherever the last file of the log was cut short, the commits before it are there, and one line says so", async () => {
  const { size } = statSync(lastLog(intact));
  for (const cut of positions(size, 40)) {
    const directory = copy(intact);
    truncateSync(lastLog(directory), cut);
    const { refused, documents, messages } = await reopen(directory);
    expect(refused).toBeNull();
    expect(documents).toEqual(numbers(documents.length));
    expect(messages.length).toBeLessThan(2);
    const kept = await reopen(directory);
    expect(kept.documents).toEqual([...documents, -1]);
    expect(kept.messages).toEqual([]);
    // Either nothing was cut off, or it is said.
    if (messages.length > 0)
      expect(messages[0]).toMatch(/Removed the last write .* \d+ bytes from byte \d+\.$/);
    else expect([0, ...frameEnds()]).toContain(cut);
    rmSync(directory, { recursive: true });
  }
});

function frameEnds(): number[] {
  const bytes = readFileSync(lastLog(intact));
  const ends = [19];
  for (let at = 19; at < bytes.length; ends.push(at)) at += 12 + bytes.readUInt32LE(at);
  return ends;
}

test("garbage and zeros behind the log are removed with one line", async () => {
  for (const tail of [
    Buffer.alloc(5_000),
    Buffer.from("rubbish"),
    readFileSync(lastLog(intact)).subarray(19, 200),
  ]) {
    const directory = copy(intact);
    appendFileSync(lastLog(directory), tail);
    const { documents, messages } = await reopen(directory);
    expect(documents).toEqual(numbers(COMMITS));
    expect(messages).toEqual([expect.stringContaining(`${tail.length} bytes from byte`)]);
  }
});

test("recovery keeps the damaged part of the log in a file, and a second one keeps another", async () => {
  const directory = copy(intact);
  const damage = () =>
    change(lastLog(directory), (bytes) => {
      bytes[bytes.length - 20]! ^= 1;
    });
  const { length } = readFileSync(lastLog(directory));
  damage();
  const { documents, messages } = await reopen(directory, true);
  expect(documents).toEqual(numbers(COMMITS - 1));
  const [kept] = names(directory, "damaged-");
  expect(messages.join()).toContain(kept);
  expect(messages.join()).toMatch(/Recovered up to the commit of \d{4}-\d\d-\d\dT/);
  const [, at] = /-from-byte-(\d+)$/.exec(kept!)!;
  expect(statSync(join(directory, kept!)).size).toBe(length - Number(at));
  damage();
  await reopen(directory, true);
  expect(names(directory, "damaged-")).toHaveLength(2);
});

test("recovery of a run loses only documents of damaged pages, and keeps the file", async () => {
  const directory = copy(intact);
  const [run] = names(directory, "run-");
  change(join(directory, run!), (bytes) => {
    // In the index of ids, which has no documents.
    bytes[bytes.indexOf("\x06") + 5]! ^= 1;
  });
  const { refused } = await reopen(directory);
  expect(refused).toContain(`${run} is damaged at byte`);
  const { documents, messages } = await reopen(directory, true);
  expect(documents).toEqual(numbers(COMMITS));
  expect(messages.join()).toContain("0 parts with documents");
  expect(names(directory, "damaged-")).toEqual([expect.stringContaining(run!)]);
});

test("a directory of the first version opens, goes on in the new format, and is not begun anew by the old code", async () => {
  const directory = copy(old);
  const first = await reopen(directory);
  expect(first).toEqual({ refused: null, documents: numbers(COMMITS), messages: [] });
  const second = await reopen(directory);
  expect(second.documents).toEqual([...numbers(COMMITS), -1]);
  // The old code refuses a log with another first line.
  expect(readFileSync(join(directory, "commits.log"), "utf8")).not.toMatch(/^convex-local log 1\n/);
});

test("a damaged log of the first version is refused with the offset, and recovered up to it", async () => {
  for (const at of positions(statSync(join(old, "commits.log")).size - 400, 20).slice(1)) {
    const directory = copy(old);
    change(join(directory, "commits.log"), (bytes) => {
      bytes[at]! ^= 1;
    });
    await check(directory, `bit of byte ${at}`);
  }
});
