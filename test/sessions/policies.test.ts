/**
 * Sessions and the policies of organizations; what a session's token, an impersonation and the
 * default project have to do with it.
 */
import { componentsGeneric } from "convex/server";
import { decodeJwt } from "jose";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { ComponentApi } from "../../convex/component/_generated/component";
import { convexTransport, hasPermission } from "../../src/index";
import { wireClient } from "../support/wireClient";
import { openTab, type Tab } from "../react/tab";
import { beginOwnSession } from "../support/ownSessions";
import { deployedRuntime, httpRuntime, inProcessRuntime, newProject } from "../support/runtime";
import { codesOf } from "../support/secondFactor";
import { failureOf, scene, wires } from "../support/transports";
import { newVisitor } from "../support/visitor";
import { postWith } from "../support/wire";

const ada = { email: "ada@example.com", name: "Ada", password: "correct horse battery" };

describe.each(wires)("%s", (_name, start) => {
  async function begin() {
    const stage = await scene(start);
    const { runtime, project, client } = stage;
    const visitor = newVisitor(runtime, project.id);
    const { data } = await visitor.client.signUp.email(ada);
    const organization = await client.organizations.createOrganization({
      name: "Acme",
      requireMfa: true,
    });
    await client.organizations.addMember({
      organizationId: organization.id,
      userId: data!.user.id,
      role: "owner",
    });
    return {
      ...stage,
      visitor,
      userId: data!.user.id,
      token: data!.token!,
      organizationId: organization.id,
    };
  }

  test("an organization that requires a second factor opens to the session that passed one, and to no other", async () => {
    const { client, runtime, project, visitor, organizationId, userId } = await begin();
    await client.configuration.saveDashboardConfig({ authMethods: { twoFactor: true } });
    const { organization, twoFactor, signIn, signOut } = visitor.client;
    const check = async (of: typeof visitor) =>
      (
        await of.client.$fetch<{ allowed: boolean }>("/banata/rbac/check-permission", {
          method: "POST",
          body: { permission: "organization.read", organizationId },
        })
      ).data?.allowed;
    expect((await organization.setActive({ organizationId })).error).toMatchObject({
      status: 403,
      errors: [{ code: "mfa_required" }],
    });
    expect((await organization.list()).data).toMatchObject([
      { id: organizationId, requireMfa: true },
    ]);
    expect(await check(visitor)).toBe(false);

    const { data } = await twoFactor.enable({ password: ada.password });
    const code = codesOf(data!.totpURI);
    expect(
      (await organization.setActive({ organizationId })).error?.status,
      "set up, but not passed",
    ).toBe(403);
    expect((await twoFactor.verifyTotp({ code: await code() })).error).toBeNull();
    expect((await organization.setActive({ organizationId })).error).toBeNull();
    expect(await check(visitor)).toBe(true);

    await signOut();
    await signIn.email({ email: ada.email, password: ada.password });
    expect((await organization.list()).error?.status, "the password alone is no session").toBe(401);
    expect((await twoFactor.verifyTotp({ code: await code() })).error).toBeNull();
    expect(
      (await organization.getFullOrganization({ query: { organizationId } })).data,
    ).toMatchObject({ id: organizationId });

    const { session } = await client.users.impersonateUser({ userId });
    const impersonated = newVisitor(runtime, project.id);
    const bearer = { headers: { authorization: `Bearer ${session.token}` } };
    expect(
      (await impersonated.client.organization.setActive({ organizationId, fetchOptions: bearer }))
        .error?.status,
      "a session that an operator began",
    ).toBe(403);
  });

  test("nobody is kept in by a policy: who may not enter may leave", async () => {
    const { client, visitor, organizationId, userId } = await begin();
    expect((await visitor.client.organization.leave({ organizationId })).error).toMatchObject({
      status: 409,
    });
    const { user } = await client.users.createUser({ email: "bob@example.com", name: "Bob" });
    await client.organizations.addMember({ organizationId, userId: user.id, role: "owner" });
    expect((await visitor.client.organization.leave({ organizationId })).error).toBeNull();
    expect(
      (await client.organizations.listMembers({ organizationId })).data.map(
        (member) => member.userId,
      ),
    ).not.toContain(userId);
  });

  test("a token names the active organization while there is one whose policies the session meets", async () => {
    const { visitor, client } = await begin();
    const org = async () =>
      decodeJwt(
        (await visitor.client.$fetch<{ token: string }>("/convex/token", { method: "GET" })).data!
          .token,
      ).org;
    expect(await org()).toBeUndefined();
    const { data } = await visitor.client.organization.create({ name: "Mine", slug: "mine" });
    expect(await org()).toBe(data!.id);
    for (const requireMfa of [true, false]) {
      await client.organizations.updateOrganization({ organizationId: data!.id, requireMfa });
      expect(await org()).toBe(requireMfa ? undefined : data!.id);
    }
    await client.organizations.deleteOrganization(data!.id);
    expect(await org()).toBeUndefined();
  });

  test("removing a member or deleting the organization clears it from the member's sessions, and from those alone", async () => {
    const { client, visitor, runtime, project, userId } = await begin();
    const [kept, left] = [
      await client.organizations.createOrganization({ name: "Kept" }),
      await client.organizations.createOrganization({ name: "Left" }),
    ];
    for (const { id: organizationId } of [kept, left])
      await client.organizations.addMember({ organizationId, userId, role: "member" });
    const other = newVisitor(runtime, project.id);
    await other.client.signIn.email({ email: ada.email, password: ada.password });
    await visitor.client.organization.setActive({ organizationId: left.id });
    await other.client.organization.setActive({ organizationId: kept.id });
    await client.organizations.removeMember({ organizationId: left.id, memberIdOrUserId: userId });
    const { data: sessions } = await client.users.listUserSessions(userId);
    expect(
      sessions.map(({ activeOrganizationId }) => activeOrganizationId ?? "none").sort(),
    ).toEqual(["none", kept.id]);
  });

  test("an impersonation ends itself, and no other session does", async () => {
    const { client, runtime, project, userId, token } = await begin();
    const { session } = await client.users.impersonateUser({ userId });
    const stop = async (bearer: string, body = {}) =>
      await postWith(runtime, null, `/p/${project.id}/api/auth/admin/stop-impersonating`, {
        body,
        headers: {
          authorization: `Bearer ${bearer}`,
        },
      });
    expect((await stop(token)).status).toBe(404);
    expect((await stop(token, { sessionId: session.id })).status).toBe(404);
    expect(await stop(session.token)).toMatchObject({
      status: 200,
      body: { session: { id: session.id }, user: { id: userId } },
    });
    expect((await stop(session.token)).status).toBe(401);
  });

  test("who asks about another user's permissions needs to be allowed to", async () => {
    const { client, runtime, project, userId, token } = await begin();
    const { user } = await client.users.createUser({
      email: "bob@example.com",
      name: "Bob",
      role: "admin",
    });
    const check = async (body: object) =>
      await postWith(runtime, null, `/p/${project.id}/api/auth/banata/rbac/check-permission`, {
        body: { permission: "user.read", ...body },
        headers: { authorization: `Bearer ${token}` },
      });
    expect(await check({})).toMatchObject({
      status: 200,
      body: { allowed: false, subject: { type: "user", id: userId } },
    });
    expect(await check({ userId: user.id })).toMatchObject({
      status: 403,
      body: { message: "Missing permission: permission.check" },
    });
    await client.users.setRole({ userId, role: "admin" });
    expect(await check({ userId: user.id })).toMatchObject({
      status: 200,
      body: { allowed: true, subject: { id: user.id } },
    });
  });
});

