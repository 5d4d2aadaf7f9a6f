import type { Doc } from "../_generated/dataModel";
import { emailAddress } from "../core/emailAddress";
import { fieldProblem, notFound, problem } from "../core/errors";
import { newId } from "../core/ids";
import type { OperationInput } from "../wire/operation";
import { page } from "../tenancy/page";
import { assertAssignable, changeAssignments, isLastHolder } from "../rbac/assignments";
import { OWNER } from "../rbac/catalogue";
import { leaveOrganizationInSessions } from "../sessions/model";
import { assertNotBarred } from "../directories/barred";
import { reviewSuspendedOwners, reviewSuspendedOwnersLater } from "../directories/suspendedOwners";
import { unlinkProfiles } from "../sso/links";
import type { TenantReader } from "../tenancy/database";
import type { ReadContext, WriteContext } from "../tenancy/functions";
import { addToTotal, subtractFromTotal } from "../tenancy/totals";
import type { Member, organizations } from "./contract";
import { closeOpenInvitations } from "./openInvitations";
import { getOrganization, type OrganizationRow } from "./model";
import { membersTotal } from "./memberTotals";
import { assertDomainAllowed } from "./policies";
import { presentMember } from "./present";
import { isBeingDeleted } from "./state";

export type MemberRow = Doc<"members">;
type Input<M extends keyof typeof organizations> = OperationInput<(typeof organizations)[M]>;
type RecordContext = Pick<WriteContext, "db" | "now" | "record">;
type AssignContext = RecordContext & Pick<WriteContext, "scheduler">;

/** Per user, so that all memberships of a user fit into one transaction. */
const MAXIMUM_MEMBERSHIPS = 500;

export async function listMembers(ctx: ReadContext, input: Input<"listMembers">) {
  const { id } = await getOrganization(ctx, input.organizationId);
  if (input.role === undefined) {
    const { rows, listMetadata } = await page(
      ctx,
      "members",
      [{ index: "byOrganization", equal: [["organizationId", id]], key: "id" }],
      input,
    );
    return { data: rows.map(presentMember), listMetadata };
  }
  const equal = [
    ["organizationId", id],
    ["role", input.role],
  ] as const;
  const { rows, listMetadata } = await page(
    ctx,
    "roleAssignments",
    [{ index: "byOrganization", equal, key: "subjectId" }],
    input,
  );
  const members = await Promise.all(
    rows.map(async ({ subjectId }) => await ctx.db.get("members", subjectId)),
  );
  return { data: members.flatMap((member) => (member ? presentMember(member) : [])), listMetadata };
}

/** Finds a member of the organization by its id, its user's id, or its user's e-mail address. */
export async function getMember(
  ctx: Pick<ReadContext, "db">,
  organizationId: string,
  memberIdOrUserId: string,
): Promise<MemberRow> {
  const byId = await ctx.db.get("members", memberIdOrUserId);
  const member =
    byId?.organizationId === organizationId
      ? byId
      : await findMember(ctx, organizationId, await resolveUserId(ctx, memberIdOrUserId));
  if (!member) throw notFound("Member");
  return member;
}

async function resolveUserId({ db }: Pick<ReadContext, "db">, idOrEmail: string): Promise<string> {
  const email = emailAddress(idOrEmail);
  if (email === null) return idOrEmail;
  return (await db.range("users", "byEmail", (q) => q.eq("email", email)).first())?.id ?? idOrEmail;
}

export const findMember = (
  ctx: Pick<ReadContext, "db">,
  organizationId: string,
  userId: string,
): Promise<MemberRow | null> =>
  ctx.db
    .range("members", "byUser", (q) => q.eq("userId", userId).eq("organizationId", organizationId))
    .unique();

export async function addMember(
  ctx: WriteContext,
  { organizationId, userId, role }: Input<"addMember">,
): Promise<Member> {
  const organization = await getOrganization(ctx, organizationId);
  const user = await ctx.db.get("users", userId);
  if (!user) throw notFound("User");
  await assertAssignable(ctx, "organization", role);
  return await join(ctx, organization, user, { roles: role, source: "api" });
}

/**
 * The only way to become a member. Checks the organization's policies, the existing membership, the
 * limit of memberships, and whether a directory keeps the user out.
 */
