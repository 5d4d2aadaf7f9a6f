import { readFile } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { afterEach, describe, expect, test, vi } from "vitest";
import { looksLikeKey, newKey } from "../../convex/component/core/apiKey";
import { httpRuntime, newProject } from "../support/runtime";
import { allRows, textOf } from "../support/rows";
import { failureOf, keyWith, scene, transports, wires } from "../support/transports";

const DAY = 86_400_000;
const refusedKey = {
  name: "AuthenticationError",
  status: 401,
  code: "authentication_required",
  message: "Invalid or missing API key",
};

afterEach(() => {
  vi.useRealTimers();
});

test("the documented patterns and checksum tell keys, and nothing like them, in what a secret scanner reads", async () => {
  const guide = await readFile(new URL("../../docs/api-keys.md", import.meta.url), "utf8");
  const [live, any] = [...guide.matchAll(/`(\\b\S*\{32\}\\b)`/g)].map(
    ([, pattern]) => new RegExp(pattern!, "g"),
  );
  const base62 = (number: number): string =>
    (number < 62 ? "" : base62(Math.floor(number / 62))) +
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[number % 62];
  for (const prefix of ["sk_live_", "sk_test_", "x_", "br_live_eu_"]) {
    const { key } = newKey(prefix);
    const text = `KEY="${key}"; other=${key}x url=https://a.example/?k=${key}`;
    expect(text.match(any!)).toEqual([key, key]);
    expect(text.match(live!)).toEqual(prefix === "sk_live_" ? [key, key] : null);
    expect(key.slice(-6)).toBe(base62(crc32(key.slice(0, -6))).padStart(6, "0"));
  }
});

