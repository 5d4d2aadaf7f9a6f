import { defineTable } from "convex/server";
import { v } from "convex/values";

export const auditLogTables = {
  auditEvents: defineTable({
    projectId: v.string(),
    id: v.string(),
    action: v.string(),
    actorType: v.union(v.literal("user"), v.literal("admin"), v.literal("system"), v.literal("api_key"), v.literal("scim")),
    actorId: v.string(),
    actorName: v.union(v.string(), v.null()),
    organizationId: v.union(v.string(), v.null()),
    ipAddress: v.union(v.string(), v.null()),
    userAgent: v.union(v.string(), v.null()),
    requestId: v.union(v.string(), v.null()),
    targets: v.array(v.object({ type: v.string(), id: v.string(), name: v.optional(v.string()) })),
    /** JSON text of `{ before, after }`, without secrets. */
    changes: v.union(v.string(), v.null()),
    occurredAt: v.number(),
    createdAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byAction", ["projectId", "action", "id"])
    .index("byActor", ["projectId", "actorId", "id"])
    .index("byOrganization", ["projectId", "organizationId", "id"]),
};
