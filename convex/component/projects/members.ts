/**
 * The members of a project and the invitations to it. A member is an operator, so the mails with the
 * invitations are the admin project's: a member who may configure the mail of the project itself must
 * not be able to read them.
 */
import type { Doc } from "../_generated/dataModel";
import { fieldProblem, notFound, problem } from "../core/errors";
import { newId } from "../core/ids";
import { permissionsOfRole, type OperatorRole } from "../core/operatorRoles";
import { randomToken, sha256 } from "../core/secrets";
import { consoleUrl } from "../core/consoleOrigin";
import { queueMail } from "../emails/queue";
import { OPERATOR_INVITATION_PATH } from "../operators/linkPaths";
import { findMember, loadMembers, MAXIMUM_MEMBERS } from "../operators/members";
import { assertNotLastOwner, findOperators } from "../operators/owners";
import { assertHolds } from "../rbac/grants";
import type { RowFields, TenantReader } from "../tenancy/database";
import type { DeploymentReader, DeploymentWriter } from "../tenancy/deployment";
import type { ReadContext, WriteContext } from "../tenancy/functions";
import { stateVersion } from "../users/stateVersion";
import { toIsoDate } from "../wire/fields";
import type { OperationInput } from "../wire/operation";
import type { ProjectMember, projects } from "./contract";
import { ensureAdminProject, type ProjectFields } from "./model";

type MemberRow = RowFields<"projectMembers">;
type InvitationRow = RowFields<"projectInvitations">;
type Operator = Doc<"users">;
type Input<M extends keyof typeof projects> = OperationInput<(typeof projects)[M]>;
type Reading = ReadContext & { deployment: DeploymentReader };
type Writing = WriteContext & { deployment: DeploymentWriter };

const INVITATION_MS = 7 * 24 * 3_600_000;

export const presentMember = (row: MemberRow, { email, name }: Operator): ProjectMember => ({
  id: row.id,
  status: "active",
  operatorId: row.operatorId,
  email,
  name,
  role: row.role,
  expiresAt: null,
  createdAt: toIsoDate(row.createdAt),
  updatedAt: toIsoDate(row.updatedAt),
});

const presentInvitation = (row: InvitationRow, now: number): ProjectMember => ({
  id: row.id,
  status: row.expiresAt > now ? "invited" : "expired",
  operatorId: null,
  email: row.email,
  name: null,
  role: row.role,
  expiresAt: toIsoDate(row.expiresAt),
  createdAt: toIsoDate(row.createdAt),
  updatedAt: toIsoDate(row.updatedAt),
});

export async function listMembers({ db, deployment, now }: Reading): Promise<ProjectMember[]> {
  const operators = await findOperators(deployment);
  const members = await Promise.all(
    (await loadMembers(db)).map(async (row) => {
      const operator = await operators?.get("users", row.operatorId);
      return operator ? [presentMember(row, operator)] : [];
    }),
  );
  const invitations = await loadInvitations(db);
  return [...members.flat(), ...invitations.map((row) => presentInvitation(row, now))].sort(
    (a, b) => (a.id < b.id ? 1 : -1),
  );
}

export async function inviteMember(
  ctx: Writing,
  { email, role, resend = false }: Input<"inviteMember">,
): Promise<ProjectMember> {
  const { db, now } = ctx;
  assertMayGrant(ctx, role);
  const admin = await requireAdminProject(ctx);
  const operator = await findOperatorByEmail(ctx.deployment.readerFor(admin), email);
  if (operator && (await findMember(db, operator.id)))
    throw problem("conflict", "This person is already a member of the project");
  const pending = await findInvitation(db, email);
  if (pending && pending.expiresAt > now && !resend)
    throw fieldProblem(
      "conflict",
      { field: "email", message: "Already invited", code: "taken" },
      "This address already has an open invitation; pass resend to renew it",
    );
  if (pending) assertMayGrant(ctx, pending.role);
  else await assertRoom(db);
  const { token, fields } = await newLink(ctx, operator);
  const row = pending
    ? await db.patch("projectInvitations", pending, { role, ...fields })
    : await db.insert("projectInvitations", {
        id: newId("projectMember", now),
        email,
        role,
        createdAt: now,
        ...fields,
      });
  const member = presentInvitation(row, now);
  await ctx.record({ type: "project_member.invited", targets: [toTarget(member)], data: member });
  await mailInvitation(ctx, admin, row, token);
  return member;
}

export async function updateMember(
  ctx: Writing,
  { memberId, role }: Input<"updateMember">,
): Promise<ProjectMember> {
  const { before, row, invitation } = await requireMember(ctx, memberId);
  assertMayGrant(ctx, before.role);
  assertMayGrant(ctx, role);
  const after = row ? await changeRole(ctx, row, role) : await renew(ctx, invitation, role);
  await ctx.record({
    type: "project_member.role_updated",
    targets: [toTarget(after)],
    data: after,
    before,
  });
  return after;
}

