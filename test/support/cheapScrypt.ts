/**
 * In every test, but for those that are about the hashes and unmock it: a hash of the runtime's own
 * costs next to nothing. The suite makes thousands, and a tenth of a second of computing each was
 * the largest part of what signs in. Hashes of other parameters, as other systems store them, are
 * the real ones.
 */
import { scrypt, type ScryptOptions } from "node:crypto";
import { promisify } from "node:util";
import { vi } from "vitest";

const derive = promisify<string, Uint8Array, number, ScryptOptions, Buffer>(scrypt);

type Parameters = Record<"N" | "r" | "p" | "dkLen", number>;

/** What the runtime hashes with: passwords.test.ts asserts it. */
const isOwn = ({ N, r, p, dkLen }: Parameters) =>
  N === 2 ** 14 && r === 16 && p === 1 && dkLen === 32;

vi.mock("@noble/hashes/scrypt.js", () => ({
  scryptAsync: async (password: string, salt: Uint8Array, parameters: Parameters) => {
    const { N, r, p, dkLen } = parameters;
    const cost = isOwn(parameters) ? { N: 2, r: 1, p: 1 } : { N, r, p, maxmem: 2 ** 30 };
    return new Uint8Array(await derive(password, salt, dkLen, cost));
  },
}));
