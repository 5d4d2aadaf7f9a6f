/** `ssoEnforced` of an organization, as far as it depends on connections. */
import { fieldProblem } from "../core/errors";
import type { TenantReader } from "../tenancy/database";
import { bounds } from "./fields";

const DAY_MS = 86_400_000;

/** Whether the organization enforces SSO now. */
export async function enforcesSso(db: TenantReader, organizationId: string): Promise<boolean> {
  const policy = await db
    .range("accessPolicies", "byOrganization", (q) => q.eq("organizationId", organizationId))
    .unique();
  return policy?.ssoEnforced === true;
}

/**
 * Throws 409 unless someone got a session through an active connection of the organization, as it is
 * now, within a day: otherwise the setting could lock out every member.
 */
export async function assertEnforceable(
  db: TenantReader,
  organizationId: string,
  now: number,
): Promise<void> {
  const connections = await db
    .range("ssoConnections", "byOrganization", (q) => q.eq("organizationId", organizationId))
    .take(bounds.connections);
  const active = connections.filter(({ state }) => state === "active");
  if (active.length === 0) throw notEnforceable("no_active_connection");
  if (!active.some(({ lastSessionAt = 0 }) => lastSessionAt > now - DAY_MS))
    throw notEnforceable("no_recent_sign_in");
}

const messages = {
  no_active_connection:
    "The organization has no active SSO connection; activate one and sign in through it first",
  no_recent_sign_in:
    "Sign in through the organization's SSO connection first; ssoEnforced can be turned on within 24 hours of it",
} as const;

export const notEnforceable = (code: keyof typeof messages) =>
  fieldProblem("conflict", { field: "ssoEnforced", message: messages[code], code }, messages[code]);
