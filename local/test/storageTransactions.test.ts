import { CommitTsPlaceholder, compareValues, jsonToConvex, type Value } from "convex/values";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ConflictError, LimitError, openDatabase } from "../src/storage";
import type {
  ComponentSchema,
  Database,
  IndexRange,
  StoredDocument,
  Transaction,
} from "../src/types";

const schema: ComponentSchema = {
  schemaValidation: false,
  tables: [
    {
      tableName: "items",
      indexes: [{ indexDescriptor: "by_kind", fields: ["kind", "n"] }],
      documentType: null,
    },
  ],
};

async function open(): Promise<Database> {
  const database = await openDatabase({ directory: null });
  await database.applySchemas(new Map([["", schema]]));
  return database;
}

const range = (rest: Partial<IndexRange> = {}): IndexRange => ({
  component: "",
  table: "items",
  index: "by_kind",
  lower: null,
  upper: null,
  order: "asc",
  ...rest,
});
const equal = (...key: Value[]) => ({
  lower: { key, inclusive: true },
  upper: { key, inclusive: true },
});

function collect(tx: Transaction, wanted: IndexRange, limit = Infinity): StoredDocument[] {
  const documents: StoredDocument[] = [];
  const walk = tx.scan(wanted);
  while (documents.length < limit) {
    const step = walk.next();
    if (step.done) break;
    documents.push(step.value.document);
  }
  return documents;
}

async function insert(database: Database, ...values: Record<string, Value>[]): Promise<string[]> {
  const tx = database.begin();
  const ids = values.map((value) => tx.insert("", "items", value));
  await tx.commit();
  return ids;
}

test("a transaction reads the same as a sorted array with the same history", async () => {
  const kind = fc.constantFrom<(Value | undefined)[]>("a", "b", "c", undefined);
  const n = fc.constantFrom<Value[]>(1, 2, 3, 2n, null, "x");
  const bound = fc.option(
    fc.record({ key: fc.oneof(fc.tuple(kind), fc.tuple(kind, n)), inclusive: fc.boolean() }),
  );
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant("insert" as const), kind, n }) },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant("patch" as const), at: fc.nat(), kind, n }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("remove" as const), at: fc.nat() }) },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant("scan" as const),
        lower: bound,
        upper: bound,
        order: fc.constantFrom("asc" as const, "desc" as const),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constantFrom(
          "savepoint" as const,
          "rollback" as const,
          "commit" as const,
          "abandon" as const,
        ),
      }),
    },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const database = await open();
      let committed: StoredDocument[] = [];
      let model = committed;
      let tx = database.begin();
      let saved: { at: ReturnType<Transaction["savepoint"]>; model: StoredDocument[] } | null =
        null;
      const fresh = () => {
        tx = database.begin();
        model = committed;
        saved = null;
      };
      for (const s of steps) {
        if (s.do === "insert") {
          const id = tx.insert("", "items", { kind: s.kind, n: s.n });
          model = [...model, tx.get("", id)!];
        } else if (s.do === "patch" && model.length > 0) {
          const { _id } = model[s.at % model.length]!;
          const after = tx.patch("", _id, { kind: s.kind, n: s.n });
          model = model.map((document) => (document._id === _id ? after : document));
        } else if (s.do === "remove" && model.length > 0) {
          const { _id } = model[s.at % model.length]!;
          tx.remove("", _id);
          model = model.filter((document) => document._id !== _id);
        } else if (s.do === "scan") {
          expect(collect(tx, range(s))).toEqual(expected(model, range(s)));
        } else if (s.do === "savepoint") saved = { at: tx.savepoint(), model };
        else if (s.do === "rollback" && saved) {
          tx.rollback(saved.at);
          model = saved.model;
        } else if (s.do === "commit") {
          await tx.commit();
          committed = model;
          fresh();
        } else if (s.do === "abandon") fresh();
      }
      expect(collect(tx, range())).toEqual(expected(model, range()));
      await database.close();
    }),
    { numRuns: 150 },
  );
});

