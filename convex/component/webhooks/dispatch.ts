/** Fans out events from the outbox: creates one delivery per event and subscribed endpoint. */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import { tenantJob } from "../tenancy/functions";
import { insertDelivery } from "./deliveries";
import { wakeEndpoint } from "./pump";
import { loadSubscriptions } from "./routes";

/** Events per transaction. With 100 endpoints this stays far below Convex's write limit. */
const EVENTS_PER_RUN = 25;

/**
 * Scheduled by the transaction that recorded the events (tenancy/outbox.ts). Reading and deleting
 * the outbox rows in one transaction ensures that each event is fanned out once.
 */
export const dispatch = tenantJob({ batch: v.string() }, async (ctx, { batch }) => {
  const { db, now, scheduler } = ctx;
  const rows = await db
    .range("webhookOutbox", "byBatch", (q) => q.eq("batch", batch))
    .take(EVENTS_PER_RUN);
  if (rows.length === 0) return;
  const endpointsFor = await loadSubscriptions(db);
  const woken = new Set<string>();
  for (const row of rows) {
    const event = await db.get("events", row.eventId);
    for (const endpointId of event ? endpointsFor(event.type) : []) {
      await insertDelivery(ctx, endpointId, event!); // the loop is empty when the event is missing
      woken.add(endpointId);
    }
    await db.delete("webhookOutbox", row);
  }
  for (const endpointId of woken) await wakeEndpoint(ctx, endpointId, now);
  if (rows.length === EVENTS_PER_RUN)
    await scheduler.runAfter(0, internal.webhooks.dispatch.dispatch, {
      projectId: db.projectId,
      batch,
    });
});
