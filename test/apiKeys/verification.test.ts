import { afterEach, describe, expect, test, vi } from "vitest";
import { manifest } from "../../convex/component/api/manifest.generated";
import { newKey } from "../../convex/component/core/apiKey";
import { deployedRuntime, httpRuntime, newProject } from "../support/runtime";
import { allRows } from "../support/rows";
import {
  define,
  failureOf,
  keyWith,
  scene,
  transports,
  twoOrganizations,
  wires,
} from "../support/transports";
import { post } from "../support/wire";

afterEach(() => {
  vi.useRealTimers();
});

const unknownKey = () => newKey("sk_test_").key;

describe.each(transports)("verifyKey %s", (_name, start) => {
  test("a good key is valid and comes with what may be shown of it", async () => {
    const { client } = await scene(start);
    await define(client, "sandbox_sessions:create");
    const { key, ...shown } = await client.apiKeys.createKey({
      name: "k",
      permissions: ["sandbox_sessions:create"],
    });
    expect(await client.apiKeys.verifyKey({ key })).toEqual({
      valid: true,
      code: "valid",
      apiKey: shown,
    });
  });

  test.each<[string, object, boolean]>([
    ["a permission it holds", { permission: "user.read" }, true],
    ["one under its wildcard", { permission: "sandbox_sessions:create" }, true],
    ["the wildcard itself", { permission: "sandbox_sessions:*" }, true],
    ["what a documented name of it stands for", { permission: "invitation.create" }, true],
    ["one it does not hold", { permission: "user.create" }, false],
    ["one beside its wildcard", { permission: "sandbox_sessions_x:create" }, false],
    ["several it holds", { permissions: ["user.read", "sandbox_sessions:read"] }, true],
    ["several of which it lacks one", { permissions: ["user.read", "user.create"] }, false],
    [
      "one it holds and a list it lacks",
      { permission: "user.read", permissions: ["user.create"] },
      false,
    ],
    ["no permission in particular", { permissions: [] }, true],
    ["everything", { permission: "*" }, false],
  ])("asked for %s", async (_what, asked, valid) => {
    const { client } = await scene(start);
    await define(client, "sandbox_sessions:create");
    const { key, ...shown } = await client.apiKeys.createKey({
      name: "k",
      permissions: ["user.read", "sandbox_sessions:*", "members:invite"],
    });
    expect(await client.apiKeys.verifyKey({ key, ...asked })).toEqual({
      valid,
      code: valid ? "valid" : "insufficient_permissions",
      apiKey: shown,
    });
  });

  test("a key of one organization is not good for another, one of none for every one that the project has", async () => {
    const { client, runtime } = await scene(start);
    const [here, there] = await twoOrganizations(client);
    const elsewhere = await runtime
      .client(await newProject(runtime))
      .organizations.createOrganization({ name: "Elsewhere" });
    const bound = await client.apiKeys.createKey({ name: "bound", organizationId: here });
    const free = await client.apiKeys.createKey({ name: "free" });
    const code = async (key: string, organizationId?: string) =>
      (await client.apiKeys.verifyKey({ key, organizationId })).code;
    expect([
      await code(bound.key),
      await code(bound.key, here),
      await code(bound.key, there),
    ]).toEqual(["valid", "valid", "insufficient_permissions"]);
    expect([await code(free.key, here), await code(free.key, there)]).toEqual(["valid", "valid"]);
    expect(await code(free.key, elsewhere.id)).toBe("insufficient_permissions");
  });

  test("a key that is disabled, revoked, expired, unknown, another project's or misspelt is named so, without showing it", async () => {
    const { client, runtime } = await scene(start);
    const disabled = await client.apiKeys.createKey({ name: "disabled" });
    await client.apiKeys.updateKey({ keyId: disabled.id, enabled: false });
    const deleted = await client.apiKeys.createKey({ name: "deleted" });
    await client.apiKeys.deleteKey({ keyId: deleted.id });
    const rotated = await client.apiKeys.createKey({ name: "rotated" });
    await client.apiKeys.rotateKey({ keyId: rotated.id, gracePeriodSeconds: 0 });
    const elsewhere = runtime.client(await newProject(runtime));
    const foreign = await elsewhere.apiKeys.createKey({ name: "foreign" });
    const gone = await elsewhere.apiKeys.createKey({ name: "foreign and gone" });
    await elsewhere.apiKeys.deleteKey({ keyId: gone.id });
    const cases = [
      [disabled.key, "revoked"],
      [deleted.key, "revoked"],
      [rotated.key, "expired"],
      [unknownKey(), "not_found"],
      [foreign.key, "not_found"],
      [gone.key, "not_found"],
      [`${unknownKey().slice(0, -1)}!`, "not_found"],
      ["ü", "not_found"],
    ] as const;
    for (const [key, code] of cases)
      expect(await client.apiKeys.verifyKey({ key })).toEqual({ valid: false, code });
  });
});