describe.each(transports)("API keys %s", (_name, start) => {
  test("a new key has the project's prefix, 26 random characters and their checksum", async () => {
    const { runtime } = await scene(start);
    for (const keyPrefix of ["sk_test_", "br_live_", "x_"]) {
      const client = runtime.client(await newProject(runtime, { keyPrefix }));
      const made = await client.apiKeys.createKey({ name: "CI" });
      expect(made.key).toMatch(new RegExp(`^${keyPrefix}[A-Za-z0-9]{32}$`));
      expect(made).toMatchObject({
        prefix: keyPrefix,
        start: made.key.slice(0, keyPrefix.length + 4),
      });
      expect(looksLikeKey(made.key)).toBe(true);
      const last = made.key.at(-1)!;
      for (const typo of [
        made.key.slice(0, -1) + (last === "0" ? "1" : "0"),
        made.key.toLowerCase() === made.key ? made.key.toUpperCase() : made.key.toLowerCase(),
        `${made.key}0`,
      ]) {
        expect(looksLikeKey(typo)).toBe(false);
      }
      expect((await client.apiKeys.createKey({ name: "CI" })).key).not.toBe(made.key);
    }
  });

  test("the key is in the answer that makes it and in no other", async () => {
    const { client } = await scene(start);
    const { key, ...rest } = await client.apiKeys.createKey({
      name: "CI",
      permissions: ["user.read"],
      metadata: { team: "web" },
    });
    expect(rest).toMatchObject({
      name: "CI",
      permissions: ["user.read"],
      fullAccess: false,
      enabled: true,
      organizationId: null,
      expiresAt: null,
      lastUsedAt: null,
      replacedBy: null,
      metadata: { team: "web" },
    });
    expect(await client.apiKeys.getKey(rest.id)).toEqual(rest);
    expect((await client.apiKeys.listKeys()).find(({ id }) => id === rest.id)).toEqual(rest);
    expect((await client.apiKeys.listKeyPages()).data.find(({ id }) => id === rest.id)).toEqual(
      rest,
    );
    const others = [
      await client.apiKeys.updateKey({ keyId: rest.id, name: "CD" }),
      await client.apiKeys.listKeys(),
      await client.apiKeys.verifyKey({ key }),
      await client.events.listEvents({ limit: 200 }),
      await client.auditLogs.listEvents(),
    ];
    expect(textOf(others)).not.toContain(key);
  });

  test("full access is said, never concluded from an empty list", async () => {
    const { client } = await scene(start);
    expect(await client.apiKeys.createKey({ name: "all" })).toMatchObject({
      fullAccess: true,
      permissions: [],
    });
    const nothing = await client.apiKeys.createKey({ name: "none", permissions: [] });
    expect(nothing).toMatchObject({ fullAccess: false, permissions: [] });
    expect(
      await client.apiKeys.verifyKey({ key: nothing.key, permission: "user.read" }),
    ).toMatchObject({ valid: false, code: "insufficient_permissions" });
  });

  test("listKeys answers all keys newest first, listKeyPages the same in pages, both without those deleted", async () => {
    const { client } = await scene(start);
    for (const name of ["a", "b", "c"]) {
      await client.apiKeys.createKey({ name, permissions: [] });
      await new Promise((resolve) => setTimeout(resolve, 2)); // ids of one millisecond are in no order
    }
    const [c, , a] = await client.apiKeys.listKeys();
    expect([c!.name, a!.name]).toEqual(["c", "a"]);
    expect(await client.apiKeys.deleteKey({ keyId: a!.id })).toEqual({ success: true });
    const all = await client.apiKeys.listKeys();
    const first = await client.apiKeys.listKeyPages({ limit: 1 });
    const second = await client.apiKeys.listKeyPages({
      limit: 1,
      after: first.listMetadata.after!,
    });
    expect([...first.data, ...second.data]).toEqual(all.slice(0, 2));
    expect(
      await client.apiKeys.listKeyPages({ limit: 1, before: second.listMetadata.before! }),
    ).toEqual(first);
    expect(all.map(({ name }) => name).slice(0, 2)).toEqual(["c", "b"]);
  });

  test.each<[string, object, object]>([
    ["name", { name: "renamed" }, {}],
    ["permissions", { permissions: ["user.read", "user.create"] }, { fullAccess: false }],
    ["permissions to none", { permissions: [] }, { fullAccess: false }],
    ["enabled", { enabled: false }, {}],
    ["metadata", { metadata: { $any: ["key"] } }, {}],
    ["expiresAt", { expiresAt: new Date("2100-01-01T00:00:00.000Z") }, {}],
  ])("updating %s changes that alone", async (_field, change, also) => {
    const { client } = await scene(start);
    const { key: _key, ...before } = await client.apiKeys.createKey({
      name: "full",
      metadata: { old: 1 },
    });
    const after = await client.apiKeys.updateKey({ keyId: before.id, ...change });
    expect(after).toEqual({ ...before, ...change, ...also });
    expect(await client.apiKeys.getKey(before.id)).toEqual(after);
  });

  test("expiresAt null removes the expiry, and an expiry in the past is refused", async () => {
    const { client } = await scene(start);
    const { id } = await client.apiKeys.createKey({ name: "k", expiresAt: new Date("2100-01-01") });
    expect((await client.apiKeys.updateKey({ keyId: id, expiresAt: null })).expiresAt).toBeNull();
    const refused = { status: 422, errors: [{ field: "expiresAt", code: "in_the_past" }] };
    const past = new Date(Date.now() - 1000);
    await expect(client.apiKeys.updateKey({ keyId: id, expiresAt: past })).rejects.toMatchObject(
      refused,
    );
    await expect(client.apiKeys.createKey({ name: "k", expiresAt: past })).rejects.toMatchObject(
      refused,
    );
  });

  test("a key that is not there, or was deleted, is not found by any operation", async () => {
    const { client } = await scene(start);
    const { id } = await client.apiKeys.createKey({ name: "k" });
    await client.apiKeys.deleteKey({ keyId: id });
    for (const keyId of [id, "ak_x", "usr_00000000000000000000000000"]) {
      for (const call of [
        () => client.apiKeys.getKey(keyId),
        () => client.apiKeys.updateKey({ keyId, name: "x" }),
        () => client.apiKeys.deleteKey({ keyId }),
        () => client.apiKeys.rotateKey(keyId),
      ]) {
        expect(await failureOf(call())).toMatchObject({
          name: "NotFoundError",
          message: "API key not found",
        });
      }
    }
  });

  test("a rotation answers a successor that is the same but for its secret, and names each to the other", async () => {
    const { client } = await scene(start);
    const expiresAt = new Date("2100-01-01T00:00:00.000Z");
    const { id: organizationId } = await client.organizations.createOrganization({ name: "Here" });
    const { key, ...old } = await client.apiKeys.createKey({
      name: "CI",
      permissions: ["user.read"],
      organizationId,
      expiresAt,
      metadata: { a: 1 },
    });
    const before = Date.now();
    const {
      key: next,
      replaced,
      ...successor
    } = await client.apiKeys.rotateKey({ keyId: old.id, gracePeriodSeconds: 60 });
    expect(successor).toEqual({
      ...old,
      id: successor.id,
      start: successor.start,
      createdAt: successor.createdAt,
    });
    expect([next === key, successor.id === old.id]).toEqual([false, false]);
    expect(await client.apiKeys.getKey(old.id)).toEqual({
      ...old,
      replacedBy: successor.id,
      expiresAt: replaced.expiresAt,
    });
    expect(replaced.id).toBe(old.id);
    expect(replaced.expiresAt.getTime() - before).toBeGreaterThan(59_000);
    expect(replaced.expiresAt.getTime() - before).toBeLessThan(70_000);
    for (const each of [key, next])
      expect((await client.apiKeys.verifyKey({ key: each })).code).toBe("valid");
  });

  test("a grace period never lengthens a key's life, and is a day unless given", async () => {
    const { client } = await scene(start);
    const expiresAt = new Date(Date.now() + 3_600_000);
    const short = await client.apiKeys.createKey({ name: "short", expiresAt });
    expect(
      (await client.apiKeys.rotateKey({ keyId: short.id, gracePeriodSeconds: 2_592_000 })).replaced
        .expiresAt,
    ).toEqual(expiresAt);
    const long = await client.apiKeys.createKey({ name: "long" });
    const { replaced } = await client.apiKeys.rotateKey(long.id);
    expect(Math.abs(replaced.expiresAt.getTime() - Date.now() - DAY)).toBeLessThan(60_000);
    await expect(
      client.apiKeys.rotateKey({ keyId: long.id, gracePeriodSeconds: 2_592_001 }),
    ).rejects.toMatchObject({ status: 422 });
  });

  test("a key is rotated once, and only while it is good", async () => {
    const { client } = await scene(start);
    const { id } = await client.apiKeys.createKey({ name: "k" });
    const successor = await client.apiKeys.rotateKey({ keyId: id, gracePeriodSeconds: 60 });
    expect(await failureOf(client.apiKeys.rotateKey(id))).toMatchObject({
      status: 409,
      code: "conflict",
      message: expect.stringContaining(successor.id) as string,
    });
    await client.apiKeys.updateKey({ keyId: successor.id, enabled: false });
    await expect(client.apiKeys.rotateKey(successor.id)).rejects.toMatchObject({
      status: 409,
      code: "conflict",
    });
    expect(await client.apiKeys.listKeys()).toHaveLength(3); // with the one that newProject made
  });

  test("with no grace the old key is refused at once and the new one works", async () => {
    const { client } = await scene(start);
    const old = await client.apiKeys.createKey({ name: "k" });
    const next = await client.apiKeys.rotateKey({ keyId: old.id, gracePeriodSeconds: 0 });
    expect((await client.apiKeys.verifyKey({ key: old.key })).code).toBe("expired");
    expect((await client.apiKeys.verifyKey({ key: next.key })).code).toBe("valid");
  });
});

