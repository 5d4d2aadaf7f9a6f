import { defineTable } from "convex/server";
import { v } from "convex/values";

const nullableNumber = v.union(v.number(), v.null());

export const domainTables = {
  /**
   * An organization's claim on a domain. Written by operations and by the re-check, through
   * `transitions.ts` alone, which keeps at most one verified row per project and domain.
   */
  domains: defineTable({
    projectId: v.string(),
    id: v.string(),
    organizationId: v.string(),
    /** Lower-case ASCII, as `domainName` (core/emailAddress.ts) writes it. */
    domain: v.string(),
    state: v.union(
      v.literal("pending"),
      v.literal("verified"),
      v.literal("failed"),
      /** Was verified, and then its record was missing for too long, or another claim took over. */
      v.literal("expired"),
    ),
    /** Expected in the TXT record. Public, and of this claim alone. */
    token: v.string(),
    verifiedAt: nullableNumber,
    /** Only while verified: since when every lookup has found the record missing. */
    missingSince: nullableNumber,
    /** Lookups since `missingSince` that found it missing. */
    misses: v.number(),
    /** When the missing record was announced, at most once for each `missingSince`. */
    warnedAt: nullableNumber,
    /** The last lookup that had an answer, and the number of all such lookups. */
    lastCheckedAt: nullableNumber,
    checkCount: v.number(),
    /** Of that lookup; absent before the first one. */
    lastCheckResult: v.optional(
      v.union(v.literal("found"), v.literal("missing"), v.literal("other_value")),
    ),
    /** Lookups without an answer since the last one that had one; absent for none. */
    unanswered: v.optional(v.number()),
    /** When the next re-check is due; absent when there is none. */
    nextCheckAt: v.optional(v.number()),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byOrganization", ["projectId", "organizationId", "id"])
    .index("byOrganizationDomain", ["projectId", "organizationId", "domain"])
    .index("byDomain", ["projectId", "domain", "state"])
    .index("byNextCheckAt", ["projectId", "nextCheckAt"])
    .index("allByNextCheckAt", ["nextCheckAt"]),
};
