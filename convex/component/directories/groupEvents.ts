/** Records the changes of groups: one event for each, however many members it has. */
import type { ChangedDirectoryGroup } from "./contract";
import type { DirectoryContext } from "./context";
import { bounds, type GroupEvent } from "./fields";
import { presentDirectoryGroup, toGroupTarget, type DirectoryGroupRow } from "./present";

/** Ids of directory users. */
interface MemberChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

const unchanged = { added: 0, removed: 0, addedUserIds: [], removedUserIds: [] };

export const creationEvent: GroupEvent = {
  ...{ type: "directory_group.created", before: null, isChanged: true },
  ...unchanged,
};

/** @param isChanged whether the group itself changes, not only its members. */
export const toUpdateEvent = async (
  { db }: Pick<DirectoryContext, "db">,
  before: DirectoryGroupRow,
  isChanged: boolean,
): Promise<GroupEvent> => ({
  type: "directory_group.updated",
  before: JSON.stringify(await presentDirectoryGroup(db, before)),
  isChanged,
  ...unchanged,
});

/** The event after some more members were changed. */
export const withChanges = (event: GroupEvent, { added, removed }: MemberChanges): GroupEvent => ({
  ...event,
  added: event.added + added.length,
  removed: event.removed + removed.length,
  addedUserIds: [...event.addedUserIds, ...added].slice(0, bounds.idsInEvent),
  removedUserIds: [...event.removedUserIds, ...removed].slice(0, bounds.idsInEvent),
});

/**
 * Must be called in the transaction that changes the last member, with the event of all changes;
 * null when nothing is to be recorded. Records nothing when nothing has changed.
 */
export async function recordGroupEvent(
  ctx: DirectoryContext,
  group: DirectoryGroupRow,
  event: GroupEvent | null,
): Promise<void> {
  if (event === null) return;
  const { type, before, isChanged, ...memberChanges } = event;
  if (!isChanged && memberChanges.added + memberChanges.removed === 0) return;
  const data: ChangedDirectoryGroup = {
    ...(await presentDirectoryGroup(ctx.db, group)),
    memberChanges,
  };
  await ctx.record({
    type,
    targets: [toGroupTarget(data)],
    data,
    ...(before === null ? {} : { before: JSON.parse(before) as object }), // an object, as stored above
    organizationId: group.organizationId,
  });
}

/** Must be called before any member is removed. */
export async function recordGroupDeletion(
  ctx: DirectoryContext,
  group: DirectoryGroupRow,
): Promise<void> {
  const data = await presentDirectoryGroup(ctx.db, group);
  await ctx.record({
    type: "directory_group.deleted",
    targets: [toGroupTarget(data)],
    data,
    organizationId: group.organizationId,
  });
}
