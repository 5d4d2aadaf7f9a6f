/** Secrets: stored encrypted, and given back to those who know their context. */
import { describe, expect, test } from "vitest";
import type { Doc } from "../../convex/component/_generated/dataModel";
import { finishRunning } from "../support/backgroundWork";
import { newOrganization } from "../support/organizations";
import { httpRuntime, inProcessRuntime, newProject } from "../support/runtime";
import {
  failureOf,
  keyWith,
  scene,
  transports,
  twoOrganizations,
  wires,
} from "../support/transports";

const KIB = 1_024;
const context = { customer: "4711", region: "eu" };
const notFound = { status: 404, code: "not_found" };
const forbidden = { status: 403, code: "forbidden" };

describe.each(transports)("a secret %s", (_name, start) => {
  test("is encrypted, listed without its value, decrypted, updated and deleted", async () => {
    const { sdk, client } = await scene(start);
    const { id, ...others } = await sdk.vault.encrypt({
      name: "CRM token",
      data: "t0ken",
      context,
      metadata: { $owner: "sales" },
    });
    expect(others).toEqual({});
    expect(id).toMatch(/^vsec_[0-9A-HJKMNP-TV-Z]{26}$/);
    const secret = {
      ...{ id, name: "CRM token", organizationId: null, metadata: { $owner: "sales" }, version: 1 },
      ...{ contextKeys: ["customer", "region"] },
      ...{ createdAt: expect.any(Date), updatedAt: expect.any(Date) },
    };
    expect(await sdk.vault.get(id)).toEqual(secret);
    expect((await sdk.vault.list()).data).toEqual([secret]);
    const reordered = { region: "eu", customer: "4711" };
    expect(await sdk.vault.decrypt({ secretId: id, context: reordered })).toEqual({
      data: "t0ken",
    });
    expect(await sdk.vault.update({ secretId: id, data: "next", context })).toEqual({
      id,
      version: 2,
    });
    expect(await sdk.vault.decrypt({ secretId: id, context })).toEqual({ data: "next" });
    expect(await sdk.vault.get(id)).toMatchObject({ version: 2, contextKeys: secret.contextKeys });
    expect(await sdk.vault.delete({ secretId: id })).toEqual({ status: "deleted" });
    for (const gone of [
      () => sdk.vault.get(id),
      () => sdk.vault.decrypt({ secretId: id, context }),
      () => sdk.vault.update({ secretId: id, data: "x", context }),
      () => sdk.vault.delete({ secretId: id }),
    ])
      expect(await failureOf(gone())).toMatchObject(notFound);
    const { data: events } = await client.events.listEvents({ eventTypes: ["vault.*"] });
    expect(events.map(({ type }) => type)).toEqual([
      "vault.secret.created",
      "vault.secret.updated",
      "vault.secret.deleted",
    ]);
    expect(events[1]!.data).toMatchObject({ id, version: 2 });
  });

  test("is decrypted with exactly its context", async () => {
    const { client } = await scene(start);
    const { id: secretId } = await client.vault.encrypt({ name: "n", data: "d", context });
    const { id: withoutContext } = await client.vault.encrypt({ name: "n", data: "d" });
    const wrongContexts: (Record<string, string> | undefined)[] = [
      undefined,
      {},
      { customer: "4711" },
      { ...context, region: "us" },
      { ...context, region: "EU" },
      { ...context, more: "" },
      { "4711": "customer", eu: "region" },
      { customer: '4711"],["region","eu', region: "" },
    ];
    for (const wrong of wrongContexts)
      expect(
        await failureOf(client.vault.decrypt({ secretId, context: wrong })),
        JSON.stringify(wrong),
      ).toMatchObject(forbidden);
    expect(
      await failureOf(client.vault.decrypt({ secretId: withoutContext, context })),
    ).toMatchObject(forbidden);
    expect(
      await failureOf(client.vault.update({ id: secretId, data: "overwritten" })),
    ).toMatchObject(forbidden);
    expect(await client.vault.decrypt({ secretId, context })).toEqual({ data: "d" });
    expect(await client.vault.decrypt({ secretId: withoutContext, context: {} })).toEqual({
      data: "d",
    });
  });

  test("has an audit entry for every time that it was read, and was not", async () => {
    const { client } = await scene(start);
    const { id: secretId } = await client.vault.encrypt({ name: "Token", data: "d", context });
    await client.vault.decrypt({ secretId, context });
    await failureOf(client.vault.decrypt({ secretId, context: { customer: "4712" } }));
    await failureOf(client.vault.update({ id: secretId, data: "x" }));
    const target = { type: "vault_secret", id: secretId, name: "Token" };
    const read = await client.auditLogs.listEvents({ action: "vault.secret.read" });
    expect(read.data).toMatchObject([
      { outcome: "success", targets: [target], metadata: { version: 1 } },
    ]);
    const denied = await client.auditLogs.listEvents({ targetId: secretId, outcome: "denied" });
    expect(denied.data).toHaveLength(2);
    expect(denied.data.map(({ targets }) => targets[0]!.id).sort()).toEqual([
      "vault.decrypt",
      "vault.update",
    ]);
    for (const { action, targets, metadata } of denied.data) {
      expect(action).toBe("access.denied");
      expect(targets[1]).toEqual(target);
      expect(JSON.stringify(metadata)).not.toMatch(/471/);
    }
  });

  test("is updated by one of two writers that saw the same version", async () => {
    const { client } = await scene(start);
    const { id } = await client.vault.encrypt({ name: "n", data: "1" });
    const writers = await Promise.allSettled(
      ["a", "b"].map(async (data) => await client.vault.update({ id, data, versionCheck: 1 })),
    );
    expect(writers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await failureOf(client.vault.update({ id, data: "c", versionCheck: 1 }))).toMatchObject({
      status: 409,
      code: "conflict",
      message: expect.stringContaining("version 2"),
    });
    expect(await client.vault.get({ id })).toMatchObject({ version: 2 });
    expect(await client.vault.update({ id, data: "c", versionCheck: 2 })).toEqual({
      id,
      version: 3,
    });
  });

  test.each([
    ["one character", "x"],
    ["lines, tabs and quotes", '-----BEGIN\r\n\t"\\/<>&-----END\n'],
    ["a BOM", "\uFEFFx"],
    ["beyond the BMP, in no normal form", "e\u0301 é 🔑 \u202e"],
    ["what looks sealed", "e1.AAAA"],
    ["700 KiB", "x".repeat(700 * KIB)],
    ["700 KiB of two bytes each", "é".repeat(350 * KIB)],
  ])("comes back as it was: %s", async (_what, data) => {
    const { client } = await scene(start);
    const { id: secretId } = await client.vault.encrypt({ name: "n", data });
    expect((await client.vault.decrypt({ secretId })).data === data).toBe(true);
    if (data.length > KIB) {
      await client.vault.update({ id: secretId, data: `${data.slice(1)}y` });
      expect((await client.vault.decrypt({ secretId })).data.endsWith("y")).toBe(true);
      expect(JSON.stringify(await client.vault.list({})).length).toBeLessThan(1_000);
    }
  });

  test.each<[string, object, string]>([
    ["no data", { data: "" }, "data"],
    ["more than 700 KiB", { data: "x".repeat(700 * KIB + 1) }, "data"],
    ["more than 700 KiB in UTF-8", { data: "é".repeat(350 * KIB + 1) }, "data"],
    ["data that is no text", { data: { key: "x" } }, "data"],
    ["a lone surrogate", { data: "\ud800" }, "data"],
    ["a NUL", { data: "a\u0000b" }, "data"],
    ["no name", { name: "" }, "name"],
    ["eleven pairs", { context: pairs(11) }, "context"],
    ["a pair with a number", { context: { a: 1 } }, "context.a"],
    ["a pair with null", { context: { a: null } }, "context.a"],
    ["a pair with an object", { context: { a: {} } }, "context.a"],
    ["an empty key", { context: { "": "x" } }, "context."],
    ["a key of 101 characters", { context: { ["k".repeat(101)]: "x" } }, "context.kkk"],
    ["a value of 501 characters", { context: { a: "x".repeat(501) } }, "context.a"],
    ["a context that is a list", { context: ["a"] }, "context"],
    ["a context that is null", { context: null }, "context"],
    ["metadata of 5 KiB", { metadata: { a: "x".repeat(5 * KIB) } }, "metadata"],
  ])("is refused with %s, and the answer does not repeat the value", async (_what, odd, field) => {
    const { client } = await scene(start);
    const error = await failureOf(
      client.vault.encrypt({ name: "n", data: "distinctive-value", ...odd }),
    );
    expect(error).toMatchObject({ status: 422, code: "validation_error" });
    expect(JSON.stringify(error)).toContain(`"field":"${field}`);
    expect(JSON.stringify(error)).not.toMatch(/distinctive|xxxx/);
  });

  test("can have ten pairs, of odd names that objects inherit", async () => {
    const { client } = await scene(start);
    const odd = JSON.parse(
      '{"__proto__":"a","constructor":"b","toString":"c","10":"d","9":"e"}',
    ) as Record<string, string>;
    const { id: secretId } = await client.vault.encrypt({ name: "n", data: "d", context: odd });
    expect((await client.vault.get({ id: secretId })).contextKeys).toEqual([
      "10",
      "9",
      "__proto__",
      "constructor",
      "toString",
    ]);
    const without = JSON.parse('{"constructor":"b","toString":"c","10":"d","9":"e"}') as object;
    for (const wrong of [without, {}])
      expect(
        await failureOf(client.vault.decrypt({ secretId, context: wrong as typeof odd })),
      ).toMatchObject(forbidden);
    expect(await client.vault.decrypt({ secretId, context: odd })).toEqual({ data: "d" });
    const most = { name: "n", data: "d", context: pairs(10) };
    const { id } = await client.vault.encrypt(most);
    expect(await client.vault.decrypt({ secretId: id, context: most.context })).toEqual({
      data: "d",
    });
  });

  test("is not found in another project, and its rows cannot be confused", async () => {
    const { client, runtime } = await scene(start);
    const { id: secretId } = await client.vault.encrypt({ name: "n", data: "d", context });
    const stranger = runtime.client(await newProject(runtime));
    await stranger.vault.encrypt({ name: "own", data: "d", context });
    for (const attempt of [
      () => stranger.vault.get({ id: secretId }),
      () => stranger.vault.decrypt({ secretId, context }),
      () => stranger.vault.update({ id: secretId, data: "x", context }),
      () => stranger.vault.delete({ id: secretId }),
    ])
      expect(await failureOf(attempt())).toMatchObject(notFound);
    expect((await stranger.vault.list({})).data.map(({ name }) => name)).toEqual(["own"]);
    expect(await client.vault.decrypt({ secretId, context })).toEqual({ data: "d" });
  });

  test("belongs to an organization that exists, and is listed with it", async () => {
    const { client } = await scene(start);
    const [here, there] = await twoOrganizations(client);
    for (const organizationId of [here, there, undefined])
      await client.vault.encrypt({ name: String(organizationId), data: "d", organizationId });
    const names = async (organizationId?: string) =>
      (await client.vault.list({ organizationId, order: "asc" })).data.map(({ name }) => name);
    expect(await names()).toEqual([here, there, "undefined"]);
    expect(await names(there)).toEqual([there]);
    expect(
      await failureOf(client.vault.encrypt({ name: "n", data: "d", organizationId: "org_x" })),
    ).toMatchObject(notFound);
    expect(await failureOf(client.vault.list({ organizationId: "org_x" }))).toMatchObject(notFound);
  });

  test("is in pages, in both directions", async () => {
    const { client } = await scene(start);
    for (let i = 0; i < 5; i++) await client.vault.encrypt({ name: `s${i}`, data: "d" });
    const first = await client.vault.list({ limit: 3 });
    const second = await client.vault.list({ limit: 3, after: first.listMetadata.after! });
    expect([...first.data, ...second.data].map(({ name }) => name).sort()).toEqual([
      "s0",
      "s1",
      "s2",
      "s3",
      "s4",
    ]);
    expect(second.listMetadata.after).toBeNull();
    const back = await client.vault.list({ limit: 3, before: second.listMetadata.before! });
    expect(back.data).toEqual(first.data);
  });
});

