import { defineTable } from "convex/server";
import { v } from "convex/values";

export const vaultTables = {
  /** What lists show of a secret. Written by model.ts; deletion.ts deletes. */
  vaultSecrets: defineTable({
    projectId: v.string(),
    id: v.string(),
    name: v.string(),
    /** Null for a secret of the project. */
    organizationId: v.union(v.string(), v.null()),
    contextKeys: v.array(v.string()),
    /** JSON text, at most 4 KiB. */
    metadata: v.string(),
    version: v.number(),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byOrganization", ["projectId", "organizationId", "id"]),

  /** The encrypted value of each secret, apart because it can be 1 MiB. Written with it. */
  vaultValues: defineTable({
    projectId: v.string(),
    secretId: v.string(),
    sealedData: v.string(),
  }).index("bySecret", ["projectId", "secretId"]),
};
