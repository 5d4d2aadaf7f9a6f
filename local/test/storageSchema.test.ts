import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineSchema, defineTable } from "convex/server";
import { jsonToConvex, v, type JSONValue, type Value } from "convex/values";
import { expect, test } from "vitest";
import { checkValue, ConflictError, openDatabase, SchemaValidationError } from "../src/storage";
import type { ComponentSchema, Database } from "../src/types";

/** Returns a schema as the CLI sends it. */
function analyzed(schema: ReturnType<typeof defineSchema>): ComponentSchema {
  // A push calls `export`, which the public type hides.
  return JSON.parse((schema as unknown as { export(): string }).export()) as ComponentSchema;
}

/** Returns the JSON of a validator, which its type hides. */
function json(validator: unknown): JSONValue {
  return (validator as { json: JSONValue }).json;
}

const apply = (database: Database, schema: ReturnType<typeof defineSchema>) =>
  database.applySchemas(new Map([["", analyzed(schema)]]));

async function insert(
  database: Database,
  table: string,
  value: Record<string, Value>,
): Promise<string> {
  const tx = database.begin();
  const id = tx.insert("", table, value);
  await tx.commit();
  return id;
}

function names(database: Database, index: string): Value[] {
  const walk = database
    .begin()
    .scan({ component: "", table: "users", index, lower: null, upper: null, order: "asc" });
  const found: Value[] = [];
  for (let step = walk.next(); !step.done; step = walk.next())
    found.push(step.value.document.name!);
  return found;
}

const named = () => defineTable({ name: v.string() });

test("a document that does not match the schema is rejected with the reason", async () => {
  const database = await openDatabase({ directory: null });
  await apply(database, defineSchema({ users: named() }));
  const tx = database.begin();
  expect(() => tx.insert("", "users", { name: 1 })).toThrow(
    'Failed to insert or update a document in table "users" because it does not match the schema: Value does not match validator.\n' +
      "Path: .name\nValue: 1.0\nValidator: v.string()",
  );
  const id = tx.insert("", "users", { name: "a" });
  expect(() => tx.patch("", id, { name: undefined })).toThrow(
    "Object is missing the required field `name`.",
  );
  expect(() => tx.replace("", id, { name: "a", more: 1 })).toThrow(
    "Object contains extra field `more` that is not in the validator.",
  );
  expect(tx.get("", id)).toMatchObject({ name: "a" });
});

test("a schema that an existing document does not match is rejected with the document's id and changes nothing", async () => {
  const database = await openDatabase({ directory: null });
  await apply(database, defineSchema({ users: named().index("by_name", ["name"]) }));
  const id = await insert(database, "users", { name: "a" });
  const before = database.latest();
  const stricter = defineSchema({
    users: defineTable({ name: v.number() }),
    posts: defineTable({ by: v.id("users") }),
  });
  const change = database.applySchemas(new Map([["", analyzed(stricter)]]), (tx) =>
    tx.insert("", "_modules", {}),
  );
  await expect(change).rejects.toMatchObject({
    name: SchemaValidationError.name,
    component: "",
    table: "users",
    id,
    path: ".name",
  });
  await expect(change).rejects.toThrow(
    `Document with ID "${id}" in table "users" does not match the schema: Value does not match validator.`,
  );
  expect(database.latest()).toBe(before);
  expect(database.tables("")).toEqual(["users"]);
  expect(names(database, "by_name")).toEqual(["a"]);
  await insert(database, "users", { name: "b" });
});

test("a failing write rolls back its schema change", async () => {
  const database = await openDatabase({ directory: null });
  const change = database.applySchemas(
    new Map([["", analyzed(defineSchema({ users: named() }))]]),
    (tx) => {
      tx.insert("", "_modules", {});
      throw new Error("no");
    },
  );
  await expect(change).rejects.toThrow("no");
  expect(database.tables("")).toEqual([]);
});

test("a new index contains the existing documents, a dropped one is gone, and both survive reopening", async () => {
  const directory = mkdtempSync(join(tmpdir(), "storage-"));
  let database = await openDatabase({ directory });
  for (const name of ["c", "a", "b"]) await insert(database, "users", { name });
  await apply(database, defineSchema({ users: named().index("by_name", ["name"]) }));
  expect(names(database, "by_name")).toEqual(["a", "b", "c"]);
  await insert(database, "users", { name: "aa" });
  await apply(database, defineSchema({ users: named().index("by_other", ["name"]) }));
  expect(() => names(database, "by_name")).toThrow("Index users.by_name not found.");
  await database.close();
  database = await openDatabase({ directory });
  expect(names(database, "by_other")).toEqual(["a", "aa", "b", "c"]);
  expect(() => database.begin().insert("", "users", { name: 1 })).toThrow(
    "does not match the schema",
  );
  await database.close();
  rmSync(directory, { recursive: true });
});

