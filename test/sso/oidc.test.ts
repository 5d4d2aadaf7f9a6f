import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FakeIssuer, type Approval } from "../support/fakeIssuer";
import { IdentityProvider } from "../support/identityProvider";
import { begin, comeBack, ruleOf, ssoStage, type Tenant } from "../support/ssoStage";

const stage = ssoStage();
const issuer = new FakeIssuer();
beforeAll(async () => void (await issuer.start()));
afterAll(() => issuer.close());

/** A tenant with a connection to the fake issuer. */
async function newScene() {
  const tenant = await stage.newTenant();
  const connectionId = await stage.connectOidc(tenant, issuer.issuer);
  const email = `ada@${tenant.domain}`;
  return { tenant, connectionId, email, claims: { sub: "ada", email } };
}

/** Signs in, and returns the answer at the callback. */
async function signIn(
  { tenant, claims }: { tenant: Tenant; claims: { email: string; sub: string } },
  approval: Approval = {},
) {
  const visitor = stage.visit(tenant);
  const back = await issuer.approve(
    await begin(visitor, { email: claims.email }),
    claims,
    approval,
  );
  const returned = await comeBack(visitor, back);
  return { visitor, back, returned, session: (await visitor.client.getSession()).data };
}

test("a person signs in at a certified provider, from the start to the session", async () => {
  const provider = await new IdentityProvider().start();
  const tenant = await stage.newTenant();
  const connectionId = await stage.connectOidc(tenant, provider.issuer);
  provider.register([stage.callbackUrl(tenant, connectionId)]);
  const email = `ada@${tenant.domain}`;
  provider.people.set("ada", { email, name: "Ada Lovelace" });
  const visitor = stage.visit(tenant);
  const authorization = await begin(visitor, { email });
  const { searchParams } = new URL(authorization);
  expect(searchParams.get("code_challenge_method")).toBe("S256");
  expect(searchParams.get("login_hint")).toBe(email);
  const back = await provider.consent(authorization, "ada");
  expect(back.searchParams.get("iss")).toBe(provider.issuer);
  const { location } = await comeBack(visitor, back.href);
  expect(location).toBe(`${stage.runtime.origin}/home`);
  const { data } = await visitor.client.getSession();
  expect(data?.user).toMatchObject({ email, emailVerified: true, name: "Ada Lovelace" });
  const { admin, organizationId } = tenant;
  const members = await admin.organizations.listMembers({ organizationId });
  expect(members.data.map(({ source, role }) => [source, role])).toEqual([["sso", "member"]]);
  expect(data?.session).toMatchObject({ activeOrganizationId: organizationId });
  provider.close();
});

