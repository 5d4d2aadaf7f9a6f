import { afterEach, describe, expect, test, vi } from "vitest";
import { contract } from "../../convex/component/contract";
import { manifest } from "../../convex/component/api/manifest.generated";
import type { OperationDefinition } from "../../convex/component/wire/operation";
import type { WireClient } from "../support/wireClient";
import { deployedRuntime, httpRuntime, newProject } from "../support/runtime";
import { allRows } from "../support/rows";
import { failureOf, keyWith, scene, transports, wires } from "../support/transports";
import { postWith } from "../support/wire";

const HOUR = 3_600_000;
const ann = { email: "ann@example.com", name: "Ann" };

const newDirectoryInput = async ({ organizations }: WireClient) => ({
  organizationId: (await organizations.createOrganization({ name: "Acme" })).id,
  name: "Okta",
  provider: "okta" as const,
});

/**
 * Every operation whose answer shows a secret: what it needs is made, and the call answers the id
 * of what it made.
 */
const shownOnce: Readonly<
  Record<
    string,
    (client: WireClient) => Promise<(options: { idempotencyKey: string }) => Promise<string>>
  >
> = {
  "apiKeys.createKey":
    async ({ apiKeys }) =>
    async (options) =>
      (await apiKeys.createKey({ name: "k" }, options)).id,
  "apiKeys.rotateKey": async ({ apiKeys }) => {
    const { id } = await apiKeys.createKey({ name: "old" });
    return async (options) => (await apiKeys.rotateKey(id, options)).id;
  },
  "authClients.createClient":
    async ({ authClients }) =>
    async (options) =>
      (await authClients.createClient({ name: "Billing", type: "service" }, options)).id,
  "authClients.rotateClientSecret": async ({ authClients }) => {
    const { id } = await authClients.createClient({ name: "Billing", type: "service" });
    return async (options) => (await authClients.rotateClientSecret(id, options)).id;
  },
  "webhooks.createEndpoint":
    async ({ webhooks }) =>
    async (options) =>
      (await webhooks.createEndpoint({ url: "https://hooks.example.com/" }, options)).id,
  "webhooks.rotateSecret": async ({ webhooks }) => {
    const { id } = await webhooks.createEndpoint({ url: "https://hooks.example.com/" });
    return async (options) => (await webhooks.rotateSecret(id, options)).id;
  },
  "directories.createDirectory": async (client) => {
    const input = await newDirectoryInput(client);
    return async (options) => (await client.directories.createDirectory(input, options)).id;
  },
  "directories.rotateToken": async (client) => {
    const { id } = await client.directories.createDirectory(await newDirectoryInput(client));
    return async (options) =>
      (await client.directories.rotateToken({ providerId: id }, options)).id;
  },
  "users.impersonateUser": async ({ users }) => {
    const { user } = await users.createUser(ann);
    return async (options) =>
      (await users.impersonateUser({ userId: user.id }, options)).session.id;
  },
  "portal.generateLink": async ({ organizations, portal }) => {
    const { id: organizationId } = await organizations.createOrganization({ name: "Acme" });
    const input = { organizationId, intent: "domain_verification" as const };
    return async (options) => (await portal.generateLink(input, options)).sessionId;
  },
};

test("the table of secrets that are shown once has all of the contract", () => {
  const declared = Object.entries(contract).flatMap(([group, operations]) =>
    Object.entries<OperationDefinition>(operations).flatMap(([method, { secret }]) =>
      secret ? [`${group}.${method}`] : [],
    ),
  );
  expect(Object.keys(shownOnce).sort()).toEqual(declared.sort());
});

afterEach(() => {
  vi.useRealTimers();
});

