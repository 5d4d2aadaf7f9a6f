/** Claims on domains: who can claim and prove what, by HTTP and in process. */
import { componentsGeneric } from "convex/server";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ComponentApi } from "../../convex/component/_generated/component";
import { findVerifiedDomain, isVerifiedFor } from "../../convex/component/domains/model";
import { TenantReader } from "../../convex/component/tenancy/database";
import { BanataAuth, convexTransport } from "../../src/index";
import { DnsOverHttps } from "../support/dnsOverHttps";
import { httpRuntime, inProcessRuntime, newProject } from "../support/runtime";
import { failureOf, keyWith, scene, twoOrganizations } from "../support/transports";

const dns = new DnsOverHttps();
beforeAll(async () => void (process.env.BANATA_AUTH_DNS_URL = (await dns.start()).url));
afterAll(() => {
  delete process.env.BANATA_AUTH_DNS_URL;
  dns.stop();
});
beforeEach(() => dns.reset());

interface Record {
  readonly txtRecord: { readonly name: string; readonly value: string };
}
/** Adds the records to those of their name. */
const publish = (...claims: Record[]): void =>
  claims.forEach(({ txtRecord: { name, value } }) =>
    dns.txt.set(name, [...(dns.txt.get(name) ?? []), value]),
  );
const unpublish = ({ txtRecord: { name, value } }: Record): void =>
  void dns.txt.set(
    name,
    (dns.txt.get(name) ?? []).filter((each) => each !== value),
  );

describe.each([
  ["over HTTP", httpRuntime],
  ["in process, from an action", inProcessRuntime],
] as const)("%s", (_name, start) => {
  test("a domain is claimed, proved by its record, listed and deleted", async () => {
    const { sdk } = await scene<
      ReturnType<typeof httpRuntime> | ReturnType<typeof inProcessRuntime>
    >(start);
    const { id: organizationId } = await sdk.organizations.createOrganization({ name: "Acme" });
    const claim = await sdk.domains.createVerification({ organizationId, domain: "acme.example" });
    expect(claim).toEqual({
      id: expect.stringMatching(/^dv_/),
      organizationId,
      domain: "acme.example",
      state: "pending",
      method: "dns_txt",
      txtRecord: {
        name: "_banata-challenge.acme.example",
        value: expect.stringMatching(/^banata-domain-verification=[0-9a-f]{64}$/),
      },
      verifiedAt: null,
      expiresAt: new Date(claim.createdAt.getTime() + 30 * 86_400_000),
      lastCheckedAt: null,
      lastCheckResult: null,
      checkCount: 0,
      createdAt: expect.any(Date),
      updatedAt: claim.createdAt,
    });
    const missing = await sdk.domains.verify(claim.id);
    const looked = { lastCheckedAt: expect.any(Date), lastCheckResult: "missing", checkCount: 1 };
    expect(missing).toEqual({ ...claim, ...looked });
    dns.txt.set(claim.txtRecord.name, [`${claim.txtRecord.value}0`, "v=spf1 -all"]);
    const other = await sdk.domains.verify(claim.id);
    expect(other).toEqual({ ...missing, ...looked, lastCheckResult: "other_value", checkCount: 2 });
    publish(claim);
    const verified = await sdk.domains.verify(claim.id);
    expect(verified).toMatchObject({ state: "verified", expiresAt: null, checkCount: 3 });
    expect(verified.lastCheckResult).toBe("found");
    expect(verified.verifiedAt).toEqual(verified.lastCheckedAt);
    expect(await sdk.domains.getVerification(claim.id)).toEqual(verified);
    expect((await sdk.domains.list({ organizationId })).data).toEqual([verified]);
    // Again, it stays as it is.
    const again = await sdk.domains.verify(claim.id);
    expect(again).toEqual({ ...verified, lastCheckedAt: expect.any(Date), checkCount: 4 });
    await sdk.domains.delete(claim.id);
    expect(await failureOf(sdk.domains.getVerification(claim.id))).toMatchObject({ status: 404 });
    expect(await failureOf(sdk.domains.verify(claim.id))).toMatchObject({ status: 404 });
    expect(dns.asked).toEqual(Array(4).fill("_banata-challenge.acme.example TXT"));
    const { data: events } = await sdk.events.listEvents({ eventTypes: ["domain.*"] });
    expect(events.map(({ type }) => type)).toEqual([
      "domain.created",
      "domain.verified",
      "domain.deleted",
    ]);
    const { data: audit } = await sdk.auditLogs.listEvents({ organizationId });
    expect(audit.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["domain.created", "domain.verified", "domain.deleted"]),
    );
  });

  test("a resolver that does not answer changes nothing", async () => {
    const { sdk } = await scene<
      ReturnType<typeof httpRuntime> | ReturnType<typeof inProcessRuntime>
    >(start);
    const { id: organizationId } = await sdk.organizations.createOrganization({ name: "Acme" });
    const claim = await sdk.domains.createVerification({ organizationId, domain: "acme.example" });
    dns.misbehaves = (response) => void response.writeHead(500).end();
    expect(await failureOf(sdk.domains.verify(claim.id))).toMatchObject({
      status: 503,
      code: "temporarily_unavailable",
      retryAfter: 10,
    });
    expect(await sdk.domains.getVerification(claim.id)).toEqual(claim);
  });
});

