/** Groups and their members as operations list them. */
import { expect, test } from "vitest";
import { newDirectory, person } from "../support/scim";
import { ssoStage } from "../support/ssoStage";
import { newGroupScene } from "./support/groupScene";

const stage = ssoStage();

async function newScene() {
  const { tenant, scim, id, domain, createGroup } = await newGroupScene(stage);
  const { directories } = tenant.admin;
  const users = [
    id,
    await scim.create(person(`linus@${domain}`)),
    await scim.create(person(`grace@${domain}`)),
  ] as const;
  const create = async (displayName: string, members: readonly string[]) =>
    String((await createGroup(displayName, members)).body.id);
  return { ...{ tenant, scim, directories, providerId: scim.directory.id, users, create } };
}

const idsOf = ({ data }: { readonly data: readonly { readonly id: string }[] }) =>
  data.map(({ id }) => id);

test("groups of a directory are shown with the number of their members", async () => {
  const { scim, directories, providerId, users, create } = await newScene();
  const sales = await create("Sales", users);
  const empty = await create("Empty", []);
  expect(idsOf(await directories.listGroups({ providerId }))).toEqual([empty, sales]);
  const group = await directories.getGroup({ groupId: sales });
  expect(group).toEqual({
    ...{ id: sales, directoryId: providerId, organizationId: scim.directory.organizationId },
    ...{ externalId: null, name: "Sales", displayName: "Sales", memberCount: 3 },
    ...{ createdAt: expect.any(Date) as Date, updatedAt: expect.any(Date) as Date },
  });
  expect(await directories.getDirectory({ providerId })).toMatchObject({ groupCount: 2 });
  await scim.send("DELETE", `/Users/${users[0]}`);
  expect(await directories.getGroup({ groupId: sales })).toMatchObject({ memberCount: 2 });
  await scim.send("DELETE", `/Groups/${sales}`);
  expect(await directories.getDirectory({ providerId })).toMatchObject({ groupCount: 1 });
  await expect(directories.getGroup({ groupId: sales })).rejects.toMatchObject({ status: 404 });
  expect(await directories.getUser({ userId: users[1] })).toMatchObject({ groups: [] });
  expect(await totals(sales)).toEqual([]);
});

const totals = async (group: string) =>
  await stage.engine.run(async (ctx) =>
    (await ctx.db.query("totals").collect()).filter(({ subject }) => subject.includes(group)),
  );

test("the members of a group, and the groups of a user, are listed page by page", async () => {
  const { directories, providerId, users, create } = await newScene();
  const [ada, linus, grace] = users;
  const sales = await create("Sales", [ada, grace]);
  const staff = await create("Staff", users);
  const listed = { providerId, order: "asc" as const };
  const page = await directories.listUsers({ ...listed, groupId: sales, limit: 1 });
  expect(page.data).toMatchObject([
    {
      id: ada,
      groups: [
        { id: sales, name: "Sales" },
        { id: staff, name: "Staff" },
      ],
    },
  ]);
  const after = page.listMetadata.after!;
  const rest = await directories.listUsers({ ...listed, groupId: sales, limit: 1, after });
  expect(idsOf(rest)).toEqual([grace]);
  expect(rest.listMetadata.after).toBeNull();
  expect((await directories.listUsers(listed)).data.map(({ groups }) => groups.length)).toEqual([
    2, 1, 2,
  ]);
  expect(idsOf(await directories.listGroups({ ...listed, userId: linus }))).toEqual([staff]);
  const first = await directories.listGroups({ ...listed, userId: ada, limit: 1 });
  expect(idsOf(first)).toEqual([sales]);
  const next = { ...listed, userId: ada, after: first.listMetadata.after! };
  expect(idsOf(await directories.listGroups(next))).toEqual([staff]);
  await expect(
    directories.listUsers({ ...listed, groupId: sales, state: "active" }),
  ).rejects.toMatchObject({ status: 422, errors: [{ field: "state" }] });
});

test("a user shows its first 20 groups, and all of them are listed", async () => {
  const { directories, providerId, users, create } = await newScene();
  const groups: string[] = [];
  for (let index = 0; index < 21; index++) groups.push(await create(`Group ${index}`, [users[0]]));
  groups.sort();
  const { groups: shown } = await directories.getUser({ userId: users[0] });
  expect(shown.map(({ id }) => id)).toEqual(groups.slice(0, 20));
  const all = await directories.listGroups({
    ...{ providerId, userId: users[0], limit: 100, order: "asc" },
  });
  expect(idsOf(all)).toEqual(groups);
});

test("groups and users of another directory, organization or deleted directory are not found", async () => {
  const { tenant, directories, providerId, users, create } = await newScene();
  const group = await create("Sales", users);
  const other = await newDirectory(stage, tenant, { name: "Other" });
  const notFound = async (call: Promise<unknown>) =>
    await expect(call).rejects.toMatchObject({ status: 404 });
  const otherId = other.directory.id;
  expect(idsOf(await directories.listGroups({ providerId: otherId }))).toEqual([]);
  await notFound(directories.listUsers({ providerId: otherId, groupId: group }));
  await notFound(directories.listGroups({ providerId: otherId, userId: users[0] }));
  const { id: organizationId } = await tenant.admin.organizations.createOrganization({
    name: "Another",
  });
  const { key } = await tenant.admin.apiKeys.createKey({
    ...{ name: "Bound", organizationId, permissions: ["directory.read"] },
  });
  const bound = stage.runtime.client(tenant.project, key).directories;
  await notFound(bound.getGroup({ groupId: group }));
  await notFound(bound.listGroups({ providerId }));
  await directories.deleteDirectory({ providerId });
  await notFound(directories.getGroup({ groupId: group }));
  await expect.poll(async () => await totals(group), { timeout: 5_000 }).toEqual([]);
});
