/**
 * The hash of new passwords: scrypt, about 150 ms and 32 MiB in pure JS. Only for actions, never for
 * transactions.
 */
import { scryptAsync } from "@noble/hashes/scrypt.js";
import { normalPassword } from "../core/passwordForm";
import { toBase64 } from "./bytes";
import type { ScryptHash } from "./formats";

/**
 * N = 2^14, r = 16: as strong as OWASP's N = 2^15, r = 8, in half of the isolate's memory. Can
 * simply be raised: the parameters are part of the hash, and stored hashes are upgraded at sign-in.
 */
export const CURRENT = { logN: 14, r: 16, p: 1 } as const;
const SALT_BYTES = 16;
export const KEY_BYTES = 32;

export async function hashPassword(password: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const key = await scrypt(normalPassword(password), { ...CURRENT, salt, keyBytes: KEY_BYTES });
  return `$scrypt$ln=${CURRENT.logN},r=${CURRENT.r},p=${CURRENT.p}$${toBase64(salt)}$${toBase64(key)}`;
}

/** As long as hashing takes, and nothing else. */
export const computeDecoyKey = async (text: string): Promise<void> => {
  await scrypt(text, { ...CURRENT, salt: new Uint8Array(SALT_BYTES), keyBytes: KEY_BYTES });
};

export const scrypt = async (
  text: string,
  {
    logN,
    r,
    p,
    salt,
    keyBytes,
  }: Pick<ScryptHash, "logN" | "r" | "p" | "salt"> & { keyBytes: number },
): Promise<Uint8Array> => await scryptAsync(text, salt, { N: 2 ** logN, r, p, dkLen: keyBytes });
