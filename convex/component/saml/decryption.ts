import {
  type ContentAlgorithm,
  contentAlgorithms,
  maskFunctions,
  oaepDigests,
  RSA_OAEP,
  RSA_OAEP_MGF1P,
} from "./algorithms";
import { decodeBase64, decodePem } from "./base64";
import { decodeUtf8 } from "./encoding";
import { SamlFault } from "./fault";
import { ASSERTION, DSIG, XENC, XENC11 } from "./namespaces";
import { childrenNamed, descendants, findAttribute, hasName, readText } from "./xml/navigation";
import type { XmlElement } from "./xml/tree";

const ELEMENT_TYPE = `${XENC}Element`;
const BLOCK_BYTES = 16;
const GCM_NONCE_BYTES = 12;

type Bytes = Uint8Array<ArrayBuffer>;

/** One fault for all that can go wrong with a key, so that answers say nothing about a plaintext. */
export const decryptionFault = (): SamlFault =>
  new SamlFault(
    "decryption",
    "The assertion cannot be decrypted with the service provider's key, or what it contains is not a signed assertion.",
  );

/** Decrypts an EncryptedAssertion and returns the XML in it. Keys are PKCS#8 PEM. */
export async function decryptAssertion(
  encrypted: XmlElement,
  keys: readonly string[],
): Promise<string> {
  const { data, encryptedKey } = findParts(encrypted);
  const algorithm = contentAlgorithms.get(readMethod(data).algorithm);
  if (!algorithm)
    throw new SamlFault("encryption-algorithm", "The assertion's encryption is not accepted.");
  const hash = readOaepHash(encryptedKey);
  const wrapped = readCipherValue(encryptedKey);
  const cipher = readCipherValue(data);
  const contentKey = await unwrapKey(wrapped, { hash, keys, keyBytes: algorithm.keyBytes });
  const bytes = await decryptContent(cipher, contentKey, algorithm).catch(() => null);
  const text = bytes && decodeUtf8(bytes);
  if (text === null) throw decryptionFault();
  return text;
}

/** The EncryptedData, and the one EncryptedKey inside it or beside it. */
function findParts(encrypted: XmlElement): { data: XmlElement; encryptedKey: XmlElement } {
  const [data, ...others] = childrenNamed(encrypted, XENC, "EncryptedData");
  const [encryptedKey, ...otherKeys] = [...descendants(encrypted)].filter((each) =>
    hasName(each, XENC, "EncryptedKey"),
  );
  const place = encryptedKey?.parent;
  const isPlaced =
    place === encrypted || (place && hasName(place, DSIG, "KeyInfo") && place.parent === data);
  if (!data || others.length > 0 || !encryptedKey || otherKeys.length > 0 || !isPlaced)
    throw new SamlFault(
      "unexpected-content",
      "EncryptedAssertion must have one EncryptedData with one EncryptedKey.",
    );
  if ((findAttribute(data, "Type") ?? ELEMENT_TYPE) !== ELEMENT_TYPE)
    throw new SamlFault("unexpected-content", "EncryptedData is not of an element.");
  if (!hasName(encrypted, ASSERTION, "EncryptedAssertion"))
    throw new SamlFault("unexpected-content", "EncryptedAssertion has another namespace.");
  return { data, encryptedKey };
}

function readMethod(element: XmlElement): { algorithm: string; method: XmlElement } {
  const [method, ...others] = childrenNamed(element, XENC, "EncryptionMethod");
  if (!method || others.length > 0)
    throw new SamlFault("encryption-algorithm", `${element.local} must name its algorithm.`);
  return { algorithm: findAttribute(method, "Algorithm") ?? "", method };
}

function readCipherValue(element: XmlElement): Bytes {
  const [cipherData, ...others] = childrenNamed(element, XENC, "CipherData");
  const [value, ...otherValues] = cipherData ? childrenNamed(cipherData, XENC, "CipherValue") : [];
  if (!value || others.length > 0 || otherValues.length > 0)
    throw new SamlFault("unexpected-content", `${element.local} must have one CipherValue.`);
  return decodeBase64(readText(value), "unexpected-content");
}

