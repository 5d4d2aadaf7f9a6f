/** Changes of directory groups. Their members and roles follow (groupSlices.ts, roleEffects.ts). */
import type { Doc } from "../_generated/dataModel";
import { alreadyUsed, problem } from "../core/errors";
import { newId } from "../core/ids";
import { groupFacts } from "../scim/facts";
import type { MembersDelta } from "../scim/members";
import type { Resource } from "../scim/resource";
import type { TenantReader } from "../tenancy/database";
import type { DirectoryContext } from "./context";
import { countGroup, discountGroup } from "./counts";
import { bounds, type GroupChange } from "./fields";
import { creationEvent, recordGroupDeletion, recordGroupEvent, toUpdateEvent } from "./groupEvents";
import { startChange } from "./groupSlices";

type Directory = Doc<"directories">;
type Group = Doc<"directoryGroups">;

export interface GroupWritten {
  readonly group: Group;
  /** Whether all members are changed; otherwise a job has the rest. */
  readonly isDone: boolean;
}

/** Throws 409 when another group has the name, or the directory has as many as it can have. */
export async function createGroup(
  ctx: DirectoryContext,
  directory: Directory,
  resource: Resource,
  members: readonly string[],
): Promise<GroupWritten> {
  const { id: directoryId, organizationId } = directory;
  const fields = toFields(resource);
  await assertFree(ctx.db, directoryId, fields.displayName);
  if (!(await countGroup(ctx.db, directoryId)))
    throw problem("conflict", `A directory can have at most ${bounds.groups} groups`);
  const { id } = await ctx.db.insert("directoryGroups", {
    id: newId("directoryGroup", ctx.now),
    ...{ directoryId, organizationId, ...fields },
    ...{ version: 1, createdAt: ctx.now, updatedAt: ctx.now },
  });
  const change = { after: null, clears: false, derives: false, add: [...members], remove: [] };
  const { isDone, event } = await startChange(ctx, directory, id, { change, event: creationEvent });
  const group = (await ctx.db.get("directoryGroups", id))!; // just inserted
  if (isDone) await recordGroupEvent(ctx, group, event);
  return { group, isDone };
}

/** A change that changes nothing keeps the version. */
export async function updateGroup(
  ctx: DirectoryContext,
  directory: Directory,
  before: Group,
  { resource, delta }: { readonly resource: Resource; readonly delta: MembersDelta },
): Promise<GroupWritten> {
  const fields = toFields(resource);
  const isRenamed = fields.displayName !== before.displayName;
  if (isRenamed) await assertFree(ctx.db, before.directoryId, fields.displayName);
  const isSame = fields.resource === before.resource;
  const started = await toUpdateEvent(ctx, before, !isSame);
  const named = isSame ? before : await ctx.db.patch("directoryGroups", before, fields);
  const change = toChange(delta, isRenamed);
  const { hasChanged, isDone, event } = await startChange(ctx, directory, before.id, {
    ...{ change, event: started },
  });
  if (isSame && isDone && !hasChanged) return { group: before, isDone };
  const group = await ctx.db.patch("directoryGroups", named, {
    ...{ version: before.version + 1, updatedAt: ctx.now },
  });
  if (isDone) await recordGroupEvent(ctx, group, event);
  return { group, isDone };
}

/** Hides the group at once. Returns whether its members are gone, too. */
export async function deleteGroup(
  ctx: DirectoryContext,
  directory: Directory,
  group: Group,
): Promise<boolean> {
  await recordGroupDeletion(ctx, group);
  await ctx.db.delete("directoryGroups", group);
  await discountGroup(ctx.db, directory.id);
  const change = toChange({ isCleared: true, add: [], remove: [] }, true);
  return (await startChange(ctx, directory, group.id, { change, event: null })).isDone;
}

const toChange = ({ isCleared, add, remove }: MembersDelta, derives: boolean): GroupChange => ({
  after: isCleared || derives ? "" : null,
  ...{ clears: isCleared, derives, add: [...add], remove: [...remove] },
});

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
