/**
 * From the outbox to the endpoints: for each event of a change, a delivery for every endpoint that
 * wants it.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import { tenantJob } from "../tenancy/functions";
import { insertDelivery } from "./deliveries";
import { wakePump } from "./pump";
import { routesFor } from "./routes";

/** Events a transaction: with 100 endpoints each, far below what a transaction may write. */
const EVENTS = 25;

/**
 * Scheduled by the change itself (tenancy/outbox.ts). A row that another dispatch took is not there
 * any more, so each event is fanned out once.
 */
export const dispatch = tenantJob({ batch: v.string() }, async (ctx, { batch }) => {
  const { db, now, scheduler } = ctx;
  const rows = await db.range("webhookOutbox", "byBatch", (q) => q.eq("batch", batch)).take(EVENTS);
  if (rows.length === 0) return;
  const endpointsFor = await routesFor(db);
  const woken = new Set<string>();
  for (const row of rows) {
    const event = await db.get("events", row.eventId);
    for (const endpointId of event ? endpointsFor(event.type) : []) {
      await insertDelivery(ctx, endpointId, event!); // there are endpoints only for an event that is there
      woken.add(endpointId);
    }
    await db.delete("webhookOutbox", row);
  }
  for (const endpointId of woken) await wakePump(ctx, endpointId, now);
  if (rows.length === EVENTS)
    await scheduler.runAfter(0, internal.webhooks.dispatch.dispatch, {
      projectId: db.projectId,
      batch,
    });
});
