/** Encrypts assertions as XML Encryption describes it, and in ways that it does not. */
import {
  constants,
  createCipheriv,
  publicEncrypt,
  randomBytes,
  X509Certificate,
} from "node:crypto";
import { SAML_NS } from "./messages";

const XENC = "http://www.w3.org/2001/04/xmlenc#";
const XENC11 = "http://www.w3.org/2009/xmlenc11#";

export interface Encrypting {
  readonly certificate: string;
  readonly content?: "aes128-cbc" | "aes192-cbc" | "aes256-cbc" | "aes128-gcm" | "aes256-gcm";
  readonly oaepHash?: "sha1" | "sha256" | "sha512";
  /** XML of the EncryptedKey's EncryptionMethod, if it is not what `oaepHash` says. */
  readonly keyMethod?: string;
  readonly contentMethod?: string;
  /** Inside KeyInfo of EncryptedData, or after it with a RetrievalMethod. */
  readonly keyPlace?: "inside" | "beside";
  /** Changes the bytes of the ciphertext. */
  readonly tamper?: (cipher: Buffer) => Buffer;
  readonly tamperKey?: (wrapped: Buffer) => Buffer;
  readonly type?: string;
}

const oaepMethods = {
  sha1: `<xenc:EncryptionMethod Algorithm="${XENC}rsa-oaep-mgf1p"/>`,
  sha256: formatOaep("sha256"),
  sha512: formatOaep("sha512"),
};

function formatOaep(hash: string): string {
  return (
    `<xenc:EncryptionMethod Algorithm="${XENC11}rsa-oaep">` +
    `<ds:DigestMethod xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Algorithm="${XENC}${hash}"/>` +
    `<xenc11:MGF xmlns:xenc11="${XENC11}" Algorithm="${XENC11}mgf1${hash}"/></xenc:EncryptionMethod>`
  );
}

export function encrypt(plaintext: string | Buffer, options: Encrypting): string {
  const {
    content = "aes256-gcm",
    oaepHash = "sha1",
    keyPlace = "inside",
    tamper = (bytes: Buffer) => bytes,
    tamperKey = (bytes: Buffer) => bytes,
    type = `${XENC}Element`,
  } = options;
  const [, bits, mode] = /^aes(\d+)-(\w+)$/.exec(content)!; // the type is made of them
  const contentUri = `${mode === "gcm" ? XENC11 : XENC}${content}`;
  const key = randomBytes(Number(bits) / 8);
  const cipher = tamper(encryptBytes(Buffer.from(plaintext), key, mode === "gcm"));
  const { publicKey } = new X509Certificate(options.certificate);
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const wrapped = tamperKey(publicEncrypt({ key: publicKey, padding, oaepHash }, key));
  const encryptedKey =
    `<xenc:EncryptedKey xmlns:xenc="${XENC}" Id="_key-1">${options.keyMethod ?? oaepMethods[oaepHash]}` +
    `<xenc:CipherData><xenc:CipherValue>${wrapped.toString("base64")}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey>`;
  const keyInfo =
    keyPlace === "inside"
      ? encryptedKey
      : `<ds:RetrievalMethod Type="${XENC}EncryptedKey" URI="#_key-1"/>`;
  return (
    `<saml:EncryptedAssertion xmlns:saml="${SAML_NS}"><xenc:EncryptedData xmlns:xenc="${XENC}" Type="${type}">` +
    (options.contentMethod ?? `<xenc:EncryptionMethod Algorithm="${contentUri}"/>`) +
    `<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">${keyInfo}</ds:KeyInfo>` +
    `<xenc:CipherData><xenc:CipherValue>${cipher.toString("base64")}</xenc:CipherValue></xenc:CipherData>` +
    `</xenc:EncryptedData>${keyPlace === "beside" ? encryptedKey : ""}</saml:EncryptedAssertion>`
  );
}

/** CBC is padded with random bytes, as .NET does it (XML Encryption 5.2). */
function encryptBytes(plaintext: Buffer, key: Buffer, isGcm: boolean): Buffer {
  if (isGcm) {
    const iv = randomBytes(12);
    const cipher = createCipheriv(key.length === 16 ? "aes-128-gcm" : "aes-256-gcm", key, iv);
    return Buffer.concat([iv, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
  }
  const count = 16 - (plaintext.length % 16);
  const padding = Buffer.concat([randomBytes(count - 1), Buffer.of(count)]);
  const iv = randomBytes(16);
  const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, iv).setAutoPadding(false);
  return Buffer.concat([iv, cipher.update(plaintext), cipher.update(padding), cipher.final()]);
}
