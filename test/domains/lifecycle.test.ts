/** What becomes of claims with time: looked up again by the sweep of crons.ts, on a fake clock. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { findVerifiedDomain } from "../../convex/component/domains/model";
import { TenantReader } from "../../convex/component/tenancy/database";
import { DnsOverHttps } from "../support/dnsOverHttps";
import { allRows } from "../support/rows";
import { httpRuntime, newProject } from "../support/runtime";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const dns = new DnsOverHttps();
beforeAll(async () => void (process.env.BANATA_AUTH_DNS_URL = (await dns.start()).url));
afterAll(() => {
  delete process.env.BANATA_AUTH_DNS_URL;
  dns.stop();
});
beforeEach(() => dns.reset());
afterEach(() => void vi.useRealTimers());

interface Challenge {
  readonly txtRecord: { readonly name: string; readonly value: string };
}

/** Timers run on the real clock, because the requests of the lookups do. */
async function clocked() {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 0, 1) });
  const runtime = httpRuntime();
  const { engine } = runtime;
  const project = await newProject(runtime);
  const sdk = runtime.sdk(project);
  const { id: organizationId } = await sdk.organizations.createOrganization({ name: "Acme" });
  const unfinished = async () =>
    await engine.run(
      async (ctx) =>
        (await ctx.db.system.query("_scheduled_functions").collect()).filter(({ state }) =>
          ["pending", "inProgress"].includes(state.kind),
        ).length,
    );
  const sweep = async () => {
    await runtime.run("domains/recheck:sweep");
    // Not `expect.poll`, which moves the fake clock.
    while ((await unfinished()) > 0) await new Promise((resolve) => setTimeout(resolve, 1));
  };
  /** Lets time pass, with a sweep after each `step`. */
  const pass = async (time: number, step = time) => {
    for (let passed = 0; passed < time; passed += step) {
      vi.setSystemTime(Date.now() + step);
      await sweep();
    }
  };
  const claim = async (domain = "acme.example") =>
    await sdk.domains.createVerification({ organizationId, domain });
  const read = async ({ id }: { id: string }) => await sdk.domains.getVerification(id);
  const events = async () =>
    (await sdk.events.listEvents({ eventTypes: ["domain.*"], limit: 200 })).data.map(({ type }) =>
      type.replace("domain.", ""),
    );
  const owner = async () =>
    await engine.run(
      async ({ db }) =>
        (await findVerifiedDomain(new TenantReader(db, project.id), "acme.example"))
          ?.organizationId ?? null,
    );
  return { runtime, engine, project, sdk, organizationId, pass, sweep, claim, read, events, owner };
}

const publish = ({ txtRecord: { name, value } }: Challenge) => void dns.txt.set(name, [value]);