describe("a response is refused", () => {
  const other = { issuer: "https://other.example.com" };
  const cases: readonly (readonly [name: string, rule: string, approval: Approval])[] = [
    ["with an error", "oidc_error", { callback: { error: "access_denied" } }],
    ["of another issuer", "oidc_response", { callback: { iss: other.issuer } }],
    ["without the issuer that was announced", "oidc_response", { callback: { iss: undefined } }],
    ["with a made-up code", "oidc_token", { callback: { code: "stolen" } }],
    ["without a code", "oidc_token", { callback: { code: undefined } }],
    ["with a token that is not signed", "oidc_id_token", { alg: "none" }],
    ["signed with the client's secret", "oidc_id_token", { alg: "HS256" }],
    ["signed by a key that is not announced", "oidc_signature", { header: { kid: "other" } }],
    ["for another client", "oidc_id_token", { idToken: { aud: "other" } }],
    ["for several clients", "oidc_id_token", { idToken: { aud: ["banata", "other"] } }],
    ["by another issuer", "oidc_id_token", { idToken: { iss: other.issuer } }],
    ["with another nonce", "oidc_id_token", { idToken: { nonce: "other" } }],
    ["without a nonce", "oidc_id_token", { idToken: { nonce: undefined } }],
    ["that has expired", "oidc_id_token", { idToken: { exp: 1, iat: 0 } }],
    ["without an expiry", "oidc_id_token", { idToken: { exp: undefined } }],
    ["without a subject", "oidc_id_token", { idToken: { sub: undefined } }],
    ["with an empty subject", "oidc_userinfo", { idToken: { sub: "" } }],
    ["with a subject of control characters", "subject_invalid", { idToken: { sub: "a\nb" } }],
    ["whose userinfo is another person's", "oidc_userinfo", { userinfo: { sub: "eve" } }],
    ["without an address", "email_missing", { userinfo: { email: undefined } }],
    ["with an address of no form", "email_missing", { userinfo: { email: "ada" } }],
    ["whose address is unverified", "email_unchecked", { userinfo: { email_verified: false } }],
    [
      "whose address is of no domain of Entra's tenant",
      "email_unchecked",
      { idToken: { xms_edov: false } },
    ],
    ["the same as text", "email_unchecked", { idToken: { xms_edov: "0" } }],
    [
      "with an address elsewhere",
      "email_outside_domains",
      { userinfo: { email: "ada@other.example" } },
    ],
  ];
  test.each(cases)("%s (%s)", async (_name, rule, approval) => {
    const scene = await newScene();
    const sub = approval.idToken && "sub" in approval.idToken ? approval.idToken.sub : "ada";
    const { returned, session } = await signIn(scene, {
      ...approval,
      userinfo: { sub, ...approval.userinfo },
    });
    expect(returned).toMatchObject({ status: 403, location: null });
    expect(await ruleOf(scene.tenant.admin, returned)).toBe(rule);
    expect(session).toBeNull();
    const { users, organizations } = scene.tenant.admin;
    expect((await users.listUsers()).data).toEqual([]);
    const { organizationId } = scene.tenant;
    expect((await organizations.listMembers({ organizationId })).data).toEqual([]);
  });

  test.each([500, 404, 302])(
    "not because the userinfo endpoint answers %i, if the ID token has a verified address",
    async (status) => {
      const scene = await newScene();
      issuer.userinfoStatus = status;
      const { email } = scene;
      const unchecked = await signIn(scene, { idToken: { email } });
      const named = await signIn(scene, { idToken: { email, email_verified: true } });
      const unnamed = await signIn({ ...scene, claims: { ...scene.claims, sub: "eve" } });
      issuer.userinfoStatus = 200;
      expect(await ruleOf(scene.tenant.admin, unchecked.returned)).toBe("email_unchecked");
      expect(named.session?.user.email).toBe(email);
      expect(await ruleOf(scene.tenant.admin, unnamed.returned)).toBe("oidc_userinfo");
    },
  );

  test("if the userinfo endpoint fails and may have what the role mapping needs", async () => {
    const { tenant, connectionId, email, claims } = await newScene();
    await tenant.admin.sso.updateConnection({
      providerId: connectionId,
      roleMapping: [{ attribute: "groups", value: "admins", role: "admin" }],
    });
    const groups = ["admins"];
    await signIn({ tenant, claims: { ...claims, ...{ groups } } });
    issuer.userinfoStatus = 500;
    const without = await signIn({ tenant, claims }, { idToken: { email } });
    const within = await signIn({ tenant, claims }, { idToken: { email, groups } });
    issuer.userinfoStatus = 200;
    expect(await ruleOf(tenant.admin, without.returned)).toBe("attribute_omitted");
    expect(within.session?.user.email).toBe(email);
    const { organizationId } = tenant;
    const { data } = await tenant.admin.organizations.listMembers({ organizationId });
    expect(data.map(({ role }) => role)).toEqual(["admin"]);
  });

  test("and recorded without anything of it", async () => {
    const scene = await newScene();
    const { returned } = await signIn(scene, { idToken: { nonce: "a-secret-of-the-token" } });
    const { admin, organizationId } = scene.tenant;
    const { data: events } = await admin.events.listEvents({ eventTypes: ["sso.sign_in_failed"] });
    expect(events.map(({ data }) => data)).toEqual([
      {
        connectionId: scene.connectionId,
        organizationId,
        protocol: "oidc",
        rule: "oidc_id_token",
        code: returned.code,
      },
    ]);
    const { data } = await admin.auditLogs.listEvents({ action: "sso.sign_in_failed" });
    expect(data).toMatchObject([{ outcome: "failed", context: { organizationId } }]);
    expect(JSON.stringify([events, data])).not.toMatch(/a-secret-of-the-token|ada@|eyJ/);
  });

  test("at the app's own page, if it has named one", async () => {
    const { tenant, claims } = await newScene();
    const visitor = stage.visit(tenant);
    const authorization = await begin(visitor, { email: claims.email, errorCallbackURL: "/oops" });
    const back = await issuer.approve(authorization, claims, { callback: { error: "x" } });
    const { location } = await comeBack(visitor, back);
    expect(location).toMatch(/\/oops\?error=oidc_error&error_code=SSO-/);
  });
});

