import { v } from "convex/values";
import { tenantJob } from "../tenancy/functions";

/**
 * Scheduled with the invitation: its status is a fact in the database, so that lists and
 * subscriptions see it without looking at a clock.
 */
export const expire = tenantJob(
  { invitationId: v.string() },
  async ({ db, now }, { invitationId }) => {
    const invitation = await db.get("invitations", invitationId);
    // A resent invitation has a later expiry, and a job of its own.
    if (invitation?.status === "pending" && invitation.expiresAt <= now)
      await db.patch("invitations", invitation, { status: "expired", updatedAt: now });
  },
);
