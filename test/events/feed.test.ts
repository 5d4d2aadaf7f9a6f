/** The live feed of a project: who gets a token, what it admits to, and when it ends. */
import { makeFunctionReference } from "convex/server";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { OperatorRole } from "../../convex/component/core/operatorRoles";
import {
  beginOperator,
  newOperatorEmail,
  setRole,
  trustSession,
  type Operator,
} from "../support/operators";
import { httpRuntime, newProject, type RunOnRows, type TestProject } from "../support/runtime";

const MINUTE_MS = 60_000;
const FUNCTION = "live:latestEvent";

let runtime: ReturnType<typeof httpRuntime>;
let run: RunOnRows;
let project: TestProject;
let operator: Operator;

beforeEach(async () => {
  vi.stubEnv("BANATA_AUTH_LIVE_FUNCTION", FUNCTION);
  vi.stubEnv("CONVEX_CLOUD_URL", "https://some.convex.cloud");
  runtime = httpRuntime();
  run = async (work) => await runtime.engine.run(async (ctx) => await work(ctx));
  project = await newProject(runtime);
  operator = await operatorIn(project, "viewer");
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

async function operatorIn({ id }: TestProject, role: OperatorRole): Promise<Operator> {
  const begun = await beginOperator(runtime, { email: newOperatorEmail(), projectId: id });
  await trustSession(run, begun);
  await setRole(run, begun, id, role);
  return begun;
}

interface Feed {
  readonly url: string;
  readonly functionName: string;
  readonly token: string;
  readonly expiresInSeconds: number;
}
const ask = async (by = operator, { id: projectId } = project) =>
  await by.call("events.getFeed", { projectId });
async function openFeed(by = operator, at = project): Promise<Feed> {
  const { status, body } = await ask(by, at);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.feed as Feed; // the answer of the operation
}
const latest = async (token: string) =>
  (await runtime.engine.query(makeFunctionReference<"query">("events/feed:latest"), {
    token,
  })) as { eventId: string | null } | null;
const loadLastEvent = async (of: TestProject) =>
  (await runtime.client(of).events.listEvents({ limit: 200 })).data.at(-1)!.id;

test("an operator of the project learns the id of its latest event, and of no other project's", async () => {
  const feed = await openFeed();
  expect(feed).toMatchObject({
    url: "https://some.convex.cloud",
    functionName: FUNCTION,
    expiresInSeconds: 300,
  });
  const before = await loadLastEvent(project);
  expect(await latest(feed.token)).toEqual({ eventId: before });

  const other = await newProject(runtime);
  await runtime.client(other).users.createUser({ email: "a@example.com", name: "A" });
  expect(await latest(feed.token)).toEqual({ eventId: before });
  await runtime.client(project).users.createUser({ email: "a@example.com", name: "A" });
  const after = await loadLastEvent(project);
  expect(after).not.toBe(before);
  expect(await latest(feed.token)).toEqual({ eventId: after });
});

test.each([
  undefined,
  "",
  "latestEvent",
  "live.ts:latestEvent",
  "../live:latestEvent",
  "https://live:latestEvent",
  "live:latestEvent; script-src *",
  "live:latest Event",
  `${"a".repeat(200)}:b`,
])("with BANATA_AUTH_LIVE_FUNCTION=%s there is none", async (name) => {
  vi.stubEnv("BANATA_AUTH_LIVE_FUNCTION", name);
  vi.stubEnv("BANATA_AUTH_PAGES", "console");
  expect(await ask()).toEqual({ status: 200, body: { feed: null } });
  const document = await runtime.fetch("/console");
  expect(document.headers.get("content-security-policy")).toContain("connect-src 'self';");
  expect(await document.text()).toContain('<meta name="banata-live" content="" />');
});

test.each([
  ["https://some.convex.cloud", "wss://some.convex.cloud"],
  ["http://127.0.0.1:3210", "ws://127.0.0.1:3210"],
])("the console may connect to the socket of %s alone", async (cloud, socket) => {
  vi.stubEnv("BANATA_AUTH_PAGES", "console");
  vi.stubEnv("CONVEX_CLOUD_URL", cloud);
  const document = await runtime.fetch("/console");
  expect(document.headers.get("content-security-policy")).toContain(
    `connect-src 'self' ${socket};`,
  );
  expect(await document.text()).toContain('<meta name="banata-live" content="on" />');
});

describe("a token is refused", () => {
  const ends: Readonly<Record<string, () => Promise<unknown>>> = {
    "after five minutes": async () => {
      vi.useFakeTimers({ toFake: ["Date"] });
      vi.setSystemTime(Date.now() + 5 * MINUTE_MS);
    },
    "after the operator has signed out": async () => await operator.post("/sign-out", {}),
    "once the operator is removed from the project": async () =>
      await run(async ({ db }) => {
        for (const row of await db.query("projectMembers").collect())
          if (row.operatorId === operator.id) await db.delete(row._id);
      }),
    "once the operator is banned": async () =>
      await run(async ({ db }) => {
        for (const row of await db.query("users").collect())
          if (row.id === operator.id) await db.patch(row._id, { banned: true });
      }),
    "once the project is being deleted": async () =>
      await run(async ({ db }) => {
        for (const row of await db.query("projects").collect())
          if (row.id === project.id) await db.patch(row._id, { deletingSince: Date.now() });
      }),
  };
  test.each(Object.entries(ends))("%s", async (_when, end) => {
    const { token } = await openFeed();
    expect(await latest(token)).not.toBeNull();
    await end();
    expect(await latest(token)).toBeNull();
  });

  test("for another project, and with any other change", async () => {
    const other = await newProject(runtime);
    await operatorIn(other, "owner");
    const { token } = await openFeed();
    const [text = "", mac = ""] = token.split(".");
    const claims = JSON.parse(atob(text)) as object;
    const changed = (fields: object) => `${btoa(JSON.stringify({ ...claims, ...fields }))}.${mac}`;
    for (const forged of [
      changed({ projectId: other.id }),
      changed({ expiresAt: Date.now() + 60 * MINUTE_MS }),
      changed({ reader: { kind: "app" } }),
      changed({ projectId: 1 }),
      text,
      `${text}.`,
      `${text}.${mac.slice(0, -1)}`,
      `${token}.${mac}`,
      `.${mac}`,
      "",
      ".",
      "null.x",
      `${btoa("null")}.${mac}`,
      `${btoa("[")}.${mac}`,
      "ü".repeat(10),
      "a".repeat(1_000_000),
    ])
      expect(await latest(forged), forged.slice(0, 80)).toBeNull();
    expect(await latest(token)).not.toBeNull();
  });

  test("once the API key that asked for it is deleted or may not read events", async () => {
    const client = runtime.client(project);
    const { id: keyId, key } = await client.apiKeys.createKey({
      name: "feed",
      permissions: ["event.read"],
    });
    const reader = runtime.sdk({ id: project.id, key });
    const feed = await reader.events.getFeed();
    expect(await latest(feed!.token)).not.toBeNull();
    await client.apiKeys.updateKey({ keyId, permissions: ["user.read"] });
    expect(await latest(feed!.token)).toBeNull();
    await client.apiKeys.updateKey({ keyId, permissions: ["event.read"] });
    expect(await latest(feed!.token)).not.toBeNull();
    await client.apiKeys.deleteKey({ keyId });
    expect(await latest(feed!.token)).toBeNull();
  });
});

test("no token is given without membership, after the sign-out, or to another site's page", async () => {
  const other = await newProject(runtime);
  expect((await ask(operator, other)).status).toBe(404);
  const elsewhere = { origin: "https://elsewhere.example.com" };
  const foreign = await operator.call("events.getFeed", { projectId: project.id }, elsewhere);
  expect(foreign.status).toBe(403);
  await operator.post("/sign-out", {});
  expect((await ask()).status).toBe(401);
});

test("a token outlives a rotation of the secret until it expires", async () => {
  const { token } = await openFeed();
  vi.stubEnv("BANATA_AUTH_SECRET_PREVIOUS", process.env.BANATA_AUTH_SECRET);
  vi.stubEnv("BANATA_AUTH_SECRET", "another secret of the tests, long enough");
  expect(await latest(token)).not.toBeNull();
  vi.stubEnv("BANATA_AUTH_SECRET_PREVIOUS", "");
  expect(await latest(token)).toBeNull();
});
