import { defineTable } from "convex/server";
import { v } from "convex/values";
import { storedLimits, storedQuota, storedRateLimit } from "./fields";

export const apiKeyTables = {
  apiKeys: defineTable({
    projectId: v.string(),
    id: v.string(),
    name: v.string(),
    /** SHA-256 of the whole key, hex. The key itself is not stored. */
    hash: v.string(),
    prefix: v.string(),
    /** The prefix and the first four random characters, to recognize the key by. */
    start: v.string(),
    organizationId: v.union(v.string(), v.null()),
    permissions: v.array(v.string()),
    /**
     * The user whom the key was created for. A directory that ends the user's access to the
     * organization revokes it. Absent from keys of the app or organization itself.
     */
    createdBy: v.optional(v.string()),
    /** Explicit, so that an empty list never means full access. */
    fullAccess: v.boolean(),
    enabled: v.boolean(),
    expiresAt: v.union(v.number(), v.null()),
    /** Accurate to an hour: tenancy/keyUse.ts. */
    lastUsedAt: v.union(v.number(), v.null()),
    /** The network of the last use, never the full address (tenancy/roughAddress.ts). */
    lastUsedFrom: v.optional(v.string()),
    rateLimit: v.optional(storedRateLimit),
    quota: v.optional(storedQuota),
    /** A copy of the organization's limits, so that a request need not read the organization. */
    organizationLimits: v.optional(storedLimits),
    /**
     * The key whose counters it shares: the first of its predecessors. Absent when it has its own.
     */
    countedAs: v.optional(v.string()),
    /** The last reminder recorded, in days before the expiry. */
    remindedDays: v.optional(v.number()),
    /** When the next reminder is due; absent when there is none. */
    remindAt: v.optional(v.number()),
    replacedBy: v.union(v.string(), v.null()),
    /** JSON text, at most 16 KiB. */
    metadata: v.string(),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byOrganization", ["projectId", "organizationId", "id"])
    .index("byCreator", ["projectId", "organizationId", "createdBy"])
    .index("byLastUse", ["projectId", "lastUsedAt"])
    .index("byProjectHash", ["projectId", "hash"])
    // A lookup (tenancy/lookups.ts) before the project is known: the key identifies the project.
    .index("byHash", ["hash"])
    // Of all projects, for the sweep (expiry/sweep.ts).
    .index("allByRemindAt", ["remindAt"]),

  /** The hash of a deleted key, so that `verifyKey` can report it as revoked. */
  revokedApiKeys: defineTable({
    projectId: v.string(),
    hash: v.string(),
    organizationId: v.union(v.string(), v.null()),
    revokedAt: v.number(),
  }).index("byHash", ["projectId", "hash"]),

  /** No longer used: tenancy/totals.ts counts the keys. */
  apiKeyTotals: defineTable({ projectId: v.string(), total: v.number() }).index("byProject", [
    "projectId",
  ]),

  /**
   * Uses of keys, inserted without any read so that concurrent requests never conflict. A cron
   * folds them into the key.
   */
  apiKeyUses: defineTable({
    projectId: v.string(),
    keyId: v.string(),
    usedAt: v.number(),
    from: v.optional(v.string()),
    /** The count of the day's usage that it adds to. Absent when it only records the time. */
    counts: v.optional(v.union(v.literal("verifications"), v.literal("requests"))),
  })
    .index("byKey", ["projectId", "keyId", "usedAt"])
    .index("byProject", ["projectId"]),

  /** Usage of a key per day (UTC, `2026-01-31`). Written only by the cron that folds the uses. */
  apiKeyUsage: defineTable({
    projectId: v.string(),
    keyId: v.string(),
    day: v.string(),
    verifications: v.number(),
    requests: v.number(),
  }).index("byDay", ["projectId", "keyId", "day"]),

  /**
   * The counters of a limit: a row per shard, for the last window counted. Read and written by
   * tenancy/keyLimits.ts.
   */
  apiKeyCounters: defineTable({
    projectId: v.string(),
    /** `key:ak_…`, `organization:org_…` or `project`. */
    subject: v.string(),
    limit: v.union(v.literal("rateLimit"), v.literal("quota")),
    shard: v.number(),
    /** Epoch milliseconds. */
    windowStart: v.number(),
    count: v.number(),
  }).index("bySubject", ["projectId", "subject", "limit", "shard"]),
};
