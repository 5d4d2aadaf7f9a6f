import type { LocalDeployment } from "@banata-auth/local";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { newId } from "../../convex/component/core/ids";
import { roughAddress } from "../../convex/component/tenancy/roughAddress";
import type { WireClient } from "../support/wireClient";
import { deployApp } from "../support/deployment";
import { deployedRuntime, httpRuntime, newProject } from "../support/runtime";
import { allRows } from "../support/rows";
import {
  failureOf,
  keyWith,
  scene,
  transports,
  twoOrganizations,
  wires,
} from "../support/transports";

const HOUR = 3_600_000;

afterEach(() => {
  vi.useRealTimers();
});

describe.each(wires)("the last use of a key %s", (_name, start) => {
  test.each(["read", "write", "verification"] as const)(
    "is noted after a %s, by the cron that folds the marks",
    async (kind) => {
      const started = await scene(start);
      const key = await keyWith(started, ["user.read", "user.create"]);
      const lastUse = async () => (await started.client.apiKeys.getKey(key.id)).lastUsedAt;
      const before = Date.now();
      if (kind === "read") await key.client.users.listUsers();
      if (kind === "write")
        await key.client.users.createUser({ email: "a@example.com", name: "A" });
      if (kind === "verification") await started.client.apiKeys.verifyKey({ key: key.key });
      // The deployment's other tests leave marks too, and a run folds a bounded number of the
      // oldest.
      for (let i = 0; i < 20 && (await lastUse()) === null; i++)
        await started.runtime.run("tenancy/keyUse:fold");
      expect((await lastUse())!.getTime()).toBeGreaterThanOrEqual(before - 1);
      expect((await lastUse())!.getTime()).toBeLessThanOrEqual(Date.now());
    },
  );

  test("is not a refused call", async () => {
    const started = await scene(start);
    const key = await keyWith(started, []);
    await failureOf(key.client.users.listUsers());
    await failureOf(key.client.users.createUser({ email: "a@example.com", name: "A" }));
    for (let i = 0; i < 3; i++) await started.runtime.run("tenancy/keyUse:fold");
    expect((await started.client.apiKeys.getKey(key.id)).lastUsedAt).toBeNull();
  });
});

test("reads leave one mark until it is folded, none within the hour after the use was noted, and one later; but a verification, which is counted, leaves one each time", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 0, 1) });
  const { runtime, client, project } = await scene(httpRuntime);
  const marks = async () => (await allRows(runtime.engine)).apiKeyUses.length;
  for (let i = 0; i < 3; i++) await client.users.listUsers();
  expect(await marks()).toBe(1);
  await runtime.run("tenancy/keyUse:fold");
  expect(await marks()).toBe(0);
  vi.setSystemTime(Date.UTC(2026, 0, 1) + HOUR);
  await client.users.listUsers();
  await client.users.createUser({ email: "a@example.com", name: "A" });
  expect(await marks()).toBe(0);
  await client.apiKeys.verifyKey({ key: project.key });
  expect(await marks()).toBe(1);
  await runtime.run("tenancy/keyUse:fold");
  expect((await client.apiKeys.listKeys()).map(({ lastUsedAt }) => lastUsedAt)).toEqual([
    new Date(Date.UTC(2026, 0, 1)),
  ]);
  vi.setSystemTime(Date.UTC(2026, 0, 1) + HOUR + 1);
  await client.users.listUsers();
  expect(await marks()).toBe(1);
  await runtime.run("tenancy/keyUse:fold");
  expect((await client.apiKeys.listKeys()).map(({ lastUsedAt }) => lastUsedAt)).toEqual([
    new Date(Date.UTC(2026, 0, 1) + HOUR + 1),
  ]);
});

