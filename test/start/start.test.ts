import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ConvexHttpClient } from "convex/browser";
import { anyApi } from "convex/server";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { BanataAuth, type User } from "../../src";
import { cloneRepository } from "./clone";
import { shell } from "./shell";
import { readFacts, startApp, type StartedApp } from "./startedApp";

// One clone for the file; the tests run in order, each goes on from the one before.
let clone: Awaited<ReturnType<typeof cloneRepository>>;
let app: StartedApp;
let client: BanataAuth;
let reader: BanataAuth;
let kept: User[];

const connect = (apiKey: string) => new BanataAuth({ apiKey, baseUrl: app.facts.baseUrl });
const sorted = (users: readonly User[]) => users.toSorted((a, b) => a.email.localeCompare(b.email));

beforeAll(async () => {
  clone = await cloneRepository();
  app = await startApp(clone.directory);
  client = connect(app.facts.apiKey);
}, 90_000);

afterAll(async () => {
  // Not there when the set-up failed, whose error is the one to show.
  app?.signal("SIGTERM");
  await app?.ended;
  await clone?.remove();
}, 30_000);

// About 14 s on two idle cores (`npm start` prints the time); here, other tests share them.
test("is ready within a minute, while other tests run", () => {
  expect(app.seconds).toBeLessThan(60);
});

test("prints the addresses, the mailbox, the key and a client snippet", () => {
  const { cloudUrl, siteUrl, baseUrl, projectId, apiKey } = app.facts;
  for (const fact of [cloudUrl, siteUrl, baseUrl, projectId, apiKey])
    expect(app.output()).toContain(fact);
  expect(app.output()).toContain(`Mailbox          ${siteUrl}/__local/mailbox`);
  expect(app.output()).not.toMatch(/is missing|has no provider|does not export/);
  expect(app.output()).toContain(`new BanataAuth({ apiKey: "${apiKey}", baseUrl: "${baseUrl}" })`);
  expect(baseUrl).toBe(`${siteUrl}/banata`);
  expect(apiKey).toMatch(/^sk_test_[A-Za-z0-9]{32}$/);
});

test("its files are for their owner only and never for git", async () => {
  const directory = join(clone.directory, ".banata");
  for (const name of await readdir(directory))
    expect([name, (await stat(join(directory, name))).mode & 0o077]).toEqual([name, 0]);
  const ignored = await shell(
    "git init -q && git check-ignore .banata/local.json .env.local",
    clone.directory,
  );
  expect(ignored.output.trim().split("\n")).toEqual([".banata/local.json", ".env.local"]);
});

test("the key manages users: create, list in pages, get, update, ban, delete", async () => {
  const created: User[] = [];
  for (let n = 10; n < 35; n++)
    created.push(
      await client.users.createUser({ email: `user${n}@example.com`, name: `User ${n}` }),
    );
  const seen: User[] = [];
  let after: string | undefined;
  let pages = 0;
  do {
    const { data, listMetadata } = await client.users.listUsers({ limit: 10, after });
    seen.push(...data);
    after = listMetadata.after ?? undefined;
    pages++;
  } while (after !== undefined);
  expect(pages).toBe(3);
  expect(sorted(seen)).toEqual(sorted(created));

  const [first, second, third] = created as [User, User, User];
  expect(await client.users.getUser(first.id)).toEqual(first);
  const updated = await client.users.updateUser({
    userId: first.id,
    name: "First",
    metadata: { plan: "team" },
  });
  expect(updated).toMatchObject({ name: "First", metadata: { plan: "team" } });
  const banned = await client.users.banUser({ userId: second.id, reason: "spam" });
  expect(banned).toMatchObject({ banned: true, banReason: "spam" });
  await client.users.deleteUser(third.id);
  await expect(client.users.getUser(third.id)).rejects.toMatchObject({
    status: 404,
    code: "not_found",
  });
});

test("a second key with two permissions does what they say and is refused the rest", async () => {
  const { key } = await client.apiKeys.createKey({
    name: "two",
    permissions: ["user.read", "user.update"],
  });
  reader = connect(key);
  const { data } = await reader.users.listUsers({ search: "user10@" });
  await reader.users.updateUser({ userId: data[0]!.id, name: "By the second key" });
  await expect(reader.users.deleteUser(data[0]!.id)).rejects.toMatchObject({
    status: 403,
    code: "forbidden",
  });
  await expect(reader.apiKeys.listKeys()).rejects.toMatchObject({ status: 403 });
  await expect(reader.projects.listProjects()).rejects.toMatchObject({ status: 403 });
});

test("a refusal is one line in the terminal, without a stack", async () => {
  await expect(client.users.getUser("usr_none")).rejects.toMatchObject({ status: 404 });
  await app.printed("users/functions:getUser)] 404 not_found: User not found\n");
  expect(app.output()).toContain("] 403 forbidden: ");
  expect(app.output()).not.toMatch(/ConvexError|^ +at /m);
});

test("the key lists its project", async () => {
  expect(await client.projects.listProjects()).toMatchObject([
    { id: app.facts.projectId, name: "Development", slug: "development" },
  ]);
});

test("pages of the console are live without a further step", async () => {
  const feed = await client.events.getFeed();
  expect(feed?.functionName).toBe("live:latestEvent");
  expect(
    await new ConvexHttpClient(app.facts.cloudUrl, { logger: false }).query(
      anyApi.live!.latestEvent!,
      { token: feed!.token },
    ),
  ).toMatchObject({ eventId: expect.any(String) });
});

