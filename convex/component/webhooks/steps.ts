/**
 * The transactions of a turn at an endpoint (lanes/turn.ts): each records the attempts that ended
 * and starts the next ones. A started attempt becomes due again after its lease, so a delivery whose attempt was lost
 * with its process is retried without detecting the loss.
 */
import { v, type Infer } from "convex/values";
import type { Doc } from "../_generated/dataModel";
import { queueMail } from "../emails/queue";
import { endTurn, wakePump } from "../lanes/pumps";
import { endsTurn, isSlowAfter, openStep, stepArgs } from "../lanes/steps";
import { markStatistic } from "../statistics/marks";
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
import { toPump } from "./pump";
import { removeRoute } from "./routes";

type DeliveryRow = Doc<"webhookDeliveries">;

/** Must exceed the request timeout of an attempt (outbound/). */
const ATTEMPT_LEASE_MS = 25_000;
const DISABLE_AFTER_MS = 5 * 24 * 3_600_000;
const GIVEN_UP_PER_STEP = 100;
/** More than a run has in flight at one endpoint. */
const RETRIED_PER_STEP = 50;
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

/** See `Step` in lanes/turn.ts. Returns null when the turn is over. */
export const step = tenantCall(
  { endpointId: v.string(), run: v.string(), ...stepArgs, reports: v.array(reportValidator) },
  v.union(workValidator, v.null()),
  async (ctx, { endpointId, run, kind, reports, free, underWay }): Promise<Work | null> => {
    const found = await ctx.db.get("webhookEndpoints", endpointId);
    const recorded = found && (await recordReports(ctx, found, reports));
    const pump = await openStep(ctx, toPump(endpointId), { kind, run });
    if (pump === null) {
      if (recorded && recorded.retryAt !== null)
        await wakePump(ctx, toPump(endpointId), recorded.retryAt);
      return null;
    }
    if (!recorded) return await endTurn(ctx, pump, null).then(() => null);

    const { endpoint } = recorded;
    if (pump.lostRun !== undefined) await retryLost(ctx, endpointId, pump.lostRun);
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
        const delivery = await startAttempt(ctx, row, run);
        if (delivery) begun.push(delivery);
        else gaveUp++;
      }
    }
    if (endsTurn(kind) || (begun.length === 0 && gaveUp === 0 && underWay === 0)) {
      const [first] = waiting;
      const dueAt = first ? Math.max(first.dueAt!, first.byHand ? 0 : opens) : null; // set, as above
      await endTurn(ctx, pump, dueAt, isSlowAfter(kind, pump));
      return null;
    }
    return { url: endpoint.url, secrets: getSigningSecrets(endpoint, ctx.now), deliveries: begun };
  },
);

/** Makes the attempts that a dead run had begun due again. */
async function retryLost(ctx: RecordingContext, endpointId: string, run: string): Promise<void> {
  const inFlight = await ctx.db
    .range("webhookDeliveries", "byDue", (q) =>
      q
        .eq("endpointId", endpointId)
        .gt("dueAt", ctx.now)
        .lte("dueAt", ctx.now + ATTEMPT_LEASE_MS),
    )
    .take(RETRIED_PER_STEP);
  for (const row of inFlight)
    if (row.run === run)
      await ctx.db.patch("webhookDeliveries", row, { run: undefined, dueAt: ctx.now });
}

function getSigningSecrets({ sealedSecret, previousSecret }: EndpointRow, now: number): string[] {
  return previousSecret && previousSecret.expiresAt > now
    ? [sealedSecret, previousSecret.sealed]
    : [sealedSecret];
}

/** Null when the event no longer exists. */
async function startAttempt(
  ctx: RecordingContext,
  row: DeliveryRow,
  run: string,
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
      run,
      dueAt: ctx.now + ATTEMPT_LEASE_MS,
    });
  return body === null ? null : { id: row.id, eventId: row.eventId, number, body };
}

