/** What ends when a directory deactivates or deletes a user, and what cannot bring it back. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FakeIssuer } from "../support/fakeIssuer";
import { newDirectory, person, type ScimClient } from "../support/scim";
import { begin, comeBack, ruleOf, ssoStage, type Tenant } from "../support/ssoStage";
import { failureOf } from "../support/transports";

const stage = ssoStage();
const issuer = new FakeIssuer();
beforeAll(async () => void (await issuer.start()));
afterAll(() => issuer.close());

async function newScene(fields: Parameters<typeof newDirectory>[2] = {}) {
  const tenant = await stage.newTenant();
  const scim = await newDirectory(stage, tenant, fields);
  const { admin, organizationId, domain } = tenant;
  const email = `ada@${domain}`;
  const id = await scim.create(person(email));
  const userId = (await admin.directories.getUser({ userId: id })).userId!;
  const members = async () => (await admin.organizations.listMembers({ organizationId })).data;
  const sessions = async () => (await admin.users.listUserSessions({ userId })).data;
  return { tenant, scim, admin, organizationId, domain, email, id, userId, members, sessions };
}

/** The two ways in which directories end a user's access. */
const ends: readonly (readonly [string, (scim: ScimClient, id: string) => Promise<unknown>])[] = [
  [
    "active: false",
    async (scim, id) => await scim.patch(id, { op: "replace", value: { active: false } }),
  ],
  ["DELETE", async (scim, id) => await scim.send("DELETE", `/Users/${id}`)],
];
const barred = { code: "conflict", errors: [{ code: "deprovisioned_by_directory" }] };

/** Signs a person in through the connection of the tenant's organization. */
async function signIn(tenant: Tenant, email: string) {
  const visitor = stage.visit(tenant);
  const back = await issuer.approve(await begin(visitor, { domain: tenant.domain }), {
    ...{ sub: email, email },
  });
  const returned = await comeBack(visitor, back);
  const rule = returned.code === null ? null : await ruleOf(tenant.admin, returned);
  return { visitor, rule, user: (await visitor.client.getSession()).data?.user ?? null };
}

describe.each(ends)("%s", (_name, end) => {
  test("ends membership, sessions, keys and the pending invitation at once", async () => {
    const { tenant, scim, admin, organizationId, email, id, userId, members, sessions } =
      await newScene();
    await stage.connectOidc(tenant, issuer.issuer);
    const { user: boss } = await admin.users.createUser({ email: "boss@x.example", name: "B" });
    await admin.organizations.addMember({ organizationId, userId: boss.id, role: "owner" });
    await admin.organizations.updateMemberRole({
      ...{ organizationId, memberIdOrUserId: userId, role: "owner" },
    });
    const { visitor, user } = await signIn(tenant, email);
    expect(user?.id).toBe(userId);
    const { key } = await admin.apiKeys.createKey({
      ...{ name: "Ada's", organizationId, createdBy: userId, permissions: ["member.read"] },
    });
    const other = await admin.apiKeys.createKey({
      ...{ name: "The organization's", organizationId, permissions: ["member.read"] },
    });
    const listBy = async (each: string) =>
      await stage.runtime.client(tenant.project, each).organizations.listMembers({
        organizationId,
      });
    expect((await listBy(key)).data).toHaveLength(2);
    expect((await sessions()).length).toBeGreaterThan(0);
    await end(scim, id);
    expect((await members()).map((member) => member.userId)).toEqual([boss.id]);
    expect(await sessions()).toEqual([]);
    expect((await visitor.client.getSession()).data).toBeNull();
    expect(await failureOf(listBy(key))).toMatchObject({ status: 401 });
    expect((await listBy(other.key)).data).toHaveLength(1);
    expect(await admin.users.getUser({ userId })).toMatchObject({ banned: false });
    const { data } = await admin.auditLogs.listEvents({ targetId: id });
    expect(data[0]).toMatchObject({ actor: { type: "scim", id: scim.directory.id } });
  });

  test("bars the user: no member, invitation or sign-in through SSO brings it back", async () => {
    const { tenant, scim, admin, organizationId, email, id, userId, members } = await newScene({
      allowJit: true,
    });
    await stage.connectOidc(tenant, issuer.issuer);
    await end(scim, id);
    const { organizations } = admin;
    expect(
      await failureOf(organizations.addMember({ organizationId, userId, role: "member" })),
    ).toMatchObject(barred);
    expect(
      await failureOf(organizations.sendInvitation({ organizationId, email, role: "member" })),
    ).toMatchObject(barred);
    expect(await signIn(tenant, email)).toMatchObject({
      ...{ rule: "deprovisioned_by_directory", user: null },
    });
    expect(await members()).toEqual([]);
  });

  test("bars the address as well, after the app has deleted the user", async () => {
    const { tenant, scim, admin, email, id, userId, members } = await newScene({ allowJit: true });
    await stage.connectOidc(tenant, issuer.issuer);
    await end(scim, id);
    await admin.users.deleteUser({ userId });
    expect(await signIn(tenant, email)).toMatchObject({ rule: "deprovisioned_by_directory" });
    expect(await members()).toEqual([]);
  });

  test("suspends the last owner, who keeps the role, and tells the project", async () => {
    const { tenant, scim, admin, organizationId, email, id, userId, members, sessions } =
      await newScene();
    await stage.connectOidc(tenant, issuer.issuer);
    await admin.organizations.updateMemberRole({
      ...{ organizationId, memberIdOrUserId: userId, role: "owner" },
    });
    await signIn(tenant, email);
    await end(scim, id);
    expect(await members()).toMatchObject([{ userId, role: "owner" }]);
    expect(await sessions()).toEqual([]);
    const { token } = (await admin.users.impersonateUser({ userId })).session;
    const response = await stage.runtime.fetch(
      `/p/${tenant.project.id}/api/auth/organization/list-members?organizationId=${organizationId}`,
      { headers: { authorization: `Bearer ${token}` } },
    );
    expect(response.status).toBe(404);
    const events = await admin.events.listEvents({
      eventTypes: ["directory_user.last_owner_suspended"],
    });
    expect(events.data).toMatchObject([{ data: { user: { id, userId }, member: { userId } } }]);
    expect(await signIn(tenant, email)).toMatchObject({ rule: "deprovisioned_by_directory" });
  });

  test("ends the membership of a suspended owner when another owner's ban is lifted", async () => {
    const { admin, organizationId, scim, id, userId, members } = await newScene();
    const { user } = await admin.users.createUser({ email: "boss@x.example", name: "B" });
    await admin.organizations.addMember({ organizationId, userId: user.id, role: "owner" });
    await admin.organizations.updateMemberRole({
      ...{ organizationId, memberIdOrUserId: userId, role: "owner" },
    });
    await admin.users.banUser({ userId: user.id });
    await end(scim, id);
    expect((await members()).map((member) => member.userId)).toContain(userId);
    await admin.users.unbanUser({ userId: user.id });
    await expect.poll(members, { timeout: 10_000 }).toMatchObject([{ userId: user.id }]);
  });

  test("is lifted by deleting the directory", async () => {
    const { scim, admin, organizationId, id, userId } = await newScene();
    await end(scim, id);
    await admin.directories.deleteDirectory({ providerId: scim.directory.id });
    await expect
      .poll(
        async () =>
          await admin.organizations
            .addMember({ organizationId, userId, role: "member" })
            .then(() => "added", String),
        { timeout: 5_000 },
      )
      .toBe("added");
  });
});

