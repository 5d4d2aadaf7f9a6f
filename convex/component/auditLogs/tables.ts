import { defineTable } from "convex/server";
import { v } from "convex/values";

export const auditLogTables = {
  auditEvents: defineTable({
    projectId: v.string(),
    /**
     * Made from `occurredAt`, so that every index that ends with it is in the order of time, also
     * of entries that are written later.
     */
    id: v.string(),
    action: v.string(),
    actorType: v.union(
      v.literal("user"),
      v.literal("admin"),
      v.literal("system"),
      v.literal("api_key"),
      v.literal("scim"),
    ),
    actorId: v.string(),
    actorName: v.union(v.string(), v.null()),
    organizationId: v.union(v.string(), v.null()),
    ipAddress: v.union(v.string(), v.null()),
    userAgent: v.union(v.string(), v.null()),
    requestId: v.union(v.string(), v.null()),
    /**
     * Of the first target: most entries have one. Those behind it have rows of their own
     * (`auditTargets`).
     */
    targetId: v.optional(v.string()),
    targets: v.array(v.object({ type: v.string(), id: v.string(), name: v.optional(v.string()) })),
    /** JSON text of `{ before, after }`, without secrets. */
    changes: v.union(v.string(), v.null()),
    /** Left out where it is `success`. */
    outcome: v.optional(v.union(v.literal("denied"), v.literal("failed"))),
    /** JSON text of an object. */
    metadata: v.optional(v.string()),
    /** Of a denial: how many like it were left out before it. */
    suppressed: v.optional(v.number()),
    /**
     * From here on of entries that the app wrote: the id of who called, and what makes a second
     * call the same one.
     */
    recordedBy: v.optional(v.string()),
    actorEmail: v.optional(v.string()),
    idempotencyKey: v.optional(v.string()),
    inputHash: v.optional(v.string()),
    occurredAt: v.number(),
    createdAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byAction", ["projectId", "action", "id"])
    .index("byActor", ["projectId", "actorId", "id"])
    .index("byOrganization", ["projectId", "organizationId", "id"])
    .index("byTarget", ["projectId", "targetId", "id"])
    .index("byIdempotencyKey", ["projectId", "idempotencyKey", "organizationId"]),

  /** The targets of an entry behind its first one. Goes with the entry. */
  auditTargets: defineTable({
    projectId: v.string(),
    targetId: v.string(),
    auditEventId: v.string(),
  })
    .index("byTarget", ["projectId", "targetId", "auditEventId"])
    .index("byAuditEvent", ["projectId", "auditEventId"]),

  /**
   * How many denied attempts were recorded this minute, and left out since the last one that was:
   * by caller, and of the whole project, each in shards.
   */
  denialCounts: defineTable({
    projectId: v.string(),
    holder: v.string(),
    shard: v.number(),
    minute: v.number(),
    recorded: v.number(),
    suppressed: v.number(),
  }).index("byHolder", ["projectId", "holder", "shard"]),

  /** Of the projects that have chosen one. */
  retentions: defineTable({
    projectId: v.string(),
    auditDays: v.union(v.number(), v.null()),
    eventDays: v.union(v.number(), v.null()),
    /** While a deletion goes on from batch to batch: until when nobody begins another one. */
    busyUntil: v.optional(v.number()),
  }).index("byProject", ["projectId"]),
};
