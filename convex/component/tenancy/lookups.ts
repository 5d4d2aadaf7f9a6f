/**
 * The only reads that happen before a project is known. Imported by caller.ts alone.
 */
import type { GenericDatabaseReader } from "convex/server";
import type { DataModel, Doc } from "../_generated/dataModel";

type Database = GenericDatabaseReader<DataModel>;

export async function findApiKey(db: Database, hash: string): Promise<Doc<"apiKeys"> | null> {
  return await db
    .query("apiKeys")
    .withIndex("byHash", (q) => q.eq("hash", hash))
    .unique();
}

export async function findProject(db: Database, id: string): Promise<Doc<"projects"> | null> {
  return await db
    .query("projects")
    .withIndex("byId", (q) => q.eq("id", id))
    .unique();
}
