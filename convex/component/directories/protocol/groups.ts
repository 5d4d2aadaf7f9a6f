/** Groups of a directory as the protocol reads and changes them. */
import type { Doc } from "../../_generated/dataModel";
import { checkIfMatch, etag } from "../../scim/etag";
import { ScimError } from "../../scim/errors";
import { patchGroup } from "../../scim/patch";
import { project, wants } from "../../scim/project";
import { parseGroup, readStored } from "../../scim/resource";
import type { TenantReader } from "../../tenancy/database";
import type { DirectoryContext } from "../context";
import { createGroup, deleteGroup, loadMemberIds, updateGroup } from "../groups";
import type { ResourceAnswer, UserWrite } from "./users";

type Group = Doc<"directoryGroups">;

export async function writeGroup(
  ctx: DirectoryContext,
  directory: Doc<"directories">,
  write: UserWrite,
): Promise<ResourceAnswer> {
  const { method, id, body, ifMatch } = write;
  if (method === "POST") {
    const { resource, members } = parseGroup(body);
    const group = await createGroup(ctx, directory, resource, members ?? []);
    return await toGroupAnswer(ctx.db, 201, group, write);
  }
  const before = await requireGroup(ctx.db, directory.id, id ?? "");
  checkIfMatch(ifMatch, before.version);
  if (method === "DELETE") {
    await deleteGroup(ctx, before);
    return { status: 204, body: null, location: null, etag: null };
  }
  if (method === "PUT") {
    const { resource, members } = parseGroup(body);
    const delta = { isCleared: true, add: members ?? [], remove: [] };
    return await toGroupAnswer(ctx.db, 200, await updateGroup(ctx, before, resource, delta), write);
  }
  const patched = patchGroup(readStored(before.resource), body);
  const after = await updateGroup(ctx, before, patched.resource, patched.members);
  return { ...(await toGroupAnswer(ctx.db, 204, after, write)), body: null };
}

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

export async function toGroupAnswer(
  db: TenantReader,
  status: number,
  row: Group,
  { selection, baseUrl }: Pick<UserWrite, "selection" | "baseUrl">,
): Promise<ResourceAnswer> {
  const location = `${baseUrl}/Groups/${row.id}`;
  const members = wants("Group", selection, "members") ? await loadMemberIds(db, row.id) : null;
  const { id, createdAt, updatedAt, version } = row;
  const presented = {
    ...{ id, createdAt, updatedAt, version, location, resource: readStored(row.resource) },
    ...(members && { members: members.map((value) => ({ value })) }),
    relatedLocation: (each: string) => `${baseUrl}/Users/${each}`,
  };
  return {
    ...{ status, location, etag: etag(version) },
    body: JSON.stringify(project("Group", presented, selection)),
  };
}