test("a schema change and its writes are one commit", async () => {
  const database = await openDatabase({ directory: null });
  const commits: number[] = [];
  database.onCommit(({ writes }) => commits.push(writes.length));
  const timestamp = await database.applySchemas(
    new Map([["", analyzed(defineSchema({ users: named().index("by_name", ["name"]) }))]]),
    (tx) => {
      tx.insert("", "_modules", { path: "a.js" });
      tx.insert("", "users", { name: "first" });
    },
  );
  expect([commits, database.latest()]).toEqual([[2], timestamp]);
  expect(names(database, "by_name")).toEqual(["first"]);
});

test("a transaction that began under another schema must restart; commits meanwhile wait and are kept", async () => {
  const database = await openDatabase({ directory: null });
  const old = database.begin();
  old.insert("", "users", { name: 1 });
  const before = insert(database, "users", { name: "before" });
  const change = apply(database, defineSchema({ users: named().index("by_name", ["name"]) }));
  await expect(old.commit()).rejects.toBeInstanceOf(ConflictError);
  await Promise.all([before, change]);
  expect(names(database, "by_name")).toEqual(["before"]);
});

test("components are separate: same table names, own schemas; an unmounted one keeps its data", async () => {
  const database = await openDatabase({ directory: null });
  const schema = (table: ReturnType<typeof named>) => analyzed(defineSchema({ users: table }));
  await database.applySchemas(
    new Map([
      ["", schema(named())],
      ["auth", schema(defineTable({ name: v.number() }) as never)],
    ]),
  );
  const tx = database.begin();
  tx.insert("", "users", { name: "a" });
  tx.insert("auth", "users", { name: 1 });
  await tx.commit();
  await apply(database, defineSchema({ users: named() }));
  expect([database.begin().count("", "users"), database.begin().count("auth", "users")]).toEqual([
    1, 1,
  ]);
});

test("a schema may declare system fields and drop tables", async () => {
  const database = await openDatabase({ directory: null });
  await apply(
    database,
    defineSchema({
      users: defineTable({ _id: v.id("users"), _creationTime: v.number(), name: v.string() }),
    }),
  );
  await insert(database, "users", { name: "a" });
  await apply(database, defineSchema({}));
  await insert(database, "users", { anything: 1 });
  expect(database.begin().count("", "users")).toBe(2);
});

const context = {
  findTable: (id: string) => ({ user1: "users", post1: "posts", job1: "_jobs" })[id] ?? null,
};
const commitTs = jsonToConvex({ $commitTs: null });
test.each<[unknown, Value]>([
  [v.any(), [null]],
  [v.null(), null],
  [v.number(), NaN],
  [v.int64(), 1n],
  [v.int64(), commitTs],
  [v.commitTs(), commitTs],
  [v.commitTs(), 5n],
  [v.bytes(), new ArrayBuffer(1)],
  [v.literal(1n), 1n],
  [v.id("users"), "user1"],
  [v.array(v.union(v.string(), v.null())), ["a", null]],
  [v.record(v.id("users"), v.number()), { user1: 1 }],
  [v.object({ a: v.optional(v.string()), b: v.boolean() }), { b: true }],
  [
    v.union(v.object({ kind: v.literal("a") }), v.object({ kind: v.literal("b"), n: v.number() })),
    { kind: "b", n: 1 },
  ],
])("validator %# accepts a matching value", (validator, value) => {
  expect(checkValue(json(validator), value, context)).toBeNull();
});

test.each<[unknown, Value, string]>([
  [v.string(), 1.5, "Value does not match validator.\n\nValue: 1.5\nValidator: v.string()"],
  [v.number(), 1n, "Value does not match validator.\n\nValue: 1\nValidator: v.float64()"],
  [v.literal("a"), "b", '`"b"` does not match literal validator `v.literal("a")`.'],
  [
    v.object({ tags: v.array(v.string()) }),
    { tags: ["a", null] },
    "Value does not match validator.\nPath: .tags[1]\nValue: null\nValidator: v.string()",
  ],
  [
    v.object({ a: v.number() }),
    {},
    "Object is missing the required field `a`. Consider wrapping the field validator in `v.optional(...)` if this is expected.\n\nObject: {}\nValidator: v.object({a: v.float64()})",
  ],
  [
    v.object({ in: v.object({}) }),
    { in: { x: 1 } },
    "Object contains extra field `x` that is not in the validator.\nPath: .in\nObject: {x: 1.0}\nValidator: v.object({})",
  ],
  [
    v.id("users"),
    "post1",
    'Found ID "post1" from table `posts`, which does not match the table name in validator `v.id("users")`.',
  ],
  [
    v.id("users"),
    "job1",
    'Found ID "job1" from a system table, which does not match the table name in validator `v.id("users")`.',
  ],
  [
    v.id("users"),
    "nonsense",
    'Value does not match validator.\n\nValue: "nonsense"\nValidator: v.id("users")',
  ],
  [
    v.record(v.string(), v.number()),
    { a: "1" },
    'Value does not match validator.\nPath: .values()\nValue: "1"\nValidator: v.float64()',
  ],
  [
    v.union(v.string(), v.null()),
    true,
    "Value does not match validator.\n\nValue: true\nValidator: v.union(v.string(), v.null())",
  ],
])("validator %# refuses in the words of the real backend", (validator, value, problem) => {
  expect(checkValue(json(validator), value, context)).toBe(problem);
});