describe.each(wires)("credentials %s", (_name, start) => {
  test("a disabled key is refused until it is enabled again", async () => {
    const { client, ...rest } = await scene(start);
    const key = await keyWith({ client, ...rest }, ["user.read"]);
    await client.apiKeys.updateKey({ keyId: key.id, enabled: false });
    expect(await failureOf(key.client.users.listUsers())).toMatchObject(refusedKey);
    await client.apiKeys.updateKey({ keyId: key.id, enabled: true });
    expect((await key.client.users.listUsers()).data).toEqual([]);
  });

  test("a deleted key is refused for good, whether it is asked for a read or a write", async () => {
    const { client, ...rest } = await scene(start);
    const key = await keyWith({ client, ...rest }, ["*"]);
    await key.client.users.createUser({ email: "a@example.com", name: "A" });
    await key.client.apiKeys.deleteKey({ keyId: key.id }); // also its own
    for (const call of [
      () => key.client.users.listUsers(),
      () => key.client.users.createUser({ email: "b@example.com", name: "B" }),
      () => key.client.projects.getCurrentProject(),
    ]) {
      expect(await failureOf(call())).toMatchObject(refusedKey);
    }
    expect((await client.users.listUsers()).data).toHaveLength(1);
  });

  test("a key with no grace left after its rotation is refused", async () => {
    const { client, runtime, project } = await scene(start);
    const old = await client.apiKeys.createKey({ name: "k" });
    const next = await client.apiKeys.rotateKey({ keyId: old.id, gracePeriodSeconds: 0 });
    expect(await failureOf(runtime.client(project, old.key).users.listUsers())).toMatchObject(
      refusedKey,
    );
    expect((await runtime.client(project, next.key).users.listUsers()).data).toEqual([]);
  });
});

