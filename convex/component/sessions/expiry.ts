import { v } from "convex/values";
import { internal } from "../_generated/api";
import { tenantJob } from "../tenancy/functions";

/** Scheduled with the session. One that was used since ends later: then this comes again at that time. */
export const expire = tenantJob({ sessionId: v.string() }, async ({ db, now, scheduler }, { sessionId }) => {
  const session = await db.get("sessions", sessionId);
  if (!session) return;
  if (session.expiresAt <= now) await db.delete("sessions", session);
  else await scheduler.runAt(session.expiresAt, internal.sessions.expiry.expire, { projectId: db.projectId, sessionId });
});
