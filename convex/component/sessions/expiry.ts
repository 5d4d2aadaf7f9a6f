import { v } from "convex/values";
import { tenantJob } from "../tenancy/functions";
import { scheduleExpiry } from "./model";

/**
 * Scheduled with the session. One that was used since ends later: then this comes again at that
 * time.
 */
export const expire = tenantJob({ sessionId: v.string() }, async (ctx, { sessionId }) => {
  const session = await ctx.db.get("sessions", sessionId);
  if (!session) return;
  if (session.expiresAt <= ctx.now) await ctx.db.delete("sessions", session);
  else await scheduleExpiry(ctx, session);
});
