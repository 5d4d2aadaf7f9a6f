import { X509Certificate } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { crossSitePage, PAGE } from "../support/crossSitePage";
import { SamlProvider, type SamlPerson } from "../support/samlProvider";
import { APP, from } from "../support/visitorAddress";
import {
  begin,
  comeBack,
  open,
  postResponse,
  ruleOf,
  ssoStage,
  type Tenant,
} from "../support/ssoStage";

const stage = ssoStage();
const provider = new SamlProvider();
const stranger = new SamlProvider();
beforeAll(async () => void (await Promise.all([provider.start(), stranger.start()])));

type Fields = Parameters<typeof stage.connectSaml>[2];

async function newScene(fields: Fields = {}) {
  const tenant = await stage.newTenant();
  const connectionId = await stage.connectSaml(tenant, provider, fields);
  const email = `ada@${tenant.domain}`;
  const ada: SamlPerson = { nameId: "ada", attributes: { email, displayName: "Ada" } };
  const { spEntityId, spAcsUrl } = (
    await tenant.admin.sso.getConnection({ providerId: connectionId })
  ).samlConfig!;
  const unsolicited = { acs: spAcsUrl, audience: spEntityId, inResponseTo: null };
  return { tenant, connectionId, email, ada, unsolicited };
}

const metadataOf = (idp: Record<"entityId" | "ssoUrl" | "certificate", string>) =>
  `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${idp.entityId}">
    <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
      <md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>
        <ds:X509Certificate>${idp.certificate.replace(/-----[^-]+-----|\s/g, "")}</ds:X509Certificate>
      </ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
      <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${idp.ssoUrl}"/>
    </md:IDPSSODescriptor>
  </md:EntityDescriptor>`;

const usersOf = async ({ admin }: Tenant) => (await admin.users.listUsers()).data;

describe("signing in through a SAML connection", () => {
  test("a person signs in from the start to the session", async () => {
    const { tenant, email, ada } = await newScene();
    const visitor = stage.visit(tenant);
    const request = await begin(visitor, { email });
    expect(request).toMatch(/^https:\/\/idp\.example\.com\/sso\?SAMLRequest=/);
    const answered = await postResponse(stage, await provider.answer(request, ada));
    expect([answered.status, answered.text]).toEqual([303, ""]);
    expect(await usersOf(tenant)).toEqual([]); // the browser has not been seen yet
    const { location } = await comeBack(visitor, answered.location!);
    expect(location).toBe(`${stage.runtime.origin}/home`);
    const { data } = await visitor.client.getSession();
    expect(data?.user).toMatchObject({ email, emailVerified: true, name: "Ada" });
  });

  test("by a form, where the identity provider takes requests by POST", async () => {
    const { tenant, email } = await newScene({ samlConfig: { idpSsoBinding: "post" } });
    const visitor = stage.visit(tenant);
    const begun = await visitor.post("/sign-in/sso", { email, callbackURL: "/" });
    const { url } = (await begun.json()) as { url: string };
    const page = await visitor.browse(new URL(url).pathname + new URL(url).search);
    const text = await page.text();
    expect(page.status, text).toBe(200);
    expect(text).toContain('action="https://idp.example.com/sso"');
    expect(text).toMatch(/name="SAMLRequest" value="[^"]{100,}"/);
    expect(page.headers.get("content-security-policy")).toContain("script-src 'sha256-");
    expect(page.headers.getSetCookie().join()).toMatch(/sso=.*HttpOnly.*SameSite=Lax/i);
  });

  test("with signed requests, whose key is in the metadata", async () => {
    const { tenant, email, unsolicited } = await newScene({ samlConfig: { signRequest: true } });
    const request = new URL(await begin(stage.visit(tenant), { email })).searchParams;
    expect(request.get("SigAlg")).toContain("rsa-sha256");
    expect(request.get("Signature")).toMatch(/.{300}/);
    const response = await stage.runtime.fetch(new URL(unsolicited.audience).pathname);
    const xml = await response.text();
    expect(response.headers.get("content-type")).toContain("application/samlmetadata+xml");
    expect(xml).toContain(unsolicited.acs);
    expect(xml).toContain('AuthnRequestsSigned="true"');
  });

  test("with as many attributes as a response can have, of which only the mapped ones are stored", async () => {
    const roleMapping = [{ attribute: "groups", value: "admins", role: "admin" }];
    const { tenant, email, ada } = await newScene({ roleMapping });
    const long = Array.from({ length: 100 }, (_, i) => [`long${i}`, '"'.repeat(2_048)] as const);
    const attributes = {
      ...ada.attributes,
      ...Object.fromEntries(long),
      groups: ["staff", "admins"],
    };
    const visitor = stage.visit(tenant);
    const request = await begin(visitor, { email });
    const answered = await postResponse(
      stage,
      await provider.answer(request, { ...ada, attributes }),
    );
    const stored = await stage.engine.run(
      async ({ db }) =>
        (await db.query("ssoStarts").collect()).find((row) => row.projectId === tenant.project.id)
          ?.sealedResult?.length,
    );
    expect(stored).toBeLessThan(120_000); // all of them: more than 500,000
    await comeBack(visitor, answered.location!);
    const { organizationId, admin } = tenant;
    const { data } = await admin.organizations.listMembers({ organizationId });
    expect(data.map(({ role }) => role)).toEqual(["admin"]);
  });

  test("but not where Entra sends a link in place of the groups that the mapping names", async () => {
    const groups = "http://schemas.microsoft.com/ws/2008/06/identity/claims/groups";
    const { tenant, email, ada } = await newScene({
      roleMapping: [{ attribute: groups, value: "admins", role: "admin" }],
    });
    const link = { "http://schemas.microsoft.com/claims/groups.link": "https://graph.example/g" };
    const visitor = stage.visit(tenant);
    const answered = await postResponse(
      stage,
      await provider.answer(await begin(visitor, { email }), {
        ...ada,
        attributes: { ...ada.attributes, ...link },
      }),
    );
    const returned = await comeBack(visitor, answered.location!);
    expect(await ruleOf(tenant.admin, returned)).toBe("attribute_omitted");
  });

  test("and the session ends with the identity provider's", async () => {
    const { tenant, email, ada } = await newScene();
    const visitor = stage.visit(tenant);
    const request = await begin(visitor, { email });
    const sessionEndsAt = new Date(Date.now() + 600_000).toISOString();
    const response = await provider.answer(request, ada, { sessionEndsAt });
    const answered = await postResponse(stage, response);
    await comeBack(visitor, answered.location!);
    const { data } = await visitor.client.getSession();
    expect(data?.session.expiresAt.toISOString()).toBe(sessionEndsAt);
  });
});

