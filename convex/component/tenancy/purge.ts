import type { GenericDatabaseReader, GenericDatabaseWriter } from "convex/server";
import type { DataModel, Doc } from "../_generated/dataModel";
import { BATCH_BYTES, deleteSome, ReadBudget } from "../core/readBudget";
import schema from "../schema";
import { TenantWriter, type TenantIndex, type TenantTable } from "./database";

/**
 * Every tenant table with an index to walk it by. Taken from the schema, so that a new slice is
 * included automatically.
 */
const tenantTables = Object.entries(schema.tables).flatMap(([table, definition]) => {
  const index = definition[" indexes"]().find(({ fields }) => fields[0] === "projectId");
  return index
    ? [{ table: table as TenantTable, index: index.indexDescriptor as TenantIndex<TenantTable> }]
    : []; // names come from the schema itself
});

/**
 * Deletes rows of a project from any table: at most `limit`, and no more bytes than one transaction
 * may read. Returns whether any may be left.
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

/** Unfinished deletions across all projects, for the cron that resumes them. */
export const oldestOrganizationDeletions = async (
  raw: GenericDatabaseReader<DataModel>,
  limit: number,
): Promise<Doc<"organizationDeletions">[]> =>
  await raw.query("organizationDeletions").withIndex("by_creation_time").take(limit);

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

/**
 * The retention settings of all projects that have one, by creation time, for the cron that purges
 * events and audit entries.
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
