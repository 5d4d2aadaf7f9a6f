import { describe, expect, test } from "vitest";
import type { WireClient } from "../support/wireClient";
import { newProject } from "../support/runtime";
import { define, failureOf, keyWith, scene, twoOrganizations, wires } from "../support/transports";

const calls: Readonly<Record<string, (client: WireClient) => Promise<unknown>>> = {
  "user.read": (client) => client.users.listUsers(),
  "user.create": (client) =>
    client.users.createUser({ email: `${crypto.randomUUID()}@example.com`, name: "A" }),
  "user.ban": (client) => client.users.unbanUser("usr_x"),
  "api_key.read": (client) => client.apiKeys.listKeys(),
  "api_key.create": (client) => client.apiKeys.createKey({ name: "k", permissions: [] }),
  "api_key.delete": (client) => client.apiKeys.deleteKey({ keyId: "ak_x" }),
  "api_key.rotate": (client) => client.apiKeys.rotateKey("ak_x"),
  "api_key.verify": (client) => client.apiKeys.verifyKey({ key: "no key" }),
  "audit.read": (client) => client.auditLogs.listEvents(),
  "event.read": (client) => client.events.listEvents(),
  "statistics.read": (client) =>
    client.statistics.get({ metric: "users", from: 0, to: 1, bucket: "day" }),
  "project.read": (client) => client.projects.listProjects(),
};

/** The permissions that the client turns out to have. */
async function allowed(client: WireClient): Promise<string[]> {
  const held: string[] = [];
  for (const [permission, call] of Object.entries(calls)) {
    const error = await call(client).then(
      () => null,
      (reason: { status: number; message: string }) => reason,
    );
    if (error?.status === 403) expect(error.message).toBe(`Missing permission: ${permission}`);
    else held.push(permission);
  }
  return held;
}

const all = Object.keys(calls);
const under = (prefix: string) => all.filter((permission) => permission.startsWith(prefix));

