import type { GenericDatabaseReader, GenericDatabaseWriter } from "convex/server";
import type { DataModel, Doc } from "../_generated/dataModel";
import { deleteSome } from "../core/readBudget";
import { TenantWriter } from "./database";

/** Unfinished deletions across all projects, for the cron that resumes them. */
export const oldestOrganizationDeletions = async (
  raw: GenericDatabaseReader<DataModel>,
  limit: number,
): Promise<Doc<"organizationDeletions">[]> =>
  await raw.query("organizationDeletions").withIndex("by_creation_time").take(limit);

/** Unfinished deletions of SSO connections, likewise. */
export const oldestSsoDeletions = async (
  raw: GenericDatabaseReader<DataModel>,
  limit: number,
): Promise<Doc<"ssoDeletions">[]> =>
  await raw.query("ssoDeletions").withIndex("by_creation_time").take(limit);

/** Unfinished endings of sessions through SSO connections, likewise. */
export const oldestSsoEndings = async (
  raw: GenericDatabaseReader<DataModel>,
  limit: number,
): Promise<Doc<"ssoEndings">[]> =>
  await raw.query("ssoEndings").withIndex("by_creation_time").take(limit);

/** Unfinished work on directory users, likewise. */
export const oldestDirectoryJobs = async (
  raw: GenericDatabaseReader<DataModel>,
  limit: number,
): Promise<Doc<"directoryJobs">[]> =>
  await raw.query("directoryJobs").withIndex("by_creation_time").take(limit);

/** Outbox rows of all projects created before `time`, oldest first. */
export const oldestInOutbox = async (
  raw: GenericDatabaseReader<DataModel>,
  time: number,
  limit: number,
): Promise<Doc<"webhookOutbox">[]> =>
  await raw
    .query("webhookOutbox")
    .withIndex("by_creation_time", (q) => q.lt("_creationTime", time))
    .take(limit);

/** Rotations of key-encryption keys of all projects whose next batch was lost. */
export const stalledKeyRotations = async (
  raw: GenericDatabaseReader<DataModel>,
  now: number,
  limit: number,
): Promise<Doc<"keyRotations">[]> =>
  await raw
    .query("keyRotations")
    .withIndex("allByResumeAt", (q) => q.gt("resumeAt", 0).lte("resumeAt", now))
    .take(limit);

/** Retentions whose deletion is due: `dueAt` until `now`, or absent. */
export const dueRetentions = async (
  raw: GenericDatabaseReader<DataModel>,
  now: number,
  limit: number,
): Promise<Doc<"retentions">[]> =>
  await raw
    .query("retentions")
    .withIndex("allByDueAt", (q) => q.lte("dueAt", now))
    .take(limit);

/** Leaves the retention to its job until `dueAt`. */
export const postponeRetention = async (
  raw: GenericDatabaseWriter<DataModel>,
  { _id }: Doc<"retentions">,
  dueAt: number,
): Promise<void> => await raw.patch("retentions", _id, { dueAt });

type DefaultPurged = Doc<"defaultPurges">["table"];

/**
 * Deletes the oldest rows that were created before `time` and belong to projects without a
 * retention of their own. Each row is looked at once. `remove` deletes what belongs to a row.
 * Returns whether any may be left.
 */
export async function purgeByDefault<T extends DefaultPurged>(
  raw: GenericDatabaseWriter<DataModel>,
  { table, time, limit }: { table: T; time: number; limit: number },
  remove: (db: TenantWriter, row: Doc<T>) => Promise<void>,
): Promise<boolean> {
  const progress = await raw
    .query("defaultPurges")
    .withIndex("byTable", (q) => q.eq("table", table))
    .unique();
  const after = progress?.after ?? 0;
  const range = (q: { gt(field: "_creationTime", value: number): unknown }) =>
    (q.gt("_creationTime", after) as { lt(field: "_creationTime", value: number): unknown }).lt(
      "_creationTime",
      time,
    );
  const rows = raw.query(table).withIndex("by_creation_time", range as never); // every table has this index
  const hasOwn = new Map<string, boolean>();
  let reached = after;
  const isMore = await deleteSome(
    rows as unknown as AsyncIterable<Doc<T> & { projectId: string }>, // of this table, as both have it
    limit,
    async (row) => {
      const { projectId } = row;
      const db = new TenantWriter(raw, projectId);
      if (!hasOwn.has(projectId))
        hasOwn.set(projectId, (await db.range("retentions", "byProject").unique()) !== null);
      reached = row._creationTime;
      if (!hasOwn.get(projectId)) await remove(db, row);
    },
  );
  if (progress && reached !== after)
    await raw.patch("defaultPurges", progress._id, { after: reached });
  else if (reached !== after) await raw.insert("defaultPurges", { table, after: reached });
  return isMore;
}
