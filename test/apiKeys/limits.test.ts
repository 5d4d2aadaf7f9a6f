/**
 * Rate limits and quotas: what they count, when there is more again, and who may set them. Windows
 * begin with the clock, so the clock stands still here.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { manifest } from "../../convex/component/api/manifest.generated";
import type { WireClient } from "../support/wireClient";
import { allRows } from "../support/rows";
import { httpRuntime, newProject } from "../support/runtime";
import { failureOf, keyWith, scene as newScene, twoOrganizations } from "../support/transports";
import { post, postWith } from "../support/wire";

const NOON = Date.UTC(2026, 0, 30, 12);
const MINUTE = 60_000;
const DAY = 86_400_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOON });
});
afterEach(() => {
  vi.useRealTimers();
});

const scene = async () => await newScene(httpRuntime);
const codes = async (client: WireClient, key: string, times: number) => {
  const found: string[] = [];
  for (let i = 0; i < times; i++) found.push((await client.apiKeys.verifyKey({ key })).code);
  return found;
};
const valid = (times: number) => Array.from({ length: times }, () => "valid");
const limitOf = (requests: number, shards = 1) => ({ requests, windowSeconds: 60, shards });

describe("verifyKey", () => {
  test.each([1, 2, 3, 7])(
    "lets a rate limit's requests through in each minute, with %i shards as with one",
    async (shards) => {
      const { client } = await scene();
      const { key } = await client.apiKeys.createKey({ name: "k", rateLimit: limitOf(7, shards) });
      expect(await codes(client, key, 9)).toEqual([...valid(7), "rate_limited", "rate_limited"]);
      vi.setSystemTime(NOON + MINUTE - 1);
      expect(await codes(client, key, 1)).toEqual(["rate_limited"]);
      vi.setSystemTime(NOON + MINUTE);
      expect(await codes(client, key, 8)).toEqual([...valid(7), "rate_limited"]);
    },
  );

  test("says what is left, and when all of it is there again", async () => {
    const { client } = await scene();
    const { key, id } = await client.apiKeys.createKey({ name: "k", rateLimit: limitOf(2) });
    vi.setSystemTime(NOON + 15_500);
    const state = { name: "key", limit: 2, windowSeconds: 60, resetSeconds: 45 };
    expect((await client.apiKeys.verifyKey({ key })).rateLimit).toEqual({ ...state, remaining: 1 });
    expect((await client.apiKeys.verifyKey({ key })).rateLimit).toEqual({ ...state, remaining: 0 });
    expect(await client.apiKeys.verifyKey({ key })).toMatchObject({
      valid: false,
      code: "rate_limited",
      apiKey: { id },
      rateLimit: { ...state, remaining: 0 },
    });
  });

  test.each([
    ["day", Date.UTC(2026, 0, 31)],
    ["month", Date.UTC(2026, 1, 1)],
  ] as const)("lets a quota's requests through in each UTC %s", async (period, next) => {
    const { client } = await scene();
    const { key } = await client.apiKeys.createKey({ name: "k", quota: { requests: 3, period } });
    expect(await codes(client, key, 4)).toEqual([...valid(3), "quota_exceeded"]);
    expect((await client.apiKeys.verifyKey({ key })).rateLimit).toMatchObject({
      name: "key-quota",
      remaining: 0,
      resetSeconds: (next - NOON) / 1_000,
    });
    vi.setSystemTime(next - 1);
    expect(await codes(client, key, 1)).toEqual(["quota_exceeded"]);
    vi.setSystemTime(next);
    expect(await codes(client, key, 4)).toEqual([...valid(3), "quota_exceeded"]);
  });

  test("counts nothing for what is refused: neither by another limit nor for another reason", async () => {
    const { client } = await scene();
    const { key, id } = await client.apiKeys.createKey({
      name: "k",
      permissions: [],
      rateLimit: limitOf(2),
      quota: { requests: 3, period: "day" },
    });
    expect((await client.apiKeys.verifyKey({ key, permission: "user.read" })).code).toBe(
      "insufficient_permissions",
    );
    expect(await codes(client, key, 5)).toEqual([
      "valid",
      "valid",
      "rate_limited",
      "rate_limited",
      "rate_limited",
    ]);
    expect(
      (await client.apiKeys.getUsage(id)).limits.map(({ name, used, remaining }) => [
        name,
        used,
        remaining,
      ]),
    ).toEqual([
      ["key", 2, 0],
      ["key-quota", 2, 1],
    ]);
    vi.setSystemTime(NOON + MINUTE);
    expect(await codes(client, key, 2)).toEqual(["valid", "quota_exceeded"]);
  });

  test("counts an organization's keys together, and all of a project's, those made later too", async () => {
    const { client, runtime } = await scene();
    const [here, there] = await twoOrganizations(client);
    const early = await client.apiKeys.createKey({ name: "early", organizationId: here });
    await client.apiKeys.setLimits({ organizationId: here, rateLimit: limitOf(3) });
    const late = await client.apiKeys.createKey({ name: "late", organizationId: here });
    const other = await client.apiKeys.createKey({ name: "other", organizationId: there });
    expect([
      ...(await codes(client, early.key, 2)),
      ...(await codes(client, late.key, 2)),
      ...(await codes(client, early.key, 1)),
    ]).toEqual(["valid", "valid", "valid", "rate_limited", "rate_limited"]);
    expect((await client.apiKeys.verifyKey({ key: late.key })).rateLimit).toMatchObject({
      name: "organization",
      limit: 3,
    });
    expect(await codes(client, other.key, 4)).toEqual(valid(4));

    const app = await newScene(() => runtime); // another project: limits are a project's own
    expect(await app.client.apiKeys.getLimits()).toEqual({
      organizationId: null,
      rateLimit: null,
      quota: null,
    });
    await client.apiKeys.setLimits({ quota: { requests: 2, period: "month" } });
    expect([
      ...(await codes(client, other.key, 2)),
      ...(await codes(client, other.key, 1)),
    ]).toEqual(["valid", "valid", "quota_exceeded"]);
    const foreign = await app.client.apiKeys.createKey({ name: "k" });
    expect(await codes(app.client, foreign.key, 3)).toEqual(valid(3));
  });

  test("a successor goes on with the counters of the key that it replaces", async () => {
    const { client } = await scene();
    const first = await client.apiKeys.createKey({
      name: "k",
      quota: { requests: 5, period: "month" },
    });
    await codes(client, first.key, 2);
    const second = await client.apiKeys.rotateKey(first.id);
    expect(second.quota).toEqual(first.quota);
    await codes(client, second.key, 1);
    const third = await client.apiKeys.rotateKey(second.id);
    await client.apiKeys.deleteKey({ keyId: first.id });
    expect([
      ...(await codes(client, third.key, 1)),
      ...(await codes(client, second.key, 2)),
    ]).toEqual(["valid", "valid", "quota_exceeded"]);
    expect(await codes(client, third.key, 1)).toEqual(["quota_exceeded"]);
  });
});

describe("requests by a limited key", () => {
  const limitHeaders = (headers: Headers) => [
    headers.get("ratelimit"),
    headers.get("ratelimit-policy"),
    headers.get("retry-after"),
  ];

  test.each([
    ["reads", manifest.users.listUsers.path, () => ({})],
    [
      "writes",
      manifest.users.createUser.path,
      () => ({ email: `${crypto.randomUUID()}@example.com`, name: "A" }),
    ],
    [
      "writes with a password, which take two transactions",
      manifest.users.createUser.path,
      () => ({
        email: `${crypto.randomUUID()}@example.com`,
        name: "A",
        password: "correct horse battery",
      }),
    ],
    ["failing requests", manifest.users.getUser.path, () => ({ userId: "usr_x" })],
    ["refused input", manifest.users.createUser.path, () => ({ email: 1 })],
    ["missing permissions", manifest.users.deleteUser.path, () => ({ userId: "usr_x" })],
  ])(
    "%s are counted once each, and what is left stands in the headers",
    async (_what, path, body) => {
      const started = await scene();
      const key = await keyWith(started, ["user.read", "user.create"], { rateLimit: limitOf(2) });
      const users = async () => (await allRows(started.runtime.engine)).users.length;
      const before = [
        await post(started.runtime, key.project, path, body()),
        await post(started.runtime, key.project, path, body()),
      ];
      expect(before.map(({ status }) => status)).not.toContain(429);
      expect(before.map(({ headers }) => limitHeaders(headers))).toEqual([
        ['"key";r=1;t=60', '"key";q=2;w=60', null],
        ['"key";r=0;t=60', '"key";q=2;w=60', null],
      ]);
      const made = await users();
      const limited = await post(started.runtime, key.project, path, body());
      expect(limited).toMatchObject({
        status: 429,
        body: { code: "rate_limit_exceeded", status: 429 },
      });
      expect(limitHeaders(limited.headers)).toEqual(['"key";r=0;t=60', '"key";q=2;w=60', "60"]);
      expect(await users()).toBe(made);
      vi.setSystemTime(NOON + MINUTE);
      expect((await post(started.runtime, key.project, path, body())).status).toBe(
        before[0]!.status,
      );
    },
  );

  test("an answer that is replayed counts as well, and is the same", async () => {
    const started = await scene();
    const key = await keyWith(started, ["user.create"], { rateLimit: limitOf(2) });
    const ask = async () =>
      await postWith(started.runtime, key.project, manifest.users.createUser.path, {
        body: { email: "a@example.com", name: "A" },
        headers: { "idempotency-key": "once" },
      });
    const [first, second, third] = [await ask(), await ask(), await ask()];
    expect([first.status, second.text, third.status]).toEqual([200, first.text, 429]);
  });

  test("asking about other keys does not count: they do", async () => {
    const started = await scene();
    const { client } = await keyWith(started, ["api_key.verify"], { rateLimit: limitOf(1) });
    const { key } = await started.client.apiKeys.createKey({ name: "k", rateLimit: limitOf(3) });
    expect(await codes(client, key, 4)).toEqual([...valid(3), "rate_limited"]);
  });

  test("an unlimited key's answers say nothing of limits", async () => {
    const started = await scene();
    const { headers } = await post(started.runtime, started.project, manifest.users.listUsers.path);
    expect(limitHeaders(headers)).toEqual([null, null, null]);
  });

  test("those of an organization and of a project hold for requests too", async () => {
    const started = await scene();
    const [here] = await twoOrganizations(started.client);
    const bound = await keyWith(started, ["organization.read"], { organizationId: here });
    await started.client.apiKeys.setLimits({ organizationId: here, rateLimit: limitOf(1) });
    await bound.client.organizations.getOrganization(here);
    expect(await failureOf(bound.client.organizations.getOrganization(here))).toMatchObject({
      name: "RateLimitError",
      retryAfter: 60,
    });
    await started.client.apiKeys.setLimits({ rateLimit: limitOf(1) });
    await started.client.users.listUsers();
    expect(await failureOf(started.client.users.listUsers())).toMatchObject({
      status: 429,
      message: expect.stringContaining("project") as string,
    });
  });
});

describe("setting limits", () => {
  test("is heard of by an event that says what changed, and null takes one away", async () => {
    const { client, project } = await scene();
    const [organizationId] = await twoOrganizations(client);
    const rateLimit = limitOf(5);
    const quota = { requests: 9, period: "day" as const, shards: 1 };
    expect(await client.apiKeys.setLimits({ organizationId, rateLimit, quota })).toEqual({
      organizationId,
      rateLimit,
      quota,
    });
    expect(await client.apiKeys.setLimits({ organizationId, rateLimit: null })).toEqual({
      organizationId,
      rateLimit: null,
      quota,
    });
    expect(await client.apiKeys.getLimits({ organizationId })).toEqual({
      organizationId,
      rateLimit: null,
      quota,
    });
    expect(await client.apiKeys.setLimits({ rateLimit })).toEqual({
      organizationId: null,
      rateLimit,
      quota: null,
    });
    expect(await client.apiKeys.setLimits({ rateLimit: null })).toEqual({
      organizationId: null,
      rateLimit: null,
      quota: null,
    });
    const { data } = await client.events.listEvents({ eventTypes: ["api_key.limits_updated"] });
    expect(
      data.map(({ data: each }) => (each as { organizationId: string | null }).organizationId),
    ).toEqual([organizationId, organizationId, null, null]);
    const { data: audits } = await client.auditLogs.listEvents({
      action: "api_key.limits_updated",
    });
    expect(audits).toContainEqual(
      expect.objectContaining({
        targets: [expect.objectContaining({ type: "project", id: project.id })],
        changes: {
          before: { organizationId: null, rateLimit, quota: null },
          after: { organizationId: null, rateLimit: null, quota: null },
        },
      }),
    );
  });

  test.each<[string, string, object]>([
    ["rateLimit.requests", "none", { rateLimit: { requests: 0, windowSeconds: 60 } }],
    [
      "rateLimit.windowSeconds",
      "more than a day",
      { rateLimit: { requests: 1, windowSeconds: 86_401 } },
    ],
    [
      "rateLimit.shards",
      "more than requests",
      { rateLimit: { requests: 3, windowSeconds: 60, shards: 4 } },
    ],
    ["quota.shards", "more than 32", { quota: { requests: 100, period: "day", shards: 33 } }],
    ["quota.period", "no period", { quota: { requests: 1, period: "year" } }],
  ])("%s: %s is refused, on keys, organizations and projects", async (field, _what, limits) => {
    const { client } = await scene();
    const { id: keyId } = await client.apiKeys.createKey({ name: "k" });
    const calls = [
      () => client.apiKeys.createKey({ name: "k", ...limits }),
      () => client.apiKeys.updateKey({ keyId, ...limits }),
      () => client.apiKeys.setLimits(limits),
    ];
    for (const call of calls)
      expect(await failureOf(call())).toMatchObject({ status: 422, errors: [{ field }] });
  });

  test("a key with a limit of its own makes no keys, and sets no limits, its own included; a successor it gets", async () => {
    const started = await scene();
    for (const limits of [
      { rateLimit: limitOf(50) },
      { quota: { requests: 50, period: "day" as const } },
    ]) {
      const limited = await keyWith(started, ["api_key.*"], limits);
      const other = await keyWith(started, []);
      const refused = {
        status: 403,
        message: expect.stringMatching(
          /^A key with its own rate limit or quota cannot (create keys|set limits)$/,
        ) as string,
      };
      for (const call of [
        () => limited.client.apiKeys.createKey({ name: "free", permissions: [] }),
        () => limited.client.apiKeys.createKey({ name: "like it", permissions: [], ...limits }),
        () => limited.client.apiKeys.updateKey({ keyId: limited.id, rateLimit: null, quota: null }),
        () => limited.client.apiKeys.updateKey({ keyId: other.id, quota: null }),
        () => limited.client.apiKeys.setLimits({ rateLimit: limitOf(1_000) }),
      ]) {
        expect(await failureOf(call())).toMatchObject(refused);
      }
      expect(await limited.client.apiKeys.rotateKey(limited.id)).toMatchObject(limits);
    }
  });

  test("an organization's key sees its limits and cannot set them", async () => {
    const started = await scene();
    const [here, there] = await twoOrganizations(started.client);
    const bound = await keyWith(started, ["api_key.*"], { organizationId: here });
    await started.client.apiKeys.setLimits({ organizationId: here, rateLimit: limitOf(9) });
    expect(await bound.client.apiKeys.getLimits()).toMatchObject({
      organizationId: here,
      rateLimit: limitOf(9),
    });
    expect(
      await failureOf(bound.client.apiKeys.getLimits({ organizationId: there })),
    ).toMatchObject({ status: 404 });
    for (const organizationId of [here, undefined])
      expect(
        await failureOf(bound.client.apiKeys.setLimits({ organizationId, rateLimit: null })),
      ).toMatchObject({ status: 403 });
  });

  test("lifting a key's limit makes it as cheap as any other; nothing of it is left when it is deleted", async () => {
    const { client, runtime } = await scene();
    const { key, id } = await client.apiKeys.createKey({
      name: "k",
      rateLimit: limitOf(4, 4),
      quota: { requests: 9, period: "day" },
    });
    await codes(client, key, 3);
    expect((await allRows(runtime.engine)).apiKeyCounters.length).toBeGreaterThan(1);
    await client.apiKeys.updateKey({ keyId: id, rateLimit: null });
    expect(await codes(client, key, 5)).toEqual(valid(5));
    expect(await client.apiKeys.getKey(id)).toMatchObject({
      rateLimit: null,
      quota: { requests: 9 },
    });
    await client.apiKeys.deleteKey({ keyId: id });
    expect((await allRows(runtime.engine)).apiKeyCounters).toEqual([]);
  });
});

describe("usage", () => {
  test("is counted by UTC day: verifications of every key, requests of limited ones, within a minute", async () => {
    const started = await scene();
    const free = await keyWith(started, ["user.read"]);
    const limited = await keyWith(started, ["user.read"], { rateLimit: limitOf(100) });
    for (const [time, times] of [
      [NOON, 3],
      [NOON + DAY, 2],
    ] as const) {
      vi.setSystemTime(time);
      for (const { key, client } of [free, limited]) {
        await codes(started.client, key, times);
        await client.users.listUsers();
      }
    }
    await started.runtime.run("tenancy/keyUse:fold");
    const days = async (keyId: string, more: object = {}) =>
      (await started.client.apiKeys.getUsage({ keyId, ...more })).days;
    expect(await days(free.id)).toEqual([
      { day: "2026-01-31", verifications: 2, requests: 0 },
      { day: "2026-01-30", verifications: 3, requests: 0 },
    ]);
    expect(await days(limited.id)).toEqual([
      { day: "2026-01-31", verifications: 2, requests: 1 },
      { day: "2026-01-30", verifications: 3, requests: 1 },
    ]);
    expect(await days(limited.id, { days: 1 })).toEqual([
      { day: "2026-01-31", verifications: 2, requests: 1 },
    ]);
    const elsewhere = started.runtime.client(await newProject(started.runtime));
    expect(await failureOf(elsewhere.apiKeys.getUsage(free.id))).toMatchObject({ status: 404 });
  });

  test("is not what was refused", async () => {
    const { client, runtime } = await scene();
    const { key, id } = await client.apiKeys.createKey({
      name: "k",
      permissions: [],
      rateLimit: limitOf(2),
    });
    await codes(client, key, 5);
    await client.apiKeys.verifyKey({ key, permission: "user.read" });
    await runtime.run("tenancy/keyUse:fold");
    expect((await client.apiKeys.getUsage(id)).days).toEqual([
      { day: "2026-01-30", verifications: 2, requests: 0 },
    ]);
  });

  test("of more than 400 days ago is forgotten", async () => {
    const { client, runtime } = await scene();
    const { key, id } = await client.apiKeys.createKey({ name: "k" });
    await codes(client, key, 1);
    await runtime.run("tenancy/keyUse:fold");
    for (const [days, left] of [
      [400, 1],
      [402, 0],
    ] as const) {
      vi.setSystemTime(NOON + days * DAY);
      await runtime.run("tenancy/keyUse:purgeUsage");
      expect((await allRows(runtime.engine)).apiKeyUsage).toHaveLength(left);
    }
    expect((await client.apiKeys.getUsage(id)).days).toEqual([]);
  });
});
