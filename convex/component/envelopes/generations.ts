/** The generations of a project's key-encryption keys. */
import type { Doc } from "../_generated/dataModel";
import { keyWrapping, newSalt, type KeyWrapping } from "../core/secrets";
import type { TenantReader, TenantWriter } from "../tenancy/database";

/**
 * The generation that wraps new data keys; null before the first one. Every write of a data key
 * reads it, so a write that runs while the next generation is opened is retried.
 */
export const findNewestGeneration = async (
  db: TenantReader,
): Promise<Doc<"keyGenerations"> | null> =>
  await db.range("keyGenerations", "byGeneration", undefined, "desc").first();

/** The newest generation with its key; opens the first one where there is none. */
export async function requireNewestKey(db: TenantWriter, now: number): Promise<GenerationKey> {
  const row = (await findNewestGeneration(db)) ?? (await openNextGeneration(db, 0, now));
  return { generation: row.generation, ...keyWrapping({ ...row, projectId: db.projectId }) };
}

export interface GenerationKey extends KeyWrapping {
  readonly generation: number;
}

export const openNextGeneration = async (db: TenantWriter, last: number, now: number) =>
  await db.insert("keyGenerations", { generation: last + 1, salt: newSalt(), createdAt: now });

/** Throws if the generation was destroyed, so that what it wrapped cannot be read any more. */
export async function loadKeyWrapping(db: TenantReader, generation: number): Promise<KeyWrapping> {
  const row = await findGeneration(db, generation);
  if (!row) throw new Error(`Key generation ${generation} was destroyed.`);
  return keyWrapping(row);
}

export const findGeneration = async (
  db: TenantReader,
  generation: number,
): Promise<Doc<"keyGenerations"> | null> =>
  await db.range("keyGenerations", "byGeneration", (q) => q.eq("generation", generation)).unique();
