/**
 * The rows of a project in all tables. Evaluates the definitions of all tables, which other functions
 * should not (docs/decisions/0027).
 */
import type { GenericDatabaseWriter } from "convex/server";
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
