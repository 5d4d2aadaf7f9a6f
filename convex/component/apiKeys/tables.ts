import { defineTable } from "convex/server";
import { v } from "convex/values";

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
    replacedBy: v.union(v.string(), v.null()),
    /** JSON text, at most 16 KiB. */
    metadata: v.string(),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byOrganization", ["projectId", "organizationId", "id"])
    .index("byProjectHash", ["projectId", "hash"])
    // A lookup (tenancy/lookups.ts): the key names the project, so it is found before one is known.
    .index("byHash", ["hash"]),

  /** What is left of a deleted key, so that `verifyKey` can say that it was revoked. */
  revokedApiKeys: defineTable({ projectId: v.string(), hash: v.string(), organizationId: v.union(v.string(), v.null()), revokedAt: v.number() }).index("byHash", ["projectId", "hash"]),

  /** One row a project: how many keys it has, so that the limit costs one read. */
  apiKeyTotals: defineTable({ projectId: v.string(), total: v.number() }).index("byProject", ["projectId"]),

  /** Marks of use, inserted without reading anything so that parallel requests never conflict; folded into the key by a cron. */
  apiKeyUses: defineTable({ projectId: v.string(), keyId: v.string(), usedAt: v.number() }).index("byProject", ["projectId"]),
};