function pairs(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`key${i}`, `${i}`]));
}

describe.each(wires)("a key %s", (_name, start) => {
  test("of an organization sees that organization's secrets and no others", async () => {
    const started = await scene(start);
    const { client } = started;
    const [here, there] = await twoOrganizations(client);
    const secret = async (organizationId?: string) =>
      (await client.vault.encrypt({ name: "n", data: String(organizationId), organizationId })).id;
    const [own, other, ofProject] = [await secret(here), await secret(there), await secret()];
    const key = await keyWith(started, ["vault.*"], { organizationId: here });
    expect(await key.client.vault.decrypt({ secretId: own })).toEqual({ data: here });
    expect((await key.client.vault.list({})).data.map(({ id }) => id)).toEqual([own]);
    for (const id of [other, ofProject])
      for (const attempt of [
        () => key.client.vault.get({ id }),
        () => key.client.vault.decrypt({ secretId: id }),
        () => key.client.vault.update({ id, data: "x" }),
        () => key.client.vault.delete({ id }),
      ])
        expect(await failureOf(attempt())).toMatchObject(notFound);
    expect(await failureOf(key.client.vault.list({ organizationId: there }))).toMatchObject(
      notFound,
    );
    expect(
      await failureOf(key.client.vault.encrypt({ name: "n", data: "d", organizationId: there })),
    ).toMatchObject(notFound);
    const { id } = await key.client.vault.encrypt({ name: "n", data: "d" });
    expect((await client.vault.get({ id })).organizationId).toBe(here);
    expect(await failureOf(key.client.vault.rotateKey({}))).toMatchObject(forbidden);
  });

  test("needs the permission of each operation; reading metadata does not decrypt", async () => {
    const started = await scene(start);
    const { id } = await started.client.vault.encrypt({ name: "n", data: "d" });
    const needed = {
      "vault.read": ["list", "get"],
      "vault.decrypt": ["decrypt"],
      "vault.write": ["encrypt", "update"],
      "vault.rotate": ["rotateKey"],
      "vault.delete": ["delete"],
    };
    for (const [permission, allowed] of Object.entries(needed)) {
      const { client } = await keyWith(started, [permission]);
      const attempts: Record<string, () => Promise<unknown>> = {
        list: async () => await client.vault.list({}),
        get: async () => await client.vault.get({ id }),
        decrypt: async () => await client.vault.decrypt({ secretId: id }),
        encrypt: async () => await client.vault.encrypt({ name: "n", data: "d" }),
        update: async () => await client.vault.update({ id, data: "d" }),
        rotateKey: async () => await client.vault.rotateKey({}),
        delete: async () => await client.vault.delete({ id }),
      };
      for (const [name, attempt] of Object.entries(attempts))
        if (!allowed.includes(name))
          expect(await failureOf(attempt()), `${name} by ${permission}`).toMatchObject(forbidden);
      for (const name of allowed) await attempts[name]!();
    }
  });

  test("gets the first answer to a repeated encryption, and no secret is made twice", async () => {
    const { sdk, client } = await scene(start);
    const input = { name: "n", data: "d", context };
    const first = await sdk.vault.encrypt(input, { idempotencyKey: "k-1" });
    expect(await sdk.vault.encrypt(input, { idempotencyKey: "k-1" })).toEqual(first);
    expect(
      await failureOf(sdk.vault.encrypt({ ...input, data: "e" }, { idempotencyKey: "k-1" })),
    ).toMatchObject({ status: 422 });
    expect((await client.vault.list({})).data).toHaveLength(1);
  });
});

