/** The intents `sso` and `certificate_renewal`: from a link to a tested, active connection. */
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { servedIntents } from "../../convex/component/portal/intents";
import { hiddenIn } from "../support/hosted";
import type { PortalIntent } from "../../convex/component/core/portalIntents";
import { newPortalVisitor } from "../support/portal";
import { enterPortal, rawMetadata } from "../support/portalSso";
import { SamlProvider } from "../support/samlProvider";
import { comeBack, open, postResponse, ssoStage, type Tenant } from "../support/ssoStage";
import { allRows } from "../support/rows";

const stage = ssoStage();
const [provider, next] = [new SamlProvider(), new SamlProvider()];
beforeAll(async () => void (await Promise.all([provider.start(), next.start()])));
beforeEach(() => {
  vi.stubEnv("BANATA_AUTH_PAGES", "portal");
  return () => vi.unstubAllEnvs();
});

const enter = async (tenant: Tenant, intent: PortalIntent) =>
  await enterPortal(stage, tenant, intent);

/** A connection in the page of the portal, configured by metadata, for the verified domain. */
async function configure(tenant: Tenant) {
  const { visitor, shown } = await enter(tenant, "sso");
  // The first form of the grid.
  const begun = await visitor.submit(shown, "/sso/create", { guide: "okta" });
  const { id } = hiddenIn(begun);
  const fields = { id: id!, metadataXml: rawMetadata(provider.samlConfig.idpCertificate) };
  const saved = await visitor.submit(begun, "/sso/provider", fields);
  const page = await visitor.submit(saved, "/sso/domains", { id: id!, domain: tenant.domain });
  return { visitor, begun, page, id: id! };
}

/** Begins the test sign-in of the page, and returns the address behind its link. */
async function beginTest({ visitor, page, id }: Awaited<ReturnType<typeof configure>>) {
  const ready = await visitor.submit(page, "/sso/test", { id });
  const link = /<a class="button" href="([^"]*)" target="_blank" rel="noopener"/.exec(ready.text);
  return link![1]!.replaceAll("&amp;", "&");
}

/** The section that the page names as the next one, which is there. */
function nextStepIn(text: string): string | null {
  const id = /<a href="#(\w+)" aria-current="step">/.exec(text)?.[1] ?? null;
  if (id !== null) expect(text).toContain(`<h2 id="${id}">`);
  return id;
}

