/**
 * The transactions of a run (sending.ts): each records the attempts that ended and starts the next
 * ones. A started attempt becomes due again after its lease, so a delivery whose attempt was lost
 * with its process is retried without detecting the loss.
 */
import { v, type Infer } from "convex/values";
import type { Doc } from "../_generated/dataModel";
import { queueMail } from "../emails/queue";
import { tenantCall, type RecordingContext } from "../tenancy/functions";
import type { TenantReader } from "../tenancy/database";
import { present, toTarget, type EndpointRow } from "./model";
import {
  hasSucceeded,
  MAXIMUM_ATTEMPTS,
  getPauseMs,
  reportValidator,
  isGone,
  getRetryDelayMs,
  appendAttempt,
  type Report,
} from "./outcome";
import { formatPayload, TEST_TYPE, formatTestPayload } from "./payload";
import { endRun, findPump } from "./pump";
import { removeRoute } from "./routes";

type DeliveryRow = Doc<"webhookDeliveries">;

/** Must exceed the request timeout of an attempt (outbound/). */
const ATTEMPT_LEASE_MS = 60_000;
const DISABLE_AFTER_MS = 5 * 24 * 3_600_000;
const GIVEN_UP_PER_STEP = 100;
/** Why an endpoint was disabled, shown in the mail to its contact. */
const REASONS = {
  gone: "It answered 410 Gone, which asks us to stop sending.",
  failing: "Every delivery to it has failed for five days.",
} as const;
const SYSTEM = { type: "system" as const, id: "webhooks", name: null };

const workValidator = v.object({
  url: v.string(),
  /** Sealed, newest first. Each of them signs. */
  secrets: v.array(v.string()),
  deliveries: v.array(
    v.object({ id: v.string(), eventId: v.string(), number: v.number(), body: v.string() }),
  ),
});
export type Work = Infer<typeof workValidator>;

/**
 * `free`: how many attempts the run may still start; `underWay`: how many are in flight. Returns
 * null when the run is over.
 */
export const step = tenantCall(
  {
    endpointId: v.string(),
    run: v.string(),
    reports: v.array(reportValidator),
    free: v.number(),
    underWay: v.number(),
  },
  v.union(workValidator, v.null()),
  async (ctx, { endpointId, run, reports, free, underWay }): Promise<Work | null> => {
    const found = await ctx.db.get("webhookEndpoints", endpointId);
    const endpoint = found && (await recordReports(ctx, found, reports));
    const pump = await findPump(ctx.db, endpointId);
    if (pump?.run !== run) return null; // this run's lease expired and another run took over
    if (!endpoint) return await endRun(ctx, pump, null).then(() => null);

    const waiting = await ctx.db
      .range("webhookDeliveries", "byDue", (q) => q.eq("endpointId", endpointId).gt("dueAt", 0))
      .take(endpoint.enabled ? Math.max(free, 1) : GIVEN_UP_PER_STEP);
    const due = waiting.filter(({ dueAt }) => dueAt! <= ctx.now); // `dueAt` is set, by the index range
    const opens = Math.max(endpoint.pausedUntil ?? 0, ctx.now);
    const begun: Work["deliveries"] = [];
    let gaveUp = 0;
    for (const row of due) {
      if ((!endpoint.enabled && !row.byHand) || row.begun >= MAXIMUM_ATTEMPTS) {
        gaveUp++;
        await ctx.db.patch("webhookDeliveries", row, {
          status: "failed",
          dueAt: null,
          settledAt: ctx.now,
        });
      } else if (begun.length < free && (opens === ctx.now || row.byHand)) {
        const delivery = await startAttempt(ctx, row);
        if (delivery) begun.push(delivery);
        else gaveUp++;
      }
    }
    if (begun.length === 0 && gaveUp === 0 && underWay === 0) {
      const [first] = waiting;
      await endRun(ctx, pump, first ? Math.max(first.dueAt!, first.byHand ? 0 : opens) : null); // set, as above
      return null;
    }
    return { url: endpoint.url, secrets: getSigningSecrets(endpoint, ctx.now), deliveries: begun };
  },
);

function getSigningSecrets({ sealedSecret, previousSecret }: EndpointRow, now: number): string[] {
  return previousSecret && previousSecret.expiresAt > now
    ? [sealedSecret, previousSecret.sealed]
    : [sealedSecret];
}

