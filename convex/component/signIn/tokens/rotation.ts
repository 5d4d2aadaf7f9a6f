/**
 * Rotation of an issuer's signing key. A mutation cannot generate a key, so the rotation is
 * requested here and an action generates the key (signingKeys.ts). The key starts to sign once
 * every verifier can have read it.
 */
import { internal } from "../../_generated/api";
import { problem } from "../../core/errors";
import { MAXIMUM_SIGNING_KEYS } from "../../tenancy/deployment";
import type { JobContext } from "../../tenancy/functions";
import { activeKey, JWKS_CACHE_MS, publishedKeys, removedAt, signsFrom } from "./keyStates";
import type { KeyRow, KeyStore } from "./keyStore";

/** How long generating the key may take; afterwards the rotation can be requested again. */
const MAKING_MS = 60_000;

export interface Rotation {
  /** Null: the deployment's keys. */
  readonly projectId: string | null;
  /** The new key signs at once, and all others leave the JWKS at once. */
  readonly immediately: boolean;
}

/**
 * Returns when the new key starts to sign. Throws 409 `conflict` while an earlier rotation is
 * pending, or when so many keys are retiring that another one would push out a key in use.
 */
export async function rotateSigningKeys(
  keys: KeyStore,
  scheduler: JobContext["scheduler"],
  { projectId, immediately }: Rotation,
  now: number,
): Promise<number> {
  const rows = await keys.all();
  const [newest] = rows;
  if (immediately) for (const row of rows) await keys.delete(row);
  else if (newest) {
    assertNotPending(newest, now);
    await assertRoom(keys, rows, now);
    await keys.markRotation(newest, now);
  }
  await scheduler.runAfter(0, internal.signIn.tokens.signingKeys.make, { projectId });
  return immediately || !newest ? now : now + JWKS_CACHE_MS;
}

function assertNotPending(newest: KeyRow, now: number): void {
  const isBeingMade =
    newest.rotationAskedAt !== undefined && now < newest.rotationAskedAt + MAKING_MS;
  if (!isBeingMade && signsFrom(newest) <= now) return;
  throw problem(
    "conflict",
    "A rotation is pending: the new key is not active yet. Try again later, or rotate with now",
  );
}

/** Deletes removed keys first, in case the job that does so was lost. */
async function assertRoom(keys: KeyStore, rows: readonly KeyRow[], now: number): Promise<void> {
  const published = await deleteRemoved(keys, rows, now);
  if (published.length < MAXIMUM_SIGNING_KEYS) return;
  const free = new Date(removedAt(published.at(-2)!)).toISOString(); // there are at least two keys
  throw problem(
    "conflict",
    `Tokens of ${MAXIMUM_SIGNING_KEYS} keys are still valid; rotate after ${free}, or rotate with now`,
  );
}

export async function deleteRemoved(
  keys: KeyStore,
  rows: readonly KeyRow[],
  now: number,
): Promise<readonly KeyRow[]> {
  const published = publishedKeys(rows, now);
  for (const row of rows) if (!published.includes(row)) await keys.delete(row);
  return published;
}

/** When a key stored now starts to sign; null when no key is requested. */
export function newKeySignsFrom(rows: readonly KeyRow[], now: number): number | null {
  const [newest] = rows;
  if (!newest) return now;
  if (newest.rotationAskedAt === undefined) return null;
  // Without an active key there is no reason to wait.
  return activeKey(rows, now) ? now + JWKS_CACHE_MS : now;
}
