import { defineTable } from "convex/server";
import { v } from "convex/values";

const nullable = { number: v.union(v.number(), v.null()), text: v.union(v.string(), v.null()) };

/** One delivery attempt. */
export const attemptValidator = v.object({
  at: v.number(),
  /** The response status; null without a response. */
  status: nullable.number,
  latency: v.number(),
  /** Why the attempt failed; null when it succeeded. */
  error: nullable.text,
  /** The first bytes of the response body. */
  response: nullable.text,
});

export const webhookTables = {
  /**
   * Endpoints that receive events. Subscriptions are in `webhookRoutes`, so that updating the
   * counters here conflicts with nothing. Written by operations and by the endpoint's own pump.
   */
  webhookEndpoints: defineTable({
    projectId: v.string(),
    id: v.string(),
    url: v.string(),
    eventTypes: v.array(v.string()),
    enabled: v.boolean(),
    /** Why the runtime disabled it; null when a caller did. */
    disabledReason: nullable.text,
    /** The address notified when the runtime disables the endpoint. */
    contactEmail: v.optional(nullable.text),
    /** Unsealed only to sign (sending.ts). */
    sealedSecret: v.string(),
    /** The previous secret, while it still signs too. */
    previousSecret: v.union(v.object({ sealed: v.string(), expiresAt: v.number() }), v.null()),
    successCount: v.number(),
    failureCount: v.number(),
    lastDeliveryAt: nullable.number,
    lastDeliveryStatus: nullable.number,
    /** Since when every attempt has failed. */
    failingSince: nullable.number,
    /** No attempts before this time, as requested by the endpoint's `Retry-After`. */
    pausedUntil: nullable.number,
    createdAt: v.number(),
    updatedAt: v.number(),
  }).index("byProjectId", ["projectId", "id"]),

  /**
   * Subscriptions: at most one row per project, while it has enabled endpoints. It holds all that a
   * dispatch needs to know about them.
   */
  webhookRoutes: defineTable({
    projectId: v.string(),
    routes: v.array(v.object({ endpointId: v.string(), eventTypes: v.array(v.string()) })),
  }).index("byProject", ["projectId"]),

  /**
   * Events not yet fanned out. Inserted in the transaction that records the event, deleted in that
   * of the dispatch.
   */
  webhookOutbox: defineTable({
    projectId: v.string(),
    /** Groups the events of one transaction. */
    batch: v.string(),
    eventId: v.string(),
  }).index("byBatch", ["projectId", "batch"]),

  /** One event for one endpoint: both the queue and the log. Kept for 30 days after creation. */
  webhookDeliveries: defineTable({
    projectId: v.string(),
    id: v.string(),
    endpointId: v.string(),
    eventId: v.string(),
    eventType: v.string(),
    status: v.union(v.literal("pending"), v.literal("succeeded"), v.literal("failed")),
    /** Requested by a caller, therefore sent even while the endpoint is disabled. */
    byHand: v.boolean(),
    /** Attempts started. */
    begun: v.number(),
    /** The last attempts with a known outcome. */
    attempts: v.array(attemptValidator),
    /**
     * While pending: the earliest start of the next attempt. While an attempt is in flight: when
     * its lease expires.
     */
    dueAt: nullable.number,
    createdAt: v.number(),
    settledAt: nullable.number,
    /** While an attempt is in flight: the run that began it. */
    run: v.optional(v.string()),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byEndpoint", ["projectId", "endpointId", "id"])
    .index("byStatus", ["projectId", "endpointId", "status", "id"])
    .index("byDue", ["projectId", "endpointId", "dueAt"]),

  /** Pumps of earlier versions of the runtime, which sweep.ts converts. Now in lanes/tables.ts. */
  webhookPumps: defineTable({
    projectId: v.string(),
    endpointId: v.string(),
    run: nullable.text,
    until: v.number(),
  }).index("byEndpoint", ["projectId", "endpointId"]),
};
