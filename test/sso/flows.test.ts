/** How a sign-in begins and ends: for servers with a key, for pages, and for tests of a connection. */
import { createLocalJWKSet, jwtVerify } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { crossSitePage, PAGE } from "../support/crossSitePage";
import { FakeIssuer } from "../support/fakeIssuer";
import { begin, comeBack, open, ruleOf, ssoStage } from "../support/ssoStage";

const stage = ssoStage();
const issuer = new FakeIssuer();
beforeAll(async () => void (await issuer.start()));
afterAll(() => issuer.close());
beforeEach(() => void vi.useRealTimers());

const redirectUri = "https://app.example.com/callback";

async function newScene() {
  const tenant = await stage.newTenant();
  const connectionId = await stage.connectOidc(tenant, issuer.issuer);
  const { clientId } = await tenant.admin.authClients.createClient({
    ...{ name: "App", type: "web", redirectUris: [redirectUri] },
  });
  const email = `ada@${tenant.domain}`;
  return { tenant, connectionId, clientId, email, claims: { sub: "ada", email, name: "Ada" } };
}
type Scene = Awaited<ReturnType<typeof newScene>>;

/** A sign-in that a server starts, until it ends with a code. */
async function getCode({ tenant, connectionId, claims }: Scene, state?: string): Promise<URL> {
  const { url } = await tenant.admin.sso.getAuthorizationUrl({
    ...{ providerId: connectionId, callbackURL: redirectUri },
    ...(state === undefined ? {} : { state }),
  });
  const visitor = stage.visit(tenant);
  const back = await issuer.approve(await open(visitor, url), claims);
  const { location, text } = await comeBack(visitor, back);
  expect(location, text).toMatch(redirectUri);
  expect((await visitor.client.getSession()).data).toBeNull();
  return new URL(location!);
}

