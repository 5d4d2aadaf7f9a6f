/** Two administrators at once: what one has done is not undone by the other, who sees it. */
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Shown } from "../support/hosted";
import { beginConnection, enterPortal, rawMetadata } from "../support/portalSso";
import { SamlProvider } from "../support/samlProvider";
import { ssoStage, type Tenant } from "../support/ssoStage";

const stage = ssoStage();
const providers = [new SamlProvider(), new SamlProvider(), new SamlProvider()] as const;
beforeAll(async () => void (await Promise.all(providers.map(async (each) => await each.start()))));
beforeEach(() => {
  vi.stubEnv("BANATA_AUTH_PAGES", "portal");
  return () => vi.unstubAllEnvs();
});

const CHANGED = "Someone else has changed this in the meantime";
const readPem = (index: 0 | 1 | 2) => providers[index].samlConfig.idpCertificate;

type Sent = Readonly<Record<string, string>>;

/** Both send the form of the page that both have seen. Exactly one must look again. */
async function race(
  tenant: Tenant,
  {
    intent,
    path = "/portal",
    form,
  }: { intent: Parameters<typeof enterPortal>[2]; path?: string; form: string },
  [one, other]: readonly [Sent, Sent],
): Promise<Shown> {
  const [ada, bob] = [
    await enterPortal(stage, tenant, intent),
    await enterPortal(stage, tenant, intent),
  ];
  const open = async ({ visitor }: typeof ada) => await visitor.follow(await visitor.open(path));
  const [seenByAda, seenByBob] = [await open(ada), await open(bob)];
  const answers = await Promise.all([
    ada.visitor.submit(seenByAda, form, one),
    bob.visitor.submit(seenByBob, form, other),
  ]);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
  const refused = answers.find(({ status }) => status === 409)!;
  expect(refused.text).toContain(CHANGED);
  return refused;
}