test("a secret disappears with its organization at once, and its rows and keys in batches", async () => {
  const started = await scene(httpRuntime);
  const { client, runtime } = started;
  const { id: organizationId } = await newOrganization(client);
  const made: string[] = [];
  // More bytes than one transaction deletes.
  for (let i = 0; i < 12; i++)
    made.push(
      (
        await client.vault.encrypt({
          name: `n${i}`,
          data: "x".repeat(i < 10 ? 700 * KIB : 1),
          organizationId,
        })
      ).id,
    );
  const { id: kept } = await client.vault.encrypt({ name: "kept", data: "d" });
  await client.organizations.deleteOrganization({ organizationId });
  expect(await failureOf(client.vault.decrypt({ secretId: made.at(-1)! }))).toMatchObject(notFound);
  const count = async () =>
    await runtime.engine.run(
      async (ctx) =>
        await Promise.all(
          (["vaultSecrets", "vaultValues", "dataKeys"] as const).map(
            async (table) => (await ctx.db.query(table).collect()).length,
          ),
        ),
    );
  await expect
    .poll(
      async () => {
        await finishRunning(runtime.engine);
        return await count();
      },
      { timeout: 10_000 },
    )
    .toEqual([1, 1, 1]);
  expect(await client.vault.decrypt({ secretId: kept })).toEqual({ data: "d" });
});