describe("a sign-in that a server starts", () => {
  test("ends with a code for the profile and a token", async () => {
    const scene = await newScene();
    const { admin, organizationId, project } = scene.tenant;
    const ended = await getCode(scene, "a state & more=x");
    expect(ended.searchParams.get("state")).toBe("a state & more=x");
    const code = ended.searchParams.get("code")!;
    const { profile, accessToken } = await admin.sso.getProfileAndToken({ code });
    expect(profile).toMatchObject({
      ...{ connectionId: scene.connectionId, connectionType: "oidc", organizationId },
      ...{ idpId: "ada", email: scene.email, displayName: "Ada", groups: [] },
      rawAttributes: { sub: ["ada"], email: [scene.email], name: ["Ada"] },
    });
    expect(profile.id).toMatch(/^prof_/);
    expect((await admin.users.getUser({ userId: profile.userId })).email).toBe(scene.email);
    const keys = await stage.runtime.fetch(`/p/${project.id}/api/auth/jwks`);
    const verified = await jwtVerify(accessToken, createLocalJWKSet(await keys.json()), {
      audience: `sso:${scene.connectionId}`,
      typ: "sso-profile+jwt",
    });
    expect(verified.payload).toMatchObject({ sub: profile.id, user_id: profile.userId });
    expect(verified.payload.exp! - verified.payload.iat!).toBe(900);
    // It is no session.
    const asSession = await stage.runtime.fetch(`/p/${project.id}/api/auth/get-session`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    expect(await asSession.json()).toBeNull();
  });

  test("whose code works once, for 60 seconds, and only for its project, connection and redirect", async () => {
    const scene = await newScene();
    const { admin } = scene.tenant;
    const other = await newScene();
    const refused = { code: "validation_error", errors: [{ field: "code", code: "invalid_code" }] };
    const code = async () => (await getCode(scene)).searchParams.get("code")!;
    const used = await code();
    await expect(other.tenant.admin.sso.getProfileAndToken({ code: used })).rejects.toMatchObject(
      refused,
    );
    const answers = await Promise.allSettled(
      Array.from({ length: 3 }, async () => await admin.sso.getProfileAndToken({ code: used })),
    );
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(admin.sso.getProfileAndToken({ code: "ssoc_made-up" })).rejects.toMatchObject(
      refused,
    );
    const late = await code();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 61_000 });
    await expect(admin.sso.getProfileAndToken({ code: late })).rejects.toMatchObject(refused);
    vi.useRealTimers();
    const unregistered = await code();
    await admin.authClients.updateClient({ clientId: scene.clientId, redirectUris: [] });
    await expect(admin.sso.getProfileAndToken({ code: unregistered })).rejects.toMatchObject(
      refused,
    );
    await admin.authClients.updateClient({
      ...{ clientId: scene.clientId, redirectUris: [redirectUri] },
    });
    const unlinked = await code();
    const [person] = (await admin.users.listUsers()).data;
    await admin.sso.unlinkProfile({ providerId: scene.connectionId, userId: person!.id });
    await expect(admin.sso.getProfileAndToken({ code: unlinked })).rejects.toMatchObject(refused);
    const stopped = await code();
    await admin.sso.updateConnection({ providerId: scene.connectionId, active: false });
    await expect(admin.sso.getProfileAndToken({ code: stopped })).rejects.toMatchObject(refused);
  });

  test("ends only at a registered redirect of an enabled client", async () => {
    const { tenant, connectionId: providerId, clientId } = await newScene();
    const { admin } = tenant;
    const wrong = [
      "https://evil.example/",
      `${redirectUri}/`,
      `${redirectUri}?x=1`,
      "//evil.example",
      "/callback",
      "javascript:alert(1)",
      `https://app.example.com@evil.example/callback`,
      redirectUri.toUpperCase(),
    ];
    for (const callbackURL of wrong)
      await expect(
        admin.sso.getAuthorizationUrl({ providerId, callbackURL }),
        callbackURL,
      ).rejects.toMatchObject({ code: "validation_error", errors: [{ field: "callbackURL" }] });
    await admin.authClients.updateClient({ clientId, enabledMethods: ["emailPassword"] });
    const begun = admin.sso.getAuthorizationUrl({ providerId, callbackURL: redirectUri });
    await expect(begun).rejects.toMatchObject({ code: "validation_error" });
    await admin.authClients.updateClient({ clientId, enabledMethods: null, disabled: true });
    const again = admin.sso.getAuthorizationUrl({ providerId, callbackURL: redirectUri });
    await expect(again).rejects.toMatchObject({ code: "validation_error" });
  });

  test("goes through the connection that it names", async () => {
    const scene = await newScene();
    const { admin, domain, organizationId, project } = scene.tenant;
    const other = await newScene();
    const begun = async (input: object) =>
      await admin.sso.getAuthorizationUrl({ callbackURL: redirectUri, ...input });
    for (const named of [
      { providerId: scene.connectionId },
      { organizationId },
      { domain },
      { domain, issuer: issuer.issuer },
    ])
      expect((await begun(named)).url).toContain(`/p/${project.id}/api/auth/sso/start?token=`);
    for (const named of [
      { providerId: other.connectionId },
      { organizationId: other.tenant.organizationId },
      { domain: other.tenant.domain },
      { domain: "unknown.example" },
      { organizationId, issuer: "https://other.example.com" },
      { organizationId: other.tenant.organizationId, providerId: scene.connectionId },
    ])
      await expect(begun(named), JSON.stringify(named)).rejects.toMatchObject({
        code: "not_found",
      });
    await expect(begun({})).rejects.toMatchObject({ code: "validation_error" });
  });

  test("cannot leave the organization of its key", async () => {
    const scene = await newScene();
    const { admin, organizationId, project } = scene.tenant;
    const inside = await stage.newOrganization(project, admin);
    const { key } = await admin.apiKeys.createKey({
      ...{ name: "key", organizationId: inside.organizationId, permissions: ["sso.*"] },
    });
    const bound = stage.runtime.client(project, key);
    for (const named of [{ providerId: scene.connectionId }, { organizationId }])
      await expect(
        bound.sso.getAuthorizationUrl({ ...named, callbackURL: redirectUri }),
      ).rejects.toMatchObject({ code: "not_found" });
    const code = (await getCode(scene)).searchParams.get("code")!;
    await expect(bound.sso.getProfileAndToken({ code })).rejects.toMatchObject({
      code: "validation_error",
    });
    await admin.sso.getProfileAndToken({ code });
  });

  test("gives nothing of an organization that is being deleted", async () => {
    const scene = await newScene();
    const { admin, organizationId, project } = scene.tenant;
    const code = (await getCode(scene)).searchParams.get("code")!;
    await stage.engine.run(async (ctx) => {
      await ctx.db.insert("organizationDeletions", { projectId: project.id, organizationId });
      for await (const row of ctx.db.query("organizations"))
        if (row.id === organizationId)
          await ctx.db.patch("organizations", row._id, { state: "deleting" });
    });
    const providerId = scene.connectionId;
    await expect(admin.sso.getProfileAndToken({ code })).rejects.toMatchObject({
      errors: [{ code: "invalid_code" }],
    });
    await expect(
      admin.sso.getAuthorizationUrl({ providerId, callbackURL: redirectUri }),
    ).rejects.toMatchObject({ code: "not_found" });
    await expect(admin.sso.testConnection({ providerId })).rejects.toMatchObject({
      code: "not_found",
    });
    const begun = await stage
      .visit(scene.tenant)
      .post("/sign-in/sso", { providerId, callbackURL: "/" });
    expect(begun.status).toBe(404);
  });

  const unwanted: readonly (readonly [
    name: string,
    change: (scene: Scene, userId: string) => Promise<unknown>,
  ])[] = [
    ["was banned", async ({ tenant }, userId) => await tenant.admin.users.banUser({ userId })],
    [
      "got a project role",
      async ({ tenant }, userId) => await tenant.admin.users.setRole({ userId, role: "admin" }),
    ],
    ["was deleted", async ({ tenant }, userId) => await tenant.admin.users.deleteUser({ userId })],
  ];
  test.each(unwanted)("gives no profile of a user who %s", async (_name, change) => {
    const scene = await newScene();
    const { admin } = scene.tenant;
    const code = (await getCode(scene)).searchParams.get("code")!;
    const [user] = (await admin.users.listUsers()).data;
    await change(scene, user!.id);
    await expect(admin.sso.getProfileAndToken({ code })).rejects.toMatchObject({
      errors: [{ code: "invalid_code" }],
    });
  });

  test("starts within ten minutes", async () => {
    const { tenant, connectionId } = await newScene();
    const { url } = await tenant.admin.sso.getAuthorizationUrl({
      ...{ providerId: connectionId, callbackURL: redirectUri },
    });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 10 * 60_000 + 1 });
    const returned = await comeBack(stage.visit(tenant), url);
    expect(await ruleOf(tenant.admin, returned)).toBe("start_unknown");
  });
});

