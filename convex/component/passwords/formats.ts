/**
 * Password hash formats: ours, and those accepted on import. Must not import a hash function: a
 * transaction checks the format of imported hashes.
 *
 * - `$argon2id$v=19$m=19456,t=2,p=1$salt$key`: argon2id in PHC string format, base64 without padding;
 *   also our own format
 * - `$scrypt$ln=14,r=16,p=1$salt$key`: scrypt in PHC string format; our own format before
 * - `salt:key` in hexadecimal: Better Auth's format, with the salt used as text and the parameters
 *   N 16384, r 16, p 1
 * - `$2b$10$…` (also `$2a$`, `$2y$`): bcrypt
 */
import { fromBase64, fromHex } from "./bytes";

export interface Argon2Hash {
  readonly kind: "argon2id";
  /** In KiB. */
  readonly memorySize: number;
  readonly iterations: number;
  readonly parallelism: number;
  readonly salt: Uint8Array;
  readonly key: Uint8Array;
}
export interface ScryptHash {
  readonly kind: "scrypt" | "betterAuth";
  readonly logN: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Uint8Array;
  readonly key: Uint8Array;
}
export type HashFormat = Argon2Hash | ScryptHash | { readonly kind: "bcrypt" };

const PHC_ARGON2 =
  /^\$argon2id\$v=19\$m=(\d{1,6}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,128})\$([A-Za-z0-9+/]{22,128})$/;
const PHC_SCRYPT =
  /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{8,128})\$([A-Za-z0-9+/]{22,128})$/;
const BETTER_AUTH = /^([0-9a-f]{32}):([0-9a-f]{128})$/;
const BCRYPT = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;
/** The default of most libraries (RFC 9106, section 4, second choice). */
const MAXIMUM_ARGON2_KIB = 64 * 2 ** 10;
/** Memory times passes, which decides the time: 0.7 seconds here. */
const MAXIMUM_ARGON2_WORK = 4 * MAXIMUM_ARGON2_KIB;
const MAXIMUM_SCRYPT_BYTES = 40 * 2 ** 20;
/** With more passes, a comparison takes seconds. */
const MAXIMUM_SCRYPT_PASSES = 4;
const MAXIMUM_BCRYPT_COST = 14;

/**
 * Null for any other format, and for parameters with which one comparison would hold an action for
 * seconds or take more memory than an isolate may be expected to have.
 */
export function parseHashFormat(hash: string): HashFormat | null {
  const bcrypt = BCRYPT.exec(hash);
  if (bcrypt)
    return Number(bcrypt[1]) >= 4 && Number(bcrypt[1]) <= MAXIMUM_BCRYPT_COST
      ? { kind: "bcrypt" }
      : null;
  const betterAuth = BETTER_AUTH.exec(hash);
  if (betterAuth)
    return {
      kind: "betterAuth",
      logN: 14,
      r: 16,
      p: 1,
      salt: new TextEncoder().encode(betterAuth[1]),
      key: fromHex(betterAuth[2]!),
    };
  return parseArgon2(hash) ?? parseScrypt(hash);
}

function parseArgon2(hash: string): Argon2Hash | null {
  const [, m, t, p, salt, key] = PHC_ARGON2.exec(hash) ?? [];
  const bytes = parseSaltAndKey(salt, key);
  if (!bytes) return null;
  const [memorySize, iterations, parallelism] = [Number(m), Number(t), Number(p)];
  const isAffordable =
    iterations >= 1 &&
    parallelism >= 1 &&
    memorySize >= 8 * parallelism && // RFC 9106, section 3.1
    memorySize <= MAXIMUM_ARGON2_KIB &&
    memorySize * iterations <= MAXIMUM_ARGON2_WORK;
  return isAffordable ? { kind: "argon2id", memorySize, iterations, parallelism, ...bytes } : null;
}

function parseScrypt(hash: string): ScryptHash | null {
  const [, ln, blockSize, passes, salt, key] = PHC_SCRYPT.exec(hash) ?? [];
  const bytes = parseSaltAndKey(salt, key);
  if (!bytes) return null;
  const [logN, r, p] = [Number(ln), Number(blockSize), Number(passes)];
  const isAffordable =
    logN >= 1 &&
    r >= 1 &&
    p >= 1 &&
    p <= MAXIMUM_SCRYPT_PASSES &&
    128 * r * 2 ** logN <= MAXIMUM_SCRYPT_BYTES;
  return isAffordable ? { kind: "scrypt", logN, r, p, ...bytes } : null;
}

/** Null for texts that no bytes have in base64. */
function parseSaltAndKey(
  salt: string | undefined,
  key: string | undefined,
): Pick<Argon2Hash, "salt" | "key"> | null {
  if (salt === undefined || key === undefined || salt.length % 4 === 1 || key.length % 4 === 1)
    return null;
  return { salt: fromBase64(salt), key: fromBase64(key) };
}
