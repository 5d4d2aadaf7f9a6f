import {
  digestAlgorithms,
  ENVELOPED_SIGNATURE,
  EXCLUSIVE_C14N,
  signatureAlgorithms,
} from "./algorithms";
import { decodeBase64 } from "./base64";
import { SamlFault } from "./fault";
import { DSIG } from "./namespaces";
import { isSignedBy, type VerificationKey } from "./verificationKeys";
import { canonicalize } from "./xml/canonical";
import { childElements, childrenNamed, findAttribute, hasName, readText } from "./xml/navigation";
import { parseXml, type XmlElement } from "./xml/tree";

const MAXIMUM_PREFIXES = 32;
const utf8 = new TextEncoder();

/** The only signature of a Response or Assertion, or null if it has none. */
export function findSignature(signed: XmlElement): XmlElement | null {
  const [signature = null, ...others] = childrenNamed(signed, DSIG, "Signature");
  if (others.length > 0)
    throw new SamlFault("signature-form", `${signed.local} has several signatures.`);
  return signature;
}

/**
 * Verifies the enveloped signature of an element and returns the element as it was signed: the
 * canonical text that was digested, parsed again. Nothing else of the document is to be read as
 * signed. KeyInfo is never read.
 */
export async function verifySignature(
  signed: XmlElement,
  signature: XmlElement,
  keys: readonly VerificationKey[],
): Promise<XmlElement> {
  const { signedInfo, value } = readSignature(signature);
  const { method, prefixes: ownPrefixes } = readCanonicalization(signedInfo);
  const algorithm = signatureAlgorithms.get(method);
  if (!algorithm)
    throw new SamlFault("signature-algorithm", "The signature's algorithm is not accepted.");

  const infoText = canonicalize(signedInfo, { inclusivePrefixes: ownPrefixes, without: null });
  if (!(await isSignedBy(keys, { algorithm, signature: value, text: utf8.encode(infoText) })))
    throw new SamlFault(
      "signature-value",
      "The signature was not made with the key of one of the connection's certificates.",
    );

  // What was signed is the text, so the reference is read from the text.
  const reference = readReference(parseXml(infoText), signed);
  const text = canonicalize(signed, {
    inclusivePrefixes: reference.prefixes,
    without: signature,
  });
  const digest = new Uint8Array(await crypto.subtle.digest(reference.hash, utf8.encode(text)));
  if (!areEqual(digest, reference.digest))
    throw new SamlFault("signature-digest", `${signed.local} was changed after it was signed.`);
  return parseXml(text);
}

function readSignature(signature: XmlElement) {
  const [signedInfo, signatureValue, keyInfo, ...others] = childElements(signature);
  const isComplete =
    signedInfo !== undefined &&
    signatureValue !== undefined &&
    hasName(signedInfo, DSIG, "SignedInfo") &&
    hasName(signatureValue, DSIG, "SignatureValue") &&
    (keyInfo === undefined || hasName(keyInfo, DSIG, "KeyInfo"));
  if (!isComplete || others.length > 0)
    throw new SamlFault(
      "signature-form",
      "A signature must have SignedInfo, SignatureValue and KeyInfo alone.",
    );
  return { signedInfo, value: decodeBase64(readText(signatureValue), "signature-form") };
}

/** SignedInfo has exactly three children; more would be read by one program and not by another. */
function readSignedInfo(signedInfo: XmlElement) {
  const [canonicalization, method, reference, ...others] = childElements(signedInfo);
  if (
    !canonicalization ||
    !method ||
    !reference ||
    others.length > 0 ||
    !hasName(canonicalization, DSIG, "CanonicalizationMethod") ||
    !hasName(method, DSIG, "SignatureMethod") ||
    !hasName(reference, DSIG, "Reference")
  )
    throw new SamlFault("signature-form", "SignedInfo must have one Reference.");
  return { canonicalization, method, reference };
}

function readCanonicalization(signedInfo: XmlElement) {
  const { canonicalization, method } = readSignedInfo(signedInfo);
  if (childElements(method).length > 0)
    throw new SamlFault("signature-algorithm", "The signature's algorithm has parameters.");
  return {
    method: findAttribute(method, "Algorithm") ?? "",
    prefixes: readExclusiveCanonicalization(canonicalization),
  };
}

function readReference(signedInfo: XmlElement, signed: XmlElement) {
  const { reference } = readSignedInfo(signedInfo);
  const id = findAttribute(signed, "ID");
  if (!id || findAttribute(reference, "URI") !== `#${id}`)
    throw new SamlFault("signature-reference", "The signature does not refer to its parent.");

  const [transforms, method, value, ...others] = childElements(reference);
  if (
    !transforms ||
    !method ||
    !value ||
    others.length > 0 ||
    !hasName(transforms, DSIG, "Transforms") ||
    !hasName(method, DSIG, "DigestMethod") ||
    !hasName(value, DSIG, "DigestValue")
  )
    throw new SamlFault("signature-form", "Reference has unexpected content.");

  const hash = digestAlgorithms.get(findAttribute(method, "Algorithm") ?? "");
  if (!hash || childElements(method).length > 0)
    throw new SamlFault("signature-algorithm", "The digest's algorithm is not accepted.");
  return {
    hash,
    prefixes: readTransforms(transforms),
    digest: decodeBase64(readText(value), "signature-form"),
  };
}

/** The two transforms of SAML (Core 5.4.4), in their order. */
function readTransforms(transforms: XmlElement): string[] {
  const [enveloped, canonicalization, ...others] = childElements(transforms);
  if (
    !enveloped ||
    !canonicalization ||
    others.length > 0 ||
    !hasName(enveloped, DSIG, "Transform") ||
    !hasName(canonicalization, DSIG, "Transform") ||
    findAttribute(enveloped, "Algorithm") !== ENVELOPED_SIGNATURE ||
    childElements(enveloped).length > 0
  )
    throw new SamlFault(
      "signature-transforms",
      "The transforms must be enveloped-signature and exclusive canonicalization.",
    );
  return readExclusiveCanonicalization(canonicalization);
}

/** The prefixes that an exclusive canonicalization includes by name. */
function readExclusiveCanonicalization(method: XmlElement): string[] {
  const [inclusive, ...others] = childElements(method);
  if (
    findAttribute(method, "Algorithm") !== EXCLUSIVE_C14N ||
    others.length > 0 ||
    (inclusive && !hasName(inclusive, EXCLUSIVE_C14N, "InclusiveNamespaces"))
  )
    throw new SamlFault(
      "signature-transforms",
      "The canonicalization must be the exclusive one, without comments.",
    );
  const list = inclusive ? (findAttribute(inclusive, "PrefixList") ?? "") : "";
  const prefixes = list.split(/[ \t\r\n]+/).filter((prefix) => prefix !== "");
  if (prefixes.length > MAXIMUM_PREFIXES)
    throw new SamlFault("signature-transforms", "The list of prefixes is too long.");
  return prefixes.map((prefix) => (prefix === "#default" ? "" : prefix));
}

const areEqual = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);
