/** Changes of directory groups and their members, each with its effect on roles. */
import type { Doc } from "../_generated/dataModel";
import { alreadyUsed } from "../core/errors";
import { newId } from "../core/ids";
import { ScimError } from "../scim/errors";
import { groupFacts } from "../scim/facts";
import type { MembersDelta } from "../scim/members";
import type { Resource } from "../scim/resource";
import type { TenantReader } from "../tenancy/database";
import type { DirectoryContext } from "./context";
import { bounds } from "./fields";
import { deriveRoles } from "./groupRoles";

type Directory = Doc<"directories">;
type Group = Doc<"directoryGroups">;
type GroupMember = Doc<"directoryGroupMembers">;

export async function createGroup(
  ctx: DirectoryContext,
  { id: directoryId, organizationId }: Directory,
  resource: Resource,
  members: readonly string[],
): Promise<Group> {
  const fields = toFields(resource);
  await assertFree(ctx.db, directoryId, fields.displayName);
  const { id } = await ctx.db.insert("directoryGroups", {
    id: newId("directoryGroup", ctx.now),
    ...{ directoryId, organizationId, ...fields },
    ...{ version: 1, createdAt: ctx.now, updatedAt: ctx.now },
  });
  const group = (await ctx.db.get("directoryGroups", id))!; // just inserted
  await changeMembers(ctx, group, { isCleared: false, add: members, remove: [] });
  return group;
}

export async function updateGroup(
  ctx: DirectoryContext,
  before: Group,
  resource: Resource,
  delta: MembersDelta,
): Promise<Group> {
  const fields = toFields(resource);
  const isRenamed = fields.displayName !== before.displayName;
  if (isRenamed) await assertFree(ctx.db, before.directoryId, fields.displayName);
  const after = await ctx.db.patch("directoryGroups", before, {
    ...{ ...fields, version: before.version + 1, updatedAt: ctx.now },
  });
  if (isRenamed) await deriveAll(ctx, await loadMembers(ctx.db, before.id));
  await changeMembers(ctx, after, delta);
  return after;
}

export async function deleteGroup(ctx: DirectoryContext, group: Group): Promise<void> {
  await changeMembers(ctx, group, { isCleared: true, add: [], remove: [] });
  await ctx.db.delete("directoryGroups", group);
}

/** Removals come before additions. Ids that are no user of the directory are passed over. */
async function changeMembers(
  ctx: DirectoryContext,
  group: Group,
  { isCleared, add, remove }: MembersDelta,
): Promise<void> {
  if (add.length + remove.length > bounds.membersPerTransaction) throw tooMany();
  const wanted = new Set(add);
  const removed = isCleared
    ? (await loadMembers(ctx.db, group.id)).filter((row) => !wanted.has(row.directoryUserId))
    : await findMembers(ctx.db, group.id, remove);
  for (const row of removed) await ctx.db.delete("directoryGroupMembers", row);
  await deriveAll(ctx, removed);
  for (const directoryUserId of wanted) await addMember(ctx, group, directoryUserId);
}

async function addMember(ctx: DirectoryContext, group: Group, directoryUserId: string) {
  const { id: groupId, directoryId } = group;
  const user = await ctx.db.get("directoryUsers", directoryUserId);
  if (user?.directoryId !== directoryId || user.state === "deprovisioned") return;
  if ((await findMembers(ctx.db, groupId, [directoryUserId])).length > 0) return;
  await ctx.db.insert("directoryGroupMembers", { directoryId, groupId, directoryUserId });
  await deriveAll(ctx, [{ directoryUserId }]);
}

async function deriveAll(
  ctx: DirectoryContext,
  rows: readonly Pick<GroupMember, "directoryUserId">[],
): Promise<void> {
  for (const { directoryUserId } of rows) {
    const user = await ctx.db.get("directoryUsers", directoryUserId);
    if (user?.userId != null) await deriveRoles(ctx, user.organizationId, user.userId);
  }
}

async function loadMembers(db: TenantReader, groupId: string): Promise<GroupMember[]> {
  const rows = await db
    .range("directoryGroupMembers", "byGroup", (q) => q.eq("groupId", groupId))
    .take(bounds.membersPerTransaction + 1);
  if (rows.length > bounds.membersPerTransaction) throw tooMany();
  return rows;
}

async function findMembers(
  db: TenantReader,
  groupId: string,
  ids: readonly string[],
): Promise<GroupMember[]> {
  const rows = await Promise.all(
    ids.map(
      async (directoryUserId) =>
        await db
          .range("directoryGroupMembers", "byGroup", (q) =>
            q.eq("groupId", groupId).eq("directoryUserId", directoryUserId),
          )
          .unique(),
    ),
  );
  return rows.filter((row) => row !== null);
}

export const loadMemberIds = async (db: TenantReader, groupId: string): Promise<string[]> =>
  (await loadMembers(db, groupId)).map(({ directoryUserId }) => directoryUserId);

const tooMany = () =>
  new ScimError(413, `A request changes at most ${bounds.membersPerTransaction} members`);

async function assertFree(db: TenantReader, directoryId: string, displayName: string) {
  const other = await db
    .range("directoryGroups", "byDisplayName", (q) =>
      q.eq("directoryId", directoryId).eq("displayName", displayName),
    )
    .unique();
  if (other)
    throw alreadyUsed(
      "displayName",
      "another group",
      "Another group of the directory has this displayName",
    );
}

function toFields(resource: Resource) {
  const { foldedDisplayName: displayName, externalId } = groupFacts(resource);
  return { displayName, externalId, resource: JSON.stringify(resource) };
}
