import { defineTable } from "convex/server";
import { v } from "convex/values";

export const tenancyTables = {
  /**
   * Answers of writes that carried an `Idempotency-Key`, written in their transaction, kept 24
   * hours.
   */
  idempotencyKeys: defineTable({
    projectId: v.string(),
    callerId: v.string(),
    operation: v.string(),
    key: v.string(),
    /** Keyed hash of the input. */
    inputHash: v.string(),
    /** The answer's body, or null when it held a secret: then only the resource's id is kept. */
    body: v.union(v.string(), v.null()),
    resourceId: v.union(v.string(), v.null()),
    createdAt: v.number(),
  })
    .index("byKey", ["projectId", "callerId", "operation", "key"])
    .index("byProject", ["projectId"]),
};