describe("in open tabs", () => {
  let tab: Tab;
  afterEach(async () => await tab.close());

  test("a policy closes the organization at once to a session that does not meet it, and shows that it is there", async () => {
    const runtime = deployedRuntime();
    const project = await newProject(runtime);
    const client = runtime.client(project);
    const visitor = newVisitor(runtime, project.id);
    const { data } = await visitor.client.signUp.email(ada);
    const { id: organizationId } = await client.organizations.createOrganization({ name: "Acme" });
    await client.organizations.addMember({ organizationId, userId: data!.user.id, role: "owner" });
    tab = openTab(visitor);
    const seen = tab.see("auth:organization", { organizationId });
    const permissions = tab.see<string[]>("auth:permissions", { organizationId });
    const mine = tab.see("auth:organizations");
    const session = tab.see("auth:session");
    await vi.waitFor(
      () =>
        expect([seen.latest(), permissions.latest()]).toMatchObject([
          { id: organizationId },
          expect.arrayContaining(["organization.delete"]),
        ]),
      { timeout: 10_000 },
    );
    await visitor.client.organization.setActive({ organizationId });
    await vi.waitFor(() =>
      expect(session.latest()).toMatchObject({ activeOrganizationId: organizationId }),
    );
    await client.organizations.updateOrganization({ organizationId, requireMfa: true });
    await vi.waitFor(() =>
      expect([seen.latest(), permissions.latest(), mine.latest()]).toMatchObject([
        null,
        [],
        [{ id: organizationId }],
      ]),
    );
    await client.organizations.updateOrganization({ organizationId, requireMfa: false });
    await vi.waitFor(() => expect(seen.latest()).toMatchObject({ id: organizationId }));
  });
});

