import { defineTable } from "convex/server";
import { v } from "convex/values";
import { storedLimits, storedQuota, storedRateLimit } from "./fields";

export const apiKeyTables = {
  apiKeys: defineTable({
    projectId: v.string(),
    id: v.string(),
    name: v.string(),
    /** SHA-256 of the whole key, hex. The key itself is nowhere. */
    hash: v.string(),
    prefix: v.string(),
    /** The prefix and the first four random characters, to recognise a key by. */
    start: v.string(),
    organizationId: v.union(v.string(), v.null()),
    permissions: v.array(v.string()),
    /** Full access is said, never concluded from an empty list. */
    fullAccess: v.boolean(),
    enabled: v.boolean(),
    expiresAt: v.union(v.number(), v.null()),
    /** Accurate to an hour: tenancy/keyUse.ts. */
    lastUsedAt: v.union(v.number(), v.null()),
    /** From where then, roughly: the network and never the address (tenancy/roughAddress.ts). */
    lastUsedFrom: v.optional(v.string()),
    rateLimit: v.optional(storedRateLimit),
    quota: v.optional(storedQuota),
    /** What its organization has, copied so that a request need not read the organization. */
    organizationLimits: v.optional(storedLimits),
    /**
     * The key whose counters it goes on with: the first of those that it succeeds. Absent: its own.
     */
    countedAs: v.optional(v.string()),
    /** Days before its end of the last reminder that there was. */
    remindedDays: v.optional(v.number()),
    replacedBy: v.union(v.string(), v.null()),
    /** JSON text, at most 16 KiB. */
    metadata: v.string(),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byOrganization", ["projectId", "organizationId", "id"])
    .index("byLastUse", ["projectId", "lastUsedAt"])
    .index("byProjectHash", ["projectId", "hash"])
    // A lookup (tenancy/lookups.ts): the key names the project, so it is found before one is known.
    .index("byHash", ["hash"]),

  /** What is left of a deleted key, so that `verifyKey` can say that it was revoked. */
  revokedApiKeys: defineTable({
    projectId: v.string(),
    hash: v.string(),
    organizationId: v.union(v.string(), v.null()),
    revokedAt: v.number(),
  }).index("byHash", ["projectId", "hash"]),

  /** One row a project: how many keys it has, so that the limit costs one read. */
  apiKeyTotals: defineTable({ projectId: v.string(), total: v.number() }).index("byProject", [
    "projectId",
  ]),

  /**
   * Marks of use, inserted without reading anything so that parallel requests never conflict;
   * folded into the key by a cron.
   */
  apiKeyUses: defineTable({
    projectId: v.string(),
    keyId: v.string(),
    usedAt: v.number(),
    from: v.optional(v.string()),
    /** What it adds to the day's usage; absent: nothing, it only says when. */
    counts: v.optional(v.union(v.literal("verifications"), v.literal("requests"))),
  }).index("byProject", ["projectId"]),

  /**
   * How often a key was used on a day (UTC, `2026-01-31`). Written by the cron that folds the
   * marks, alone.
   */
  apiKeyUsage: defineTable({
    projectId: v.string(),
    keyId: v.string(),
    day: v.string(),
    verifications: v.number(),
    requests: v.number(),
  }).index("byDay", ["projectId", "keyId", "day"]),

  /**
   * What is left of a limit: a row for each of its shards, of the window that was last counted in.
   * Read and written by tenancy/keyLimits.ts.
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