test("in process, a mutation schedules the lookup and returns the claim as it is", async () => {
  const { runtime, project, sdk } = await scene(inProcessRuntime);
  const { engine } = runtime;
  const { id: organizationId } = await sdk.organizations.createOrganization({ name: "Acme" });
  const claim = await sdk.domains.createVerification({ organizationId, domain: "acme.example" });
  publish(claim);
  const component = (componentsGeneric() as unknown as { banataAuth: ComponentApi }).banataAuth; // registered under this name
  const state = await engine.mutation(async (ctx) => {
    const client = new BanataAuth({
      transport: convexTransport(ctx, component, { projectId: project.id }),
    });
    return (await client.domains.verify(claim.id)).state;
  });
  expect(state).toBe("pending");
  await expect
    .poll(async () => (await sdk.domains.getVerification(claim.id)).state, { timeout: 5_000 })
    .toBe("verified");
});

const start = async () => {
  const set = await scene(httpRuntime);
  const [here, there] = await twoOrganizations(set.client);
  const claim = async (organizationId: string, domain = "acme.example") =>
    await set.client.domains.createVerification({ organizationId, domain });
  const verify = async ({ id }: { id: string }) => await set.client.domains.verify({ id });
  const stateOf = async ({ id }: { id: string }) =>
    (await set.client.domains.getVerification({ id })).state;
  return { ...set, here, there, claim, verify, stateOf };
};

describe("a domain is refused", () => {
  test.each([
    ["example", "invalid_format"],
    ["localhost", "invalid_format"],
    ["", "invalid_format"],
    [".", "invalid_format"],
    ["acme.example.", "invalid_format"],
    ["127.0.0.1", "invalid_format"],
    ["2130706433", "invalid_format"],
    ["0x7f.1", "invalid_format"],
    ["[::1]", "invalid_format"],
    ["::1", "invalid_format"],
    ["acme.example:443", "invalid_format"],
    ["https://acme.example", "invalid_format"],
    ["ada@acme.example", "invalid_format"],
    ["*.acme.example", "invalid_format"],
    ["acme .example", "invalid_format"],
    ["acme\u0000.example", "control_character"],
    ["_dmarc.acme.example", "invalid_format"],
    ["-acme.example", "invalid_format"],
    ["xn--a.example", "invalid_format"],
    [`${"a".repeat(64)}.example`, "invalid_format"],
    [`${"a.".repeat(130)}example`, "invalid_format"],
    [`${"a.".repeat(115)}example`, "too_big"],
    ["com", "invalid_format"],
    ["co.uk", "public_suffix"],
    ["CO.UK", "public_suffix"],
    ["公司.cn", "public_suffix"],
    ["xn--55qx5d.cn", "public_suffix"],
    ["foo.ck", "public_suffix"],
    ["github.io", "public_suffix"],
    ["vercel.app", "public_suffix"],
    ["duckdns.org", "public_suffix"],
    ["gmail.com", "consumer_domain"],
    ["GMail.com", "consumer_domain"],
    ["ｇｍａｉｌ.com", "consumer_domain"],
    ["mail.gmail.com", "consumer_domain"],
    ["yahoo.co.uk", "consumer_domain"],
    ["hotmail.fr", "consumer_domain"],
    ["icloud.com", "consumer_domain"],
    ["qq.com", "consumer_domain"],
  ])("%s: %s", async (domain, code) => {
    const { claim, here } = await start();
    const failure = await failureOf(claim(here, domain));
    expect(failure).toMatchObject({ status: 422, errors: [{ field: "domain" }] });
    if (domain !== "") expect(failure.errors?.[0]?.code).toBe(code);
  });

  test("unless it only looks like one of those", async () => {
    const { claim, here } = await start();
    for (const domain of [
      "notgmail.com",
      "gmail.com.acme.example",
      "acme.co.uk",
      "acme.github.io",
      "www.ck",
      "live.org",
      "a.b.c.acme.example",
    ])
      expect((await claim(here, domain)).domain).toBe(domain);
  });
});

