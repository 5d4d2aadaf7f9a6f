import { SamlFault } from "./fault";
import { ASSERTION, DSIG, PROTOCOL } from "./namespaces";
import { findSignature } from "./signature";
import { childElements, descendants, hasName } from "./xml/navigation";
import type { XmlElement } from "./xml/tree";

const MESSAGE_ID = /^[\w.-]{1,256}$/;

/** The parts of a response by their place, before anything is verified. */
export interface ResponseParts {
  readonly response: XmlElement;
  readonly responseSignature: XmlElement | null;
  /** The Assertion or EncryptedAssertion. */
  readonly content: XmlElement;
}

/** Every attribute that some program could take for an id, whatever its prefix. */
export function assertUniqueIds(...roots: readonly XmlElement[]): void {
  const seen = new Set<string>();
  for (const root of roots)
    for (const { attributes } of descendants(root))
      for (const { local, value } of attributes) {
        if (local.toLowerCase() !== "id") continue;
        if (seen.has(value))
          throw new SamlFault("duplicate-id", "Two elements of the document have the same id.");
        seen.add(value);
      }
}

const responseChildren = new Map([
  ["Issuer", ASSERTION],
  ["Signature", DSIG],
  ["Extensions", PROTOCOL],
  ["Status", PROTOCOL],
  ["Assertion", ASSERTION],
  ["EncryptedAssertion", ASSERTION],
]);

export function assertIsResponse(root: XmlElement): void {
  if (!hasName(root, PROTOCOL, "Response"))
    throw new SamlFault("wrong-document", "The document is not a SAML 2.0 Response.");
  for (const child of childElements(root))
    if (responseChildren.get(child.local) !== child.namespace)
      throw new SamlFault("unexpected-content", "The Response has an unexpected element.");
}

/**
 * Finds the one assertion, encrypted or not, as a child of the Response. Whatever else is named so
 * or is a signature, anywhere and in any namespace, is refused.
 */
export function findParts(response: XmlElement): ResponseParts {
  const all = [...descendants(response)];
  const contents = all.filter(
    ({ local }) => local === "Assertion" || local === "EncryptedAssertion",
  );
  const [content] = contents;
  if (!content || contents.length > 1)
    throw new SamlFault("assertion-count", "The Response must have exactly one assertion.");
  if (content.parent !== response)
    throw new SamlFault("assertion-count", "The assertion is not a child of the Response.");

  const responseSignature = findSignature(response);
  const places = [responseSignature, content.local === "Assertion" ? findSignature(content) : null];
  assertNoOtherSignature(all, places);
  return { response, responseSignature, content };
}

/** The decrypted document must be an assertion without another one in it. */
export function assertIsAssertion(root: XmlElement): void {
  const all = [...descendants(root)];
  if (
    !hasName(root, ASSERTION, "Assertion") ||
    all.some((each) => each !== root && /^(Encrypted)?Assertion$/.test(each.local))
  )
    throw new SamlFault("assertion-count", "EncryptedAssertion must contain one assertion.");
  assertNoOtherSignature(all, [findSignature(root)]);
}

function assertNoOtherSignature(
  elements: readonly XmlElement[],
  places: readonly (XmlElement | null)[],
): void {
  if (elements.some((each) => each.local === "Signature" && !places.includes(each)))
    throw new SamlFault("signature-position", "There is a signature in an unexpected place.");
}

/** An id that fits an index, and that no program reads differently. */
export function requireMessageId(id: string | null): string {
  if (id === null || !MESSAGE_ID.test(id))
    throw new SamlFault(
      "message-id",
      "An ID must have 1 to 256 letters, digits, dots, hyphens or underscores.",
    );
  return id;
}
