/** Groups that a directory sends, and the roles that they give. */
import { expect, test } from "vitest";
import { insertDirectoryUser } from "../support/directoryRows";
import {
  newDirectory,
  PATCH_SCHEMA,
  person,
  type ScimAnswer,
  type ScimClient,
} from "../support/scim";
import type { InsertRow } from "../support/ssoRows";
import { ssoStage } from "../support/ssoStage";

const stage = ssoStage();
const GROUP_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:Group";

async function newScene(fields: object = {}) {
  const tenant = await stage.newTenant();
  const scim = await newDirectory(stage, tenant, {
    groupRoles: [{ group: "Admins", role: "admin" }],
    ...fields,
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

const MANY = 450;

/** Active users of the directory without a user of the project, as rows: requests take too long. */
async function insertStrangers({ directory }: ScimClient, count: number): Promise<string[]> {
  const { id: directoryId, organizationId, projectId } = directory;
  return await stage.engine.run(async (ctx) => {
    const ids: string[] = [];
    // Its rows are those of the table that it names.
    const insert: InsertRow = async (table, row) =>
      await ctx.db.insert(table as "directoryUsers", row as never);
    for (let index = 0; index < count; index++)
      ids.push(
        await insertDirectoryUser(insert, {
          ...{ projectId, organizationId, directoryId, mark: `stranger${index}` },
        }),
      );
    return ids;
  });
}

const valuesOf = (body: ScimAnswer["body"]) =>
  (body.members as { value: string }[]).map(({ value }) => value);

test("a group of many members is created, replaced and cleared in slices", async () => {
  const { scim, id, roleNow, createGroup } = await newScene();
  const strangers = await insertStrangers(scim, MANY);
  const created = await createGroup("Admins", [...strangers, id]);
  expect(created.status).toBe(201);
  expect(valuesOf(created.body).toSorted()).toEqual([...strangers, id].toSorted());
  await expect.poll(roleNow, { timeout: 5_000 }).toBe("member,admin");
  const group = `/Groups/${String(created.body.id)}`;
  const put = async (fields: object) =>
    await scim.send("PUT", group, { schemas: [GROUP_SCHEMA], displayName: "Admins", ...fields });
  const kept = await put({});
  expect(valuesOf(kept.body)).toHaveLength(MANY + 1);
  expect(kept.body.meta).toMatchObject({ version: 'W/"1"' });
  const some = await put({ members: strangers.slice(100).map((value) => ({ value })) });
  expect(valuesOf(some.body).toSorted()).toEqual(strangers.slice(100).toSorted());
  await expect.poll(roleNow, { timeout: 5_000 }).toBe("member");
  expect(valuesOf((await put({ members: [] })).body)).toEqual([]);
});

test("a sweep finishes a change whose request has died between slices", async () => {
  const { scim, id, roleNow, createGroup } = await newScene();
  const strangers = await insertStrangers(scim, 250);
  const { body } = await createGroup("Admins", [id]);
  await stage.engine.run(async (ctx) => {
    const rows = await ctx.db.query("directoryGroups").collect();
    const row = rows.find((each) => each.id === body.id)!; // just created
    await ctx.db.insert("directoryJobs", {
      ...{ projectId: row.projectId, kind: "group", subjectId: row.directoryId, groupId: row.id },
      ...{ organizationId: row.organizationId, deprovisions: false, after: "" },
      change: { after: "", clears: true, derives: false, add: strangers, remove: [] },
    });
  });
  await stage.runtime.run("directories/resume:resume");
  await expect.poll(roleNow, { timeout: 5_000 }).toBe("member");
  await expect
    .poll(
      async () => valuesOf((await scim.send("GET", `/Groups/${String(body.id)}`)).body).length,
      {
        timeout: 5_000,
      },
    )
    .toBe(strangers.length);
});

test("a deleted user is in no group, and a change that changes nothing keeps the version", async () => {
  const { scim, id, createGroup, patchGroup } = await newScene();
  const { body } = await createGroup("Admins", [id]);
  const group = String(body.id);
  await patchGroup(group, { op: "add", path: "members", value: [{ value: id }] });
  expect((await scim.send("GET", `/Groups/${group}`)).headers.get("etag")).toBe('W/"1"');
  expect((await scim.send("DELETE", `/Users/${id}`)).status).toBe(204);
  expect((await scim.send("GET", `/Groups/${group}`)).body).toMatchObject({ members: [] });
});

test("another mapping applies to existing members", async () => {
  const { admin, scim, id, roleNow, createGroup } = await newScene();
  await createGroup("Admins", [id]);
  expect(await roleNow()).toBe("member,admin");
  const { id: directoryId } = scim.directory;
  const update = async (fields: object) =>
    await admin.directories.updateDirectory({ providerId: directoryId, ...fields });
  expect(await update({ groupRoles: [] })).toMatchObject({ hasPendingWork: true });
  await expect.poll(roleNow, { timeout: 5_000 }).toBe("member");
  await update({ groupRoles: [{ group: "ADMINS", role: "admin" }] });
  await expect.poll(roleNow, { timeout: 5_000 }).toBe("member,admin");
  await admin.directories.deleteDirectory({ providerId: directoryId });
  expect(await roleNow()).toBe("member,admin");
});

test("with requireGroup, a user in no group stays a member without access", async () => {
  const { scim, id, userId, roleNow, createGroup, patchGroup } = await newScene({
    requireGroup: true,
  });
  const suspended = async () =>
    await stage.engine.run(async (ctx) => {
      const rows = await ctx.db.query("members").collect();
      return rows.find((row) => row.userId === userId)?.suspended === true;
    });
  expect(await suspended()).toBe(true);
  const { body } = await createGroup("Everybody", [id]);
  expect(await suspended()).toBe(false);
  const remove = { op: "Remove", path: "members", value: [{ value: id }] };
  expect((await patchGroup(String(body.id), remove)).status).toBe(204);
  expect(await suspended()).toBe(true);
  expect(await roleNow()).toBe("member");
  expect((await scim.send("GET", `/Users/${id}`)).body).toMatchObject({ active: true });
});

test("groups are listed, filtered by an index, and searched", async () => {
  const { scim, id, createGroup } = await newScene();
  expect((await scim.send("GET", "/Groups")).body).toMatchObject({
    ...{ totalResults: 0, Resources: [] },
  });
  const { body } = await createGroup("Admins", [id]);
  await createGroup("Sales");
  const found = async (filter: string, rest = "") =>
    await scim.send("GET", `/Groups?filter=${encodeURIComponent(filter)}${rest}`);
  for (const filter of [
    'displayName eq "ADMINS"',
    `id eq "${String(body.id)}"`,
    `members.value eq "${id}"`,
    `members[value eq "${id}"] and displayName eq "admins"`,
  ])
    expect((await found(filter)).body).toMatchObject({
      ...{ totalResults: 1, Resources: [{ id: body.id, members: [{ value: id }] }] },
    });
  const bare = (await found('displayName eq "Admins"', "&excludedAttributes=members")).body;
  expect(Object.keys((bare.Resources as object[])[0]!)).not.toContain("members");
  expect(await found('displayName co "Adm"')).toMatchObject({
    ...{ status: 400, body: { scimType: "invalidFilter" } },
  });
  expect((await scim.send("GET", "/Groups?startIndex=2&count=1")).body).toMatchObject({
    ...{ totalResults: 2, startIndex: 2, itemsPerPage: 1 },
  });
  const query = { filter: 'displayName eq "sales"' };
  expect((await scim.send("POST", "/Groups/.search", query)).body).toMatchObject({
    totalResults: 1,
  });
  expect((await scim.send("GET", "/ResourceTypes/Group")).status).toBe(200);
});

test("groups of another directory are not found, and its users join no group", async () => {
  const [one, other] = [await newScene(), await newScene()];
  const { body } = await one.createGroup("Admins", [one.id, other.id]);
  expect(valuesOf(body)).toEqual([one.id]);
  const path = `/Groups/${String(body.id)}`;
  for (const method of ["GET", "DELETE"])
    expect((await other.scim.send(method, path)).status).toBe(404);
  const filter = encodeURIComponent(`members.value eq "${one.id}"`);
  expect((await other.scim.send("GET", `/Groups?filter=${filter}`)).body).toMatchObject({
    totalResults: 0,
  });
  expect(await other.roleNow()).toBe("member");
});