describe("a pending claim", () => {
  test("is verified within minutes after its record appears", async () => {
    const { pass, claim, read, events } = await clocked();
    const made = await claim();
    await pass(10 * MINUTE);
    expect(await read(made)).toMatchObject({ state: "pending", checkCount: 1 });
    publish(made);
    await pass(10 * MINUTE);
    expect(await read(made)).toMatchObject({ state: "verified", checkCount: 2 });
    expect(await events()).toEqual(["created", "verified"]);
  });

  test("fails after 30 days without its record, is then left alone, and can still be verified", async () => {
    const { sdk, pass, claim, read, events } = await clocked();
    const made = await claim();
    await pass(DAY, 10 * MINUTE);
    expect((await read(made)).checkCount).toBeLessThan(30);
    await pass(28.5 * DAY, 12 * HOUR);
    expect(await read(made)).toMatchObject({ state: "pending", expiresAt: made.expiresAt });
    await pass(DAY, HOUR);
    const failed = await read(made);
    expect(failed).toMatchObject({ state: "failed", expiresAt: null, verifiedAt: null });
    expect(failed.lastCheckedAt!.getTime()).toBe(made.expiresAt!.getTime()); // within the hour of the sweep
    expect(failed.checkCount).toBeLessThan(100);
    await pass(30 * DAY, DAY);
    expect((await read(made)).checkCount).toBe(failed.checkCount);
    publish(made);
    await pass(DAY);
    expect((await read(made)).state).toBe("failed");
    expect((await sdk.domains.verify(made.id)).state).toBe("verified");
    expect(await events()).toEqual(["created", "failed", "verified"]);
  });

  test("does not fail while the resolver does not answer", async () => {
    const { pass, claim, read, events } = await clocked();
    const made = await claim();
    dns.misbehaves = (response) => void response.writeHead(500).end();
    await pass(40 * DAY, DAY);
    expect(await read(made)).toEqual(made);
    expect(dns.asked.length).toBeGreaterThan(30);
    dns.misbehaves = null;
    publish(made);
    await pass(DAY, HOUR);
    expect(await read(made)).toMatchObject({ state: "verified", checkCount: 1 });
    expect(await events()).toEqual(["created", "verified"]);
  });

  test("whose lookups have no answer is looked up less and less often, and fails after 60 days", async () => {
    const { pass, claim, read, events } = await clocked();
    const [unanswered, other] = [await claim(), await claim("other.example")];
    dns.misbehaves = (response, name) =>
      name.endsWith("acme.example")
        ? void response.end('{"Status":2}')
        : void response.end('{"Status":3}');
    const askedIn = async (time: number) => {
      dns.asked = [];
      await pass(time, HOUR);
      return dns.asked.filter((question) => question.includes("acme.example")).length;
    };
    expect(await askedIn(DAY)).toBe(5);
    expect(await askedIn(10 * DAY)).toBeLessThanOrEqual(11);
    await pass(48 * DAY, 12 * HOUR);
    expect([(await read(unanswered)).state, (await read(other)).state]).toEqual([
      "pending",
      "failed",
    ]);
    await pass(2 * DAY, 12 * HOUR);
    expect(await read(unanswered)).toMatchObject({ state: "failed", checkCount: 0 });
    expect(await askedIn(2 * DAY)).toBe(0);
    expect(await events()).toEqual(["created", "created", "failed", "failed"]);
  });

  test("is looked up at its usual pace again after an answer", async () => {
    const { pass, claim, read } = await clocked();
    const made = await claim();
    dns.misbehaves = (response) => void response.writeHead(500).end();
    await pass(3 * DAY, HOUR);
    dns.misbehaves = null;
    await pass(DAY, HOUR);
    const { checkCount } = await read(made);
    dns.misbehaves = (response) => void response.writeHead(500).end();
    await pass(DAY, HOUR);
    dns.misbehaves = null;
    dns.asked = [];
    await pass(2 * DAY, HOUR);
    expect(checkCount).toBeGreaterThan(0);
    expect(dns.asked.length).toBeGreaterThan(2);
  });

  test("of a domain that another organization has waits, and fails in the end", async () => {
    const { sdk, pass, claim, read, owner, organizationId } = await clocked();
    const mine = await claim();
    publish(mine);
    await sdk.domains.verify(mine.id);
    const { id: other } = await sdk.organizations.createOrganization({ name: "Other" });
    const theirs = await sdk.domains.createVerification({
      organizationId: other,
      domain: "acme.example",
    });
    dns.txt.set(mine.txtRecord.name, [mine.txtRecord.value, theirs.txtRecord.value]);
    await pass(3 * DAY, 12 * HOUR);
    expect([(await read(theirs)).state, await owner()]).toEqual(["pending", organizationId]);
    await pass(28 * DAY, 12 * HOUR);
    expect([(await read(theirs)).state, await owner()]).toEqual(["failed", organizationId]);
  });

  test("takes over by itself when the other record goes", async () => {
    const { sdk, pass, claim, read, owner, events } = await clocked();
    const mine = await claim();
    publish(mine);
    await sdk.domains.verify(mine.id);
    const { id: other } = await sdk.organizations.createOrganization({ name: "Other" });
    const theirs = await sdk.domains.createVerification({
      organizationId: other,
      domain: "acme.example",
    });
    publish(theirs);
    await pass(20 * MINUTE);
    expect([(await read(mine)).state, await owner()]).toEqual(["expired", other]);
    expect(await events()).toEqual(["created", "verified", "created", "lapsed", "verified"]);
  });
});

