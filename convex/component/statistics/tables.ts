import { defineTable } from "convex/server";
import { v } from "convex/values";

const counted = { projectId: v.string(), metric: v.string(), start: v.number(), count: v.number() };

/** Written only by the fold (fold.ts), except for `statisticMarks`. */
export const statisticTables = {
  /** What happened per UTC hour. Kept for 32 days after it was first counted. */
  statisticHours: defineTable(counted).index("byStart", ["projectId", "metric", "start"]),

  /** What happened per UTC day. Kept for 401 days after it was first counted. */
  statisticDays: defineTable(counted).index("byStart", ["projectId", "metric", "start"]),

  /** A user who was counted as active on a UTC day, so that the day counts the user once. */
  activeUsers: defineTable({
    projectId: v.string(),
    start: v.number(),
    userId: v.string(),
  }).index("byDay", ["projectId", "start", "userId"]),

  /**
   * What happened and is in no event. Inserted in the transaction in which it happened, deleted in
   * that which counts it.
   */
  statisticMarks: defineTable({
    projectId: v.string(),
    metric: v.string(),
    at: v.number(),
    count: v.number(),
    /** Of active users only. */
    userId: v.optional(v.string()),
  }).index("byProject", ["projectId"]),

  /** The creation time up to which the events of all projects are counted: one row. */
  statisticProgress: defineTable({ after: v.number() }),
};
