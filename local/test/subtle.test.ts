import { webcrypto } from "node:crypto";
import { expect, test } from "vitest";
import { subtle } from "../src/runtime/subtle";

const bytes = (length: number) => webcrypto.getRandomValues(new Uint8Array(length));
const HASHES = ["SHA-1", "SHA-256", "SHA-384", "SHA-512"];
const LENGTHS = [0, 1, 63, 64, 1_000, 16 * 1024, 16 * 1024 + 1];

const importKey = async (hash: string, usages: KeyUsage[]) =>
  await webcrypto.subtle.importKey("raw", bytes(32), { name: "HMAC", hash }, true, usages);

test("hashes are those of Web Crypto, of any length, spelling and form of the data", async () => {
  for (const hash of HASHES)
    for (const length of LENGTHS) {
      const data = bytes(length);
      const expected = await webcrypto.subtle.digest(hash, data);
      const padded = new Uint8Array(length + 5);
      padded.set(data, 2);
      const forms = [data, data.buffer, new DataView(padded.buffer, 2, length)];
      for (const form of forms)
        for (const algorithm of [hash, { name: hash.toLowerCase() }])
          expect(await subtle.digest(algorithm, form)).toEqual(expected);
    }
});

test("authentication codes are those of Web Crypto, and only the right one is accepted", async () => {
  for (const hash of HASHES) {
    const key = await importKey(hash, ["sign", "verify"]);
    for (const length of LENGTHS) {
      const data = bytes(length);
      const code = await subtle.sign("HMAC", key, data);
      expect(code).toEqual(await webcrypto.subtle.sign("HMAC", key, data));
      expect(await subtle.verify({ name: "hmac" }, key, code, data)).toBe(true);
      expect(await subtle.verify("HMAC", key, code.slice(1), data)).toBe(false);
      const changed = new Uint8Array(code.slice(0));
      changed[0]! ^= 1; // a code has bytes
      expect(await subtle.verify("HMAC", key, changed, data)).toBe(false);
    }
  }
});

test("an answer is a buffer of its own", async () => {
  const first = new Uint8Array(await subtle.digest("SHA-256", bytes(1)));
  expect(first.buffer.byteLength).toBe(32);
  const before = [...first];
  await subtle.digest("SHA-256", bytes(1));
  expect([...first]).toEqual(before);
});

test("what is not allowed is rejected as by Web Crypto", async () => {
  const verifying = await importKey("SHA-256", ["verify"]);
  const signing = await importKey("SHA-256", ["sign"]);
  const { privateKey } = await webcrypto.subtle.generateKey(
    { name: "ECDSA", namedCurve: "P-256" },
    true,
    ["sign"],
  );
  const data = bytes(8);
  const cases = [
    [async () => await subtle.sign("HMAC", verifying, data), "InvalidAccessError"],
    [async () => await subtle.verify("HMAC", signing, data, data), "InvalidAccessError"],
    [async () => await subtle.sign("HMAC", privateKey, data), "InvalidAccessError"],
    [async () => await subtle.digest("MD5", data), "NotSupportedError"],
    [async () => await subtle.digest("SHA-256", "text" as unknown as BufferSource), "TypeError"],
  ] as const;
  for (const [attempt, name] of cases) await expect(attempt()).rejects.toMatchObject({ name });
});