describe("a verified claim", () => {
  async function verified() {
    const set = await clocked();
    const made = await set.claim();
    publish(made);
    await set.sdk.domains.verify(made.id);
    return { ...set, made };
  }

  test("is looked up about once a day, and stays verified", async () => {
    const { pass, made, read, events, owner, organizationId } = await verified();
    await pass(100 * DAY, 12 * HOUR);
    expect(await read(made)).toMatchObject({ state: "verified", expiresAt: null, checkCount: 101 });
    expect(await owner()).toBe(organizationId);
    expect(await events()).toEqual(["created", "verified"]);
  });

  test("is warned about after three misses over 72 hours, and expires after 14 days", async () => {
    const { pass, made, read, events, owner, organizationId } = await verified();
    dns.txt.clear();
    await pass(DAY);
    const missedAt = Date.now();
    expect(await read(made)).toMatchObject({
      state: "verified",
      expiresAt: new Date(missedAt + 14 * DAY),
    });
    await pass(71 * HOUR, HOUR);
    expect(await events()).toEqual(["created", "verified"]);
    await pass(HOUR);
    expect(await events()).toEqual(["created", "verified", "lapsing"]);
    await pass(14 * DAY - 73 * HOUR, HOUR);
    expect(await owner(), "until then").toBe(organizationId);
    expect((await read(made)).state).toBe("verified");
    await pass(HOUR);
    expect(await read(made)).toMatchObject({ state: "expired", expiresAt: null });
    expect(await owner()).toBeNull();
    expect(await events()).toEqual(["created", "verified", "lapsing", "lapsed"]);
    const { checkCount } = await read(made);
    publish(made);
    await pass(10 * DAY, DAY);
    expect(await read(made)).toMatchObject({ state: "expired", checkCount });
  });

  test("is as before when the record is back, and the time starts anew", async () => {
    const { pass, made, read, events } = await verified();
    const record = dns.txt.get(made.txtRecord.name)!; // published
    dns.txt.clear();
    await pass(13 * DAY, 12 * HOUR);
    expect((await read(made)).state).toBe("verified");
    dns.txt.set(made.txtRecord.name, record);
    await pass(DAY, 12 * HOUR);
    expect(await read(made)).toMatchObject({ state: "verified", expiresAt: null });
    dns.txt.clear();
    await pass(13 * DAY, 12 * HOUR);
    expect((await read(made)).state).toBe("verified");
    expect(await events()).toEqual(["created", "verified", "lapsing", "lapsing"]);
  });

  test("keeps its domain while the resolver fails, hangs up, or answers something else", async () => {
    const { pass, made, read, events } = await verified();
    const { checkCount } = await read(made);
    const failures: (typeof dns.misbehaves)[] = [
      (response) => void response.writeHead(503).end(),
      (response) => void response.socket?.destroy(),
      (response) => void response.end("<html>"),
      (response) => void response.end('{"Status":2}'),
      (response) => void response.end('{"TC":true,"Status":0}'),
      (response) => void response.end(`{"Status":0,"x":"${"x".repeat(600_000)}"}`),
    ];
    for (const failure of failures) {
      dns.misbehaves = failure;
      await pass(10 * DAY, 2 * DAY);
    }
    expect(await read(made)).toMatchObject({ state: "verified", expiresAt: null, checkCount });
    expect(await events()).toEqual(["created", "verified"]);
  });

  test("does not expire by lookups alone: `verify`, called often, shortens no time", async () => {
    const { sdk, made, read } = await verified();
    dns.txt.clear();
    for (let i = 0; i < 20; i++) await sdk.domains.verify(made.id);
    expect(await read(made)).toMatchObject({ state: "verified", checkCount: 21 });
  });

  test("that was not looked up for months is warned about before it expires", async () => {
    const { pass, made, read, events, sweep } = await verified();
    dns.txt.clear();
    await pass(DAY);
    vi.setSystemTime(Date.now() + 90 * DAY); // the deployment was stopped
    await sweep();
    expect((await read(made)).state).toBe("verified");
    await pass(12 * HOUR);
    const announced = await read(made);
    expect(await events()).toEqual(["created", "verified", "lapsing"]);
    expect(announced).toMatchObject({
      state: "verified",
      expiresAt: new Date(Date.now() + 72 * HOUR),
    });
    await pass(71 * HOUR, HOUR);
    expect((await read(made)).state).toBe("verified");
    await pass(12 * HOUR, HOUR);
    expect(await events()).toEqual(["created", "verified", "lapsing", "lapsed"]);
  });

  test("that was stored in a spelling of earlier rules keeps others from its domain", async () => {
    const { engine, sdk, claim, made } = await verified();
    const { id } = await sdk.organizations.createOrganization({ name: "Other" });
    const theirs = await sdk.domains.createVerification({
      organizationId: id,
      domain: "acme.example",
    });
    const mine = await claim("mine.example");
    await engine.run(async ({ db }) => {
      for (const row of await db.query("domains").collect())
        if (row.id !== mine.id) await db.patch(row._id, { domain: "ACME_.example" });
    });
    const name = "_banata-challenge.ACME_.example";
    dns.txt.set(name, [made.txtRecord.value, theirs.txtRecord.value]);
    await expect(sdk.domains.verify(theirs.id)).rejects.toMatchObject({ code: "conflict" });
  });
});