test("in process a client acts as the session that it is given, with its user's permissions and under the policies", async () => {
  const { engine, client: clientOf, ...runtime } = inProcessRuntime();
  const project = await newProject({ ...runtime, client: clientOf });
  const app = clientOf(project);
  const component = (componentsGeneric() as unknown as { banataAuth: ComponentApi }).banataAuth; // registered under this name
  const { user } = await app.users.createUser({ email: ada.email, name: ada.name });
  const session = await beginOwnSession(runtime.runOnRows, app, user.id);
  const inSession = (sessionId: string) =>
    wireClient({
      transport: {
        request: async (...args) =>
          JSON.parse(
            await engine.action(async (ctx) =>
              JSON.stringify(
                await convexTransport(ctx, component, {
                  projectId: project.id,
                  as: { sessionId },
                }).request(...args),
              ),
            ),
          ) as unknown,
      },
    });
  const { organizations, users, rbac } = inSession(session.id);
  const { id: organizationId } = await organizations.createOrganization({ name: "Acme" });
  expect((await organizations.listMembers({ organizationId })).data).toMatchObject([
    { userId: user.id, role: "owner" },
  ]);
  expect((await organizations.listOrganizations()).data).toMatchObject([{ id: organizationId }]);
  expect(await failureOf(users.listUsers())).toMatchObject({ status: 403, code: "forbidden" });
  const question = {
    projectId: project.id,
    userId: user.id,
    organizationId,
    permission: "organization.delete",
  };
  const holds = async (sessionId?: string) =>
    await engine.query(
      async (ctx) =>
        await hasPermission(
          ctx,
          component,
          sessionId === undefined ? question : { ...question, sessionId },
        ),
    );
  expect(await holds(session.id)).toBe(true);
  await app.organizations.updateOrganization({ organizationId, requireMfa: true });
  expect(await failureOf(organizations.listMembers({ organizationId }))).toMatchObject({
    status: 403,
    errors: [{ code: "mfa_required" }],
  });
  expect([await holds(session.id), await holds()]).toEqual([false, true]);
  expect((await rbac.getMyPermissions({ organizationId })).permissions).toEqual([]);
  await app.users.revokeSession(session.id);
  expect(await failureOf(organizations.listOrganizations())).toMatchObject({ status: 401 });
  expect(await failureOf(inSession("ses_nothing").organizations.listOrganizations())).toMatchObject(
    { status: 401 },
  );
});

test("paths that name no project are the default project's: its session is good there, by cookie and as a bearer, and no other's", async () => {
  const runtime = httpRuntime();
  const [project, other] = [await newProject(runtime), await newProject(runtime)];
  const visitor = newVisitor(runtime, project.id);
  await visitor.client.signUp.email(ada);
  const stranger = newVisitor(runtime, other.id);
  const { data } = await stranger.client.signUp.email(ada);
  const cookies = (...all: Map<string, string>[]) =>
    all.flatMap((jar) => [...jar].map((pair) => pair.join("="))).join("; ");
  const list = async (headers: Record<string, string>) =>
    (await runtime.fetch("/api/auth/organization/list", { headers })).status;
  expect(await list({ cookie: cookies(visitor.cookies) })).toBe(401);
  await runtime.setup("setDefaultProject", { projectId: project.id });
  expect(await list({ cookie: cookies(visitor.cookies) })).toBe(200);
  expect(await list({ cookie: cookies(stranger.cookies, visitor.cookies) })).toBe(200);
  expect(await list({ cookie: cookies(stranger.cookies) })).toBe(401);
  expect(await list({ authorization: `Bearer ${data!.token!}` })).toBe(401);
});
