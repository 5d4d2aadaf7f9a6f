/**
 * Re-seals every stored value under the current secret, in batches. Each batch is a transaction
 * that also saves its progress and schedules the next one, so an interrupted run continues where it
 * stopped.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import type { Doc } from "../_generated/dataModel";
import { internalMutation } from "../_generated/server";
import { acceptedSecretIds, DEPLOYMENT_SCOPE } from "../core/secrets";
import { TenantWriter } from "../tenancy/database";
import { patchRow, rowsAfter } from "../tenancy/everyRow";
import { resealProgress, writeResealProgress, type Progress } from "../tenancy/resealProgress";
import {
  sealedValues,
  tablesWithSecrets,
  withValueAt,
  type TableWithSecrets,
} from "./sealedColumns";
import { needsResealing, resealed } from "./values";

/** A run without progress for this long has lost its next batch. */
const STALLED_AFTER_MS = 5 * 60_000;
/** How many unreadable values the progress lists by name. */
const MAXIMUM_UNREADABLE_LISTED = 20;

/** Starts a run, or starts over, with the first table. */
export const start = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    const now = Date.now();
    const before = await resealProgress(ctx.db);
    const secretId = (await acceptedSecretIds())[0]!; // the current secret is always set
    const run = (before?.run ?? 0) + 1;
    await writeResealProgress(ctx.db, {
      secretId,
      run,
      table: tablesWithSecrets[0]!,
      after: 0,
      secretSince: before?.secretId === secretId ? before.secretSince : now,
      resealed: 0,
      unreadable: 0,
      unreadableAt: [],
      startedAt: now,
      updatedAt: now,
      finishedAt: null,
    });
    await ctx.scheduler.runAfter(0, internal.secretRotation.reseal.batch, { run });
    return null;
  },
});

export const batch = internalMutation({
  args: { run: v.number() },
  returns: v.null(),
  handler: async (ctx, { run }) => {
    const progress = await resealProgress(ctx.db);
    if (!progress || progress.run !== run || progress.table === null) return null;
    const table = progress.table as TableWithSecrets; // only this file writes it
    const { rows, next } = await rowsAfter(ctx.db, table, progress.after);
    let count = 0;
    const unreadable: string[] = [];
    for (const row of rows) {
      const projectId = "projectId" in row ? row.projectId : DEPLOYMENT_SCOPE;
      const done = await resealRow(new TenantWriter(ctx.db, projectId), table, row);
      if (done.count > 0) await patchRow(ctx.db, table, row, done.fields);
      count += done.count;
      unreadable.push(...done.unreadable);
    }
    await writeResealProgress(ctx.db, advanceProgress(progress, next, count, unreadable));
    await ctx.scheduler.runAfter(0, internal.secretRotation.reseal.batch, { run });
    return null;
  },
});

/** Resumes a run whose next batch was lost. Run by crons.ts. */
export const resume = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    const progress = await resealProgress(ctx.db);
    if (!progress || progress.table === null || Date.now() < progress.updatedAt + STALLED_AFTER_MS)
      return null;
    // A new run number stops a batch that was merely late.
    const run = progress.run + 1;
    const { _id, _creationTime, ...fields } = progress;
    await writeResealProgress(ctx.db, { ...fields, run, updatedAt: Date.now() });
    await ctx.scheduler.runAfter(0, internal.secretRotation.reseal.batch, { run });
    return null;
  },
});

async function resealRow<T extends TableWithSecrets>(db: TenantWriter, table: T, row: Doc<T>) {
  let fields: Partial<Doc<T>> = {};
  const unreadable: string[] = [];
  let count = 0;
  for (const value of sealedValues(table, row)) {
    if (!(await needsResealing(value))) continue;
    try {
      fields = { ...fields, ...withValueAt(row, value.path, await resealed(db, value)) };
      count++;
    } catch {
      unreadable.push(`${table}.${value.path} of ${"id" in row ? row.id : row._id}`);
    }
  }
  return { fields, count, unreadable };
}

function advanceProgress(
  { _id, _creationTime, ...progress }: Progress,
  next: number | null,
  count: number,
  unreadable: readonly string[],
) {
  const now = Date.now();
  const following =
    tablesWithSecrets[tablesWithSecrets.indexOf(progress.table as TableWithSecrets) + 1] ?? null;
  const place = next === null ? { table: following, after: 0 } : { after: next };
  const isDone = next === null && following === null;
  return {
    ...progress,
    ...place,
    resealed: progress.resealed + count,
    unreadable: progress.unreadable + unreadable.length,
    unreadableAt: [...progress.unreadableAt, ...unreadable].slice(0, MAXIMUM_UNREADABLE_LISTED),
    updatedAt: now,
    finishedAt: isDone ? now : null,
  };
}
