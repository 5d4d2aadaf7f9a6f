/** The only reads before a project is known. Only caller.ts may import this file. */
import type { GenericDatabaseReader } from "convex/server";
import type { DataModel, Doc } from "../_generated/dataModel";

type Database = GenericDatabaseReader<DataModel>;

export async function findApiKey(db: Database, hash: string): Promise<Doc<"apiKeys"> | null> {
  return await db
    .query("apiKeys")
    .withIndex("byHash", (q) => q.eq("hash", hash))
    .unique();
}

/** Client ids are public: one selects a project and grants nothing. */
export async function findAuthClient(db: Database, id: string): Promise<Doc<"authClients"> | null> {
  return await db
    .query("authClients")
    .withIndex("byClientId", (q) => q.eq("id", id))
    .unique();
}

/** The project that serves paths without a project. Configured explicitly, never guessed. */
export async function findDefaultProjectId(db: Database): Promise<string | null> {
  return (
    (await db.query("deployment").withIndex("by_creation_time").first())?.defaultProjectId ?? null
  );
}

export async function findProject(db: Database, id: string): Promise<Doc<"projects"> | null> {
  return await db
    .query("projects")
    .withIndex("byId", (q) => q.eq("id", id))
    .unique();
}
