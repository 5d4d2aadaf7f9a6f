/** Extends a session by use, at most once an hour (sessions/lifetime.ts). */
import type { Doc } from "../../_generated/dataModel";
import { isFirstUseOfDay } from "../../sessions/lifetime";
import { markActivity } from "../../statistics/marks";
import type { TenantWriter } from "../../tenancy/database";

/** Returns the session as it is after its use at `now`. */
export type Renew = (
  session: Doc<"sessions">,
  expiresAt: number,
  now: number,
) => Promise<Doc<"sessions">>;

export const renewal =
  (db: TenantWriter): Renew =>
  async (session, expiresAt, now) => {
    if (isFirstUseOfDay(session, now)) await markActivity(db, session, now);
    return await db.patch("sessions", session, { expiresAt, updatedAt: now });
  };
