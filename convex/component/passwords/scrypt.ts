/**
 * Scrypt, for the hashes of earlier versions and of other systems. In WebAssembly, whose memory
 * does not count toward the isolate's 64 MiB of array buffers. Only for actions, never for
 * transactions.
 */
import { scrypt } from "hash-wasm";
import type { ScryptHash } from "./formats";

/** The key that `hash` would have if it were of this text. */
export const computeScryptKey = async (
  text: string,
  { logN, r, p, salt, key }: ScryptHash,
): Promise<Uint8Array> =>
  await scrypt({
    password: new TextEncoder().encode(text),
    salt,
    costFactor: 2 ** logN,
    blockSize: r,
    parallelism: p,
    hashLength: key.length,
    outputType: "binary",
  });
