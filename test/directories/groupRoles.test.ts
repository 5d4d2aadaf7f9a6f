/** What groups give and take: together with the project's settings, owners and other directories. */
import { describe, expect, test } from "vitest";
import { newDirectory, person } from "../support/scim";
import { ssoStage } from "../support/ssoStage";
import { failureOf } from "../support/transports";
import {
  add,
  enterGroupScene,
  GROUP_SCHEMA,
  groupClient,
  newGroupScene,
  remove,
} from "./support/groupScene";

const stage = ssoStage();
const newScene = async (fields: object = {}) => await newGroupScene(stage, fields);
type Scene = Awaited<ReturnType<typeof newScene>>;

const twoRoles = {
  groupRoles: [
    { group: "Admins", role: "admin" },
    { group: "Builders", role: "builder" },
  ],
};

/** A scene with a role of the project's own, which the group `Builders` gives. */
async function newSceneOfTwo(fields: object = {}) {
  const tenant = await stage.newTenant();
  const { role } = await tenant.admin.rbac.createRole({
    ...{ name: "Builder", slug: "builder", scope: "organization", permissions: [] },
  });
  const scene = await enterGroupScene(stage, tenant, { ...twoRoles, ...fields });
  return { ...scene, builderId: role.id };
}

/** Changes which directory's mapping, and waits until it applies to all. */
const updateDirectory = async ({ admin, scim }: Pick<Scene, "admin" | "scim">, fields: object) => {
  const { id } = scim.directory;
  await admin.directories.updateDirectory({ providerId: id, ...fields });
  await expect
    .poll(async () => (await admin.directories.getDirectory({ providerId: id })).hasPendingWork)
    .toBe(false);
};

const newOwner = async ({ admin, organizationId }: Pick<Scene, "admin" | "organizationId">) => {
  const { user } = await admin.users.createUser({ email: "boss@x.example", name: "Boss" });
  await admin.organizations.addMember({ organizationId, userId: user.id, role: "owner" });
  return user.id;
};

test("the roles of several groups add up, and each goes with its group", async () => {
  const { id, roleNow, createGroup, patchGroup } = await newSceneOfTwo();
  const admins = String((await createGroup("Admins", [id])).body.id);
  const builders = String((await createGroup("Builders", [id])).body.id);
  expect(await roleNow()).toBe("member,admin,builder");
  await patchGroup(admins, remove(id));
  expect(await roleNow()).toBe("member,builder");
  await patchGroup(builders, remove(id));
  expect(await roleNow()).toBe("member");
});

test("a group that is renamed gives what its new name gives", async () => {
  const { id, roleNow, createGroup, patchGroup } = await newSceneOfTwo();
  const group = String((await createGroup("Admins", [id])).body.id);
  await patchGroup(group, { op: "replace", value: { id: group, displayName: "builders" } });
  expect(await roleNow()).toBe("member,builder");
  await patchGroup(group, { op: "replace", path: "displayName", value: "Nobody" });
  expect(await roleNow()).toBe("member");
});

test("a member who leaves the last group keeps the directory's default role", async () => {
  const { admin, organizationId, userId, id, roleNow, createGroup, patchGroup } =
    await newSceneOfTwo({
      defaultRole: "builder",
      groupRoles: [{ group: "Admins", role: "admin" }],
    });
  const group = String((await createGroup("Admins", [id])).body.id);
  expect(await roleNow()).toBe("builder,admin");
  await admin.organizations.updateMemberRole({
    ...{ organizationId, memberIdOrUserId: userId, role: "admin" },
  });
  await patchGroup(group, remove(id));
  expect(await roleNow()).toBe("builder");
});

test("a role that was taken by hand comes back with the next change, once", async () => {
  const { admin, organizationId, userId, id, roleNow, createGroup, patchGroup } = await newScene();
  const group = String((await createGroup("Admins", [id])).body.id);
  await admin.organizations.updateMemberRole({
    ...{ organizationId, memberIdOrUserId: userId, role: "member" },
  });
  await createGroup("Others", [id]);
  expect(await roleNow()).toBe("member,admin");
  await patchGroup(group, remove(id));
  expect(await roleNow()).toBe("member");
});

