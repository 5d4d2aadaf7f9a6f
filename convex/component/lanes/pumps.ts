/**
 * A pump is a queue with pending work: the mails of a project, or the deliveries of an endpoint. At
 * most one run works on it at a time. README.md has a diagram. Its row is written only when a turn
 * starts or ends, so that transactions that read it do not conflict with work in progress.
 */
import { internal } from "../_generated/api";
import type { Doc } from "../_generated/dataModel";
import type { Lane } from "../tenancy/lanes";
import type { JobContext } from "../tenancy/functions";

export type Pump = Doc<"pumps">;
export interface PumpPlace {
  readonly lane: Lane;
  /** An endpoint's id; "" for the project's mail. */
  readonly key: string;
}

/** How long a turn may go without a step. Exceeds the slowest attempt and the step after it. */
const LEASE_MS = 40_000;

export const findPump = async (
  { db }: Pick<JobContext, "db">,
  { lane, key }: PumpPlace,
): Promise<Pump | null> =>
  await db.range("pumps", "byKey", (q) => q.eq("lane", lane).eq("key", key)).unique();

/** Ensures that the work is looked at by `dueAt`. Call after making some of it due. */
export async function wakePump(ctx: JobContext, place: PumpPlace, dueAt: number): Promise<void> {
  const pump = await findPump(ctx, place);
  if (pump && (isHeld(pump, ctx.now) || pump.until <= dueAt)) return;
  if (pump?.job) await ctx.scheduler.cancel(pump.job);
  const until = Math.max(dueAt, ctx.now);
  const job = await ctx.scheduler.runAt(until, internal.lanes.runs.start, { lane: place.lane });
  if (pump) await ctx.db.patch("pumps", pump, { run: null, until, job });
  else await ctx.db.insert("pumps", { ...place, slow: false, run: null, until, job });
}

const isHeld = ({ run, until }: Pump, now: number): boolean => run !== null && until > now;

/**
 * Starts a turn of the run. Returns null when the pump is not due, or another run has it. The row
 * returned still names the lost run; the stored one does not.
 */
export async function takePump(
  ctx: JobContext,
  place: PumpPlace,
  run: string,
): Promise<Pump | null> {
  const pump = await findPump(ctx, place);
  if (!pump || pump.until > ctx.now) return null;
  const { lostRun } = pump;
  const until = ctx.now + LEASE_MS;
  const taken = { run, until, job: undefined, lostRun: undefined };
  return { ...(await ctx.db.patch("pumps", pump, taken)), lostRun };
}

/** Extends the turn's lease, seldom enough to write little. */
export async function renewPump(ctx: JobContext, pump: Pump): Promise<Pump> {
  if (pump.until > ctx.now + LEASE_MS / 2) return pump;
  return await ctx.db.patch("pumps", pump, { until: ctx.now + LEASE_MS });
}

/**
 * Ends a turn. `dueAt`: when more work is due, or null when there is none. Work that is due already
 * goes to the end of the line; the run finds it there, and cannot end before.
 */
export async function endTurn(
  ctx: JobContext,
  pump: Pump,
  dueAt: number | null,
  slow = pump.slow,
): Promise<void> {
  if (dueAt === null) return await ctx.db.delete("pumps", pump);
  const until = Math.max(dueAt, ctx.now);
  const job =
    until > ctx.now
      ? await ctx.scheduler.runAt(until, internal.lanes.runs.start, { lane: pump.lane })
      : undefined;
  await ctx.db.patch("pumps", pump, { run: null, until, job, slow });
}