describe.each(transports)("an idempotency key %s", (_name, start) => {
  test("makes a write happen once: the same call again has the stored answer", async () => {
    const { client } = await scene(start);
    const first = await client.users.createUser(ann, { idempotencyKey: "once" });
    expect(await client.users.createUser(ann, { idempotencyKey: "once" })).toEqual(first);
    expect((await client.users.listUsers()).data).toEqual([first.user]);
    expect((await client.events.listEvents({ eventTypes: ["user.created"] })).data).toHaveLength(1);
    await client.users.updateUser({ userId: first.user.id, name: "Changed since" });
    expect(await client.users.createUser(ann, { idempotencyKey: "once" })).toEqual(first); // the answer of then
    await client.users.deleteUser(first.user.id, { idempotencyKey: "gone" });
    expect(await client.users.deleteUser(first.user.id, { idempotencyKey: "gone" })).toEqual({
      success: true,
    });
  });

  test("with another body is refused", async () => {
    const { client } = await scene(start);
    await client.users.createUser(ann, { idempotencyKey: "once" });
    const refused = {
      status: 422,
      errors: [{ field: "Idempotency-Key", code: "idempotency_key_reused" }],
    };
    await expect(
      client.users.createUser({ ...ann, name: "Bob" }, { idempotencyKey: "once" }),
    ).rejects.toMatchObject(refused);
    expect((await client.users.listUsers()).data).toHaveLength(1);
  });

  test("is a matter of one project and one operation", async () => {
    const { client, runtime } = await scene(start);
    const { user } = await client.users.createUser(ann, { idempotencyKey: "once" });
    const elsewhere = await runtime
      .client(await newProject(runtime))
      .users.createUser(ann, { idempotencyKey: "once" });
    expect(elsewhere.user.id).not.toBe(user.id);
    expect(
      (await client.users.banUser({ userId: user.id }, { idempotencyKey: "once" })).user.banned,
    ).toBe(true);
    expect((await client.users.unbanUser(user.id, { idempotencyKey: "once" })).user.banned).toBe(
      false,
    );
  });

  test("of a call that failed is free again", async () => {
    const { client } = await scene(start);
    const { user } = await client.users.createUser(ann);
    const again = { ...ann, name: "Again" };
    await expect(client.users.createUser(again, { idempotencyKey: "k" })).rejects.toMatchObject({
      status: 409,
    });
    await client.users.deleteUser(user.id);
    expect((await client.users.createUser(again, { idempotencyKey: "k" })).user.name).toBe("Again");
  });

  test.each(Object.entries(shownOnce))(
    "never shows the secret of %s again: 409 names what the first call made, and nothing is done",
    async (_operation, prepare) => {
      const { client } = await scene(start);
      const call = await prepare(client);
      const resourceId = await call({ idempotencyKey: "once" });
      const events = (await client.events.listEvents()).data;
      expect(await failureOf(call({ idempotencyKey: "once" }))).toMatchObject({
        status: 409,
        code: "secret_already_shown",
        resourceId,
      });
      expect((await client.events.listEvents()).data).toEqual(events);
    },
  );

  test("also works for a call with a password, which is hashed on the way", async () => {
    const { client } = await scene(start);
    const withPassword = { ...ann, password: "correct horse battery" };
    const first = await client.users.createUser(withPassword, { idempotencyKey: "once" });
    expect(await client.users.createUser(withPassword, { idempotencyKey: "once" })).toEqual(first);
    await expect(
      client.users.createUser({ ...ann, password: "another password" }, { idempotencyKey: "once" }),
    ).rejects.toMatchObject({ status: 422 });
  });
});

