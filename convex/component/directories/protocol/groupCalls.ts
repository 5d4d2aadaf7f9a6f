/** The transactions of a request about groups. */
import { v } from "convex/values";
import type { Doc } from "../../_generated/dataModel";
import { tenantCall, tenantRead } from "../../tenancy/functions";
import { requestMetadata } from "../../tenancy/records";
import { loadGroupCount } from "../counts";
import { continueChange } from "../groupSlices";
import { findGroupJob } from "../jobs";
import { requireDirectory } from "./credential";
import { carryingFaults } from "./faults";
import { findGroups, readMemberIds, requireGroup, walkGroups, writeGroup } from "./groups";
import { credential, toContext, writeArgs } from "./writes";

/** A group without its members, which are read apart. `resource` is JSON text. */
const storedGroup = v.object({
  id: v.string(),
  resource: v.string(),
  version: v.number(),
  createdAt: v.number(),
  updatedAt: v.number(),
});

const toStored = ({ id, resource, version, createdAt, updatedAt }: Doc<"directoryGroups">) => ({
  ...{ id, resource, version, createdAt, updatedAt },
});

export const getGroup = tenantRead(
  { ...credential, id: v.string() },
  storedGroup,
  async (ctx, { tokenHash, id }) =>
    await carryingFaults(async () => {
      const directory = await requireDirectory(ctx, tokenHash);
      return toStored(await requireGroup(ctx.db, directory.id, id));
    }),
);

const walk = v.object({ after: v.string(), skip: v.number(), count: v.number() });

/** `total` counts all groups, not only those of the page. */
export const listGroups = tenantRead(
  { ...credential, walk },
  v.object({ groups: v.array(storedGroup), total: v.number(), next: v.union(walk, v.null()) }),
  async (ctx, { tokenHash, walk: from }) =>
    await carryingFaults(async () => {
      const { id } = await requireDirectory(ctx, tokenHash);
      const { groups, next } = await walkGroups(ctx.db, id, from);
      return { groups: groups.map(toStored), total: await loadGroupCount(ctx.db, id), next };
    }),
);

export const filterGroups = tenantRead(
  { ...credential, filter: v.string() },
  v.array(storedGroup),
  async (ctx, { tokenHash, filter }) =>
    await carryingFaults(async () => {
      const { id } = await requireDirectory(ctx, tokenHash);
      return (await findGroups(ctx.db, id, filter)).map(toStored);
    }),
);

/** `next` is null after the last member. A group that has just been deleted has none. */
export const listMembers = tenantRead(
  { ...credential, groupId: v.string(), after: v.string() },
  v.object({ ids: v.array(v.string()), next: v.union(v.string(), v.null()) }),
  async (ctx, { tokenHash, groupId, after }) =>
    await carryingFaults(async () => {
      const directory = await requireDirectory(ctx, tokenHash);
      const group = await ctx.db.get("directoryGroups", groupId);
      if (group?.directoryId !== directory.id) return { ids: [], next: null };
      return await readMemberIds(ctx.db, groupId, after);
    }),
);

/**
 * Writes a group and at most 200 of its members. Null while an earlier change of the group is
 * unfinished: the caller continues that one first.
 */
export const write = tenantCall(
  writeArgs,
  v.union(
    v.object({
      status: v.number(),
      groupId: v.string(),
      group: v.union(storedGroup, v.null()),
      isDone: v.boolean(),
    }),
    v.null(),
  ),
  async (ctx, { tokenHash, request, method, id, ifMatch, body }) =>
    await carryingFaults(async () => {
      const directory = await requireDirectory(ctx, tokenHash);
      if (id !== null && (await findGroupJob(ctx.db, directory.id, id))) {
        await requireGroup(ctx.db, directory.id, id);
        return null;
      }
      const change = { method, id, ifMatch, body: JSON.parse(body) as unknown };
      const result = await writeGroup(await toContext(ctx, directory, request), directory, change);
      return { ...result, group: result.group && toStored(result.group) };
    }),
);

/** The next 200 members of an unfinished change. Returns whether it is finished. */
export const continueWrite = tenantCall(
  { ...credential, request: requestMetadata, groupId: v.string() },
  v.boolean(),
  async (ctx, { tokenHash, request, groupId }) =>
    await carryingFaults(async () => {
      const directory = await requireDirectory(ctx, tokenHash);
      return await continueChange(await toContext(ctx, directory, request), directory, groupId);
    }),
);
