/** How long the sessions last that sign-ins through a connection have made. */
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { FakeIssuer } from "../support/fakeIssuer";
import { allRows } from "../support/rows";
import { setUp } from "../support/secondFactor";
import { oidcSignIns } from "../support/ssoSignIn";
import { begin, comeBack, open, ssoStage, type Tenant } from "../support/ssoStage";
import type { TestVisitor } from "../support/visitor";

const stage = ssoStage();
const issuer = new FakeIssuer();
beforeAll(async () => void (await issuer.start()));
afterAll(() => issuer.close());
const { newScene, signIn } = oidcSignIns(stage, issuer);

const isSignedIn = async ({ client }: TestVisitor) => (await client.getSession()).data !== null;

/** Once the batches that follow have run. */
const expectSignedOut = async (visitors: readonly TestVisitor[]) =>
  await vi.waitFor(
    async () => {
      for (const visitor of visitors) expect(await isSignedIn(visitor)).toBe(false);
    },
    { timeout: 30_000 },
  );

const expectNoJob = async () =>
  await expect
    .poll(async () => (await allRows(stage.engine)).ssoEndings, { timeout: 30_000 })
    .toEqual([]);

type Work = () => Promise<void>;
const fates: readonly (readonly [
  name: string,
  after: (visitors: readonly TestVisitor[], work: Work) => Promise<void>,
])[] = [
  ["one batch after the other", async (_visitors, work) => await work()],
  [
    "also when the cron has to resume them",
    async (visitors, work) => {
      vi.useFakeTimers({ toFake: ["setTimeout"] }); // the second batch is scheduled and never starts
      await work().finally(() => void vi.useRealTimers());
      const signedIn = await Promise.all(visitors.map(isSignedIn));
      expect(signedIn).toContain(false);
      expect(signedIn).toContain(true);
      await stage.runtime.run("sso/endings:resume");
    },
  ],
];

/** A person with a session through the connection, and one with a password. */
async function newPerson(settings: Parameters<typeof newScene>[1] = {}) {
  const scene = await newScene({}, { authMethods: { emailPassword: true }, ...settings });
  const { tenant, email } = scene;
  const password = "correct horse battery";
  const { user } = await tenant.admin.users.createUser({
    ...{ email, name: "Ada", emailVerified: true, password },
  });
  const { visitor: throughSso } = await signIn(tenant, { sub: "ada", email });
  const own = stage.visit(tenant);
  await own.client.signIn.email({ email, password });
  expect([await isSignedIn(throughSso), await isSignedIn(own)]).toEqual([true, true]);
  return { ...scene, userId: user.id, throughSso, own, password };
}

describe("a session through a connection ends, and others of the user go on", () => {
  const ends: readonly (readonly [
    name: string,
    work: (tenant: Tenant, person: { userId: string; connectionId: string }) => Promise<unknown>,
  ])[] = [
    [
      "when the user gets a project role",
      async ({ admin }, { userId }) => await admin.users.setRole({ userId, role: "admin" }),
    ],
    [
      "when an update gives the user a project role",
      async ({ admin }, { userId }) =>
        await admin.users.updateUser({ userId, role: ["user", "admin"] }),
    ],
    [
      "when the connection is deactivated",
      async ({ admin }, { connectionId }) =>
        await admin.sso.updateConnection({ providerId: connectionId, active: false }),
    ],
    [
      "when the connection gets another identity provider",
      async ({ admin }, { connectionId }) =>
        await admin.sso.updateConnection({
          providerId: connectionId,
          oidcConfig: { clientId: "another" },
        }),
    ],
    [
      "when the connection is deleted",
      async ({ admin }, { connectionId }) =>
        await admin.sso.deleteConnection({ providerId: connectionId }),
    ],
    [
      "when the user is unlinked",
      async ({ admin }, { connectionId, userId }) =>
        await admin.sso.unlinkProfile({ providerId: connectionId, userId }),
    ],
    [
      "when the user is removed from the organization",
      async ({ admin, organizationId }, { userId }) =>
        await admin.organizations.removeMember({ organizationId, memberIdOrUserId: userId }),
    ],
    [
      "when the organization is deleted",
      async ({ admin, organizationId }) =>
        await admin.organizations.deleteOrganization({ organizationId }),
    ],
  ];
  test.each(ends)("%s", async (_name, work) => {
    const { tenant, throughSso, own, ...person } = await newPerson();
    await work(tenant, person);
    expect([await isSignedIn(throughSso), await isSignedIn(own)]).toEqual([false, true]);
    const { data } = await tenant.admin.events.listEvents({ eventTypes: ["session.revoked"] });
    expect(data).toHaveLength(1);
  });

  test.each(fates)("of more people than one batch takes, %s", async (_name, after) => {
    const { tenant, connectionId } = await newScene();
    const people = [];
    for (let i = 0; i < 21; i++)
      people.push(await signIn(tenant, { sub: `p${i}`, email: `p${i}@${tenant.domain}` }));
    const visitors = people.map(({ visitor }) => visitor);
    await after(visitors, async () => {
      await tenant.admin.sso.updateConnection({ providerId: connectionId, active: false });
    });
    await expectSignedOut(visitors);
    await expectNoJob();
  });
});

