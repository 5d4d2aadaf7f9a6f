/**
 * Hashes of passwords: scrypt with its parameters inside the hash (about 150 ms and 32 MiB in pure
 * JS), so that they can be raised and older ones are told apart. Hashes that come from elsewhere
 * are compared as they are, and replaced by ours when their owner signs in. Runs outside of
 * transactions, in actions alone.
 */
import { scryptAsync } from "@noble/hashes/scrypt.js";
import { compare } from "bcryptjs";
import { isWellFormed } from "../core/wellFormed";
import { equalBytes, toBase64 } from "./bytes";
import { formatOf, type HashFormat, type ScryptHash } from "./formats";
import { normalPassword } from "../core/passwordForm";

/**
 * N = 2^14, r = 16: as strong as OWASP's 2^15 and 8, and half of the isolate's memory. Raising them
 * is enough: what is stored is upgraded at sign-in.
 */
const CURRENT = { logN: 14, r: 16, p: 1 } as const;
const SALT_BYTES = 16;
const KEY_BYTES = 32;

/** bcrypt looks at no more than these. */
const BCRYPT_BYTES = 72;

export async function hashPassword(password: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const key = await scrypt(normalPassword(password), { ...CURRENT, salt, keyBytes: KEY_BYTES });
  return `$scrypt$ln=${CURRENT.logN},r=${CURRENT.r},p=${CURRENT.p}$${toBase64(salt)}$${toBase64(key)}`;
}

/**
 * As many hashes as comparing a wrong password takes, so that an unknown account answers no sooner.
 * The answer is a hash that no password matches.
 */
export async function uselessHash(password: string): Promise<string> {
  for (const text of textsOf(password))
    await scrypt(text, { ...CURRENT, salt: new Uint8Array(SALT_BYTES), keyBytes: KEY_BYTES });
  return "";
}

/**
 * Compares the normal form and, where it differs, the text as it was typed: another system may have
 * hashed that. `outdated`: the password is right, and its hash should be made anew. A hash of no
 * known form matches nothing.
 */
export async function verifyPassword(
  password: string,
  hash: string,
): Promise<{ matches: boolean; outdated: boolean }> {
  const format = formatOf(hash);
  if (!format) return { matches: false, outdated: false };
  for (const text of textsOf(password)) {
    if (!(await compareWith(format, text, hash)) || !isWellFormed(text)) continue;
    const isNormal = text === normalPassword(password);
    return { matches: true, outdated: !(isNormal && isCurrent(format)) && isWhole(format, text) };
  }
  return { matches: false, outdated: false };
}

/** What a hash may have been made of. */
const textsOf = (password: string): Set<string> => new Set([normalPassword(password), password]);

/**
 * False where bcrypt may have compared a beginning only: the owner's password may go on differently,
 * and a new hash of this one would lock the owner out.
 */
const isWhole = (format: HashFormat, text: string): boolean =>
  format.kind !== "bcrypt" || new TextEncoder().encode(text).length < BCRYPT_BYTES;

async function compareWith(format: HashFormat, text: string, hash: string): Promise<boolean> {
  // bcrypt repeats the password with a NUL between, so `x` and `x NUL x` have one hash.
  if (format.kind === "bcrypt") return (await compare(text, hash)) && !text.includes("\0");
  const key = await scrypt(text, { ...format, salt: format.salt, keyBytes: format.key.length });
  return equalBytes(key, format.key);
}

const isCurrent = (format: HashFormat): boolean =>
  format.kind === "scrypt" &&
  format.logN === CURRENT.logN &&
  format.r === CURRENT.r &&
  format.p === CURRENT.p &&
  format.key.length === KEY_BYTES;

const scrypt = async (
  text: string,
  {
    logN,
    r,
    p,
    salt,
    keyBytes,
  }: Pick<ScryptHash, "logN" | "r" | "p" | "salt"> & { keyBytes: number },
): Promise<Uint8Array> => await scryptAsync(text, salt, { N: 2 ** logN, r, p, dkLen: keyBytes });
