/**
 * The states of a signing key, decided by times when a key is used, so that no job has to run for
 * one to change:
 *
 * published → active (`JWKS_CACHE_MS` after it was published) → retiring (a newer key is active)
 * → removed (`RETIRING_MS` later, when no verifier can need it)
 */

/** How long a verifier may keep a key set: the `max-age` of the JWKS response. */
export const JWKS_CACHE_MS = 300_000;
/** The longest `accessTokenDuration` that a project can choose (configuration/contract.ts). */
export const LONGEST_TOKEN_MS = 24 * 3_600_000;
/** The last token of a key was signed when its successor became active. */
export const RETIRING_MS = JWKS_CACHE_MS + LONGEST_TOKEN_MS;

export interface KeyTimes {
  readonly createdAt: number;
  /** Keys from before there was a rotation have none: they signed at once. */
  readonly signsFrom?: number;
}

export const signsFrom = ({ signsFrom: time, createdAt }: KeyTimes): number => time ?? createdAt;

/** The newest key that signs; null when there is none yet. `keys` newest first. */
export const activeKey = <K extends KeyTimes>(keys: readonly K[], now: number): K | null =>
  keys.find((key) => signsFrom(key) <= now) ?? null;

/** What the JWKS shows. `keys` newest first. */
export const publishedKeys = <K extends KeyTimes>(keys: readonly K[], now: number): readonly K[] =>
  keys.filter((_key, index) => {
    const successor = keys[index - 1];
    return successor === undefined || now < removedAt(successor);
  });

/** When the key that this one replaces leaves the JWKS. */
export const removedAt = (successor: KeyTimes): number => signsFrom(successor) + RETIRING_MS;
