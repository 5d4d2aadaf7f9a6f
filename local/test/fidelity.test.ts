import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApp } from "./runtimeApp";

/**
 * Rules of the real backend, each with its place in get-convex/convex-backend at 94a42c3. A row is
 * a function that runs in the local deployment and must behave as the real one does there.
 */
interface Rule {
  readonly rule: string;
  readonly source: string;
  readonly kind?: "query" | "mutation" | "action";
  /** The body of the handler, with `ctx`. */
  readonly code: string;
  /** What the function returns, or the text of the error that the caller gets. */
  readonly expected: { readonly value: unknown } | { readonly error: string };
}

const value = (result: unknown) => ({ value: result });
const error = (text: string) => ({ error: text });

const PREAMBLE = `import {
  queryGeneric as query, mutationGeneric as mutation, actionGeneric as action, anyApi as api,
  defineSchema, defineTable,
} from "convex/server";
import { v, ConvexError } from "convex/values";
`;

const SCHEMA = `${PREAMBLE} export default defineSchema({
  notes: defineTable({ body: v.string() }).index("by_body", ["body"]),
  anything: defineTable(v.any()),
});`;

const LIB = `${PREAMBLE}
export const count = query({ args: {}, handler: async (ctx) => (await ctx.db.query("notes").collect()).length });
export const write = mutation({ args: { body: v.string() }, handler: async (ctx, { body }) => {
  const before = (await ctx.db.query("notes").collect()).length;
  await ctx.db.insert("notes", { body });
  return before;
} });
export const never = query({ args: {}, handler: async () => { await new Promise(() => undefined); } });
`;

const rules: readonly Rule[] = [
  // ---- functions that call functions
  {
    rule: "parallel queries in one query run one after the other",
    source: "isolate/src/environment/udf/async_syscall.rs:254-290",
    code: `return await Promise.all([1, 2, 3].map(() => ctx.runQuery(api.lib.count, {})))`,
    expected: value([0, 0, 0]),
  },
  {
    rule: "parallel mutations in one mutation see each other's writes in order",
    source: "isolate/src/environment/udf/async_syscall.rs:254-290",
    kind: "mutation",
    code: `const before = await Promise.all(["a", "b", "c"].map((body) => ctx.runMutation(api.lib.write, { body })));
      const all = await ctx.db.query("notes").collect();
      for (const { _id } of all) await ctx.db.delete(_id);
      return [before, all.map(({ body }) => body)]`,
    expected: value([
      [0, 1, 2],
      ["a", "b", "c"],
    ]),
  },
  {
    rule: "a read that starts behind a parallel mutation sees its write",
    source: "isolate/src/environment/udf/mod.rs:1123-1200",
    kind: "mutation",
    code: `const [, all] = await Promise.all([ctx.runMutation(api.lib.write, { body: "a" }), ctx.db.query("notes").collect()]);
      for (const { _id } of all) await ctx.db.delete(_id);
      return all.length`,
    expected: value(1),
  },
  // ---- promises
  {
    rule: "a promise that nothing settles is an error",
    source: "isolate/src/environment/udf/mod.rs:1216-1219",
    code: `await new Promise(() => undefined)`,
    expected: error("Returned promise will never resolve"),
  },
  {
    rule: "a mutation that waits for nothing is an error, after its syscalls",
    source: "isolate/src/environment/udf/mod.rs:1216-1219",
    kind: "mutation",
    code: `await ctx.db.query("notes").collect(); await new Promise(() => undefined)`,
    expected: error("Returned promise will never resolve"),
  },
  {
    rule: "the caller of a function that never answers can catch the error",
    source: "isolate/src/environment/udf/mod.rs:1216-1219",
    code: `try { await ctx.runQuery(api.lib.never, {}) } catch (e) { return e.message }`,
    expected: value("Returned promise will never resolve"),
  },
  {
    rule: "bodies, blobs, hashes and compiled modules are waited for",
    source: "isolate/src/environment/udf/mod.rs:1150-1200",
    code: `const big = "x".repeat(4_000_000);
      const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(big));
      const text = await new Response(new Blob([big]).stream()).text();
      const buffer = await new Blob([big, big]).arrayBuffer();
      const { module } = await WebAssembly.instantiate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
      return [digest.byteLength, text.length, buffer.byteLength, module instanceof WebAssembly.Module]`,
    expected: value([32, 4_000_000, 8_000_000, true]),
  },
  // ---- indexes
  {
    rule: "_id is the implicit last field of an index",
    source: "common/src/query.rs:193-256",
    kind: "mutation",
    code: `const ids = [];
      for (const body of ["a", "a", "b"]) ids.push(await ctx.db.insert("notes", { body }));
      const [first] = await ctx.db.query("notes").take(1);
      const sameTime = await ctx.db.query("notes").withIndex("by_creation_time", (q) => q.eq("_creationTime", first._creationTime).gt("_id", first._id)).collect();
      const own = await ctx.db.query("notes").withIndex("by_body", (q) => q.eq("body", "a").eq("_creationTime", first._creationTime).gte("_id", first._id).lte("_id", first._id)).collect();
      const exact = await ctx.db.query("notes").withIndex("by_body", (q) => q.eq("_id", first._id).eq("_creationTime", first._creationTime).eq("body", "a")).collect();
      for (const id of ids) await ctx.db.delete(id);
      return [sameTime.every(({ _id }) => _id > first._id), own.length, exact.length]`,
    expected: value([true, 1, 1]),
  },
  {
    rule: "bounds apply to one field only",
    source: "common/src/query.rs:354-363",
    code: `await ctx.db.query("notes").withIndex("by_body", (q) => q.gt("body", "a").lt("_creationTime", 5)).collect()`,
    expected: error(
      `Upper and lower bounds in \`range\` can only be applied to a single index field. This query against index notes.by_body attempted to set a range bound on both "body" and "_creationTime".`,
    ),
  },
  {
    rule: "a range uses the index's fields in order",
    source: "common/src/query.rs:241-256",
    code: `await ctx.db.query("notes").withIndex("by_body", (q) => q.eq("_creationTime", 5)).collect()`,
    expected: error(
      `Tried to query index notes.by_body but the query didn't use the index fields in order.`,
    ),
  },
  {
    rule: "a range uses the index's fields only",
    source: "common/src/query.rs:205-234",
    code: `await ctx.db.query("notes").withIndex("by_body", (q) => q.eq("author", "ada")).collect()`,
    expected: error(`The index range included a comparison with "author", but notes.by_body`),
  },
];

describe("the local deployment follows the real backend", () => {
  let app: Awaited<ReturnType<typeof startApp>>;

  beforeAll(async () => {
    const probes = rules.map(
      ({ kind = "query", code }, at) =>
        [
          `probe${at}`,
          `${PREAMBLE} export default ${kind}({ args: {}, handler: async (ctx) => { ${code} } });`,
        ] as const,
    );
    app = await startApp({
      "": { modules: { lib: LIB, schema: SCHEMA, ...Object.fromEntries(probes) } },
    });
  });
  afterAll(() => app.close());

  test.each(rules.map((rule, at) => [rule.rule, rule.source, rule, at] as const))(
    "%s (%s)",
    async (_rule, _source, { kind = "query", expected }, at) => {
      const outcome = await app[kind](`probe${at}`);
      if ("value" in expected) {
        expect(outcome).toMatchObject({ status: "success", value: expected.value });
      } else {
        expect(outcome).toMatchObject({
          status: "error",
          message: expect.stringContaining(expected.error),
        });
      }
    },
    10_000,
  );
});