test("secrets are deleted with their project", async () => {
  const runtime = httpRuntime();
  const admin = await scene(() => runtime);
  const project = await newProject(runtime);
  await runtime.client(project).vault.encrypt({ name: "n", data: "x".repeat(700 * KIB) });
  await admin.client.vault.encrypt({ name: "kept", data: "d" });
  const { key } = await runtime.setup("createAdminKey", { name: "admin" });
  await runtime.client(project, key).projects.deleteProject({ id: project.id });
  await expect
    .poll(
      async () => {
        await finishRunning(runtime.engine);
        return await runtime.engine.run(
          async (ctx) =>
            await Promise.all(
              (["vaultSecrets", "vaultValues", "dataKeys", "keyGenerations"] as const).map(
                async (table) => (await ctx.db.query(table).collect()).length,
              ),
            ),
        );
      },
      { timeout: 10_000 },
    )
    .toEqual([1, 1, 1, 1]);
});

test(
  "the longest values are stored, whatever their JSON escapes; longer ones are refused",
  { timeout: 180_000 },
  async () => {
    const { client, project, runtime } = await scene(httpRuntime);
    const longest = (character: string, bytes: number) => character.repeat((700 * KIB) / bytes);
    const more = {
      name: "n".repeat(200),
      context: Object.fromEntries(
        Array.from({ length: 10 }, (_, i) => [`${i}`.padEnd(100, "k"), "v".repeat(500)]),
      ),
      metadata: { text: "m".repeat(4_000) },
    };
    const { context } = more;
    const { id } = await client.vault.encrypt({ ...more, data: "short" });
    for (const data of [
      longest("a", 1),
      longest("é", 2),
      longest("日", 3).slice(1),
      longest("🔑", 4),
      longest('"', 1),
      longest("\n", 1),
    ]) {
      const { id: secretId } = await client.vault.encrypt({ ...more, data });
      expect((await client.vault.decrypt({ secretId, context })).data).toBe(data);
      await client.vault.update({ id, data, context });
      expect((await client.vault.decrypt({ secretId: id, context })).data).toBe(data);
    }
    const refused = {
      status: 422,
      errors: [{ field: "data", message: "Must be at most 700 KiB in UTF-8" }],
    };
    for (const data of [`${longest('"', 1)}"`, `${longest("\n", 1)}a`]) {
      expect(await failureOf(client.vault.encrypt({ ...more, data }))).toMatchObject(refused);
      expect(await failureOf(client.vault.update({ id, data, context }))).toMatchObject(refused);
    }
    // As clients write it that escape everything beyond ASCII, or everything.
    const post = async (data: string) => {
      const response = await runtime.fetch("/api/auth/banata/vault/encrypt", {
        method: "POST",
        headers: { authorization: `Bearer ${project.key}`, "content-type": "application/json" },
        body: `{"name":"n","data":"${data}"}`,
      });
      return { status: response.status, body: (await response.json()) as { id: string } };
    };
    for (const [text, escaped, bytes] of [
      ["é", "\\u00e9", 2],
      ["a", "\\u0061", 1],
    ] as const) {
      const { status, body } = await post(longest(escaped, bytes));
      expect(status).toBe(200);
      const { data } = await client.vault.decrypt({ secretId: body.id });
      expect(data).toBe(longest(text, bytes));
    }
    expect(await post("a".repeat(6 * KIB * KIB))).toMatchObject({
      status: 422,
      body: {
        errors: [{ field: "data", code: "too_big", message: "The body is larger than 6 MiB" }],
      },
    });
  },
);