describe("a sign-in of a page", () => {
  test("is found by address, domain, organization, its slug, and connection", async () => {
    const { tenant, connectionId, email } = await newScene();
    const { admin, domain, organizationId } = tenant;
    const { slug } = await admin.organizations.getOrganization({ organizationId });
    for (const named of [
      { email },
      { email: email.toUpperCase() },
      { domain },
      { organizationId },
      { organizationSlug: slug },
      { providerId: connectionId },
    ])
      expect(await begin(stage.visit(tenant), named)).toContain(issuer.issuer);
    for (const named of [
      { email: "ada@unknown.example" },
      { domain: "x" },
      { providerId: "x" },
      {},
    ])
      expect(
        (await stage.visit(tenant).post("/sign-in/sso", { ...named, callbackURL: "/" })).status,
        JSON.stringify(named),
      ).toBe(404);
  });

  test("ends only at a page of a trusted origin", async () => {
    const { tenant, email } = await newScene();
    for (const field of ["callbackURL", "errorCallbackURL", "newUserCallbackURL"])
      for (const url of [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:1",
      ]) {
        const response = await stage
          .visit(tenant)
          .post("/sign-in/sso", { email, callbackURL: "/", [field]: url });
        expect(response.status, `${field} ${url}`).toBe(403);
      }
  });

  test("is refused while the project has SSO disabled", async () => {
    const { tenant, email } = await newScene();
    await tenant.admin.configuration.saveDashboardConfig({ authMethods: { sso: false } });
    const response = await stage.visit(tenant).post("/sign-in/sso", { email, callbackURL: "/" });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: "METHOD_DISABLED" });
  });

  test("of another site ends with a one-time token", async () => {
    const { tenant, email, claims } = await newScene();
    const page = "https://app.example.com";
    await tenant.admin.configuration.saveDashboardConfig({ sessions: { corsOrigins: [page] } });
    const visitor = stage.visit(tenant);
    const response = await visitor.post(
      "/sign-in/sso",
      { email, callbackURL: `${page}/home` },
      { origin: page },
    );
    const { url } = (await response.json()) as { url: string };
    const back = await issuer.approve(await open(visitor, url), claims);
    const { location } = await comeBack(visitor, back);
    expect(location).toMatch(`${page}/home?ott=`);
    const token = new URL(location!).searchParams.get("ott");
    const redeemed = await stage
      .visit(tenant)
      .post("/one-time-token/verify", { token }, { origin: page });
    expect(await redeemed.json()).toMatchObject({ user: { email } });
  });

  test("of another site that keeps its cookies itself ends there only, also in two tabs at once", async () => {
    const { tenant, email, claims } = await newScene();
    await tenant.admin.configuration.saveDashboardConfig({ sessions: { corsOrigins: [PAGE] } });
    const [page, stranger] = [1, 2].map(() => crossSitePage(stage.runtime, tenant.project.id));
    const visitor = stage.visit(tenant);
    const urls: string[] = [];
    for (let tabs = 0; tabs < 2; tabs++) {
      const { data } = await page!.client.$fetch<{ url: string }>("/sign-in/sso", {
        ...{ method: "POST", body: { email, callbackURL: "/home" } },
      });
      urls.push(data!.url);
    }
    for (const url of urls) {
      const back = await issuer.approve(await open(visitor, url), claims);
      const token = new URL((await comeBack(visitor, back)).location!).searchParams.get("ott")!;
      expect((await stranger!.redeem(token)).error?.status).toBe(400);
      expect((await page!.redeem(token)).error).toBeNull();
    }
    expect((await visitor.client.getSession()).data).toBeNull();
  });

  test("goes through a connection of the protocol that it names", async () => {
    const { tenant, connectionId, email } = await newScene();
    const statuses = async (fields: object) =>
      (await stage.visit(tenant).post("/sign-in/sso", { callbackURL: "/", ...fields })).status;
    for (const named of [{ email }, { connectionId }, { providerId: connectionId }]) {
      expect(await statuses({ ...named, providerType: "oidc" })).toBe(200);
      expect(await statuses({ ...named, providerType: "saml" })).toBe(404);
      expect(await statuses({ ...named, providerType: "ldap" })).toBe(400);
    }
    expect(await statuses({ email, scopes: ["openid"], requestSignUp: true })).toBe(200);
  });

  test("takes a new user to a page of its own", async () => {
    const { tenant, email, claims } = await newScene();
    for (const end of ["/welcome", "/home"]) {
      const visitor = stage.visit(tenant);
      const authorization = await begin(visitor, { email, newUserCallbackURL: "/welcome" });
      const { location } = await comeBack(visitor, await issuer.approve(authorization, claims));
      expect(location).toBe(stage.runtime.origin + end);
    }
  });
});

