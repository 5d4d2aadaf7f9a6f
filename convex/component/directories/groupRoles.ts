/** The organization roles that a person gets from groups of directories. */
import type { Doc } from "../_generated/dataModel";
import { findMember, replaceRoles, type MemberRow } from "../organizations/members";
import { isLastHolder } from "../rbac/assignments";
import { MEMBER, OWNER } from "../rbac/catalogue";
import type { TenantReader } from "../tenancy/database";
import type { DirectoryContext } from "./context";
import { bounds } from "./fields";
import { suspendMember } from "./offboarding";

type Directory = Doc<"directories">;
type DirectoryUser = Doc<"directoryUsers">;

/** A group of a directory that gives a role. */
interface MappedGroup {
  readonly groupId: string;
  readonly role: string;
}

/** What the rows say about a person in an organization. */
interface Wanted {
  readonly roles: ReadonlySet<string>;
  readonly defaultRole: string;
  /** The user of a directory that has the person active; null without one. */
  readonly active: DirectoryUser | null;
  /** False when each directory of the person requires a group and has none for the person. */
  readonly hasAccess: boolean;
  /** A deleted directory, whose users are deleted in batches, takes no role away. */
  readonly isDirectoryDeleted: boolean;
}

/** Mapped groups by directory. Only for the time of one batch, in which no group changes. */
export type MappedGroups = Map<string, readonly MappedGroup[]>;

/**
 * Derives the member's roles again from the rows of the groups, so that repeating it changes
 * nothing. Roles that groups have given and give no longer go; roles from elsewhere stay. The last
 * owner keeps that role but has no access, as a member without a group where one is required.
 */
export async function deriveRoles(
  ctx: DirectoryContext,
  organizationId: string,
  userId: string,
  mapped: MappedGroups = new Map(),
): Promise<void> {
  const member = await findMember(ctx, organizationId, userId);
  if (!member) return;
  const wanted = await loadWanted(ctx.db, organizationId, userId, mapped);
  if (wanted.isDirectoryDeleted) return;
  const { after, keepsOwner } = await applyRoles(ctx, member, wanted);
  if (!wanted.active) return;
  if (!wanted.hasAccess || keepsOwner) await suspendMember(ctx, wanted.active, after);
  else if (after.suspended) await ctx.db.patch("members", after, { suspended: undefined });
}

async function applyRoles(
  ctx: DirectoryContext,
  member: MemberRow,
  wanted: Wanted,
): Promise<{ after: MemberRow; keepsOwner: boolean }> {
  const given = member.groupRoles ?? [];
  const own = member.roles.filter((role) => !given.includes(role) || wanted.roles.has(role));
  const added = [...wanted.roles].filter((role) => !own.includes(role));
  const left = [...own, ...added];
  const keepsOwner = await isLosingLastOwner(ctx, member, left);
  const kept = keepsOwner ? [...left, OWNER] : left;
  const roles = kept.length > 0 ? kept : [wanted.defaultRole];
  const groupRoles = [...added, ...given.filter((role) => roles.includes(role))];
  const isSame = isSameSet(roles, member.roles);
  if (isSame && isSameSet(groupRoles, given)) return { after: member, keepsOwner };
  const after = await ctx.db.patch("members", member, { groupRoles });
  if (isSame) return { after, keepsOwner };
  await replaceRoles(ctx, after, roles);
  const changed = await findMember(ctx, member.organizationId, member.userId);
  return { after: changed!, keepsOwner }; // it exists still
}

const isSameSet = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((each) => others.includes(each));

/**
 * Makes the roles of a deleted directory the member's own, except those that another directory
 * gives, too.
 */
export async function releaseGroupRoles(
  ctx: DirectoryContext,
  organizationId: string,
  userId: string,
): Promise<void> {
  const member = await findMember(ctx, organizationId, userId);
  if (!member?.groupRoles?.length) return;
  const { roles } = await loadWanted(ctx.db, organizationId, userId, new Map());
  const groupRoles = member.groupRoles.filter((role) => roles.has(role));
  if (groupRoles.length < member.groupRoles.length)
    await ctx.db.patch("members", member, { groupRoles });
}

async function loadWanted(
  db: TenantReader,
  organizationId: string,
  userId: string,
  mapped: MappedGroups,
): Promise<Wanted> {
  const roles = new Set<string>();
  let defaultRole: string = MEMBER;
  let active: DirectoryUser | null = null;
  let [hasAccess, isDirectoryDeleted] = [false, false];
  const users = await db
    .range("directoryUsers", "byUser", (q) =>
      q.eq("userId", userId).eq("organizationId", organizationId),
    )
    .take(bounds.directories * 2);
  for (const user of users) {
    const directory = await db.get("directories", user.directoryId);
    if (!directory) isDirectoryDeleted = true;
    if (!directory || user.state !== "active") continue;
    active = user;
    defaultRole = directory.defaultRole ?? MEMBER;
    if (!directory.requireGroup || (await isInGroup(db, user.id))) hasAccess = true;
    for (const role of await loadRoles(db, directory, user.id, mapped)) roles.add(role);
  }
  return { roles, defaultRole, active, hasAccess, isDirectoryDeleted };
}

const isInGroup = async (db: TenantReader, directoryUserId: string): Promise<boolean> =>
  (await db
    .range("directoryGroupMembers", "byUser", (q) => q.eq("directoryUserId", directoryUserId))
    .first()) !== null;

/** Reads a row for each mapped group, however many groups the user is in. */
async function loadRoles(
  db: TenantReader,
  directory: Directory,
  directoryUserId: string,
  mapped: MappedGroups,
): Promise<string[]> {
  const groups = mapped.get(directory.id) ?? (await loadMappedGroups(db, directory));
  mapped.set(directory.id, groups);
  const roles: string[] = [];
  for (const { groupId, role } of groups) {
    const membership = await db
      .range("directoryGroupMembers", "byGroup", (q) =>
        q.eq("groupId", groupId).eq("directoryUserId", directoryUserId),
      )
      .unique();
    if (membership) roles.push(role);
  }
  return roles;
}

async function loadMappedGroups(
  db: TenantReader,
  { id, groupRoles = [] }: Directory,
): Promise<MappedGroup[]> {
  const groups: MappedGroup[] = [];
  for (const { group: displayName, role } of groupRoles) {
    const group = await db
      .range("directoryGroups", "byDisplayName", (q) =>
        q.eq("directoryId", id).eq("displayName", displayName),
      )
      .unique();
    if (group) groups.push({ groupId: group.id, role });
  }
  return groups;
}

const isLosingLastOwner = async (
  ctx: DirectoryContext,
  { id, organizationId, roles: held }: MemberRow,
  roles: readonly string[],
): Promise<boolean> =>
  held.includes(OWNER) &&
  !roles.includes(OWNER) &&
  (await isLastHolder(ctx, organizationId, OWNER, id));
