import type { GenericDatabaseReader, GenericDatabaseWriter } from "convex/server";
import type { DataModel, Doc } from "../_generated/dataModel";
import { BATCH_BYTES, deleteSome, ReadBudget } from "../core/readBudget";
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

/**
 * Deletes rows of a project, whatever they are: at most `limit`, and no more bytes than one
 * transaction may read. Answers whether any may be left.
 */
export async function deleteTenantRows(
  raw: GenericDatabaseWriter<DataModel>,
  projectId: string,
  limit: number,
): Promise<boolean> {
  const db = new TenantWriter(raw, projectId);
  const budget = new ReadBudget(BATCH_BYTES);
  let left = limit;
  for (const { table, index } of tenantTables) {
    const remove = async (row: Doc<TenantTable>) => {
      left--;
      await db.delete(table, row);
    };
    if (await deleteSome(db.range(table, index), left, remove, budget)) return true;
  }
  return false;
}

/** Of all projects: for the cron that finishes what was left. */
export const oldestOrganizationDeletions = async (
  raw: GenericDatabaseReader<DataModel>,
  limit: number,
): Promise<Doc<"organizationDeletions">[]> =>
  await raw.query("organizationDeletions").withIndex("by_creation_time").take(limit);

/**
 * Of all projects, oldest first: for the crons that forget what was made before `time` (epoch
 * milliseconds). Answers whether any may be left.
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
): Promise<boolean> {
  const old = raw.query(table).withIndex("by_creation_time", (q) => q.lt("_creationTime", time));
  return await deleteSome<Doc<typeof table>>(old, limit, async ({ _id }) => await raw.delete(_id));
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
