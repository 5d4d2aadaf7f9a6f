import type { Doc } from "../_generated/dataModel";
import { fieldProblem, notFound, problem } from "../core/errors";
import { idPrefixes, newId } from "../core/ids";
import type { OperationInput } from "../wire/operation";
import { page, type Segment } from "../tenancy/page";
import { assertNotBarred } from "../directories/barred";
import { assertAssignable } from "../rbac/assignments";
import { MEMBER } from "../rbac/catalogue";
import { findRole } from "../rbac/model";
import { assertLeavesOwners } from "../rbac/portalRule";
import { loadRolePermissions, findUserPermissions } from "../rbac/userPermissions";
import { randomToken, sha256 } from "../core/secrets";
import type { RowFields } from "../tenancy/database";
import type { ReadContext, WriteContext } from "../tenancy/functions";
import { verifyAddressInSession } from "../users/addressProof";
import type { Invitation, Member, organizations } from "./contract";
import { requireRedirectPage, mailInvitation } from "./invitationMail";
import { findMember, join } from "./members";
import { requireActiveOrganization, getOrganization, type OrganizationRow } from "./model";
import { closeInvitation, findPending, toTargets } from "./openInvitations";
import { assertDomainAllowed } from "./policies";
import { presentInvitation } from "./present";

type InvitationRow = Doc<"invitations">;
type Input<M extends keyof typeof organizations> = OperationInput<(typeof organizations)[M]>;

/**
 * What accepting or rejecting needs. Excludes the caller, because the invited user needs no
 * permissions.
 */
type RecordContext = Pick<WriteContext, "db" | "now" | "record">;
type AcceptContext = RecordContext & Pick<WriteContext, "scheduler">;

/** The permission that `sendInvitation` requires. */
const INVITE = "invitation.create";
const INVITATION_LIFETIME_MS = 7 * 24 * 3_600_000;

export async function listInvitations(ctx: ReadContext, input: Input<"listInvitations">) {
  const { id } = await getOrganization(ctx, input.organizationId);
  const { status } = input;
  const all: Segment<"invitations"> = {
    index: "byOrganization",
    equal: [["organizationId", id]],
    key: "id",
  };
  const inStatus = (wanted: string): Segment<"invitations"> => ({
    index: "byStatus",
    equal: [
      ["organizationId", id],
      ["status", wanted],
    ],
    key: "id",
  });
  const { rows, listMetadata } = await page(
    ctx,
    "invitations",
    [status === undefined ? all : inStatus(status)],
    input,
  );
  return { data: rows.map(presentInvitation), listMetadata };
}

/**
 * Only the mail contains the token. Its hash is stored; no response, event or audit entry has it.
 */
export async function sendInvitation(
  ctx: WriteContext,
  input: Input<"sendInvitation">,
): Promise<Invitation> {
  const organization = await getOrganization(ctx, input.organizationId);
  const landing = await requireRedirectPage(ctx.db, input.redirectUrl);
  const { email, role } = input;
  await assertAssignable(ctx, "organization", role);
  assertDomainAllowed(organization, email);
  await assertNoMember(ctx, organization.id, email);
  const pending = await expireIfDue(ctx, await findPending(ctx.db, organization.id, email));
  if (pending && !input.resend) {
    throw fieldProblem(
      "conflict",
      { field: "email", message: "Already invited", code: "taken" },
      "This address already has a pending invitation; pass resend to renew it",
    );
  }
  if (pending) await assertAssignable(ctx, "organization", pending.roles, "email"); // the old roles are only compared, not granted
  const token = randomToken();
  const fresh = {
    roles: role,
    inviterId: ctx.caller.actor.id,
    tokenHash: await sha256(token),
    expiresAt: ctx.now + INVITATION_LIFETIME_MS,
    updatedAt: ctx.now,
  };
  const row = pending
    ? await ctx.db.patch("invitations", pending, fresh)
    : await insertInvitation(ctx, { ...fresh, organizationId: organization.id, email });
  const invitation = presentInvitation(row);
  await ctx.record({
    type: "invitation.created",
    targets: toTargets(invitation),
    data: invitation,
    organizationId: organization.id,
  });
  await mailInvitation(ctx, { to: email, organization, page: landing, token });
  return invitation;
}

export async function revokeInvitation(
  ctx: WriteContext,
  invitationId: string,
): Promise<Invitation> {
  const before = await ctx.db.get("invitations", invitationId);
  if (!before) throw notFound("Invitation");
  await getOrganization(ctx, before.organizationId, "Invitation");
  assertLeavesOwners(ctx.caller, before.roles);
  assertPending(before, ctx.now);
  return await closeInvitation(ctx, before, "revoked", "invitation.revoked");
}

/**
 * A user's response to an invitation, identified by its id (signed in) or by the token of the mail.
 */
export interface Response {
  readonly userId: string;
  readonly invitation: { readonly id: string } | { readonly token: string };
  /** The responding session; verifying the address ends the user's other sessions. */
  readonly sessionId?: string;
}

