/** What events and the audit log say of groups that a directory sends. */
import { expect, test } from "vitest";
import { ssoStage } from "../support/ssoStage";
import {
  abandonChange,
  add,
  GROUP_SCHEMA,
  insertStrangers,
  newGroupScene,
  remove,
} from "./support/groupScene";

const stage = ssoStage();

async function newScene(fields: object = {}) {
  const scene = await newGroupScene(stage, fields);
  const { admin, scim } = scene;
  /** Of the types, oldest first. */
  const events = async (...types: string[]) =>
    (
      await admin.events.listEvents({
        eventTypes: types.length > 0 ? types : ["directory_group.*"],
        limit: 200,
      })
    ).data;
  const put = async (group: string, displayName: string, members: readonly string[]) =>
    await scim.send("PUT", `/Groups/${group}`, {
      ...{ schemas: [GROUP_SCHEMA], displayName },
      members: members.map((value) => ({ value })),
    });
  return { ...scene, directoryId: scim.directory.id, events, put };
}

const noChanges = { added: 0, removed: 0, addedUserIds: [], removedUserIds: [] };

test("each change of a group is one event, with its members, and an audit entry of the directory", async () => {
  const { admin, organizationId, directoryId, id, scim, ...scene } = await newScene();
  const { createGroup, patchGroup, events } = scene;
  const { body } = await createGroup("Sales", [id]);
  const group = String(body.id);
  await patchGroup(group, add(id)); // changes nothing
  await patchGroup(group, { op: "replace", value: { displayName: "Marketing" } });
  await patchGroup(group, remove(id));
  await scim.send("DELETE", `/Groups/${group}`);
  const shown = { id: group, directoryId, organizationId };
  expect(await events()).toMatchObject([
    {
      type: "directory_group.created",
      data: {
        ...{ ...shown, name: "Sales", displayName: "Sales", externalId: null, memberCount: 1 },
        memberChanges: { ...noChanges, added: 1, addedUserIds: [id] },
      },
    },
    {
      type: "directory_group.updated",
      data: { ...shown, name: "Marketing", memberCount: 1, memberChanges: noChanges },
    },
    {
      type: "directory_group.updated",
      data: {
        ...{ ...shown, memberCount: 0 },
        memberChanges: { ...noChanges, removed: 1, removedUserIds: [id] },
      },
    },
    { type: "directory_group.deleted", data: { ...shown, name: "Marketing", memberCount: 0 } },
  ]);
  const { data } = await admin.auditLogs.listEvents({ organizationId });
  expect(data.filter(({ action }) => action.startsWith("directory_group."))).toMatchObject([
    { action: "directory_group.deleted" },
    { changes: { before: { memberCount: 1 }, after: { memberCount: 0 } } },
    { changes: { before: { name: "Sales" }, after: { name: "Marketing" } } },
    {
      action: "directory_group.created",
      actor: { type: "scim", id: directoryId, name: "Okta" },
      targets: [{ type: "directory_group", id: group, name: "Sales" }],
      context: { organizationId },
    },
  ]);
});

test("a change of hundreds of members is one event, with all in number and 100 by id", async () => {
  const { admin, scim, createGroup, put, events } = await newScene();
  const users = await insertStrangers(stage, scim, 450);
  const { body } = await createGroup("Everybody", users);
  await put(String(body.id), "Everybody", users); // changes nothing
  await put(String(body.id), "Everybody", users.slice(150));
  const found = await events();
  expect(found).toMatchObject([
    {
      type: "directory_group.created",
      data: { memberCount: 450, memberChanges: { added: 450, removed: 0 } },
    },
    {
      type: "directory_group.updated",
      data: { memberCount: 300, memberChanges: { added: 0, removed: 150 } },
    },
  ]);
  const { addedUserIds, removedUserIds } = (
    found[1] as unknown as { data: { memberChanges: Record<string, string[]> } }
  ).data.memberChanges;
  expect(addedUserIds).toEqual([]);
  expect(removedUserIds).toHaveLength(100);
  expect(users.slice(0, 150)).toEqual(expect.arrayContaining(removedUserIds!));
  expect(await admin.directories.getGroup({ groupId: String(body.id) })).toMatchObject({
    memberCount: 300,
  });
});

test("the change whose request has died is recorded by the sweep that finishes it", async () => {
  const { id, scim, createGroup, events } = await newScene();
  const users = await insertStrangers(stage, scim, 250);
  const { body } = await createGroup("Sales", [id]);
  await abandonChange(stage, String(body.id), users, {
    event: { type: "directory_group.updated", before: "{}", isChanged: true, ...noChanges },
  });
  await stage.runtime.run("directories/resume:resume");
  await expect.poll(async () => (await events()).length, { timeout: 5_000 }).toBe(2);
  expect((await events())[1]).toMatchObject({
    data: { memberCount: 250, memberChanges: { added: 250, removed: 1, removedUserIds: [id] } },
  });
});

test("a suspension by requireGroup and its end are recorded, each once", async () => {
  const { admin, organizationId, directoryId, id, ...scene } = await newScene({
    requireGroup: true,
  });
  const { createGroup, patchGroup, events } = scene;
  const { userId } = await admin.directories.getUser({ userId: id });
  const { body } = await createGroup("Everybody", [id]);
  await patchGroup(String(body.id), remove(id));
  await admin.directories.updateDirectory({ providerId: directoryId, requireGroup: false });
  const types = ["directory_user.access_suspended", "directory_user.access_restored"];
  const expected = [types[0], types[1], types[0], types[1]];
  await expect
    .poll(async () => (await events(...types)).map(({ type }) => type), { timeout: 5_000 })
    .toEqual(expected);
  expect((await events(...types))[0]).toMatchObject({
    data: { user: { id, userId, state: "active" }, member: { userId, organizationId } },
  });
  const { data } = await admin.auditLogs.listEvents({ organizationId });
  const entries = data.filter(({ action }) => types.includes(action));
  expect(entries.map(({ actor }) => actor)).toEqual(
    expected.map(() => ({ type: "scim", id: directoryId, name: "Okta" })),
  );
});

test("the deletion of a directory that has suspended someone records the end", async () => {
  const { admin, directoryId, events } = await newScene({ requireGroup: true });
  await admin.directories.deleteDirectory({ providerId: directoryId });
  await expect
    .poll(async () => (await events("directory_user.access_restored")).length, { timeout: 5_000 })
    .toBe(1);
});