function expected(
  documents: readonly StoredDocument[],
  { lower, upper, order }: IndexRange,
): StoredDocument[] {
  const key = (document: StoredDocument) => [document.kind, document.n, document._creationTime];
  const compare = (a: readonly (Value | undefined)[], b: readonly (Value | undefined)[]) =>
    b.map((item, at) => compareValues(a[at], item)).find((sign) => sign !== 0) ?? 0;
  const inside = documents.filter((document) => {
    const above = lower === null || compare(key(document), lower.key) > (lower.inclusive ? -1 : 0);
    const below = upper === null || compare(key(document), upper.key) < (upper.inclusive ? 1 : 0);
    return above && below;
  });
  const sorted = inside.sort((a, b) => compare(key(a), key(b)));
  return order === "asc" ? sorted : sorted.reverse();
}

test("write skew conflicts: of two transactions that each read what the other writes, one must retry", async () => {
  const database = await open();
  const [a, b] = (await insert(database, { kind: "on-call", n: 1 }, { kind: "on-call", n: 2 })) as [
    string,
    string,
  ];
  const leave = (id: string) => {
    const tx = database.begin();
    if (collect(tx, range(equal("on-call"))).length > 1) tx.patch("", id, { kind: "off" });
    return tx.commit();
  };
  const outcomes = await Promise.allSettled([leave(a), leave(b)]);
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  expect(outcomes[1]).toHaveProperty("reason", expect.any(ConflictError));
  await leave(b);
  expect(collect(database.begin(), range(equal("on-call")))).toHaveLength(1);
});

test("interleaved transactions have the same outcome as running them in commit order", async () => {
  const allKinds = ["a", "b", "c"];
  const kinds = fc.constantFrom(...allKinds);
  const program = fc.record({
    reads: fc.array(
      fc.record({
        kind: kinds,
        limit: fc.integer({ min: 1, max: 3 }),
        order: fc.constantFrom("asc" as const, "desc" as const),
      }),
      { maxLength: 2 },
    ),
    writes: kinds,
    removes: fc.boolean(),
    pause: fc.nat({ max: 3 }),
  });
  type Program = typeof program extends fc.Arbitrary<infer T> ? T : never;
  const run = (tx: Transaction, { reads, writes, removes }: Program) => {
    let sum = 1;
    for (const { kind, limit, order } of reads) {
      const seen = collect(tx, range({ ...equal(kind), order }), limit);
      for (const { n } of seen) sum += n as number;
      if (removes && seen[0]) tx.remove("", seen[0]._id);
    }
    tx.insert("", "items", { kind: writes, n: sum });
  };
  const state = (database: Database) =>
    collect(database.begin(), range()).map(({ kind, n }) => ({ kind, n }));
  await fc.assert(
    fc.asyncProperty(fc.array(program, { minLength: 2, maxLength: 8 }), async (programs) => {
      const seed = allKinds.map((kind, n) => ({ kind, n }));
      const database = await open();
      await insert(database, ...seed, ...seed);
      const order: { timestamp: bigint; program: Program }[] = [];
      await Promise.all(
        programs.map(async (p) => {
          for (let i = 0; i < p.pause; i++) await Promise.resolve();
          const tx = database.begin();
          run(tx, p);
          for (let i = 0; i < p.pause; i++) await Promise.resolve();
          try {
            order.push({ timestamp: await tx.commit(), program: p });
          } catch (error) {
            expect(error).toBeInstanceOf(ConflictError);
          }
        }),
      );
      const serial = await open();
      await insert(serial, ...seed, ...seed);
      for (const { program: p } of order.sort((x, y) => Number(x.timestamp - y.timestamp))) {
        const tx = serial.begin();
        run(tx, p);
        await tx.commit();
      }
      expect(state(database)).toEqual(state(serial));
    }),
    { numRuns: 150 },
  );
});

test.each(["asc", "desc"] as const)(
  "%s: an insert into the walked part of a range conflicts, one beyond the last document read does not",
  async (order) => {
    const database = await open();
    await insert(database, { kind: "a", n: 1 }, { kind: "a", n: 3 });
    const readsFirst = () => {
      const tx = database.begin();
      collect(tx, range({ ...equal("a"), order }), 1);
      tx.insert("", "items", { kind: "z" });
      return tx;
    };
    const stoppedEarly = readsFirst();
    await insert(database, { kind: "a", n: 2 });
    await stoppedEarly.commit();
    const overtaken = readsFirst();
    await insert(database, { kind: "a", n: order === "asc" ? 0 : 4 });
    await expect(overtaken.commit()).rejects.toThrow(
      'Documents read from or written to the "items" table changed',
    );
  },
);