/** Null when the event no longer exists. */
async function startAttempt(
  ctx: RecordingContext,
  row: DeliveryRow,
): Promise<Work["deliveries"][number] | null> {
  const body = await loadBody(ctx.db, row);
  const number = row.begun + 1;
  if (body === null)
    await ctx.db.patch("webhookDeliveries", row, {
      status: "failed",
      dueAt: null,
      settledAt: ctx.now,
    });
  else
    await ctx.db.patch("webhookDeliveries", row, {
      begun: number,
      dueAt: ctx.now + ATTEMPT_LEASE_MS,
    });
  return body === null ? null : { id: row.id, eventId: row.eventId, number, body };
}

async function loadBody(db: TenantReader, row: DeliveryRow): Promise<string | null> {
  if (row.eventType === TEST_TYPE) return formatTestPayload(row);
  const event = await db.get("events", row.eventId);
  return event && formatPayload(event);
}

/** Records the reports in the log and the endpoint's counters. Returns the updated endpoint. */
async function recordReports(
  ctx: RecordingContext,
  endpoint: EndpointRow,
  reports: readonly Report[],
): Promise<EndpointRow> {
  const last = reports.at(-1);
  if (!last) return endpoint;
  for (const report of reports) await settleDelivery(ctx, endpoint, report);
  const successes = reports.filter(hasSucceeded).length;
  const pause = Math.max(...reports.map(getPauseMs));
  const failingSince = successes > 0 ? null : (endpoint.failingSince ?? ctx.now);
  const after = await ctx.db.patch("webhookEndpoints", endpoint, {
    successCount: endpoint.successCount + successes,
    failureCount: endpoint.failureCount + reports.length - successes,
    lastDeliveryAt: ctx.now,
    lastDeliveryStatus: last.attempt.status,
    failingSince,
    ...(pause > 0 ? { pausedUntil: ctx.now + pause } : {}),
  });
  if (!after.enabled) return after;
  if (reports.some(isGone)) return await disable(ctx, after, "gone");
  return failingSince !== null && ctx.now - failingSince >= DISABLE_AFTER_MS
    ? await disable(ctx, after, "failing")
    : after;
}

/** A late result, after the lease expired, is ignored unless it succeeded. */
async function settleDelivery(
  ctx: RecordingContext,
  { enabled }: EndpointRow,
  report: Report,
): Promise<void> {
  const row = await ctx.db.get("webhookDeliveries", report.deliveryId);
  if (row?.status !== "pending") return;
  const attempts = appendAttempt(row.attempts, report.attempt);
  if (hasSucceeded(report))
    await ctx.db.patch("webhookDeliveries", row, {
      attempts,
      status: "succeeded",
      dueAt: null,
      settledAt: ctx.now,
    });
  if (hasSucceeded(report) || row.begun !== report.number) return;
  const wait = isGone(report) || (!enabled && !row.byHand) ? null : getRetryDelayMs(report);
  if (wait === null)
    await ctx.db.patch("webhookDeliveries", row, {
      attempts,
      status: "failed",
      dueAt: null,
      settledAt: ctx.now,
    });
  else await ctx.db.patch("webhookDeliveries", row, { attempts, dueAt: ctx.now + wait });
}

/**
 * Disables the endpoint, records an event, which the endpoint itself no longer receives, and mails
 * the contact.
 */
async function disable(
  ctx: RecordingContext,
  endpoint: EndpointRow,
  reason: keyof typeof REASONS,
): Promise<EndpointRow> {
  const after = await ctx.db.patch("webhookEndpoints", endpoint, {
    enabled: false,
    disabledReason: reason,
    updatedAt: ctx.now,
  });
  await removeRoute(ctx, endpoint.id);
  const data = present(after);
  const recorder = ctx.recorder(SYSTEM, {
    id: `webhook ${endpoint.id}`,
    ip: null,
    userAgent: null,
  });
  await recorder.record({
    type: "webhook_endpoint.disabled",
    targets: [toTarget(data)],
    data,
    before: present(endpoint),
  });
  if (data.contactEmail !== null)
    await queueMail(ctx, {
      to: data.contactEmail,
      template: "webhook-disabled",
      data: { endpoint: data.url, reason: REASONS[reason] },
    });
  return after;
}
