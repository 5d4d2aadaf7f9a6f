import { ENVELOPED_SIGNATURE, EXCLUSIVE_C14N } from "./algorithms";
import { decodePem, encodeBase64 } from "./base64";
import { parseCertificate } from "./certificates";
import { SamlFault } from "./fault";
import { DSIG } from "./namespaces";
import { canonicalize } from "./xml/canonical";
import { findAttribute, hasName } from "./xml/navigation";
import { parseXml, type XmlElement } from "./xml/tree";

export type SigningAlgorithm = "rsa-sha256" | "rsa-sha384" | "rsa-sha512";

export interface RequestSigning {
  /** PKCS#8 PEM of an RSA key. */
  readonly privateKey: string;
  /** PEM, which the POST binding includes. */
  readonly certificate: string;
  /** rsa-sha256 unless another one is named. */
  readonly algorithm?: SigningAlgorithm;
}

/** The hash, and the URIs that name the signature and the digest. */
const algorithms = {
  "rsa-sha256": ["SHA-256", "2001/04/xmldsig-more#rsa-sha256", "2001/04/xmlenc#sha256"],
  "rsa-sha384": ["SHA-384", "2001/04/xmldsig-more#rsa-sha384", "2001/04/xmldsig-more#sha384"],
  "rsa-sha512": ["SHA-512", "2001/04/xmldsig-more#rsa-sha512", "2001/04/xmlenc#sha512"],
} as const;

function findAlgorithm({ algorithm = "rsa-sha256" }: RequestSigning) {
  const [hash, signature, digest] = algorithms[algorithm];
  return {
    hash,
    signature: `http://www.w3.org/${signature}`,
    digest: `http://www.w3.org/${digest}`,
  };
}

export const toAlgorithmUri = (signing: RequestSigning): string => findAlgorithm(signing).signature;

export async function signText(text: string, signing: RequestSigning): Promise<Uint8Array> {
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: findAlgorithm(signing).hash };
  const pkcs8 = decodePem("PRIVATE KEY", signing.privateKey, "request");
  const key = await crypto.subtle.importKey("pkcs8", pkcs8, algorithm, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign(algorithm, key, new TextEncoder().encode(text)));
}

/** The canonical text of a message with its signature after the Issuer, where the schema wants it. */
export async function signEnveloped(message: XmlElement, signing: RequestSigning): Promise<string> {
  const plain = { inclusivePrefixes: [], without: null };
  const { hash, signature, digest } = findAlgorithm(signing);
  const text = canonicalize(message, plain);
  const digested = await crypto.subtle.digest(hash, new TextEncoder().encode(text));
  const signedInfo = [
    `<ds:SignedInfo xmlns:ds="${DSIG}">`,
    `<ds:CanonicalizationMethod Algorithm="${EXCLUSIVE_C14N}"></ds:CanonicalizationMethod>`,
    `<ds:SignatureMethod Algorithm="${signature}"></ds:SignatureMethod>`,
    `<ds:Reference URI="#${findAttribute(message, "ID")}"><ds:Transforms>`,
    `<ds:Transform Algorithm="${ENVELOPED_SIGNATURE}"></ds:Transform>`,
    `<ds:Transform Algorithm="${EXCLUSIVE_C14N}"></ds:Transform></ds:Transforms>`,
    `<ds:DigestMethod Algorithm="${digest}"></ds:DigestMethod>`,
    `<ds:DigestValue>${encodeBase64(new Uint8Array(digested))}</ds:DigestValue>`,
    "</ds:Reference></ds:SignedInfo>",
  ].join("");
  const value = await signText(canonicalize(parseXml(signedInfo), plain), signing);
  const der = decodePem("CERTIFICATE", parseCertificate(signing.certificate).pem, "request");
  const element = [
    `<ds:Signature xmlns:ds="${DSIG}">${signedInfo}`,
    `<ds:SignatureValue>${encodeBase64(value)}</ds:SignatureValue>`,
    `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${encodeBase64(der)}`,
    "</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>",
  ].join("");
  return insertAfterIssuer(message, text, element);
}

function insertAfterIssuer(message: XmlElement, text: string, element: string): string {
  const [issuer] = message.children;
  if (!issuer || typeof issuer === "string" || !hasName(issuer, issuer.namespace, "Issuer"))
    throw new SamlFault("request", "The message must begin with its Issuer.");
  const end = `</${issuer.name}>`;
  const at = text.indexOf(end) + end.length;
  return text.slice(0, at) + element + text.slice(at);
}