/** Web Crypto has one hash for OAEP, so both of its hashes must be the same. */
function readOaepHash(encryptedKey: XmlElement): string {
  const { algorithm, method } = readMethod(encryptedKey);
  if (algorithm !== RSA_OAEP && algorithm !== RSA_OAEP_MGF1P)
    throw new SamlFault("encryption-algorithm", "The key's encryption must be RSA-OAEP.");
  const [digest] = childrenNamed(method, DSIG, "DigestMethod");
  const [mask] = childrenNamed(method, XENC11, "MGF");
  const hash = digest ? oaepDigests.get(findAttribute(digest, "Algorithm") ?? "") : "SHA-1";
  const maskHash = mask ? maskFunctions.get(findAttribute(mask, "Algorithm") ?? "") : "SHA-1";
  const [parameters] = childrenNamed(method, XENC, "OAEPparams");
  if (!hash || hash !== maskHash || (mask && algorithm === RSA_OAEP_MGF1P) || parameters)
    throw new SamlFault(
      "encryption-algorithm",
      "RSA-OAEP needs the same hash for its digest and its mask, and no parameters.",
    );
  return hash;
}

interface Unwrapping {
  readonly hash: string;
  readonly keys: readonly string[];
  readonly keyBytes: number;
}

/** A key that cannot be unwrapped is replaced by a random one: it fails later, like a wrong text. */
async function unwrapKey(wrapped: Bytes, { hash, keys, keyBytes }: Unwrapping): Promise<Bytes> {
  const algorithm = { name: "RSA-OAEP", hash };
  for (const pem of keys) {
    const pkcs8 = decodePem("PRIVATE KEY", pem, "decryption");
    const key = await crypto.subtle.importKey("pkcs8", pkcs8, algorithm, false, ["decrypt"]);
    const bytes = await crypto.subtle.decrypt(algorithm, key, wrapped).catch(() => null);
    if (bytes?.byteLength === keyBytes) return new Uint8Array(bytes);
  }
  return crypto.getRandomValues(new Uint8Array(keyBytes));
}

async function decryptContent(
  cipher: Bytes,
  rawKey: Bytes,
  { name }: ContentAlgorithm,
): Promise<Uint8Array> {
  const key = await crypto.subtle.importKey("raw", rawKey, name, false, ["encrypt", "decrypt"]);
  if (name === "AES-CBC") return await decryptCbc(cipher, key);
  const iv = cipher.slice(0, GCM_NONCE_BYTES);
  return new Uint8Array(
    await crypto.subtle.decrypt({ name, iv }, key, cipher.slice(GCM_NONCE_BYTES)),
  );
}

/**
 * XML Encryption pads with arbitrary bytes of which the last is their number; Web Crypto insists
 * on PKCS#7. So a whole block of that padding is appended, which is the encryption of nothing with
 * the last block as the initialization vector, and the sender's own padding is cut off here.
 */
async function decryptCbc(cipher: Bytes, key: CryptoKey): Promise<Uint8Array> {
  if (cipher.length < 2 * BLOCK_BYTES || cipher.length % BLOCK_BYTES !== 0) throw decryptionFault();
  const name = "AES-CBC";
  const padding = new Uint8Array(
    await crypto.subtle.encrypt({ name, iv: cipher.slice(-BLOCK_BYTES) }, key, new Uint8Array(0)),
  );
  const padded = new Uint8Array(cipher.length);
  padded.set(cipher.subarray(BLOCK_BYTES));
  padded.set(padding, cipher.length - BLOCK_BYTES);
  const iv = cipher.slice(0, BLOCK_BYTES);
  const text = new Uint8Array(await crypto.subtle.decrypt({ name, iv }, key, padded));
  const count = text.at(-1) ?? 0;
  if (count < 1 || count > BLOCK_BYTES) throw decryptionFault();
  return text.subarray(0, -count);
}
