/** The closed lists of algorithms. What is not here is refused: SHA-1, HMAC, RSA 1.5 transport, 3DES. */

type Hash = "SHA-1" | "SHA-256" | "SHA-384" | "SHA-512";

export const EXCLUSIVE_C14N = "http://www.w3.org/2001/10/xml-exc-c14n#";
export const ENVELOPED_SIGNATURE = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

export const digestAlgorithms: ReadonlyMap<string, Hash> = new Map([
  ["http://www.w3.org/2001/04/xmlenc#sha256", "SHA-256"],
  ["http://www.w3.org/2001/04/xmldsig-more#sha384", "SHA-384"],
  ["http://www.w3.org/2001/04/xmlenc#sha512", "SHA-512"],
]);

export interface SignatureAlgorithm {
  readonly type: "rsa" | "ec";
  readonly hash: Hash;
}

const more = "http://www.w3.org/2001/04/xmldsig-more#";
export const signatureAlgorithms: ReadonlyMap<string, SignatureAlgorithm> = new Map([
  [`${more}rsa-sha256`, { type: "rsa", hash: "SHA-256" }],
  [`${more}rsa-sha384`, { type: "rsa", hash: "SHA-384" }],
  [`${more}rsa-sha512`, { type: "rsa", hash: "SHA-512" }],
  [`${more}ecdsa-sha256`, { type: "ec", hash: "SHA-256" }],
  [`${more}ecdsa-sha384`, { type: "ec", hash: "SHA-384" }],
  [`${more}ecdsa-sha512`, { type: "ec", hash: "SHA-512" }],
]);

export interface ContentAlgorithm {
  readonly name: "AES-CBC" | "AES-GCM";
  readonly keyBytes: 16 | 24 | 32;
}

export const contentAlgorithms: ReadonlyMap<string, ContentAlgorithm> = new Map([
  ["http://www.w3.org/2009/xmlenc11#aes256-gcm", { name: "AES-GCM", keyBytes: 32 }],
  ["http://www.w3.org/2009/xmlenc11#aes192-gcm", { name: "AES-GCM", keyBytes: 24 }],
  ["http://www.w3.org/2009/xmlenc11#aes128-gcm", { name: "AES-GCM", keyBytes: 16 }],
  ["http://www.w3.org/2001/04/xmlenc#aes256-cbc", { name: "AES-CBC", keyBytes: 32 }],
  ["http://www.w3.org/2001/04/xmlenc#aes192-cbc", { name: "AES-CBC", keyBytes: 24 }],
  ["http://www.w3.org/2001/04/xmlenc#aes128-cbc", { name: "AES-CBC", keyBytes: 16 }],
]);

/** MGF1 with SHA-1 and, unless a DigestMethod says otherwise, SHA-1. */
export const RSA_OAEP_MGF1P = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p";
/** MGF and digest as the elements say. */
export const RSA_OAEP = "http://www.w3.org/2009/xmlenc11#rsa-oaep";

/** In OAEP alone is SHA-1 accepted: it needs no resistance to collisions there. */
export const oaepDigests: ReadonlyMap<string, Hash> = new Map([
  ...digestAlgorithms,
  ["http://www.w3.org/2000/09/xmldsig#sha1", "SHA-1"],
]);

const mgf = "http://www.w3.org/2009/xmlenc11#mgf1";
export const maskFunctions: ReadonlyMap<string, Hash> = new Map([
  [`${mgf}sha1`, "SHA-1"],
  [`${mgf}sha256`, "SHA-256"],
  [`${mgf}sha384`, "SHA-384"],
  [`${mgf}sha512`, "SHA-512"],
]);