describe("where a key was last used from", () => {
  test.each<[string, string | null]>([
    ["203.0.113.77", "203.0.113.0/24"],
    [" ::ffff:203.0.113.77", "203.0.113.0/24"],
    ["2001:DB8:0001:2:3:4:5:6", "2001:db8:1::/48"],
    ["2001:db8::6", "2001:db8::/48"],
    ["fe80::1%eth0", "fe80::/48"],
    ["::1", "::/48"],
    ["2001:db8:1:2:3:4:5", null],
    ["1:2:3:4:5:6:7:8::", null],
    ["1::2::3", null],
    ["300.1.1.1", null],
    ["an attacker's text", null],
    ["", null],
  ])("of %j, %j is kept: the network and never the address", async (ipAddress, expected) => {
    expect(roughAddress(ipAddress)).toBe(expected);
  });

  test("is the presenter's network for a verification that names an address, and the caller's for a request", async () => {
    const started = await scene(deployedRuntime);
    const [verified, used] = [
      await keyWith(started, ["user.read"]),
      await keyWith(started, ["user.read"]),
    ];
    await started.client.apiKeys.verifyKey({ key: verified.key, ipAddress: "198.51.100.23" });
    await used.client.users.listUsers();
    const from = async (id: string) => (await started.client.apiKeys.getKey(id)).lastUsedFrom;
    for (let i = 0; i < 20 && (await from(used.id)) === null; i++)
      await started.runtime.run("tenancy/keyUse:fold");
    expect([await from(verified.id), await from(used.id)]).toEqual([
      "198.51.100.0/24",
      expect.stringMatching(/^(127\.0\.0\.0\/24|::\/48)$/),
    ]);
  });
});

test("the keys unused for some days are those whose last use is longer ago, and those never used that are older", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 0, 1) });
  const started = await scene(httpRuntime);
  const [here, there] = await twoOrganizations(started.client);
  const old = await keyWith(started, []);
  const [inHere, inThere] = [
    await keyWith(started, ["api_key.read"], { organizationId: here }),
    await keyWith(started, [], { organizationId: there }),
  ];
  const day = async (number: number, ...keys: string[]) => {
    vi.setSystemTime(Date.UTC(2026, 0, number));
    for (const key of keys) await started.client.apiKeys.verifyKey({ key });
    await started.runtime.run("tenancy/keyUse:fold");
  };
  await day(5, started.project.key, inThere.key);
  const young = await keyWith(started, []);
  await day(20, started.project.key);
  const unused = async (client: WireClient, days: number) =>
    (await client.apiKeys.listUnusedKeys({ days })).apiKeys.map(({ id }) => id).sort();
  expect(await unused(started.client, 10)).toEqual(
    [old.id, inHere.id, inThere.id, young.id].sort(),
  );
  expect(await unused(started.client, 15)).toEqual([old.id, inHere.id].sort());
  expect(await unused(started.client, 16)).toEqual([old.id, inHere.id].sort());
  expect(await unused(started.client, 30)).toEqual([]);
  vi.setSystemTime(Date.UTC(2026, 0, 20) + HOUR);
  expect(await unused(inHere.client, 10)).toEqual([inHere.id]);
  const elsewhere = started.runtime.client(await newProject(started.runtime));
  vi.setSystemTime(Date.UTC(2026, 5, 1));
  expect(await unused(elsewhere, 30)).toHaveLength(1); // its own
});

test("the keys of a deleted organization are refused and revoked, those of others are not", async () => {
  const started = await scene(httpRuntime);
  const [here, there] = await twoOrganizations(started.client);
  const [gone, stays] = [
    await keyWith(started, ["organization.read"], { organizationId: here }),
    await keyWith(started, ["organization.read"], { organizationId: there }),
  ];
  await started.client.organizations.deleteOrganization(here);
  expect(await failureOf(gone.client.organizations.getOrganization(here))).toMatchObject({
    status: 401,
  });
  expect((await started.client.apiKeys.verifyKey({ key: gone.key })).code).toBe("revoked");
  expect((await started.client.apiKeys.verifyKey({ key: stays.key })).code).toBe("valid");
  expect((await started.client.apiKeys.listKeys()).map(({ id }) => id)).not.toContain(gone.id);
});

