import type { GenericDatabaseReader, GenericDatabaseWriter } from "convex/server";
import type { DataModel, Doc } from "../_generated/dataModel";
import schema from "../schema";
import { TenantWriter, type TenantIndex, type TenantTable } from "./database";

/**
 * Every tenant table there is, with an index to walk it by: taken from the schema, so that a new
 * slice is in it by itself.
 */
const tenantTables = Object.entries(schema.tables).flatMap(([table, definition]) => {
  const index = definition[" indexes"]().find(({ fields }) => fields[0] === "projectId");
  return index
    ? [{ table: table as TenantTable, index: index.indexDescriptor as TenantIndex<TenantTable> }]
    : []; // by the schema's own words
});

/** Deletes up to `limit` rows of a project, whatever they are, and answers how many. */
export async function deleteTenantRows(
  raw: GenericDatabaseWriter<DataModel>,
  projectId: string,
  limit: number,
): Promise<number> {
  const db = new TenantWriter(raw, projectId);
  let deleted = 0;
  for (const { table, index } of tenantTables) {
    for (const row of await db.range(table, index).take(limit - deleted)) {
      await db.delete(table, row);
      deleted++;
    }
    if (deleted === limit) break;
  }
  return deleted;
}

/** Of all projects: for the cron that finishes what was left. */
export const oldestOrganizationDeletions = async (
  raw: GenericDatabaseReader<DataModel>,
  limit: number,
): Promise<Doc<"organizationDeletions">[]> =>
  await raw.query("organizationDeletions").withIndex("by_creation_time").take(limit);

/**
 * Of all projects, oldest first: for the crons that forget what was made before `time` (epoch
 * milliseconds). Answers how many were deleted.
 */
export async function deleteOlder(
  raw: GenericDatabaseWriter<DataModel>,
  table:
    | "mails"
    | "webhookDeliveries"
    | "denialCounts"
    | "attemptReservations"
    | "attemptTotals"
    | "failureStreaks",
  time: number,
  limit: number,
): Promise<number> {
  const old = await raw
    .query(table)
    .withIndex("by_creation_time", (q) => q.lt("_creationTime", time))
    .take(limit);
  for (const row of old) await raw.delete(table, row._id);
  return old.length;
}

/** Of all projects, oldest first: what was left in the outbox since before `time`. */
export const oldestInOutbox = async (
  raw: GenericDatabaseReader<DataModel>,
  time: number,
  limit: number,
): Promise<Doc<"webhookOutbox">[]> =>
  await raw
    .query("webhookOutbox")
    .withIndex("by_creation_time", (q) => q.lt("_creationTime", time))
    .take(limit);

/** Of all projects, oldest first, behind the one made at `after`. */
export const pumpsAfter = async (
  raw: GenericDatabaseReader<DataModel>,
  after: number,
  limit: number,
): Promise<Doc<"webhookPumps">[]> =>
  await raw
    .query("webhookPumps")
    .withIndex("by_creation_time", (q) => q.gt("_creationTime", after))
    .take(limit);

/**
 * Of all projects that have chosen one, in the order in which they did: for the cron that deletes
 * old events and audit entries.
 */
export const retentionsAfter = async (
  raw: GenericDatabaseReader<DataModel>,
  creationTime: number,
  limit: number,
): Promise<Doc<"retentions">[]> =>
  await raw
    .query("retentions")
    .withIndex("by_creation_time", (q) => q.gt("_creationTime", creationTime))
    .take(limit);