describe.each(wires)("verifyKey %s", (_name, start) => {
  test("answers 200 for every verdict, and needs api_key.verify", async () => {
    const started = await scene(start);
    const { path } = manifest.apiKeys.verifyKey;
    const verifier = await keyWith(started, ["api_key.verify"]);
    expect(
      (await post(started.runtime, verifier.project, path, { key: unknownKey() })).status,
    ).toBe(200);
    expect(
      (await post(started.runtime, verifier.project, path, { key: verifier.key })).body,
    ).toMatchObject({ valid: true });
    const other = await keyWith(started, ["api_key.read"]);
    expect(await failureOf(other.client.apiKeys.verifyKey({ key: other.key }))).toMatchObject({
      status: 403,
      message: "Missing permission: api_key.verify",
    });
  });

  test("an organization's key finds the keys of that organization alone, those revoked too", async () => {
    const started = await scene(start);
    const [here, there] = await twoOrganizations(started.client);
    const verifier = await keyWith(started, ["api_key.verify"], { organizationId: here });
    for (const [organizationId, live, revoked] of [
      [here, "valid", "revoked"],
      [there, "not_found", "not_found"],
      [undefined, "not_found", "not_found"],
    ] as const) {
      const { id, key } = await started.client.apiKeys.createKey({
        name: "k",
        ...(organizationId ? { organizationId } : {}),
      });
      expect((await verifier.client.apiKeys.verifyKey({ key })).code).toBe(live);
      await started.client.apiKeys.deleteKey({ keyId: id });
      expect((await verifier.client.apiKeys.verifyKey({ key })).code).toBe(revoked);
    }
  });
});

describe("misses of verifyKey on the test engine", () => {
  test("are limited to 100 a minute and caller; then 429 says when to come back, and hits and typos go on", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 0, 1) });
    const started = await scene(httpRuntime);
    const { client, runtime, project } = started;
    const good = await keyWith(started, ["user.read"]);
    for (let i = 0; i < 100; i++)
      expect((await client.apiKeys.verifyKey({ key: unknownKey() })).code).toBe("not_found");

    const limited = await post(runtime, project, manifest.apiKeys.verifyKey.path, {
      key: unknownKey(),
    });
    expect(limited).toMatchObject({
      status: 429,
      body: { code: "rate_limit_exceeded", status: 429 },
    });
    expect(limited.headers.get("ratelimit-policy")).toBe('"verify-misses";q=100;w=60');
    expect(limited.headers.get("ratelimit")).toBe(
      `"verify-misses";r=0;t=${limited.headers.get("retry-after")}`,
    );
    const seconds = Number(limited.headers.get("retry-after"));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    const retryAfter = (await failureOf(client.apiKeys.verifyKey({ key: unknownKey() }))) as {
      name: string;
      retryAfter?: number | null;
    };
    expect(retryAfter).toMatchObject({ name: "RateLimitError", retryAfter: seconds });

    expect((await client.apiKeys.verifyKey({ key: good.key })).valid).toBe(true);
    expect((await client.apiKeys.verifyKey({ key: `${good.key}x` })).code).toBe("not_found");
    await client.apiKeys.updateKey({ keyId: good.id, enabled: false });
    expect((await client.apiKeys.verifyKey({ key: good.key })).code).toBe("revoked"); // known, so no guess

    const other = await keyWith(started, ["api_key.verify"]);
    expect((await other.client.apiKeys.verifyKey({ key: unknownKey() })).code).toBe("not_found"); // each caller has its own
    vi.setSystemTime(Date.UTC(2026, 0, 1) + seconds * 1000);
    expect((await client.apiKeys.verifyKey({ key: unknownKey() })).code).toBe("not_found");
  });

  test("hits are never limited and write nothing but a mark of use", async () => {
    const started = await scene(httpRuntime);
    const good = await keyWith(started, ["user.read"]);
    for (let i = 0; i < 150; i++)
      expect((await started.client.apiKeys.verifyKey({ key: good.key })).valid).toBe(true);
    await started.runtime.run("tenancy/keyUse:fold");
    const { apiKeyUses: none, ...before } = await allRows(started.runtime.engine);
    await started.client.apiKeys.verifyKey({ key: good.key });
    const { apiKeyUses: marks, ...after } = await allRows(started.runtime.engine);
    expect([none, marks]).toMatchObject([[], [{ keyId: good.id, counts: "verifications" }]]);
    expect(after).toEqual(before);
  });
});

test("of 120 misses, three at a time, exactly 100 are answered, on the local deployment", async () => {
  const started = await scene(() => deployedRuntime());
  let answered = 0;
  // Windows begin at a random second: one may end under way, hardly so three times in a row. Each
  // caller has its own.
  for (let attempt = 0; attempt < 3 && answered !== 100; attempt++) {
    const { client } = await keyWith(started, ["api_key.verify"]);
    const outcomes: string[] = [];
    const worker = async () => {
      for (let i = 0; i < 40; i++)
        outcomes.push(
          (
            await client.apiKeys
              .verifyKey({ key: unknownKey() })
              .catch((error: { code: string }) => error)
          ).code,
        );
    };
    await Promise.all([worker(), worker(), worker()]);
    answered = outcomes.filter((outcome) => outcome === "not_found").length;
    expect(outcomes.filter((outcome) => outcome === "rate_limit_exceeded")).toHaveLength(
      120 - answered,
    );
  }
  expect(answered).toBe(100);
});
