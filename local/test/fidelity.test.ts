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
export const deep = query({ args: { depth: v.number() }, handler: async (ctx, { depth }) => (depth === 0 ? "reached" : ctx.runQuery(api.lib.deep, { depth: depth - 1 })) });
export const give = query({ args: { value: v.any() }, handler: async (_ctx, { value }) => typeof value });
export const timer = query({ args: {}, handler: async () => { setTimeout(() => undefined, 1); } });
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
  // ---- limits
  {
    rule: "queries call each other eight deep",
    source: "common/src/knobs.rs:568-573, isolate/src/environment/udf/async_syscall.rs:487-493",
    code: `return await ctx.runQuery(api.lib.deep, { depth: 7 })`,
    expected: value("reached"),
  },
  {
    rule: "and no deeper",
    source: "common/src/knobs.rs:568-573, isolate/src/environment/udf/async_syscall.rs:487-493",
    code: `return await ctx.runQuery(api.lib.deep, { depth: 8 })`,
    expected: error("Cross component call depth limit exceeded."),
  },
  {
    rule: "arguments have arrays of at most 8,192 elements",
    source: "value/src/array.rs:28,76-84, udf/src/helpers.rs:33-47",
    code: `const fits = await ctx.runQuery(api.lib.give, { value: new Array(8192).fill(0) });
      try { await ctx.runQuery(api.lib.give, { value: { list: new Array(8193).fill(0) } }) } catch (e) { return [fits, e.message] }`,
    expected: value([
      "object",
      "Invalid arguments for lib.js:give: Array length is too long (8193 > maximum length 8192)",
    ]),
  },
  {
    rule: "so do results",
    source: "value/src/array.rs:28,76-84, isolate/src/helpers.rs:127-170",
    kind: "action",
    code: `return new Array(8193).fill(0)`,
    expected: error("return value invalid: Array length is too long (8193 > maximum length 8192)"),
  },
  {
    rule: "results nest at most 64 deep",
    source: "value/src/size.rs:56-66",
    code: `let nested = []; for (let i = 0; i < 64; i++) nested = [nested]; return nested`,
    expected: error("Value is too nested (nested 65 levels deep > maximum nesting 64)"),
  },
  {
    rule: "documents nest at most 16 deep, themselves included",
    source: "common/src/document.rs:101,436, database/src/writes.rs",
    kind: "mutation",
    code: `const nest = (levels) => (levels === 0 ? 1 : { in: nest(levels - 1) });
      const id = await ctx.db.insert("anything", nest(16));
      await ctx.db.delete(id);
      try { await ctx.db.insert("anything", nest(17)) } catch (e) { return e.message }`,
    expected: value("Document is too nested (nested 17 levels deep > maximum nesting 16)"),
  },
  {
    rule: "nothing is scheduled more than five leap years ago",
    source: "udf/src/validation.rs:196-201",
    kind: "mutation",
    code: `try { await ctx.scheduler.runAt(0, api.lib.write, { body: "x" }) } catch (e) { return e.message }`,
    expected: value("0 ms is more than 5 years in the past"),
  },
  {
    rule: "nothing is scheduled more than five leap years ahead",
    source: "udf/src/validation.rs:190-195",
    kind: "mutation",
    code: `const DAY = 86_400_000;
      await ctx.scheduler.cancel(await ctx.scheduler.runAfter(5 * 366 * DAY - 1000, api.lib.write, { body: "x" }));
      await ctx.scheduler.runAfter(5 * 366 * DAY + 60_000, api.lib.write, { body: "x" })`,
    expected: error("is more than 5 years in the future"),
  },
  // ---- refusals
  {
    rule: "timers fail a query, whatever it catches",
    source: "udf-runtime/src/02_timers.ts:76, isolate/src/environment/udf/mod.rs:352-361,1098-1115",
    code: `try { setTimeout(() => {}, 1) } catch {} return 1`,
    expected: error("Uncaught Error: Can't use setTimeout in queries and mutations."),
  },
  {
    rule: "fetch rejects in a query, and the error can be caught",
    source: "isolate/src/request_scope.rs:362-368",
    code: `try { await fetch("http://127.0.0.1:1") } catch (e) { return e.message.slice(0, 41) }`,
    expected: value("Can't use fetch() in queries and mutation"),
  },
  {
    rule: "generateKey rejects in a mutation, and the error can be caught",
    source: "isolate/src/environment/udf/mod.rs:274-276",
    kind: "mutation",
    code: `try { await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, true, ["sign"]) } catch (e) { return e.message.slice(0, 36) }`,
    expected: value("Can't use cryptographic randomness i"),
  },
  {
    rule: "a caller can catch the uncatchable error of a function that it calls",
    source: "isolate/src/termination.rs:43-48",
    code: `try { await ctx.runQuery(api.lib.timer, {}) } catch (e) { return e.message.slice(0, 26) }`,
    expected: value("Uncaught Error: Can't use "),
  },
  {
    rule: "nothing is written after an uncatchable error",
    source: "isolate/src/termination.rs:43-48",
    kind: "mutation",
    code: `await ctx.db.insert("notes", { body: "lost" });
      try { structuredClone(1, { transfer: [] }) } catch {}
      await ctx.db.insert("notes", { body: "lost, too" })`,
    expected: error("structuredClone with transfer not supported"),
  },
  {
    rule: "and indeed, nothing was",
    source: "isolate/src/termination.rs:43-48",
    code: `return await ctx.runQuery(api.lib.count, {})`,
    expected: value(0),
  },
  ...[
    ["new Request('https://a.b').mode", "Not implemented: get mode for Request."],
    ["new Request('https://a.b').credentials", "Not implemented: get credentials for Request."],
    ["new Request('https://a.b').redirect", "Not implemented: get redirect for Request."],
    ["new Request('https://a.b').duplex", "Not implemented: get duplex for Request."],
    ["new URL('https://a.b').host = 'c.d'", "Not implemented: set host for URL."],
    ["new URL('https://a.b').username = 'c'", "Not implemented: set username for URL."],
    ["new URL('https://a.b').password = 'c'", "Not implemented: set password for URL."],
    ["crypto.subtle.wrapKey()", "Not implemented: wrapKey for SubtleCrypto."],
    ["new Crypto()", "Illegal constructor: Crypto"],
    ["performance.timing", "Not implemented: get timing for Performance."],
    ["Convex.jsSyscall('nothing', {})", "Unknown JS syscall: nothing"],
  ].flatMap(([code, message]) =>
    (["query", "action"] as const).map((kind) => ({
      rule: `${code} fails the whole ${kind}`,
      source: "udf-runtime/src/helpers.ts:12-22, 00_url.ts:238, 23_request.ts:296-350",
      kind,
      code: `try { ${code} } catch {} return 1`,
      expected: error(message!),
    })),
  ),
  {
    rule: "a body of another type fails the whole call",
    source: "udf-runtime/src/23_request.ts:155-160, 23_response.ts:140-145",
    code: `try { new Response({ status: "ok" }) } catch {} return 1`,
    expected: error(
      "Not implemented: constructor with body type other than string | ArrayBuffer | Blob | ReadableStream | null for Response.",
    ),
  },
  {
    rule: "multipart forms are parsed in actions only",
    source: "isolate/src/environment/async_op.rs:54-58",
    code: `const form = new FormData(); form.set("a", "b");
      try { await new Response(form).formData() } catch (e) { return e.message.slice(0, 38) }`,
    expected: value("Can't use formData() in queries and mu"),
  },
  {
    rule: "there, they are parsed",
    source: "udf-runtime/src/21_formdata.ts:130-160",
    kind: "action",
    code: `const form = new FormData(); form.set("a", "b"); form.set("f", new Blob(["x"], { type: "text/x" }), "n.txt");
      const parsed = await new Request("https://a.b", { method: "POST", body: form }).formData();
      return [parsed.get("a"), await parsed.get("f").text(), parsed.get("f").name]`,
    expected: value(["b", "x", "n.txt"]),
  },
  {
    rule: "an unknown syscall is an error",
    source: "isolate/src/environment/udf/syscall.rs:128-133",
    code: `try { Convex.syscall("1.0/nothing", "{}") } catch (e) { return e.message }`,
    expected: value("Unknown operation 1.0/nothing"),
  },
  {
    rule: "a promise that rejects unhandled fails the query",
    source: "isolate/src/environment/udf/mod.rs:1098-1115",
    code: `void Promise.reject(new Error("dropped")); await crypto.subtle.digest("SHA-256", new Uint8Array(1)); return 1`,
    expected: error("Uncaught Error: dropped"),
  },
  {
    rule: "a promise that rejects unhandled fails the action",
    source: "isolate/src/environment/action/mod.rs:1057-1075",
    kind: "action",
    code: `void Promise.reject(new Error("dropped")); return 1`,
    expected: error("Uncaught Error: dropped"),
  },
  {
    rule: "a rejection that is handled before the call ends fails nothing",
    source: "isolate/src/execution_scope.rs:72-110",
    kind: "action",
    code: `const p = Promise.reject(new Error("handled")); await null; return await p.catch((e) => e.message)`,
    expected: value("handled"),
  },
  // ---- globals
  {
    rule: "a response of text is read once, copied and streamed like any other",
    source: "udf-runtime/src/23_response.ts",
    code: `const r = new Response("é€");
      const copy = r.clone();
      return [
        r.bodyUsed, await copy.text(), await r.text(), r.bodyUsed, await r.text().catch(() => "used"),
        (await new Response("ab").arrayBuffer()).byteLength, new Response("x", { status: 201 }).clone().status,
        await new Response(new Response("s").body).text(), (await new Response('{"a":1}').json()).a,
        (await new Response("x", { headers: { "content-type": "text/a" } }).blob()).type, new Response("").body === null,
      ]`,
    expected: value([false, "é€", "é€", true, "used", 2, 201, "s", 1, "text/a", false]),
  },
  {
    rule: "code that replaces a global finds its own",
    source: "ECMA-262, section 9.1.1.4",
    code: `const own = globalThis.atob;
      globalThis.atob = () => "mine";
      const seen = [atob("eA=="), globalThis.atob("eA==")];
      atob = own;
      return [...seen, atob("eA=="), globalThis.atob === own, "atob" in globalThis, Object.keys(globalThis)]`,
    expected: value(["mine", "mine", "x", true, true, []]),
  },
  {
    rule: "there are Convex's globals and no others",
    source: "udf-runtime/src/setup.ts:30-60, 02_event.ts:875, 06_streams.ts:59-66",
    code: `return [
      ["self", "Performance", "PerformanceMark", "PerformanceMeasure", "PerformanceEntry", "ReadableStream", "Crypto", "CryptoKey", "AsyncResource"].filter((name) => !(name in globalThis)),
      ["CustomEvent", "CompressionStream", "DecompressionStream", "CountQueuingStrategy", "ByteLengthQueuingStrategy", "ReadableStreamDefaultController", "ReadableByteStreamController", "ReadableStreamBYOBRequest", "TransformStreamDefaultController", "WritableStreamDefaultController", "queueMicrotask", "Buffer", "setImmediate", "MessageChannel", "BroadcastChannel", "WebSocket", "navigator", "require", "global"].filter((name) => name in globalThis),
      self === globalThis,
    ]`,
    expected: value([[], [], true]),
  },
  {
    rule: "process.env reads variables and hides their names",
    source: "udf-runtime/src/setup.ts:119-141",
    code: `process.env.MODE = "changed";
      return [process.env.MODE, "MODE_2" in process.env, Object.keys(process.env).includes("MODE_2"), process.env.MODE_2, process.env.NOTHING ?? null, typeof process.env.inspect]`,
    expected: value(["test", false, false, "two", null, "function"]),
  },
  {
    rule: "process.env refuses names that no variable can have",
    source: "common/src/types/environment_variables.rs:75-90",
    code: `return process.env["not-a-name"]`,
    expected: error("The environment variable name not-a-name is invalid."),
  },
  {
    rule: "performance.now() stands still in a query",
    source: "isolate/src/environment/udf/mod.rs:283-290",
    code: `const before = performance.now(); for (let i = 0; i < 3e6; i++); return [performance.now() === before, performance instanceof Performance, typeof performance.timeOrigin]`,
    expected: value([true, true, "number"]),
  },
  ...(["mutation", "action"] as const).map((kind) => ({
    rule: `performance.now() moves in a ${kind}`,
    source: "isolate/src/environment/helpers/performance.rs:84-90",
    kind,
    code: `const mark = performance.mark("start"); const begin = performance.now(); while (performance.now() === begin); const measure = performance.measure("took", "start");
      return [performance.now() > begin, measure.duration > 0, measure.startTime === mark.startTime, performance.getEntries().length, performance.getEntriesByType("mark")[0] === mark]`,
    expected: value([true, true, true, 2, true]),
  })),
  {
    rule: "Headers keep their order and every value",
    source: "udf-runtime/src/20_headers.ts",
    code: `const h = new Headers([["B", "1"], ["a", "2"], ["b", "3"], ["Set-Cookie", "x=1"], ["set-cookie", "y=2"]]); h.append("c", " padded ");
      const missing = new Headers(new Map([["x", "1"]]));
      let invalid; try { h.get("not a name") } catch (e) { invalid = e instanceof TypeError }
      return [[...h], h.get("b"), h.getSetCookie(), h.has("A"), [...missing].length, invalid, new Headers(h).get("c")]`,
    expected: value([
      [
        ["b", "1"],
        ["a", "2"],
        ["b", "3"],
        ["set-cookie", "x=1"],
        ["set-cookie", "y=2"],
        ["c", " padded "],
      ],
      "1, 3",
      ["x=1", "y=2"],
      true,
      0,
      true,
      " padded ",
    ]),
  },
  {
    rule: "requests and responses have these headers, and copy them",
    source: "udf-runtime/src/23_request.ts:70-200, 23_response.ts:30-110",
    code: `const r = new Request("https://a.b/c", { method: "POST", body: "x", headers: { b: "1", a: "2" } });
      r.headers.append("b", "3");
      const copy = new Request(r.clone(), { headers: r.headers });
      const again = new Response("{}", { headers: { "content-type": "application/json" } });
      const form = await new Request("https://a.b", { method: "POST", body: new URLSearchParams({ q: "1" }) }).formData();
      return [[...copy.headers], await copy.text(), r.headers instanceof Headers, again.headers.get("content-type"), new Response("x").headers.get("content-type"),
        Response.json({}, { headers: { "content-type": "text/plain" } }).headers.get("content-type"), Response.redirect("/relative").headers.get("location"), form.get("q"), copy.method]`,
    expected: value([
      [
        ["b", "1"],
        ["a", "2"],
        ["content-type", "text/plain;charset=UTF-8"],
        ["b", "3"],
      ],
      "x",
      true,
      "application/json",
      "text/plain;charset=UTF-8",
      "application/json",
      "/relative",
      "1",
      "POST",
    ]),
  },
  {
    rule: "console output of requests reads none of their missing properties",
    source: "udf-runtime/src/23_request.ts:270-280",
    code: `console.log(new Request("https://a.b", { headers: { a: "1" } }), new Response("x"), new Headers({ a: "1" })); return 1`,
    expected: value(1),
  },
  {
    rule: "URLSearchParams have no size and ignore second arguments",
    source: "udf-runtime/src/00_url.ts:30-160",
    code: `const p = new URL("https://a.b/?x=1&x=2&y=3").searchParams;
      const before = [p.size ?? null, p.has("x", "5"), p instanceof URLSearchParams, new URLSearchParams(new Map([["a", "b"]])).toString()];
      p.delete("x", "1"); return [...before, p.toString()]`,
    expected: value([null, true, true, "", "y=3"]),
  },
  {
    rule: "an invalid URL is a TypeError that shows it; parse and canParse answer",
    source: "isolate/src/ops/http.rs:70-92",
    code: `let thrown; try { new URL("nonsense") } catch (e) { thrown = [e instanceof TypeError, e.message] }
      const url = new URL("/p?q#h", new URL("https://u:p@a.b:8080")); url.searchParams.append("r", "1"); url.pathname = "/new";
      return [thrown, URL.parse("nonsense"), URL.parse("https://a.b").href, URL.canParse("x"), url.href, url.host, url.username]`,
    expected: value([
      [true, "Invalid URL: 'nonsense'"],
      null,
      "https://a.b/",
      false,
      "https://u:p@a.b:8080/new?q=&r=1#h",
      "a.b:8080",
      "u",
    ]),
  },
  {
    rule: "a fatal TextDecoder answers undefined for invalid bytes",
    source: "udf-runtime/src/08_text_encoding.ts:76, isolate/src/ops/text.rs:244",
    code: `const bad = new Uint8Array([0xff, 0xfe]); const fatal = new TextDecoder("utf-8", { fatal: true });
      return [fatal.decode(bad) === undefined, fatal.decode(new TextEncoder().encode("é")), new TextDecoder().decode(bad).length, new TextDecoder().decode(undefined)]`,
    expected: value([true, "é", 2, ""]),
  },
  {
    rule: "getRandomValues gives at most 64 KiB at a time",
    source: "isolate/src/ops/crypto.rs:14-30",
    code: `crypto.getRandomValues(new Uint8Array(65536)); try { crypto.getRandomValues(new Uint8Array(65537)) } catch (e) { return [e instanceof TypeError, e.message, crypto instanceof Crypto] }`,
    expected: value([
      true,
      "Byte length (65537) exceeds the number of bytes of entropy available via this API (65536)",
      true,
    ]),
  },
  {
    rule: "Atomics.wait is refused",
    source: "isolate/src/isolate.rs:187-188",
    code: `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)`,
    expected: error("Atomics.wait cannot be called in this context"),
  },
];

describe.each(["fast", "strict"] as const)("in the %s mode, the local deployment", (mode) => {
  let app: Awaited<ReturnType<typeof startApp>>;

  beforeAll(async () => {
    const probes = rules.map(
      ({ kind = "query", code }, at) =>
        [
          `probe${at}`,
          `${PREAMBLE} export default ${kind}({ args: {}, handler: async (ctx) => { ${code} } });`,
        ] as const,
    );
    app = await startApp(
      {
        "": {
          modules: { lib: LIB, schema: SCHEMA, ...Object.fromEntries(probes) },
          env: { MODE: "test", MODE_2: "two" },
        },
      },
      { mode },
    );
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