export async function join(
  ctx: AssignContext,
  organization: OrganizationRow,
  user: Pick<Doc<"users">, "id" | "email">,
  { roles, source }: Pick<MemberRow, "roles" | "source">,
): Promise<Member> {
  if (await findMember(ctx, organization.id, user.id))
    throw problem("conflict", "The user is already a member of this organization");
  assertDomainAllowed(organization, user.email);
  if (source !== "scim")
    await assertNotBarred(
      ctx.db,
      organization.id,
      { userId: user.id, email: user.email },
      "userId",
    );
  if (!(await addToTotal(ctx.db, membersTotal(organization)))) {
    const message = `The organization has reached its limit of ${organization.maxMembers} members`;
    throw fieldProblem(
      "conflict",
      { field: "organizationId", message, code: "member_limit" },
      message,
    );
  }
  await changeMemberships(ctx, user.id, 1);
  const row = await ctx.db.insert("members", {
    id: newId("member", ctx.now),
    organizationId: organization.id,
    userId: user.id,
    roles,
    source,
    teamIds: [],
    createdAt: ctx.now,
    updatedAt: ctx.now,
  });
  await changeAssignments(ctx.db, toHolder(row), [], roles);
  if (roles.includes(OWNER)) await reviewSuspendedOwners(ctx, organization.id);
  await closeOpenInvitations(ctx, organization.id, user.email);
  const member = presentMember(row);
  await ctx.record({
    type: "member.added",
    targets: toTargets(member),
    data: member,
    organizationId: organization.id,
  });
  return member;
}

export async function removeMember(
  ctx: WriteContext,
  input: Input<"removeMember">,
): Promise<Member> {
  const organization = await getOrganization(ctx, input.organizationId);
  const member = await getMember(ctx, organization.id, input.memberIdOrUserId);
  await assertAssignable(ctx, "organization", member.roles, "memberIdOrUserId");
  if (!input.force) await assertNotLastOwner(ctx, member);
  return await leave(ctx, organization, member);
}

/** Ends a membership of a user who is being deleted. */
export async function leaveOrganization(ctx: RecordContext, member: MemberRow): Promise<void> {
  const organization = await ctx.db.get("organizations", member.organizationId);
  if (organization?.state === "active") await leave(ctx, organization, member);
  else await deleteMemberRows(ctx, member);
}

/**
 * Ends a membership with its roles and teams, and revokes open invitations: a removed user needs a
 * new invitation to return.
 */
export async function leave(
  ctx: RecordContext,
  organization: OrganizationRow,
  row: MemberRow,
): Promise<Member> {
  const member = presentMember(row);
  await deleteMemberRows(ctx, row);
  // Otherwise the organization could sign in as a former member, if it makes the user one again.
  await unlinkProfiles(ctx, row.userId, { organizationId: organization.id });
  const user = await ctx.db.get("users", row.userId);
  if (user) await closeOpenInvitations(ctx, organization.id, user.email);
  await subtractFromTotal(ctx.db, membersTotal(organization));
  await ctx.record({
    type: "member.removed",
    targets: toTargets(member),
    data: member,
    organizationId: organization.id,
  });
  return member;
}

/**
 * Deletes a member with its roles and teams, without recording an event. Returns the number of
 * deleted rows.
 */
export async function deleteMemberRows(
  ctx: Pick<WriteContext, "db">,
  member: MemberRow,
): Promise<number> {
  await changeMemberships(ctx, member.userId, -1);
  await changeAssignments(ctx.db, toHolder(member), member.roles, []);
  for (const teamId of member.teamIds) {
    const row = await ctx.db
      .range("teamMembers", "byMember", (q) => q.eq("memberId", member.id).eq("teamId", teamId))
      .unique();
    if (row) await ctx.db.delete("teamMembers", row);
  }
  await ctx.db.delete("members", member);
  await leaveOrganizationInSessions(ctx, member.userId, member.organizationId);
  return 2 + member.roles.length + member.teamIds.length;
}

export async function updateMemberRole(
  ctx: WriteContext,
  input: Input<"updateMemberRole">,
): Promise<Member> {
  const { id } = await getOrganization(ctx, input.organizationId);
  const before = await getMember(ctx, id, input.memberIdOrUserId);
  await assertAssignable(ctx, "organization", input.role);
  await assertAssignable(ctx, "organization", before.roles, "memberIdOrUserId");
  if (!input.force && !input.role.includes(OWNER)) await assertNotLastOwner(ctx, before);
  return await replaceRoles(ctx, before, input.role);
}