test.each<[string, (tx: Transaction, id: string) => unknown]>([
  ["read it", (tx, id) => tx.get("", id)],
  ["patched it", (tx, id) => tx.patch("", id, { n: 10 })],
  ["replaced it", (tx, id) => tx.replace("", id, { n: 10 })],
  ["removed it", (tx, id) => tx.remove("", id)],
  ["counted the table", (tx) => tx.count("", "items")],
])("a document that was removed meanwhile: a transaction that %s conflicts", async (_what, act) => {
  const database = await open();
  const [id] = (await insert(database, { n: 1 })) as [string];
  const tx = database.begin();
  act(tx, id);
  tx.insert("", "items", {});
  const other = database.begin();
  other.remove("", id);
  await other.commit();
  await expect(tx.commit()).rejects.toBeInstanceOf(ConflictError);
});

test("inserts that read nothing never conflict, even when they create the same table", async () => {
  const database = await open();
  const commits = Array.from({ length: 20 }, (_, n) => {
    const tx = database.begin();
    tx.insert("component", "fresh", { n });
    return tx.commit();
  });
  await Promise.all(commits);
  expect(database.begin().count("component", "fresh")).toBe(20);
  expect(new Set(await Promise.all(commits)).size).toBe(20);
});

test("a read set shows which commits affect a subscription", async () => {
  const database = await open();
  const reader = database.begin();
  collect(reader, range(equal("a")));
  const seen: boolean[] = [];
  const unsubscribe = database.onCommit((commit) => seen.push(reader.readSet.overlaps(commit)));
  const [id] = (await insert(database, { kind: "b" })) as [string];
  await insert(database, { kind: "a" });
  const move = database.begin();
  move.patch("", id, { kind: "a" });
  await move.commit();
  unsubscribe();
  await insert(database, { kind: "a" });
  expect(seen).toEqual([false, true, true]);
  expect([...reader.readSet.tables()]).toEqual([{ component: "", table: "items" }]);
});

test("a commit is visible to its listeners, which are called before its promise resolves", async () => {
  const database = await open();
  const events: string[] = [];
  database.onCommit((commit) =>
    events.push(
      `heard ${commit.timestamp === database.latest() && database.begin().count("", "items")}`,
    ),
  );
  await insert(database, { kind: "a" }).then(() => events.push("committed"));
  expect(events).toEqual(["heard 1", "committed"]);
});

test("a walk continues while the transaction changes its range", async () => {
  const database = await open();
  await insert(database, ...[1, 2, 3, 4].map((n) => ({ kind: "a", n })));
  const tx = database.begin();
  const walk = tx.scan(range(equal("a")));
  const seen: Value[] = [];
  for (let step = walk.next(); !step.done; step = walk.next()) {
    const { _id, n } = step.value.document;
    seen.push(n as number);
    if (n === 1) tx.patch("", _id, { kind: "b" });
    else tx.remove("", _id);
  }
  expect(seen).toEqual([1, 2, 3, 4]);
  expect(collect(tx, range()).map(({ kind }) => kind)).toEqual(["b"]);
});

test("a walk resumes after a position, in both directions", async () => {
  const database = await open();
  await insert(database, ...[1, 2, 3].map((n) => ({ kind: "a", n })));
  for (const order of ["asc", "desc"] as const) {
    const tx = database.begin();
    const step = tx.scan(range({ order })).next();
    const rest = tx.scan(range({ order }), step.done ? "" : step.value.position).next();
    expect(rest.value?.document.n).toBe(2);
  }
});

test("an earlier snapshot can be read but not written", async () => {
  const database = await open();
  await insert(database, { kind: "a" });
  const then = database.latest();
  await insert(database, { kind: "a" });
  const past = database.beginAt(then);
  expect([past.snapshot, past.count("", "items")]).toEqual([then, 1]);
  past.insert("", "items", {});
  await expect(past.commit()).rejects.toThrow("can only read");
  expect(() => database.beginAt(then + 10n ** 18n)).toThrow("in the future");
  expect(() => database.beginAt(1n)).toThrow("too old");
});

