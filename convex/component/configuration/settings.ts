/**
 * A project's settings, for the slices that enforce them: one row read. Must not import the schema
 * library, because hot queries and sign-in load this module.
 */
import type { RowFields, TenantReader } from "../tenancy/database";
import { defaultSettings, type Settings } from "./defaults";

export type { AuthMethod, Branding, Settings } from "./defaults";

/** Reads the project's settings, with defaults for everything that was never set. */
export async function loadSettings(db: TenantReader): Promise<Settings> {
  return withDefaults(await db.range("configurations", "byProject").unique());
}

export function withDefaults(row: RowFields<"configurations"> | null): Settings {
  if (!row) return defaultSettings;
  return {
    authMethods: { ...defaultSettings.authMethods, ...row.authMethods },
    emailPassword: { ...defaultSettings.emailPassword, ...row.emailPassword },
    features: { ...defaultSettings.features, ...row.features },
    sessions: { ...defaultSettings.sessions, ...row.sessions },
    passkeys: { ...defaultSettings.passkeys, ...row.passkeys },
    branding: { ...defaultSettings.branding, ...row.branding },
    roleAssignment: row.roleAssignment ?? defaultSettings.roleAssignment,
    multipleRoles: row.multipleRoles ?? defaultSettings.multipleRoles,
    apiKeyPermissions: row.apiKeyPermissions ?? defaultSettings.apiKeyPermissions,
  };
}
