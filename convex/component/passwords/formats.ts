/**
 * Password hash formats accepted on import. Must not import a hash function: a transaction checks
 * the format of imported hashes.
 *
 * - `$scrypt$ln=14,r=16,p=1$salt$key`: scrypt in PHC string format, base64 without padding; also
 *   our
 * own format
 * - `salt:key` in hexadecimal: Better Auth's format, with the salt used as text and the parameters
 * N 16384, r 16, p 1
 * - `$2b$10$…` (also `$2a$`, `$2y$`): bcrypt
 */
import { fromBase64, fromHex } from "./bytes";

export interface ScryptHash {
  readonly kind: "scrypt" | "betterAuth";
  readonly logN: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Uint8Array;
  readonly key: Uint8Array;
}
export type HashFormat = ScryptHash | { readonly kind: "bcrypt" };

const PHC_SCRYPT =
  /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{8,128})\$([A-Za-z0-9+/]{22,128})$/;
const BETTER_AUTH = /^([0-9a-f]{32}):([0-9a-f]{128})$/;
const BCRYPT = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;
/** The isolate has 64 MiB. */
const MAXIMUM_SCRYPT_BYTES = 40 * 2 ** 20;
/** With more passes, a comparison takes seconds. */
const MAXIMUM_SCRYPT_PASSES = 4;
const MAXIMUM_BCRYPT_COST = 14;

/** Null for any other format, and for parameters that exceed the isolate's memory or time. */
export function parseHashFormat(hash: string): HashFormat | null {
  const bcrypt = BCRYPT.exec(hash);
  if (bcrypt)
    return Number(bcrypt[1]) >= 4 && Number(bcrypt[1]) <= MAXIMUM_BCRYPT_COST
      ? { kind: "bcrypt" }
      : null;
  const own = BETTER_AUTH.exec(hash);
  if (own)
    return {
      kind: "betterAuth",
      logN: 14,
      r: 16,
      p: 1,
      salt: new TextEncoder().encode(own[1]),
      key: fromHex(own[2]!),
    };
  const [, logN, r, p, salt, key] = PHC_SCRYPT.exec(hash) ?? [];
  if (salt === undefined || key === undefined || salt.length % 4 === 1 || key.length % 4 === 1)
    return null;
  const format = {
    kind: "scrypt" as const,
    logN: Number(logN),
    r: Number(r),
    p: Number(p),
    salt: fromBase64(salt),
    key: fromBase64(key),
  };
  return isAffordable(format) ? format : null;
}

const isAffordable = ({ logN, r, p }: Pick<ScryptHash, "logN" | "r" | "p">): boolean =>
  logN >= 1 &&
  r >= 1 &&
  p >= 1 &&
  p <= MAXIMUM_SCRYPT_PASSES &&
  128 * r * 2 ** logN <= MAXIMUM_SCRYPT_BYTES;
