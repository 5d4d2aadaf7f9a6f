/** What sign-ins tell a connection. */
import type { Doc } from "../_generated/dataModel";
import type { TenantWriter } from "../tenancy/database";

const HOUR_MS = 3_600_000;

/**
 * Records a sign-in through the connection, at most once an hour: otherwise parallel sign-ins would
 * contend on the connection's row.
 */
export async function recordSignIn(
  db: TenantWriter,
  connection: Doc<"ssoConnections">,
  now: number,
): Promise<void> {
  if ((connection.lastSignInAt ?? 0) > now - HOUR_MS) return;
  await db.patch("ssoConnections", connection, { lastSignInAt: now });
}

interface Ended {
  readonly connectionId: string;
  /** When the sign-in began, in epoch milliseconds. */
  readonly begunAt: number;
}

/**
 * Records a sign-in that has ended as a session, after the second factor if there was one, as often
 * as above. One that began before the connection was last changed proves nothing about what it
 * trusts now.
 */
export async function recordSession(
  db: TenantWriter,
  { connectionId, begunAt }: Ended,
  now: number,
): Promise<void> {
  const connection = await db.get("ssoConnections", connectionId);
  if (!connection || begunAt < connection.updatedAt) return;
  if ((connection.lastSessionAt ?? 0) > now - HOUR_MS) return;
  await db.patch("ssoConnections", connection, { lastSessionAt: now });
}

/**
 * Records a passed test sign-in, with which the connection can be activated. Returns false, and
 * records nothing, when the identity provider was changed since the test began.
 */
export async function recordPassedTest(
  db: TenantWriter,
  connection: Doc<"ssoConnections">,
  { version, now }: { readonly version: number; readonly now: number },
): Promise<boolean> {
  if (connection.version !== version) return false;
  await db.patch("ssoConnections", connection, { testedAt: now });
  return true;
}