describe("the project's settings", () => {
  test("without roleAssignment groups give no role, and take none that they still give", async () => {
    const { admin, domain, scim, id, members, roleNow, createGroup, patchGroup } = await newScene();
    const group = String((await createGroup("Admins", [id])).body.id);
    await admin.configuration.saveAuthConfiguration({ roleAssignment: false });
    const eve = await scim.create(person(`eve@${domain}`));
    await patchGroup(group, add(eve, id));
    expect((await members()).map(({ role }) => role).toSorted()).toEqual([
      "member",
      "member,admin",
    ]);
    expect(await roleNow()).toBe("member,admin");
    await patchGroup(group, remove(id));
    expect(await roleNow()).toBe("member");
  });

  test("with one role at a time, a group's role takes the place of the default role alone", async () => {
    const { admin, organizationId, domain, scim, id, userId, roleNow, createGroup, patchGroup } =
      await newSceneOfTwo();
    await admin.configuration.saveAuthConfiguration({ multipleRoles: false });
    const admins = String((await createGroup("Admins", [id])).body.id);
    const builders = String((await createGroup("Builders", [id])).body.id);
    expect(await roleNow()).toBe("admin");
    await patchGroup(admins, remove(id));
    expect(await roleNow()).toBe("builder");
    await patchGroup(admins, add(id));
    expect(await roleNow()).toBe("admin");
    await patchGroup(admins, remove(id));
    await patchGroup(builders, remove(id));
    expect(await roleNow()).toBe("member");
    await admin.organizations.updateMemberRole({
      ...{ organizationId, memberIdOrUserId: userId, role: "builder" },
    });
    await patchGroup(admins, add(id));
    expect(await roleNow()).toBe("builder");
    await patchGroup(admins, remove(id));
    expect(await roleNow()).toBe("builder");
    const eve = await scim.create(person(`eve@${domain}`));
    await patchGroup(admins, add(eve));
    await scim.patch(eve, { op: "replace", value: { active: false } });
    await scim.patch(eve, { op: "replace", value: { active: true } });
    const { data } = await admin.organizations.listMembers({ organizationId, role: "admin" });
    expect(data.map(({ role }) => role)).toEqual(["admin"]);
  });

  test("a default role that the settings no longer allow is not given", async () => {
    const { admin, domain, scim, members } = await newSceneOfTwo({ defaultRole: "builder" });
    await admin.configuration.saveAuthConfiguration({ roleAssignment: false });
    await scim.create(person(`eve@${domain}`));
    expect((await members()).map(({ role }) => role).toSorted()).toEqual(["builder", "member"]);
  });

  test("a role that was deleted is not given", async () => {
    const { admin, id, roleNow, builderId, createGroup } = await newSceneOfTwo();
    await admin.rbac.deleteRole({ id: builderId });
    expect((await createGroup("Builders", [id])).status).toBe(201);
    expect(await roleNow()).toBe("member");
  });
});

describe("the last owner", () => {
  const ownersGroup = { groupRoles: [{ group: "Owners", role: "owner" }] };

  test("who leaves its group keeps the role without access, until there is another owner", async () => {
    const scene = await newScene(ownersGroup);
    const { id, roleNow, isSuspended, createGroup, patchGroup } = scene;
    const group = String((await createGroup("Owners", [id])).body.id);
    expect(await roleNow()).toBe("member,owner");
    await patchGroup(group, remove(id));
    expect([await roleNow(), await isSuspended()]).toEqual(["member,owner", true]);
    await newOwner(scene);
    await expect.poll(roleNow).toBe("member");
    expect(await isSuspended()).toBe(false);
  });

  test("who is deactivated is a member no longer, once there is another owner", async () => {
    const scene = await newScene();
    const { admin, organizationId, scim, id, userId, roleNow, isSuspended } = scene;
    await admin.organizations.updateMemberRole({
      ...{ organizationId, memberIdOrUserId: userId, role: "owner" },
    });
    await scim.patch(id, { op: "replace", value: { active: false } });
    expect([await roleNow(), await isSuspended()]).toEqual(["owner", true]);
    await newOwner(scene);
    await expect.poll(roleNow).toBeUndefined();
  });

  test("comes back when its group does, and then the other suspended owner goes", async () => {
    const { admin, organizationId, domain, scim, id, roleNow, createGroup, patchGroup } =
      await newScene(ownersGroup);
    const group = String((await createGroup("Owners", [id])).body.id);
    await patchGroup(group, remove(id)); // suspended, with the role
    const eve = await scim.create(person(`eve@${domain}`));
    await patchGroup(group, add(eve));
    await expect.poll(roleNow).toBe("member");
    await patchGroup(group, remove(eve)); // the last owner now
    await patchGroup(group, add(id));
    await expect
      .poll(async () => (await admin.organizations.listMembers({ organizationId })).data.length)
      .toBe(2);
    await expect
      .poll(async () =>
        (await admin.organizations.listMembers({ organizationId })).data
          .map(({ role }) => role)
          .toSorted(),
      )
      .toEqual(["member", "member,owner"]);
    expect(await roleNow()).toBe("member,owner");
  });
});

