import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDatabase } from "../src/storage";
import type { ComponentSchema, Database, Transaction } from "../src/types";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "storage-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const runs = () => readdirSync(directory).filter((name) => name.startsWith("run-"));

/** Numbers from 0 (inclusive) to 1 (exclusive), the same for the same seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Some of four indexes, so that a change of the schema adds and drops some. */
function schemaWith(indexes: readonly string[]): ComponentSchema {
  const table = (tableName: string) => ({
    tableName,
    indexes: indexes.map((field) => ({ indexDescriptor: `by_${field}`, fields: [field] })),
    documentType: null,
  });
  return { schemaValidation: false, tables: [table("red"), table("blue")] };
}

const TABLES = ["red", "blue"];
const FIELDS = ["a", "b", "c", "d"];

function scan(tx: Transaction, table: string, index: string, order: "asc" | "desc") {
  const range = { component: "", table, index, lower: null, upper: null, order };
  const walk = tx.scan(range);
  const found: unknown[] = [];
  for (let step = walk.next(); step.done !== true; step = walk.next())
    found.push(step.value.document);
  return found;
}

/** Everything that can be read, through every index in both directions. */
function content(database: Database, indexes: readonly string[]) {
  const tx = database.begin();
  return TABLES.map((table) => ({
    count: tx.count("", table),
    scans: ["by_creation_time", "by_id", ...indexes.map((field) => `by_${field}`)].flatMap(
      (index) => (["asc", "desc"] as const).map((order) => scan(tx, table, index, order)),
    ),
  }));
}

/** What the database must hold, kept in a plain map and sorted for each question. */
class Model {
  readonly tables = new Map(TABLES.map((table) => [table, new Map<string, Document>()]));

  content(indexes: readonly string[]) {
    return TABLES.map((table) => {
      const documents = Array.from(this.tables.get(table)!.values());
      const sorted = (field: string) =>
        documents.toSorted(
          (x, y) =>
            compare(x[field], y[field]) ||
            (x._creationTime as number) - (y._creationTime as number),
        );
      return {
        count: documents.length,
        scans: ["_creationTime", "_id", ...indexes].flatMap((field) => [
          sorted(field),
          sorted(field).toReversed(),
        ]),
      };
    });
  }
}

type Document = Readonly<Record<string, unknown>>;

/** Missing values first, then numbers, then strings, as in Convex. */
function compare(x: unknown, y: unknown): number {
  const rank = (value: unknown) => ["undefined", "number", "string"].indexOf(typeof value);
  if (rank(x) !== rank(y)) return rank(x) - rank(y);
  return x === y || x === undefined ? 0 : (x as number) < (y as number) ? -1 : 1; // of one type
}

test.each(process.env.PROVE ? [1, 2, 3, 4, 5, 6, 7, 8] : [1, 2])(
  "through compactions, restarts and schema changes, all indexes hold what was committed (seed %i)",
  async (seed) => {
    const next = random(seed);
    const pick = <T>(values: readonly T[]): T => values[Math.floor(next() * values.length)]!;
    const value = () =>
      pick([undefined, Math.floor(next() * 20), `text ${next()}`, "x".repeat(300)]);
    const model = new Model();
    const open = () => openDatabase({ directory, maxLogBytes: 4_000 });
    let database = await open();
    let indexes: string[] = [];
    let mostRuns = 0;
    for (let step = 0; step < 200; step++) {
      const chance = next();
      if (chance < 0.03) {
        indexes = FIELDS.filter(() => next() < 0.5);
        await database.applySchemas(new Map([["", schemaWith(indexes)]]));
      } else if (chance < 0.06) {
        // With a compaction under way or not.
        if (next() < 0.5) await sleep(5);
        await database.close();
        database = await open();
        expect(content(database, indexes)).toEqual(model.content(indexes));
      } else if (chance < 0.1) {
        await sleep(2);
        expect(content(database, indexes)).toEqual(model.content(indexes));
      } else {
        const tx = database.begin();
        const committed: (() => void)[] = [];
        for (let i = Math.floor(next() * 8); i >= 0; i--) {
          const table = pick(TABLES);
          const rows = model.tables.get(table)!;
          const id = pick([...rows.keys()]);
          const fields = { a: value(), b: value(), c: value(), d: value() };
          const [before, known] = [tx.savepoint(), committed.length];
          if (id === undefined || next() < 0.5) {
            const added = tx.insert("", table, fields);
            committed.push(() => rows.set(added, database.begin().get("", added)!));
          } else if (tx.get("", id) !== null) {
            if (next() < 0.5) tx.patch("", id, fields);
            else tx.remove("", id);
            committed.push(() => {
              const now = database.begin().get("", id);
              if (now) rows.set(id, now);
              else rows.delete(id);
            });
          }
          if (next() < 0.1) {
            tx.rollback(before);
            committed.length = known;
          }
        }
        await tx.commit();
        for (const apply of committed) apply();
      }
      mostRuns = Math.max(mostRuns, runs().length);
    }
    await database.close();
    expect(mostRuns).toBeGreaterThan(1);
  },
);

test("a transaction keeps its snapshot while the files behind it are replaced", async () => {
  const database = await openDatabase({ directory, maxLogBytes: 10_000 });
  const tx = database.begin();
  for (let n = 0; n < 100; n++) tx.insert("", "red", { n, text: "x".repeat(100) });
  await tx.commit();
  await expect.poll(runs).toHaveLength(1);
  const earlier = database.begin();
  const walk = earlier.scan({
    component: "",
    table: "red",
    index: "by_creation_time",
    lower: null,
    upper: null,
    order: "asc",
  });
  expect(walk.next().value?.document.n).toBe(0);
  const [first] = runs();
  const removal = database.begin();
  for (const { _id } of scan(database.begin(), "red", "by_id", "asc") as { _id: string }[])
    removal.remove("", _id);
  for (let n = 0; n < 100; n++) removal.insert("", "blue", { n, text: "x".repeat(100) });
  await removal.commit();
  await expect.poll(runs).not.toContain(first);
  const rest: unknown[] = [];
  for (let step = walk.next(); step.done !== true; step = walk.next())
    rest.push(step.value.document.n);
  expect(rest).toEqual(Array.from({ length: 99 }, (_, i) => i + 1));
  expect(database.begin().count("", "red")).toBe(0);
  expect(scan(database.begin(), "red", "by_creation_time", "asc")).toEqual([]);
  await database.close();
});

test("what is written and deleted again and again takes no more space", async () => {
  const database = await openDatabase({ directory, maxLogBytes: 50_000 });
  for (let round = 0; round < 30; round++) {
    const tx = database.begin();
    for (const { _id } of scan(tx, "red", "by_id", "asc") as { _id: string }[]) tx.remove("", _id);
    for (let n = 0; n < 100; n++) tx.insert("", "red", { round, text: "x".repeat(500) });
    await tx.commit();
    await sleep(5);
  }
  await database.close();
  const reopened = await openDatabase({ directory, maxLogBytes: 50_000 });
  expect(reopened.begin().count("", "red")).toBe(100);
  expect(runs().length).toBeLessThan(6);
  await reopened.close();
});
