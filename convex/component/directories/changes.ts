/** Changes of directory users, each with its effects on access in one transaction. */
import type { Doc } from "../_generated/dataModel";
import { alreadyUsed, problem } from "../core/errors";
import { newId } from "../core/ids";
import { foldCase, userFacts, type UserFacts } from "../scim/facts";
import type { Resource } from "../scim/resource";
import type { DirectoryContext } from "./context";
import { countChange } from "./counts";
import { deleteEmails, replaceEmails } from "./emails";
import { getEmail } from "./facts";
import { bounds } from "./fields";
import { deriveRoles } from "./groupRoles";
import { leaveGroups } from "./leaving";
import { offboard } from "./offboarding";
import { deleteMarksBehind } from "./positions";
import { presentDirectoryUser, toUserTargets, type DirectoryUserRow } from "./present";
import { applyChanges, provision, type Link } from "./provisioning";

type StoredUser = Doc<"directoryUsers">;
type Directory = Doc<"directories">;

/** Throws 409 when another user of the directory has the `userName`, or its maximum is reached. */
export async function createDirectoryUser(
  ctx: DirectoryContext,
  directory: Directory,
  resource: Resource,
): Promise<DirectoryUserRow> {
  const { db, now } = ctx;
  const facts = userFacts(resource);
  const fields = toFields(resource, facts);
  const former = await replaceFormer(ctx, directory.id, fields.userName);
  const row = await db.insert("directoryUsers", {
    id: newId("directoryUser", now),
    directoryId: directory.id,
    organizationId: directory.organizationId,
    ...fields,
    userId: former?.userId ?? null,
    reason: former?.userId == null ? "inactive" : null,
    version: 1,
    createdAt: now,
    updatedAt: now,
  });
  await count(ctx, null, row);
  await replaceEmails(db, row, facts);
  const stored = (await db.get("directoryUsers", row.id))!; // just inserted
  const after = facts.active
    ? await saveLink(ctx, stored, await provision(ctx, directory, stored))
    : stored;
  await record(ctx, "directory_user.created", after);
  return after;
}

/** The deprovisioned user with the same `userName`, which the new one replaces. */
async function replaceFormer(
  ctx: DirectoryContext,
  directoryId: string,
  userName: string,
): Promise<StoredUser | null> {
  const former = await findByUserName(ctx, directoryId, userName);
  if (!former) return null;
  if (former.state !== "deprovisioned") throw userNameTaken();
  await count(ctx, former, null);
  await deleteEmails(ctx.db, former.id);
  await ctx.db.delete("directoryUsers", former);
  return former;
}

const findByUserName = async (
  { db }: DirectoryContext,
  directoryId: string,
  userName: string,
): Promise<StoredUser | null> =>
  await db
    .range("directoryUsers", "byUserName", (q) =>
      q.eq("directoryId", directoryId).eq("userName", userName),
    )
    .unique();

const userNameTaken = () =>
  alreadyUsed("userName", "another user", "Another user of the directory has this userName");

/** Replaces what the directory has sent of a user before. */
export async function updateDirectoryUser(
  ctx: DirectoryContext,
  directory: Directory,
  before: StoredUser,
  resource: Resource,
): Promise<DirectoryUserRow> {
  const facts = userFacts(resource);
  const fields = toFields(resource, facts);
  if (fields.userName !== before.userName) await replaceFormer(ctx, directory.id, fields.userName);
  if (before.resource === fields.resource) return before;
  const changed = await ctx.db.patch("directoryUsers", before, {
    ...fields,
    version: before.version + 1,
    updatedAt: ctx.now,
  });
  await count(ctx, before, changed);
  await replaceEmails(ctx.db, changed, facts);
  if (changed.state === "suspended") {
    if (before.state === "active") await offboard(ctx, changed);
    const after = before.state === "active" ? await suspendLink(ctx, changed) : changed;
    await record(
      ctx,
      before.state === "active" ? "directory_user.suspended" : "directory_user.updated",
      after,
      before,
    );
    return after;
  }
  const isReactivated = before.state !== "active";
  const isUnlinked = changed.userId === null && changed.reason !== "user_deleted";
  const after =
    isReactivated || isUnlinked
      ? await saveLink(ctx, changed, await provision(ctx, directory, changed))
      : changed;
  await applyChanges(ctx, before, after);
  await record(
    ctx,
    isReactivated ? "directory_user.reactivated" : "directory_user.updated",
    after,
    before,
  );
  return after;
}

/** Of a suspended user only `inactive` explains why it is linked to no user. */
const suspendLink = async ({ db }: DirectoryContext, row: StoredUser): Promise<StoredUser> =>
  row.userId === null ? await db.patch("directoryUsers", row, { reason: "inactive" }) : row;

/** Hides the user from the directory. Its access ends if it has not before. */
export async function deleteDirectoryUser(
  ctx: DirectoryContext,
  before: StoredUser,
): Promise<void> {
  const after = await ctx.db.patch("directoryUsers", before, {
    state: "deprovisioned",
    version: before.version + 1,
    updatedAt: ctx.now,
  });
  await count(ctx, before, after);
  await leaveGroups(ctx, before);
  await deleteMarksBehind(ctx.db, after);
  if (before.state === "active") await offboard(ctx, after);
  await record(ctx, "directory_user.deleted", after);
}

/** Looks at an unlinked user again. Records nothing when it stays unlinked. */
export async function relink(
  ctx: DirectoryContext,
  directory: Directory,
  before: StoredUser,
): Promise<void> {
  const after = await saveLink(ctx, before, await provision(ctx, directory, before));
  if (after.userId !== null) await record(ctx, "directory_user.updated", after, before);
}

async function saveLink(
  ctx: DirectoryContext,
  row: StoredUser,
  { userId, reason }: Link,
): Promise<StoredUser> {
  const isSame = row.userId === userId && row.reason === reason;
  const after = isSame ? row : await ctx.db.patch("directoryUsers", row, { userId, reason });
  if (!isSame) await count(ctx, row, after);
  if (userId !== null) await deriveRoles(ctx, row.organizationId, userId);
  return after;
}

function toFields(resource: Resource, facts: UserFacts) {
  const { foldedUserName: userName, externalId, active, displayName } = facts;
  return {
    ...{ userName, externalId, email: getEmail(facts), resource: JSON.stringify(resource) },
    displayName: displayName === null ? null : foldCase(displayName),
    state: active ? ("active" as const) : ("suspended" as const),
  };
}

async function count(
  { db }: DirectoryContext,
  before: DirectoryUserRow | null,
  after: DirectoryUserRow | null,
): Promise<void> {
  if (!(await countChange(db, before, after)))
    throw problem("conflict", `A directory can have at most ${bounds.users} users`);
}

async function record(
  ctx: DirectoryContext,
  type:
    | "directory_user.created"
    | "directory_user.updated"
    | "directory_user.suspended"
    | "directory_user.reactivated"
    | "directory_user.deleted",
  row: DirectoryUserRow,
  before?: DirectoryUserRow,
): Promise<void> {
  await ctx.record({
    type,
    targets: toUserTargets(row),
    data: presentDirectoryUser(row),
    ...(before ? { before: presentDirectoryUser(before) } : {}),
    organizationId: row.organizationId,
  });
}
