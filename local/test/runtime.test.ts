import { afterEach, describe, expect, test } from "vitest";
import { startApp } from "./runtimeApp";

const server = `import {
  queryGeneric as query, mutationGeneric as mutation, actionGeneric as action, httpActionGeneric as httpAction,
  internalMutationGeneric as internalMutation, internalQueryGeneric as internalQuery, anyApi, componentsGeneric, createFunctionHandle,
  defineSchema, defineTable, httpRouter, cronJobs,
} from "convex/server";
import { v, ConvexError } from "convex/values";
const api = anyApi; const components = componentsGeneric();
`;

type App = Awaited<ReturnType<typeof startApp>>;
let app: App;
afterEach(() => app.close());

const messages = `${server}
export const send = mutation({ args: { body: v.string() }, returns: v.id("messages"), handler: (ctx, { body }) => ctx.db.insert("messages", { body, at: Date.now() }) });
export const list = query({ args: {}, handler: async (ctx) => (await ctx.db.query("messages").collect()).map((m) => m.body) });
export const longer = query({ args: { than: v.number() }, handler: async (ctx, { than }) => (await ctx.db.query("messages").withIndex("by_body", (q) => q.gte("body", "b")).filter((q) => q.neq(q.field("body"), "skip")).order("desc").take(than)).map((m) => m.body) });
export const page = query({ args: { opts: v.any() }, handler: (ctx, { opts }) => ctx.db.query("messages").withIndex("by_body").paginate(opts) });
export const secret = internalQuery({ args: {}, handler: async () => 42 });
export const fail = mutation({ args: {}, handler: async (ctx) => { await ctx.db.insert("messages", { body: "lost" }); throw new Error("boom"); } });
export const refuse = mutation({ args: {}, handler: async () => { throw new ConvexError({ code: "no" }); } });
export const wrong = query({ args: {}, returns: v.string(), handler: async () => 5 as never });
`;
const schema = `${server}
export default defineSchema({ messages: defineTable({ body: v.string(), at: v.optional(v.number()) }).index("by_body", ["body"]) });
`;

function value(outcome: { status: string; message?: string; value?: unknown }): unknown {
  expect(outcome, outcome.message).toMatchObject({ status: "success" });
  return outcome.value;
}

function message(outcome: { status: string; message?: string }): string {
  expect(outcome.status).toBe("error");
  return outcome.message ?? "";
}

describe("queries and mutations", () => {
  test("a query reads what a mutation wrote", async () => {
    app = await startApp({ "": { modules: { messages, schema } } });
    for (const body of ["a", "b", "skip", "c"])
      value(await app.mutation("messages:send", { body }));
    expect(value(await app.query("messages:list"))).toEqual(["a", "b", "skip", "c"]);
    expect(value(await app.query("messages:longer", { than: 5 }))).toEqual(["c", "b"]);
  });

  test("a mutation that throws is rolled back, and its error shows where it threw", async () => {
    app = await startApp({ "": { modules: { messages, schema } } });
    const text = message(await app.mutation("messages:fail"));
    expect(text).toMatch(
      /^\[Request ID: abc\] Server Error\nUncaught Error: boom\n    at handler \(.*messages:\d+:\d+\)/,
    );
    expect(value(await app.query("messages:list"))).toEqual([]);
  });

  test("ConvexError carries its data", async () => {
    app = await startApp({ "": { modules: { messages, schema } } });
    expect(await app.mutation("messages:refuse")).toMatchObject({
      status: "error",
      errorData: { code: "no" },
    });
  });

  test("invalid arguments and results are rejected", async () => {
    app = await startApp({ "": { modules: { messages, schema } } });
    expect(message(await app.mutation("messages:send", { body: 1 }))).toContain(
      "Server Error\nArgumentValidationError: ",
    );
    expect(message(await app.query("messages:wrong"))).toContain("ReturnsValidationError: ");
  });

  test("external callers cannot find internal functions", async () => {
    app = await startApp({ "": { modules: { messages, schema } } });
    expect(message(await app.query("messages:secret", {}, { access: "public" }))).toContain(
      "Could not find public function for 'messages:secret'. Did you forget to run `npx convex dev`",
    );
    expect(value(await app.query("messages:secret"))).toBe(42);
    expect(message(await app.query("messages:send", { body: "" }))).toContain(
      "Trying to execute messages.js:send as Query, but it is defined as Mutation.",
    );
  });

  test("pages have no gaps, and a journal pins the end of a page", async () => {
    app = await startApp({ "": { modules: { messages, schema } } });
    for (const body of ["a", "c", "e"]) await app.mutation("messages:send", { body });
    const first = await app.query("messages:page", { opts: { numItems: 2, cursor: null } });
    const page = value(first) as {
      page: { body: string }[];
      continueCursor: string;
      isDone: boolean;
    };
    expect([page.page.map(({ body }) => body), page.isDone]).toEqual([["a", "c"], false]);
    await app.mutation("messages:send", { body: "b" });
    const again = value(
      await app.query(
        "messages:page",
        { opts: { numItems: 2, cursor: null } },
        { journal: first.journal },
      ),
    ) as typeof page;
    expect(again.page.map(({ body }) => body)).toEqual(["a", "b", "c"]);
    const rest = value(
      await app.query("messages:page", { opts: { numItems: 2, cursor: page.continueCursor } }),
    ) as typeof page;
    expect([rest.page.map(({ body }) => body), rest.isDone]).toEqual([["e"], true]);
    expect(
      message(await app.query("messages:page", { opts: { numItems: 2, cursor: "nonsense" } })),
    ).toContain("InvalidCursor");
  });

  test("conflicting mutations are retried until each has its effect", async () => {
    const counter = `${server}
      export const add = mutation({ args: {}, handler: async (ctx) => {
        const row = await ctx.db.query("counters").first();
        await new Promise((resolve) => crypto.subtle.digest("SHA-256", new Uint8Array(1)).then(resolve));
        if (row === null) await ctx.db.insert("counters", { n: 1 }); else await ctx.db.patch(row._id, { n: row.n + 1 });
      } });
      export const get = query({ args: {}, handler: async (ctx) => (await ctx.db.query("counters").collect()).map((c) => c.n) });`;
    app = await startApp({ "": { modules: { counter } } });
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => app.mutation("counter:add")),
    );
    outcomes.forEach(value);
    expect(value(await app.query("counter:get"))).toEqual([8]);
    expect(outcomes.some(({ retries }) => retries > 0)).toBe(true);
  });
});