describe("another directory with the same person", () => {
  async function newSceneOfDirectories() {
    const scene = await newSceneOfTwo();
    const { tenant, domain, userId, admin } = scene;
    const other = await newDirectory(stage, tenant, { name: "Entra", ...twoRoles });
    const otherId = await other.create(person(`ada@${domain}`));
    expect((await admin.directories.getUser({ userId: otherId })).userId).toBe(userId);
    const group = async (of: ReturnType<typeof groupClient>, name: string, id: string) =>
      String((await of.createGroup(name, [id])).body.id);
    return { ...scene, other, otherId, otherGroups: groupClient(other), group };
  }

  test("takes only the roles that its own groups gave", async () => {
    const { id, otherId, roleNow, otherGroups, group, ...groups } = await newSceneOfDirectories();
    const admins = await group(groups, "Admins", id);
    const theirs = await group(otherGroups, "Admins", otherId);
    await groups.patchGroup(admins, remove(id));
    expect(await roleNow()).toBe("member,admin");
    await otherGroups.patchGroup(theirs, remove(otherId));
    expect(await roleNow()).toBe("member");
  });

  test("keeps its roles, and takes them again, after the first directory was deleted", async () => {
    const { admin, scim, id, otherId, members, roleNow, otherGroups, group, ...groups } =
      await newSceneOfDirectories();
    await group(groups, "Admins", id);
    const builders = await group(otherGroups, "Builders", otherId);
    expect(await roleNow()).toBe("member,admin,builder");
    await admin.directories.deleteDirectory({ providerId: scim.directory.id });
    // At once, while the users of the deleted directory are still being deleted.
    await otherGroups.patchGroup(builders, remove(otherId));
    await expect.poll(roleNow).toBe("member,admin");
    await otherGroups.patchGroup(builders, add(otherId));
    expect(await roleNow()).toBe("member,admin,builder");
    await otherGroups.patchGroup(builders, remove(otherId));
    expect(await roleNow()).toBe("member,admin");
    expect(await members()).toHaveLength(1);
  });

  test("decides about access once the first one is deleted", async () => {
    const { admin, scim, other, otherId, isSuspended, otherGroups, group } =
      await newSceneOfDirectories();
    const { id: otherDirectory } = other.directory;
    await updateDirectory({ admin, scim: other }, { requireGroup: true });
    expect(await isSuspended()).toBe(false); // the first one requires no group
    await admin.directories.deleteDirectory({ providerId: scim.directory.id });
    await expect.poll(isSuspended).toBe(true);
    await group(otherGroups, "Anything", otherId);
    expect(await isSuspended()).toBe(false);
    await admin.directories.deleteDirectory({ providerId: otherDirectory });
  });

  test("that has deactivated the last owner keeps the owner out after the first is deleted", async () => {
    const { admin, organizationId, userId, scim, other, otherId, isSuspended } =
      await newSceneOfDirectories();
    await admin.organizations.updateMemberRole({
      ...{ organizationId, memberIdOrUserId: userId, role: "owner" },
    });
    await other.patch(otherId, { op: "replace", value: { active: false } });
    expect(await isSuspended()).toBe(true);
    const providerId = scim.directory.id;
    await admin.directories.deleteDirectory({ providerId });
    await expect
      .poll(async () => await failureOf(admin.directories.getUser({ userId: scim.directory.id })))
      .toMatchObject({ status: 404 });
    await expect.poll(async () => await countUsers(providerId)).toBe(0);
    expect(await isSuspended()).toBe(true);
  });
});