test.each<[string, (rows: Tampering) => Promise<void>]>([
  [
    "its value",
    async ({ patch }) =>
      await patch("vaultValues", ({ sealedData }) => ({ sealedData: flip(sealedData) })),
  ],
  [
    "its key",
    async ({ patch }) =>
      await patch("dataKeys", ({ sealedKey }) => ({ sealedKey: flip(sealedKey) })),
  ],
  ["its version", async ({ patch }) => await patch("vaultSecrets", () => ({ version: 2 }))],
  ["its value, which is gone", async ({ remove }) => await remove("vaultValues")],
  ["its key, which is gone", async ({ remove }) => await remove("dataKeys")],
])(
  "a secret that was tampered with is told from a wrong context, and recorded: %s",
  async (_name, tamper) => {
    const started = await scene(httpRuntime);
    const { client, runtime } = started;
    const { id: organizationId } = await newOrganization(client);
    const { id: secretId } = await client.vault.encrypt({
      name: "n",
      data: "d",
      context,
      organizationId,
    });
    await tamper({
      patch: async (table, change) =>
        await runtime.engine.run(async ({ db }) => {
          const row = (await db.query(table).first())!;
          await db.patch(row._id, change(row as never) as never); // a row and fields of that table
        }),
      remove: async (table) =>
        await runtime.engine.run(
          async ({ db }) => await db.delete((await db.query(table).first())!._id),
        ),
    });
    const corrupted = { status: 500, code: "integrity_failure", retryable: false };
    for (const attempt of [
      () => client.vault.decrypt({ secretId, context }),
      () => client.vault.decrypt({ secretId, context: { wrong: "1" } }),
      () => client.vault.update({ id: secretId, data: "x", context }),
    ])
      expect(await failureOf(attempt())).toMatchObject(corrupted);
    const { data } = await client.auditLogs.listEvents({ targetId: secretId, outcome: "failed" });
    expect(data.map(({ action, context: of }) => [action, of.organizationId])).toEqual(
      Array.from({ length: 3 }, () => ["vault.secret.corrupted", organizationId]),
    );
    await client.vault.delete({ id: secretId });
  },
);

interface Tampering {
  patch: <T extends "vaultValues" | "dataKeys" | "vaultSecrets">(
    table: T,
    change: (row: Doc<T>) => Partial<Doc<T>>,
  ) => Promise<void>;
  remove: (table: "vaultValues" | "dataKeys") => Promise<void>;
}

const flip = (text: string) =>
  text.slice(0, -6) + (text.at(-6) === "A" ? "B" : "A") + text.slice(-5);

test("the app is refused with a wrong context like everyone, and it is recorded", async () => {
  const { client } = await scene(inProcessRuntime);
  const { id: secretId } = await client.vault.encrypt({ name: "n", data: "d", context });
  expect(await failureOf(client.vault.decrypt({ secretId }))).toMatchObject(forbidden);
  const { data } = await client.auditLogs.listEvents({ targetId: secretId, outcome: "denied" });
  expect(data).toMatchObject([{ actor: { type: "system" } }]);
});
