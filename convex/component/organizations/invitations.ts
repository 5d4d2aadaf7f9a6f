import type { Doc } from "../_generated/dataModel";
import { internal } from "../_generated/api";
import { notFound, problem } from "../errors";
import { newId } from "../ids";
import type { OperationInput } from "../operation";
import { page, type Segment } from "../page";
import { assertAssignable } from "../rbac/assignments";
import { MEMBER } from "../rbac/catalogue";
import { findRole } from "../rbac/model";
import { randomToken, sha256 } from "../secrets";
import type { TenantReader } from "../tenancy/database";
import type { ReadContext, WriteContext } from "../tenancy/functions";
import type { Invitation, Member, organizations } from "./contract";
import { invitationPage, mailInvitation } from "./invitationMail";
import { findMember, join } from "./members";
import { activeOrganization, getOrganization, type OrganizationRow } from "./model";
import { assertDomainAllowed } from "./policies";
import { presentInvitation } from "./present";

type InvitationRow = Doc<"invitations">;
type Input<M extends keyof typeof organizations> = OperationInput<(typeof organizations)[M]>;

/** What a response needs: a user who answers has no say in anything else. */
type Writing = Pick<WriteContext, "db" | "now" | "record">;

const LIFETIME = 7 * 24 * 3_600_000;

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
 * The token is for the mail alone: only its hash is stored, and no answer, event or audit entry
 * shows it.
 */
export async function sendInvitation(
  ctx: WriteContext,
  input: Input<"sendInvitation">,
): Promise<Invitation> {
  const organization = await getOrganization(ctx, input.organizationId);
  const landing = await invitationPage(ctx.db, input.redirectUrl);
  const { email, role } = input;
  await assertAssignable(ctx, "organization", role);
  assertDomainAllowed(organization, email);
  await assertNoMember(ctx, organization.id, email);
  const pending = await stillPending(ctx, await findPending(ctx, organization.id, email));
  if (pending && !input.resend) {
    throw problem(
      "conflict",
      "This address is invited already; use resend to begin its invitation anew",
      {
        errors: [{ field: "email", message: "Invited already", code: "taken" }],
      },
    );
  }
  if (pending) await assertAssignable(ctx, "organization", pending.roles, "email"); // what is replaced is not given
  const token = randomToken();
  const fresh = {
    roles: role,
    tokenHash: await sha256(token),
    expiresAt: ctx.now + LIFETIME,
    updatedAt: ctx.now,
  };
  const row = pending
    ? await ctx.db.patch("invitations", pending, fresh)
    : await insertInvitation(ctx, { ...fresh, organizationId: organization.id, email });
  await ctx.scheduler.runAt(row.expiresAt, internal.organizations.expiry.expire, {
    projectId: ctx.db.projectId,
    invitationId: row.id,
  });
  const invitation = presentInvitation(row);
  await ctx.record({
    type: "invitation.created",
    targets: targetsOf(invitation),
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
  assertPending(before, ctx.now);
  return await close(ctx, before, "revoked", "invitation.revoked");
}

/** What a user answers to an invitation: by its id (signed in) or by the token of the mail. */
export interface Response {
  readonly userId: string;
  readonly invitation: { readonly id: string } | { readonly token: string };
}

/**
 * Joins the organization with the invitation's roles. Only a user whose verified address is the
 * invited one; anybody else finds no invitation.
 */
export async function acceptInvitation(
  ctx: Writing,
  response: Response,
): Promise<{ invitation: Invitation; member: Member }> {
  const { row, user, organization } = await invitationFor(ctx, response);
  const invitation = await close(ctx, row, "accepted", "invitation.accepted");
  return {
    invitation,
    member: await join(ctx, organization, user, await rolesMeant(ctx, row), "invitation"),
  };
}

/**
 * The roles that there were when the invitation was sent. One that is gone since, also when another
 * took its slug, was not what the inviter granted; without any, the least.
 */
async function rolesMeant({ db }: Writing, invitation: InvitationRow): Promise<string[]> {
  const roles = await Promise.all(
    invitation.roles.map(async (slug) => await findRole(db, "organization", slug)),
  );
  const left = roles.flatMap((role) =>
    role && role.createdAt <= invitation.updatedAt ? role.slug : [],
  );
  return left.length === 0 ? [MEMBER] : left;
}

export async function rejectInvitation(ctx: Writing, response: Response): Promise<Invitation> {
  const { row } = await invitationFor(ctx, response);
  return await close(ctx, row, "revoked", "invitation.revoked");
}

async function invitationFor(
  ctx: Writing,
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
  const organization = await activeOrganization(ctx.db, row.organizationId, "Invitation");
  if (!user.emailVerified)
    throw problem("forbidden", "Verify the e-mail address first: an invitation is for its owner");
  assertPending(row, ctx.now);
  return { row, user, organization };
}

async function close(
  ctx: Writing,
  before: InvitationRow,
  status: InvitationRow["status"],
  type: "invitation.accepted" | "invitation.revoked",
): Promise<Invitation> {
  const invitation = presentInvitation(
    await ctx.db.patch("invitations", before, { status, updatedAt: ctx.now }),
  );
  await ctx.record({
    type,
    targets: targetsOf(invitation),
    data: invitation,
    organizationId: invitation.organizationId,
  });
  return invitation;
}

/** One whose expiry is due, but not written yet, is written as expired here. */
async function stillPending(
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
    "roles" | "tokenHash" | "expiresAt" | "updatedAt" | "organizationId" | "email"
  >,
): Promise<InvitationRow> {
  const row = {
    ...fields,
    id: newId("invitation", ctx.now),
    inviterId: ctx.caller.actor.id,
    status: "pending" as const,
    createdAt: ctx.now,
  };
  await ctx.db.insert("invitations", row);
  return row as unknown as InvitationRow; // nobody looks at the fields that the insert adds
}

const findPending = (ctx: ReadContext, organizationId: string, email: string) =>
  ctx.db
    .range("invitations", "byEmail", (q) =>
      q.eq("organizationId", organizationId).eq("email", email).eq("status", "pending"),
    )
    .unique();

async function assertNoMember(
  ctx: ReadContext,
  organizationId: string,
  email: string,
): Promise<void> {
  const user = await ctx.db.range("users", "byEmail", (q) => q.eq("email", email)).first();
  if (user && (await findMember(ctx, organizationId, user.id)))
    throw problem("conflict", "This address belongs to a member of the organization");
}

/** Open invitations to one address that are looked at. */
const MAXIMUM_INVITATIONS = 500;

/** The different roles that open invitations offer to the address; null when there are too many. */
export async function offeredRoles(db: TenantReader, email: string): Promise<string[] | null> {
  const open = await db
    .range("invitations", "byInvitee", (q) => q.eq("email", email).eq("status", "pending"))
    .take(MAXIMUM_INVITATIONS);
  if (open.length === MAXIMUM_INVITATIONS) return null;
  return [...new Set(open.flatMap(({ roles }) => roles))];
}

const targetsOf = (invitation: Invitation) => [
  { type: "invitation", id: invitation.id, name: invitation.email },
];
