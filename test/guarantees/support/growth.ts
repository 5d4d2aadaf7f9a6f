/** What bounds each table of the component. A new table without a row here does not compile. */
import type { TableNames } from "../../../convex/component/_generated/dataModel";

export type Growth =
  /** At most so many rows for each project, key, user … */
  | { readonly bounded: string }
  /** What customers create, and delete when they want. */
  | { readonly data: "of customers" }
  /** Deleted by this job, when it is older than what is said. */
  | { readonly kept: string; readonly purgedBy: string }
  /** Deleted by this job when it ends, and earlier when it is used. */
  | { readonly endsBy: string }
  /** Grows for ever, for a reason. */
  | { readonly grows: string };

export const growth: { readonly [table in TableNames]: Growth } = {
  projects: { data: "of customers" },
  deployment: { bounded: "one row" },
  authDomains: { bounded: "10 a project" },
  projectMembers: { bounded: "200 a project" },
  projectInvitations: { bounded: "200 a project, with its members" },
  operatorLinks: { bounded: "one an operator" },
  signingKeys: { bounded: "five, rotated out" },
  projectSigningKeys: { bounded: "five a project, rotated out" },
  secretReseals: { bounded: "one row" },
  laneRuns: { bounded: "one a lane" },
  defaultPurges: { bounded: "one a table" },
  configurations: { bounded: "one a project" },
  socialProviders: { bounded: "one a provider and project" },
  authClients: { bounded: "a maximum for each project" },
  clientBranding: { bounded: "one a client" },
  mailProviders: { bounded: "one a project" },
  keyGenerations: { bounded: "one a project, and one more during a rotation" },
  dataKeys: { bounded: "one an encrypted value" },
  keyRotations: { bounded: "one a project" },
  vaultSecrets: { data: "of customers" },
  vaultValues: { bounded: "one a secret" },
  mailTemplates: { data: "of customers" },
  retentions: { bounded: "one a project" },

  users: { data: "of customers" },
  accounts: { data: "of customers" },
  passkeys: { data: "of customers" },
  twoFactors: { bounded: "one a user" },
  organizations: { data: "of customers" },
  organizationDeletions: { bounded: "one a deletion in progress" },
  members: { data: "of customers" },
  membershipTotals: { bounded: "one a user" },
  teams: { data: "of customers" },
  teamMembers: { data: "of customers" },
  accessPolicies: { bounded: "one an organization" },
  domains: { bounded: "100 an organization" },
  roles: { bounded: "200 a project" },
  permissions: { bounded: "500 a project" },
  roleAssignments: { data: "of customers" },
  apiKeys: { bounded: "500 a project" },
  totals: { bounded: "a few shards a number that has a maximum, or a group of a directory" },
  apiKeyTotals: { bounded: "one a project" },
  apiKeyCounters: { bounded: "a few shards a limit, deleted with the key" },
  revokedApiKeys: { grows: "verifyKey reports a deleted key as revoked, whenever it is shown" },
  /** Pending ones end; the others are the organization's history, deleted with it. */
  invitations: { data: "of customers" },

  sessions: { endsBy: "sessions/expiry:expire" },
  verifications: { endsBy: "signIn/database/expiry:forget" },
  signUps: { endsBy: "signIn/addresses/expiry:forget" },
  addressChanges: { endsBy: "signIn/addresses/expiry:forget" },

  apiKeyUses: { kept: "a minute", purgedBy: "tenancy/keyUse:fold" },
  apiKeyUsage: { kept: "401 days", purgedBy: "tenancy/keyUse:purgeUsage" },
  idempotencyKeys: { kept: "24 hours", purgedBy: "tenancy/idempotency:purge" },
  attemptReservations: { kept: "an hour", purgedBy: "signIn/limits/purge:purge" },
  attemptTotals: { kept: "an hour", purgedBy: "signIn/limits/purge:purge" },
  failureStreaks: { kept: "30 days", purgedBy: "signIn/limits/purge:purge" },
  contenders: {
    kept: "until the request is answered, or an hour",
    purgedBy: "tenancy/idempotency:purge",
  },
  denialCounts: { kept: "a day", purgedBy: "auditLogs/denials:forget" },
  events: { kept: "90 days, or as chosen", purgedBy: "auditLogs/purge:purgeDefault" },
  eventDeletions: { bounded: "one a project" },
  auditEvents: { kept: "400 days, or as chosen", purgedBy: "auditLogs/purge:purgeDefault" },
  auditTargets: { kept: "as long as its entry", purgedBy: "auditLogs/purge:purgeDefault" },
  statisticHours: { kept: "32 days", purgedBy: "statistics/fold:purge" },
  statisticDays: { kept: "401 days", purgedBy: "statistics/fold:purge" },
  activeUsers: { kept: "3 days", purgedBy: "statistics/fold:purge" },
  statisticMarks: { kept: "until counted", purgedBy: "statistics/fold:fold" },
  statisticProgress: { bounded: "one row" },
  mails: { kept: "30 days", purgedBy: "emails/delivery:purge" },
  webhookDeliveries: { kept: "30 days", purgedBy: "webhooks/deletion:purge" },

  webhookEndpoints: { bounded: "100 a project" },
  webhookRoutes: { bounded: "one a project" },
  webhookOutbox: { kept: "until dispatched", purgedBy: "webhooks/sweep:sweep" },
  pumps: { bounded: "one an endpoint, and one a project for mail" },
  directories: { bounded: "5 an organization" },
  directoryTokens: { bounded: "5 a directory" },
  directorySyncs: { bounded: "one a directory" },
  directoryMarks: { bounded: "one for a thousand users of a directory" },
  directoryEmails: { bounded: "as many as a user's resource has" },
  directoryGroupMembers: { data: "of customers" },
  directoryGroups: { data: "of customers" },
  directoryUsers: { data: "of customers" },
  directoryJobs: {
    bounded: "one a deletion in progress, one an organization or a group, two a directory",
  },
  ssoConnections: { bounded: "a maximum for each organization" },
  ssoConnectionDomains: { bounded: "20 a connection" },
  ssoKeys: { bounded: "one a connection" },
  ssoKeySets: { bounded: "one a connection" },
  ssoDeletions: { bounded: "one a deletion in progress" },
  ssoEndings: { bounded: "one a connection, and one a project for project roles" },
  ssoProfiles: { data: "of customers" },
  ssoStarts: { kept: "an hour after its end", purgedBy: "sso/purge:purge" },
  ssoAssertions: { kept: "an hour after its end", purgedBy: "sso/purge:purge" },
  impersonations: { kept: "minutes", purgedBy: "hosted/purge:purge" },
  portalSessions: { kept: "a day after its end", purgedBy: "portal/purge:purge" },
  hostedCodes: { kept: "a day after its use", purgedBy: "hosted/purge:purge" },
  ssoCodes: { kept: "an hour after its end", purgedBy: "sso/purge:purge" },
  webhookPumps: { kept: "until converted", purgedBy: "webhooks/sweep:sweep" },
};
