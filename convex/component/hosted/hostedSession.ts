/** The session of the hosted pages: the one whose cookie the browser has for the runtime's origin. */
import type { Doc } from "../_generated/dataModel";
import { findSessionByTokenHash } from "../signIn/limits/accounts";
import { isBanned } from "../tenancy/ban";
import type { TenantReader } from "../tenancy/database";

export interface HostedSession {
  readonly row: Doc<"sessions">;
  readonly user: Doc<"users">;
}

/** Null without an active session. An impersonation never reaches another app. */
export async function findHostedSession(
  db: TenantReader,
  tokenHash: string | null,
  now: number,
): Promise<HostedSession | null> {
  const row = tokenHash === null ? null : await findSessionByTokenHash(db, tokenHash);
  return row && (await toHostedSession(db, row, now));
}

/** The same by the session's id. */
export async function loadHostedSession(
  db: TenantReader,
  sessionId: string,
  now: number,
): Promise<HostedSession | null> {
  const row = await db.get("sessions", sessionId);
  return row && (await toHostedSession(db, row, now));
}

async function toHostedSession(
  db: TenantReader,
  row: Doc<"sessions">,
  now: number,
): Promise<HostedSession | null> {
  if (row.expiresAt <= now || row.impersonatedBy !== null) return null;
  const user = await db.get("users", row.userId);
  return user && !isBanned(user, now) ? { row, user } : null;
}
