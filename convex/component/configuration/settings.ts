/**
 * A project's settings, for the slices that obey them: one row read. No schema library here,
 * because hot queries and sign-in import it.
 */
import type { Doc } from "../_generated/dataModel";
import type { TenantReader } from "../tenancy/database";
import { defaultSettings, type Settings } from "./defaults";

export type { AuthMethod, Branding, Settings } from "./defaults";

/** What the project chose, and the default wherever it did not. */
export async function settingsOf(db: TenantReader): Promise<Settings> {
  return withDefaults(await db.range("configurations", "byProject").unique());
}

export function withDefaults(row: Doc<"configurations"> | null): Settings {
  if (!row) return defaultSettings;
  return {
    authMethods: { ...defaultSettings.authMethods, ...row.authMethods },
    emailPassword: { ...defaultSettings.emailPassword, ...row.emailPassword },
    features: { ...defaultSettings.features, ...row.features },
    sessions: { ...defaultSettings.sessions, ...row.sessions },
    branding: { ...defaultSettings.branding, ...row.branding },
    roleAssignment: row.roleAssignment ?? defaultSettings.roleAssignment,
    multipleRoles: row.multipleRoles ?? defaultSettings.multipleRoles,
    apiKeyPermissions: row.apiKeyPermissions ?? defaultSettings.apiKeyPermissions,
  };
}
