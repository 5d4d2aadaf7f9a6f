import { defineTable } from "convex/server";
import { v } from "convex/values";

/** Mail and webhooks never wait for each other. */
export const laneName = v.union(v.literal("mail"), v.literal("webhooks"));

export const laneTables = {
  /**
   * One row per queue with pending work: the mails of a project, or the deliveries of an endpoint.
   * `run` names the run that works on it; null means that it waits for a run until `until`.
   */
  pumps: defineTable({
    projectId: v.string(),
    lane: laneName,
    /** An endpoint's id; "" for the project's mail. */
    key: v.string(),
    /** Its last attempt took long, so its attempts have a budget of their own (capacity.ts). */
    slow: v.boolean(),
    run: v.union(v.string(), v.null()),
    /** When the work is due, or when the run's lease on it expires. */
    until: v.number(),
    /** While it waits for a later time: the job that starts a run then. */
    job: v.optional(v.id("_scheduled_functions")),
    /** A run that ended without its outcomes: its attempts are due again. */
    lostRun: v.optional(v.string()),
  })
    .index("byKey", ["projectId", "lane", "key"])
    .index("allByUntil", ["lane", "slow", "until"])
    .index("allByRun", ["run"]),

  /**
   * The current run of each lane, at most one row per lane. Written when a run starts or ends and
   * by the watch; no transaction of a request reads it.
   */
  laneRuns: defineTable({
    lane: laneName,
    /** Null while the lane has nothing to do. */
    run: v.union(v.string(), v.null()),
    /** The job of the run's action. */
    job: v.union(v.id("_scheduled_functions"), v.null()),
    /** When the next watch is scheduled for; null when there is none. */
    watchAt: v.union(v.number(), v.null()),
  }).index("byLane", ["lane"]),
};
