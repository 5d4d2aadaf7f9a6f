import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConvexHttpClient } from "convex/browser";
import { anyApi, makeFunctionReference } from "convex/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startLocalDeployment, type LocalDeployment } from "../src";
import { createProject, type Project } from "./fixtures/project";

// One deployment and one project for the file: a push takes seconds. The tests run in order and
// leave the app as it was.
let data: string;
let project: Project;
let deployment: LocalDeployment;

const start = () => startLocalDeployment({ directory: data, cloudPort: 0, sitePort: 0 });
const convex = (...args: string[]) => project.convex(deployment, ...args);
const push = () => convex("dev", "--once", "--typecheck=disable");
const client = () => new ConvexHttpClient(deployment.cloudUrl, { logger: false });
const file = (path: string) => join(project.directory, path);

/** Changes a file of the project during an action. */
async function withFile<T>(path: string, content: string, action: () => Promise<T>): Promise<T> {
  const before = await readFile(file(path), "utf8").catch(() => null);
  await writeFile(file(path), content);
  try {
    return await action();
  } finally {
    await (before === null ? rm(file(path)) : writeFile(file(path), before));
  }
}

async function filesIn(directory: string): Promise<Record<string, string>> {
  const names = (await readdir(directory)).sort();
  return Object.fromEntries(
    await Promise.all(
      names.map(async (name) => [name, await readFile(join(directory, name), "utf8")] as const),
    ),
  );
}

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "banata-data-"));
  project = await createProject();
  deployment = await start();
  const pushed = await convex("dev", "--once");
  expect(pushed.output).toContain("Convex functions ready!");
  expect(pushed.output).toContain("Installed component counters/rateLimiter/batchWorker.");
});

afterAll(async () => {
  await deployment.close();
  await project.remove();
  await rm(data, { recursive: true, force: true });
});

test("a push makes the app callable, with its component and the component's component", async () => {
  await client().mutation(anyApi.messages!.send!, { author: "ada", body: "hello" });
  expect(await client().query(anyApi.messages!.list!, { author: "ada" })).toEqual(["hello"]);
  expect(await client().query(anyApi.messages!.count!, { name: "ada" })).toBe(1);
});

test("a component's HTTP routes answer under its prefix and see their URL and environment", async () => {
  const response = await fetch(`${deployment.siteUrl}/counters/count/ada`);
  expect(await response.json()).toEqual({
    value: 1,
    unit: "clicks",
    site: `${deployment.siteUrl}/counters`,
  });
});

test("codegen writes the files that are committed", async () => {
  const generated = ["convex/_generated", "convex/counters/_generated"];
  for (const directory of generated) await rm(file(directory), { recursive: true });
  expect((await convex("codegen", "--typecheck=disable")).exitCode).toBe(0);
  for (const directory of generated)
    expect(await filesIn(file(directory))).toEqual(
      await filesIn(join(import.meta.dirname, "fixtures/app", directory)),
    );
});

const components = [
  ["one that Convex published", "node_modules/@convex-dev/rate-limiter/src", "component"],
  ["one that requires variables", "convex/counters", "."],
] as const;

test.each(components)(
  "codegen of a single component, %s, writes the committed files",
  async (_which, original, component) => {
    const generated = join(component, "_generated/component.ts");
    await cp(file(original), file("alone"), { recursive: true });
    await rm(join(file("alone"), generated));
    expect(
      (await convex("codegen", "--component-dir", join("alone", component), "--typecheck=disable"))
        .exitCode,
    ).toBe(0);
    expect(await readFile(join(file("alone"), generated), "utf8")).toBe(
      await readFile(join(file(original), generated), "utf8"),
    );
    await rm(file("alone"), { recursive: true });
  },
);

test("deploy pushes as dev does", async () => {
  const deployed = await convex("deploy", "--yes", "--typecheck=disable");
  expect(deployed.output).toContain(`Deployed Convex functions to ${deployment.cloudUrl}`);
});

test("run calls public, internal and component functions and prints their result", async () => {
  expect(
    JSON.parse((await convex("run", "messages:importAll", '{"bodies": ["one", "two"]}')).output),
  ).toBe(2);
  expect(
    (await convex("run", "--component", "counters", "counts:get", '{"name": "ada"}')).output.trim(),
  ).toBe("1");
  const acting = await convex(
    "run",
    "messages:whoAmI",
    "--identity",
    '{"subject": "usr_1", "issuer": "https://issuer.test"}',
  );
  expect(acting.output.trim()).toBe('"usr_1"');
});

test("run lists the existing functions when it does not find one", async () => {
  const failed = await convex("run", "messages:nothing");
  expect(failed.exitCode).toBe(1);
  expect(failed.output).toMatch(/Could not find function.*messages:nothing/s);
  expect(failed.output).toContain("importAll");
});

test("run prints the error of a function that fails", async () => {
  const failed = await convex("run", "messages:fail");
  expect(failed.exitCode).toBe(1);
  expect(failed.output).toContain("failed on purpose");
});

