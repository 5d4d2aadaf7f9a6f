/**
 * What the user of a session may do in an organization, for a link to the admin portal that the
 * session made: what a request of the session itself could do there now (api/sessionOperations.ts).
 */
import { loadSettings } from "../configuration/settings";
import { mustSetUpFactor } from "../signIn/database/sessionProofs";
import { isBanned } from "../tenancy/ban";
import type { FindSessionPermissions } from "../tenancy/portalCaller";
import { loadAccess } from "./access";

export const findSessionPermissions: FindSessionPermissions = async (
  db,
  { sessionId, organizationId, now },
) => {
  const row = await db.get("sessions", sessionId);
  if (!row || row.expiresAt <= now || row.impersonatedBy !== null) return null;
  const user = await db.get("users", row.userId);
  if (!user || isBanned(user, now)) return null;
  const { features } = await loadSettings(db);
  if (mustSetUpFactor(features, user, row)) return null;
  const { permissions, refusal } = await loadAccess(db, { row, user }, organizationId);
  return refusal ? null : permissions;
};
