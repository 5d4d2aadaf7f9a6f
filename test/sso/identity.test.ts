/** Which user a response belongs to, and what a sign-in changes. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FakeIssuer } from "../support/fakeIssuer";
import { inboxOf } from "../support/mailbox";
import { oidcSignIns } from "../support/ssoSignIn";
import { keyWith } from "../support/transports";
import { begin, comeBack, ruleOf, ssoStage, type Tenant } from "../support/ssoStage";

const stage = ssoStage();
const issuer = new FakeIssuer();
beforeAll(async () => void (await issuer.start()));
afterAll(() => issuer.close());

const { newScene, signIn } = oidcSignIns(stage, issuer);

const rolesOf = async ({ admin, organizationId }: Tenant) =>
  (await admin.organizations.listMembers({ organizationId })).data.map(({ role }) => role);

describe("the key is the connection and the subject", () => {
  test("so a person stays the same user, whatever address the identity provider sends", async () => {
    const { tenant, email } = await newScene();
    const first = await signIn(tenant, { sub: "ada", email });
    const second = await signIn(tenant, { sub: "ada", email: "ada@elsewhere.example" });
    expect(second.user?.id).toBe(first.user?.id);
    expect(second.user?.email).toBe(email);
    const third = await signIn(tenant, { sub: "ada" });
    expect(third.user?.id).toBe(first.user?.id);
  });

  test("so another subject with the address of a linked user is refused", async () => {
    const { tenant, email } = await newScene();
    await signIn(tenant, { sub: "ada", email });
    const second = await signIn(tenant, { sub: "eve", email: email.toUpperCase() });
    expect(second).toMatchObject({ rule: "subject_changed", user: null });
    const { data } = await tenant.admin.events.listEvents({ eventTypes: ["account.linked"] });
    expect(data).toHaveLength(1);
  });

  test("until the user is unlinked: then the address decides again", async () => {
    const { tenant, connectionId, email } = await newScene();
    const { admin } = tenant;
    const { user } = await signIn(tenant, { sub: "ada", email });
    const unlink = async () =>
      await admin.sso.unlinkProfile({ providerId: connectionId, userId: user!.id });
    await unlink();
    await expect(unlink()).rejects.toMatchObject({ status: 404 });
    const outside = await signIn(tenant, { sub: "ada", email: "ada@elsewhere.example" });
    expect(outside).toMatchObject({ rule: "email_outside_domains", user: null });
    const other = await signIn(tenant, { sub: "another person", email });
    expect(other.user?.id).toBe(user?.id);
    const { data } = await admin.events.listEvents({
      eventTypes: ["account.linked", "account.unlinked"],
    });
    expect(data).toMatchObject([
      { type: "account.linked", data: { accountId: "ada" } },
      { type: "account.unlinked", data: { accountId: "ada" } },
      { type: "account.linked", data: { accountId: "another person" } },
    ]);
    const { data: entries } = await admin.auditLogs.listEvents({ action: "account.unlinked" });
    expect(entries).toMatchObject([
      { targets: [{ type: "user", id: user?.id }, { type: "account" }] },
    ]);
  });

  test("and unlinked by a caller who holds what the user holds there", async () => {
    const { tenant, connectionId, email } = await newScene({ defaultRole: "admin" });
    const { admin, organizationId } = tenant;
    const { user } = await signIn(tenant, { sub: "ada", email });
    const input = { providerId: connectionId, userId: user!.id };
    const { runtime } = stage;
    const scene = {
      runtime,
      project: tenant.project,
      client: admin,
      sdk: runtime.sdk(tenant.project),
    };
    const { client } = await keyWith(scene, ["sso.update"], { organizationId });
    await expect(client.sso.unlinkProfile(input)).rejects.toMatchObject({ status: 403 });
    await admin.organizations.updateMemberRole({
      ...{ organizationId, memberIdOrUserId: user!.id, role: "member" },
    });
    const like = await keyWith(
      scene,
      ["sso.update", "organization.read", "member.read", "team.read"],
      {
        organizationId,
      },
    );
    await like.client.sso.unlinkProfile(input);
  });

  test(
    "two organizations, two connections with one issuer and subject, two projects: no crossing",
    { timeout: 180_000 },
    async () => {
      const people = [];
      for (const project of [await stage.newTenant(), await stage.newTenant()]) {
        const other = await stage.newOrganization(project.project, project.admin);
        for (const tenant of [project, { ...project, ...other }])
          for (const connectionId of [
            await stage.connectOidc(tenant, issuer.issuer),
            await stage.connectOidc(tenant, issuer.issuer),
          ]) {
            const email = `${connectionId.toLowerCase()}@${tenant.domain}`;
            const { user, session } = await signIn(tenant, { sub: "ada", email }, { connectionId });
            expect(user?.email).toBe(email);
            people.push({ tenant, connectionId, email, id: user?.id, session });
          }
      }
      expect(new Set(people.map(({ id }) => id)).size).toBe(8);
      for (const { tenant, connectionId, email, id } of people) {
        const again = await signIn(tenant, { sub: "ada", email }, { connectionId });
        expect(again.user?.id).toBe(id);
        // An address of the other organization, of the same project or of another.
        const others = people.filter(
          (each) => each.tenant.organizationId !== tenant.organizationId,
        );
        const sibling = others.find((each) => each.tenant.project.id === tenant.project.id);
        for (const { tenant: foreign } of [sibling!, others.at(-1)!]) {
          const { rule } = await signIn(
            tenant,
            { sub: `eve-${foreign.domain}`, email: `eve@${foreign.domain}` },
            { connectionId },
          );
          expect(rule).toBe("email_outside_domains");
        }
      }
      const rows: { ssoOrganizationId?: unknown; ssoConnectionId?: unknown; id: string }[] = [];
      await stage.engine.run(async (ctx) => {
        for await (const row of ctx.db.query("sessions")) rows.push(row);
      });
      for (const { tenant, connectionId, session } of people)
        expect(rows.find(({ id }) => id === session?.id)).toMatchObject({
          ssoOrganizationId: tenant.organizationId,
          ssoConnectionId: connectionId,
        });
    },
  );

  test("and names with characters of any script are kept", async () => {
    const { tenant } = await newScene();
    const claims = { sub: "аda-δ-😀", email: `ada@${tenant.domain}`, name: "Ада Лавлейс 😀" };
    const { user } = await signIn(tenant, claims);
    expect(user?.name).toBe("Ада Лавлейс 😀");
    const lookalike = await signIn(tenant, { ...claims, sub: "ada-δ-😀" }); // "a" is Latin here
    expect(lookalike).toMatchObject({ rule: "subject_changed", user: null });
  });
});

describe("a link ends", () => {
  test("with the membership, so that a former organization cannot sign in as its member", async () => {
    const { tenant, connectionId, email } = await newScene();
    const { user } = await signIn(tenant, { sub: "ada", email });
    const { admin, organizationId } = tenant;
    await admin.organizations.removeMember({ organizationId, memberIdOrUserId: user!.id });
    await admin.users.updateUser({
      ...{ userId: user!.id, email: "ada@home.example", emailVerified: true },
    });
    await admin.organizations.addMember({ organizationId, userId: user!.id, role: "member" });
    const again = await signIn(tenant, { sub: "ada", email }, { connectionId });
    expect(again.user?.id).not.toBe(user!.id);
  });

  test("when the user's address is proved by another", async () => {
    const { tenant, email } = await newScene();
    const stranger = { ...tenant, ...(await stage.newOrganization(tenant.project, tenant.admin)) };
    const connectionId = await stage.connectOidc(stranger, issuer.issuer);
    const claims = { sub: "eve", email: `eve@${stranger.domain}` };
    const { user } = await signIn(stranger, claims, { connectionId });
    await tenant.admin.users.updateUser({ userId: user!.id, email, emailVerified: false });
    expect((await signIn(tenant, { sub: "ada", email })).user?.id).toBe(user!.id);
    const later = await signIn(stranger, claims, { connectionId });
    expect(later.user?.id).not.toBe(user!.id);
  });
});

describe("adopting a user", () => {
  test("with an unverified address removes what was set before", async () => {
    const { tenant, email } = await newScene();
    const squatter = stage.visit(tenant);
    const password = "correct horse battery";
    const { data } = await squatter.client.signUp.email({ email, name: "Eve", password });
    const { user, rule } = await signIn(tenant, { sub: "ada", email, name: "Ada" });
    expect(rule).toBeNull();
    expect(user).toMatchObject({ id: data?.user.id, emailVerified: true });
    expect((await squatter.client.getSession()).data).toBeNull();
    const again = await stage.visit(tenant).client.signIn.email({ email, password });
    expect(again.error?.status).toBe(401);
  });

  test("with a verified address keeps everything, and mails the address", async () => {
    const { tenant, email } = await newScene();
    const inbox = await inboxOf(stage.runtime);
    const { user: before } = await tenant.admin.users.createUser({
      ...{ email, name: "Ada", emailVerified: true, password: "correct horse battery" },
    });
    const { user } = await signIn(tenant, { sub: "ada", email });
    expect(user?.id).toBe(before.id);
    const mail = await inbox.next(email);
    expect(mail.subject).toContain("Acme");
    const { error } = await stage
      .visit(tenant)
      .client.signIn.email({ email, password: "correct horse battery" });
    expect(error).toBeNull();
  });

  test.each([
    ["a user with a project role", "admin"],
    ["a super admin", "super_admin"],
  ])("never signs in %s, unless the project allows it", async (_name, role) => {
    const { tenant, email } = await newScene();
    const { user } = await tenant.admin.users.createUser({
      ...{ email, name: "Ada", emailVerified: true },
    });
    await tenant.admin.users.setRole({ userId: user.id, role });
    expect((await signIn(tenant, { sub: "ada", email })).rule).toBe("user_privileged");
    await tenant.admin.configuration.saveDashboardConfig({
      features: { ssoForProjectRoles: true },
    });
    expect((await signIn(tenant, { sub: "ada", email })).user?.id).toBe(user.id);
    await tenant.admin.configuration.saveDashboardConfig({
      features: { ssoForProjectRoles: false },
    });
    // The same for an account that is linked already.
    expect((await signIn(tenant, { sub: "ada", email })).rule).toBe("user_privileged");
  });

  test("never signs in a banned user", async () => {
    const { tenant, email } = await newScene();
    const { user } = await signIn(tenant, { sub: "ada", email });
    await tenant.admin.users.banUser({ userId: user!.id });
    expect((await signIn(tenant, { sub: "ada", email })).rule).toBe("user_banned");
    expect((await signIn(tenant, { sub: "ada-2", email })).rule).toBe("user_banned");
  });
});

describe("creating users and members", () => {
  test("works with sign-up disabled, and not with jit off", async () => {
    const { tenant, email } = await newScene({}, { features: { signUp: false } });
    expect((await signIn(tenant, { sub: "ada", email })).user?.email).toBe(email);
    const off = await newScene({ jit: false });
    expect((await signIn(off.tenant, { sub: "ada", email: off.email })).rule).toBe("jit_disabled");
    const { admin, organizationId } = off.tenant;
    const { user } = await admin.users.createUser({ email: off.email, name: "Ada" });
    expect((await signIn(off.tenant, { sub: "ada", email: off.email })).rule).toBe("jit_disabled");
    expect((await admin.users.getUser({ userId: user.id })).emailVerified).toBe(false); // nothing was changed
    await admin.organizations.addMember({ organizationId, userId: user.id, role: "member" });
    expect((await signIn(off.tenant, { sub: "ada", email: off.email })).user?.id).toBe(user.id);
  });

  test("obeys maxMembers, also when several come at once", async () => {
    const { tenant } = await newScene();
    const { admin, domain, organizationId } = tenant;
    await admin.organizations.updateOrganization({ organizationId, maxMembers: 2 });
    const results = await Promise.all(
      Array.from({ length: 5 }, async (_, i) =>
        signIn(tenant, { sub: `p${i}`, email: `p${i}@${domain}` }),
      ),
    );
    expect(results.filter(({ user }) => user !== null)).toHaveLength(2);
    expect(results.map(({ rule }) => rule).filter((rule) => rule === "member_limit")).toHaveLength(
      3,
    );
    expect((await admin.users.listUsers()).data).toHaveLength(2);
  });

  test("obeys the domains that the organization allows", async () => {
    const { tenant, email } = await newScene();
    const { admin, organizationId } = tenant;
    await admin.organizations.updateOrganization({
      ...{ organizationId, allowedEmailDomains: ["other.example"] },
    });
    expect((await signIn(tenant, { sub: "ada", email })).rule).toBe("email_domain_not_allowed");
    expect((await admin.users.listUsers()).data).toEqual([]);
  });

  test("stops when the domain is no longer verified; linked accounts go on", async () => {
    const { tenant, email, connectionId } = await newScene();
    const { user } = await signIn(tenant, { sub: "ada", email });
    await stage.engine.run(async (ctx) => {
      for await (const row of ctx.db.query("domains"))
        if (row.domain === tenant.domain)
          await ctx.db.patch("domains", row._id, { state: "expired" });
    });
    expect((await signIn(tenant, { sub: "ada", email }, { connectionId })).user?.id).toBe(user?.id);
    const other = { sub: "eve", email: `eve@${tenant.domain}` };
    expect((await signIn(tenant, other, { connectionId })).rule).toBe("email_outside_domains");
    const begun = await stage.visit(tenant).post("/sign-in/sso", { email, callbackURL: "/" });
    expect(begun.status).toBe(404);
  });
});

describe("a connection signs in people of its own domains only", () => {
  /** As if the organization had verified another domain, too. */
  const addDomain = async ({ project, organizationId, domain }: Tenant) => {
    await stage.verifyDomain(project, organizationId, `second.${domain}`);
    return `second.${domain}`;
  };

  test("of those that its organization has verified", async () => {
    const { tenant, connectionId } = await newScene();
    const second = await addDomain(tenant);
    const claims = { sub: "ada", email: `ada@${second}` };
    expect((await signIn(tenant, claims, { connectionId })).rule).toBe("email_outside_domains");
    const { user } = await tenant.admin.users.createUser({
      ...{ email: claims.email, name: "Ada", emailVerified: true },
    });
    expect((await signIn(tenant, claims, { connectionId })).rule).toBe("email_outside_domains");
    await tenant.admin.sso.updateConnection({
      ...{ providerId: connectionId, domains: [tenant.domain, second] },
    });
    expect((await signIn(tenant, claims, { connectionId })).user?.id).toBe(user.id);
  });

  test("and no linked user once the domain is another connection's", async () => {
    const { tenant, connectionId, email } = await newScene();
    const second = await addDomain(tenant);
    await signIn(tenant, { sub: "ada", email });
    await tenant.admin.sso.updateConnection({ providerId: connectionId, domains: [second] });
    const { rule } = await signIn(tenant, { sub: "ada", email }, { connectionId });
    expect(rule).toBe("domain_elsewhere");
  });

  test("and no linked user once another organization has verified the domain", async () => {
    const { tenant, connectionId, email } = await newScene();
    const { user } = await signIn(tenant, { sub: "ada", email });
    const other = await stage.newOrganization(tenant.project, tenant.admin);
    await stage.engine.run(async (ctx) => {
      for await (const row of ctx.db.query("domains"))
        if (row.domain === tenant.domain)
          await ctx.db.patch("domains", row._id, { organizationId: other.organizationId });
    });
    const { rule } = await signIn(tenant, { sub: "ada", email }, { connectionId });
    expect(rule).toBe("domain_elsewhere");
    // An address that no organization has verified is nobody else's.
    await tenant.admin.users.updateUser({
      ...{ userId: user!.id, email: "ada@home.example", emailVerified: true },
    });
    const again = await signIn(tenant, { sub: "ada", email }, { connectionId });
    expect(again.user?.id).toBe(user!.id);
  });
});

