/**
 * Who works on an endpoint's pending deliveries: one run of the action sending.ts at a time, begun
 * by whoever makes something pending. README.md draws the states. The row is written when a run
 * begins and ends and not while it works, so that changes, which look at it, do not conflict with
 * deliveries.
 */
import { v } from "convex/values";
import type { Doc } from "../_generated/dataModel";
import { internal } from "../_generated/api";
import type { TenantReader } from "../tenancy/database";
import { tenantJob, type JobContext } from "../tenancy/functions";

const SECOND = 1_000;
/** For so long a run takes on deliveries; then another one goes on. */
export const RUN = 60 * SECOND;
/**
 * After so long without an end it is taken for dead: longer than RUN, the slowest attempt, and the
 * transaction behind it.
 */
const RUN_LEASE = RUN + 40 * SECOND;

export const findPump = async (
  db: TenantReader,
  endpointId: string,
): Promise<Doc<"webhookPumps"> | null> =>
  await db.range("webhookPumps", "byEndpoint", (q) => q.eq("endpointId", endpointId)).unique();

/** Sees to it that what is due at `dueAt` is worked on then. */
export async function wakePump(ctx: JobContext, endpointId: string, dueAt: number): Promise<void> {
  const pump = await findPump(ctx.db, endpointId);
  if (pump && pump.until > ctx.now && (pump.run !== null || pump.until <= dueAt)) return;
  if (dueAt > ctx.now) await sleep(ctx, endpointId, dueAt, pump);
  else await startRun(ctx, endpointId, pump);
}

/** The run's end: what is pending is due then, or (null) nothing is. */
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
  const [{ projectId }, run, until] = [ctx.db, crypto.randomUUID(), ctx.now + RUN_LEASE];
  await put(ctx, endpointId, pump, { run, until });
  await ctx.scheduler.runAfter(0, internal.webhooks.sending.run, { projectId, endpointId, run });
  await ctx.scheduler.runAt(until, internal.webhooks.pump.wake, { projectId, endpointId }); // actions are run once at most
}

async function sleep(
  ctx: JobContext,
  endpointId: string,
  until: number,
  pump: Doc<"webhookPumps"> | null,
): Promise<void> {
  await put(ctx, endpointId, pump, { run: null, until });
  await ctx.scheduler.runAt(until, internal.webhooks.pump.wake, {
    projectId: ctx.db.projectId,
    endpointId,
  });
}

async function put(
  ctx: JobContext,
  endpointId: string,
  pump: Doc<"webhookPumps"> | null,
  fields: Pick<Doc<"webhookPumps">, "run" | "until">,
): Promise<void> {
  if (pump) await ctx.db.patch("webhookPumps", pump, fields);
  else await ctx.db.insert("webhookPumps", { endpointId, ...fields });
}

/** Begins a run when the sleep is over, or the last run is dead. */
export const wake = tenantJob({ endpointId: v.string() }, async (ctx, { endpointId }) => {
  const pump = await findPump(ctx.db, endpointId);
  if (pump && pump.until <= ctx.now) await startRun(ctx, endpointId, pump);
});
