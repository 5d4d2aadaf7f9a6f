/** Groups that a directory sends, and the roles that they give. */
import { expect, test } from "vitest";
import { newDirectory, PATCH_SCHEMA, person } from "../support/scim";
import { ssoStage } from "../support/ssoStage";

const stage = ssoStage();
const GROUP_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:Group";

async function newScene() {
  const tenant = await stage.newTenant();
  const scim = await newDirectory(stage, tenant, {
    groupRoles: [{ group: "Admins", role: "admin" }],
  });
  const { admin, organizationId, domain } = tenant;
  const id = await scim.create(person(`ada@${domain}`));
  const userId = (await admin.directories.getUser({ userId: id })).userId!;
  const roleNow = async () =>
    (await admin.organizations.listMembers({ organizationId })).data.find(
      (member) => member.userId === userId,
    )?.role;
  const createGroup = async (displayName: string, members: readonly string[] = []) =>
    await scim.send("POST", "/Groups", {
      ...{ schemas: [GROUP_SCHEMA], displayName },
      members: members.map((value) => ({ value })),
    });
  const patchGroup = async (group: string, ...Operations: object[]) =>
    await scim.send("PATCH", `/Groups/${group}`, { schemas: [PATCH_SCHEMA], Operations });
  return { admin, organizationId, scim, id, userId, roleNow, createGroup, patchGroup };
}

test("a group gives its role while the user is in it, and the default role stays", async () => {
  const { scim, id, roleNow, createGroup, patchGroup } = await newScene();
  const { status, body } = await createGroup("Admins");
  expect(status).toBe(201);
  const group = String(body.id);
  expect(await roleNow()).toBe("member");
  const add = { op: "Add", path: "members", value: [{ $ref: null, value: id }] };
  expect((await patchGroup(group, add)).status).toBe(204);
  expect((await patchGroup(group, add)).status).toBe(204);
  expect(await roleNow()).toBe("member,admin");
  expect((await scim.send("GET", `/Groups/${group}`)).body).toMatchObject({
    members: [{ value: id }],
  });
  await patchGroup(group, { op: "remove", path: `members[value eq "${id}"]` });
  expect(await roleNow()).toBe("member");
});

test("a role that a person has given outlives the group", async () => {
  const { admin, organizationId, scim, id, userId, roleNow, createGroup } = await newScene();
  await admin.organizations.updateMemberRole({
    ...{ organizationId, memberIdOrUserId: userId, role: "admin" },
  });
  const { body } = await createGroup("admins", [id]);
  expect((await scim.send("DELETE", `/Groups/${String(body.id)}`)).status).toBe(204);
  expect(await roleNow()).toBe("admin");
});

test("a user who is activated again gets the role of its group back", async () => {
  const { scim, id, roleNow, createGroup } = await newScene();
  await createGroup("Admins", [id]);
  expect(await roleNow()).toBe("member,admin");
  await scim.patch(id, { op: "replace", value: { active: false } });
  expect(await roleNow()).toBeUndefined();
  await scim.patch(id, { op: "replace", value: { active: true } });
  expect(await roleNow()).toBe("member,admin");
});

test("a second group with the displayName is 409, and unknown members are passed over", async () => {
  const { createGroup } = await newScene();
  expect((await createGroup("Sales", ["diru_01ARZ3NDEKTSV4RRFFQ69G5FAV"])).status).toBe(201);
  expect(await createGroup("SALES")).toMatchObject({
    ...{ status: 409, body: { scimType: "uniqueness" } },
  });
});