describe.each(wires)("an idempotency key %s", (_name, start) => {
  test("is the caller's own: another key's call with it is another call, and one without the permission learns nothing", async () => {
    const started = await scene(start);
    const [first, second, weak] = [
      await keyWith(started, ["user.create"]),
      await keyWith(started, ["user.create"]),
      await keyWith(started, []),
    ];
    const { user } = await first.client.users.createUser(ann, { idempotencyKey: "once" });
    expect(
      await failureOf(second.client.users.createUser(ann, { idempotencyKey: "once" })),
    ).toMatchObject({ status: 409, code: "conflict" });
    expect(
      await failureOf(weak.client.users.createUser(ann, { idempotencyKey: "once" })),
    ).toMatchObject({ status: 403 });
    await started.client.apiKeys.updateKey({ keyId: first.id, permissions: [] });
    expect(
      await failureOf(first.client.users.createUser(ann, { idempotencyKey: "once" })),
    ).toMatchObject({ status: 403 }); // after authorization
    expect((await started.client.users.getUser(user.id)).email).toBe(ann.email);
  });

  test.each(["", "a b", "x".repeat(256), "ü"])("like %j is refused", async (key) => {
    const { runtime, project } = await scene(start);
    const answer = await postWith(runtime, project, manifest.users.createUser.path, {
      body: ann,
      headers: {
        "idempotency-key": key,
      },
    });
    expect(answer).toMatchObject({
      status: 422,
      body: { code: "validation_error", errors: [{ field: "Idempotency-Key" }] },
    });
  });

  test("the secret's 409 has the id of what was made in its body", async () => {
    const { runtime, project } = await scene(start);
    const headers = { "idempotency-key": "x".repeat(255) };
    const made = await postWith(runtime, project, manifest.apiKeys.createKey.path, {
      body: { name: "k" },
      headers,
    });
    const again = await postWith(runtime, project, manifest.apiKeys.createKey.path, {
      body: { name: "k" },
      headers,
    });
    expect(again).toMatchObject({
      status: 409,
      body: { code: "secret_already_shown", status: 409, resourceId: made.body.id },
    });
    expect(again.text).not.toContain(String(made.body.key));
  });

  test("is not for reads, nor for verifyKey, whose answer may be another each time", async () => {
    const { runtime, project, client } = await scene(start);
    const headers = { "idempotency-key": "once" };
    const count = async () =>
      (
        (await postWith(runtime, project, manifest.users.listUsers.path, { body: {}, headers }))
          .body.data as unknown[]
      ).length;
    expect(await count()).toBe(0);
    await client.users.createUser(ann);
    expect(await count()).toBe(1);
    const { id, key } = await client.apiKeys.createKey({ name: "k" });
    const code = async () =>
      (
        await postWith(runtime, project, manifest.apiKeys.verifyKey.path, {
          body: { key },
          headers,
        })
      ).body.code;
    expect(await code()).toBe("valid");
    await client.apiKeys.deleteKey({ keyId: id });
    expect(await code()).toBe("revoked");
  });
});

test("is forgotten after 24 hours, by the call and by the cron that deletes the rows, in batches", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 0, 1) });
  const { client, runtime } = await scene(httpRuntime);
  const kept = async () => (await allRows(runtime.engine)).idempotencyKeys.length;
  const { user } = await client.users.createUser(ann, { idempotencyKey: "once" });
  vi.setSystemTime(Date.UTC(2026, 0, 1) + 24 * HOUR - 1);
  expect((await client.users.createUser(ann, { idempotencyKey: "once" })).user).toEqual(user);
  await runtime.run("tenancy/idempotency:purge");
  expect(await kept()).toBe(1);
  vi.setSystemTime(Date.UTC(2026, 0, 1) + 24 * HOUR);
  await expect(client.users.createUser(ann, { idempotencyKey: "once" })).rejects.toMatchObject({
    status: 409,
    code: "conflict",
  }); // a call like any other
  const next = await client.users.createUser(
    { ...ann, email: "next@example.com" },
    { idempotencyKey: "once" },
  );
  expect(next.user.id).not.toBe(user.id);
  expect(await kept()).toBe(1); // it took the old one's place

  const [row] = (await allRows(runtime.engine)).idempotencyKeys;
  const { _id, _creationTime, ...fields } = row as { _id: string; _creationTime: number };
  await runtime.engine.run(async (ctx) => {
    for (let i = 0; i < 1_200; i++)
      await ctx.db.insert("idempotencyKeys", { ...fields, key: `old ${i}` } as never); // a copy of a row that a call made
  });
  vi.setSystemTime(Date.UTC(2026, 0, 3) + HOUR);
  await client.users.createUser(
    { ...ann, email: "fresh@example.com" },
    { idempotencyKey: "fresh" },
  );
  await runtime.run("tenancy/idempotency:purge");
  vi.useFakeTimers();
  await runtime.engine.finishAllScheduledFunctions(vi.runAllTimers);
  expect((await allRows(runtime.engine)).idempotencyKeys.map(({ key }) => key)).toEqual(["fresh"]);
});

test("of 20 parallel calls with the same key there is one effect and one answer, on the local deployment", async () => {
  const { client } = await scene(() => deployedRuntime());
  const calls = Array.from(
    { length: 20 },
    async () => await client.users.createUser(ann, { idempotencyKey: "once" }),
  );
  const answers = await Promise.all(calls);
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect((await client.users.listUsers()).data).toEqual([answers[0]!.user]);
  expect((await client.events.listEvents({ eventTypes: ["user.created"] })).data).toHaveLength(1);
});
