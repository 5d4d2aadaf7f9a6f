/** Invitations from the invited user's point of view. */
import type { Doc } from "../_generated/dataModel";
import { invalidField, notFound, problem } from "../core/errors";
import type { OperationInput } from "../wire/operation";
import { page } from "../tenancy/page";
import { requireCallersSession } from "../tenancy/caller";
import type { ReadContext, WriteContext } from "../tenancy/functions";
import { requireAccess } from "./access";
import type { organizations } from "./contract";
import * as invitations from "./invitations";
import { requireActiveOrganization, getOrganization } from "./model";
import { activateOrganization } from "./selfService";
import { presentInvitation } from "./present";

type Input<M extends keyof typeof organizations> = OperationInput<(typeof organizations)[M]>;

export async function getInvitation(ctx: ReadContext, { invitationId }: Input<"getInvitation">) {
  const { db } = ctx;
  const row = await db.get("invitations", invitationId);
  if (!row) throw notFound("Invitation");
  await assertMayRead(ctx, row);
  const organization = await requireActiveOrganization(db, row.organizationId, "Invitation");
  const inviter = await db.get("users", row.inviterId); // null when an API key sent it
  return {
    ...presentInvitation(row),
    organizationName: organization.name,
    organizationSlug: organization.slug,
    inviterEmail: inviter?.email ?? null,
  };
}

async function assertMayRead(ctx: ReadContext, row: Doc<"invitations">): Promise<void> {
  const { session } = ctx.caller;
  if (!session) await getOrganization(ctx, row.organizationId, "Invitation");
  else if (session.user.email === row.email) assertVerified(session.user);
  else
    await requireAccess(ctx.db, session, {
      organizationId: row.organizationId,
      permission: "invitation.read",
      what: "Invitation",
    });
}

export async function listUserInvitations(ctx: ReadContext, input: Input<"listUserInvitations">) {
  const { user } = requireCallersSession(ctx.caller);
  assertVerified(user);
  const equal = [
    ["email", user.email],
    ["status", "pending"],
  ] as const;
  const { rows, listMetadata } = await page(
    ctx,
    "invitations",
    [{ index: "byInvitee", equal, key: "id" }],
    input,
  );
  const data = await Promise.all(
    rows.map(async (row) => {
      const organization = await ctx.db.get("organizations", row.organizationId);
      return organization?.state === "active" && row.expiresAt > ctx.now
        ? { ...presentInvitation(row), organizationName: organization.name }
        : null;
    }),
  );
  return { data: data.filter((each) => each !== null), listMetadata };
}

export async function acceptInvitation(ctx: WriteContext, input: Input<"acceptInvitation">) {
  const session = requireCallersSession(ctx.caller);
  const accepted = await invitations.acceptInvitation(ctx, {
    userId: session.user.id,
    sessionId: session.row.id,
    invitation: parseInvitationReference(input),
  });
  await activateOrganization(ctx, session, accepted.member.organizationId);
  return accepted;
}

export async function rejectInvitation(ctx: WriteContext, input: Input<"rejectInvitation">) {
  const { user } = requireCallersSession(ctx.caller);
  return {
    invitation: await invitations.rejectInvitation(ctx, {
      userId: user.id,
      invitation: parseInvitationReference(input),
    }),
    member: null,
  };
}

function parseInvitationReference({
  invitationId,
  token,
}: Input<"acceptInvitation">): invitations.Response["invitation"] {
  if (invitationId !== undefined && token === undefined) return { id: invitationId };
  if (token !== undefined && invitationId === undefined) return { token };
  throw invalidField(
    "invitationId",
    "Expected exactly one of invitationId and token",
    invitationId === undefined ? "invalid_type" : "exclusive",
  );
}

function assertVerified({ emailVerified }: Doc<"users">): void {
  if (!emailVerified)
    throw problem("forbidden", "Verify your e-mail address to see its invitations");
}
