import { defineTable } from "convex/server";
import { v } from "convex/values";
import { storedLimits } from "../apiKeys/fields";

export const organizationTables = {
  organizations: defineTable({
    projectId: v.string(),
    id: v.string(),
    name: v.string(),
    /** Unique in the project; available again as soon as a deletion starts. */
    slug: v.string(),
    logo: v.union(v.string(), v.null()),
    /** JSON text, at most 16 KiB. */
    metadata: v.string(),
    requireMfa: v.boolean(),
    ssoEnforced: v.boolean(),
    /** Lowercase; empty allows every domain. */
    allowedEmailDomains: v.array(v.string()),
    maxMembers: v.union(v.number(), v.null()),
    /** Shared limits of its API keys (apiKeys/limits.ts); each key has a copy. */
    apiKeyLimits: v.optional(storedLimits),
    /**
     * The number of members when tenancy/totals.ts began to count them; 0 for newer organizations.
     */
    memberCount: v.number(),
    /** `deleting`: hidden from every caller while its rows are deleted in batches. */
    state: v.union(v.literal("active"), v.literal("deleting")),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byState", ["projectId", "state", "id"])
    .index("bySlug", ["projectId", "slug"]),

  members: defineTable({
    projectId: v.string(),
    id: v.string(),
    organizationId: v.string(),
    userId: v.string(),
    /** Slugs of organization roles; each has its row in `roleAssignments`. */
    roles: v.array(v.string()),
    source: v.union(
      v.literal("manual"),
      v.literal("invitation"),
      v.literal("sso"),
      v.literal("scim"),
      v.literal("api"),
    ),
    teamIds: v.array(v.string()),
    /**
     * Those of `roles` that groups of directories have given. A role that the member had before is
     * not here, so that leaving the group does not take it.
     */
    groupRoles: v.optional(v.array(v.string())),
    /**
     * The last owner, whom a directory has deactivated or deleted: the membership gives no access
     * until the directory activates the user again (directories/offboarding.ts).
     */
    suspended: v.optional(v.boolean()),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byOrganization", ["projectId", "organizationId", "id"])
    .index("byUser", ["projectId", "userId", "organizationId"]),

  invitations: defineTable({
    projectId: v.string(),
    id: v.string(),
    organizationId: v.string(),
    /** Lowercase. */
    email: v.string(),
    roles: v.array(v.string()),
    inviterId: v.string(),
    status: v.union(
      v.literal("pending"),
      v.literal("accepted"),
      v.literal("expired"),
      v.literal("revoked"),
    ),
    /** SHA-256 of the token in the mail. */
    tokenHash: v.string(),
    expiresAt: v.number(),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byOrganization", ["projectId", "organizationId", "id"])
    .index("byStatus", ["projectId", "organizationId", "status", "id"])
    .index("byEmail", ["projectId", "organizationId", "email", "status"])
    .index("byInvitee", ["projectId", "email", "status", "id"])
    .index("byTokenHash", ["projectId", "tokenHash"])
    // Of all projects, for the sweep (expiry/sweep.ts).
    .index("allByExpiresAt", ["status", "expiresAt"]),

  teams: defineTable({
    projectId: v.string(),
    id: v.string(),
    organizationId: v.string(),
    name: v.string(),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byOrganization", ["projectId", "organizationId", "id"]),

  teamMembers: defineTable({
    projectId: v.string(),
    organizationId: v.string(),
    teamId: v.string(),
    memberId: v.string(),
  })
    .index("byTeam", ["projectId", "teamId", "memberId"])
    .index("byMember", ["projectId", "memberId", "teamId"]),

  /**
   * The number of memberships per user with any. Checking the limit costs one read, and a join does
   * not change the user's row.
   */
  membershipTotals: defineTable({
    projectId: v.string(),
    userId: v.string(),
    total: v.number(),
  }).index("byUser", ["projectId", "userId"]),

  /**
   * A copy of the access policies, for organizations that have one on: smaller than the
   * organization's own row, and read with every request of a session.
   */
  accessPolicies: defineTable({
    projectId: v.string(),
    organizationId: v.string(),
    requireMfa: v.boolean(),
    ssoEnforced: v.boolean(),
  }).index("byOrganization", ["projectId", "organizationId"]),

  /** Organizations whose deletion is not finished; a cron resumes after a failed batch. */
  organizationDeletions: defineTable({ projectId: v.string(), organizationId: v.string() }).index(
    "byOrganization",
    ["projectId", "organizationId"],
  ),
};
