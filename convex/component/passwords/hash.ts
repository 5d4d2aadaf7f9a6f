/**
 * Hashes of passwords: scrypt with its parameters inside the hash (about 150 ms and 32 MiB in pure
 * JS), so that they can be raised and older ones are told apart. Hashes that come from elsewhere
 * are compared as they are, and replaced by ours when their owner signs in. Runs outside of
 * transactions, in actions alone.
 */
import { scryptAsync } from "@noble/hashes/scrypt.js";
import { compare } from "bcryptjs";
import { equalBytes, toBase64 } from "./bytes";
import { formatOf, type HashFormat, type ScryptHash } from "./formats";

/**
 * N = 2^14, r = 16: as strong as OWASP's 2^15 and 8, and half of the isolate's memory. Raising them
 * is enough: what is stored is upgraded at sign-in.
 */
const CURRENT = { logN: 14, r: 16, p: 1 } as const;
const SALT_BYTES = 16;
const KEY_BYTES = 32;

export async function hashPassword(password: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const key = await scrypt(password, { ...CURRENT, salt, keyBytes: KEY_BYTES });
  return `$scrypt$ln=${CURRENT.logN},r=${CURRENT.r},p=${CURRENT.p}$${toBase64(salt)}$${toBase64(key)}`;
}

/**
 * `outdated`: the password is right, and its hash should be made anew. A hash of no known form
 * matches nothing.
 */
export async function verifyPassword(
  password: string,
  hash: string,
): Promise<{ matches: boolean; outdated: boolean }> {
  const format = formatOf(hash);
  if (!format) return { matches: false, outdated: false };
  const matches = await compareWith(format, password, hash);
  return { matches, outdated: matches && !isCurrent(format) };
}

async function compareWith(format: HashFormat, password: string, hash: string): Promise<boolean> {
  if (format.kind === "bcrypt") return await compare(password, hash);
  const key = await scrypt(password, { ...format, salt: format.salt, keyBytes: format.key.length });
  return equalBytes(key, format.key);
}

const isCurrent = (format: HashFormat): boolean =>
  format.kind === "scrypt" &&
  format.logN === CURRENT.logN &&
  format.r === CURRENT.r &&
  format.p === CURRENT.p &&
  format.key.length === KEY_BYTES;

/**
 * The same password typed on two keyboards may differ in composition: NFKC, as NIST 800-63B and
 * Better Auth do.
 */
const scrypt = async (
  password: string,
  {
    logN,
    r,
    p,
    salt,
    keyBytes,
  }: Pick<ScryptHash, "logN" | "r" | "p" | "salt"> & { keyBytes: number },
): Promise<Uint8Array> =>
  await scryptAsync(password.normalize("NFKC"), salt, { N: 2 ** logN, r, p, dkLen: keyBytes });