test("spellings of one domain are one domain", async () => {
  const { claim, here, there, verify } = await start();
  const first = await claim(here, "MÜNCHEN.example");
  expect(first.domain).toBe("xn--mnchen-3ya.example");
  for (const spelling of [
    "münchen.example",
    "mu\u0308nchen.example",
    "ＭÜＮＣＨＥＮ.example",
    "xn--mnchen-3ya.example",
    "XN--MNCHEN-3YA.EXAMPLE",
    "münchen。example",
    " münchen.example ",
  ])
    expect(await failureOf(claim(here, spelling)), spelling).toMatchObject({
      status: 409,
      errors: [{ field: "domain", code: "taken" }],
    });
  publish(first);
  await verify(first);
  const second = await claim(there, "münchen.EXAMPLE");
  publish(second);
  expect(await failureOf(verify(second))).toMatchObject({ status: 409 });
});

describe("a record proves", () => {
  test("nothing unless it is the value and nothing else", async () => {
    const { claim, here, verify } = await start();
    const made = await claim(here);
    const { name, value } = made.txtRecord;
    for (const wrong of [
      `x${value}`,
      `${value}x`,
      value.toUpperCase(),
      value.slice(0, -1),
      `${value} ${value}`,
      `${value};`,
      `v=spf1 ${value} -all`,
      value.replace("=", " = "),
      value.split("=")[1]!,
    ]) {
      dns.txt.set(name, [wrong]);
      expect((await verify(made)).state, JSON.stringify(wrong)).toBe("pending");
    }
    dns.txt.set("acme.example", [value]);
    dns.txt.set(name, []);
    expect((await verify(made)).state, "at the domain itself").toBe("pending");
    dns.txt.set(name, ["v=spf1 -all", "", value, "banata-domain-verification=other"]);
    expect((await verify(made)).state).toBe("verified");
  });

  test.each([
    ["in quotes of its own", (value: string) => `"${value}"`],
    ["with spaces around it", (value: string) => ` ${value}\t `],
    ["with a line break at its end", (value: string) => `${value}\n`],
  ])("as well %s, as it was pasted", async (_how, paste) => {
    const { claim, here, verify } = await start();
    const made = await claim(here);
    dns.txt.set(made.txtRecord.name, [paste(made.txtRecord.value)]);
    expect((await verify(made)).state).toBe("verified");
  });

  test("one claim only: not another organization's, another domain's, or a later one's", async () => {
    const { runtime, claim, here, there, verify, client } = await start();
    const [mine, theirs, other] = [
      await claim(here),
      await claim(there),
      await claim(here, "other.example"),
    ];
    const project = await newProject(runtime);
    const elsewhere = runtime.client(project);
    const { id: organizationId } = await elsewhere.organizations.createOrganization({ name: "E" });
    const foreign = await elsewhere.domains.createVerification({
      organizationId,
      domain: "acme.example",
    });
    const values = [mine, theirs, other, foreign].map(({ txtRecord }) => txtRecord.value);
    expect(new Set(values).size).toBe(4);
    publish(mine);
    dns.txt.set(other.txtRecord.name, [mine.txtRecord.value]);
    expect((await verify(theirs)).state).toBe("pending");
    expect((await verify(other)).state).toBe("pending");
    expect((await elsewhere.domains.verify({ id: foreign.id })).state).toBe("pending");
    await client.domains.deleteVerification({ id: mine.id });
    const again = await claim(here);
    expect(again.txtRecord.value).not.toBe(mine.txtRecord.value);
    expect((await verify(again)).state).toBe("pending");
  });

  test("its own domain only: sub-domains are claimed on their own", async () => {
    const { runtime, project, claim, here, there, verify } = await start();
    const parent = await claim(here);
    const child = await claim(there, "mail.acme.example");
    publish(parent);
    await verify(parent);
    expect((await verify(child)).state).toBe("pending");
    publish(child);
    expect((await verify(child)).state).toBe("verified");
    await runtime.engine.run(async (ctx) => {
      const db = new TenantReader(ctx.db, project.id);
      expect((await findVerifiedDomain(db, "ACME.example"))?.organizationId).toBe(here);
      expect(await isVerifiedFor(db, there, "mail.acme.example")).toBe(true);
      expect(await isVerifiedFor(db, here, "mail.acme.example")).toBe(false);
      expect(await findVerifiedDomain(db, "x.acme.example")).toBeNull();
      expect(await findVerifiedDomain(db, "not a domain")).toBeNull();
      const other = new TenantReader(ctx.db, "proj_other");
      expect(await findVerifiedDomain(other, "acme.example")).toBeNull();
    });
  });
});

