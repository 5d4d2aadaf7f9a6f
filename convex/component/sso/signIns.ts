/** What sign-ins tell a connection. */
import type { Doc } from "../_generated/dataModel";
import type { TenantWriter } from "../tenancy/database";

const HOUR_MS = 3_600_000;

/**
 * Records a successful sign-in through the connection, at most once an hour: otherwise parallel
 * sign-ins would contend on the connection's row. `ssoEnforced` can be turned on within a day of
 * it.
 */
export async function recordSignIn(
  db: TenantWriter,
  connection: Doc<"ssoConnections">,
  now: number,
): Promise<void> {
  if ((connection.lastSignInAt ?? 0) > now - HOUR_MS) return;
  await db.patch("ssoConnections", connection, { lastSignInAt: now });
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
