/**
 * The hash of new passwords: argon2id in WebAssembly, about 100 ms and 19 MiB
 * (docs/decisions/0022). Only for actions, never for transactions.
 */
import { argon2id } from "hash-wasm";
import { normalPassword } from "../core/passwordForm";
import { toBase64 } from "./bytes";
import type { Argon2Hash } from "./formats";

/**
 * OWASP's second choice of argon2id: 19 MiB in KiB, two passes, one lane. Can simply be raised: the
 * parameters are part of the hash, and stored hashes are upgraded at sign-in.
 */
export const CURRENT = { memorySize: 19_456, iterations: 2, parallelism: 1 } as const;
const SALT_BYTES = 16;
export const KEY_BYTES = 32;

/** Returns the hash in PHC string format. */
export async function hashPassword(password: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const key = await computeArgon2Key(normalPassword(password), {
    ...CURRENT,
    salt,
    keyBytes: KEY_BYTES,
  });
  const { memorySize: m, iterations: t, parallelism: p } = CURRENT;
  return `$argon2id$v=19$m=${m},t=${t},p=${p}$${toBase64(salt)}$${toBase64(key)}`;
}

/** As long as hashing takes, and nothing else. */
export const computeDecoyKey = async (text: string): Promise<void> => {
  await computeArgon2Key(text, {
    ...CURRENT,
    salt: new Uint8Array(SALT_BYTES),
    keyBytes: KEY_BYTES,
  });
};

/**
 * An empty text takes as long and has an empty key, which no hash has: the library refuses it.
 *
 * The instance of the WebAssembly module, and with it the memory, belongs to this call alone: V8
 * frees it afterwards. It does not count toward the isolate's 64 MiB of array buffers.
 */
export async function computeArgon2Key(
  text: string,
  { keyBytes, ...parameters }: Omit<Argon2Hash, "kind" | "key"> & { keyBytes: number },
): Promise<Uint8Array> {
  const password = text === "" ? new Uint8Array(1) : new TextEncoder().encode(text);
  const key = await argon2id({
    ...parameters,
    password,
    hashLength: keyBytes,
    outputType: "binary",
  });
  return text === "" ? new Uint8Array() : key;
}
