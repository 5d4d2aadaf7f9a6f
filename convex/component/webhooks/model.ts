import type { Doc } from "../_generated/dataModel";
import { internal } from "../_generated/api";
import { invalidField, notFound, problem } from "../core/errors";
import { newId } from "../core/ids";
import type { OperationInput } from "../wire/operation";
import { targetFault } from "../outbound/targets";
import { page, type PageInput } from "../tenancy/page";
import type { RowFields, TenantReader } from "../tenancy/database";
import type { ReadContext, WriteContext } from "../tenancy/functions";
import { toIsoDate } from "../wire/fields";
import type { WebhookEndpoint, webhooks } from "./contract";
import { removeRoute, setRoute } from "./routes";
import { newSecret, sealSecret } from "./secret";

export type EndpointRow = Doc<"webhookEndpoints">;
type Input<M extends keyof typeof webhooks> = OperationInput<(typeof webhooks)[M]>;

const MAXIMUM_ENDPOINTS = 100;
const PREVIOUS_SECRET_MS = 24 * 3_600_000;

const isSuccessStatus = (status: number | null): boolean =>
  status !== null && status >= 200 && status < 300;

/** The only place where a row becomes an API object. */
export function present(row: RowFields<"webhookEndpoints">, now: number): WebhookEndpoint {
  const {
    id,
    url,
    eventTypes,
    enabled,
    disabledReason,
    successCount,
    failureCount,
    lastDeliveryAt,
    lastDeliveryStatus: lastResponseStatus,
  } = row;
  return {
    id,
    url,
    eventTypes,
    enabled,
    disabledReason,
    successCount,
    failureCount,
    lastDeliveryStatus:
      lastDeliveryAt === null ? null : isSuccessStatus(lastResponseStatus) ? "success" : "failure",
    lastResponseStatus,
    contactEmail: row.contactEmail ?? null,
    lastDeliveryAt: lastDeliveryAt === null ? null : toIsoDate(lastDeliveryAt),
    pausedUntil:
      row.pausedUntil !== null && row.pausedUntil > now ? toIsoDate(row.pausedUntil) : null,
    createdAt: toIsoDate(row.createdAt),
    updatedAt: toIsoDate(row.updatedAt),
  };
}

export async function listEndpoints(ctx: ReadContext, input: PageInput) {
  const { rows, listMetadata } = await page(
    ctx,
    "webhookEndpoints",
    [{ index: "byProjectId", key: "id" }],
    input,
  );
  return { data: rows.map((row) => present(row, ctx.now)), listMetadata };
}

export async function requireEndpoint(
  { db }: { readonly db: TenantReader },
  id: string,
): Promise<EndpointRow> {
  const row = await db.get("webhookEndpoints", id);
  if (!row) throw notFound("Webhook endpoint");
  return row;
}

export async function createEndpoint(
  ctx: WriteContext,
  { url, eventTypes = ["*"], enabled, contactEmail = null }: Input<"createEndpoint">,
): Promise<WebhookEndpoint & { secret: string }> {
  assertUrlAllowed(url);
  if (
    (await ctx.db.range("webhookEndpoints", "byProjectId").take(MAXIMUM_ENDPOINTS)).length ===
    MAXIMUM_ENDPOINTS
  ) {
    throw problem(
      "conflict",
      `A project can have at most ${MAXIMUM_ENDPOINTS} webhook endpoints; delete one first`,
    );
  }
  const id = newId("webhook", ctx.now);
  const secret = newSecret();
  const row = await ctx.db.insert("webhookEndpoints", {
    id,
    url,
    eventTypes: distinct(eventTypes),
    enabled,
    disabledReason: null,
    contactEmail,
    sealedSecret: await sealSecret(ctx.db.projectId, id, secret),
    previousSecret: null,
    successCount: 0,
    failureCount: 0,
    lastDeliveryAt: null,
    lastDeliveryStatus: null,
    failingSince: null,
    pausedUntil: null,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  });
  if (enabled) await setRoute(ctx, row);
  const endpoint = present(row, ctx.now);
  await ctx.record({
    type: "webhook_endpoint.created",
    targets: [toTarget(endpoint)],
    data: endpoint,
  });
  return { ...endpoint, secret };
}

export async function updateEndpoint(
  ctx: WriteContext,
  { id, url, eventTypes, enabled, contactEmail }: Input<"updateEndpoint">,
): Promise<WebhookEndpoint> {
  const before = await requireEndpoint(ctx, id);
  if (url !== undefined) assertUrlAllowed(url);
  const isSwitchedOn = enabled === true && !before.enabled;
  const after = await ctx.db.patch("webhookEndpoints", before, {
    ...(url !== undefined ? { url } : {}),
    ...(eventTypes !== undefined ? { eventTypes: distinct(eventTypes) } : {}),
    ...(enabled !== undefined ? { enabled } : {}),
    ...(contactEmail !== undefined ? { contactEmail } : {}),
    // Reset, or the earlier five days of failures would disable it again at once.
    ...(isSwitchedOn ? { disabledReason: null, failingSince: null } : {}),
    ...(isSwitchedOn || url !== undefined ? { pausedUntil: null } : {}),
    updatedAt: ctx.now,
  });
  if (before.enabled !== after.enabled || eventTypes !== undefined) await setRoute(ctx, after);
  return await recordChange(ctx, "webhook_endpoint.updated", before, after);
}

export async function deleteEndpoint(ctx: WriteContext, id: string): Promise<void> {
  const row = await requireEndpoint(ctx, id);
  await ctx.db.delete("webhookEndpoints", row);
  await removeRoute(ctx, id);
  await ctx.scheduler.runAfter(0, internal.webhooks.deletion.deleteBatch, {
    projectId: ctx.db.projectId,
    endpointId: id,
  });
  const endpoint = present(row, ctx.now);
  await ctx.record({
    type: "webhook_endpoint.deleted",
    targets: [toTarget(endpoint)],
    data: endpoint,
  });
}

export async function rotateSecret(
  ctx: WriteContext,
  id: string,
): Promise<WebhookEndpoint & { secret: string }> {
  const before = await requireEndpoint(ctx, id);
  const secret = newSecret();
  const after = await ctx.db.patch("webhookEndpoints", before, {
    sealedSecret: await sealSecret(ctx.db.projectId, id, secret),
    previousSecret: { sealed: before.sealedSecret, expiresAt: ctx.now + PREVIOUS_SECRET_MS },
    updatedAt: ctx.now,
  });
  return { ...(await recordChange(ctx, "webhook_endpoint.secret_rotated", before, after)), secret };
}

async function recordChange(
  ctx: WriteContext,
  type: "webhook_endpoint.updated" | "webhook_endpoint.secret_rotated",
  before: EndpointRow,
  after: EndpointRow,
): Promise<WebhookEndpoint> {
  const data = present(after, ctx.now);
  await ctx.record({
    type,
    targets: [toTarget(data)],
    data,
    before: present(before, ctx.now),
  });
  return data;
}

function assertUrlAllowed(url: string): void {
  const fault = targetFault(url);
  if (fault !== null) throw invalidField("url", fault, "invalid_target");
}

const distinct = (values: readonly string[]): string[] => [...new Set(values)];
export const toTarget = ({ id, url }: Pick<WebhookEndpoint, "id" | "url">) => ({
  type: "webhook_endpoint",
  id,
  name: url,
});
