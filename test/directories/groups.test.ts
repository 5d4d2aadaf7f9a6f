/** Groups that a directory sends, and the roles that they give. */
import { expect, test } from "vitest";
import { ssoStage } from "../support/ssoStage";
import {
  abandonChange,
  GROUP_SCHEMA,
  insertStrangers,
  newGroupScene,
  valuesOf,
} from "./support/groupScene";

const stage = ssoStage();
const newScene = async (fields: object = {}) => await newGroupScene(stage, fields);

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

/** More than two slices. */
const MANY = 450;

test("a group of many members is created, replaced and cleared in slices", async () => {
  const { scim, id, roleNow, createGroup } = await newScene();
  const strangers = await insertStrangers(stage, scim, MANY);
  const created = await createGroup("Admins", [...strangers, id]);
  expect(created.status).toBe(201);
  expect(valuesOf(created.body).toSorted()).toEqual([...strangers, id].toSorted());
  await expect.poll(roleNow, { timeout: 5_000 }).toBe("member,admin");
  const group = `/Groups/${String(created.body.id)}`;
  const put = async (fields: object) =>
    await scim.send("PUT", group, { schemas: [GROUP_SCHEMA], displayName: "Admins", ...fields });
  const kept = await put({});
  expect(valuesOf(kept.body)).toHaveLength(MANY + 1);
  expect(kept.headers.get("etag")).toBe(created.headers.get("etag"));
  const some = await put({ members: strangers.slice(100).map((value) => ({ value })) });
  expect(valuesOf(some.body).toSorted()).toEqual(strangers.slice(100).toSorted());
  await expect.poll(roleNow, { timeout: 5_000 }).toBe("member");
  expect(valuesOf((await put({ members: [] })).body)).toEqual([]);
});

test("a sweep finishes a change whose request has died between slices", async () => {
  const { scim, id, roleNow, createGroup } = await newScene();
  const strangers = await insertStrangers(stage, scim, 250);
  const { body } = await createGroup("Admins", [id]);
  await abandonChange(stage, String(body.id), strangers);
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

test("a change that changes nothing keeps the version", async () => {
  const { scim, id, createGroup, patchGroup } = await newScene();
  const { body, headers } = await createGroup("Admins", [id]);
  const group = String(body.id);
  await patchGroup(group, { op: "add", path: "members", value: [{ value: id }] });
  const { headers: now } = await scim.send("GET", `/Groups/${group}`);
  expect(now.get("etag")).toBe(headers.get("etag"));
});

test("a deleted user is in no group, and a client that knows the group is told", async () => {
  const { scim, id, createGroup } = await newScene();
  const { body, headers } = await createGroup("Admins", [id]);
  const known = { "if-none-match": headers.get("etag")! };
  const get = async () => await scim.send("GET", `/Groups/${String(body.id)}`, undefined, known);
  expect((await get()).status).toBe(304);
  expect((await scim.send("DELETE", `/Users/${id}`)).status).toBe(204);
  const now = await get();
  expect(now).toMatchObject({ status: 200, body: { members: [] } });
  expect(now.body.meta).toMatchObject({ version: now.headers.get("etag") });
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