describe("sso", () => {
  test("an administrator goes from the link to a tested, active connection", async () => {
    const tenant = await stage.newTenant();
    const { admin, domain } = tenant;
    const configured = await configure(tenant);
    const { visitor, begun, page, id } = configured;
    const connection = await admin.sso.getConnection({ providerId: id });
    for (const text of [connection.samlConfig!.spAcsUrl, connection.samlConfig!.spEntityId])
      expect(begun.text).toContain(text);
    expect(connection).toMatchObject({ state: "validating", domains: [domain], name: "Okta" });

    expect(nextStepIn(begun.text)).toBe("provider");
    expect(nextStepIn(page.text)).toBe("test");
    expect(page.text).toContain("3. Domains: done");

    const early = await visitor.submit(page, "/sso/activate", { id });
    expect(early.status).toBe(409);

    const browser = stage.visit(tenant);
    const request = await open(browser, await beginTest(configured));
    const attributes = { email: `ada@${domain}`, displayName: "Ada" };
    const answered = await provider.answer(request, { nameId: "ada", attributes });
    const { location } = await postResponse(stage, answered);
    const tested = await comeBack(browser, location!);
    expect([tested.status, tested.text]).toEqual([200, expect.stringContaining("Test passed")]);
    expect(tested.text).not.toContain("would be refused");
    expect((await admin.users.listUsers()).data).toEqual([]);
    const rows = await allRows(stage.engine);
    expect(rows.members?.filter((each) => each.organizationId === tenant.organizationId)).toEqual(
      [],
    );

    const seen = await visitor.open(`/portal/sso/connection?id=${id}`);
    expect(seen.text).toContain("A test sign-in has passed.");
    expect(nextStepIn(seen.text)).toBe("activate");
    const active = await visitor.submit(seen, "/sso/activate", { id });
    expect(nextStepIn(active.text)).toBeNull();
    expect((await admin.sso.getConnection({ providerId: id })).state).toBe("active");
  });

  test("a refused test names the rule, also before its response is verified", async () => {
    const tenant = await stage.newTenant();
    const configured = await configure(tenant);
    const browser = stage.visit(tenant);
    const request = await open(browser, await beginTest(configured));
    const ada = { nameId: "ada", attributes: { email: `ada@${tenant.domain}` } };
    const refused = await postResponse(stage, await next.answer(request, ada));
    expect(refused.status).toBe(403);
    expect(refused.text).toContain("The test sign-in was refused");
    expect(refused.text).toContain("<code>saml_signature_value</code>");

    // The same response in an ordinary sign-in names none.
    await stage.patchConnection(configured.id, { state: "active", testedAt: Date.now() });
    const person = stage.visit(tenant);
    const response = await person.post("/sign-in/sso", {
      ...{ callbackURL: "/home", providerId: configured.id },
    });
    const { url } = (await response.json()) as { url: string };
    const usual = await postResponse(stage, await next.answer(await open(person, url), ada));
    expect(usual.text).not.toContain("saml_signature_value");
  });

  test("a passed test says that an address outside the domains would be refused", async () => {
    const tenant = await stage.newTenant();
    const browser = stage.visit(tenant);
    const request = await open(browser, await beginTest(await configure(tenant)));
    const mallory = { nameId: "m", attributes: { email: "mallory@elsewhere.example" } };
    const { location } = await postResponse(stage, await provider.answer(request, mallory));
    const tested = await comeBack(browser, location!);
    expect(tested.text).toContain("<code>email_outside_domains</code>");
  });

  test("progress is kept between links, and a provider chosen twice is one connection", async () => {
    const tenant = await stage.newTenant();
    const first = await enter(tenant, "sso");
    await first.visitor.submit(first.shown, "/sso/create", { guide: "google" });
    const { visitor, shown } = await enter(tenant, "sso");
    expect(shown.text).toContain("Continue: Google Workspace");
    const page = await visitor.submit(shown, "/sso/create", { guide: "google" });
    expect(page.text).toContain("no metadata address");
    const { admin, organizationId } = tenant;
    expect((await admin.sso.listConnections({ organizationId })).data).toHaveLength(1);
  });

  test("an OpenID Connect provider and the names of claims are saved, and the secret not shown", async () => {
    const tenant = await stage.newTenant();
    const { visitor, shown } = await enter(tenant, "sso");
    const begun = await visitor.submit(shown, "/sso/create", { guide: "oidc" });
    const id = hiddenIn(begun).id!;
    const oidc = { issuer: "https://idp.example.com", clientId: "c", clientSecret: "s3cret-once" };
    const saved = await visitor.submit(begun, "/sso/provider", { id, ...oidc });
    expect([saved.status, saved.text]).toEqual([200, expect.not.stringContaining("s3cret-once")]);
    await visitor.submit(saved, "/sso/mapping", { id, email: "mail" });
    expect(await tenant.admin.sso.getConnection({ providerId: id })).toMatchObject({
      state: "validating",
      oidcConfig: { issuer: oidc.issuer, hasClientSecret: true, claimMapping: { email: "mail" } },
    });
    const bad = await visitor.submit(saved, "/sso/provider", { id, issuer: "ftp://x" });
    expect([bad.status, bad.text]).toEqual([422, expect.stringContaining('role="alert"')]);
  });

  test("connections of other organizations and projects are not found", async () => {
    const [tenant, other] = [await stage.newTenant(), await stage.newTenant()];
    const sibling = await stage.newOrganization(tenant.project, tenant.admin);
    const { visitor, page } = await configure(tenant);
    const foreign = [
      await stage.connectSaml({ ...tenant, ...sibling }, provider),
      await stage.connectSaml(other, provider),
    ];
    for (const id of foreign) {
      expect((await visitor.open(`/portal/sso/connection?id=${id}`)).status).toBe(404);
      for (const act of ["provider", "domains", "test", "mapping"])
        expect((await visitor.submit(page, `/sso/${act}`, { id, idpEntityId: "x" })).status).toBe(
          404,
        );
    }
  });

  test("a session of another intent has none of these pages and acts", async () => {
    const tenant = await stage.newTenant();
    const { page, id } = await configure(tenant);
    const { visitor } = await enter(tenant, "audit_logs");
    for (const path of ["/portal/sso", "/portal/sso/connection", "/portal/certificates"])
      expect((await visitor.open(path)).next?.pathname).toMatch(/\/portal$/);
    expect((await visitor.submit(page, "/sso/domains", { id })).status).toBe(403);
  });

  test("roles of groups are within what the maker of the link holds, and never owner", async () => {
    const tenant = await stage.newTenant();
    const { admin, project, organizationId } = tenant;
    const member = ["organization.read", "member.read", "team.read"];
    const permissions = ["portal.create", ...servedIntents.sso!.permissions, ...member];
    const key = await admin.apiKeys.createKey({ name: "maker", permissions });
    const maker = stage.runtime.client({ ...project, key: key.key });
    const { link } = await maker.portal.generateLink({ organizationId, intent: "sso" });
    const visitor = newPortalVisitor(stage.runtime, project.id);
    const shown = await visitor.follow(await visitor.spend(link));
    const page = await visitor.submit(shown, "/sso/create", { guide: "okta" });
    expect(page.text).not.toMatch(/<option value="(admin|owner)"/);
    const map = async (role: string) =>
      await visitor.submit(page, "/sso/map-role", { attribute: "groups", value: "leads", role });
    expect([(await map("admin")).status, (await map("owner")).status]).toEqual([403, 403]);
    const mapped = await map("member");
    const unlimited = await enter(tenant, "sso");
    const id = hiddenIn(page).id!;
    const again = await unlimited.visitor.open(`/portal/sso/connection?id=${id}`);
    const fields = { attribute: "groups", value: "leads" };
    const owner = await unlimited.visitor.submit(again, "/sso/map-role", {
      ...{ ...fields, role: "owner" },
    });
    expect([mapped.status, owner.status]).toEqual([200, 403]);
    const roles = async () => (await admin.sso.getConnection({ providerId: id })).roleMapping;
    expect(await roles()).toEqual([{ ...fields, role: "member" }]);
    // What an owner has mapped is neither removed nor changed by a link.
    const roleMapping = [{ ...fields, role: "owner" }];
    await admin.sso.updateConnection({ providerId: id, roleMapping });
    const before = await unlimited.visitor.open(`/portal/sso/connection?id=${id}`);
    expect((await unlimited.visitor.submit(before, "/sso/unmap-role")).status).toBe(403);
    expect(await roles()).toEqual(roleMapping);
  });

  test("a link whose maker is revoked can do nothing more", async () => {
    const tenant = await stage.newTenant();
    const { admin, project, organizationId } = tenant;
    const permissions = ["portal.create", ...servedIntents.sso!.permissions];
    const key = await admin.apiKeys.createKey({ name: "maker", permissions });
    const maker = stage.runtime.client({ ...project, key: key.key });
    const { link } = await maker.portal.generateLink({ organizationId, intent: "sso" });
    const visitor = newPortalVisitor(stage.runtime, project.id);
    const shown = await visitor.follow(await visitor.spend(link));
    await admin.apiKeys.deleteKey({ keyId: key.id });
    expect((await visitor.submit(shown, "/sso/create", { guide: "okta" })).status).toBe(401);
    expect((await admin.sso.listConnections({ organizationId })).data).toEqual([]);
  });
});

