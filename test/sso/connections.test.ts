/** SSO connections as a resource: configuration, states, permissions, enforcement, deletion. */
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { httpTransport } from "../../src/transports/http";
import { generateRsa } from "../saml/support/keys";
import { newMember, newOrganization, newRole } from "../support/organizations";
import { beginOwnSession } from "../support/ownSessions";
import { allRows, textOf } from "../support/rows";
import { httpRuntime, newProject, type RunOnRows, type TestProject } from "../support/runtime";
import {
  newOidcConnection,
  newUsedConnection,
  patchConnection,
  verifyDomain,
} from "../support/ssoConnections";
import { failureOf, keyWith } from "../support/transports";
import { wireClient, type WireClient } from "../support/wireClient";

let runtime: ReturnType<typeof httpRuntime>;
let run: RunOnRows;
let project: TestProject;
let client: WireClient;
let organizationId: string;
let certificate: string;
let nextCertificate: string;

beforeAll(async () => {
  certificate = (await generateRsa(2048)).certificate;
  const validity = { notBefore: "200101000000Z", notAfter: "401231235959Z" };
  nextCertificate = (await generateRsa(2048, validity)).certificate;
});
beforeEach(async () => {
  vi.useRealTimers();
  runtime = httpRuntime();
  run = async (work) => await runtime.engine.run(async (ctx) => await work(ctx));
  project = await newProject(runtime);
  client = runtime.client(project);
  organizationId = (await newOrganization(client)).id;
});

const metadataXml = (entityId = "https://idp.example.com/metadata") => `<?xml version="1.0"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${entityId}">
  <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol" WantAuthnRequestsSigned="true">
    <md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>${certificate.replace(/-----[^-]+-----|\s/g, "")}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example.com/post"/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>`;

