/** A directory with a user who is a member, and what the tests of groups send. */
import { expect } from "vitest";
import { insertDirectoryUser } from "../../support/directoryRows";
import {
  ERROR_SCHEMA,
  newDirectory,
  PATCH_SCHEMA,
  person,
  type ScimAnswer,
  type ScimClient,
} from "../../support/scim";
import type { InsertRow } from "../../support/ssoRows";
import type { SsoStage, Tenant } from "../../support/ssoStage";

export const GROUP_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:Group";

/** Requests about groups of one directory. */
export const groupClient = (scim: ScimClient) => ({
  createGroup: async (displayName: string, members: readonly string[] = []) =>
    await scim.send("POST", "/Groups", {
      ...{ schemas: [GROUP_SCHEMA], displayName },
      members: members.map((value) => ({ value })),
    }),
  patchGroup: async (group: string, ...Operations: readonly object[]) =>
    await scim.send("PATCH", `/Groups/${group}`, { schemas: [PATCH_SCHEMA], Operations }),
  membersOf: async (group: string) =>
    valuesOf((await scim.send("GET", `/Groups/${group}`)).body).toSorted(),
});

export const valuesOf = (body: ScimAnswer["body"]) =>
  (body.members as { value: string }[]).map(({ value }) => value);

export const add = (...ids: readonly string[]) => ({
  ...{ op: "add", path: "members", value: ids.map((value) => ({ value })) },
});
export const remove = (id: string) => ({ op: "remove", path: `members[value eq "${id}"]` });

/** An answer that refuses a request. */
export const refusal = (status: number, scimType?: string) => ({
  status,
  body: {
    ...{ schemas: [ERROR_SCHEMA], status: String(status), detail: expect.any(String) as string },
    ...(scimType === undefined ? {} : { scimType }),
  },
});

/** A directory without groups, and two users of it. */
export async function newPair(stage: SsoStage) {
  const tenant = await stage.newTenant();
  const scim = await newDirectory(stage, tenant);
  const ada = await scim.create(person(`ada@${tenant.domain}`));
  const eve = await scim.create(person(`eve@${tenant.domain}`));
  return { tenant, scim, groups: groupClient(scim), ada, eve };
}

/** As if a request that replaces the members had died before its first slice. */
export async function abandonChange(
  stage: SsoStage,
  groupId: string,
  add: readonly string[],
  event: object = {},
): Promise<void> {
  await stage.engine.run(async (ctx) => {
    const rows = await ctx.db.query("directoryGroups").collect();
    const row = rows.find(({ id }) => id === groupId)!; // the caller has created it
    await ctx.db.insert("directoryJobs", {
      ...{ projectId: row.projectId, kind: "group", subjectId: row.directoryId, groupId },
      ...{ organizationId: row.organizationId, deprovisions: false, after: "" },
      change: { after: "", clears: true, derives: false, add: [...add], remove: [] },
      ...event,
    });
  });
}

/** A directory whose group `Admins` gives `admin`, and Ada, a user of it. */
export async function newGroupScene(stage: SsoStage, fields: object = {}) {
  return await enterGroupScene(stage, await stage.newTenant(), fields);
}

export async function enterGroupScene(stage: SsoStage, tenant: Tenant, fields: object = {}) {
  const scim = await newDirectory(stage, tenant, {
    groupRoles: [{ group: "Admins", role: "admin" }],
    ...fields,
  });
  const { admin, organizationId, domain } = tenant;
  const id = await scim.create(person(`ada@${domain}`));
  const userId = (await admin.directories.getUser({ userId: id })).userId!;
  const members = async () => (await admin.organizations.listMembers({ organizationId })).data;
  /** Undefined when Ada is no member. */
  const roleNow = async () => (await members()).find((member) => member.userId === userId)?.role;
  const isSuspended = async () =>
    await stage.engine.run(async (ctx) => {
      const rows = await ctx.db.query("members").collect();
      return rows.some((row) => row.userId === userId && row.suspended === true);
    });
  return {
    ...{ tenant, admin, organizationId, domain, scim, id, userId, members, roleNow, isSuspended },
    ...groupClient(scim),
  };
}

/** Active users of the directory without a user of the project, as rows: requests take too long. */
export async function insertStrangers(
  { engine }: SsoStage,
  { directory }: ScimClient,
  count: number,
): Promise<string[]> {
  const { id: directoryId, organizationId, projectId } = directory;
  return await engine.run(async (ctx) => {
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