test("a saved function is deployed, and a broken one changes nothing", async () => {
  const save = async (code: string) => {
    await app.quiet();
    await writeFile(join(clone.directory, "convex/greeting.ts"), code);
  };
  const greeting = () =>
    new ConvexHttpClient(app.facts.cloudUrl, { logger: false }).query(anyApi.greeting!.get!, {});
  await save(greetingModule("hello"));
  await vi.waitFor(async () => expect(await greeting()).toBe("hello"), { timeout: 20_000 });
  await save(`${greetingModule("never")}throw new Error("broken on purpose");\n`);
  await app.printed("broken on purpose");
  expect(await greeting()).toBe("hello");
  await save(greetingModule("hello again"));
  await vi.waitFor(async () => expect(await greeting()).toBe("hello again"), { timeout: 20_000 });
  expect(app.output().split("Ready in")).toHaveLength(2);
}, 60_000);

test("after a push it names what sign-in lacks, and where the runtime answers now", async () => {
  const edit = async (name: string, change: (text: string) => string) => {
    const path = join(clone.directory, "convex", name);
    const text = await readFile(path, "utf8");
    await app.quiet();
    await writeFile(path, change(text));
    return async () => {
      await app.quiet();
      await writeFile(path, text);
    };
  };
  const restoreAuth = await edit("auth.ts", () => "");
  await app.printed("convex/auth.ts does not export the queries of authFunctions");
  await restoreAuth();
  const restoreConfig = await edit("convex.config.ts", (text) =>
    text.replace("/banata/", "/auth/v1/"),
  );
  const moved = `${app.facts.siteUrl}/auth/v1`;
  await app.printed(`Auth base URL    ${moved}\n`);
  await app.printed(`convex/auth.config.ts has no provider with the issuer ${moved}`);
  expect((await readFacts(clone.directory)).baseUrl).toBe(moved);
  const { apiKey } = app.facts;
  await new BanataAuth({ apiKey, baseUrl: moved }).users.listUsers({ limit: 1 });
  await restoreConfig();
  await vi.waitFor(async () => expect(await readFacts(clone.directory)).toEqual(app.facts), {
    timeout: 20_000,
  });
}, 120_000);

test("a second start says which process runs, and so does a reset; the first goes on", async () => {
  for (const arguments_ of ["", "-- --reset"]) {
    const second = await shell(`npm start ${arguments_}`, clone.directory);
    expect(second.exitCode).toBe(1);
    expect(second.output).toMatch(/Already running as process \d+, at http/);
    expect(second.output).toContain(app.facts.cloudUrl);
  }
  kept = [];
  for await (const user of client.users.listUsers.all()) kept.push(user);
  expect(kept).toHaveLength(24);
}, 30_000);

test("after kill -9 everything is there again, with the same keys", async () => {
  const { projectId, apiKey } = app.facts;
  app.signal("SIGKILL");
  await app.ended;
  app = await startApp(clone.directory);
  expect(app.seconds).toBeLessThan(60); // other tests share the machine
  expect(app.facts).toMatchObject({ projectId, apiKey });
  client = connect(apiKey);
  const found: User[] = [];
  for await (const user of client.users.listUsers.all()) found.push(user);
  expect(found).toEqual(kept);
  expect((await client.apiKeys.listKeys()).map(({ name }) => name).toSorted()).toEqual([
    "Local development",
    "two",
  ]);
}, 60_000);

test("when the server alone is killed, the watching CLI ends too and a new start works", async () => {
  const { pid } = JSON.parse(await readLock()) as { pid: number };
  process.kill(pid, "SIGKILL");
  await app.ended; // its output closes only with the last of its processes
  app = await startApp(clone.directory);
  client = connect(app.facts.apiKey);
  expect((await client.users.listUsers({ limit: 1 })).data).toEqual(kept.slice(0, 1));
}, 60_000);

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s stops it cleanly, children too",
  async (signal) => {
    app.signal(signal);
    await app.ended; // its output closes only with the last of its processes
    await expect(readLock()).rejects.toThrow("ENOENT");
    // npm ends by the signal itself; this is what it runs.
    app = await startApp(clone.directory, "node --import tsx src/cli/index.ts dev");
    app.signal(signal);
    expect(await app.ended).toBe(0);
    app = await startApp(clone.directory);
  },
  240_000, // it starts twice
);

test("--reset begins anew", async () => {
  const before = app.facts;
  app.signal("SIGTERM");
  await app.ended;
  app = await startApp(clone.directory, "npm start --", "--reset");
  expect(app.facts.apiKey).not.toBe(before.apiKey);
  expect((await connect(app.facts.apiKey).users.listUsers()).data).toEqual([]);
  await expect(connect(before.apiKey).users.listUsers()).rejects.toMatchObject({ status: 401 });
  expect(await readFacts(clone.directory)).toEqual(app.facts);
}, 180_000);

async function readLock(): Promise<string> {
  return await readFile(join(clone.directory, ".banata/data/lock"), "utf8");
}

function greetingModule(greeting: string): string {
  return `import { query } from "./_generated/server";\nexport const get = query({ args: {}, handler: async () => ${JSON.stringify(greeting)} });\n`;
}
