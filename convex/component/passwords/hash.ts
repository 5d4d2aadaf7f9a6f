/**
 * Password hashing with scrypt (about 150 ms and 32 MiB in pure JS). The parameters are part of the
 * hash, so they can be raised and outdated hashes detected. Imported hashes are compared in their
 * own format and replaced by ours at the next sign-in. Only for actions, never for transactions.
 */
import { scryptAsync } from "@noble/hashes/scrypt.js";
import { compare } from "bcryptjs";
import { isWellFormed } from "../core/text";
import { equalBytes, toBase64 } from "./bytes";
import { parseHashFormat, type HashFormat, type ScryptHash } from "./formats";
import { normalPassword } from "../core/passwordForm";

/**
 * N = 2^14, r = 16: as strong as OWASP's N = 2^15, r = 8, in half of the isolate's memory. Can
 * simply be raised: stored hashes are upgraded at sign-in.
 */
const CURRENT = { logN: 14, r: 16, p: 1 } as const;
const SALT_BYTES = 16;
const KEY_BYTES = 32;

/** bcrypt ignores everything after this many bytes. */
const BCRYPT_BYTES = 72;

export async function hashPassword(password: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const key = await scrypt(normalPassword(password), { ...CURRENT, salt, keyBytes: KEY_BYTES });
  return `$scrypt$ln=${CURRENT.logN},r=${CURRENT.r},p=${CURRENT.p}$${toBase64(salt)}$${toBase64(key)}`;
}

/**
 * Computes as many hashes as a wrong password takes, so that timing does not reveal unknown
 * accounts. Returns a hash that no password matches.
 */
export async function computeDecoyHash(password: string): Promise<string> {
  for (const text of getCandidateTexts(password))
    await scrypt(text, { ...CURRENT, salt: new Uint8Array(SALT_BYTES), keyBytes: KEY_BYTES });
  return "";
}

/**
 * Compares the normalized password and, if different, the text as typed, which another system may
 * have hashed. `outdated` means that the password is correct and its hash should be replaced. A
 * hash in an unknown format matches nothing.
 */
export async function verifyPassword(
  password: string,
  hash: string,
): Promise<{ matches: boolean; outdated: boolean }> {
  const format = parseHashFormat(hash);
  if (!format) return { matches: false, outdated: false };
  for (const text of getCandidateTexts(password)) {
    if (!(await compareWith(format, text, hash)) || !isWellFormed(text)) continue;
    const isNormal = text === normalPassword(password);
    return {
      matches: true,
      outdated: !(isNormal && isCurrent(format)) && isFullyCompared(format, text),
    };
  }
  return { matches: false, outdated: false };
}

/** The forms of a password that a hash may have been made from. */
const getCandidateTexts = (password: string): Set<string> =>
  new Set([normalPassword(password), password]);

/**
 * False where bcrypt may have compared only a prefix: the actual password may continue differently,
 * and a new hash of this one would lock its owner out.
 */
const isFullyCompared = (format: HashFormat, text: string): boolean =>
  format.kind !== "bcrypt" || new TextEncoder().encode(text).length < BCRYPT_BYTES;

async function compareWith(format: HashFormat, text: string, hash: string): Promise<boolean> {
  // bcrypt repeats the password with a NUL in between, so `x` and `x NUL x` have the same hash.
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
