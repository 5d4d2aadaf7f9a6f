/**
 * Ends the access of a directory user to the organization, in the transaction that changes the user:
 * the membership with its roles and teams, the pending invitation, at most 100 sessions, and at most
 * 500 API keys that the user created for the organization.
 */
import type { Doc } from "../_generated/dataModel";
import { revokeKey } from "../apiKeys/model";
import { isVerifiedFor } from "../domains/model";
import { findMember, leave, type MemberRow } from "../organizations/members";
import { requireActiveOrganization } from "../organizations/model";
import { closeOpenInvitations } from "../organizations/openInvitations";
import { presentMember } from "../organizations/present";
import { isLastHolder } from "../rbac/assignments";
import { OWNER } from "../rbac/catalogue";
import { hasProjectRoles } from "../sso/links";
import { endSession } from "../sessions/model";
import type { DirectoryContext } from "./context";
import { presentDirectoryUser, toUserTargets, type DirectoryUserRow } from "./present";
import { reviewSuspendedOwners } from "./suspendedOwners";

/** Of a user (sessions/model.ts). */
const MAXIMUM_SESSIONS = 100;
/** Of a project (apiKeys/model.ts). */
const MAXIMUM_KEYS = 500;

/** Whether the last owner keeps the access, or only the membership. */
export type LastOwner = "suspended" | "kept";

export async function offboard(
  ctx: DirectoryContext,
  row: DirectoryUserRow,
  lastOwner: LastOwner = "suspended",
): Promise<void> {
  const { organizationId, email } = row;
  if (email !== null) await closeOpenInvitations(ctx, organizationId, email);
  const user = row.userId === null ? null : await ctx.db.get("users", row.userId);
  if (!user) return;
  await endSessions(ctx, organizationId, user);
  await revokeKeys(ctx, organizationId, user.id);
  const member = await findMember(ctx, organizationId, user.id);
  if (!member) return;
  if (member.roles.includes(OWNER) && (await isLastHolder(ctx, organizationId, OWNER, member.id))) {
    if (lastOwner === "suspended") await suspendOwner(ctx, row, member);
    return;
  }
  await leave(ctx, await requireActiveOrganization(ctx.db, organizationId), member);
}

/**
 * All sessions of a user whose address is in a verified domain of the organization; of others, and
 * of holders of project roles, those that came through its SSO or have it active.
 */
async function endSessions(
  ctx: DirectoryContext,
  organizationId: string,
  { id: userId, email, roles }: Doc<"users">,
): Promise<void> {
  const domain = email.slice(email.lastIndexOf("@") + 1);
  const isOwn = !hasProjectRoles(roles) && (await isVerifiedFor(ctx.db, organizationId, domain));
  const sessions = await ctx.db
    .range("sessions", "byUser", (q) => q.eq("userId", userId))
    .take(MAXIMUM_SESSIONS);
  for (const session of sessions)
    if (
      isOwn ||
      session.ssoOrganizationId === organizationId ||
      session.activeOrganizationId === organizationId
    )
      await endSession(ctx, session);
}

async function revokeKeys(
  ctx: DirectoryContext,
  organizationId: string,
  userId: string,
): Promise<void> {
  const keys = await ctx.db
    .range("apiKeys", "byCreator", (q) =>
      q.eq("organizationId", organizationId).eq("createdBy", userId),
    )
    .take(MAXIMUM_KEYS);
  for (const key of keys) await revokeKey(ctx, key);
}

/** Ends the access of a member without a group, or of the last owner, who stays a member. */
export async function suspendMember(
  ctx: DirectoryContext,
  row: DirectoryUserRow,
  member: MemberRow,
): Promise<void> {
  const user = member.suspended ? null : await ctx.db.get("users", member.userId);
  if (!user) return;
  await endSessions(ctx, row.organizationId, user);
  await revokeKeys(ctx, row.organizationId, user.id);
  const isLast =
    member.roles.includes(OWNER) && (await isLastHolder(ctx, row.organizationId, OWNER, member.id));
  if (isLast) {
    await suspendOwner(ctx, row, member);
    return;
  }
  const after = await ctx.db.patch("members", member, { suspended: true, updatedAt: ctx.now });
  await record(ctx, "directory_user.access_suspended", row, after);
}

/** Gives a suspended member access again. */
export async function liftSuspension(
  ctx: DirectoryContext,
  row: DirectoryUserRow,
  member: MemberRow,
): Promise<void> {
  if (!member.suspended) return;
  const { organizationId, roles } = member;
  const after = await ctx.db.patch("members", member, {
    ...{ suspended: undefined, updatedAt: ctx.now },
  });
  await record(ctx, "directory_user.access_restored", row, after);
  if (roles.includes(OWNER)) await reviewSuspendedOwners(ctx, organizationId);
}

/** Otherwise the organization would have no owner left. The event tells the project. */
async function suspendOwner(
  ctx: DirectoryContext,
  row: DirectoryUserRow,
  member: MemberRow,
): Promise<void> {
  if (member.suspended) return;
  const after = await ctx.db.patch("members", member, { suspended: true, updatedAt: ctx.now });
  await record(ctx, "directory_user.last_owner_suspended", row, after);
}

const record = async (
  ctx: DirectoryContext,
  type:
    | "directory_user.last_owner_suspended"
    | "directory_user.access_suspended"
    | "directory_user.access_restored",
  row: DirectoryUserRow,
  member: MemberRow,
): Promise<void> =>
  await ctx.record({
    type,
    targets: [...toUserTargets(row), { type: "member", id: member.id }],
    data: { user: presentDirectoryUser(row), member: presentMember(member) },
    organizationId: row.organizationId,
  });
