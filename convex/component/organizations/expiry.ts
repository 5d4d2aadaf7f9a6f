import { v } from "convex/values";
import { tenantJob } from "../tenancy/functions";

/**
 * Marks an invitation as expired; scheduled for its end by the sweep (expiry/sweep.ts). The status
 * is stored, so that lists and subscriptions see it without reading the clock.
 */
export const expire = tenantJob(
  { invitationId: v.string() },
  async ({ db, now }, { invitationId }) => {
    const invitation = await db.get("invitations", invitationId);
    // A resent invitation expires later.
    if (invitation?.status === "pending" && invitation.expiresAt <= now)
      await db.patch("invitations", invitation, { status: "expired", updatedAt: now });
  },
);