/**
 * Adds the user to the organization with the invitation's roles. Throws 404 unless the user's
 * address is the invited one. The token was mailed to that address and nowhere else, so it also
 * verifies the address.
 */
export async function acceptInvitation(
  ctx: AcceptContext,
  response: Response,
): Promise<{ invitation: Invitation; member: Member }> {
  const { row, user, organization } = await requireInvitation(ctx, response);
  await assertInviterStillAllowed(ctx, row);
  if (!user.emailVerified) await verifyAddressInSession(ctx, user, response.sessionId);
  const invitation = await closeInvitation(ctx, row, "accepted", "invitation.accepted");
  return {
    invitation,
    member: await join(ctx, organization, user, {
      roles: await loadRemainingRoles(ctx, row),
      source: "invitation",
    }),
  };
}

/**
 * Throws when the inviter could not send the invitation now: a user who has been removed, banned or
 * demoted leaves no valid invitations behind. Invitations sent by an API key or the app stay valid
 * when the key is revoked or rotated.
 */
async function assertInviterStillAllowed(ctx: RecordContext, row: InvitationRow): Promise<void> {
  if (!row.inviterId.startsWith(`${idPrefixes.user}_`)) return;
  const { db, now } = ctx;
  const held = await findUserPermissions(db, row.inviterId, row.organizationId, now);
  const roles = await loadRemainingRoles(ctx, row);
  const needed = [INVITE, ...(await loadRolePermissions(db, "organization", roles))];
  if (held === null || held.missing(needed) !== null)
    throw problem(
      "conflict",
      "The sender of this invitation can no longer grant its roles; ask the organization for a new invitation",
    );
}

/**
 * The invitation's roles that still exist. A role created later under the same slug does not count,
 * because the inviter did not grant it. Without any role left, `member`.
 */
async function loadRemainingRoles(
  { db }: RecordContext,
  invitation: InvitationRow,
): Promise<string[]> {
  const roles = await Promise.all(
    invitation.roles.map(async (slug) => await findRole(db, "organization", slug)),
  );
  const left = roles.flatMap((role) =>
    role && role.createdAt <= invitation.updatedAt ? role.slug : [],
  );
  return left.length === 0 ? [MEMBER] : left;
}

export async function rejectInvitation(
  ctx: RecordContext,
  response: Response,
): Promise<Invitation> {
  const { row } = await requireInvitation(ctx, response);
  return await closeInvitation(ctx, row, "revoked", "invitation.revoked");
}

async function requireInvitation(
  ctx: RecordContext,
  { userId, invitation }: Response,
): Promise<{ row: InvitationRow; user: Doc<"users">; organization: OrganizationRow }> {
  const tokenHash = "token" in invitation ? await sha256(invitation.token) : "";
  const row =
    "id" in invitation
      ? await ctx.db.get("invitations", invitation.id)
      : await ctx.db
          .range("invitations", "byTokenHash", (q) => q.eq("tokenHash", tokenHash))
          .unique();
  const user = await ctx.db.get("users", userId);
  if (!row || !user || user.email !== row.email) throw notFound("Invitation");
  const organization = await requireActiveOrganization(ctx.db, row.organizationId, "Invitation");
  if (!user.emailVerified && !("token" in invitation))
    throw problem(
      "forbidden",
      "Verify your e-mail address first, or use the link in the invitation mail",
    );
  assertPending(row, ctx.now);
  return { row, user, organization };
}

/** Null for an expired invitation, which is marked as expired if its job has not run yet. */
async function expireIfDue(
  ctx: WriteContext,
  row: InvitationRow | null,
): Promise<InvitationRow | null> {
  if (!row || row.expiresAt > ctx.now) return row;
  await ctx.db.patch("invitations", row, { status: "expired", updatedAt: ctx.now });
  return null;
}

function assertPending(row: InvitationRow, now: number): void {
  const status = row.status === "pending" && row.expiresAt <= now ? "expired" : row.status;
  if (status !== "pending") throw problem("conflict", `The invitation is ${status}`);
}

async function insertInvitation(
  ctx: WriteContext,
  fields: Pick<
    InvitationRow,
    "roles" | "inviterId" | "tokenHash" | "expiresAt" | "updatedAt" | "organizationId" | "email"
  >,
): Promise<RowFields<"invitations">> {
  return await ctx.db.insert("invitations", {
    ...fields,
    id: newId("invitation", ctx.now),
    status: "pending",
    createdAt: ctx.now,
  });
}

async function assertNoMember(
  ctx: ReadContext,
  organizationId: string,
  email: string,
): Promise<void> {
  const user = await ctx.db.range("users", "byEmail", (q) => q.eq("email", email)).first();
  if (user && (await findMember(ctx, organizationId, user.id)))
    throw problem("conflict", "A member of the organization already has this address");
  await assertNotBarred(ctx.db, organizationId, { userId: user?.id ?? null, email }, "email");
}
