/**
 * In every test, but for those that are about the hashes and unmock it: a hash of the runtime's own
 * costs next to nothing. The suite makes thousands, and a tenth of a second of computing each was
 * the largest part of what signs in. Hashes of other parameters, as other systems store them, are
 * the real ones.
 */
import { scrypt, type ScryptOptions } from "node:crypto";
import { promisify } from "node:util";
import { vi } from "vitest";

const derive = promisify<Uint8Array, Uint8Array, number, ScryptOptions, Buffer>(scrypt);

interface Options {
  readonly password: Uint8Array;
  readonly salt: Uint8Array;
  readonly memorySize: number;
  readonly iterations: number;
  readonly parallelism: number;
  readonly hashLength: number;
}

/** What the runtime hashes with: passwords.test.ts asserts it. */
const isOwn = ({ memorySize, iterations, parallelism, hashLength }: Options) =>
  memorySize === 19_456 && iterations === 2 && parallelism === 1 && hashLength === 32;

vi.mock("hash-wasm", async (load) => {
  const real: typeof import("hash-wasm") = await load();
  return {
    ...real,
    argon2id: async (options: Options) =>
      isOwn(options)
        ? new Uint8Array(
            await derive(options.password, options.salt, options.hashLength, { N: 2, r: 1, p: 1 }),
          )
        : await real.argon2id({ ...options, outputType: "binary" }),
  };
});
