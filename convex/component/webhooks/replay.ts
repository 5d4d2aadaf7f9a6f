/** Replays past events to an endpoint that lost some, one batch of events per transaction. */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import { invalidField } from "../core/errors";
import { matchesType } from "../events/patterns";
import { earliestId } from "../core/ids";
import type { OperationInput } from "../wire/operation";
import { tenantJob, type WriteContext } from "../tenancy/functions";
import { takeSome } from "../core/readBudget";
import { toIsoDate } from "../wire/fields";
import type { webhooks } from "./contract";
import { insertDelivery } from "./deliveries";
import { requireEndpoint, present, toTarget } from "./model";
import { wakeEndpoint } from "./pump";

const MAXIMUM_AGE_MS = 30 * 24 * 3_600_000;
/** Events per transaction. */
const BATCH_SIZE = 200;

export async function startReplay(
  ctx: WriteContext,
  { id, since }: OperationInput<(typeof webhooks)["replay"]>,
) {
  const endpoint = await requireEndpoint(ctx, id);
  if (since > ctx.now) throw invalidField("since", "Must not be in the future");
  if (since < ctx.now - MAXIMUM_AGE_MS)
    throw invalidField("since", "Must be within the last 30 days");
  const range = { from: earliestId("event", since), to: earliestId("event", ctx.now) };
  await ctx.scheduler.runAfter(0, internal.webhooks.replay.replayBatch, {
    projectId: ctx.db.projectId,
    endpointId: id,
    ...range,
  });
  await ctx.record({
    type: "webhook_endpoint.replayed",
    targets: [toTarget(endpoint)],
    data: present(endpoint, ctx.now),
  });
  return { since: toIsoDate(since), until: toIsoDate(ctx.now) };
}

export const replayBatch = tenantJob(
  { endpointId: v.string(), from: v.string(), to: v.string() },
  async (ctx, { endpointId, from, to }) => {
    const endpoint = await ctx.db.get("webhookEndpoints", endpointId);
    if (!endpoint) return;
    const range = ctx.db.range("events", "byProjectId", (q) => q.gte("id", from).lt("id", to));
    const { rows: events, isMore } = await takeSome(range, BATCH_SIZE);
    const wanted = events.filter(({ type }) => matchesType(endpoint.eventTypes, type));
    for (const event of wanted) await insertDelivery(ctx, endpointId, event, true);
    if (wanted.length > 0) await wakeEndpoint(ctx, endpointId, ctx.now);
    const last = events.at(-1);
    // Continue after the last id: no id sorts between an id and that id with a character appended.
    if (last && isMore)
      await ctx.scheduler.runAfter(0, internal.webhooks.replay.replayBatch, {
        projectId: ctx.db.projectId,
        endpointId,
        from: `${last.id}0`,
        to,
      });
  },
);