describe("certificate_renewal", () => {
  async function begin() {
    const tenant = await stage.newTenant();
    const id = await stage.connectSaml(tenant, provider);
    const { visitor, shown } = await enter(tenant, "certificate_renewal");
    const read = async () => (await tenant.admin.sso.getConnection({ providerId: id })).samlConfig!;
    const count = async () => (await read()).idpCertificate.split("-----BEGIN").length - 1;
    return { tenant, id, visitor, shown, read, count };
  }

  test("the next certificate overlaps with the present one, which is removed later", async () => {
    const { id, visitor, shown, read, count } = await begin();
    const before = await read();
    const added = await visitor.submit(shown, "/certificates/add", {
      ...{ id, pem: next.samlConfig.idpCertificate },
    });
    expect([added.status, await count()]).toEqual([200, 2]);
    const old = before.idpCertificate.trim().replaceAll("\n", "\r\n");
    const removed = await visitor.submit(added, "/certificates/remove", { id, pem: old });
    expect(removed.text).toContain("This is the only certificate");
    const after = await read();
    expect(await count()).toBe(1);
    expect(after.idpCertificate).not.toBe(before.idpCertificate);
    const changing = { idpCertificate: "", idpCertificateExpiresAt: "" };
    expect({ ...after, ...changing }).toEqual({ ...before, ...changing });
  });

  test("metadata adds its certificates, and changes nothing else", async () => {
    const { id, visitor, shown, read, count } = await begin();
    const before = await read();
    const { idpCertificate } = next.samlConfig;
    const moved = rawMetadata(idpCertificate).replace(provider.ssoUrl, "https://phish.example/sso");
    const added = await visitor.submit(shown, "/certificates/add", { id, metadataXml: moved });
    expect([added.status, await count()]).toEqual([200, 2]);
    expect((await read()).idpSsoUrl).toBe(before.idpSsoUrl);
    const other = rawMetadata(idpCertificate, { entityId: "https://other.example" });
    const refused = await visitor.submit(shown, "/certificates/add", { id, metadataXml: other });
    expect([refused.status, refused.text]).toEqual([
      422,
      expect.stringContaining("another identity provider"),
    ]);
    expect((await read()).idpEntityId).toBe(before.idpEntityId);
  });
});
