import { encodePem } from "./base64";
import { encodeDer, tags } from "./der";
import { SamlFault } from "./fault";

export interface KeyPair {
  /** PKCS#8 PEM of an RSA key that signs requests and decrypts assertions. */
  readonly privateKey: string;
  /** PEM of a self-signed certificate with its public key. */
  readonly certificate: string;
  /** Milliseconds since 1970. */
  readonly notAfter: number;
}

export interface KeyPairOptions {
  /** ASCII, at most 64 characters. */
  readonly commonName: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const VALID_YEARS = 10;
const SHA256_WITH_RSA = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b];
const COMMON_NAME = [0x55, 0x04, 0x03];

const ascii = (text: string) => new TextEncoder().encode(text);
const sequence = (...contents: readonly Uint8Array[]) => encodeDer(tags.sequence, ...contents);
const oid = (bytes: readonly number[]) => encodeDer(tags.oid, Uint8Array.from(bytes));

/**
 * Generates an RSA key of 2048 bits and a certificate for ten years. For actions: Convex does not
 * generate keys in queries and mutations.
 */
export async function generateKeyPair(options: KeyPairOptions): Promise<KeyPair> {
  if (!/^[\x20-\x7e]{1,64}$/.test(options.commonName))
    throw new SamlFault("certificate", "The common name must have 1 to 64 ASCII characters.");
  const { subtle } = crypto;
  const keys = await subtle.generateKey(
    {
      name: "RSASSA-PKCS1-v1_5",
      hash: "SHA-256",
      modulusLength: 2048,
      publicExponent: new Uint8Array([1, 0, 1]),
    },
    true,
    ["sign", "verify"],
  );
  const spki = new Uint8Array(await subtle.exportKey("spki", keys.publicKey));
  const { tbs, notAfter } = formatTbs(spki, options);
  const signature = new Uint8Array(await subtle.sign("RSASSA-PKCS1-v1_5", keys.privateKey, tbs));
  const certificate = sequence(tbs, signatureAlgorithm, toBitString(signature));
  const pkcs8 = new Uint8Array(await subtle.exportKey("pkcs8", keys.privateKey));
  return {
    privateKey: encodePem("PRIVATE KEY", pkcs8),
    certificate: encodePem("CERTIFICATE", certificate),
    notAfter,
  };
}

const signatureAlgorithm = sequence(oid(SHA256_WITH_RSA), encodeDer(tags.null));

const toBitString = (bytes: Uint8Array) => encodeDer(tags.bitString, new Uint8Array(1), bytes);

/** What is signed (RFC 5280, 4.1.2): of version 1, which has no extensions. */
function formatTbs(spki: Uint8Array, { commonName, now }: KeyPairOptions) {
  const end = new Date(now);
  end.setUTCFullYear(end.getUTCFullYear() + VALID_YEARS);
  const serial = crypto.getRandomValues(new Uint8Array(16));
  serial[0] = (serial[0]! & 0x3f) | 0x40; // positive, and without leading zeros
  const name = sequence(
    encodeDer(tags.set, sequence(oid(COMMON_NAME), encodeDer(tags.utf8String, ascii(commonName)))),
  );
  const tbs = sequence(
    encodeDer(tags.integer, serial),
    signatureAlgorithm,
    name,
    sequence(formatDerTime(new Date(now)), formatDerTime(end)),
    name,
    spki,
  );
  return { tbs, notAfter: Math.floor(end.getTime() / 1000) * 1000 };
}

/** UTCTime until 2049, GeneralizedTime after. */
function formatDerTime(time: Date): Uint8Array {
  const digits = time.toISOString().replace(/\.\d+Z$|[-T:]/g, "");
  return time.getUTCFullYear() < 2050
    ? encodeDer(tags.utcTime, ascii(`${digits.slice(2)}Z`))
    : encodeDer(tags.generalizedTime, ascii(`${digits}Z`));
}
