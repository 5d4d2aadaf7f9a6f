/**
 * When a key was last used, to the hour, without slowing or conflicting requests. A request that finds the recorded use older than an hour inserts
 * a mark: an insert that reads nothing conflicts with nothing, however many requests do it at once. A cron folds the marks into the keys every minute; until then every
 * request of that key leaves one.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import { internalMutation } from "../_generated/server";
import { TenantWriter } from "./database";

const HOUR = 3_600_000;
const MARKS_PER_RUN = 500;

export const isKeyUseStale = (lastUsedAt: number | null, now: number): boolean => lastUsedAt === null || now - lastUsedAt > HOUR;

export async function markKeyUse(db: TenantWriter, keyId: string, now: number): Promise<void> {
  await db.insert("apiKeyUses", { keyId, usedAt: now });
}

/** After a read, which cannot write: for a key whose recorded use is an hour old, until the marks are folded. */
export const mark = internalMutation({
  args: { projectId: v.string(), keyId: v.string() },
  returns: v.null(),
  handler: async (ctx, args) => {
    await markKeyUse(new TenantWriter(ctx.db, args.projectId), args.keyId, Date.now());
    return null;
  },
});

/** Folds the oldest marks of the deployment into their keys, batch by batch. Run by crons.ts. */
export const fold = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    const latest = new Map<string, { projectId: string; keyId: string; usedAt: number }>();
    const marks = await ctx.db.query("apiKeyUses").withIndex("by_creation_time").take(MARKS_PER_RUN);
    for (const mark of marks) {
      const seen = latest.get(mark.keyId);
      if (!seen || seen.usedAt < mark.usedAt) latest.set(mark.keyId, mark);
      await ctx.db.delete("apiKeyUses", mark._id);
    }
    if (marks.length === MARKS_PER_RUN) await ctx.scheduler.runAfter(0, internal.tenancy.keyUse.fold, {});
    for (const { projectId, keyId, usedAt } of latest.values()) {
      const db = new TenantWriter(ctx.db, projectId);
      const key = await db.get("apiKeys", keyId);
      if (key && (key.lastUsedAt ?? 0) < usedAt) await db.patch("apiKeys", key, { lastUsedAt: usedAt });
    }
    return null;
  },
});
