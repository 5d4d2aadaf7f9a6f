/** The organization roles that a person gets from groups of directories. */
import type { Doc } from "../_generated/dataModel";
import { loadSettings } from "../configuration/settings";
import { findMember, replaceRoles, type MemberRow } from "../organizations/members";
import { isLastHolder } from "../rbac/assignments";
import { MEMBER, OWNER } from "../rbac/catalogue";
import { findRole } from "../rbac/model";
import type { TenantReader } from "../tenancy/database";
import type { DirectoryContext } from "./context";
import { bounds } from "./fields";
import { findJob } from "./jobs";
import { liftSuspension, suspendMember } from "./offboarding";

type DirectoryUser = Doc<"directoryUsers">;

/** A group of a directory that gives a role. */
interface MappedGroup {
  readonly groupId: string;
  readonly role: string;
}

/** What the rows say about a person in an organization. */
interface Wanted {
  /** Roles that groups give, in the order of the mapping. */
  readonly roles: readonly string[];
  /** Those of groups of a deleted directory, whose users are deleted in batches. */
  readonly released: readonly string[];
  readonly defaultRole: string;
  /** The user of a directory that has the person active; null without one. */
  readonly active: DirectoryUser | null;
  /** False when each directory of the person requires a group and has none for the person. */
  readonly hasAccess: boolean;
}

/** Mapped groups by directory. Only for the time of one batch, in which no group changes. */
export type MappedGroups = Map<string, readonly MappedGroup[]>;

/**
 * Derives the member's roles again from the rows of the groups, so that repeating it changes
 * nothing. Roles that groups have given and give no longer go; roles from elsewhere stay, and those
 * of a deleted directory become the member's own. The last owner keeps that role but has no access,
 * as a member without a group where one is required.
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
  const { after, keepsOwner } = await applyRoles(ctx, member, wanted);
  if (!wanted.active) return;
  if (!wanted.hasAccess || keepsOwner) await suspendMember(ctx, wanted.active, after);
  else await liftSuspension(ctx, wanted.active, after);
}

async function applyRoles(
  ctx: DirectoryContext,
  member: MemberRow,
  wanted: Wanted,
): Promise<{ after: MemberRow; keepsOwner: boolean }> {
  const given = member.groupRoles ?? [];
  const { roles: allowed, defaultRole, isSingle } = await limitRoles(ctx.db, member, wanted);
  const stays = (role: string) => !given.includes(role) || allowed.includes(role);
  const own = member.roles.filter((role) => stays(role) || wanted.released.includes(role));
  const added = allowed.filter((role) => !own.includes(role));
  const left = isSingle ? toSingle(own, added, defaultRole) : [...own, ...added];
  const keepsOwner = await isLosingLastOwner(ctx, member, left);
  const kept = keepsOwner ? [...left, OWNER] : left;
  const roles = kept.length > 0 ? kept : [defaultRole];
  const groupRoles = [...new Set([...added, ...given])].filter(
    (role) => roles.includes(role) && (allowed.includes(role) || !wanted.released.includes(role)),
  );
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
 * The project allows one role at a time: that of the first group takes the place of the default
 * role, but not of one that a person has given.
 */
const toSingle = (own: string[], added: string[], defaultRole: string): string[] =>
  added.length > 0 && own.every((role) => role === MEMBER || role === defaultRole) ? added : own;

interface Allowed {
  readonly roles: readonly string[];
  readonly defaultRole: string;
  readonly isSingle: boolean;
}

/** As the project's settings allow: existing holders keep what a group still gives. */
async function limitRoles(
  db: TenantReader,
  { roles: held }: MemberRow,
  { roles: wanted, defaultRole }: Wanted,
): Promise<Allowed> {
  const { roleAssignment, multipleRoles } = await loadSettings(db);
  const roles: string[] = [];
  for (const role of wanted)
    if (held.includes(role) || (roleAssignment && (await isDefined(db, role)))) roles.push(role);
  return {
    roles: multipleRoles ? roles : roles.slice(0, 1),
    defaultRole: await toAllowedDefault(db, defaultRole),
    isSingle: !multipleRoles,
  };
}

/** The role of a new member: `member` where the settings allow no other, or the role is deleted. */
export async function toAllowedDefault(db: TenantReader, role: string | null): Promise<string> {
  if (role === null || role === MEMBER || !(await loadSettings(db)).roleAssignment) return MEMBER;
  return (await isDefined(db, role)) ? role : MEMBER;
}

/** A role that no member holds can be deleted although a directory names it. */
const isDefined = async (db: TenantReader, role: string): Promise<boolean> =>
  role === MEMBER || (await findRole(db, "organization", role)) !== null;

/** The roles that groups of directories give to the user now. */
export const loadGivenRoles = async (
  db: TenantReader,
  organizationId: string,
  userId: string,
): Promise<readonly string[]> => (await loadWanted(db, organizationId, userId, new Map())).roles;

async function loadWanted(
  db: TenantReader,
  organizationId: string,
  userId: string,
  mapped: MappedGroups,
): Promise<Wanted> {
  const roles = new Set<string>();
  const released = new Set<string>();
  let defaultRole: string = MEMBER;
  let active: DirectoryUser | null = null;
  let hasAccess = false;
  for (const user of await loadDirectoryUsers(db, organizationId, userId)) {
    if (user.state !== "active") continue;
    const directory = await db.get("directories", user.directoryId);
    const source = directory ?? (await loadDeleted(db, user.directoryId));
    for (const role of await loadRoles(db, source, user.id, mapped))
      (directory ? roles : released).add(role);
    if (!source.requireGroup || (await isInGroup(db, user.id))) hasAccess = true;
    if (!directory) continue;
    active = user;
    defaultRole = directory.defaultRole ?? MEMBER;
  }
  return { roles: [...roles], released: [...released], defaultRole, active, hasAccess };
}

/** The person as each directory of the organization has it. */
export const loadDirectoryUsers = async (
  db: TenantReader,
  organizationId: string,
  userId: string,
): Promise<DirectoryUser[]> =>
  await db
    .range("directoryUsers", "byUser", (q) =>
      q.eq("userId", userId).eq("organizationId", organizationId),
    )
    .take(bounds.directories * 2);

/** What groups of a directory mean. */
type Source = Pick<Doc<"directories">, "id" | "groupRoles" | "requireGroup">;

const loadDeleted = async (db: TenantReader, id: string): Promise<Source> => ({
  id,
  groupRoles: (await findJob(db, id, "delete"))?.groupRoles ?? [],
});

const isInGroup = async (db: TenantReader, directoryUserId: string): Promise<boolean> =>
  (await db
    .range("directoryGroupMembers", "byUser", (q) => q.eq("directoryUserId", directoryUserId))
    .first()) !== null;

/** Reads a row for each mapped group, however many groups the user is in. */
async function loadRoles(
  db: TenantReader,
  source: Source,
  directoryUserId: string,
  mapped: MappedGroups,
): Promise<string[]> {
  const groups = mapped.get(source.id) ?? (await loadMappedGroups(db, source));
  mapped.set(source.id, groups);
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
  { id, groupRoles = [] }: Source,
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
