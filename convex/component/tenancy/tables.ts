import { defineTable } from "convex/server";
import { v } from "convex/values";

export const tenancyTables = {
  /**
   * Responses to writes that carried an `Idempotency-Key`, stored in their transaction for 24
   * hours.
   */
  idempotencyKeys: defineTable({
    projectId: v.string(),
    callerId: v.string(),
    operation: v.string(),
    key: v.string(),
    /** Keyed hash of the input. */
    inputHash: v.string(),
    /**
     * The response body, or null if it contained a secret; then only the resource's id is stored.
     */
    body: v.union(v.string(), v.null()),
    resourceId: v.union(v.string(), v.null()),
    createdAt: v.number(),
  })
    .index("byKey", ["projectId", "callerId", "operation", "key"])
    .index("byProject", ["projectId"]),

  /** The numbers of rows that have a maximum. Read and written by totals.ts. */
  totals: defineTable({
    projectId: v.string(),
    subject: v.string(),
    shard: v.number(),
    count: v.number(),
  }).index("bySubject", ["projectId", "subject", "shard"]),

  /**
   * Requests that wait to repeat a contended transaction. Written by contenders.ts; a row outlives
   * its request only when the process died, and is then not counted after its lease.
   */
  contenders: defineTable({
    /** Hash of what the requests contend on, which belongs to one project. */
    key: v.string(),
    /** When the request gives up, in epoch milliseconds. The order of the queue. */
    until: v.number(),
    /** Who sent the request: callers take turns. Absent in rows of earlier versions. */
    caller: v.optional(v.union(v.string(), v.null())),
    /** Renewed while the request waits. */
    leasedUntil: v.optional(v.number()),
  }).index("byKey", ["key", "until"]),
};