test("a deactivated user is shown as inactive and comes back with active: true", async () => {
  const { scim, id, userId, members, admin } = await newScene();
  await scim.patch(id, { op: "Replace", path: "active", value: "False" });
  expect((await scim.send("GET", `/Users/${id}`)).body).toMatchObject({ id, active: false });
  expect(await members()).toEqual([]);
  await scim.patch(id, { op: "Replace", path: "active", value: "True" });
  expect(await members()).toMatchObject([{ userId, role: "member" }]);
  expect(await admin.directories.getUser({ userId: id })).toMatchObject({
    state: "active",
    userId,
  });
});

test("a deleted user is hidden, and a new one with the same userName takes its place", async () => {
  const { scim, admin, id, email, userId, members } = await newScene();
  expect((await scim.send("DELETE", `/Users/${id}`)).status).toBe(204);
  expect((await scim.send("GET", `/Users/${id}`)).status).toBe(404);
  expect((await scim.send("DELETE", `/Users/${id}`)).status).toBe(404);
  expect((await scim.send("GET", "/Users")).body).toMatchObject({ totalResults: 0, Resources: [] });
  expect(await admin.directories.getUser({ userId: id })).toMatchObject({ state: "deprovisioned" });
  const again = await scim.create(person(email));
  expect(again).not.toBe(id);
  expect(await members()).toMatchObject([{ userId }]);
});

test("sign-ins through SSO create no members while there is a directory, unless it allows", async () => {
  const { tenant, scim, admin, domain, email, userId } = await newScene();
  await stage.connectOidc(tenant, issuer.issuer);
  expect(await signIn(tenant, email)).toMatchObject({ rule: null, user: { id: userId } });
  expect(await signIn(tenant, `eve@${domain}`)).toMatchObject({ rule: "jit_disabled", user: null });
  await admin.directories.updateDirectory({ providerId: scim.directory.id, allowJit: true });
  expect((await signIn(tenant, `eve@${domain}`)).user).toMatchObject({ email: `eve@${domain}` });
});

test("deleting the directory keeps its members, or ends them all", async () => {
  const kept = await newScene();
  await kept.admin.directories.deleteDirectory({ providerId: kept.scim.directory.id });
  expect((await kept.scim.send("GET", "/Users")).status).toBe(401);
  expect(await kept.members()).toHaveLength(1);
  const ended = await newScene();
  await ended.admin.directories.deleteDirectory({
    ...{ providerId: ended.scim.directory.id, users: "deprovision" },
  });
  await expect.poll(ended.members, { timeout: 5_000 }).toEqual([]);
});