describe("two organizations with one domain", () => {
  test("a pending claim excludes nobody, and the first to prove it has it", async () => {
    const { claim, here, there, verify, stateOf } = await start();
    const [squatter, owner] = [await claim(here), await claim(there)];
    publish(owner);
    expect((await verify(owner)).state).toBe("verified");
    expect(await stateOf(squatter)).toBe("pending");
    publish(squatter);
    expect(await failureOf(verify(squatter))).toMatchObject({
      status: 409,
      code: "conflict",
      errors: [{ field: "id", code: "taken" }],
    });
    expect([await stateOf(squatter), await stateOf(owner)]).toEqual(["pending", "verified"]);
  });

  test("the second takes it over when the record of the first is gone, and both hear of it", async () => {
    const { claim, here, there, verify, stateOf, client } = await start();
    const first = await claim(here);
    publish(first);
    await verify(first);
    const second = await claim(there);
    // The first's record being gone is not enough, and neither is the second's being there.
    unpublish(first);
    expect((await verify(second)).state).toBe("pending");
    expect(await stateOf(first)).toBe("verified");
    publish(first, second);
    expect(await failureOf(verify(second))).toMatchObject({ status: 409 });
    unpublish(first);
    expect((await verify(second)).state).toBe("verified");
    expect(await stateOf(first)).toBe("expired");
    const { data } = await client.events.listEvents({ eventTypes: ["domain.*"] });
    expect(data.slice(-2).map(({ type, data }) => [type, data])).toMatchObject([
      ["domain.lapsed", { id: first.id, state: "expired", organizationId: here }],
      ["domain.verified", { id: second.id, state: "verified", organizationId: there }],
    ]);
    expect(
      (await client.events.listEvents({ eventTypes: ["domain.lapsed"], organizationId: here }))
        .data,
    ).toHaveLength(1);
    // The first can have it back in the same way.
    publish(first);
    expect(await failureOf(verify(first))).toMatchObject({ status: 409 });
    unpublish(second);
    expect((await verify(first)).state).toBe("verified");
    expect(await stateOf(second)).toBe("expired");
  });

  test("two projects are unrelated", async () => {
    const { runtime, claim, here, verify } = await start();
    const elsewhere = runtime.client(await newProject(runtime));
    const { id: organizationId } = await elsewhere.organizations.createOrganization({ name: "E" });
    const mine = await claim(here);
    const theirs = await elsewhere.domains.createVerification({
      organizationId,
      domain: "acme.example",
    });
    publish(mine, theirs);
    expect((await verify(mine)).state).toBe("verified");
    expect((await elsewhere.domains.verify({ id: theirs.id })).state).toBe("verified");
  });
});

describe("an organization's key", () => {
  test("manages the organization's domains, and sees no others", async () => {
    const set = await start();
    const { here, there, claim } = set;
    const [mine, theirs] = [await claim(here), await claim(there)];
    const { client } = await keyWith(set, ["domain.*"], { organizationId: here });
    expect((await client.domains.list({ organizationId: here })).data).toHaveLength(1);
    expect((await client.domains.getVerification({ id: mine.id })).id).toBe(mine.id);
    expect((await client.domains.verify({ id: mine.id })).state).toBe("pending");
    dns.asked = [];
    for (const call of [
      async () => await client.domains.list({ organizationId: there }),
      async () =>
        await client.domains.createVerification({ organizationId: there, domain: "x.example" }),
      async () => await client.domains.getVerification({ id: theirs.id }),
      async () => await client.domains.verify({ id: theirs.id }),
      async () => await client.domains.deleteVerification({ id: theirs.id }),
    ])
      expect(await failureOf(call())).toMatchObject({ status: 404 });
    expect(dns.asked, "no lookup for what it cannot see").toEqual([]);
  });
});

test("a key's limit counts a verification once, although it takes two transactions", async () => {
  const set = await start();
  const made = await set.claim(set.here);
  const { client } = await keyWith(set, ["domain.verify"], {
    rateLimit: { requests: 2, windowSeconds: 3_600 },
  });
  await client.domains.verify({ id: made.id });
  await client.domains.verify({ id: made.id });
  expect(await failureOf(client.domains.verify({ id: made.id }))).toMatchObject({ status: 429 });
  expect(dns.asked).toHaveLength(2);
});

test("an organization has at most 100 domains", async () => {
  const { claim, here, there } = await start();
  for (let i = 0; i < 100; i++) await claim(here, `d${i}.example`);
  expect(await failureOf(claim(here, "one-more.example"))).toMatchObject({
    status: 409,
    message: expect.stringContaining("at most 100"),
  });
  expect((await claim(there, "one-more.example")).state).toBe("pending");
});

test("a deleted organization has no domains at once, and another can prove them", async () => {
  const { claim, here, there, verify, client } = await start();
  const first = await claim(here);
  publish(first);
  await verify(first);
  const second = await claim(there);
  publish(second);
  expect(await failureOf(verify(second))).toMatchObject({ status: 409 });
  await client.organizations.deleteOrganization({ organizationId: here });
  expect(await failureOf(client.domains.getVerification({ id: first.id }))).toMatchObject({
    status: 404,
  });
  expect((await verify(second)).state).toBe("verified");
});
