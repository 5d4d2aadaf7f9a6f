/** Rows that requests of a directory write, for tests of the operations that read them. */
import { newId } from "../../convex/component/core/ids";
import type { InsertRow } from "./ssoRows";

interface Place {
  readonly projectId: string;
  readonly organizationId: string;
  readonly directoryId: string;
  readonly mark: string;
}

/** An active user that no user of the project is linked to. */
export async function insertDirectoryUser(
  insert: InsertRow,
  { projectId, organizationId, directoryId, mark }: Place,
): Promise<string> {
  const now = Date.now();
  const id = newId("directoryUser", now);
  const email = `${mark}@directory.example`.toLowerCase();
  await insert("directoryUsers", {
    ...{ projectId, id, directoryId, organizationId, state: "active", userName: email, email },
    ...{ externalId: `${mark}-external`, userId: null, reason: "email_outside_domains" },
    displayName: `${mark} person`.toLowerCase(),
    resource: JSON.stringify({
      ...{ userName: email, externalId: `${mark}-external`, displayName: `${mark} person` },
      emails: [{ value: email, type: "work", primary: true }],
    }),
    ...{ version: 1, createdAt: now, updatedAt: now },
  });
  return id;
}

/** A group of some users. */
export async function insertDirectoryGroup(
  insert: InsertRow,
  {
    projectId,
    organizationId,
    directoryId,
    mark,
    members,
  }: Place & { readonly members: readonly string[] },
): Promise<string> {
  const now = Date.now();
  const id = newId("directoryGroup", now);
  const [displayName, externalId] = [`${mark} group`, `${mark}-group`];
  await insert("directoryGroups", {
    ...{ projectId, id, directoryId, organizationId, externalId },
    ...{ displayName: displayName.toLowerCase(), version: 1, createdAt: now, updatedAt: now },
    resource: JSON.stringify({ displayName, externalId }),
  });
  for (const directoryUserId of members)
    await insert("directoryGroupMembers", {
      ...{ projectId, directoryId, groupId: id, directoryUserId },
    });
  const subject = `group:${id}`;
  await insert("totals", { projectId, subject, shard: 0, count: members.length });
  return id;
}