describe("a sign-in ends only where it still may", () => {
  const errorCallbackURL = "https://app.example.com/oops";

  /** Until the identity provider's answer, which the returned function brings back. */
  async function half({ tenant, clientId, email, claims }: Scene, ofClient: boolean) {
    const visitor = stage.visit(tenant);
    const begun = await visitor.post(
      "/sign-in/sso",
      { email, callbackURL: redirectUri, errorCallbackURL },
      ofClient ? { "x-banata-client-id": clientId } : {},
    );
    const { url } = (await begun.json()) as { url: string };
    const back = await issuer.approve(await open(visitor, url), claims);
    return async () => {
      const returned = await comeBack(visitor, back);
      expect((await visitor.client.getSession()).data === null).toBe(returned.location === null);
      return returned;
    };
  }

  async function newHalf(ofClient: boolean) {
    const scene = await newScene();
    const { authClients, configuration } = scene.tenant.admin;
    await authClients.updateClient({
      ...{ clientId: scene.clientId, redirectUris: [redirectUri, errorCallbackURL] },
    });
    const corsOrigins = ["https://app.example.com"];
    await configuration.saveDashboardConfig({ sessions: { corsOrigins } });
    return { ...scene, end: await half(scene, ofClient) };
  }

  const changes: readonly (readonly [
    name: string,
    ofClient: boolean,
    change: (scene: Scene) => Promise<unknown>,
  ])[] = [
    [
      "not at a redirect that is no longer registered",
      true,
      async ({ tenant, clientId }) =>
        await tenant.admin.authClients.updateClient({ clientId, redirectUris: [errorCallbackURL] }),
    ],
    [
      "not with an error page that is no longer registered",
      true,
      async ({ tenant, clientId }) =>
        await tenant.admin.authClients.updateClient({ clientId, redirectUris: [redirectUri] }),
    ],
    [
      "not for a disabled client",
      true,
      async ({ tenant, clientId }) =>
        await tenant.admin.authClients.updateClient({ clientId, disabled: true }),
    ],
    [
      "not for a deleted client",
      true,
      async ({ tenant, clientId }) => await tenant.admin.authClients.deleteClient({ clientId }),
    ],
    [
      "not for a client that no longer offers SSO",
      true,
      async ({ tenant, clientId }) =>
        await tenant.admin.authClients.updateClient({ clientId, enabledMethods: ["passkey"] }),
    ],
    [
      "not at an origin that is no longer trusted",
      false,
      async ({ tenant }) =>
        await tenant.admin.configuration.saveDashboardConfig({ sessions: { corsOrigins: [] } }),
    ],
  ];
  test.each(changes)("%s", async (_name, ofClient, change) => {
    const { end, ...scene } = await newHalf(ofClient);
    await change(scene);
    const returned = await end();
    expect(await ruleOf(scene.tenant.admin, returned)).toBe("redirect_unregistered");
    expect((await scene.tenant.admin.users.listUsers()).data).toEqual([]);
  });

  test.each([true, false])("which is unchanged otherwise (client: %s)", async (ofClient) => {
    const { end } = await newHalf(ofClient);
    expect((await end()).location).toContain(redirectUri);
  });

  test("and so does one that a server starts", async () => {
    const { tenant, connectionId, clientId, claims } = await newScene();
    const { url } = await tenant.admin.sso.getAuthorizationUrl({
      ...{ providerId: connectionId, callbackURL: redirectUri },
    });
    const visitor = stage.visit(tenant);
    const back = await issuer.approve(await open(visitor, url), claims);
    await tenant.admin.authClients.updateClient({ clientId, disabled: true });
    expect(await ruleOf(tenant.admin, await comeBack(visitor, back))).toBe("redirect_unregistered");
  });
});