test("env set, get, list and remove change what functions see", async () => {
  const greet = () => client().query(anyApi.messages!.greet!, {});
  expect((await convex("env", "set", "GREETING", "hello there")).exitCode).toBe(0);
  expect(await greet()).toBe("hello there");
  expect((await convex("env", "get", "GREETING")).output.trim()).toBe("hello there");
  expect((await convex("env", "list")).output).toContain("GREETING=hello there");
  expect((await convex("env", "remove", "GREETING")).exitCode).toBe(0);
  expect(await greet()).toBe("no greeting");
});

test("data lists tables and documents", async () => {
  expect((await convex("data")).output.trim().split("\n")).toContain("messages");
  expect((await convex("data", "messages", "--format", "jsonl")).output).toContain(
    '"body": "hello"',
  );
});

// Tests only that the CLI prints why a push was rejected. push.test.ts covers the reasons.
const badPushes = [
  [
    "a module that throws when it is loaded",
    "convex/broken.ts",
    'export {}; throw new Error("not today");',
    "not today",
  ],
  [
    "a schema that stored documents do not match",
    "convex/schema.ts",
    schemaWith("{ author: v.string(), body: v.number() }"),
    /Schema validation failed[^]*messages/,
  ],
  [
    "a required variable that is not set",
    "convex/convex.config.ts",
    appWith("REQUIRED: v.string()"),
    /REQUIRED[^]*not set/,
  ],
  [
    "a variable of auth.config.ts that is not set",
    "convex/auth.config.ts",
    'export default { providers: [{ domain: process.env.ISSUER!, applicationID: "convex" }] };',
    /ISSUER[^]*not set/,
  ],
] as const;

function schemaWith(messages: string): string {
  return `import { defineSchema, defineTable } from "convex/server"; import { v } from "convex/values";
    export default defineSchema({ messages: defineTable(${messages}).index("by_author", ["author"]) });`;
}

function appWith(env: string): string {
  return `import { defineApp } from "convex/server"; import { v } from "convex/values"; import counters from "./counters/convex.config";
    const app = defineApp({ env: { GREETING: v.optional(v.string()), ${env} } });
    app.use(counters, { httpPrefix: "/counters/", env: { UNIT: "clicks" } });
    export default app;`;
}

test.each(badPushes)(
  "a push is rejected without any change for %s",
  async (_what, path, content, complaint) => {
    const marker =
      'import { query } from "./_generated/server"; export const added = query({ args: {}, handler: async () => 1 });';
    const refused = await withFile("convex/added.ts", marker, () => withFile(path, content, push));
    expect(refused.exitCode).toBe(1);
    expect(refused.output).toMatch(complaint);
    await expect(client().query(anyApi.added!.added!, {})).rejects.toThrow(
      "Could not find public function",
    );
    expect(await client().query(anyApi.messages!.list!, { author: "ada" })).toEqual(["hello"]);
    expect((await fetch(`${deployment.siteUrl}/counters/count/ada`)).status).toBe(200);
  },
);

test("a new index contains the documents that were stored before", async () => {
  const schema = schemaWith("{ author: v.string(), body: v.string() }").replace(
    '["author"])',
    '["author"]).index("by_body", ["body"])',
  );
  const search = `import { query } from "./_generated/server";
    export const byBody = query({ args: {}, handler: async (ctx) => (await ctx.db.query("messages").withIndex("by_body", (q) => q.eq("body", "hello")).collect()).length });`;
  const pushed = await withFile("convex/schema.ts", schema, () =>
    withFile("convex/search.ts", search, push),
  );
  expect(pushed.output).toContain("messages.by_body");
  expect(await client().query(anyApi.search!.byBody!, {})).toBe(1);
  expect((await push()).output).toContain("Deleted table indexes");
});

test("data, code and variables survive a restart without a push", async () => {
  await convex("env", "set", "GREETING", "still here");
  const { adminKey } = deployment;
  await deployment.close();
  deployment = await start();
  expect(deployment.adminKey).toBe(adminKey);
  expect(await client().query(anyApi.messages!.list!, { author: "ada" })).toEqual(["hello"]);
  expect(await client().query(anyApi.messages!.greet!, {})).toBe("still here");
  await client().mutation(anyApi.messages!.send!, { author: "ada", body: "again" });
  const response = await fetch(`${deployment.siteUrl}/counters/count/ada`);
  expect(await response.json()).toMatchObject({ value: 2, site: `${deployment.siteUrl}/counters` });
});

test("only its owner can read the admin key, and every administration requires it", async () => {
  expect((await stat(join(data, "admin-key"))).mode & 0o777).toBe(0o600);
  const refused = await project.convex(
    { cloudUrl: deployment.cloudUrl, adminKey: "local|guess" },
    "env",
    "set",
    "A",
    "b",
  );
  expect(refused.exitCode).toBe(1);
  await expect(
    client().query(makeFunctionReference<"query">("_system/cli/queryEnvironmentVariables"), {}),
  ).rejects.toThrow("Could not find");
});
