/**
 * Compares passwords with stored hashes. Hashes of earlier versions and imported ones are compared
 * in their own format and replaced by ours at the next sign-in. Only for actions, never for
 * transactions: they lack the time, and the dynamic imports of algorithms that few hashes need.
 */
import { isWellFormed } from "../core/text";
import { equalBytes } from "./bytes";
import { parseHashFormat, type HashFormat } from "./formats";
import { normalPassword } from "../core/passwordForm";
import { computeArgon2Key, computeDecoyKey, CURRENT, KEY_BYTES } from "./argon2";

/** bcrypt ignores everything after this many bytes. */
const BCRYPT_BYTES = 72;

/**
 * Computes as many hashes as a wrong password takes, so that timing does not reveal unknown
 * accounts: in the format of the hash `like`, or that of new hashes. Returns a hash that no password
 * matches.
 */
export async function computeDecoyHash(password: string, like?: string): Promise<string> {
  if (like !== undefined) await verifyPassword(password, like);
  else for (const text of getCandidateTexts(password)) await computeDecoyKey(text);
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
  switch (format.kind) {
    case "argon2id": {
      const key = await computeArgon2Key(text, { ...format, keyBytes: format.key.length });
      return equalBytes(key, format.key);
    }
    case "bcrypt": {
      const { compare } = await import("bcryptjs");
      // bcrypt repeats the password with a NUL in between, so `x` and `x NUL x` have the same hash.
      return (await compare(text, hash)) && !text.includes("\0");
    }
    default: {
      const { computeScryptKey } = await import("./scrypt");
      return equalBytes(await computeScryptKey(text, format), format.key);
    }
  }
}

const isCurrent = (format: HashFormat): boolean =>
  format.kind === "argon2id" &&
  format.memorySize === CURRENT.memorySize &&
  format.iterations === CURRENT.iterations &&
  format.parallelism === CURRENT.parallelism &&
  format.key.length === KEY_BYTES;