test("marks of keys that are gone, or of an earlier use, change nothing", async () => {
  const started = await scene(httpRuntime);
  const gone = await keyWith(started, ["user.read"]);
  await gone.client.users.listUsers();
  await started.client.apiKeys.deleteKey({ keyId: gone.id });
  const row = {
    projectId: started.project.id,
    keyId: (await started.client.apiKeys.listKeys())[0]!.id,
  };
  const late = Date.now();
  await started.runtime.engine.run(async (ctx) => {
    await ctx.db.insert("apiKeyUses", { ...row, usedAt: late });
    await ctx.db.insert("apiKeyUses", { ...row, usedAt: late - HOUR });
  });
  await started.runtime.run("tenancy/keyUse:fold");
  expect(
    (await started.client.apiKeys.getKey(row.keyId)).lastUsedAt!.getTime(),
  ).toBeGreaterThanOrEqual(late);
  expect((await allRows(started.runtime.engine)).apiKeyUses).toEqual([]);
});

describe.each(transports)("the number of keys %s", (_name, start) => {
  test(
    "ends at 500 in a project, for setup and rotations too, and one deleted makes room for one",
    { timeout: 120_000 },
    async () => {
      const { runtime, project, client } = await scene(start);
      const first = await client.apiKeys.createKey({ name: "k", permissions: [] });
      for (let i = 2; i < 500; i++)
        await runtime.setup("createKey", { projectId: project.id, name: `k${i}`, permissions: [] });
      expect(await client.apiKeys.listKeys()).toHaveLength(500);
      const full = { status: 409, code: "conflict" };
      await expect(
        client.apiKeys.createKey({ name: "one more", permissions: [] }),
      ).rejects.toMatchObject(full);
      await expect(client.apiKeys.rotateKey(first.id)).rejects.toMatchObject(full);
      await expect(
        runtime.setup("createKey", { projectId: project.id, name: "k", permissions: [] }),
      ).rejects.toThrow(/at most 500/);
      expect((await client.apiKeys.getKey(first.id)).replacedBy).toBeNull();
      await client.apiKeys.deleteKey({ keyId: first.id });
      await client.apiKeys.createKey({ name: "room again", permissions: [] });
      await expect(
        client.apiKeys.createKey({ name: "one more", permissions: [] }),
      ).rejects.toMatchObject(full);
      const elsewhere = runtime.client(await newProject(runtime));
      expect((await elsewhere.apiKeys.createKey({ name: "k", permissions: [] })).name).toBe("k");
    },
  );
});

