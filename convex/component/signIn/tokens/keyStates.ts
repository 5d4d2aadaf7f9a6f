/**
 * The states of a signing key. They follow from times when the key is used, so no job has to run
 * for a change:
 *
 * published → active (`JWKS_CACHE_MS` after publication) → retiring (a newer key is active) →
 * removed (`RETIRING_MS` later, when no verifier can need it)
 */

/** How long verifiers may cache a key set: the `max-age` of the JWKS response. */
export const JWKS_CACHE_MS = 300_000;
/** The longest `accessTokenDuration` a project can choose (configuration/contract.ts). */
const LONGEST_TOKEN_MS = 24 * 3_600_000;
/** A key signs its last token when its successor becomes active. */
const RETIRING_MS = JWKS_CACHE_MS + LONGEST_TOKEN_MS;

export interface KeyTimes {
  readonly createdAt: number;
  /** Absent in keys that predate rotation, which signed at once. */
  readonly signsFrom?: number;
}

export const signsFrom = ({ signsFrom: time, createdAt }: KeyTimes): number => time ?? createdAt;

/** The newest key that may sign; null when there is none. `keys`: newest first. */
export const activeKey = <K extends KeyTimes>(keys: readonly K[], now: number): K | null =>
  keys.find((key) => signsFrom(key) <= now) ?? null;

/** The keys in the JWKS. `keys`: newest first. */
export const publishedKeys = <K extends KeyTimes>(keys: readonly K[], now: number): readonly K[] =>
  keys.filter((_key, index) => {
    const successor = keys[index - 1];
    return successor === undefined || now < removedAt(successor);
  });

/** When the predecessor of this key leaves the JWKS. */
export const removedAt = (successor: KeyTimes): number => signsFrom(successor) + RETIRING_MS;