describe("a SAML connection", () => {
  test("reads its identity provider's metadata at a URL, and signs in with it", async () => {
    const { entityId, ssoUrl, samlConfig } = provider;
    const server = createServer((_request, response) => {
      response.setHeader("content-type", "application/samlmetadata+xml");
      response.end(metadataOf({ entityId, ssoUrl, certificate: samlConfig.idpCertificate }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const metadataUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metadata`; // a TCP server
    const tenant = await stage.newTenant();
    const connectionId = await stage.connect(tenant, {
      type: "saml",
      samlConfig: { metadataUrl },
    });
    server.close();
    const { samlConfig: shown } = await tenant.admin.sso.getConnection({
      providerId: connectionId,
    });
    expect(shown).toMatchObject({ ...samlConfig, metadataUrl, idpSsoBinding: "redirect" });
    const email = `ada@${tenant.domain}`;
    const visitor = stage.visit(tenant);
    const request = await begin(visitor, { email });
    const response = await provider.answer(request, { nameId: "ada", attributes: { email } });
    const { location } = await postResponse(stage, response);
    await comeBack(visitor, location!);
    expect((await visitor.client.getSession()).data?.user.email).toBe(email);
  });

  test("accepts assertions encrypted for the key in its metadata, and for no other", async () => {
    const { tenant, email, ada, unsolicited } = await newScene();
    const other = await newScene();
    const keyOf = async (audience: string) => {
      const response = await stage.runtime.fetch(new URL(audience).pathname);
      const body = /use="encryption">.*?<[a-z:]*X509Certificate>([^<]+)</s.exec(
        await response.text(),
      )?.[1];
      return new X509Certificate(Buffer.from(body!, "base64"));
    };
    for (const [audience, rule] of [
      [unsolicited.audience, null],
      [other.unsolicited.audience, "saml_decryption"],
    ] as const) {
      const key = await keyOf(audience);
      const visitor = stage.visit(tenant);
      const answer = await provider.answer(await begin(visitor, { email }), ada, {
        encryptionCert: key.toString(),
        encryptionPublicKey: key.publicKey.export({ type: "spki", format: "pem" }),
        encryptionAlgorithm: "http://www.w3.org/2009/xmlenc11#aes256-gcm",
      });
      const xml = Buffer.from(new URLSearchParams(answer.body).get("SAMLResponse")!, "base64");
      expect(xml.toString()).toContain("EncryptedAssertion");
      expect(xml.toString()).not.toContain(email);
      const answered = await postResponse(stage, answer);
      if (rule === null) {
        await comeBack(visitor, answered.location!);
        expect((await visitor.client.getSession()).data?.user.email).toBe(email);
      } else expect(await ruleOf(tenant.admin, answered)).toBe(rule);
    }
  });

  test("of a page on another site that keeps its cookies signs in that page alone", async () => {
    const { tenant, email, ada } = await newScene();
    const { admin, project } = tenant;
    await admin.configuration.saveDashboardConfig({ sessions: { corsOrigins: [PAGE] } });
    const page = crossSitePage(stage.runtime, project.id);
    for (const more of ["", "&state=x"]) {
      const { data } = await page.client.$fetch<{ url: string }>("/sign-in/sso", {
        ...{ method: "POST", body: { email, callbackURL: `${PAGE}/home` } },
      });
      const browser = stage.visit(tenant);
      const request = await open(browser, data!.url);
      const answered = await postResponse(stage, await provider.answer(request, ada));
      const { location } = await comeBack(browser, answered.location! + more);
      expect((await browser.client.getSession()).data).toBeNull(); // no cookie of a session
      const token = new URL(location!).searchParams.get("ott")!;
      const stranger = await crossSitePage(stage.runtime, project.id).redeem(token);
      expect(stranger.error?.status).toBe(400);
      expect((await page.redeem(token)).data?.user.email).toBe(email);
    }
  });

  test("remembers an assertion for as long as it accepts it: fifteen minutes and the skew", async () => {
    const { tenant, ada, unsolicited } = await newScene({
      samlConfig: { allowIdpInitiated: true },
    });
    await tenant.admin.authClients.createClient({
      ...{ name: "App", type: "web", initiateLoginUri: "https://app.example.com/sso" },
    });
    const now = Date.now();
    const forYears = { ...unsolicited, lifetimeInSeconds: 7_900 * 365 * 86_400 };
    const [used, kept] = [
      await provider.respond(ada, forYears),
      await provider.respond(ada, forYears),
    ];
    expect((await postResponse(stage, used)).status).toBe(303);
    const rows = await stage.engine.run(
      async (ctx) => await ctx.db.query("ssoAssertions").collect(),
    );
    const minutes = (rows.at(-1)!.expiresAt - now) / 60_000;
    expect(Math.round(minutes)).toBe(17);
    vi.useFakeTimers({ toFake: ["Date"], now: now + 18 * 60_000 });
    for (const response of [used, kept])
      expect(await ruleOf(tenant.admin, await postResponse(stage, response))).toBe(
        "saml_issue_instant",
      );
    vi.useRealTimers();
  });
});

describe("a SAML response is refused", () => {
  test("in another browser, and without a cookie", async () => {
    const { tenant, email, ada } = await newScene();
    const visitor = stage.visit(tenant);
    const request = await begin(visitor, { email });
    const { location } = await postResponse(stage, await provider.answer(request, ada));
    const other = stage.visit(tenant);
    await begin(other, { email });
    for (const browser of [other, stage.visit(tenant)])
      expect(await ruleOf(tenant.admin, await comeBack(browser, location!))).toBe(
        "browser_changed",
      );
    expect(await usersOf(tenant)).toEqual([]);
    expect((await comeBack(visitor, location!)).location).toContain("/home");
  });

  test("twice, before and after the session", async () => {
    const { tenant, email, ada } = await newScene();
    const visitor = stage.visit(tenant);
    const response = await provider.answer(await begin(visitor, { email }), ada);
    const answers = await Promise.all(
      Array.from({ length: 4 }, async () => await postResponse(stage, response)),
    );
    const accepted = answers.filter(({ status }) => status === 303);
    expect(accepted).toHaveLength(1);
    const ends = await Promise.all(
      Array.from({ length: 4 }, async () => await comeBack(visitor, accepted[0]!.location!)),
    );
    expect(ends.filter(({ location }) => location?.endsWith("/home"))).toHaveLength(1);
    const again = await postResponse(stage, response);
    expect(await ruleOf(tenant.admin, again)).toBe("start_unknown");
    const { data } = await tenant.admin.events.listEvents({ eventTypes: ["session.created"] });
    expect(data).toHaveLength(1);
  });

  test("for another connection of the same identity provider, and in another project", async () => {
    const one = await newScene();
    const two = await newScene();
    const sibling = await stage.connectSaml(one.tenant, provider);
    const request = await begin(stage.visit(one.tenant), { email: one.email });
    const response = await provider.answer(request, one.ada);
    const elsewhere = (connectionId: string, projectId: string) => ({
      ...response,
      acs: response.acs
        .replace(one.connectionId, connectionId)
        .replace(one.tenant.project.id, projectId),
    });
    const { id } = one.tenant.project;
    const atSibling = await postResponse(stage, elsewhere(sibling, id));
    expect(await ruleOf(one.tenant.admin, atSibling)).toMatch(/^saml_/);
    const atTwo = await postResponse(stage, elsewhere(two.connectionId, two.tenant.project.id));
    expect(await ruleOf(two.tenant.admin, atTwo)).toMatch(/^saml_/);
    const lost = await postResponse(stage, elsewhere(one.connectionId, two.tenant.project.id));
    expect(lost.status).toBe(403);
  });

  test.each<readonly [string, string, object]>([
    ["without a signature", "saml_not_signed", { signAssertion: false }],
    ["for another audience", "saml_audience", { audience: "https://other.example.com" }],
    ["of another issuer", "saml_issuer", { issuer: "https://other.example.com" }],
    [
      "whose NameID is transient",
      "subject_invalid",
      { nameIdentifierFormat: "urn:oasis:names:tc:SAML:2.0:nameid-format:transient" },
    ],
    ["to a request of nobody", "start_unknown", { inResponseTo: "_unknown" }],
  ])("%s (%s)", async (_name, rule, more) => {
    const { tenant, email, ada } = await newScene();
    const request = await begin(stage.visit(tenant), { email });
    const answered = await postResponse(stage, await provider.answer(request, ada, more));
    expect(answered.status).toBe(403);
    expect(await ruleOf(tenant.admin, answered)).toBe(rule);
  });

  test("signed by another key", async () => {
    const { tenant, email, ada } = await newScene();
    const request = await begin(stage.visit(tenant), { email });
    const answered = await postResponse(stage, await stranger.answer(request, ada));
    expect(await ruleOf(tenant.admin, answered)).toBe("saml_signature_value");
  });

  test.each([
    ["nothing", ""],
    ["no XML", "SAMLResponse=YWJj"],
    ["another field", "SAMLRequest=YWJj"],
    ["too much", `SAMLResponse=${"A".repeat(400_000)}`],
  ])("that is %s", async (_name, body) => {
    const { tenant, unsolicited } = await newScene();
    const answered = await postResponse(stage, { acs: unsolicited.acs, body });
    expect(answered.status).toBe(403);
    expect(await ruleOf(tenant.admin, answered)).toMatch(/^(saml_|response_missing)/);
  });
});

describe("a flood of responses that are refused", () => {
  const send = async (count: number, acs: string) => {
    for (let i = 0; i < count; i++)
      expect((await postResponse(stage, { acs, body: "" })).status).toBe(403);
  };

  test("is recorded sixty times a minute of a connection, and not at the expense of others", async () => {
    const { tenant, unsolicited } = await newScene();
    const other = await stage.connectSaml(tenant, provider);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 0, 1) });
    await send(64, unsolicited.acs);
    const { admin } = tenant;
    const recorded = async () => {
      const { data } = await admin.events.listEvents({
        ...{ eventTypes: ["sso.sign_in_failed"], limit: 100 },
      });
      const audited = await admin.auditLogs.listEvents({
        ...{ action: "sso.sign_in_failed", limit: 100 },
      });
      return [data.length, audited.data.length];
    };
    expect(await recorded()).toEqual([60, 60]);
    const { samlConfig } = await admin.sso.getConnection({ providerId: other });
    await send(1, samlConfig!.spAcsUrl);
    expect(await recorded()).toEqual([61, 61]);
    vi.setSystemTime(Date.now() + 60_000);
    await send(1, unsolicited.acs);
    expect(await recorded()).toEqual([62, 62]);
    vi.useRealTimers();
  });

  test("stops neither sign-ins through SSO nor others from the same address", async () => {
    const { tenant, email } = await newScene();
    const visitor = stage.visit(tenant);
    await tenant.admin.configuration.saveDashboardConfig({ sessions: { corsOrigins: [APP] } });
    const address = from(tenant, "203.0.113.7");
    for (let i = 0; i < 40; i++)
      expect((await visitor.get("/sso/start?token=none", address)).status).toBe(403);
    const begun = await visitor.post("/sign-in/sso", { email, callbackURL: "/" }, address);
    expect(begun.status).toBe(200);
    const password = "correct horse battery";
    const account = { email, name: "Ada", password };
    expect((await visitor.post("/sign-up/email", account, address)).status).toBe(200);
  });
});

describe("a sign-in that the identity provider starts", () => {
  const allowed = { samlConfig: { allowIdpInitiated: true } };

  test("is refused unless the connection allows it", async () => {
    const { tenant, ada, unsolicited } = await newScene();
    const answered = await postResponse(stage, await provider.respond(ada, unsolicited));
    expect(await ruleOf(tenant.admin, answered)).toBe("unsolicited");
  });

  test("leads to the app's page, once, and makes no session", async () => {
    const { tenant, ada, unsolicited } = await newScene(allowed);
    await tenant.admin.authClients.createClient({
      ...{ name: "App", type: "web", initiateLoginUri: "https://app.example.com/sso?from=idp" },
    });
    const response = await provider.respond(ada, {
      ...unsolicited,
      relayState: "https://evil.example/",
    });
    const answered = await postResponse(stage, response);
    const location = new URL(answered.location!);
    expect(location.origin + location.pathname).toBe("https://app.example.com/sso");
    expect(Object.fromEntries(location.searchParams)).toEqual({
      from: "idp",
      iss: provider.entityId,
      organization_id: tenant.organizationId,
    });
    expect(await ruleOf(tenant.admin, await postResponse(stage, response))).toBe(
      "assertion_replayed",
    );
    expect(await usersOf(tenant)).toEqual([]);
  });

  test("leads only to a client that offers SSO", async () => {
    const { tenant, ada, unsolicited } = await newScene({
      ...allowed,
      defaultRedirectUri: "https://app.example.com/home",
    });
    const { clientId } = await tenant.admin.authClients.createClient({
      ...{ name: "App", type: "web", initiateLoginUri: "https://app.example.com/sso" },
      ...{ redirectUris: ["https://app.example.com/home"], enabledMethods: ["emailPassword"] },
    });
    const refused = await postResponse(stage, await provider.respond(ada, unsolicited));
    expect(await ruleOf(tenant.admin, refused)).toBe("no_initiation_page");
    await tenant.admin.authClients.updateClient({ clientId, enabledMethods: ["sso"] });
    const answered = await postResponse(stage, await provider.respond(ada, unsolicited));
    expect(answered.location).toContain("https://app.example.com/sso");
  });

  test("begins here with the connection's own redirect, if an enabled client has registered it", async () => {
    const end = "https://app.example.com/home";
    const { tenant, ada, unsolicited, connectionId } = await newScene({
      ...allowed,
      defaultRedirectUri: end,
    });
    const refused = await postResponse(stage, await provider.respond(ada, unsolicited));
    expect(await ruleOf(tenant.admin, refused)).toBe("no_initiation_page");
    await tenant.admin.authClients.createClient({
      ...{ name: "App", type: "web", redirectUris: [end] },
    });
    const answered = await postResponse(stage, await provider.respond(ada, unsolicited));
    const visitor = stage.visit(tenant);
    const page = await visitor.browse(
      new URL(answered.location!).pathname + new URL(answered.location!).search,
    );
    const request = page.headers.get("location")!;
    expect(request).toContain("SAMLRequest=");
    const solicited = await postResponse(stage, await provider.answer(request, ada));
    const { location } = await comeBack(visitor, solicited.location!);
    expect(location).toMatch(`${end}?ott=`);
    expect(connectionId).toMatch(/^conn_/);
  });
});