async function changeRole(ctx: Writing, row: Doc<"projectMembers">, role: OperatorRole) {
  if (role !== "owner") await assertNotLastOwner(ctx.deployment, ctx.db, row, ctx.now);
  const after = await ctx.db.patch("projectMembers", row, { role, updatedAt: ctx.now });
  return presentMember(after, await requireOperator(ctx, row.operatorId));
}

/** The earlier link dies: it was made for another role. */
async function renew(ctx: Writing, before: Doc<"projectInvitations">, role: OperatorRole) {
  const admin = await requireAdminProject(ctx);
  const operator = await findOperatorByEmail(ctx.deployment.readerFor(admin), before.email);
  const { token, fields } = await newLink(ctx, operator);
  const row = await ctx.db.patch("projectInvitations", before, { role, ...fields });
  await mailInvitation(ctx, admin, row, token);
  return presentInvitation(row, ctx.now);
}

export async function removeMember(
  ctx: Writing,
  { memberId }: Input<"removeMember">,
): Promise<void> {
  const { before, row, invitation } = await requireMember(ctx, memberId);
  assertMayGrant(ctx, before.role);
  if (row) {
    await assertNotLastOwner(ctx.deployment, ctx.db, row, ctx.now);
    await ctx.db.delete("projectMembers", row);
  } else await ctx.db.delete("projectInvitations", invitation);
  await ctx.record({ type: "project_member.removed", targets: [toTarget(before)], data: before });
}

type Found = { readonly before: ProjectMember } & (
  | { readonly row: Doc<"projectMembers">; readonly invitation?: undefined }
  | { readonly row: null; readonly invitation: Doc<"projectInvitations"> }
);

async function requireMember(ctx: Reading, memberId: string): Promise<Found> {
  const row = await ctx.db.get("projectMembers", memberId);
  if (row) return { before: presentMember(row, await requireOperator(ctx, row.operatorId)), row };
  const invitation = await ctx.db.get("projectInvitations", memberId);
  if (!invitation) throw notFound("Member");
  return { before: presentInvitation(invitation, ctx.now), row, invitation };
}

/** A caller gives, changes and takes only roles whose permissions it holds itself. */
const assertMayGrant = (ctx: ReadContext, role: OperatorRole): void =>
  assertHolds(ctx, permissionsOfRole(role).list());

async function assertRoom(db: TenantReader): Promise<void> {
  const taken = (await loadMembers(db)).length + (await loadInvitations(db)).length;
  if (taken >= MAXIMUM_MEMBERS)
    throw problem("conflict", `A project has at most ${MAXIMUM_MEMBERS} members and invitations`);
}

async function newLink({ caller, now }: Writing, operator: Operator | null) {
  const token = randomToken();
  const fields = {
    tokenHash: await sha256(token),
    stateVersion: operator ? stateVersion(operator) : 0,
    inviterId: caller.operator?.userId ?? null,
    expiresAt: now + INVITATION_MS,
    updatedAt: now,
  };
  return { token, fields };
}

async function mailInvitation(
  { deployment, now, scheduler, caller: { actor, operator, project } }: Writing,
  admin: ProjectFields,
  { email, role }: InvitationRow,
  token: string,
): Promise<void> {
  const query = new URLSearchParams({ project: project.id, token }).toString();
  const url = consoleUrl(`/p/${admin.id}${OPERATOR_INVITATION_PATH}?${query}`);
  const inviter = operator ? (actor.name ?? undefined) : undefined; // the name of a key is not shown
  await queueMail(
    { db: deployment.writerFor(admin), now, scheduler },
    {
      to: email,
      template: "operator-invitation",
      data: { project: project.name, role, inviter, url },
    },
  );
}

async function requireAdminProject({ deployment, caller, now }: Writing): Promise<ProjectFields> {
  if (caller.project.isAdmin)
    throw problem("conflict", "The admin project has no members: its users are the operators");
  return await ensureAdminProject(deployment, now);
}

/** Deleting an operator deletes its memberships too, so a member always has one. */
async function requireOperator(
  { deployment }: Pick<Reading, "deployment">,
  operatorId: string,
): Promise<Operator> {
  const operator = await (await findOperators(deployment))?.get("users", operatorId);
  if (!operator) throw notFound("Member");
  return operator;
}

export const findOperatorByEmail = async (
  operators: TenantReader,
  email: string,
): Promise<Operator | null> =>
  await operators.range("users", "byEmail", (q) => q.eq("email", email)).unique();

const findInvitation = async (
  db: TenantReader,
  email: string,
): Promise<Doc<"projectInvitations"> | null> =>
  await db.range("projectInvitations", "byEmail", (q) => q.eq("email", email)).unique();

const loadInvitations = async (db: TenantReader): Promise<Doc<"projectInvitations">[]> =>
  await db.range("projectInvitations", "byProjectId").take(MAXIMUM_MEMBERS);

export const toTarget = ({ id, email }: ProjectMember) => ({
  type: "project_member",
  id,
  name: email,
});
