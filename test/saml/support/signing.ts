/**
 * A signer of its own, over xmldom, xml-crypto's canonical form and Node's cryptography: what it
 * signs and the verifier accepts does not share a line of code. It also signs what nobody should.
 */
import { createHash, createHmac, sign as signWith } from "node:crypto";
import { DOMParser } from "@xmldom/xmldom";
import { ExclusiveCanonicalization } from "xml-crypto";
import type { TestKey } from "./keys";
import { pemBody } from "./keys";

export const DSIG_NS = "http://www.w3.org/2000/09/xmldsig#";
export const EXC_C14N = "http://www.w3.org/2001/10/xml-exc-c14n#";
export const ENVELOPED = `${DSIG_NS}enveloped-signature`;
const MORE = "http://www.w3.org/2001/04/xmldsig-more#";

const digests = {
  sha1: `${DSIG_NS}sha1`,
  sha256: "http://www.w3.org/2001/04/xmlenc#sha256",
  sha384: `${MORE}sha384`,
  sha512: "http://www.w3.org/2001/04/xmlenc#sha512",
} as const;
type Digest = keyof typeof digests;

const signatures = {
  "rsa-sha1": [`${DSIG_NS}rsa-sha1`, "sha1"],
  "rsa-sha256": [`${MORE}rsa-sha256`, "sha256"],
  "rsa-sha384": [`${MORE}rsa-sha384`, "sha384"],
  "rsa-sha512": [`${MORE}rsa-sha512`, "sha512"],
  "ecdsa-sha256": [`${MORE}ecdsa-sha256`, "sha256"],
  "ecdsa-sha384": [`${MORE}ecdsa-sha384`, "sha384"],
  "ecdsa-sha512": [`${MORE}ecdsa-sha512`, "sha512"],
  "hmac-sha256": [`${MORE}hmac-sha256`, "sha256"],
} as const;
export type SignatureName = keyof typeof signatures;

export interface Signing {
  readonly key: TestKey;
  readonly algorithm?: SignatureName;
  readonly digest?: Digest;
  /** The URI of the reference; `#` and the id unless it is given. */
  readonly uri?: string;
  readonly canonicalization?: string;
  /** XML of all transforms. */
  readonly transforms?: string;
  /** `PrefixList` of the second transform. */
  readonly prefixes?: string;
  readonly keyInfo?: string;
  readonly ecdsaEncoding?: "der" | "ieee-p1363";
  /** Changes SignedInfo before it is signed. */
  readonly edit?: (signedInfo: string) => string;
  /** Changes the whole Signature afterwards. */
  readonly finish?: (signature: string) => string;
}

/** The document with a signature of the element with this id, after its Issuer. */
export function sign(xml: string, id: string, signing: Signing): string {
  const signature = createSignature(xml, id, signing);
  const start = xml.indexOf(` ID="${id}"`);
  const issuer = xml.slice(start).search(/<\/(?:\w+:)?Issuer>/);
  if (start < 0 || issuer < 0) throw new Error(`There is no element ${id} with an Issuer`);
  const end = xml.indexOf(">", start + issuer) + 1;
  return xml.slice(0, end) + signature + xml.slice(end);
}

/** The signature alone. */
export function createSignature(xml: string, id: string, signing: Signing): string {
  const { prefixes = "", digest = "sha256", algorithm = "rsa-sha256" } = signing;
  const inclusive = prefixes
    ? `<ec:InclusiveNamespaces xmlns:ec="${EXC_C14N}" PrefixList="${prefixes}"/>`
    : "";
  const {
    uri = `#${id}`,
    canonicalization = `<ds:CanonicalizationMethod Algorithm="${EXC_C14N}"/>`,
    transforms = `<ds:Transform Algorithm="${ENVELOPED}"/><ds:Transform Algorithm="${EXC_C14N}">${inclusive}</ds:Transform>`,
    keyInfo = `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${pemBody(signing.key.certificate)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>`,
    edit = (text: string) => text,
    finish = (text: string) => text,
  } = signing;
  const text = canonicalize(findById(xml, id), prefixes);
  const value = createHash(digest).update(text).digest("base64");
  const signedInfo = edit(
    `<ds:SignedInfo xmlns:ds="${DSIG_NS}">${canonicalization}` +
      `<ds:SignatureMethod Algorithm="${signatures[algorithm][0]}"/>` +
      `<ds:Reference URI="${uri}"><ds:Transforms>${transforms}</ds:Transforms>` +
      `<ds:DigestMethod Algorithm="${digests[digest]}"/><ds:DigestValue>${value}</ds:DigestValue>` +
      `</ds:Reference></ds:SignedInfo>`,
  );
  const signed = signText(canonicalize(parse(signedInfo), ""), signing);
  return finish(
    `<ds:Signature xmlns:ds="${DSIG_NS}">${signedInfo}` +
      `<ds:SignatureValue>${signed}</ds:SignatureValue>${keyInfo}</ds:Signature>`,
  );
}

function signText(text: string, signing: Signing): string {
  const { key, algorithm = "rsa-sha256", ecdsaEncoding = "ieee-p1363" } = signing;
  const [, hash] = signatures[algorithm];
  if (algorithm === "hmac-sha256")
    return createHmac(hash, key.certificate).update(text).digest("base64");
  return signWith(hash, Buffer.from(text), {
    key: key.privateKey,
    dsaEncoding: ecdsaEncoding,
  }).toString("base64");
}

const parse = (xml: string): Element =>
  new DOMParser().parseFromString(xml, "text/xml").documentElement;

function findById(xml: string, id: string): Element {
  const visit = (element: Element): Element | null => {
    if (element.getAttribute("ID") === id) return element;
    for (const child of Array.from(element.childNodes)) {
      const found = child.nodeType === 1 ? visit(child as Element) : null; // 1: an element
      if (found) return found;
    }
    return null;
  };
  const found = visit(parse(xml));
  if (!found) throw new Error(`There is no element ${id}`);
  return found;
}

/** Exclusive canonicalization by xml-crypto. */
export function canonicalize(element: Element, prefixes: string): string {
  const list = prefixes.split(" ").filter((prefix) => prefix !== "");
  return new ExclusiveCanonicalization().process(element, {
    inclusiveNamespacesPrefixList: list,
    ancestorNamespaces: findAncestorNamespaces(element),
  });
}

function findAncestorNamespaces(element: Element): { prefix: string; namespaceURI: string }[] {
  const found = new Map<string, string>();
  const own = new Set(Array.from(element.attributes, ({ name }) => name));
  for (
    let node = element.parentNode as Element | null; // of an element
    node?.nodeType === 1;
    node = node.parentNode as Element | null
  )
    for (const { name, value } of Array.from(node.attributes))
      if (name.startsWith("xmlns:") && !own.has(name) && !found.has(name.slice(6)))
        found.set(name.slice(6), value);
  return [...found].map(([prefix, namespaceURI]) => ({ prefix, namespaceURI }));
}
