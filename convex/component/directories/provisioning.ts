/** How a directory user becomes a user of the project and a member of the organization. */
import type { Doc } from "../_generated/dataModel";
import { findProblem } from "../core/errors";
import { fieldRules } from "../core/fieldRules";
import { cleanLine } from "../core/text";
import { isVerifiedFor } from "../domains/model";
import { findMember, hasRoomForMembership, join } from "../organizations/members";
import { requireActiveOrganization, type OrganizationRow } from "../organizations/model";
import { assertDomainAllowed } from "../organizations/policies";
import { DEFAULT_PROJECT_ROLE } from "../rbac/catalogue";
import { hasProjectRoles } from "../sso/links";
import { deleteAddressChanges } from "../users/addressChanges";
import { settleProof } from "../users/addressProof";
import { formatSearchName, insertUser, present } from "../users/model";
import { stateVersion } from "../users/stateVersion";
import { assertUnique, findTakenFields } from "../users/unique";
import { bounds, type UnlinkedReason } from "./fields";
import type { DirectoryContext } from "./context";
import { getFullName, loadFacts } from "./facts";
import { toAllowedDefault } from "./groupRoles";
import type { DirectoryRow, DirectoryUserRow } from "./present";

type UserRow = Doc<"users">;

export type Link =
  | { readonly userId: string; readonly reason: null }
  | { readonly userId: null; readonly reason: UnlinkedReason };

const unlinked = (reason: UnlinkedReason): Link => ({ userId: null, reason });
const linked = ({ id }: UserRow): Link => ({ userId: id, reason: null });

const toDomain = (email: string): string => email.slice(email.lastIndexOf("@") + 1);

/**
 * Gives an active directory user its user and its membership, as far as the organization's domains,
 * policies and limits allow.
 */
export async function provision(
  ctx: DirectoryContext,
  directory: DirectoryRow,
  row: DirectoryUserRow,
): Promise<Link> {
  const organization = await requireActiveOrganization(ctx.db, directory.organizationId);
  const earlier = row.userId === null ? null : await ctx.db.get("users", row.userId);
  // A suspended member stays suspended until its roles are derived.
  if (earlier && (await findMember(ctx, organization.id, earlier.id))) return linked(earlier);
  const email = earlier?.email ?? row.email;
  if (email === null) return unlinked("email_missing");
  if (!(await isVerifiedFor(ctx.db, organization.id, toDomain(email))))
    return unlinked("email_outside_domains");
  if (!isDomainAllowed(organization, email)) return unlinked("email_domain_not_allowed");
  const found =
    earlier ?? (await ctx.db.range("users", "byEmail", (q) => q.eq("email", email)).first());
  if (found && isPrivileged(ctx, found)) return unlinked("user_privileged");
  if (found && (await isLinkedToAnother(ctx, row, found.id))) return unlinked("email_duplicate");
  if (!found && (await findTakenFields(ctx.db, null, { email }, ctx.now)).length > 0)
    return unlinked("email_taken");
  if (found && !(await hasRoomForMembership(ctx, found.id))) return unlinked("membership_limit");
  const user = found ? await proveAddress(ctx, found) : await createUser(ctx, row, email);
  const isMember =
    (await findMember(ctx, organization.id, user.id)) !== null ||
    (await joins(ctx, organization, user, directory));
  return isMember ? linked(user) : unlinked("member_limit");
}

/** Returns false when the organization has reached its limit of members. */
async function joins(
  ctx: DirectoryContext,
  organization: OrganizationRow,
  user: UserRow,
  { defaultRole }: DirectoryRow,
): Promise<boolean> {
  try {
    const roles = [await toAllowedDefault(ctx.db, defaultRole)];
    await join(ctx, organization, user, { roles, source: "scim" });
    return true;
  } catch (error) {
    if (findProblem(error)?.errors?.[0]?.code !== "member_limit") throw error;
    return false; // and nothing was written
  }
}

function isDomainAllowed(organization: OrganizationRow, email: string): boolean {
  try {
    assertDomainAllowed(organization, email);
    return true;
  } catch {
    return false;
  }
}

/** Otherwise an organization's administrator could act on an administrator of the project. */
const isPrivileged = ({ isAdminProject }: DirectoryContext, { roles }: UserRow): boolean =>
  isAdminProject || hasProjectRoles(roles);

async function isLinkedToAnother(
  { db }: DirectoryContext,
  { id, directoryId, organizationId }: DirectoryUserRow,
  userId: string,
): Promise<boolean> {
  const rows = await db
    .range("directoryUsers", "byUser", (q) =>
      q.eq("userId", userId).eq("organizationId", organizationId),
    )
    .take(bounds.directories * 2);
  return rows.some((row) => row.directoryId === directoryId && row.id !== id);
}

async function createUser(
  ctx: DirectoryContext,
  { resource }: DirectoryUserRow,
  email: string,
): Promise<UserRow> {
  const { id } = await insertUser(ctx, {
    ...{ email, name: toName(resource), image: null, username: null, phoneNumber: null },
    emailVerified: true, // the organization has verified the domain, so the mailbox is its own
    roles: [DEFAULT_PROJECT_ROLE],
    metadata: {},
  });
  return (await ctx.db.get("users", id))!; // just inserted
}

const toName = (resource: string): string =>
  cleanLine(getFullName(loadFacts(resource)), fieldRules.users.name.maximum);

/**
 * An unverified address may have been registered by a stranger, so everything that was set before is
 * removed.
 */
async function proveAddress(ctx: DirectoryContext, user: UserRow): Promise<UserRow> {
  if (user.emailVerified) return user;
  const after = await ctx.db.patch("users", user, { emailVerified: true, updatedAt: ctx.now });
  await settleProof(ctx, after, null);
  const verified = (await ctx.db.get("users", user.id))!; // it exists still
  const data = present(verified);
  const targets = [{ type: "user", id: data.id, name: data.email }];
  await ctx.record({ type: "email.verified", targets, data });
  await ctx.record({ type: "user.updated", targets, data, before: present(user) });
  return verified;
}

/**
 * Applies a changed name or address to the linked user, if the organization has verified the domain
 * of the user's address, and that of the new one. Throws 409 for an address that another user has.
 */
export async function applyChanges(
  ctx: DirectoryContext,
  before: DirectoryUserRow,
  after: DirectoryUserRow,
): Promise<void> {
  const user = after.userId === null ? null : await ctx.db.get("users", after.userId);
  if (!user || isPrivileged(ctx, user)) return;
  const isOwn = async (email: string) =>
    await isVerifiedFor(ctx.db, after.organizationId, toDomain(email));
  const [nameBefore, name] = [toName(before.resource), toName(after.resource)];
  const { email } = after;
  const isRenamed = name !== nameBefore && name !== user.name;
  const isMoved = email !== null && email !== before.email && email !== user.email;
  if ((!isRenamed && !isMoved) || !(await isOwn(user.email))) return;
  const moves = isMoved && (await isOwn(email));
  if (!isRenamed && !moves) return;
  if (moves) {
    await assertUnique(ctx.db, user, { email }, ctx.now);
    await deleteAddressChanges(ctx.db, user.id);
  }
  const changed = await ctx.db.patch("users", user, {
    ...(isRenamed ? { name, searchName: formatSearchName(name, user.id) } : {}),
    ...(moves ? { email, emailVerified: true, stateVersion: stateVersion(user) + 1 } : {}),
    updatedAt: ctx.now,
  });
  const data = present(changed);
  const targets = [{ type: "user", id: data.id, name: data.email }];
  await ctx.record({ type: "user.updated", targets, data, before: present(user) });
}