describe("roles", () => {
  const mapping = [
    { attribute: "groups", value: "admins", role: "admin" },
    { attribute: "groups", value: "owners", role: "owner" },
    { attribute: "groups", value: "staff", role: "member" },
  ];

  test("follow the mapping at every sign-in, and roles given by hand stay", async () => {
    const { tenant, email } = await newScene({ roleMapping: mapping });
    const claims = { sub: "ada", email };
    await signIn(tenant, { ...claims, groups: ["admins", "others"] });
    expect(await rolesOf(tenant)).toEqual(["admin"]);
    await signIn(tenant, { ...claims, groups: ["staff"] });
    expect(await rolesOf(tenant)).toEqual(["member"]);
    const { admin, organizationId } = tenant;
    await admin.rbac.createRole({ name: "Billing", slug: "billing" });
    const [member] = (await admin.organizations.listMembers({ organizationId })).data;
    await admin.organizations.updateMemberRole({
      ...{ organizationId, memberIdOrUserId: member!.id, role: ["member", "billing"] },
    });
    await signIn(tenant, { ...claims, groups: "admins" });
    expect((await rolesOf(tenant))[0]?.split(",").sort()).toEqual(["admin", "billing"]);
    await signIn(tenant, claims);
    expect(await rolesOf(tenant)).toEqual(["billing"]);
  });

  test("are the default one without a match, and owner is never removed", async () => {
    const { tenant, email } = await newScene({ roleMapping: mapping, defaultRole: "admin" });
    await signIn(tenant, { sub: "ada", email, groups: ["guests"] });
    expect(await rolesOf(tenant)).toEqual(["admin"]);
    await signIn(tenant, { sub: "ada", email, groups: ["owners"] });
    expect((await rolesOf(tenant))[0]?.split(",")).toContain("owner");
    await signIn(tenant, { sub: "ada", email, groups: [] });
    expect((await rolesOf(tenant))[0]?.split(",")).toContain("owner");
  });

  test("are not taken away where the identity provider sends a link in place of the groups", async () => {
    const { tenant, email, connectionId } = await newScene({ roleMapping: mapping });
    const claims = { sub: "ada", email };
    await signIn(tenant, { ...claims, groups: ["admins"] });
    // As Entra does for a person in more than 200 groups.
    const idToken = {
      _claim_names: { groups: "src1" },
      _claim_sources: { src1: { endpoint: "https://graph.example/getMemberObjects" } },
    };
    const { rule, user } = await signIn(tenant, claims, { idToken });
    expect([rule, user]).toEqual(["attribute_omitted", null]);
    expect(await rolesOf(tenant)).toEqual(["admin"]);
    const unrelated = { _claim_names: { address: "src1", __proto__: null } };
    expect((await signIn(tenant, claims, { idToken: unrelated })).user?.email).toBe(email);
    // A connection that maps no groups does not need them.
    await tenant.admin.sso.updateConnection({ providerId: connectionId, roleMapping: [] });
    expect((await signIn(tenant, claims, { idToken })).user?.email).toBe(email);
  });

  test("of an attribute named like a member of every object grant nothing", async () => {
    const { tenant, email } = await newScene({
      roleMapping: [{ attribute: "constructor", value: "x", role: "admin" }],
    });
    await signIn(tenant, { sub: "ada", email, __proto__: { groups: ["admins"] } });
    expect(await rolesOf(tenant)).toEqual(["member"]);
  });
});

