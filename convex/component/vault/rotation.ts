/**
 * `rotateKey`: a rotation (envelopes/rotation.ts) whose first batch is part of the call and whose
 * others are background jobs, one transaction each. A cron resumes a rotation whose next batch was
 * lost.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import { internalMutation } from "../_generated/server";
import { convertClientSecrets } from "../configuration/credentials";
import {
  countRemaining,
  findRotation,
  isStillIncomplete,
  rotateBatch,
  startRotation,
  type Rotation,
} from "../envelopes/rotation";
import type { TenantReader } from "../tenancy/database";
import { tenantJob, type JobContext, type WriteContext } from "../tenancy/functions";
import { stalledKeyRotations } from "../tenancy/purge";
import type { Change } from "../tenancy/records";
import type { VaultRotation } from "./contract";

/** Data keys per background transaction. */
const BATCH = 100;
/** How long a rotation that has ended is reported again in place of a new one. */
const REPORTED_FOR_MS = 10 * 60_000;
const RESUMED_PER_RUN = 20;
const SYSTEM = { type: "system" as const, id: "vault", name: null };

export async function rotateKeys(ctx: WriteContext, batchSize: number): Promise<VaultRotation> {
  const last = await findRotation(ctx.db);
  if (last && (await isReportedAgain(ctx, last))) return await present(ctx.db, last);
  await convertClientSecrets(ctx.db);
  const started = last && last.finishedAt === null ? last : await startRotation(ctx);
  if (!started) return { status: "completed", rotated: 0, failed: 0, remaining: 0 };
  const rotation = await rotateBatch(ctx, started, batchSize);
  if (started !== last) await scheduleNext(ctx, rotation);
  const shown = await present(ctx.db, rotation);
  if (started !== last || rotation.finishedAt !== null)
    await ctx.record(toChange(ctx.db.projectId, shown));
  return shown;
}

/** Schedules nothing for a rotation that has ended. */
async function scheduleNext(ctx: JobContext, { generation, finishedAt }: Rotation): Promise<void> {
  if (finishedAt !== null) return;
  const { projectId } = ctx.db;
  await ctx.scheduler.runAfter(0, internal.vault.rotation.continueRotation, {
    projectId,
    generation,
  });
}

export const continueRotation = tenantJob(
  { generation: v.number() },
  async (ctx, { generation }) => {
    const rotation = await findRotation(ctx.db);
    if (rotation?.generation !== generation || rotation.finishedAt !== null) return;
    const after = await rotateBatch(ctx, rotation, BATCH);
    await scheduleNext(ctx, after);
    if (after.finishedAt === null) return;
    const { projectId } = ctx.db;
    const request = { id: `rotation_${generation}`, ip: null, userAgent: null };
    const shown = await present(ctx.db, after);
    await ctx.recorder(SYSTEM, request).record(toChange(projectId, shown));
  },
);

/** Run by crons.ts. */
export const resume = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    for (const { projectId, generation } of await stalledKeyRotations(
      ctx.db,
      Date.now(),
      RESUMED_PER_RUN,
    ))
      await ctx.scheduler.runAfter(0, internal.vault.rotation.continueRotation, {
        projectId,
        generation,
      });
    return null;
  },
});

const isReportedAgain = async ({ db, now }: JobContext, rotation: Rotation): Promise<boolean> =>
  rotation.finishedAt !== null &&
  now < rotation.finishedAt + REPORTED_FOR_MS &&
  (rotation.failed === 0 || (await isStillIncomplete(db, rotation)));

async function present(db: TenantReader, rotation: Rotation): Promise<VaultRotation> {
  const { rotated, failed, finishedAt } = rotation;
  const remaining = await countRemaining(db, rotation);
  const ended = failed === 0 ? "completed" : "incomplete";
  return { status: finishedAt === null ? "in_progress" : ended, rotated, failed, remaining };
}

const toChange = (projectId: string, data: VaultRotation): Change => ({
  type: "vault.secret.rotated",
  targets: [{ type: "project", id: projectId }],
  data,
});