describe("project roles where the project allows them", () => {
  const allowed = { features: { ssoForProjectRoles: true } };

  test("leave the session, until the project no longer does", async () => {
    const { tenant, userId, throughSso, own } = await newPerson(allowed);
    const { admin } = tenant;
    await admin.users.setRole({ userId, role: "admin" });
    const other = { sub: "eve", email: `eve@${tenant.domain}` };
    const { visitor: withoutRoles } = await signIn(tenant, other);
    expect(await isSignedIn(throughSso)).toBe(true);
    await admin.configuration.saveDashboardConfig({ features: { signUp: false } });
    expect(await isSignedIn(throughSso)).toBe(true);
    await admin.configuration.saveDashboardConfig({ features: { ssoForProjectRoles: false } });
    const visitors = [throughSso, own, withoutRoles];
    expect(await Promise.all(visitors.map(isSignedIn))).toEqual([false, true, true]);
  });

  test.each(fates)("of more users than one batch takes, %s", async (_name, after) => {
    const { tenant } = await newScene({}, allowed);
    const { admin, domain } = tenant;
    const people = [];
    for (let i = 0; i < 22; i++) {
      const { visitor, user } = await signIn(tenant, { sub: `p${i}`, email: `p${i}@${domain}` });
      await admin.users.setRole({ userId: user!.id, role: i < 21 ? "admin" : "super_admin" });
      people.push(visitor);
    }
    await after(people, async () => {
      await admin.configuration.saveDashboardConfig({ features: { ssoForProjectRoles: false } });
    });
    await expectSignedOut(people);
    await expectNoJob();
  });
});

const withFactor = { authMethods: { twoFactor: true, emailPassword: true } };

/** A sign-in through SSO that waits for a second factor. */
async function challenge() {
  const person = await newPerson(withFactor);
  const factor = await setUp(person.own, person.password);
  const { visitor, user } = await signIn(person.tenant, { sub: "ada", email: person.email });
  expect(user).toBeNull();
  const answer = async (by = visitor) =>
    await by.client.twoFactor.verifyTotp({ code: await factor.code() });
  return { ...person, visitor, answer };
}