async function loadBody(db: TenantReader, row: DeliveryRow): Promise<string | null> {
  if (row.eventType === TEST_TYPE) return formatTestPayload(row);
  const event = await db.get("events", row.eventId);
  return event && formatPayload(event);
}

/**
 * Records the reports in the log and the endpoint's counters. Returns the updated endpoint, and
 * when the first of the reported deliveries is due again.
 */
async function recordReports(
  ctx: RecordingContext,
  endpoint: EndpointRow,
  reports: readonly Report[],
): Promise<{ endpoint: EndpointRow; retryAt: number | null }> {
  const last = reports.at(-1);
  if (!last) return { endpoint, retryAt: null };
  const retries: number[] = [];
  for (const report of reports) {
    const retryAt = await settleDelivery(ctx, endpoint, report);
    if (retryAt !== null) retries.push(retryAt);
  }
  const successes = reports.filter(hasSucceeded).length;
  const failures = reports.length - successes;
  if (successes > 0)
    await markStatistic(ctx.db, "webhookDeliveries", { at: ctx.now, count: successes });
  if (failures > 0)
    await markStatistic(ctx.db, "webhookFailures", { at: ctx.now, count: failures });
  const pause = Math.max(...reports.map(getPauseMs));
  const failingSince = successes > 0 ? null : (endpoint.failingSince ?? ctx.now);
  const after = await ctx.db.patch("webhookEndpoints", endpoint, {
    successCount: endpoint.successCount + successes,
    failureCount: endpoint.failureCount + failures,
    lastDeliveryAt: ctx.now,
    lastDeliveryStatus: last.attempt.status,
    failingSince,
    ...(pause > 0 ? { pausedUntil: ctx.now + pause } : successes > 0 ? { pausedUntil: null } : {}),
  });
  const disableReason = findDisableReason(ctx, after, reports);
  return {
    endpoint: disableReason === null ? after : await disable(ctx, after, disableReason),
    retryAt: retries.length === 0 ? null : Math.min(...retries),
  };
}

function findDisableReason(
  { now }: RecordingContext,
  { enabled, failingSince }: EndpointRow,
  reports: readonly Report[],
): keyof typeof REASONS | null {
  if (!enabled) return null;
  if (reports.some(isGone)) return "gone";
  return failingSince !== null && now - failingSince >= DISABLE_AFTER_MS ? "failing" : null;
}

/**
 * A late result, after the lease expired, is ignored unless it succeeded. Returns when the next
 * attempt is due; null when there is none, or when this report does not decide it.
 */
async function settleDelivery(
  ctx: RecordingContext,
  { enabled }: EndpointRow,
  report: Report,
): Promise<number | null> {
  const row = await ctx.db.get("webhookDeliveries", report.deliveryId);
  if (row?.status !== "pending") return null;
  const attempts = appendAttempt(row.attempts, report.attempt);
  const isSuccess = hasSucceeded(report);
  if (!isSuccess && row.begun !== report.number) return null;
  const wait =
    isSuccess || isGone(report) || (!enabled && !row.byHand) ? null : getRetryDelayMs(report);
  const dueAt = wait === null ? null : ctx.now + wait;
  await ctx.db.patch("webhookDeliveries", row, {
    attempts,
    run: undefined,
    dueAt,
    ...(dueAt === null
      ? { status: isSuccess ? ("succeeded" as const) : ("failed" as const), settledAt: ctx.now }
      : {}),
  });
  return dueAt;
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
  const data = present(after, ctx.now);
  const recorder = ctx.recorder(SYSTEM, {
    id: `webhook ${endpoint.id}`,
    ip: null,
    userAgent: null,
  });
  await recorder.record({
    type: "webhook_endpoint.disabled",
    targets: [toTarget(data)],
    data,
    before: present(endpoint, ctx.now),
  });
  if (data.contactEmail !== null)
    await queueMail(ctx, {
      to: data.contactEmail,
      template: "webhook-disabled",
      data: { endpoint: data.url, reason: REASONS[reason] },
    });
  return after;
}
