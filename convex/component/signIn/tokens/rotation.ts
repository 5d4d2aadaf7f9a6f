/**
 * Replacing an issuer's signing key. A transaction cannot make a key, so it asks for one here and
 * an action makes it (signingKeys.ts); the key signs when every verifier can have read it.
 */
import { internal } from "../../_generated/api";
import { problem } from "../../core/errors";
import { MAXIMUM_SIGNING_KEYS } from "../../tenancy/deployment";
import type { JobContext } from "../../tenancy/functions";
import { activeKey, JWKS_CACHE_MS, publishedKeys, removedAt, signsFrom } from "./keyStates";
import type { KeyRow, KeyStore } from "./keyStore";

/** How long the action may take that makes the new key; afterwards the rotation can be repeated. */
const MAKING_MS = 60_000;

export interface Rotation {
  /** Null: the deployment's keys. */
  readonly projectId: string | null;
  /** The new key signs at once, and all others leave the JWKS at once. */
  readonly immediately: boolean;
}

/**
 * Answers when the new key begins to sign. Throws 409 `conflict` while an earlier rotation is
 * pending, and while so many keys are retiring that another one would push a used key out.
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
    "A rotation is pending: the new key does not sign yet. Wait, or rotate with now",
  );
}

/** Removed keys are deleted here, in case the job that does it was lost. */
async function assertRoom(keys: KeyStore, rows: readonly KeyRow[], now: number): Promise<void> {
  const published = await deleteRemoved(keys, rows, now);
  if (published.length < MAXIMUM_SIGNING_KEYS) return;
  const free = new Date(removedAt(published.at(-2)!)).toISOString(); // there are at least two
  throw problem(
    "conflict",
    `${MAXIMUM_SIGNING_KEYS} keys are in use, of which tokens are still valid: rotate after ${free}, or with now`,
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

/** When a key that is stored now begins to sign; null when none is asked for. */
export function newKeySignsFrom(rows: readonly KeyRow[], now: number): number | null {
  const [newest] = rows;
  if (!newest) return now;
  if (newest.rotationAskedAt === undefined) return null;
  // With no key that signs there is nothing to wait with.
  return activeKey(rows, now) ? now + JWKS_CACHE_MS : now;
}