describe("the runtime", () => {
  const probe = (body: string, kind = "query") => ({
    probe: `${server} export default ${kind}({ args: {}, handler: async (ctx) => { ${body} } });`,
  });

  test.each([
    [
      "Buffer, process.nextTick and other globals of Node are not there",
      `return [typeof Buffer, typeof global, typeof setImmediate, typeof queueMicrotask, typeof process.nextTick, typeof module].join()`,
      "undefined,undefined,undefined,undefined,undefined,undefined",
    ],
    [
      "the loader is out of reach of bundled CommonJS",
      `const path = "./probe.js"; try { require(path) } catch (e) { return e.message }`,
      'Dynamic require of "./probe.js" is not supported',
    ],
    [
      "binary values are recognized",
      `const b = new TextEncoder().encode("x"); return b instanceof Uint8Array && b.buffer instanceof ArrayBuffer && (await crypto.subtle.digest("SHA-256", b)) instanceof ArrayBuffer`,
      true,
    ],
    [
      "errors of Node's functions are errors",
      `try { new URL("nonsense") } catch (e) { return e instanceof TypeError && e instanceof Error }`,
      true,
    ],
    [
      "parsed bodies are plain objects of the context",
      `return Object.getPrototypeOf(await new Response('{"a":[1]}').json()) === Object.prototype`,
      true,
    ],
    [
      "clones are plain objects of the context",
      `const c = structuredClone({ a: new Date(5), m: new Map([[1, new Uint8Array([7])]]) }); return Object.getPrototypeOf(c) === Object.prototype && c.a instanceof Date && c.a.getTime() === 5 && c.m.get(1)[0] === 7`,
      true,
    ],
    [
      "subclasses of built-in errors keep instanceof apart",
      `class A extends Error {} class B extends Error {} return new A() instanceof A && !(new A() instanceof B) && new B() instanceof Error`,
      true,
    ],
    [
      "AsyncLocalStorage follows awaits",
      `const s = new AsyncLocalStorage(); return await s.run(7, async () => { await ctx.db.query("x").collect(); await null; return s.getStore() })`,
      7,
    ],
    [
      "each AsyncLocalStorage has its own store, and exit and the end of run leave it",
      `const a = new AsyncLocalStorage(), b = new AsyncLocalStorage();
       const inside = await a.run(1, () => b.run(2, async () => {
         await null;
         const bound = AsyncLocalStorage.bind(() => [a.getStore(), b.getStore()]);
         return [a.getStore(), b.getStore(), a.exit(() => [a.getStore() ?? null, b.getStore()]), b.run(3, bound)];
       }));
       return [...inside, a.getStore() ?? null]`,
      [1, 2, [null, 2], [1, 2], null],
    ],
    [
      "time stands still in a query",
      `const a = Date.now(); for (let i = 0; i < 1e6; i++); return a === Date.now() && a === new Date().getTime() && new Date() instanceof Date`,
      true,
    ],
  ])("%s", async (_, body, expected) => {
    app = await startApp({ "": { modules: probe(body) } });
    expect(value(await app.query("probe"))).toEqual(expected);
  });

  test("WebAssembly runs in every kind of function", async () => {
    // A module that exports `add` and a memory of one page.
    const bytes = [
      ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 7, 1, 96, 2, 127, 127, 1, 127, 3, 2, 1, 0, 5, 3, 1, 0, 1],
      ...[7, 13, 2, 3, 97, 100, 100, 0, 0, 3, 109, 101, 109, 2, 0, 10, 9, 1, 7, 0, 32, 0, 32, 1],
      ...[106, 11],
    ];
    const body = `
      const bytes = new Uint8Array(${JSON.stringify(bytes)});
      const { module, instance } = await WebAssembly.instantiate(bytes, {});
      const again = await WebAssembly.instantiate(await WebAssembly.compile(bytes));
      const broken = await WebAssembly.compile(bytes.slice(0, 20)).catch((e) => e instanceof Error && e instanceof WebAssembly.CompileError);
      return [
        instance.exports.add(1, 2), again.exports.add(3, 4), new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.add(5, 6),
        module instanceof WebAssembly.Module, instance.exports.mem.buffer instanceof ArrayBuffer, broken,
        typeof WebAssembly.compileStreaming, typeof WebAssembly.instantiateStreaming,
      ];`;
    const modules = {
      ...{ query: probe(body).probe, mutation: probe(body, "mutation").probe },
      action: probe(body, "action").probe,
      http: `${server} const http = httpRouter(); http.route({ path: "/", method: "GET", handler: httpAction(async () => {
        const answer = await (async () => { ${body} })(); return new Response(JSON.stringify(answer)); }) }); export default http;`,
    };
    app = await startApp({ "": { modules } });
    const expected = [3, 7, 11, true, true, true, "undefined", "undefined"];
    for (const kind of ["query", "mutation", "action"] as const)
      expect(value(await app[kind](kind)), kind).toEqual(expected);
    const response = await app.fetch("/");
    expect(await response.json()).toEqual(expected);
  });

  test.each([
    ["fetch", `await fetch("http://127.0.0.1:1")`, "Can't use fetch() in queries and mutations."],
    ["timers", `setTimeout(() => {}, 1)`, "Can't use setTimeout in queries and mutations."],
    [
      "generateKey",
      `await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, true, ["sign"])`,
      "Can't use cryptographic randomness in queries and mutations.",
    ],
    ["code from strings", `return (0, (() => {}).constructor)("return 1")()`, "EvalError"],
    ["a loop without end", `for (;;);`, "Function execution timed out (maximum duration: 1s)"],
    [
      "a loop of syscalls without end",
      `for (;;) await ctx.db.query("nothing").first()`,
      "Too many reads",
    ],
    [
      "a loop that catches everything",
      `for (;;) { try { for (let i = 0; i < 1e6; i++); await ctx.auth.getUserIdentity() } catch {} }`,
      "Function execution timed out (maximum duration: 1s)",
    ],
    [
      "writing in a query",
      `await Convex.asyncSyscall("1.0/insert", JSON.stringify({ table: "x", value: {} }))`,
      "not allowed in a query",
    ],
    [
      "file storage",
      `await ctx.storage.getUrl("x")`,
      "File storage is not available in the local deployment.",
    ],
  ])("refuses %s", async (_, body, expected) => {
    app = await startApp({ "": { modules: probe(body) } });
    expect(message(await app.query("probe"))).toMatch(
      new RegExp(expected.replaceAll(/[().]/g, "\\$&")),
    );
  });

  test("console output becomes log lines", async () => {
    app = await startApp({
      "": { modules: probe(`console.log("hi", { a: [1] }); console.warn(new Error("x").message)`) },
    });
    expect((await app.query("probe")).logLines).toEqual(["[LOG] 'hi' { a: [ 1 ] }", "[WARN] 'x'"]);
  });

  test("an operation that is not awaited is reported", async () => {
    app = await startApp({
      "": {
        modules: {
          ...probe(`void ctx.runMutation(api.messages.send, { body: "x" }); return 1`, "action"),
          messages,
        },
      },
    });
    expect((await app.action("probe")).logLines[0]).toContain(
      "1 unawaited operation: [actions/mutation]",
    );
  });

  test("actions have timers, fetch, dynamic imports and the clock", async () => {
    const modules = {
      tool: `export const answer = 42;`,
      other: `${server} import { answer } from "./tool"; export const get = query({ args: {}, handler: async () => answer });`,
      probe: `${server} export default action({ args: {}, handler: async () => {
        const start = Date.now();
        await new Promise((resolve) => setTimeout(resolve, 20));
        const { answer } = await import("./tool");
        const refused = await fetch("http://127.0.0.1:1").catch((e) => e instanceof TypeError);
        return [Date.now() > start, answer, refused];
      } });
      export const inQuery = query({ args: {}, handler: async () => (await import("./tool")).answer });`,
    };
    app = await startApp({ "": { modules } });
    expect(value(await app.action("probe"))).toEqual([true, 42, true]);
    expect(message(await app.query("probe:inQuery"))).toContain(
      "dynamic module import unsupported",
    );
  });

  test("node actions have Node, and the deployment's environment", async () => {
    const modules = {
      node: `import { createHash } from "node:crypto"; ${server}
        export const run = action({ args: {}, handler: async (ctx) => { console.log("in node"); return [createHash("md5").update("x").digest("hex").length, Buffer.from("x").length, process.env.MODE, process.env.HOME ?? null, await ctx.runQuery(api.messages.list, {})]; } });`,
      messages,
      schema,
    };
    app = await startApp({ "": { modules, node: ["node"], env: { MODE: "test" } } });
    const outcome = await app.action("node:run");
    expect(value(outcome)).toEqual([32, 1, "test", null, []]);
    expect(outcome.logLines).toEqual(["[LOG] 'in node'"]);
  });
});