describe("a sign-in is refused", () => {
  test("of every operator", async () => {
    const { tenant, email } = await newScene();
    await stage.engine.run(async (ctx) => {
      for await (const row of ctx.db.query("projects"))
        if (row.id === tenant.project.id)
          await ctx.db.patch("projects", row._id, { isAdmin: true });
    });
    const { rule, user } = await signIn(tenant, { sub: "ada", email });
    expect([rule, user]).toEqual(["user_privileged", null]);
    expect((await tenant.admin.users.listUsers()).data).toEqual([]);
  });

  test("while the organization is being deleted", async () => {
    const { tenant, email, connectionId } = await newScene();
    await signIn(tenant, { sub: "ada", email });
    await stage.engine.run(async (ctx) => {
      for await (const row of ctx.db.query("organizations"))
        if (row.id === tenant.organizationId)
          await ctx.db.patch("organizations", row._id, { state: "deleting" });
    });
    const { rule, user } = await signIn(tenant, { sub: "ada", email }, { connectionId });
    expect([rule, user]).toEqual(["organization_unavailable", null]);
  });

  test("while the former owner of the address can still reclaim it", async () => {
    const { tenant, email } = await newScene();
    const { user } = await tenant.admin.users.createUser({
      ...{ email: "eve@home.example", name: "Eve", emailVerified: true },
    });
    await stage.engine.run(async (ctx) => {
      await ctx.db.insert("addressChanges", {
        ...{ projectId: tenant.project.id, id: "ac_1", userId: user.id, tokenHash: "hash" },
        ...{ from: email, to: user.email, expiresAt: Date.now() + 60_000, createdAt: Date.now() },
      });
    });
    const { rule } = await signIn(tenant, { sub: "ada", email });
    expect([rule, user.email]).toEqual(["email_taken", "eve@home.example"]);
  });

  test("by a connection whose issuer is missing", async () => {
    const { tenant, email, connectionId } = await newScene();
    const visitor = stage.visit(tenant);
    const start = await begin(visitor, { email });
    const back = await issuer.approve(start, { sub: "ada", email });
    await stage.engine.run(async (ctx) => {
      for await (const row of ctx.db.query("ssoConnections"))
        if (row.id === connectionId && row.oidc)
          await ctx.db.patch("ssoConnections", row._id, { oidc: { ...row.oidc, clientId: null } });
    });
    const returned = await comeBack(visitor, back);
    expect(await ruleOf(tenant.admin, returned)).toBe("connection_incomplete");
  });
});

