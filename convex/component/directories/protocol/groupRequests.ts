/** Requests about groups. A large one takes several transactions, because members are rows. */
import { internal } from "../../_generated/api";
import { sha256 } from "../../core/secrets";
import { etag } from "../../scim/etag";
import { ScimError } from "../../scim/errors";
import type { JsonObject } from "../../scim/json";
import type { ListQuery, Selection } from "../../scim/lists";
import { project, wantsMembers } from "../../scim/project";
import { readStored } from "../../scim/resource";
import type { Asking, Write } from "./asking";
import type { ResourceAnswer } from "./users";

const calls = internal.directories.protocol.groupCalls;

/** A group without its members. */
interface StoredGroup {
  readonly id: string;
  readonly resource: string;
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** Members in all groups of a page. The page ends after the group that reaches it. */
const MAXIMUM_LISTED = 10_000;
/** Of a change of 5,000 members, and of one that was unfinished before it, with room to spare. */
const MAXIMUM_SLICES = 500;

export async function getGroup(
  asking: Asking,
  id: string,
  selection: Selection,
): Promise<ResourceAnswer> {
  const { ctx, projectId, tokenHash } = asking;
  const group = await ctx.runQuery(calls.getGroup, { projectId, tokenHash, id });
  return toAnswer(asking, 200, group, await present(asking, group, selection));
}

export async function listGroups(asking: Asking, query: ListQuery) {
  const { filter, startIndex, count, selection } = query;
  const { ctx, projectId, tokenHash } = asking;
  if (filter !== null) {
    const found = await ctx.runQuery(calls.filterGroups, { projectId, tokenHash, filter });
    const page = found.slice(startIndex - 1, startIndex - 1 + count);
    return { total: found.length, resources: await presentAll(asking, page, selection) };
  }
  const found: StoredGroup[] = [];
  for (let walk = { after: "", skip: startIndex - 1, count }; ;) {
    const { groups, total, next } = await ctx.runQuery(calls.listGroups, {
      ...{ projectId, tokenHash, walk },
    });
    found.push(...groups);
    if (next === null) return { total, resources: await presentAll(asking, found, selection) };
    walk = next;
  }
}

async function presentAll(
  asking: Asking,
  groups: readonly StoredGroup[],
  selection: Selection,
): Promise<JsonObject[]> {
  const resources: JsonObject[] = [];
  let listed = 0;
  for (const group of groups) {
    const { resource, memberCount } = await present(asking, group, selection);
    resources.push(resource);
    listed += memberCount;
    if (listed >= MAXIMUM_LISTED) break;
  }
  return resources;
}

interface PresentedGroup {
  readonly resource: JsonObject;
  readonly memberCount: number;
  readonly etag: string;
}

async function present(
  asking: Asking,
  { id, resource: stored, ...rest }: StoredGroup,
  selection: Selection,
): Promise<PresentedGroup> {
  const { baseUrl } = asking;
  const members = wantsMembers(selection) ? await readMembers(asking, id) : null;
  const membersDigest = members ? (await sha256(members.join())).slice(0, 16) : undefined;
  const presented = {
    ...{ id, ...rest, resource: readStored(stored), location: `${baseUrl}/Groups/${id}` },
    ...(members && { members, membersDigest: membersDigest! }), // both or none
    memberLocation: (each: string) => `${baseUrl}/Users/${each}`,
  };
  return {
    resource: project("Group", presented, selection),
    memberCount: members?.length ?? 0,
    etag: etag(rest.version, membersDigest),
  };
}

async function readMembers(
  { ctx, projectId, tokenHash }: Asking,
  groupId: string,
): Promise<string[]> {
  const found: string[] = [];
  for (let after: string | null = ""; after !== null;) {
    const { ids, next }: { ids: string[]; next: string | null } = await ctx.runQuery(
      calls.listMembers,
      { projectId, tokenHash, groupId, after },
    );
    found.push(...ids);
    after = next;
  }
  return found;
}

/** Returns when all members are changed. What is left after a crash is a job. */
export async function runGroupWrite(asking: Asking, write: Write): Promise<ResourceAnswer> {
  const { ctx, transactions, projectId, tokenHash, requestId: id, sender } = asking;
  const shared = { projectId, tokenHash, request: { id, ...sender } };
  const { method, ifMatch, selection } = write;
  const body = JSON.stringify(write.body);
  const once = async () =>
    await transactions.run(
      async () =>
        await ctx.runMutation(calls.write, { ...shared, method, id: write.id, ifMatch, body }),
    );
  let slices = 0;
  const finish = async (groupId: string) => {
    for (let isDone = false; !isDone; slices++) {
      if (slices === MAXIMUM_SLICES)
        throw new ScimError(429, "Other changes of the group are not finished. Try again.");
      isDone = await transactions.run(
        async () => await ctx.runMutation(calls.continueWrite, { ...shared, groupId }),
      );
    }
  };
  let result = await once();
  while (result === null) {
    await finish(write.id!); // only a change of an existing group waits
    result = await once();
  }
  const { status, groupId, group, isDone } = result;
  if (!isDone) await finish(groupId);
  if (group === null) return { status, body: null, location: null, etag: null };
  const shown = status === 204 ? null : await present(asking, group, selection);
  return toAnswer(asking, status, group, shown);
}

const toAnswer = (
  { baseUrl }: Asking,
  status: number,
  { id, version }: StoredGroup,
  shown: PresentedGroup | null,
): ResourceAnswer => ({
  ...{ status, location: `${baseUrl}/Groups/${id}` },
  etag: shown?.etag ?? etag(version),
  body: shown && JSON.stringify(shown.resource),
});