describe.each(wires)("what a key may do %s", (_name, start) => {
  test.each<[string, string[], string[]]>([
    ["no permission at all", [], []],
    ["one permission", ["user.read"], ["user.read"]],
    ["two permissions", ["user.read", "audit.read"], ["user.read", "audit.read"]],
    ["everything under a wildcard", ["user.*"], under("user.")],
    ["everything", ["*"], all],
    ["the documented api_keys:manage", ["api_keys:manage"], under("api_key.")],
    ["the documented org:manage", ["org:manage"], []],
    ["a permission of the project's own", ["sandbox_sessions:*", "users.read", "user:read"], []],
  ])("a key with %s", async (_what, permissions, expected) => {
    const started = await scene(start);
    await define(started.client, "sandbox_sessions:create", "users.read", "user:read");
    const key = await keyWith(started, permissions);
    expect(await allowed(key.client)).toEqual(expected);
    expect((await key.client.projects.getCurrentProject()).project.id).toBe(started.project.id); // any key may ask
  });

  test("a key made with full access has it until its permissions are set", async () => {
    const { client, runtime, project } = await scene(start);
    const made = await client.apiKeys.createKey({ name: "all" });
    const own = runtime.client(project, made.key);
    expect(await allowed(own)).toEqual(all);
    await client.apiKeys.updateKey({ keyId: made.id, permissions: ["user.read"] });
    expect(await allowed(own)).toEqual(["user.read"]);
    await client.apiKeys.updateKey({ keyId: made.id, permissions: [] }); // a list that becomes empty later is no access
    expect(await allowed(own)).toEqual([]);
  });

  const weak = ["api_key.*", "user.read", "user.create", "api_keys:*"];

  test.each<[string, string[] | undefined]>([
    ["full access", undefined],
    ["everything", ["*"]],
    ["one more permission", ["user.read", "user.delete"]],
    ["a wildcard of which it holds parts", ["user.*"]],
    ["a documented name that stands for more", ["members:invite"]],
    ["two documented names of which it holds one", ["api_keys:manage", "org:manage"]],
    ["the same word with another separator", ["user:read"]],
  ])("a key cannot grant %s, by no way", async (_what, permissions) => {
    const started = await scene(start);
    await define(started.client, "user:read");
    const key = await keyWith(started, weak);
    const target = await keyWith(started, ["user.read"]);
    const strong = await started.client.apiKeys.createKey({
      name: "strong",
      ...(permissions ? { permissions } : {}),
    });
    const before = await started.client.apiKeys.listKeys();
    const ways: (() => Promise<unknown>)[] = [
      () => key.client.apiKeys.createKey({ name: "more", ...(permissions ? { permissions } : {}) }),
      () => key.client.apiKeys.rotateKey(strong.id), // its successor's secret would be the caller's
      () => key.client.apiKeys.updateKey({ keyId: strong.id, name: "mine" }),
      () => key.client.apiKeys.updateKey({ keyId: strong.id, permissions: ["user.read"] }),
      () => key.client.apiKeys.updateKey({ keyId: strong.id, enabled: false }),
      ...(permissions
        ? [key.id, target.id].map(
            (keyId) => () => key.client.apiKeys.updateKey({ keyId, permissions }),
          )
        : []),
    ];
    for (const way of ways)
      expect(await failureOf(way())).toMatchObject({
        status: 403,
        code: "forbidden",
        message: expect.stringMatching(/^Missing permission: /) as string,
      });
    const shown = (list: typeof before) => list.map(({ lastUsedAt: _lastUsedAt, ...rest }) => rest); // a cron may note the use meanwhile
    expect(shown(await started.client.apiKeys.listKeys())).toEqual(shown(before));
  });

  test.each<[string, string[]]>([
    ["a part of it", ["user.read"]],
    ["all of it", weak],
    ["something under its wildcard", ["api_key.read"]],
    ["nothing", []],
    ["the documented name of what it holds", ["api_keys:manage"]],
  ])(
    "a key can grant %s, and change and rotate a key that holds that",
    async (_what, permissions) => {
      const started = await scene(start);
      const key = await keyWith(started, weak);
      const made = await key.client.apiKeys.createKey({ name: "less", permissions });
      expect(made).toMatchObject({ permissions, fullAccess: false });
      expect(
        (await key.client.apiKeys.updateKey({ keyId: made.id, name: "renamed", permissions })).name,
      ).toBe("renamed");
      expect(await key.client.apiKeys.rotateKey(made.id)).toMatchObject({
        permissions,
        fullAccess: false,
      });
    },
  );

  test("what a key grants is never more than it could do itself", async () => {
    const started = await scene(start);
    // The wildcard has the documented name under it, so whoever holds it must hold what the name
    // stands for.
    for (const [held, name] of [
      ["api_keys:*", "api_keys:manage"],
      ["members:*", "members:invite"],
      ["org:*", "org:manage"],
    ] as const) {
      const key = await keyWith(started, [held, "api_key.create"]);
      const granted = await key.client.apiKeys.createKey({ name, permissions: [name] });
      const can = await allowed(started.runtime.client(started.project, granted.key));
      const could = await allowed(key.client);
      expect(can.filter((permission) => !could.includes(permission))).toEqual([]);
      for (const permission of ["api_key.delete", "invitation.create", "organization.update"]) {
        const codes = await Promise.all(
          [granted, key].map(
            async (each) =>
              (await started.client.apiKeys.verifyKey({ key: each.key, permission })).valid,
          ),
        );
        if (codes[0]) expect(codes).toEqual([true, true]);
      }
    }
  });
});