test("the commit timestamp placeholder becomes the commit's timestamp, in the document and in its index keys", async () => {
  const database = await open();
  const placeholder = jsonToConvex({ $commitTs: null });
  const tx = database.begin();
  const id = tx.insert("", "items", { kind: "a", n: placeholder, nested: [{ at: placeholder }] });
  expect(tx.get("", id)!.n).toBeInstanceOf(CommitTsPlaceholder);
  expect(collect(tx, range(equal("a", 2n ** 63n - 1n)))).toHaveLength(1);
  const timestamp = await tx.commit();
  const after = database.begin();
  expect(after.get("", id)).toMatchObject({ n: timestamp, nested: [{ at: timestamp }] });
  expect(collect(after, range(equal("a", timestamp)))).toHaveLength(1);
});

test("creation times increase with every insert", async () => {
  const database = await open();
  await Promise.all([insert(database, {}, {}, {}), insert(database, {}, {})]);
  const times = collect(database.begin(), range({ index: "by_creation_time" })).map(
    ({ _creationTime }) => _creationTime,
  );
  expect(new Set(times).size).toBe(5);
  expect(Math.abs(times[0]! - Date.now())).toBeLessThan(1_000);
});

test("ids are validated: malformed, of another table, of another component, of no document", async () => {
  const database = await open();
  const tx = database.begin();
  const item = tx.insert("", "items", {});
  const foreign = tx.insert("component", "things", {});
  expect(() => tx.get("", "nonsense")).toThrow(
    "Invalid argument `id` for `db.get`: Unable to decode ID: Invalid ID length 8",
  );
  expect(() => tx.remove("", item, "users")).toThrow(
    'Invalid argument `id` for `db.delete`: expected to be an Id<"users">, got Id<"items"> instead.',
  );
  expect(tx.get("", foreign)).toBeNull();
  expect([
    tx.normalizeId("", "items", item),
    tx.normalizeId("", "users", item),
    tx.normalizeId("", "things", foreign),
  ]).toEqual([item, null, null]);
  tx.remove("", item);
  expect(tx.get("", item)).toBeNull();
  expect(() => tx.patch("", item, {})).toThrow(`Update on nonexistent document ID ${item}`);
  expect(() => tx.replace("", item, {})).toThrow(`Replace on nonexistent document ID ${item}`);
  expect(() => tx.remove("", item)).toThrow(`Delete on nonexistent document ID ${item}`);
});

test("patch merges and removes fields, replace keeps the system fields, and neither can forge them", async () => {
  const database = await open();
  const tx = database.begin();
  const id = tx.insert("", "items", { kind: "a", n: 1 });
  const { _creationTime } = tx.get("", id)!;
  expect(tx.patch("", id, { n: undefined, more: true })).toEqual({
    _id: id,
    _creationTime,
    kind: "a",
    more: true,
  });
  expect(tx.replace("", id, { n: 2 })).toEqual({ _id: id, _creationTime, n: 2 });
  expect(() => tx.patch("", id, { _id: "other" })).toThrow("doesn't match '_id' field");
  expect(() => tx.replace("", id, { _creationTime: 1 })).toThrow(
    "doesn't match '_creationTime' field",
  );
  expect(() => tx.insert("", "items", { _mine: 1 })).toThrow("starts with an underscore");
});

test("stored documents cannot be changed in place, nor through the inserted value", async () => {
  const tx = (await open()).begin();
  const tags = ["x"];
  const id = tx.insert("", "items", { tags });
  tags.push("y");
  expect(tx.get("", id)!.tags).toEqual(["x"]);
  expect(Object.isFrozen(tx.get("", id)) && Object.isFrozen(tx.get("", id)!.tags)).toBe(true);
});

