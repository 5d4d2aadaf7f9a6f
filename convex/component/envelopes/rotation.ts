/**
 * Replaces the key-encryption keys of a project: opens the next generation and re-wraps all data
 * keys under it, in batches. When the last one is done, the salts of earlier generations are
 * deleted, and copies of rows from before the rotation cannot be decrypted any more.
 */
import type { Doc } from "../_generated/dataModel";
import { acceptedSecretIds, type KeyWrapping } from "../core/secrets";
import type { RowFields, TenantReader, TenantWriter } from "../tenancy/database";
import { toKeyPlace } from "./envelope";
import { findNewestGeneration, loadKeyWrapping, openNextGeneration } from "./generations";

export type Rotation = RowFields<"keyRotations">;

/** A rotation without a batch for this long has lost its next one. */
const STALLED_AFTER_MS = 5 * 60_000;
/** More than a project has, because each rotation deletes those that nothing needs. */
const MAXIMUM_GENERATIONS = 100;
const MAXIMUM_COUNTED = 1_000;

interface Clocked {
  readonly db: TenantWriter;
  readonly now: number;
}

export const findRotation = async (db: TenantReader): Promise<Doc<"keyRotations"> | null> =>
  await db.range("keyRotations", "byProject").unique();

/** Opens the next generation; null if the project has no data key. */
export async function startRotation({ db, now }: Clocked): Promise<Rotation | null> {
  const newest = await findNewestGeneration(db);
  if (!newest) return null;
  const { generation } = await openNextGeneration(db, newest.generation, now);
  return await saveRotation(db, {
    ...{ generation, rotated: 0, failed: 0, startedAt: now, finishedAt: null },
    resumeAt: now + STALLED_AFTER_MS,
  });
}

/**
 * Re-wraps up to `batchSize` data keys, and ends the rotation when there are no more. A data key
 * that cannot be unwrapped keeps its generation, whose salt then stays as well.
 */
export async function rotateBatch(
  { db, now }: Clocked,
  rotation: Rotation,
  batchSize: number,
): Promise<Rotation> {
  const { generation } = rotation;
  const rows = await db
    .range("dataKeys", "byAttempt", (q) => q.lt("attemptedIn", generation))
    .take(batchSize + 1);
  const batch = rows.slice(0, batchSize);
  const wrappings = new WrappingsByGeneration(db);
  let rotated = 0;
  for (const row of batch) {
    const sealedKey = await rewrap(wrappings, row, generation).catch(() => null);
    if (sealedKey === null) await db.patch("dataKeys", row, { attemptedIn: generation });
    else {
      await db.patch("dataKeys", row, { sealedKey, generation, attemptedIn: generation });
      rotated++;
    }
  }
  const isDone = rows.length <= batchSize;
  if (isDone) await deleteUnusedGenerations(db, generation);
  return await saveRotation(db, {
    ...rotation,
    rotated: rotation.rotated + rotated,
    failed: rotation.failed + batch.length - rotated,
    secretIds: await acceptedSecretIds(),
    resumeAt: isDone ? null : now + STALLED_AFTER_MS,
    finishedAt: isDone ? now : null,
  });
}

/** How many data keys the rotation has not tried yet, counted up to 1,000. */
export async function countRemaining(
  db: TenantReader,
  { generation }: Pick<Rotation, "generation">,
): Promise<number> {
  const rows = db.range("dataKeys", "byAttempt", (q) => q.lt("attemptedIn", generation));
  return (await rows.take(MAXIMUM_COUNTED)).length;
}

/**
 * Whether the keys that the rotation could not unwrap can still not be unwrapped: they are there,
 * and the same secrets are accepted.
 */
export async function isStillIncomplete(
  db: TenantReader,
  { generation, failed, secretIds = [] }: Rotation,
): Promise<boolean> {
  if (failed === 0 || secretIds.join() !== (await acceptedSecretIds()).join()) return false;
  const earlier = db.range("dataKeys", "byGeneration", (q) => q.lt("generation", generation));
  return (await earlier.first()) !== null;
}

/** Derives the key of each generation once in a batch. */
class WrappingsByGeneration {
  private readonly wrappings = new Map<number, Promise<KeyWrapping>>();

  constructor(private readonly db: TenantReader) {}

  async load(generation: number): Promise<KeyWrapping> {
    const wrapping = this.wrappings.get(generation) ?? loadKeyWrapping(this.db, generation);
    this.wrappings.set(generation, wrapping);
    return await wrapping;
  }
}

async function rewrap(
  wrappings: WrappingsByGeneration,
  row: Doc<"dataKeys">,
  generation: number,
): Promise<string> {
  const from = await wrappings.load(row.generation);
  const to = await wrappings.load(generation);
  const place = toKeyPlace(row);
  return await to.wrap(await from.unwrap(row.sealedKey, place), place);
}

async function deleteUnusedGenerations(db: TenantWriter, newest: number): Promise<void> {
  const earlier = await db
    .range("keyGenerations", "byGeneration", (q) => q.lt("generation", newest))
    .take(MAXIMUM_GENERATIONS);
  for (const row of earlier) {
    const user = await db
      .range("dataKeys", "byGeneration", (q) => q.eq("generation", row.generation))
      .first();
    if (!user) await db.delete("keyGenerations", row);
  }
}

async function saveRotation(db: TenantWriter, fields: Rotation): Promise<Rotation> {
  const before = await findRotation(db);
  const { generation, rotated, failed, secretIds, resumeAt, startedAt, finishedAt } = fields;
  const row = { generation, rotated, failed, secretIds, resumeAt, startedAt, finishedAt };
  if (before) await db.patch("keyRotations", before, row);
  else await db.insert("keyRotations", row);
  return row;
}