const countUsers = async (directoryId: string): Promise<number> =>
  await stage.engine.run(async (ctx) => {
    const rows = await ctx.db.query("directoryUsers").collect();
    return rows.filter((row) => row.directoryId === directoryId).length;
  });

test("roles that a mapping gave before it was emptied do not outlive the directory", async () => {
  const { admin, scim, id, roleNow, createGroup } = await newScene();
  await createGroup("Admins", [id]);
  const providerId = scim.directory.id;
  await admin.directories.updateDirectory({ providerId, groupRoles: [] });
  await admin.directories.deleteDirectory({ providerId });
  await expect.poll(roleNow).toBe("member");
});

test("of a change of many members, all removals of roles come before the additions", async () => {
  const { admin, domain, scim, createGroup } = await newScene();
  const users = await Promise.all(
    Array.from({ length: 14 }, async (_, i) => await scim.create(person(`user${i}@${domain}`))),
  );
  const [some, others] = [users.slice(0, 7), users.slice(7)];
  const { body } = await createGroup("Admins", some);
  const listChanges = async () =>
    (await admin.events.listEvents({ eventTypes: ["member.role_updated"], limit: 100 })).data.map(
      ({ data }) => (data as { role: string }).role,
    );
  const countChanges = async () => (await listChanges()).length;
  await expect.poll(countChanges).toBe(7);
  const members = others.map((value) => ({ value }));
  const group = { schemas: [GROUP_SCHEMA], displayName: "Admins", members };
  expect((await scim.send("PUT", `/Groups/${String(body.id)}`, group)).status).toBe(200);
  await expect.poll(countChanges).toBe(21);
  expect((await listChanges()).slice(7)).toEqual([
    ...some.map(() => "member"),
    ...others.map(() => "member,admin"),
  ]);
});

describe("requireGroup", () => {
  test("ends sessions and API keys of a person without a group, who stays a member", async () => {
    const scene = await newScene({ requireGroup: true });
    const { tenant, admin, organizationId, scim, id, userId } = scene;
    expect(await scene.isSuspended()).toBe(true);
    const group = String((await scene.createGroup("Everybody", [id])).body.id);
    expect(await scene.isSuspended()).toBe(false);
    const { token } = (await admin.users.impersonateUser({ userId })).session;
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
    const listAsUser = async () =>
      await stage.runtime.fetch(
        `/p/${tenant.project.id}/api/auth/organization/list-members?organizationId=${organizationId}`,
        { headers: { authorization: `Bearer ${token}` } },
      );
    expect((await listBy(key)).data).toHaveLength(1);
    expect((await listAsUser()).status).toBe(200);
    const removal = { op: "Remove", path: "members", value: [{ value: id }] };
    expect((await scene.patchGroup(group, removal)).status).toBe(204);
    expect(await scene.isSuspended()).toBe(true);
    expect(await scene.roleNow()).toBe("member");
    expect((await admin.users.listUserSessions({ userId })).data).toEqual([]);
    expect((await listAsUser()).status).toBe(401);
    expect(await failureOf(listBy(key))).toMatchObject({ status: 401 });
    expect((await listBy(other.key)).data).toHaveLength(1);
    expect((await scim.send("GET", `/Users/${id}`)).body).toMatchObject({ active: true });
    const again = (await admin.users.impersonateUser({ userId })).session.token;
    const refused = await stage.runtime.fetch(
      `/p/${tenant.project.id}/api/auth/organization/list-members?organizationId=${organizationId}`,
      { headers: { authorization: `Bearer ${again}` } },
    );
    expect(refused.status).toBe(404);
  });

  test("lets the person in again with any group, and with requireGroup off", async () => {
    const scene = await newScene();
    const { id, isSuspended, createGroup } = scene;
    await updateDirectory(scene, { requireGroup: true });
    expect(await isSuspended()).toBe(true);
    await updateDirectory(scene, { requireGroup: false });
    expect(await isSuspended()).toBe(false);
    await updateDirectory(scene, { requireGroup: true });
    const group = String((await createGroup("Any", [id])).body.id);
    expect(await isSuspended()).toBe(false);
    expect((await scene.scim.send("DELETE", `/Groups/${group}`)).status).toBe(204);
    expect(await isSuspended()).toBe(true);
  });
});
