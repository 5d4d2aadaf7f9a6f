/**
 * Ensures that at most one run of the action sending.ts works on an endpoint's pending deliveries
 * at a time. README.md has a state diagram. The pump's row is written only when a run starts or
 * ends, so that transactions that read it do not conflict with deliveries in progress.
 */
import { v } from "convex/values";
import type { Doc } from "../_generated/dataModel";
import { internal } from "../_generated/api";
import type { TenantReader } from "../tenancy/database";
import { tenantJob, type JobContext } from "../tenancy/functions";

const SECOND_MS = 1_000;
/** How long a run starts new attempts before it hands over to the next run. */
export const RUN_MS = 60 * SECOND_MS;
/**
 * After this lease a run counts as dead. Must exceed RUN_MS plus the slowest attempt and the
 * transaction after it.
 */
const RUN_LEASE_MS = RUN_MS + 40 * SECOND_MS;

export const findPump = async (
  db: TenantReader,
  endpointId: string,
): Promise<Doc<"webhookPumps"> | null> =>
  await db.range("webhookPumps", "byEndpoint", (q) => q.eq("endpointId", endpointId)).unique();

/** Ensures that a run starts by `dueAt`. Call after making a delivery due. */
export async function wakePump(ctx: JobContext, endpointId: string, dueAt: number): Promise<void> {
  const pump = await findPump(ctx.db, endpointId);
  if (pump && pump.until > ctx.now && (pump.run !== null || pump.until <= dueAt)) return;
  if (dueAt > ctx.now) await sleep(ctx, endpointId, dueAt, pump);
  else await startRun(ctx, endpointId, pump);
}

/** Ends a run. `dueAt`: when the next delivery is due, or null when nothing is pending. */
export async function endRun(
  ctx: JobContext,
  pump: Doc<"webhookPumps">,
  dueAt: number | null,
): Promise<void> {
  if (dueAt === null) await ctx.db.delete("webhookPumps", pump);
  else if (dueAt > ctx.now) await sleep(ctx, pump.endpointId, dueAt, pump);
  else await startRun(ctx, pump.endpointId, pump);
}

async function startRun(
  ctx: JobContext,
  endpointId: string,
  pump: Doc<"webhookPumps"> | null,
): Promise<void> {
  const { projectId } = ctx.db;
  const run = crypto.randomUUID();
  const until = ctx.now + RUN_LEASE_MS;
  await savePump(ctx, endpointId, pump, { run, until });
  await ctx.scheduler.runAfter(0, internal.webhooks.sending.run, { projectId, endpointId, run });
  await ctx.scheduler.runAt(until, internal.webhooks.pump.wake, { projectId, endpointId }); // a fallback, because Convex runs actions at most once
}

async function sleep(
  ctx: JobContext,
  endpointId: string,
  until: number,
  pump: Doc<"webhookPumps"> | null,
): Promise<void> {
  await savePump(ctx, endpointId, pump, { run: null, until });
  await ctx.scheduler.runAt(until, internal.webhooks.pump.wake, {
    projectId: ctx.db.projectId,
    endpointId,
  });
}

async function savePump(
  ctx: JobContext,
  endpointId: string,
  pump: Doc<"webhookPumps"> | null,
  fields: Pick<Doc<"webhookPumps">, "run" | "until">,
): Promise<void> {
  if (pump) await ctx.db.patch("webhookPumps", pump, fields);
  else await ctx.db.insert("webhookPumps", { endpointId, ...fields });
}

/** Starts a run when the sleep has ended or the last run's lease has expired. */
export const wake = tenantJob({ endpointId: v.string() }, async (ctx, { endpointId }) => {
  const pump = await findPump(ctx.db, endpointId);
  if (pump && pump.until <= ctx.now) await startRun(ctx, endpointId, pump);
});
