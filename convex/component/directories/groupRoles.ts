/** The organization roles that a person gets from groups of directories. */
import type { Doc } from "../_generated/dataModel";
import { findMember, replaceRoles, type MemberRow } from "../organizations/members";
import { isLastHolder } from "../rbac/assignments";
import { MEMBER, OWNER } from "../rbac/catalogue";
import type { TenantReader } from "../tenancy/database";
import type { DirectoryContext } from "./context";
import { bounds } from "./fields";

/**
 * Derives the member's roles anew from the rows of the groups, so that repeating it changes nothing.
 * Roles that groups have given and give no longer go; roles from elsewhere stay. The last owner
 * keeps that role.
 */
export async function deriveRoles(
  ctx: DirectoryContext,
  organizationId: string,
  userId: string,
): Promise<void> {
  const member = await findMember(ctx, organizationId, userId);
  if (!member) return;
  const given = member.groupRoles ?? [];
  const wanted = await loadWanted(ctx.db, organizationId, userId);
  const own = member.roles.filter((role) => !given.includes(role) || wanted.roles.has(role));
  const added = [...wanted.roles].filter((role) => !own.includes(role));
  const kept = await keepLastOwner(ctx, member, [...own, ...added]);
  const roles = kept.length > 0 ? kept : [wanted.defaultRole];
  const groupRoles = [...added, ...given.filter((role) => roles.includes(role))];
  const isSame =
    roles.length === member.roles.length && roles.every((role) => member.roles.includes(role));
  if (isSame && groupRoles.length === given.length) return;
  const after = await ctx.db.patch("members", member, { groupRoles });
  if (!isSame) await replaceRoles(ctx, after, roles);
}

async function loadWanted(db: TenantReader, organizationId: string, userId: string) {
  const roles = new Set<string>();
  let defaultRole: string = MEMBER;
  const users = await db
    .range("directoryUsers", "byUser", (q) =>
      q.eq("userId", userId).eq("organizationId", organizationId),
    )
    .take(bounds.directories * 2);
  for (const user of users) {
    const directory = await db.get("directories", user.directoryId);
    if (!directory || user.state !== "active") continue;
    defaultRole = directory.defaultRole ?? MEMBER;
    for (const role of await loadRolesOf(db, directory, user.id)) roles.add(role);
  }
  return { roles, defaultRole };
}

/** Reads a row for each mapped group, however many groups the user is in. */
async function loadRolesOf(
  db: TenantReader,
  { id, groupRoles = [] }: Doc<"directories">,
  directoryUserId: string,
): Promise<string[]> {
  const roles: string[] = [];
  for (const { group: displayName, role } of groupRoles) {
    const group = await db
      .range("directoryGroups", "byDisplayName", (q) =>
        q.eq("directoryId", id).eq("displayName", displayName),
      )
      .unique();
    const membership =
      group &&
      (await db
        .range("directoryGroupMembers", "byGroup", (q) =>
          q.eq("groupId", group.id).eq("directoryUserId", directoryUserId),
        )
        .unique());
    if (membership) roles.push(role);
  }
  return roles;
}

async function keepLastOwner(
  ctx: DirectoryContext,
  { id, organizationId, roles: held }: MemberRow,
  roles: string[],
): Promise<string[]> {
  if (!held.includes(OWNER) || roles.includes(OWNER)) return roles;
  return (await isLastHolder(ctx, organizationId, OWNER, id)) ? [...roles, OWNER] : roles;
}
