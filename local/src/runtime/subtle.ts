import { createHash, createHmac, KeyObject, timingSafeEqual, webcrypto } from "node:crypto";

/** Longer data is left to Node's threads, so that others need not wait for it. */
const MAX_BYTES = 16 * 1024;

const hashes: ReadonlyMap<string, string> = new Map([
  ["SHA-1", "sha1"],
  ["SHA-256", "sha256"],
  ["SHA-384", "sha384"],
  ["SHA-512", "sha512"],
]);

type Algorithm = string | { readonly name?: unknown } | null | undefined;

/**
 * Node runs every operation of Web Crypto as a job of its thread pool, whose start and end took a
 * fifteenth of a request. Hashes and HMACs of short data take microseconds, so they are computed at
 * once. What these functions do not know goes to Node, also for its errors.
 */
export const subtle = new Proxy(webcrypto.subtle, {
  get: (node, name) => {
    if (name === "digest") return digest;
    if (name === "sign") return sign;
    if (name === "verify") return verify;
    const value: unknown = Reflect.get(node, name, node);
    return typeof value === "function" ? (value.bind(node) as unknown) : value;
  },
});

async function digest(algorithm: Algorithm, data: BufferSource): Promise<ArrayBuffer> {
  const hash = hashes.get(algorithmName(algorithm));
  const bytes = shortBytes(data);
  if (hash === undefined || bytes === null)
    return await webcrypto.subtle.digest(algorithm as string, data);
  return toArrayBuffer(createHash(hash).update(bytes).digest());
}

async function sign(algorithm: Algorithm, key: CryptoKey, data: BufferSource) {
  const code = authenticationCode(algorithm, key, data, "sign");
  if (code === null) return await webcrypto.subtle.sign(algorithm as string, key, data);
  return toArrayBuffer(code);
}

async function verify(
  algorithm: Algorithm,
  key: CryptoKey,
  signature: BufferSource,
  data: BufferSource,
) {
  const given = shortBytes(signature);
  const code = given && authenticationCode(algorithm, key, data, "verify");
  if (!given || !code)
    return await webcrypto.subtle.verify(algorithm as string, key, signature, data);
  return given.length === code.length && timingSafeEqual(given, code);
}

/** Null for another algorithm, or a key that must not be used so. */
function authenticationCode(
  algorithm: Algorithm,
  key: unknown,
  data: BufferSource,
  usage: "sign" | "verify",
): Buffer | null {
  const bytes = shortBytes(data);
  if (bytes === null || algorithmName(algorithm) !== "HMAC") return null;
  if (!(key instanceof CryptoKey) || key.type !== "secret" || !key.usages.includes(usage))
    return null;
  const { name, hash: named } = key.algorithm as { name: string; hash?: { name: string } }; // an HMAC key has a hash
  const hash = named && hashes.get(named.name);
  if (name !== "HMAC" || hash === undefined) return null;
  return createHmac(hash, KeyObject.from(key)).update(bytes).digest();
}

function algorithmName(algorithm: Algorithm): string {
  const name = typeof algorithm === "string" ? algorithm : algorithm?.name;
  return typeof name === "string" ? name.toUpperCase() : "";
}

function shortBytes(data: unknown): Uint8Array | null {
  if (ArrayBuffer.isView(data)) {
    const { buffer, byteOffset, byteLength } = data;
    return byteLength <= MAX_BYTES && buffer instanceof ArrayBuffer
      ? new Uint8Array(buffer, byteOffset, byteLength)
      : null;
  }
  return data instanceof ArrayBuffer && data.byteLength <= MAX_BYTES ? new Uint8Array(data) : null;
}

/** A copy: Node's buffers may share their memory with others. */
const toArrayBuffer = (bytes: Buffer): ArrayBuffer => new Uint8Array(bytes).buffer;
