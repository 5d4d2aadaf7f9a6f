/**
 * Every operation asks for a good key that holds its permission, and for nothing more.
 */
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { newKey } from "../../convex/component/core/apiKey";
import { newProject, type TestProject } from "../support/runtime";
import { httpMethods, operations, type NamedOperation } from "./support/operations";
import { samples, type Fixtures } from "./support/samples";
import {
  callerOf,
  changesBetween,
  httpStage,
  inputOf,
  newFixtures,
  otherChanges,
  send,
  type HttpStage,
} from "./support/stage";

const DAY = 86_400_000;
const routes = operations.flatMap((operation) =>
  httpMethods(operation).map((http) => ({ ...operation, http })),
);
const guarded = operations.flatMap(({ definition, ...operation }) =>
  definition.permission === null
    ? []
    : [{ ...operation, definition, permission: definition.permission }],
);
const everyPermission = [...new Set(guarded.map(({ permission }) => permission))];

let stage: HttpStage;
let project: TestProject;
/** A key for each way of not being good (any more). */
/** Of `refused`: what does not look like a key. */
const notKeys = ["no key", "an empty header", "another scheme", "a malformed key"];
let refused: Record<string, { key: string | null; headers?: Record<string, string> }>;

async function renew(): Promise<void> {
  stage = await httpStage();
  project = await newProject(stage.runtime);
  const client = stage.runtime.client(project);
  const expired = await client.apiKeys.createKey({
    name: "expired",
    expiresAt: new Date(Date.now() + 2 * DAY),
  });
  const disabled = await client.apiKeys.createKey({ name: "disabled" });
  await client.apiKeys.updateKey({ keyId: disabled.id, enabled: false });
  const revoked = await client.apiKeys.createKey({ name: "revoked" });
  await client.apiKeys.deleteKey({ keyId: revoked.id });
  const rotated = await client.apiKeys.createKey({ name: "rotated" });
  await client.apiKeys.rotateKey({ keyId: rotated.id, gracePeriodSeconds: 3_600 });
  const [gone, going] = [await newProject(stage.runtime), await newProject(stage.runtime)];
  await stage.runtime.client(stage.admin).projects.deleteProject(gone.id);
  // Its batches never start, so its rows, the key's too, are all still there.
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  await stage.runtime.client(stage.admin).projects.deleteProject(going.id);
  vi.useRealTimers();
  refused = {
    "no key": { key: null },
    "an empty header": { key: null, headers: { authorization: "" } },
    "another scheme": { key: null, headers: { authorization: `Basic ${btoa(project.key)}` } },
    "a malformed key": { key: "nonsense" },
    "a key with a typo": {
      key: `${project.key.slice(0, -1)}${project.key.endsWith("A") ? "B" : "A"}`,
    },
    "an unknown key": { key: newKey("sk_test_").key },
    "an unknown key in x-api-key": { key: null, headers: { "x-api-key": newKey("sk_test_").key } },
    "an expired key": { key: expired.key },
    "a key that was rotated out": { key: rotated.key },
    "a disabled key": { key: disabled.key },
    "a revoked key": { key: revoked.key },
    "a key of a deleted project": { key: gone.key },
    "a key of a project being deleted": { key: going.key },
  };
}
beforeAll(renew);

afterEach(() => vi.useRealTimers());

/** The engine walks all rows for each read, and every test makes some. */
let tests = 0;
beforeEach(async () => {
  if (++tests % 10 === 0) await renew();
});

/** Later than every expiry above. */
function threeDaysLater(): void {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(Date.now() + 3 * DAY);
}

test.each(routes)(
  "only a good key gets through, and no refusal says why: $http $name",
  async ({ http, ...operation }) => {
    threeDaysLater();
    const owner = callerOf(stage, operation.name, project);
    const input = inputOf(operation.name, await fixturesFor(operation));
    const before = await stage.rows();
    const bodies = new Set<string>();
    const isOpen = operation.definition.public === true;
    for (const [what, { key, headers }] of Object.entries(refused)) {
      if (isOpen && what === "no key") continue; // but a key that is sent is looked at there too
      // Without what looks like a key, the path is the browsers' sign-in: test/sso.
      if (operation.name === "sso.getAuthorizationUrl" && notKeys.includes(what)) continue;
      const answer = await send(stage, operation, input, {
        key,
        method: http,
        headers: { "x-request-id": "same", ...headers },
      });
      expect(answer, what).toMatchObject({
        status: 401,
        body: { code: "authentication_required", message: "Invalid or missing API key" },
      });
      bodies.add(answer.text);
    }
    expect([...bodies]).toHaveLength(1);
    expect(changesBetween(before, await stage.rows())).toEqual([]);
    if (isOpen)
      expect(
        (await send(stage, operation, input, { method: http })).status,
        "no key, where none is needed",
      ).toBe(200);
    expect(
      (await send(stage, operation, input, { key: owner.key, method: http })).status,
      "the good key",
    ).toBe(200);
  },
);

test.each(guarded)(
  "a key that holds everything else is refused, and told what it lacks: $name",
  async ({ permission, ...operation }) => {
    const { key } = await keyWith(
      operation,
      everyPermission.filter((other) => other !== permission),
    );
    const input = inputOf(operation.name, await fixturesFor(operation));
    const before = await stage.rows();
    for (const method of httpMethods(operation)) {
      const answer = await send(stage, operation, input, { key, method });
      expect(answer).toMatchObject({
        status: 403,
        body: { code: "forbidden", message: `Missing permission: ${permission}` },
      });
    }
    expect(otherChanges(before, await stage.rows())).toEqual([]);
  },
);

describe("a key with exactly the operation's permission may do it", () => {
  test.each(operations)("$name", async (operation) => {
    const { permission } = operation.definition;
    for (const method of httpMethods(operation)) {
      const { key } = await keyWith(operation, permission === null ? [] : [permission]);
      const input = inputOf(operation.name, await fixturesFor(operation));
      expect(await send(stage, operation, input, { key, method })).toMatchObject({ status: 200 });
    }
  });
});

test.each(operations)(
  "a key of one organization does nothing that is not about one: $name",
  async (operation) => {
    const { permission, organizationKeys } = operation.definition;
    const fixtures = await newFixtures(stage, project, {
      of: operation.name,
      and: ["organization"],
    });
    const { key } = await stage.runtime.client(project).apiKeys.createKey({
      name: "bound",
      organizationId: fixtures.ids.organization,
      permissions: [
        ...(permission === null ? [] : [permission]),
        ...(samples[operation.name].grants ?? []),
      ],
    });
    const answer = await send(stage, operation, inputOf(operation.name, fixtures), { key });
    if (organizationKeys) expect(answer.status).not.toBe(403);
    else expect(answer).toMatchObject({ status: 403, body: { code: "forbidden" } });
  },
);

/**
 * What only the admin project does, it does to a project that may be used up; the rest a key does
 * in its own.
 */
async function fixturesFor({ name }: Pick<NamedOperation, "name">): Promise<Fixtures> {
  const isOwn = callerOf(stage, name, project) === project;
  return await newFixtures(stage, isOwn ? project : await newProject(stage.runtime), { of: name });
}

async function keyWith(operation: NamedOperation, permissions: string[]): Promise<{ key: string }> {
  const { id } = callerOf(stage, operation.name, project);
  return await stage.runtime.setup("createKey", {
    projectId: id,
    name: operation.name,
    permissions: [...new Set([...permissions, ...(samples[operation.name].grants ?? [])])],
  });
}
