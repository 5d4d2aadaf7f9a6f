import { defineTable } from "convex/server";
import { v } from "convex/values";

const nullable = { number: v.union(v.number(), v.null()), text: v.union(v.string(), v.null()) };

/** One try to deliver. */
export const attemptValidator = v.object({
  at: v.number(),
  /** Of the answer; null when there was none. */
  status: nullable.number,
  latency: v.number(),
  /** Why it counts as failed, or null. */
  error: nullable.text,
  /** The first bytes of the answer. */
  response: nullable.text,
});

export const webhookTables = {
  /**
   * Where events go. What a change asks for is in `webhookRoutes`, so that counting here conflicts
   * with nothing. Written by operations, and by the endpoint's own pump.
   */
  webhookEndpoints: defineTable({
    projectId: v.string(),
    id: v.string(),
    url: v.string(),
    eventTypes: v.array(v.string()),
    enabled: v.boolean(),
    /** Why it was disabled, when it was not by a caller. */
    disabledReason: nullable.text,
    /** Who is mailed then. */
    contactEmail: v.optional(nullable.text),
    /** Opened only to sign (sending.ts). */
    sealedSecret: v.string(),
    /** The one before, while it still signs too. */
    previousSecret: v.union(v.object({ sealed: v.string(), expiresAt: v.number() }), v.null()),
    successCount: v.number(),
    failureCount: v.number(),
    lastDeliveryAt: nullable.number,
    lastDeliveryStatus: nullable.number,
    /** Since when every attempt failed. */
    failingSince: nullable.number,
    /** The endpoint asked us to wait until then. */
    pausedUntil: nullable.number,
    createdAt: v.number(),
    updatedAt: v.number(),
  }).index("byProjectId", ["projectId", "id"]),

  /**
   * At most one row a project, while it has enabled endpoints: who wants what. All that a change's
   * dispatch needs to know of them.
   */
  webhookRoutes: defineTable({
    projectId: v.string(),
    routes: v.array(v.object({ endpointId: v.string(), eventTypes: v.array(v.string()) })),
  }).index("byProject", ["projectId"]),

  /**
   * Events that are not fanned out yet: written in the transaction of the change, gone in that of
   * their dispatch.
   */
  webhookOutbox: defineTable({
    projectId: v.string(),
    /** The events of one transaction. */
    batch: v.string(),
    eventId: v.string(),
  }).index("byBatch", ["projectId", "batch"]),

  /**
   * One event for one endpoint: what is to be done, and the log of what was done, kept 30 days
   * after it was made.
   */
  webhookDeliveries: defineTable({
    projectId: v.string(),
    id: v.string(),
    endpointId: v.string(),
    eventId: v.string(),
    eventType: v.string(),
    status: v.union(v.literal("pending"), v.literal("succeeded"), v.literal("failed")),
    /** Asked for by a caller: attempted at an endpoint that is disabled, too. */
    byHand: v.boolean(),
    /** Attempts begun. */
    begun: v.number(),
    /** Of the attempts that something was heard of, the last ones. */
    attempts: v.array(attemptValidator),
    /**
     * Pending: when the next attempt may begin. While one is under way, when it is taken for lost.
     */
    dueAt: nullable.number,
    createdAt: v.number(),
    settledAt: nullable.number,
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byEndpoint", ["projectId", "endpointId", "id"])
    .index("byStatus", ["projectId", "endpointId", "status", "id"])
    .index("byDue", ["projectId", "endpointId", "dueAt"]),

  /**
   * One row an endpoint that has something pending: the run that works on it, or (`run` null) the
   * sleep until something is due.
   */
  webhookPumps: defineTable({
    projectId: v.string(),
    endpointId: v.string(),
    run: nullable.text,
    /** When the run is taken for dead, or the sleep ends. */
    until: v.number(),
  }).index("byEndpoint", ["projectId", "endpointId"]),
};