describe("the configuration", () => {
  test("of a SAML connection has an entity id, an ACS and a metadata URL of its own", async () => {
    const connection = await client.sso.createConnection({
      ...{ organizationId, type: "saml", name: "Acme", domains: ["Acme.example", "acme.example"] },
      samlConfig: {
        idpEntityId: "https://idp.example.com/metadata",
        idpSsoUrl: "https://idp.example.com/sso",
        idpCertificate: `${certificate}\n${nextCertificate}\n${certificate}`,
      },
    });
    const base = `${runtime.origin}/p/${project.id}/sso/saml/${connection.id}`;
    expect(connection).toEqual({
      ...{ id: connection.id, organizationId, type: "saml", state: "validating", name: "Acme" },
      ...{ domains: ["acme.example"], domainVerified: false, spMetadataUrl: `${base}/metadata` },
      samlConfig: {
        idpEntityId: "https://idp.example.com/metadata",
        ...{ idpSsoUrl: "https://idp.example.com/sso", idpSsoBinding: "redirect" },
        ...{ idpSloUrl: null, metadataUrl: null },
        idpCertificate: `${certificate.trimEnd()}\n${nextCertificate.trimEnd()}\n`,
        idpCertificateExpiresAt: new Date("2040-12-31T23:59:59Z"),
        ...{ spEntityId: `${base}/metadata`, spAcsUrl: `${base}/acs` },
        ...{ spMetadataUrl: `${base}/metadata`, nameIdFormat: null, signRequest: false },
        ...{ signatureAlgorithm: "rsa-sha256", digestAlgorithm: "sha256" },
        ...{ allowIdpInitiated: false, attributeMapping: {} },
      },
      ...{ jit: true, defaultRole: "member", roleMapping: [], trustMfa: false },
      ...{ defaultRedirectUri: null, testedAt: null, lastSignInAt: null, projectId: project.id },
      ...{ createdAt: connection.createdAt, updatedAt: connection.createdAt },
    });
    expect(connection.id).toMatch(/^conn_[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(await client.sso.getConnection(connection.id)).toEqual(connection);
  });

  test("is a draft until it is complete", async () => {
    const { id: providerId, state } = await client.sso.createConnection({
      ...{ organizationId, type: "saml", name: "Acme", domain: "acme.example" },
    });
    expect(state).toBe("draft");
    const parts = [
      { idpEntityId: "urn:idp" },
      { idpSsoUrl: "https://idp.example.com/sso" },
      { idpCertificate: certificate },
    ];
    const states: string[] = [];
    for (const samlConfig of parts)
      states.push((await client.sso.updateConnection({ providerId, samlConfig })).state);
    expect(states).toEqual(["draft", "draft", "validating"]);
  });

  test("is read from metadata, and what is given beside it wins", async () => {
    const connection = await client.sso.createConnection({
      ...{ organizationId, type: "saml", name: "Acme" },
      samlConfig: { metadataXml: metadataXml(), signRequest: false },
    });
    expect(connection).toMatchObject({
      state: "validating",
      samlConfig: {
        idpEntityId: "https://idp.example.com/metadata",
        ...{ idpSsoUrl: "https://idp.example.com/post", idpSsoBinding: "post" },
        ...{ signRequest: false, metadataUrl: null },
        idpCertificate: `${certificate.trimEnd()}\n`,
      },
    });
  });

  const invalid: readonly (readonly [name: string, fields: () => object, field: string])[] = [
    ["metadata that is none", () => saml({ metadataXml: "<a/>" }), "samlConfig.metadataXml"],
    [
      "metadata twice",
      () => saml({ metadataXml: "<a/>", metadataUrl: "https://idp.example.com" }),
      "samlConfig.metadataXml",
    ],
    [
      "metadata at a private address",
      () => saml({ metadataUrl: "https://169.254.169.254/latest" }),
      "samlConfig.metadataUrl",
    ],
    ["no certificate", () => saml({ idpCertificate: "hello" }), "samlConfig.idpCertificate"],
    [
      "sign-on without TLS",
      () => saml({ idpSsoUrl: "http://idp.example.com" }),
      "samlConfig.idpSsoUrl",
    ],
    ["a script", () => saml({ idpSsoUrl: "javascript:alert(1)" }), "samlConfig.idpSsoUrl"],
    [
      "transient NameIDs",
      () => saml({ nameIdFormat: "urn:oasis:names:tc:SAML:2.0:nameid-format:transient" }),
      "samlConfig.nameIdFormat",
    ],
    ["OIDC in SAML", () => ({ type: "saml", oidcConfig: { clientId: "a" } }), "oidcConfig"],
    ["SAML in OIDC", () => ({ type: "oidc", samlConfig: { idpEntityId: "a" } }), "samlConfig"],
    ["an issuer on this machine", () => oidc("https://localhost/"), "oidcConfig.issuer"],
    ["an issuer with a query", () => oidc("https://idp.example.com/?a"), "oidcConfig.issuer"],
    ...["common", "organizations", "consumers", "COMMON", "%63ommon", "{tenantid}"].map(
      (tenant) =>
        [
          `Entra's ${tenant}`,
          () => oidc(`https://login.microsoftonline.com/${tenant}/v2.0`),
          "oidcConfig.issuer",
        ] as const,
    ),
    [
      "Entra's personal accounts",
      () => oidc("https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0"),
      "oidcConfig.issuer",
    ],
    [
      "an endpoint in a private network",
      () => ({
        type: "oidc",
        oidcConfig: { issuer: "https://idp.example.com", tokenUrl: "https://10.0.0.1/token" },
      }),
      "oidcConfig.tokenUrl",
    ],
    ["21 domains", () => ({ type: "saml", domains: many(21, "d") }), "domains"],
    [
      "51 mappings",
      () => ({
        type: "saml",
        roleMapping: many(51, "v").map((value) => ({ attribute: "a", value, role: "member" })),
      }),
      "roleMapping",
    ],
    ["an unknown role", () => ({ type: "saml", defaultRole: "nobody" }), "defaultRole"],
    [
      "a project role",
      () => ({
        type: "saml",
        roleMapping: [{ attribute: "a", value: "b", role: "super_admin" }],
      }),
      "roleMapping[0].role",
    ],
  ];
  const saml = (samlConfig: object) => ({ type: "saml", samlConfig });
  const oidc = (issuer: string) => ({ type: "oidc", oidcConfig: { issuer } });
  const many = (count: number, name: string) =>
    Array.from({ length: count }, (_, i) => `${name}${i}.example`);

  test.each(invalid)("with %s is refused", async (_name, fields, field) => {
    const failure = await failureOf(
      client.sso.createConnection({ organizationId, name: "A", ...fields() } as never),
    );
    expect(failure).toMatchObject({ status: 422 });
    expect(failure.errors[0]?.field).toBe(field);
    expect((await client.sso.listConnections()).data).toEqual([]);
  });

  test("accepts the issuer of a concrete Entra tenant", async () => {
    const issuer = "https://login.microsoftonline.com/4f2e8c1a-1111-4222-8333-abcdefabcdef/v2.0";
    const { oidcConfig } = await newOidcConnection(client, organizationId, { issuer });
    expect(oidcConfig?.issuer).toBe(issuer);
  });

  test("never shows the client secret, and the rows do not contain it", async () => {
    const connection = await newOidcConnection(client, organizationId);
    expect(connection.oidcConfig).toMatchObject({ hasClientSecret: true, responseType: "code" });
    const changed = await client.sso.updateConnection({
      providerId: connection.id,
      oidcConfig: { clientSecret: "another secret of the connection" },
    });
    expect(changed.oidcConfig).toEqual(connection.oidcConfig);
    const seen = textOf([connection, changed, await allRows(runtime.engine)]);
    expect(seen).not.toContain("secret of the connection");
  });
});

describe("activation", () => {
  const activate = async (providerId: string) =>
    await client.sso.updateConnection({ providerId, active: true });
  const fieldOf = async (call: Promise<unknown>) => {
    const { status, errors } = await failureOf(call);
    return [status, errors[0]?.field];
  };

  test("says what is missing: a field, a verified domain, a test sign-in", async () => {
    const { id } = await client.sso.createConnection({
      ...{ organizationId, type: "oidc", name: "Acme", domains: ["acme.example"] },
    });
    expect(await fieldOf(activate(id))).toEqual([422, "oidcConfig.issuer"]);
    const oidcConfig = { issuer: "https://idp.example.com", clientId: "c", clientSecret: "s" };
    await client.sso.updateConnection({ providerId: id, oidcConfig });
    expect(await fieldOf(activate(id))).toEqual([409, "domains"]);
    const other = await newOrganization(client);
    await verifyDomain(run, project, { organizationId: other.id, domain: "acme.example" });
    expect(await fieldOf(activate(id)), "of another organization").toEqual([409, "domains"]);
    await client.sso.updateConnection({ providerId: id, domains: ["acme.example", "b.example"] });
    await verifyDomain(run, project, { organizationId, domain: "b.example" });
    expect((await client.sso.getConnection(id)).domainVerified).toBe(true);
    expect(await fieldOf(activate(id))).toEqual([409, "testedAt"]);
    await patchConnection(run, { id }, { testedAt: Date.now() });
    expect((await activate(id)).state).toBe("active");
  });

  test("is undone by another identity provider, not by a new certificate, secret or name", async () => {
    const { id: providerId } = await newOidcConnection(client, organizationId);
    await verifyDomain(run, project, { organizationId, domain: "acme.example" });
    await patchConnection(run, { id: providerId }, { testedAt: Date.now() });
    await activate(providerId);
    const kept = await client.sso.updateConnection({
      ...{ providerId, name: "Renamed", domains: [] },
      oidcConfig: { clientSecret: "new", scopes: ["email"], issuer: "https://idp.example.com" },
    });
    expect(kept.state).toBe("active");
    for (const oidcConfig of [
      { issuer: "https://other.example.com" },
      { tokenUrl: "https://other.example.com/token" },
    ]) {
      const update = client.sso.updateConnection({ providerId, oidcConfig });
      expect(await fieldOf(update), "would send the secret elsewhere").toEqual([
        422,
        "oidcConfig.clientSecret",
      ]);
    }
    const other = await client.sso.updateConnection({
      ...{ providerId, oidcConfig: { issuer: "https://other.example.com", clientSecret: "its" } },
    });
    expect(other).toMatchObject({ state: "validating", testedAt: null });
    expect(await fieldOf(activate(providerId))).toEqual([409, "domains"]);
    const types = (await client.events.listEvents({ limit: 50 })).data.map(({ type }) => type);
    expect(types.filter((type) => type.startsWith("sso.connection."))).toEqual([
      "sso.connection.created",
      "sso.connection.updated",
      "sso.connection.activated",
      "sso.connection.updated",
      "sso.connection.updated",
      "sso.connection.deactivated",
    ]);
  });

  test("and deactivation go to and fro", async () => {
    const { id: providerId } = await newUsedConnection(run, client, organizationId);
    await verifyDomain(run, project, { organizationId, domain: "acme.example" });
    const off = await client.sso.updateConnection({ providerId, active: false });
    const on = await activate(providerId);
    expect([off.state, on.state]).toEqual(["inactive", "active"]);
  });
});

describe("ssoEnforced", () => {
  const enforce = async (ssoEnforced: boolean, using = client) =>
    await using.organizations.updateOrganization({ organizationId, ssoEnforced });
  const codeOf = async (call: Promise<unknown>) => {
    const { status, errors } = await failureOf(call);
    return [status, errors[0]?.code];
  };

  test("needs an active connection and a sign-in through it within a day", async () => {
    expect(await codeOf(enforce(true))).toEqual([409, "no_active_connection"]);
    expect(await codeOf(newOrganization(client, { ssoEnforced: true }))).toEqual([
      409,
      "no_active_connection",
    ]);
    const other = await newOrganization(client);
    await newUsedConnection(run, client, other.id);
    expect(await codeOf(enforce(true)), "of another organization").toEqual([
      409,
      "no_active_connection",
    ]);
    const connection = await newUsedConnection(run, client, organizationId);
    await patchConnection(run, connection, { lastSessionAt: Date.now() - 86_400_001 });
    expect(await codeOf(enforce(true))).toEqual([409, "no_recent_sign_in"]);
    await patchConnection(run, connection, { lastSessionAt: Date.now() });
    expect((await enforce(true)).ssoEnforced).toBe(true);
    expect((await enforce(true)).ssoEnforced, "while it is on").toBe(true);
  });

  test("is turned off by a key of the project, whatever became of the connection, and audited", async () => {
    const { id: providerId } = await newUsedConnection(run, client, organizationId);
    await enforce(true);
    await client.sso.deleteConnection({ providerId, force: true });
    const { client: limited } = await keyWith(
      { runtime, project, client, sdk: runtime.sdk(project) },
      ["organization.update"],
    );
    expect((await enforce(false, limited)).ssoEnforced).toBe(false);
    const { data } = await client.auditLogs.listEvents({ action: "organization.updated" });
    expect(data[0]).toMatchObject({ changes: { before: { ssoEnforced: true } } });
  });

  test("keeps active connections, unless forced", async () => {
    const { id: providerId } = await newUsedConnection(run, client, organizationId);
    const draft = await newOidcConnection(client, organizationId);
    await enforce(true);
    await client.sso.deleteConnection({ providerId: draft.id });
    const other = { oidcConfig: { issuer: "https://other.example.com", clientSecret: "its" } };
    const calls = [
      async (force?: true) => await client.sso.updateConnection({ providerId, ...other, force }),
      async (force?: true) => await client.sso.deleteConnection({ providerId, force }),
    ];
    expect(
      await codeOf(client.sso.updateConnection({ providerId, active: false })),
      "deactivation",
    ).toEqual([409, "sso_enforced"]);
    for (const call of calls) expect(await codeOf(call())).toEqual([409, "sso_enforced"]);
    for (const call of calls) await call(true);
    expect((await client.sso.listConnections()).data).toEqual([]);
  });

  test("ends the sessions of a deleted connection, and keeps those of others", async () => {
    const connection = await newUsedConnection(run, client, organizationId);
    const kept = await newUsedConnection(run, client, organizationId);
    const members = [
      await newMember(client, { id: organizationId }, "owner"),
      await newMember(client, { id: organizationId }, "owner"),
    ] as const;
    const sessions = await Promise.all(
      members.map(async ({ userId }) => await beginOwnSession(run, client, userId)),
    );
    await run(async ({ db }) => {
      for (const [i, { id: connectionId }] of [connection, kept].entries()) {
        const session = (await db.query("sessions").collect()).find(
          ({ id }) => id === sessions[i]!.id,
        )!;
        await db.patch(session._id, {
          ...{ ssoOrganizationId: organizationId, ssoConnectionId: connectionId },
        });
        await db.insert("ssoProfiles", {
          ...{ projectId: project.id, id: `prof_${i}`, connectionId, organizationId },
          ...{ subjectHash: "h", idpId: "s", userId: members[i]!.userId, email: null, groups: [] },
          ...{ firstName: null, lastName: null, displayName: null, rawAttributes: "{}" },
          ...{ mappedRoles: [], lastLoginAt: 1, createdAt: 1 },
        });
      }
    });
    await enforce(true);
    const statuses = async () =>
      await Promise.all(
        sessions.map(async ({ token }) => {
          const response = await runtime.fetch(
            `/p/${project.id}/api/auth/organization/list-members`,
            {
              method: "POST",
              headers: { authorization: `Bearer ${token}` },
              body: JSON.stringify({ organizationId }),
            },
          );
          return response.status;
        }),
      );
    expect(await statuses()).toEqual([200, 200]);
    await client.sso.deleteConnection({ providerId: connection.id, force: true });
    expect(await statuses()).toEqual([401, 200]);
    const rows = await allRows(runtime.engine);
    expect(rows.ssoProfiles.map(({ id }) => id)).toEqual(["prof_1"]);
    expect(rows.ssoDeletions).toEqual([]);
  });
});

describe("permissions", () => {
  const asMember = async (role: string | string[]) => {
    const { userId } = await newMember(client, { id: organizationId }, role);
    const { token } = await beginOwnSession(run, client, userId);
    const transport = httpTransport({
      ...{ apiKey: token, baseUrl: `${runtime.origin}/p/${project.id}`, retries: 0 },
      fetch: async (input, init) => {
        const { pathname, search } = new URL(input instanceof Request ? input.url : input);
        return await runtime.fetch(pathname + search, init);
      },
    });
    return wireClient({ transport });
  };
  const ofMember = ["organization.read", "member.read", "team.read"];
  const mapped = (role: string) => ({
    ...{ organizationId, type: "saml" as const, name: "A" },
    roleMapping: [{ attribute: "groups", value: "x", role }],
  });

  test("whoever maps a role must hold it, before and after an update", async () => {
    await newRole(client, "configurator", ["sso.*", ...ofMember]);
    const by = await asMember("configurator");
    const own = await by.sso.createConnection(mapped("member"));
    expect(await failureOf(by.sso.createConnection(mapped("admin")))).toMatchObject({
      status: 403,
    });
    const update = { providerId: own.id, roleMapping: mapped("admin").roleMapping };
    expect(await failureOf(by.sso.updateConnection(update))).toMatchObject({ status: 403 });
    await client.sso.updateConnection(update);
    for (const change of [{ name: "B" }, { roleMapping: [] }, { active: true }])
      expect(
        await failureOf(by.sso.updateConnection({ providerId: own.id, ...change })),
        "of a connection that gives more",
      ).toMatchObject({ status: 403 });
  });

  test("what a connection trusts is chosen by a caller that holds what the members hold", async () => {
    await newRole(client, "configurator", ["sso.*", ...ofMember]);
    const by = await asMember("configurator");
    const certified = await client.sso.createConnection({
      ...{ organizationId, type: "saml", name: "A" },
      samlConfig: { idpCertificate: certificate },
    });
    const { id: providerId } = await newOidcConnection(client, organizationId);
    const issuer = "https://other.example.com";
    const changes: (() => Promise<unknown>)[] = [
      async () => await by.sso.updateConnection({ providerId, domains: ["b.example"] }),
      ...[
        { clientId: "other" },
        { clientSecret: "other" },
        { issuer, clientSecret: "its" },
        { tokenUrl: `${issuer}/token`, clientSecret: "its" },
        { jwksUrl: `${issuer}/jwks` },
        { claimMapping: { email: "upn" } },
      ].map((oidcConfig) => async () => await by.sso.updateConnection({ providerId, oidcConfig })),
      ...[
        { idpCertificate: nextCertificate },
        { idpEntityId: issuer },
        { idpSsoUrl: issuer },
        { metadataXml: metadataXml() },
      ].map(
        (samlConfig) => async () =>
          await by.sso.updateConnection({ providerId: certified.id, samlConfig }),
      ),
      async () => await newOidcConnection(by, organizationId),
    ];
    for (const change of changes) await change(); // no member holds more
    await asMember("owner");
    const before = await client.sso.listConnections();
    const others = [
      async () => await by.sso.updateConnection({ providerId, domains: ["c.example"] }),
      async () =>
        await by.sso.updateConnection({ providerId, oidcConfig: { clientSecret: "another" } }),
      async () =>
        await by.sso.updateConnection({ providerId, oidcConfig: { clientId: "another" } }),
      async () =>
        await by.sso.updateConnection({
          ...{ providerId: certified.id, samlConfig: { idpCertificate: nextCertificate } },
        }),
      async () => await newOidcConnection(by, organizationId),
    ];
    for (const change of others)
      expect(await failureOf(change())).toMatchObject({ status: 403, code: "forbidden" });
    expect(await client.sso.listConnections()).toEqual(before);
    const kept = { providerId, name: "Renamed", jit: false, domains: ["b.example"] };
    expect((await by.sso.updateConnection(kept)).name).toBe("Renamed");
    const owner = await asMember("owner");
    await owner.sso.updateConnection({ providerId, domains: ["c.example"] });
  });

  test("owner is mapped by an owner or a key with full access only", async () => {
    const owner = await asMember("owner");
    expect((await owner.sso.createConnection(mapped("owner"))).roleMapping).toHaveLength(1);
    expect((await client.sso.createConnection(mapped("owner"))).roleMapping).toHaveLength(1);
    await newRole(client, "everything", ["*"]);
    const scene = { runtime, project, client, sdk: runtime.sdk(project) };
    const bound = await keyWith(scene, ["*"], { organizationId });
    for (const by of [await asMember("everything"), bound.client])
      expect(await failureOf(by.sso.createConnection(mapped("owner")))).toMatchObject({
        status: 403,
      });
  });

  test("a mapped role that was deleted keeps no connection from being changed", async () => {
    const { id } = await newRole(client, "auditor");
    const { id: providerId } = await client.sso.createConnection(mapped("auditor"));
    await client.rbac.deleteRole({ id });
    expect((await client.sso.updateConnection({ providerId, name: "B" })).name).toBe("B");
    expect(
      (await client.sso.updateConnection({ providerId, roleMapping: [] })).roleMapping,
    ).toEqual([]);
  });

  test("an organization's key and member see only their organization's connections", async () => {
    const other = await newOrganization(client);
    const [own, foreign] = [
      await newOidcConnection(client, organizationId),
      await newOidcConnection(client, other.id),
    ];
    const scene = { runtime, project, client, sdk: runtime.sdk(project) };
    const { client: bound } = await keyWith(scene, ["*"], { organizationId });
    const member = await asMember("owner");
    for (const by of [bound, member]) {
      const listed = await by.sso.listConnections({ organizationId });
      expect(listed.data.map(({ id }) => id)).toEqual([own.id]);
      const attempts = [
        async () => await by.sso.getConnection(foreign.id),
        async () => await by.sso.updateConnection({ providerId: foreign.id, name: "mine" }),
        async () => await by.sso.deleteConnection({ providerId: foreign.id, force: true }),
        async () => await by.sso.listConnections({ organizationId: other.id }),
        async () =>
          await by.sso.createConnection({ organizationId: other.id, type: "saml", name: "A" }),
      ];
      for (const attempt of attempts)
        expect(await failureOf(attempt())).toMatchObject({ status: 404 });
    }
    expect((await client.sso.getConnection(foreign.id)).name).toBe("Acme");
  });
});

describe("two projects with two organizations each, the same issuer and the same domains", () => {
  test("are unrelated: every list, domain and deletion stays in its organization", async () => {
    const projects = [project, await newProject(runtime)];
    const made: { client: WireClient; organizationId: string; connectionId: string }[] = [];
    for (const each of projects) {
      const of = runtime.client(each);
      for (let i = 0; i < 2; i++) {
        const { id } = await newOrganization(of);
        const connection = await newOidcConnection(of, id);
        made.push({ client: of, organizationId: id, connectionId: connection.id });
      }
      await verifyDomain(run, each, {
        organizationId: made.at(-1)!.organizationId,
        domain: "acme.example",
      });
    }
    const seen = await Promise.all(
      made.map(async (each) => {
        const listed = await each.client.sso.listConnections({
          organizationId: each.organizationId,
        });
        return listed.data.map(({ id, domainVerified }) => [id, domainVerified]);
      }),
    );
    expect(seen).toEqual(made.map(({ connectionId }, i) => [[connectionId, i % 2 === 1]]));
    for (const [i, { client: by }] of made.entries())
      for (const [j, { connectionId: providerId, client: owner }] of made.entries())
        if (by !== owner) {
          const attempt = by.sso.deleteConnection({ providerId, force: true });
          expect(await failureOf(attempt), `${i} deletes ${j}`).toMatchObject({ status: 404 });
        }
    await made[0]!.client.organizations.deleteOrganization(made[0]!.organizationId);
    const rows = await allRows(runtime.engine);
    const left = made.slice(1).map(({ connectionId }) => connectionId);
    expect(rows.ssoConnections.map(({ id }) => id)).toEqual(left);
    expect(rows.ssoConnectionDomains.map((row) => row.connectionId)).toEqual(left);
    expect(rows.dataKeys.map(({ ownerId }) => ownerId)).toEqual(left);
  });
});

test("an organization has at most 20 connections", async () => {
  for (let i = 0; i < 20; i++)
    await client.sso.createConnection({ organizationId, type: "saml", name: `C ${i}` });
  const more = client.sso.createConnection({ organizationId, type: "saml", name: "C" });
  expect(await failureOf(more)).toMatchObject({ status: 409 });
  const ofType = await client.sso.listConnections({ connectionType: "oidc" });
  expect(ofType.data).toEqual([]);
  const { data, listMetadata } = await client.sso.listConnections({
    ...{ connectionType: "saml", organizationId, limit: 15 },
  });
  expect([data.length, listMetadata.before, typeof listMetadata.after]).toEqual([
    15,
    null,
    "string",
  ]);
});

test("the expiry of the last certificate is announced 30 days before, once", async () => {
  const expiring = await client.sso.createConnection({
    ...{ organizationId, type: "saml", name: "Acme" },
    samlConfig: { idpCertificate: `${certificate}\n${nextCertificate}` },
  });
  const replaced = await client.sso.createConnection({
    ...{ organizationId, type: "saml", name: "Replaced" },
    samlConfig: { idpCertificate: certificate },
  });
  const sweepAt = async (time: string) => {
    vi.useFakeTimers({ now: new Date(time), toFake: ["Date"] });
    await runtime.run("expiry/sweep:sweep");
    const jobs = await runtime.engine.run(
      async (ctx) => await ctx.db.system.query("_scheduled_functions").collect(),
    );
    for (const { name, args } of jobs.filter((job) => job.name.includes("certificates")))
      await runtime.run(name, args[0] as object);
    const { data } = await client.events.listEvents({
      eventTypes: ["sso.connection.certificate_expiring"],
    });
    return data.map((event) => [(event.data as { id: string }).id, event.data]);
  };
  await client.sso.updateConnection({
    ...{ providerId: replaced.id, samlConfig: { idpCertificate: nextCertificate } },
  });
  expect(await sweepAt("2039-12-02T00:00:00Z")).toEqual([]);
  expect(await sweepAt("2040-11-30T23:59:00Z")).toEqual([]);
  const announced = await sweepAt("2040-12-02T00:00:00Z");
  expect(new Set(announced.map(([id]) => id))).toEqual(new Set([expiring.id, replaced.id]));
  expect(announced[0]![1]).toMatchObject({ daysLeft: 30 });
  expect(await sweepAt("2040-12-03T00:00:00Z")).toHaveLength(2);
});