describe("components", () => {
  const child = `${server}
    export const add = mutation({ args: { n: v.number() }, handler: async (ctx, { n }) => {
      await ctx.db.insert("numbers", { n });
      if (n < 0) throw new ConvexError({ negative: n });
      return [process.env.GIVEN ?? null, process.env.OTHER ?? null, await ctx.auth.getUserIdentity()];
    } });
    export const all = query({ args: {}, handler: async (ctx) => (await ctx.db.query("numbers").collect()).map(({ n }) => n) });
    export const hidden = internalQuery({ args: {}, handler: async () => 1 });
    export const callBack = action({ args: { handle: v.string() }, handler: async (ctx, { handle }) => ctx.runMutation(handle, { n: 3 }) });
    const atImport = process.env.GIVEN;
    export const imported = query({ args: {}, handler: async () => atImport ?? null });
  `;
  const parent = `${server}
    export const add = mutation({ args: { n: v.number() }, handler: async (ctx, { n }) => {
      await ctx.db.insert("log", { n });
      return ctx.runMutation(components.child.lib.add, { n });
    } });
    export const tryAdd = mutation({ args: { n: v.number() }, handler: async (ctx, { n }) => {
      try { await ctx.runMutation(components.child.lib.add, { n }); } catch (e) { await ctx.db.insert("log", { n: e.data.negative, isConvexError: e instanceof ConvexError }); }
    } });
    export const both = query({ args: {}, handler: async (ctx) => [(await ctx.db.query("log").collect()).map(({ n }) => n), await ctx.runQuery(components.child.lib.all, {})] });
    export const hidden = query({ args: {}, handler: (ctx) => ctx.runQuery(components.child.lib.hidden, {}) });
    export const imported = query({ args: {}, handler: (ctx) => ctx.runQuery(components.child.lib.imported, {}) });
    export const handle = action({ args: {}, handler: async (ctx) => ctx.runAction(components.child.lib.callBack, { handle: await createFunctionHandle(api.parent.add) }) });
  `;
  const sources = {
    "": { modules: { parent }, env: { OTHER: "app" } },
    child: { modules: { lib: child }, env: { GIVEN: "yes" } },
  };
  const user = { kind: "user", claims: { subject: "me" }, token: "t" } as const;

  test("a child has its own data and environment, and no auth", async () => {
    app = await startApp(sources);
    expect(value(await app.mutation("parent:add", { n: 1 }, { identity: user }))).toEqual([
      "yes",
      null,
      null,
    ]);
    expect(value(await app.query("parent:both"))).toEqual([[1], [1]]);
    expect(value(await app.query("parent:imported"))).toBe(null);
  });

  test("a child's caught failure rolls back the child only; uncaught, it rolls back everything", async () => {
    app = await startApp(sources);
    value(await app.mutation("parent:tryAdd", { n: -2 }));
    expect(value(await app.query("parent:both"))).toEqual([[-2], []]);
    expect(await app.mutation("parent:add", { n: -1 })).toMatchObject({
      status: "error",
      errorData: { negative: -1 },
    });
    expect(value(await app.query("parent:both"))).toEqual([[-2], []]);
  });

  test("a parent cannot call a child's internal functions, nor clients any of its functions", async () => {
    app = await startApp(sources);
    expect(message(await app.query("parent:hidden"))).toContain("no such public function");
    expect(
      message(await app.query("lib:all", {}, { component: "child", access: "public" })),
    ).toContain("Could not find public function for 'lib:all'");
  });

  test("a function handle lets a child call its parent", async () => {
    app = await startApp(sources);
    expect(value(await app.action("parent:handle"))).toEqual(["yes", null, null]);
    expect(value(await app.query("parent:both"))).toEqual([[3], [3]]);
  });
});

