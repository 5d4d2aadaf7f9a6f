/**
 * Records when a key was last used (to the hour) and how often, without slowing requests down or
 * making them conflict. A request inserts a mark, and an insert that reads nothing conflicts with
 * nothing. Verifications and requests counted by a limit leave a mark each time, any other request
 * only if the recorded use is older than an hour, and a query only if there is no mark yet. A cron
 * folds the marks every minute.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import type { Doc } from "../_generated/dataModel";
import { internalMutation } from "../_generated/server";
import { TenantWriter, type TenantReader } from "./database";
import { purgeJob } from "./purgeJob";
import { roughAddress } from "./roughAddress";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MARKS_PER_RUN = 500;
/** The longest range that clients can query, and one more day. */
const USAGE_KEPT_FOR_MS = 401 * DAY_MS;
const DELETED_PER_RUN = 1_000;

export const isKeyUseStale = (lastUsedAt: number | null, now: number): boolean =>
  lastUsedAt === null || now - lastUsedAt > HOUR_MS;

/**
 * Whether a mark that is not folded yet records a use within the last hour. Only for queries: a
 * mutation that reads the marks conflicts with every request that inserts one.
 */
export async function isKeyUseMarked(
  db: TenantReader,
  keyId: string,
  now: number,
): Promise<boolean> {
  const latest = await db.range("apiKeyUses", "byKey", (q) => q.eq("keyId", keyId), "desc").first();
  return latest !== null && !isKeyUseStale(latest.usedAt, now);
}

export interface KeyUse {
  readonly keyId: string;
  readonly ip: string | null;
  readonly counts?: Doc<"apiKeyUses">["counts"];
}

export async function markKeyUse(
  db: TenantWriter,
  { keyId, ip, counts }: KeyUse,
  now: number,
): Promise<void> {
  const from = roughAddress(ip);
  await db.insert("apiKeyUses", {
    keyId,
    usedAt: now,
    ...(from === null ? {} : { from }),
    ...(counts ? { counts } : {}),
  });
}

/** Records a use after a query, which cannot write. */
export const mark = internalMutation({
  args: { projectId: v.string(), keyId: v.string(), ip: v.union(v.string(), v.null()) },
  returns: v.null(),
  handler: async (ctx, { projectId, ...use }) => {
    await markKeyUse(new TenantWriter(ctx.db, projectId), use, Date.now());
    return null;
  },
});

/** The marks of one key in a batch. */
interface Folded {
  readonly projectId: string;
  readonly keyId: string;
  latest: Doc<"apiKeyUses">;
  /** Counts by day. */
  readonly days: Map<string, { verifications: number; requests: number }>;
}

/**
 * Folds the deployment's oldest marks into their keys, in batches. Run by crons.ts, which leaves
 * out the newest marks: reading those would conflict with every request that inserts one.
 */
export const fold = internalMutation({
  args: { olderThanSeconds: v.optional(v.number()) },
  returns: v.null(),
  handler: async (ctx, { olderThanSeconds }) => {
    const until = olderThanSeconds === undefined ? Infinity : Date.now() - olderThanSeconds * 1_000;
    const marks = await ctx.db
      .query("apiKeyUses")
      .withIndex("by_creation_time", (q) => q.lt("_creationTime", until))
      .take(MARKS_PER_RUN);
    for (const mark of marks) await ctx.db.delete("apiKeyUses", mark._id);
    if (marks.length === MARKS_PER_RUN)
      await ctx.scheduler.runAfter(
        0,
        internal.tenancy.keyUse.fold,
        olderThanSeconds === undefined ? {} : { olderThanSeconds },
      );
    for (const folded of groupByKey(marks))
      await foldInto(new TenantWriter(ctx.db, folded.projectId), folded);
    return null;
  },
});

function groupByKey(marks: readonly Doc<"apiKeyUses">[]): Iterable<Folded> {
  const keys = new Map<string, Folded>();
  for (const mark of marks) {
    const { projectId, keyId, counts } = mark;
    const folded = keys.get(keyId) ?? { projectId, keyId, latest: mark, days: new Map() };
    keys.set(keyId, folded);
    if (folded.latest.usedAt < mark.usedAt) folded.latest = mark;
    if (!counts) continue;
    const day = formatDay(mark.usedAt);
    const sum = folded.days.get(day) ?? { verifications: 0, requests: 0 };
    folded.days.set(day, { ...sum, [counts]: sum[counts] + 1 });
  }
  return keys.values();
}

/** `2026-01-31`, in UTC. */
export const formatDay = (time: number): string => new Date(time).toISOString().slice(0, 10);

async function foldInto(
  db: TenantWriter,
  { keyId, latest: { usedAt, from }, days }: Folded,
): Promise<void> {
  const key = await db.get("apiKeys", keyId);
  if (!key) return;
  // Every request reads the key's row, so it is written at most once an hour.
  if (isKeyUseStale(key.lastUsedAt, usedAt))
    await db.patch("apiKeys", key, { lastUsedAt: usedAt, lastUsedFrom: from });
  for (const [day, { verifications, requests }] of days) {
    const row = await db
      .range("apiKeyUsage", "byDay", (q) => q.eq("keyId", keyId).eq("day", day))
      .unique();
    if (row)
      await db.patch("apiKeyUsage", row, {
        verifications: row.verifications + verifications,
        requests: row.requests + requests,
      });
    else await db.insert("apiKeyUsage", { keyId, day, verifications, requests });
  }
}

/** Deletes old usage of all projects, in batches. Run by crons.ts. */
export const purgeUsage = purgeJob(
  { apiKeyUsage: USAGE_KEPT_FOR_MS },
  DELETED_PER_RUN,
  () => internal.tenancy.keyUse.purgeUsage,
);