describe("a sign-in ends only once, and only where it began", () => {
  test("not in another browser", async () => {
    const { tenant, claims } = await newScene();
    const [ada, eve] = [stage.visit(tenant), stage.visit(tenant)];
    const back = await issuer.approve(await begin(ada, { email: claims.email }), claims);
    await begin(eve, { email: claims.email }); // has a cookie of a sign-in of its own
    const returned = await comeBack(eve, back);
    expect(await ruleOf(tenant.admin, returned)).toBe("browser_changed");
    expect((await eve.client.getSession()).data).toBeNull();
    expect((await comeBack(ada, back)).location).toContain("/home");
  });

  test("not twice", async () => {
    const scene = await newScene();
    const { visitor, back } = await signIn(scene);
    const again = await comeBack(visitor, back);
    expect(await ruleOf(scene.tenant.admin, again)).toBe("start_unknown");
  });

  test("not at another connection, nor in another project", async () => {
    const one = await newScene();
    const otherId = await stage.connectOidc(one.tenant, issuer.issuer);
    const visitor = stage.visit(one.tenant);
    const back = new URL(
      await issuer.approve(await begin(visitor, { email: one.email }), one.claims),
    );
    const elsewhere = new URL(back);
    elsewhere.pathname = elsewhere.pathname.replace(one.connectionId, otherId);
    const refused = await comeBack(visitor, elsewhere.href);
    expect(await ruleOf(one.tenant.admin, refused)).toBe("start_unknown");
    const two = await newScene();
    const foreign = new URL(back);
    foreign.pathname = foreign.pathname.replace(one.tenant.project.id, two.tenant.project.id);
    expect((await comeBack(visitor, foreign.href)).status).toBe(403);
    expect((await comeBack(visitor, back.href)).location).toContain("/home");
  });

  test("as one session, if the callback comes several times at once", async () => {
    const { tenant, claims } = await newScene();
    const visitor = stage.visit(tenant);
    const back = await issuer.approve(await begin(visitor, { email: claims.email }), claims);
    const returned = await Promise.all(
      Array.from({ length: 5 }, async () => await comeBack(visitor, back)),
    );
    expect(returned.filter(({ location }) => location?.endsWith("/home"))).toHaveLength(1);
    const { data } = await tenant.admin.events.listEvents({ eventTypes: ["session.created"] });
    expect(data).toHaveLength(1);
  });

  test("not after the identity provider of the connection was changed", async () => {
    const { tenant, connectionId, claims } = await newScene();
    const visitor = stage.visit(tenant);
    const back = await issuer.approve(await begin(visitor, { email: claims.email }), claims);
    await stage.patchConnection(connectionId, { version: 2 });
    const returned = await comeBack(visitor, back);
    expect(await ruleOf(tenant.admin, returned)).toBe("connection_changed");
  });

  test("not after the connection was deactivated", async () => {
    const { tenant, connectionId, claims } = await newScene();
    const visitor = stage.visit(tenant);
    const back = await issuer.approve(await begin(visitor, { email: claims.email }), claims);
    await tenant.admin.sso.updateConnection({ providerId: connectionId, active: false });
    const returned = await comeBack(visitor, back);
    expect(await ruleOf(tenant.admin, returned)).toBe("connection_inactive");
  });

  test("and its start page opens once", async () => {
    const { tenant, email } = await newScene();
    const visitor = stage.visit(tenant);
    const { url } = (await (
      await visitor.post("/sign-in/sso", { email, callbackURL: "/home" })
    ).json()) as { url: string };
    expect((await comeBack(visitor, url)).status).toBe(302);
    expect(await ruleOf(tenant.admin, await comeBack(visitor, url))).toBe("start_unknown");
    expect((await comeBack(visitor, url.replace(/token=..../, "token=0000"))).status).toBe(403);
  });
});