describe("the test sign-in of a connection", () => {
  test("shows what the identity provider sends, creates nothing, and allows the activation", async () => {
    const scene = await newScene();
    const { admin } = scene.tenant;
    const providerId = scene.connectionId;
    await stage.patchConnection(providerId, { state: "validating", testedAt: null });
    await expect(admin.sso.updateConnection({ providerId, active: true })).rejects.toMatchObject({
      code: "conflict",
      errors: [{ field: "testedAt" }],
    });
    const { url } = await admin.sso.testConnection({ providerId });
    const visitor = stage.visit(scene.tenant);
    const back = await issuer.approve(await open(visitor, url), {
      ...scene.claims,
      name: "<b>Ada</b>",
    });
    const { status, text } = await comeBack(visitor, back);
    expect(status).toBe(200);
    expect(text).toContain("Test passed");
    expect(text).toContain("&lt;b&gt;Ada&lt;/b&gt;");
    expect((await admin.users.listUsers()).data).toEqual([]);
    expect((await visitor.client.getSession()).data).toBeNull();
    const { state } = await admin.sso.updateConnection({ providerId, active: true });
    expect(state).toBe("active");
  });

  test("is not offered for a draft", async () => {
    const { tenant } = await newScene();
    const { admin, organizationId } = tenant;
    const draft = await admin.sso.createConnection({ organizationId, type: "saml", name: "Draft" });
    await expect(admin.sso.testConnection({ providerId: draft.id })).rejects.toMatchObject({
      code: "conflict",
    });
  });
});