describe("parallel calls with one key, on a local deployment of their own", () => {
  let deployment: LocalDeployment;
  beforeAll(async () => {
    deployment = await deployApp();
  });
  afterAll(async () => await deployment.close());

  const callsOf = (group: string) =>
    deployment.runner.metrics
      .calls()
      .filter(({ component, path }) => component === "banataAuth" && path.startsWith(group));

  test("200 of them, reads and writes, and none of their transactions is retried", async () => {
    const { client } = await scene(() => deployedRuntime(deployment));
    deployment.runner.metrics.clear();
    await Promise.all(
      Array.from({ length: 200 }, async (_, i) =>
        i % 2 === 0
          ? await client.users.createUser({ email: `${newId("user")}@example.com`, name: "A" })
          : await client.users.listUsers(),
      ),
    );
    const calls = callsOf("users/functions");
    expect(calls).toHaveLength(200);
    expect([...calls, ...callsOf("tenancy/keyUse")].filter(({ retries }) => retries > 0)).toEqual(
      [],
    );
    // One function a request: the marks of reads that began before the first mark are the only others.
    expect(callsOf("tenancy/keyUse:mark").length).toBeLessThanOrEqual(100);
    expect(calls.map(({ type }) => type).filter((type) => type === "Mutation")).toHaveLength(100);
  });

  const many = <T>(count: number, make: (index: number) => Promise<T>) =>
    Promise.all(Array.from({ length: count }, (_, index) => make(index)));

  test("200 verifications of it, none of which is retried, and all of them are in its usage", async () => {
    const started = await scene(() => deployedRuntime(deployment));
    const { key, id } = await keyWith(started, ["user.read"]);
    deployment.runner.metrics.clear();
    const codes = await many(
      200,
      async () => (await started.client.apiKeys.verifyKey({ key })).code,
    );
    const calls = callsOf("apiKeys/functions:verifyKey");
    expect([new Set(codes), calls.length, calls.filter(({ retries }) => retries > 0)]).toEqual([
      new Set(["valid"]),
      200,
      [],
    ]);
    const counted = async () =>
      (await started.client.apiKeys.getUsage({ keyId: id, days: 2 })).days.reduce(
        (sum, { verifications }) => sum + verifications,
        0,
      );
    for (let i = 0; i < 10 && (await counted()) < 200; i++)
      await started.runtime.run("tenancy/keyUse:fold");
    expect(await counted()).toBe(200);
  });

  test("a key with a typo costs no read: as a credential no function is called, and verifying it reads nothing but who asks", async () => {
    const { client, project, runtime } = await scene(() => deployedRuntime(deployment));
    const typo = `${project.key.slice(0, -1)}${project.key.endsWith("A") ? "B" : "A"}`;
    await client.apiKeys.verifyKey({ key: project.key });
    deployment.runner.metrics.clear();
    expect(await failureOf(runtime.client(project, typo).users.listUsers())).toMatchObject({
      status: 401,
    });
    expect((await client.apiKeys.verifyKey({ key: typo })).code).toBe("not_found");
    const calls = [...callsOf("users/functions"), ...callsOf("apiKeys/functions")];
    expect(calls.map(({ path, usage }) => [path, usage.documentsRead])).toEqual([
      ["apiKeys/functions:verifyKey", 2],
    ]);
  });

  test.each([1, 8])(
    "never more than the limit, verifications and requests together, with %i shards",
    async (shards) => {
      const started = await scene(() => deployedRuntime(deployment));
      const { key, client, id } = await keyWith(started, ["user.read"], {
        quota: { requests: 40, period: "month", shards },
      });
      // What conflicts too often is refused as well, and counts nothing: to come back is then up to
      // the client.
      const done = await many(100, async (i) => {
        if (i % 2 === 0)
          return (await started.client.apiKeys.verifyKey({ key }).catch(() => ({ valid: false })))
            .valid;
        return await client.users.listUsers().then(
          () => true,
          (error: { status: number }) => {
            expect(error.status).toBe(429);
          },
        );
      });
      const passed = done.filter((each) => each === true).length;
      const used = async () => (await started.client.apiKeys.getUsage(id)).limits[0]!.used;
      expect([passed <= 40, passed > 0, await used()]).toEqual([true, true, passed]);
      // One after the other the rest of it can be had, to the last.
      for (let i = 0; i < 41; i++) await started.client.apiKeys.verifyKey({ key });
      expect([await used(), (await started.client.apiKeys.verifyKey({ key })).code]).toEqual([
        40,
        "quota_exceeded",
      ]);
    },
  );

  test("a deleted key is refused at once, also by requests under way", async () => {
    const started = await scene(() => deployedRuntime(deployment));
    const key = await keyWith(started, ["user.create"]);
    const create = async (i: number) =>
      await key.client.users.createUser({ email: `u${i}@example.com`, name: "A" });
    const early = Promise.allSettled(Array.from({ length: 30 }, async (_, i) => await create(i)));
    const deletion = started.client.apiKeys.deleteKey({ keyId: key.id });
    const late = Promise.allSettled(
      Array.from({ length: 30 }, async (_, i) => await create(30 + i)),
    );
    await deletion;
    const after = await Promise.allSettled([create(60), create(61)]);
    const results = [...(await early), ...(await late), ...after];
    for (const result of results)
      if (result.status === "rejected") expect(result.reason).toMatchObject({ status: 401 });
    expect(after.every(({ status }) => status === "rejected")).toBe(true);

    // In the order of commits nothing of the key's comes after its end.
    const { data } = await started.client.events.listEvents({
      eventTypes: ["user.created", "api_key.revoked"],
      limit: 200,
    });
    expect(data.at(-1)?.type).toBe("api_key.revoked");
    expect(data.length - 1).toBe(results.filter(({ status }) => status === "fulfilled").length);
  });
});