describe("the issuer", () => {
  test("is refused if its discovery document is another's", async () => {
    const { tenant, email } = await newScene();
    issuer.discovery = { issuer: "https://other.example.com" };
    const visitor = stage.visit(tenant);
    const begun = await visitor.post("/sign-in/sso", { email, callbackURL: "/" });
    const { url } = (await begun.json()) as { url: string };
    const returned = await comeBack(visitor, url);
    issuer.discovery = {};
    expect(await ruleOf(tenant.admin, returned)).toBe("oidc_discovery");
  });

  test("cannot write at length, or lines, into the audit log", async () => {
    const { tenant, email } = await newScene();
    issuer.discovery = {
      id_token_signing_alg_values_supported: ["X\nY", "Z".repeat(200_000)],
    };
    const visitor = stage.visit(tenant);
    const begun = await visitor.post("/sign-in/sso", { email, callbackURL: "/" });
    const { url } = (await begun.json()) as { url: string };
    const { code } = await comeBack(visitor, url);
    issuer.discovery = {};
    const { data } = await tenant.admin.auditLogs.listEvents({ targetId: code! });
    const { detail } = data[0]!.metadata as { detail: string };
    expect(detail).toMatch(/^No supported signature algorithm: X Y, Z+$/);
    expect(detail).toHaveLength(300);
  });

  test.each([
    ["http://idp.example.com/token"],
    ["https://169.254.169.254/token"],
    ["https://db.internal/token"],
    ["file:///etc/passwd"],
    ["javascript:alert(1)"],
  ])("is refused if it announces %s", async (endpoint) => {
    for (const field of ["token_endpoint", "authorization_endpoint", "jwks_uri"]) {
      const { tenant, email } = await newScene();
      issuer.discovery = { [field]: endpoint };
      const visitor = stage.visit(tenant);
      const begun = await visitor.post("/sign-in/sso", { email, callbackURL: "/" });
      const { url } = (await begun.json()) as { url: string };
      const returned = await comeBack(visitor, url);
      issuer.discovery = {};
      expect(await ruleOf(tenant.admin, returned), field).toBe("oidc_discovery");
    }
  });

  test("may replace its keys, which are kept until then", async () => {
    const scene = await newScene();
    expect((await signIn(scene)).session).not.toBeNull();
    issuer.requests.length = 0;
    expect((await signIn(scene)).session).not.toBeNull();
    expect(issuer.requests).toEqual(["/token", "/userinfo"]);
    await issuer.rotate("ES256");
    // Within a minute of the last time, the keys are not fetched again.
    const { returned } = await signIn(scene);
    expect(await ruleOf(scene.tenant.admin, returned)).toBe("oidc_signature");
    await stage.engine.run(async (ctx) => {
      for await (const row of ctx.db.query("ssoKeySets"))
        await ctx.db.patch("ssoKeySets", row._id, { fetchedAt: Date.now() - 61_000 });
    });
    expect((await signIn(scene)).session).not.toBeNull();
    await issuer.rotate("RS256");
  });
});
