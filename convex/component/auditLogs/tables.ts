import { defineTable } from "convex/server";
import { v } from "convex/values";

export const auditLogTables = {
  auditEvents: defineTable({
    projectId: v.string(),
    /**
     * Made from `occurredAt`, so that every index that ends with it is ordered by time, also for
     * entries written later.
     */
    id: v.string(),
    action: v.string(),
    actorType: v.union(
      v.literal("user"),
      v.literal("admin"),
      v.literal("system"),
      v.literal("api_key"),
      v.literal("scim"),
      v.literal("portal"),
    ),
    actorId: v.string(),
    actorName: v.union(v.string(), v.null()),
    organizationId: v.union(v.string(), v.null()),
    ipAddress: v.union(v.string(), v.null()),
    /** Whether the deployment's proxy named the address. */
    ipAddressVerified: v.optional(v.boolean()),
    userAgent: v.union(v.string(), v.null()),
    requestId: v.union(v.string(), v.null()),
    /** The first target; most entries have only one. Further ones have rows in `auditTargets`. */
    targetId: v.optional(v.string()),
    targets: v.array(v.object({ type: v.string(), id: v.string(), name: v.optional(v.string()) })),
    /** JSON text of `{ before, after }`, without secrets. */
    changes: v.union(v.string(), v.null()),
    /** Absent means `success`. */
    outcome: v.optional(v.union(v.literal("denied"), v.literal("failed"))),
    /** JSON text of an object. */
    metadata: v.optional(v.string()),
    /** Denials only: how many similar entries before it were not recorded. */
    suppressed: v.optional(v.number()),
    /**
     * This and the following fields exist only on entries of the app: the id of the caller, and the
     * idempotency key with the hash of its input.
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

  /** The targets of an entry after its first one. Deleted with the entry. */
  auditTargets: defineTable({
    projectId: v.string(),
    targetId: v.string(),
    auditEventId: v.string(),
  })
    .index("byTarget", ["projectId", "targetId", "auditEventId"])
    .index("byAuditEvent", ["projectId", "auditEventId"]),

  /**
   * How many denied attempts were recorded this minute, and how many were suppressed since the last
   * recorded one: per caller and for the whole project, in shards.
   */
  denialCounts: defineTable({
    projectId: v.string(),
    holder: v.string(),
    shard: v.number(),
    minute: v.number(),
    recorded: v.number(),
    suppressed: v.number(),
  }).index("byHolder", ["projectId", "holder", "shard"]),

  /** One row per project that chose a retention; null keeps forever. Without a row: the default. */
  retentions: defineTable({
    projectId: v.string(),
    auditDays: v.union(v.number(), v.null()),
    eventDays: v.union(v.number(), v.null()),
    /** While a deletion runs in batches: no other deletion starts before this time. */
    busyUntil: v.optional(v.number()),
    /** When to look again for rows to delete; absent: now. */
    dueAt: v.optional(v.number()),
  })
    .index("byProject", ["projectId"])
    // Of all projects, for the cron (purge.ts).
    .index("allByDueAt", ["dueAt"]),

  /**
   * How far the default retention has come in each table, by creation time: what is older belongs
   * to projects that chose another one.
   */
  defaultPurges: defineTable({
    table: v.union(v.literal("events"), v.literal("auditEvents")),
    after: v.number(),
  }).index("byTable", ["table"]),
};