describe("the second factor", () => {
  const withFactor = { authMethods: { twoFactor: true, emailPassword: true } };
  const mfa = { amr: ["pwd", "mfa"] };

  test("of the identity provider counts only where the connection trusts it", async () => {
    for (const trustMfa of [true, false]) {
      const { tenant, email } = await newScene({ trustMfa }, withFactor);
      const { admin, organizationId } = tenant;
      await admin.organizations.updateOrganization({ organizationId, requireMfa: true });
      const { visitor } = await signIn(tenant, { sub: "ada", email, ...mfa });
      const { error } = await visitor.client.organization.getFullOrganization({
        query: { organizationId },
      });
      expect(error?.status).toBe(trustMfa ? undefined : 403);
      // What it says proves nothing to another organization.
      const other = await admin.organizations.createOrganization({
        ...{ name: "Other", requireMfa: true },
      });
      const [member] = (await admin.organizations.listMembers({ organizationId })).data;
      await admin.organizations.addMember({
        ...{ organizationId: other.id, userId: member!.userId, role: "owner" },
      });
      const there = await visitor.client.organization.getFullOrganization({
        query: { organizationId: other.id },
      });
      expect(there.error?.status).toBe(403);
    }
  });

  test("that the project requires is set up first, unless a trusted one was reported", async () => {
    const { tenant, email } = await newScene(
      { trustMfa: true },
      { ...withFactor, features: { mfa: true } },
    );
    const without = await signIn(tenant, { sub: "ada", email });
    expect((await without.visitor.client.listSessions()).error?.code).toBe("MFA_REQUIRED");
    const { visitor } = await signIn(tenant, { sub: "ada", email, ...mfa });
    expect((await visitor.client.listSessions()).error).toBeNull();
  });
});

describe("the session", () => {
  test("satisfies ssoEnforced of its organization only", async () => {
    const { tenant, email } = await newScene();
    const { admin, organizationId } = tenant;
    const other = await stage.newOrganization(tenant.project, admin);
    const { visitor, user } = await signIn(tenant, { sub: "ada", email });
    await admin.organizations.addMember({
      ...{ organizationId: other.organizationId, userId: user!.id, role: "member" },
    });
    await stage.engine.run(async (ctx) => {
      const { id: projectId } = tenant.project;
      for (const each of [organizationId, other.organizationId])
        await ctx.db.insert("accessPolicies", {
          ...{ projectId, organizationId: each, requireMfa: false, ssoEnforced: true },
        });
    });
    const read = async (id: string) =>
      (await visitor.client.organization.getFullOrganization({ query: { organizationId: id } }))
        .error?.status;
    expect(await read(organizationId)).toBeUndefined();
    expect(await read(other.organizationId)).toBe(403);
  });
});
