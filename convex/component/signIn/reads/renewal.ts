/** Extends a session by use, at most once an hour (sessions/lifetime.ts). */
import type { Doc } from "../../_generated/dataModel";
import type { Settings } from "../../configuration/settings";
import { renewedExpiry } from "../../sessions/lifetime";
import type { TenantWriter } from "../../tenancy/database";

/** Returns the session as it is after its use at `now`. */
export type Renew = (
  session: Doc<"sessions">,
  settings: Settings,
  now: number,
) => Promise<Doc<"sessions">>;

export const renewal =
  (db: TenantWriter): Renew =>
  async (session, { sessions }, now) => {
    const expiresAt = renewedExpiry(session, sessions, now);
    // A session at its maximum length needs no write on every use.
    if (expiresAt === session.expiresAt) return session;
    return await db.patch("sessions", session, { expiresAt, updatedAt: now });
  };