const nested = (levels: number): Value => (levels === 0 ? 1 : [nested(levels - 1)]);
test.each<[string, string, (tx: Transaction) => void]>([
  [
    "a large document",
    "ValueTooLargeError",
    (tx) => tx.insert("", "items", { text: "x".repeat(1024 * 1024) }),
  ],
  [
    "a long array",
    "ArrayTooLongError",
    (tx) => tx.insert("", "items", { list: Array.from({ length: 8193 }, () => 1) }),
  ],
  [
    "many fields",
    "ObjectTooManyFieldsError",
    (tx) =>
      tx.insert("", "items", {
        o: Object.fromEntries(Array.from({ length: 1025 }, (_, i) => [`f${i}`, 1])),
      }),
  ],
  ["deep nesting", "TooNestedError", (tx) => tx.insert("", "items", { deep: nested(64) })],
  [
    "many ranges",
    "TooManyReads",
    (tx) => {
      for (let i = 0; i <= 4096; i++) tx.scan(range());
    },
  ],
  [
    "many writes",
    "TooManyWrites",
    (tx) => {
      for (let i = 0; i <= 16_000; i++) tx.insert("", "items", {});
    },
  ],
  [
    "many bytes written",
    "TooManyBytesWritten",
    (tx) => {
      for (let i = 0; i < 17; i++) tx.insert("", "items", { text: "x".repeat(1024 * 1023) });
    },
  ],
])("%s: refused as %s", async (_what, code, act) => {
  const tx = (await open()).begin();
  expect(() => act(tx)).toThrow(expect.objectContaining({ name: LimitError.name, code }));
});

test("reading more than 32,000 documents, or 16 MiB, is rejected", async () => {
  const database = await open();
  for (let batch = 0; batch < 3; batch++)
    await insert(database, ...Array.from({ length: 11_000 }, () => ({ kind: "small" })));
  await insert(
    database,
    ...Array.from({ length: 15 }, () => ({ kind: "large", text: "x".repeat(1024 * 1000) })),
  );
  await insert(
    database,
    ...Array.from({ length: 15 }, () => ({ kind: "large", text: "x".repeat(1024 * 1000) })),
  );
  expect(() => collect(database.begin(), range(equal("small")))).toThrow(
    "Too many documents read in a single function execution (limit: 32000).",
  );
  expect(() => collect(database.begin(), range(equal("large")))).toThrow(
    "Too many bytes read in a single function execution (limit: 16777216 bytes).",
  );
});

test.each([["$reserved"], ["naïve"], ["tab\t"]])("the field name %j is rejected", async (name) => {
  const tx = (await open()).begin();
  expect(() => tx.insert("", "items", { nested: { [name]: 1 } })).toThrow(`Field name ${name}`);
});

test("system tables have no limits and do not count as usage", async () => {
  const tx = (await open()).begin();
  const id = tx.insert("", "_modules", { source: "x".repeat(2 * 1024 * 1024) });
  expect(tx.get("", id)).not.toBeNull();
  expect(tx.usage).toEqual({
    documentsRead: 0,
    bytesRead: 0,
    rangesRead: 0,
    documentsWritten: 0,
    bytesWritten: 0,
    functionsScheduled: 0,
  });
});

test("usage counts reads and writes, except for writes that were rolled back", async () => {
  const database = await open();
  await insert(database, { kind: "a" }, { kind: "a" });
  const tx = database.begin();
  collect(tx, range(equal("a")));
  const savepoint = tx.savepoint();
  tx.insert("", "items", {});
  tx.rollback(savepoint);
  expect(tx.usage).toMatchObject({
    documentsRead: 2,
    rangesRead: 1,
    documentsWritten: 0,
    bytesWritten: 0,
  });
  expect(tx.dirty).toBe(false);
});

test("a write that changes nothing causes no conflict", async () => {
  const database = await open();
  const [id] = (await insert(database, { kind: "a", n: 1 })) as [string];
  const tx = database.begin();
  tx.patch("", id, { n: 1 });
  expect(tx.dirty).toBe(false);
});

test("an unknown index is an error; an unknown table is empty", async () => {
  const tx = (await open()).begin();
  expect(() => tx.scan(range({ index: "by_nothing" }))).toThrow(
    "Index items.by_nothing not found.",
  );
  expect(collect(tx, range({ table: "unknown", index: "by_creation_time" }))).toEqual([]);
});
