/** Groups of a directory as the protocol reads and changes them. */
import type { Doc } from "../../_generated/dataModel";
import { BATCH_BYTES, ReadBudget } from "../../core/readBudget";
import { checkIfMatch } from "../../scim/etag";
import { ScimError } from "../../scim/errors";
import { patchGroup } from "../../scim/patch";
import { planFilter, type FilterPlan } from "../../scim/plan";
import type { Entry } from "../../scim/project";
import { parseGroup, readStored } from "../../scim/resource";
import type { TenantReader } from "../../tenancy/database";
import type { DirectoryContext } from "../context";
import { createGroup, deleteGroup, updateGroup, type GroupWritten } from "../groups";
import type { UserWrite } from "./users";

type Directory = Doc<"directories">;
type Group = Doc<"directoryGroups">;

export type GroupWrite = Pick<UserWrite, "method" | "id" | "body" | "ifMatch">;

export interface GroupResult {
  readonly status: number;
  readonly groupId: string;
  /** Null for a deleted group. */
  readonly group: Group | null;
  readonly isDone: boolean;
}

export async function writeGroup(
  ctx: DirectoryContext,
  directory: Directory,
  { method, id, body, ifMatch }: GroupWrite,
): Promise<GroupResult> {
  if (method === "POST") {
    const { resource, members } = parseGroup(body);
    return toResult(201, await createGroup(ctx, directory, resource, members ?? []));
  }
  const before = await requireGroup(ctx.db, directory.id, id ?? "");
  checkIfMatch(ifMatch, before.version);
  if (method === "DELETE") {
    const isDone = await deleteGroup(ctx, directory, before);
    return { status: 204, groupId: before.id, group: null, isDone };
  }
  if (method === "PUT") {
    const { resource, members } = parseGroup(body);
    // A client that leaves the members out does not know them, and must not empty the group.
    const delta = { isCleared: members !== null, add: members ?? [], remove: [] };
    return toResult(200, await updateGroup(ctx, directory, before, { resource, delta }));
  }
  const { resource, members: delta } = patchGroup(readStored(before.resource), body);
  return toResult(204, await updateGroup(ctx, directory, before, { resource, delta }));
}

const toResult = (status: number, { group, isDone }: GroupWritten): GroupResult => ({
  ...{ status, groupId: group.id, group, isDone },
});

/** Throws 404, also for a group of another directory. */
export async function requireGroup(
  db: TenantReader,
  directoryId: string,
  id: string,
): Promise<Group> {
  const group = await db.get("directoryGroups", id);
  if (group?.directoryId === directoryId) return group;
  throw new ScimError(404, `Group ${id.slice(0, 64)} not found`);
}

/** Groups with one value of an index; a filter that more of them match is refused. */
const MAXIMUM_FOUND = 200;

/** The groups that the filter matches, oldest first. Throws 400 for one that no index answers. */
export async function findGroups(
  db: TenantReader,
  directoryId: string,
  filter: string,
): Promise<Group[]> {
  const plan = planFilter("Group", filter);
  const rows = await lookUp(db, directoryId, plan.lookup);
  if (rows.length === MAXIMUM_FOUND)
    throw new ScimError(400, "The filter matches too many groups", "tooMany");
  return rows.filter((row) => plan.matches(toEntry(row)));
}

const toEntry = ({ id, resource, createdAt, updatedAt, version }: Group): Entry => ({
  ...{ id, createdAt, updatedAt, version },
  resource: readStored(resource),
});

async function lookUp(
  db: TenantReader,
  directoryId: string,
  { index, value }: FilterPlan["lookup"],
): Promise<Group[]> {
  switch (index) {
    case "id": {
      const group = await db.get("directoryGroups", value);
      return group?.directoryId === directoryId ? [group] : [];
    }
    case "externalId":
      return await db
        .range("directoryGroups", "byExternalId", (q) =>
          q.eq("directoryId", directoryId).eq("externalId", value),
        )
        .take(MAXIMUM_FOUND);
    case "displayName":
      return await db
        .range("directoryGroups", "byDisplayName", (q) =>
          q.eq("directoryId", directoryId).eq("displayName", value),
        )
        .take(MAXIMUM_FOUND);
    case "members": {
      const found = await db
        .range("directoryGroupMembers", "byUser", (q) => q.eq("directoryUserId", value))
        .take(MAXIMUM_FOUND);
      const rows = await Promise.all(
        found.map(async ({ groupId }) => await db.get("directoryGroups", groupId)),
      );
      return rows.filter((row) => row !== null && row.directoryId === directoryId) as Group[]; // the filter has checked it
    }
    case "userName":
    case "email":
      throw new ScimError(400, `Groups have no attribute ${index}`, "invalidFilter");
  }
}

export interface GroupWalk {
  /** The last group that was passed. */
  readonly after: string;
  /** Groups to pass before the first one of the page. */
  readonly skip: number;
  readonly count: number;
}

/** A part of a page, and where to go on; `next` is null when the page is complete. */
export async function walkGroups(
  db: TenantReader,
  directoryId: string,
  { after, skip, count }: GroupWalk,
): Promise<{ groups: Group[]; next: GroupWalk | null }> {
  const groups: Group[] = [];
  const budget = new ReadBudget(BATCH_BYTES);
  let left = skip;
  let last = after;
  const rows = db.range("directoryGroups", "byDirectory", (q) =>
    q.eq("directoryId", directoryId).gt("id", after),
  );
  if (count === 0) return { groups, next: null };
  for await (const row of rows) {
    if (groups.length === count) return { groups, next: null };
    if (budget.isSpent)
      return { groups, next: { after: last, skip: left, count: count - groups.length } };
    budget.spend(row);
    last = row.id;
    if (left > 0) left--;
    else groups.push(row);
  }
  return { groups, next: null };
}

/** Members that one query reads. */
const MEMBERS_READ = 4_000;

export async function readMemberIds(
  db: TenantReader,
  groupId: string,
  after: string,
): Promise<{ ids: string[]; next: string | null }> {
  const rows = await db
    .range("directoryGroupMembers", "byGroup", (q) =>
      q.eq("groupId", groupId).gt("directoryUserId", after),
    )
    .take(MEMBERS_READ);
  const ids = rows.map(({ directoryUserId }) => directoryUserId);
  return { ids, next: rows.length === MEMBERS_READ ? ids.at(-1)! : null };
}