/** Replaces and records a member's roles. The caller has checked that it may assign them. */
export async function replaceRoles(
  ctx: AssignContext,
  before: MemberRow,
  roles: string[],
): Promise<Member> {
  await changeAssignments(ctx.db, toHolder(before), before.roles, roles);
  if (roles.includes(OWNER) && !before.roles.includes(OWNER))
    await reviewSuspendedOwners(ctx, before.organizationId);
  const after = await ctx.db.patch("members", before, { roles, updatedAt: ctx.now });
  const member = presentMember(after);
  await ctx.record({
    type: "member.role_updated",
    targets: toTargets(member),
    data: member,
    before: presentMember(before),
    organizationId: before.organizationId,
  });
  return member;
}

/**
 * Throws when the member is the last owner who is not banned. The rows read here make concurrent
 * demotions (or bans) of the last two owners conflict, so that one of them is refused.
 */
export async function assertNotLastOwner(
  ctx: Pick<ReadContext, "db" | "now">,
  member: Pick<MemberRow, "id" | "organizationId" | "roles">,
): Promise<void> {
  if (
    !member.roles.includes(OWNER) ||
    !(await isLastHolder(ctx, member.organizationId, OWNER, member.id))
  )
    return;
  if (await isBeingDeleted(ctx.db, member.organizationId)) return;
  throw problem(
    "conflict",
    `Organization ${member.organizationId} would have no owner left; assign another owner first, or pass force`,
  );
}

/** All memberships of a user, at most `MAXIMUM_MEMBERSHIPS`. */
export const loadMemberships = (
  ctx: Pick<ReadContext, "db">,
  userId: string,
): Promise<MemberRow[]> =>
  ctx.db.range("members", "byUser", (q) => q.eq("userId", userId)).take(MAXIMUM_MEMBERSHIPS);

/**
 * Throws when the user is the last owner of any organization. Reads only the memberships that have
 * the owner role.
 */
export async function assertNotLastOwnerAnywhere(
  ctx: Pick<ReadContext, "db" | "now">,
  userId: string,
): Promise<void> {
  for (const { organizationId, subjectId } of await loadOwnerships(ctx.db, userId))
    await assertNotLastOwner(ctx, { id: subjectId, organizationId, roles: [OWNER] });
}

/** Must be called in the transaction in which the user's ban ends. */
export async function reviewAfterBan(
  ctx: Pick<WriteContext, "db" | "scheduler">,
  userId: string,
): Promise<void> {
  const owned = await loadOwnerships(ctx.db, userId);
  await reviewSuspendedOwnersLater(
    ctx,
    owned.map(({ organizationId }) => organizationId),
  );
}

const loadOwnerships = async (db: TenantReader, userId: string) =>
  await db
    .range("roleAssignments", "byUser", (q) =>
      q.eq("userId", userId).eq("scope", "organization").eq("role", OWNER),
    )
    .take(MAXIMUM_MEMBERSHIPS);

/** Whether the user can join another organization. */
export const hasRoomForMembership = async (
  { db }: Pick<ReadContext, "db">,
  userId: string,
): Promise<boolean> => ((await findMembershipTotal(db, userId))?.total ?? 0) < MAXIMUM_MEMBERSHIPS;

const findMembershipTotal = async (db: TenantReader, userId: string) =>
  await db.range("membershipTotals", "byUser", (q) => q.eq("userId", userId)).unique();

async function changeMemberships(
  ctx: Pick<WriteContext, "db">,
  userId: string,
  by: 1 | -1,
): Promise<void> {
  const row = await findMembershipTotal(ctx.db, userId);
  const total = (row?.total ?? 0) + by;
  if (total > MAXIMUM_MEMBERSHIPS)
    throw problem("conflict", `A user can belong to at most ${MAXIMUM_MEMBERSHIPS} organizations`);
  if (row && total === 0) await ctx.db.delete("membershipTotals", row);
  else if (row) await ctx.db.patch("membershipTotals", row, { total });
  else await ctx.db.insert("membershipTotals", { userId, total });
}

const toHolder = ({
  id,
  organizationId,
  userId,
}: Pick<MemberRow, "id" | "organizationId" | "userId">) => ({
  scope: "organization" as const,
  organizationId,
  subjectId: id,
  userId,
});
const toTargets = (member: Member) => [
  { type: "member", id: member.id },
  { type: "user", id: member.userId },
];