describe.each(wires)("a key that is bound to an organization %s", (_name, start) => {
  test("sees, changes and makes keys of that organization alone", async () => {
    const started = await scene(start);
    const [here, there] = await twoOrganizations(started.client);
    const bound = await keyWith(started, ["*"], { organizationId: here });
    expect(bound.organizationId).toBe(here);
    const others = [
      await keyWith(started, []),
      await keyWith(started, [], { organizationId: there }),
    ];
    const own = await bound.client.apiKeys.createKey({ name: "own", permissions: ["user.read"] });
    expect(own.organizationId).toBe(here);
    expect(
      (
        await bound.client.apiKeys.createKey({
          name: "named",
          organizationId: here,
          permissions: [],
        })
      ).organizationId,
    ).toBe(here);
    await expect(
      bound.client.apiKeys.createKey({ name: "other", organizationId: there, permissions: [] }),
    ).rejects.toMatchObject({ status: 404 });

    const names = ["named", "own", "*"];
    expect((await bound.client.apiKeys.listKeys()).map(({ name }) => name).sort()).toEqual(
      [...names].sort(),
    );
    expect((await bound.client.apiKeys.listKeyPages()).data.map(({ name }) => name).sort()).toEqual(
      [...names].sort(),
    );
    expect((await bound.client.apiKeys.rotateKey(own.id)).organizationId).toBe(here);
    for (const { id: keyId, key } of others) {
      for (const call of [
        () => bound.client.apiKeys.getKey(keyId),
        () => bound.client.apiKeys.updateKey({ keyId, name: "mine" }),
        () => bound.client.apiKeys.deleteKey({ keyId }),
        () => bound.client.apiKeys.rotateKey(keyId),
      ]) {
        expect(await failureOf(call())).toMatchObject({
          status: 404,
          message: "API key not found",
        });
      }
      expect(await bound.client.apiKeys.verifyKey({ key })).toEqual({
        valid: false,
        code: "not_found",
      });
    }
  });

  test("is refused by operations that are not about an organization, also with full access", async () => {
    const started = await scene(start);
    const [here] = await twoOrganizations(started.client);
    const made = await started.client.apiKeys.createKey({ name: "full", organizationId: here });
    const client = started.runtime.client(started.project, made.key);
    for (const call of [
      () => client.users.listUsers(),
      () => client.users.createUser({ email: "a@example.com", name: "A" }),
      () => client.projects.listProjects(),
      () => client.projects.getProject(started.project.id),
      () => client.projects.updateProject({ id: started.project.id, name: "mine" }),
    ]) {
      expect(await failureOf(call())).toMatchObject({
        status: 403,
        code: "forbidden",
        message: expect.stringContaining(here) as string,
      });
    }
    expect((await client.projects.getCurrentProject()).project.id).toBe(started.project.id);
    const full = await client.apiKeys.createKey({ name: "full too" });
    expect(full).toMatchObject({ organizationId: here, fullAccess: true });
  });
});

describe.each(wires)("an end that was set for a key %s", (_name, start) => {
  test("is not put off by the key itself, and by nobody once it was rotated", async () => {
    const started = await scene(start);
    const expiresAt = new Date(Date.now() + 3_600_000);
    const own = await keyWith(started, ["*"], { expiresAt });
    for (const later of [null, new Date(Date.now() + 7_200_000)]) {
      expect(
        await failureOf(own.client.apiKeys.updateKey({ keyId: own.id, expiresAt: later })),
      ).toMatchObject({ status: 403, message: "A key cannot extend its own expiry" });
    }
    expect(
      (await started.client.apiKeys.updateKey({ keyId: own.id, expiresAt: null })).expiresAt,
    ).toBeNull();
    const old = await keyWith(started, ["user.read"]);
    await started.client.apiKeys.rotateKey({ keyId: old.id, gracePeriodSeconds: 60 });
    expect(
      await failureOf(started.client.apiKeys.updateKey({ keyId: old.id, expiresAt: null })),
    ).toMatchObject({ status: 409 });
    expect(
      (
        await started.client.apiKeys.updateKey({
          keyId: old.id,
          expiresAt: new Date(Date.now() + 1_000),
        })
      ).expiresAt,
    ).toBeInstanceOf(Date);
  });
});

describe.each(wires)("the admin project's keys %s", (_name, start) => {
  test("come from the deployment's command line only, and can be listed and deleted by each other", async () => {
    const runtime = start();
    const made = await runtime.setup<{
      id: string;
      key: string;
      prefix: string;
      fullAccess: boolean;
    }>("createAdminKey", { name: "operator" });
    expect(made).toMatchObject({ prefix: "sk_admin_", fullAccess: true });
    const admin = runtime.client({ id: "", key: made.key });
    const closed = {
      status: 403,
      code: "forbidden",
      message: expect.stringContaining("setup:createAdminKey") as string,
    };
    await expect(admin.apiKeys.createKey({ name: "k" })).rejects.toMatchObject(closed);
    await expect(admin.apiKeys.createKey({ name: "k", permissions: [] })).rejects.toMatchObject(
      closed,
    );
    await expect(admin.apiKeys.rotateKey(made.id)).rejects.toMatchObject(closed);
    const shared = (await admin.apiKeys.listKeys()).filter((key) => key.id === made.id);
    expect(shared).toHaveLength(1);
    const other = runtime.client(await newProject(runtime));
    await expect(other.apiKeys.getKey(made.id)).rejects.toMatchObject({ status: 404 });
    expect(await admin.apiKeys.deleteKey({ keyId: made.id })).toEqual({ success: true });
  });
});