describe("HTTP actions", () => {
  const http = (name: string) => `${server}
    const router = httpRouter();
    router.route({ path: "/echo", method: "POST", handler: httpAction(async (ctx, request) => {
      const { said } = await request.json();
      const headers = new Headers({ "set-cookie": "a=1" }); headers.append("set-cookie", "b=2");
      return new Response(JSON.stringify({ name: "${name}", said, url: request.url, site: process.env.CONVEX_SITE_URL ?? null, user: await ctx.auth.getUserIdentity() }), { status: 201, headers });
    }) });
    router.route({ pathPrefix: "/files/", method: "GET", handler: httpAction(async (ctx, request) => {
      const encoder = new TextEncoder();
      let n = 0;
      return new Response(new ReadableStream({ async pull(c) { await new Promise((r) => setTimeout(r, 1)); if (n === 3) c.close(); else c.enqueue(encoder.encode(String(n++))); } }));
    }) });
    router.route({ path: "/fail", method: "GET", handler: httpAction(async () => { throw new Error("broken") }) });
    export default router;`;
  const sources = {
    "": { modules: { http: http("app") } },
    child: {
      modules: { http: http("child") },
      httpPrefix: "/banata/",
      env: { CONVEX_SITE_URL: "http://127.0.0.1:3211/banata" },
    },
  };

  test("a request reaches the router of the app or of a mounted component, which sees the whole URL", async () => {
    app = await startApp(sources, {
      identity: { kind: "user", claims: { subject: "me" }, token: "t" },
    });
    const init = {
      method: "POST",
      body: JSON.stringify({ said: "hi" }),
      headers: { authorization: "Bearer t" },
    };
    const own = await app.fetch("/echo", init);
    expect([own.status, own.headers.getSetCookie(), await own.json()]).toEqual([
      201,
      ["a=1", "b=2"],
      {
        name: "app",
        said: "hi",
        url: "http://127.0.0.1:3211/echo",
        site: null,
        user: { subject: "me" },
      },
    ]);
    const child = await app.fetch("/banata/echo", init);
    expect(await child.json()).toEqual({
      name: "child",
      said: "hi",
      url: "http://127.0.0.1:3211/banata/echo",
      site: "http://127.0.0.1:3211/banata",
      user: null,
    });
  });

  test("bodies stream, while other requests are served", async () => {
    app = await startApp(sources);
    const responses = await Promise.all([
      app.fetch("/files/a"),
      app.fetch("/files/b"),
      app.fetch("/banata/files/c"),
    ]);
    expect(await Promise.all(responses.map((response) => response.text()))).toEqual([
      "012",
      "012",
      "012",
    ]);
  });

  test("no route is a 404, an exception a 500", async () => {
    app = await startApp(sources);
    const missing = await app.fetch("/nowhere");
    expect([missing.status, await missing.text()]).toEqual([404, "No matching routes found"]);
    const failed = await app.fetch("/banata/fail");
    expect(failed.status).toBe(500);
    expect(await failed.json()).toMatchObject({
      code: "[Request ID: abc] Server Error",
      trace: expect.stringContaining("Uncaught Error: broken"),
    });
  });
});