describe("certificates", () => {
  const countConnections = async ({ admin }: Tenant, providerId: string) =>
    (await admin.sso.getConnection({ providerId })).samlConfig!.idpCertificate.split("-----BEGIN")
      .length - 1;

  test("that two remove at once leave one there, and the second is shown the new list", async () => {
    const tenant = await stage.newTenant();
    const id = await stage.connectSaml(tenant, providers[0], {
      samlConfig: {
        ...providers[0].samlConfig,
        idpCertificate: [readPem(0), readPem(1)].join("\n"),
      },
    });
    const refused = await race(
      tenant,
      { intent: "certificate_renewal", form: "/certificates/remove" },
      [{ pem: readPem(0).trim() }, { pem: readPem(1).trim() }],
    );
    expect(await countConnections(tenant, id)).toBe(1);
    expect(refused.text).toContain("This is the only certificate");
  });

  test("that two add at once are both there after the second has looked again", async () => {
    const tenant = await stage.newTenant();
    const id = await stage.connectSaml(tenant, providers[0]);
    const refused = await race(
      tenant,
      { intent: "certificate_renewal", form: "/certificates/add" },
      [{ pem: readPem(1) }, { pem: readPem(2) }],
    );
    expect(await countConnections(tenant, id)).toBe(2);
    // What was typed is still there.
    expect(refused.text).toMatch(/<textarea[^>]*name="pem"[^>]*>\s*-----BEGIN CERTIFICATE/);
  });

  test("of metadata add up without that, because nothing is replaced", async () => {
    const tenant = await stage.newTenant();
    const id = await stage.connectSaml(tenant, providers[0]);
    const { visitor, shown } = await enterPortal(stage, tenant, "certificate_renewal");
    const add = async (index: 1 | 2) =>
      await visitor.submit(shown, "/certificates/add", {
        metadataXml: rawMetadata(readPem(index)),
      });
    const answers = await Promise.all([add(1), add(2)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await countConnections(tenant, id)).toBe(3);
  });
});

describe("a connection", () => {
  const setUp = async () => {
    const tenant = await stage.newTenant();
    const { id, read } = await beginConnection(stage, tenant);
    return {
      tenant,
      read,
      at: { intent: "sso", path: `/portal/sso/connection?id=${id}` } as const,
    };
  };

  test("keeps the domains of one, and the other sees them", async () => {
    const { tenant, read, at } = await setUp();
    const { domain, admin, organizationId } = tenant;
    await admin.domains.createVerification({ organizationId, domain: "second.example" });
    const refused = await race(tenant, { ...at, form: "/sso/domains" }, [
      { domain },
      { domain: "second.example" },
    ]);
    const { domains } = await read();
    expect(domains).toHaveLength(1);
    // Sending the shown form again undoes nothing.
    const checked = [...refused.text.matchAll(/value="([^"]*)"\s+checked/g)].map(
      ([, name]) => name,
    );
    expect(checked).toEqual(domains);
  });

  test("keeps the names of attributes of one", async () => {
    const { tenant, read, at } = await setUp();
    const refused = await race(tenant, { ...at, form: "/sso/mapping" }, [
      { email: "mail" },
      { firstName: "given" },
    ]);
    const { attributeMapping } = (await read()).samlConfig!;
    expect(Object.keys(attributeMapping)).toHaveLength(1);
    expect(refused.text).toContain(`value="${Object.values(attributeMapping).join()}"`);
  });

  test("keeps the role that one gave to a group", async () => {
    const { tenant, read, at } = await setUp();
    const refused = await race(tenant, { ...at, form: "/sso/map-role" }, [
      { attribute: "groups", value: "leads", role: "admin" },
      { attribute: "groups", value: "people", role: "member" },
    ]);
    const { roleMapping } = await read();
    expect(roleMapping).toHaveLength(1);
    expect(refused.text).toContain(`groups ${roleMapping[0]!.value} gives`);
  });

  test("keeps the certificates by hand of one", async () => {
    const { tenant, read, at } = await setUp();
    await race(tenant, { ...at, form: "/sso/provider" }, [
      { idpCertificate: readPem(0) },
      { idpCertificate: readPem(1) },
    ]);
    expect((await read()).samlConfig!.idpCertificate.split("-----BEGIN")).toHaveLength(2);
  });

  test("is made once by two clicks, or by two administrators", async () => {
    const tenant = await stage.newTenant();
    const { admin, organizationId } = tenant;
    const [ada, bob] = [
      await enterPortal(stage, tenant, "sso"),
      await enterPortal(stage, tenant, "sso"),
    ];
    const answers = await Promise.all(
      [ada, ada, bob].map(
        async ({ visitor, shown }) => await visitor.submit(shown, "/sso/create", { guide: "okta" }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const { data } = await admin.sso.listConnections({ organizationId });
    expect(data.map(({ name }) => name)).toEqual(["Okta"]);
    // Another provider, or one that is set up, is no draft for this one.
    await ada.visitor.submit(ada.shown, "/sso/create", { guide: "saml" });
    const metadataXml = rawMetadata(readPem(0));
    await admin.sso.updateConnection({ providerId: data[0]!.id, samlConfig: { metadataXml } });
    await bob.visitor.submit(bob.shown, "/sso/create", { guide: "okta" });
    const after = (await admin.sso.listConnections({ organizationId })).data;
    expect(after.map(({ name }) => name).sort()).toEqual(["Okta", "Okta", "SAML 2.0"]);
  });
});

test("a directory keeps the role that one gave to a group, and the one that was not removed", async () => {
  const tenant = await stage.newTenant();
  const { admin, organizationId } = tenant;
  const { id } = await admin.directories.createDirectory({
    ...{ organizationId, name: "Acme", provider: "okta" },
    groupRoles: ["one", "two"].map((group) => ({ group, role: "member" })),
  });
  const at = { intent: "dsync", path: `/portal/directories/directory?id=${id}` } as const;
  const groups = async () =>
    (await admin.directories.getDirectory({ providerId: id })).groupRoles.map(({ group }) => group);
  const refused = await race(tenant, { ...at, form: "/directories/map" }, [
    { group: "leads", role: "admin" },
    { group: "staff", role: "member" },
  ]);
  expect(await groups()).toHaveLength(3);
  for (const group of await groups()) expect(refused.text).toContain(`${group} gives`);
  await race(tenant, { ...at, form: "/directories/unmap" }, [
    { group: "one", role: "member" },
    { group: "two", role: "member" },
  ]);
  expect(await groups()).toHaveLength(2);
});

test("a form without a version is made from none", async () => {
  const tenant = await stage.newTenant();
  const { visitor, page, read } = await beginConnection(stage, tenant);
  for (const version of ["", "0", "x", "1e3", "9".repeat(400)]) {
    const { domain } = tenant;
    expect((await visitor.submit(page, "/sso/domains", { domain, version })).status).toBe(409);
  }
  expect((await read()).domains).toEqual([]);
});

test("callers of the API have the same, and a change within a millisecond counts", async () => {
  const tenant = await stage.newTenant();
  const { admin, organizationId } = tenant;
  vi.useFakeTimers({ toFake: ["Date"] });
  try {
    const { id: providerId } = await admin.directories.createDirectory({
      ...{ organizationId, name: "Acme", provider: "okta" },
    });
    const before = await admin.directories.getDirectory({ providerId });
    const expectedUpdatedAt = before.updatedAt.getTime();
    const rename = async (name: string) =>
      await admin.directories.updateDirectory({ providerId, name, expectedUpdatedAt });
    await rename("One");
    await expect(rename("Two")).rejects.toMatchObject({ status: 409 });
    expect((await admin.directories.getDirectory({ providerId })).name).toBe("One");
  } finally {
    vi.useRealTimers();
  }
});