describe("API keys on the test engine", () => {
  test("only the hash of a key is stored, and neither key nor hash is in any other row", async () => {
    const { runtime, client, project } = await scene(httpRuntime);
    const made = await client.apiKeys.createKey({ name: "k" });
    const next = await client.apiKeys.rotateKey(made.id);
    await client.apiKeys.verifyKey({ key: made.key });
    const rows = await allRows(runtime.engine);
    for (const key of [project.key, made.key, next.key]) {
      expect(textOf(rows)).not.toContain(key);
      expect(textOf(rows)).not.toContain(key.slice(-20));
      const digest = Buffer.from(
        await crypto.subtle.digest("SHA-256", new TextEncoder().encode(key)),
      ).toString("hex");
      expect(rows.apiKeys.filter((row) => row.hash === digest)).toHaveLength(1);
      expect(textOf({ ...rows, apiKeys: [] })).not.toContain(digest);
    }
  });

  test("a key is good until the millisecond of its expiry", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 0, 1) });
    const started = await scene(httpRuntime);
    const key = await keyWith(started, ["user.read"], {
      expiresAt: new Date(Date.UTC(2026, 0, 2)),
    });
    vi.setSystemTime(Date.UTC(2026, 0, 2) - 1);
    expect((await key.client.users.listUsers()).data).toEqual([]);
    vi.setSystemTime(Date.UTC(2026, 0, 2));
    expect(await failureOf(key.client.users.listUsers())).toMatchObject(refusedKey);
    expect(await started.client.apiKeys.verifyKey({ key: key.key })).toEqual({
      valid: false,
      code: "expired",
    });
    await expect(started.client.apiKeys.rotateKey(key.id)).rejects.toMatchObject({ status: 409 });
  });

  test("in the grace period both keys work, after it only the new one", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 0, 1) });
    const { runtime, project, client } = await scene(httpRuntime);
    const old = await client.apiKeys.createKey({ name: "k" });
    const next = await client.apiKeys.rotateKey({ keyId: old.id, gracePeriodSeconds: 3600 });
    const [oldClient, newClient] = [
      runtime.client(project, old.key),
      runtime.client(project, next.key),
    ];
    vi.setSystemTime(Date.UTC(2026, 0, 1, 0, 59, 59, 999));
    for (const each of [oldClient, newClient])
      expect((await each.users.listUsers()).data).toEqual([]);
    vi.setSystemTime(Date.UTC(2026, 0, 1, 1));
    expect(await failureOf(oldClient.users.listUsers())).toMatchObject(refusedKey);
    expect((await newClient.users.listUsers()).data).toEqual([]);
  });
});
