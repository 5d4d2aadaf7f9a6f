/** The delivery log, and deliveries requested through the API. */
import type { Doc } from "../_generated/dataModel";
import { notFound } from "../core/errors";
import { newId } from "../core/ids";
import type { OperationInput } from "../wire/operation";
import { page } from "../tenancy/page";
import type { JobContext, ReadContext, WriteContext } from "../tenancy/functions";
import { toIsoDate } from "../wire/fields";
import type { WebhookDelivery, webhooks } from "./contract";
import { requireEndpoint } from "./model";
import { TEST_TYPE } from "./payload";
import { wakeEndpoint } from "./pump";

export type DeliveryRow = Doc<"webhookDeliveries">;
type Event = Pick<Doc<"events">, "id" | "type">;

/** The only place where a row becomes an API object. */
function presentDelivery(
  row: Omit<DeliveryRow, "_id" | "_creationTime" | "projectId">,
): WebhookDelivery {
  const { id, endpointId, eventId, eventType, status, attempts, dueAt, createdAt, settledAt } = row;
  return {
    id,
    endpointId,
    eventId,
    eventType,
    status,
    attempts: attempts.map(({ at, latency, ...attempt }) => ({
      at: toIsoDate(at),
      latencyMilliseconds: latency,
      ...attempt,
    })),
    nextAttemptAt: dueAt === null ? null : toIsoDate(dueAt),
    createdAt: toIsoDate(createdAt),
    settledAt: settledAt === null ? null : toIsoDate(settledAt),
  };
}

/** Inserts a delivery that is due now. The caller must wake the endpoint's pump. */
export async function insertDelivery(
  { db, now }: Pick<JobContext, "db" | "now">,
  endpointId: string,
  event: Event,
  byHand = false,
) {
  const row = {
    id: newId("webhookDelivery", now),
    endpointId,
    eventId: event.id,
    eventType: event.type,
    status: "pending" as const,
    byHand,
    begun: 0,
    attempts: [],
    dueAt: now,
    createdAt: now,
    settledAt: null,
  };
  await db.insert("webhookDeliveries", row);
  return row;
}

export async function listDeliveries(
  ctx: ReadContext,
  { id, status, ...input }: OperationInput<(typeof webhooks)["listDeliveries"]>,
) {
  await requireEndpoint(ctx, id);
  const ofEndpoint = ["endpointId", id] as const;
  const segment =
    status === undefined
      ? { index: "byEndpoint" as const, equal: [ofEndpoint] }
      : { index: "byStatus" as const, equal: [ofEndpoint, ["status", status] as const] };
  const { rows, listMetadata } = await page(
    ctx,
    "webhookDeliveries",
    [{ ...segment, key: "id" }],
    input,
  );
  return { data: rows.map(presentDelivery), listMetadata };
}

export async function sendTest(ctx: WriteContext, endpointId: string): Promise<WebhookDelivery> {
  await requireEndpoint(ctx, endpointId);
  return await deliverOnRequest(ctx, endpointId, { id: newId("event", ctx.now), type: TEST_TYPE });
}

export async function redeliver(ctx: WriteContext, deliveryId: string): Promise<WebhookDelivery> {
  const earlier = await ctx.db.get("webhookDeliveries", deliveryId);
  if (!earlier || !(await ctx.db.get("webhookEndpoints", earlier.endpointId)))
    throw notFound("Webhook delivery");
  return await deliverOnRequest(ctx, earlier.endpointId, {
    id: earlier.eventId,
    type: earlier.eventType,
  });
}

async function deliverOnRequest(
  ctx: WriteContext,
  endpointId: string,
  event: Event,
): Promise<WebhookDelivery> {
  const row = await insertDelivery(ctx, endpointId, event, true);
  await wakeEndpoint(ctx, endpointId, ctx.now);
  return presentDelivery(row);
}
