/**
 * State changes of invitations. Separate from invitations.ts, because membership changes use them
 * too.
 */
import type { Doc } from "../_generated/dataModel";
import type { TenantReader } from "../tenancy/database";
import type { WriteContext } from "../tenancy/functions";
import type { Invitation } from "./contract";
import { presentInvitation } from "./present";

type InvitationRow = Doc<"invitations">;
type RecordContext = Pick<WriteContext, "db" | "now" | "record">;

/** Open invitations read per address. */
const MAXIMUM_INVITATIONS = 500;

/** There is at most one: `sendInvitation` renews it instead of creating another. */
export const findPending = async (
  db: TenantReader,
  organizationId: string,
  email: string,
): Promise<InvitationRow | null> =>
  await db
    .range("invitations", "byEmail", (q) =>
      q.eq("organizationId", organizationId).eq("email", email).eq("status", "pending"),
    )
    .unique();

/**
 * Revokes the open invitation when its user joins in another way, and when a member leaves.
 * Otherwise a removed member could return with the roles of the old invitation.
 */
export async function closeOpenInvitations(
  ctx: RecordContext,
  organizationId: string,
  email: string,
): Promise<void> {
  const open = await findPending(ctx.db, organizationId, email);
  if (open) await closeInvitation(ctx, open, "revoked", "invitation.revoked");
}

export async function closeInvitation(
  ctx: RecordContext,
  before: InvitationRow,
  status: InvitationRow["status"],
  type: "invitation.accepted" | "invitation.revoked",
): Promise<Invitation> {
  const invitation = presentInvitation(
    await ctx.db.patch("invitations", before, { status, updatedAt: ctx.now }),
  );
  await ctx.record({
    type,
    targets: toTargets(invitation),
    data: invitation,
    organizationId: invitation.organizationId,
  });
  return invitation;
}

/**
 * The distinct roles that open invitations to the address grant; null when there are too many
 * invitations.
 */
export async function findOfferedRoles(db: TenantReader, email: string): Promise<string[] | null> {
  const open = await db
    .range("invitations", "byInvitee", (q) => q.eq("email", email).eq("status", "pending"))
    .take(MAXIMUM_INVITATIONS);
  if (open.length === MAXIMUM_INVITATIONS) return null;
  return [...new Set(open.flatMap(({ roles }) => roles))];
}

export const toTargets = (invitation: Invitation) => [
  { type: "invitation", id: invitation.id, name: invitation.email },
];
