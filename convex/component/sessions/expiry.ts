import { v } from "convex/values";
import { tenantJob } from "../tenancy/functions";
import { scheduleExpiry } from "./model";

/**
 * Deletes an expired session; scheduled for its end. When use has extended the session, leaves it to
 * a later job.
 */
export const expire = tenantJob({ sessionId: v.string() }, async (ctx, { sessionId }) => {
  const session = await ctx.db.get("sessions", sessionId);
  if (!session) return;
  if (session.expiresAt <= ctx.now) await ctx.db.delete("sessions", session);
  else await scheduleExpiry(ctx, session);
});