describe("ssoEnforced is turned on after a sign-in that ended as a session", () => {
  const enforce = async ({ admin, organizationId }: Tenant) => {
    const { ssoEnforced } = await admin.organizations.updateOrganization({
      ...{ organizationId, ssoEnforced: true },
    });
    return ssoEnforced;
  };
  const refused = { errors: [{ code: "no_recent_sign_in" }] };

  test("under what the connection trusts now", async () => {
    const { tenant, connectionId, email } = await newScene();
    const claims = { sub: "ada", email };
    await signIn(tenant, claims);
    const update = async (fields: object) =>
      await tenant.admin.sso.updateConnection({ providerId: connectionId, ...fields });
    await update({ oidcConfig: { scopes: ["email"] } });
    await expect(enforce(tenant)).rejects.toMatchObject(refused);
    const visitor = stage.visit(tenant);
    const back = await issuer.approve(await begin(visitor, { email }), claims);
    await update({ name: "Renamed" }); // meanwhile
    expect((await comeBack(visitor, back)).location).toContain("/home");
    await expect(enforce(tenant)).rejects.toMatchObject(refused);
    await signIn(tenant, claims);
    await update({ name: "Renamed again" });
    expect(await enforce(tenant)).toBe(true);
  });

  test("and not as a code for a server", async () => {
    const { tenant, connectionId, email } = await newScene();
    const callbackURL = "https://app.example.com/callback";
    await tenant.admin.authClients.createClient({
      ...{ name: "App", type: "web", redirectUris: [callbackURL] },
    });
    const { url } = await tenant.admin.sso.getAuthorizationUrl({
      ...{ providerId: connectionId, callbackURL },
    });
    const visitor = stage.visit(tenant);
    const back = await issuer.approve(await open(visitor, url), { sub: "ada", email });
    expect((await comeBack(visitor, back)).location).toContain("code=");
    const { lastSignInAt } = await tenant.admin.sso.getConnection({ providerId: connectionId });
    expect(lastSignInAt).not.toBeNull();
    await expect(enforce(tenant)).rejects.toMatchObject(refused);
  });

  test("and only once the second factor has passed", async () => {
    const { tenant, connectionId, answer } = await challenge();
    await stage.patchConnection(connectionId, { lastSessionAt: undefined });
    await expect(enforce(tenant)).rejects.toMatchObject(refused);
    expect((await answer()).error).toBeNull();
    expect(await enforce(tenant)).toBe(true);
  });
});

describe("a second factor after the sign-in", () => {
  test("ends as a session of the connection", async () => {
    const { tenant, connectionId, visitor, answer } = await challenge();
    expect((await answer()).error).toBeNull();
    const { data } = await visitor.client.getSession();
    const rows = await stage.engine.run(async (ctx) => await ctx.db.query("sessions").collect());
    expect(rows.find(({ id }) => id === data?.session.id)).toMatchObject({
      ssoConnectionId: connectionId,
      ssoOrganizationId: tenant.organizationId,
      multiFactor: true,
      proofs: ["sso", "totp"],
    });
  });

  const voided: readonly (readonly [
    name: string,
    work: (tenant: Tenant, person: { userId: string; connectionId: string }) => Promise<unknown>,
  ])[] = [
    [
      "the connection was deleted",
      async ({ admin }, { connectionId }) =>
        await admin.sso.deleteConnection({ providerId: connectionId }),
    ],
    [
      "the connection was deactivated",
      async ({ admin }, { connectionId }) =>
        await admin.sso.updateConnection({ providerId: connectionId, active: false }),
    ],
    [
      "the user was unlinked",
      async ({ admin }, { connectionId, userId }) =>
        await admin.sso.unlinkProfile({ providerId: connectionId, userId }),
    ],
    [
      "the user was removed from the organization",
      async ({ admin, organizationId }, { userId }) =>
        await admin.organizations.removeMember({ organizationId, memberIdOrUserId: userId }),
    ],
    [
      "the user got a project role",
      async ({ admin }, { userId }) => await admin.users.setRole({ userId, role: "admin" }),
    ],
  ];
  test.each(voided)("is void once %s", async (_name, work) => {
    const { tenant, visitor, answer, ...person } = await challenge();
    await work(tenant, person);
    expect((await answer()).error?.status).toBe(401);
    expect(await isSignedIn(visitor)).toBe(false);
  });

  test("is void once the user was unlinked, also after the user is linked again", async () => {
    const { tenant, connectionId, userId, email, visitor, answer } = await challenge();
    await tenant.admin.sso.unlinkProfile({ providerId: connectionId, userId });
    const again = await signIn(tenant, { sub: "ada's new id", email });
    expect(again).toMatchObject({ user: null, rule: null }); // it waits for a second factor, too
    expect((await answer()).error?.status).toBe(401);
    expect(await isSignedIn(visitor)).toBe(false);
    expect((await answer(again.visitor)).error).toBeNull();
  });
});
