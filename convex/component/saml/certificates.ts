import { decodePem, encodePem } from "./base64";
import { type DerValue, expectTag, parseDer, tags } from "./der";
import { SamlFault } from "./fault";

export type PublicKeyKind =
  | { readonly type: "rsa"; readonly bits: number }
  | { readonly type: "ec"; readonly curve: "P-256" | "P-384" | "P-521" };

export interface Certificate {
  /** Normalized: 64 characters a line, no text around it. */
  readonly pem: string;
  /** DER of the SubjectPublicKeyInfo, as `importKey("spki")` takes it. */
  readonly spki: Uint8Array<ArrayBuffer>;
  readonly key: PublicKeyKind;
  /** Milliseconds since 1970. Never a reason to refuse a signature: see README.md. */
  readonly notBefore: number;
  readonly notAfter: number;
}

const MAXIMUM_CERTIFICATES = 10;
const MAXIMUM_LENGTH = 16 * 1024;
const LEAST_RSA_BITS = 2048;
/** Verifying takes time that grows with the square of the size. */
const MOST_RSA_BITS = 8192;

const BLOCK = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;
const RSA = "2a864886f70d010101";
const EC = "2a8648ce3d0201";
const curves: ReadonlyMap<string, "P-256" | "P-384" | "P-521"> = new Map([
  ["2a8648ce3d030107", "P-256"],
  ["2b81040022", "P-384"],
  ["2b81040023", "P-521"],
]);

/**
 * Reads one PEM block, or base64 without its lines around it. Refuses RSA keys below 2048 bits,
 * curves other than P-256, P-384 and P-521, and every other kind of key (`weak-key`).
 */
export function parseCertificate(pem: string): Certificate {
  if (pem.length > MAXIMUM_LENGTH)
    throw new SamlFault("certificate", "The certificate is longer than 16 KB.");
  const bytes = decodePem("CERTIFICATE", pem, "certificate");
  const [certificate, ...rest] = parseDer(bytes);
  const [tbs] = parseDer(expectTag(certificate, tags.sequence).content);
  const fields = parseDer(expectTag(tbs, tags.sequence).content);
  // Version is optional; then serial number, algorithm, issuer, validity, subject, key.
  const [, , , validity, , spki] = fields[0]?.tag === tags.version ? fields.slice(1) : fields;
  if (rest.length > 0) throw new SamlFault("certificate", "There are bytes after the certificate.");
  const [notBefore, notAfter] = parseDer(expectTag(validity, tags.sequence).content);
  return {
    pem: encodePem("CERTIFICATE", bytes),
    spki: expectTag(spki, tags.sequence).whole.slice(),
    key: parsePublicKey(expectTag(spki, tags.sequence)),
    notBefore: parseTime(notBefore),
    notAfter: parseTime(notAfter),
  };
}

/** Reads what an administrator pasted: PEM blocks, or one certificate as bare base64; at most 10. */
export function parseCertificates(text: string): Certificate[] {
  if (text.length > MAXIMUM_CERTIFICATES * MAXIMUM_LENGTH)
    throw new SamlFault("certificate", "The certificates are too long.");
  const blocks = text.match(BLOCK) ?? [text];
  if (blocks.length > MAXIMUM_CERTIFICATES)
    throw new SamlFault(
      "certificate",
      `At most ${MAXIMUM_CERTIFICATES} certificates are accepted.`,
    );
  const certificates = blocks.map(parseCertificate);
  return [...new Map(certificates.map((each) => [each.pem, each])).values()];
}

function parsePublicKey(spki: DerValue): PublicKeyKind {
  const [algorithm, key] = parseDer(spki.content);
  const [name, parameters] = parseDer(expectTag(algorithm, tags.sequence).content);
  const oid = toHex(expectTag(name, tags.oid).content);
  if (oid === RSA) return parseRsaKey(expectTag(key, tags.bitString));
  const curve = parameters && curves.get(toHex(parameters.content));
  if (oid !== EC || !curve)
    throw new SamlFault("weak-key", "The certificate's key must be RSA, P-256, P-384 or P-521.");
  return { type: "ec", curve };
}

function parseRsaKey(key: DerValue): PublicKeyKind {
  const [numbers] = parseDer(key.content.subarray(1)); // after the count of unused bits
  const [modulus, exponent] = parseDer(expectTag(numbers, tags.sequence).content).map((value) =>
    toHex(expectTag(value, tags.integer).content).replace(/^0+/, ""),
  );
  const bits = modulus ? BigInt(`0x${modulus}`).toString(2).length : 0;
  if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS)
    throw new SamlFault(
      "weak-key",
      `The certificate's RSA key has ${bits} bits; it must have ${LEAST_RSA_BITS} to ${MOST_RSA_BITS}.`,
    );
  // With 1 as the exponent everything is a signature of itself.
  if (!exponent || exponent.length > 8 || Number.parseInt(exponent, 16) < 3)
    throw new SamlFault("weak-key", "The exponent of the certificate's RSA key is not accepted.");
  return { type: "rsa", bits };
}

const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** UTCTime has two digits for the year, from 1950 to 2049 (RFC 5280, 4.1.2.5.1). */
function parseTime(value: DerValue | undefined): number {
  const text = String.fromCharCode(...(value?.content ?? []));
  const isShort = value?.tag === tags.utcTime;
  const match = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(text);
  if (!match || (!isShort && value?.tag !== tags.generalizedTime))
    throw new SamlFault("certificate", "The certificate's validity cannot be read.");
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number, // the pattern has six groups
  ];
  const full = isShort ? year + (year < 50 ? 2000 : 1900) : year;
  return Date.UTC(full, month - 1, day, hour, minute, second);
}