test("one sweep looks at due claims only, all of them, each once", async () => {
  const { engine, sdk, claim, sweep } = await clocked();
  const { id: organizationId } = await sdk.organizations.createOrganization({ name: "B" });
  for (let i = 0; i < 70; i++) await claim(`a${i}.example`);
  for (let i = 0; i < 50; i++)
    await sdk.domains.createVerification({ organizationId, domain: `b${i}.example` });
  vi.setSystemTime(Date.now() + 9 * MINUTE);
  await sweep();
  expect(dns.asked).toEqual([]);
  vi.setSystemTime(Date.now() + MINUTE);
  await sweep();
  expect(dns.asked.length).toBe(120);
  expect(new Set(dns.asked).size).toBe(120);
  await sweep();
  expect(dns.asked.length).toBe(120);
  expect((await allRows(engine)).domains.every(({ checkCount }) => checkCount === 1)).toBe(true);
}, 60_000);

test("claims of one project keep no other project's waiting, and one chain of runs looks them up", async () => {
  const { runtime, engine, sdk, claim, sweep } = await clocked();
  const first = await claim("first.example");
  await engine.run(async ({ db }) => {
    const [row] = await db.query("domains").collect();
    const { _id, _creationTime, ...fields } = row!;
    for (let i = 0; i < 1_200; i++)
      await db.insert("domains", {
        ...{ ...fields, id: `dom_${i}`, domain: `many${i}.example` },
        nextCheckAt: fields.nextCheckAt! - 5 * MINUTE,
      });
  });
  const others = await Promise.all(
    [1, 2, 3].map(async () => {
      const other = runtime.sdk(await newProject(runtime));
      const { id } = await other.organizations.createOrganization({ name: "Other" });
      return await other.domains.createVerification({ organizationId: id, domain: "o.example" });
    }),
  );
  vi.setSystemTime(Date.now() + 10 * MINUTE);
  await sweep();
  expect(dns.asked.length).toBe(500);
  expect(dns.asked.filter((question) => question.includes("o.example"))).toHaveLength(
    others.length,
  );
  await sweep();
  await sweep();
  expect(dns.asked.length).toBe(1_204);
  expect((await sdk.domains.getVerification(first.id)).checkCount).toBe(1);
}, 120_000);

test("a lookup under way when the claim, the organization or the project goes is forgotten", async () => {
  const { runtime, project, sdk, claim, organizationId } = await clocked();
  const made = await claim();
  await sdk.domains.delete(made.id);
  const other = await claim("other.example");
  await sdk.organizations.deleteOrganization(organizationId);
  for (const { id } of [made, other])
    await runtime.run("domains/recheck:conclude", { projectId: project.id, id, values: [] });
  const again = await runtime.client(project).events.listEvents({ eventTypes: ["domain.*"] });
  expect(again.data.map(({ type }) => type)).toEqual([
    "domain.created",
    "domain.deleted",
    "domain.created",
  ]);
});
