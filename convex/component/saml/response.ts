import { checkAssertion } from "./assertion";
import { decryptAssertion, decryptionFault } from "./decryption";
import { assertIsAssertion, assertIsResponse, assertUniqueIds, findParts } from "./document";
import { SamlFault } from "./fault";
import { checkDestination, checkEnvelope, checkStatus } from "./envelope";
import { findSignature, verifySignature } from "./signature";
import { toVerificationKeys, type VerificationKey } from "./verificationKeys";
import { childElements } from "./xml/navigation";
import { parseXml, type XmlElement } from "./xml/tree";

/** Which signatures a connection asks for. At least one must always cover the assertion. */
export type RequiredSignature = "either" | "response" | "assertion" | "both";

export interface ResponseRules {
  readonly idpEntityId: string;
  /** The connection's certificates as PEM, several during a roll-over. No other key counts. */
  readonly certificates: readonly string[];
  readonly spEntityId: string;
  readonly acsUrl: string;
  /** The id of the AuthnRequest that is answered, or null for an unsolicited response. */
  readonly requestId: string | null;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** PKCS#8 PEM of the service provider's keys, the current one first; empty if it has none. */
  readonly decryptionKeys: readonly string[];
  readonly requiredSignature: RequiredSignature;
}

export interface NameId {
  readonly value: string;
  readonly format: string | null;
  readonly nameQualifier: string | null;
  readonly spNameQualifier: string | null;
}

export interface VerifiedAssertion {
  readonly assertionId: string;
  /** Null for an unsolicited response. */
  readonly responseInResponseTo: string | null;
  readonly nameId: NameId;
  /** Values by `Name`; several attributes of one name are joined in document order. */
  readonly attributes: ReadonlyMap<string, readonly string[]>;
  /** Values by `FriendlyName`, which no identity provider promises to be unique. */
  readonly friendlyAttributes: ReadonlyMap<string, readonly string[]>;
  /** The `AuthnContextClassRef` of every statement. */
  readonly authnContexts: readonly string[];
  readonly authnInstant: number;
  readonly sessionIndex: string | null;
  /** When the session must end, in milliseconds; the earliest one if there are several. */
  readonly sessionNotOnOrAfter: number | null;
  /** Until when the assertion id must be remembered, in milliseconds; the skew is included. */
  readonly notOnOrAfter: number;
}

/**
 * Verifies the XML of a `samlp:Response` and returns what its signature covers. Throws a
 * {@link SamlFault} for everything else. It writes nothing: the caller must consume the request and
 * the assertion id, so that neither counts twice.
 */
export async function verifyResponse(
  xml: string,
  rules: ResponseRules,
): Promise<VerifiedAssertion> {
  const root = parseXml(xml);
  assertIsResponse(root);
  assertUniqueIds(root);
  checkStatus(root);
  const keys = toVerificationKeys(rules.certificates);
  const { responseSignature, content } = findParts(root);

  const signedResponse =
    responseSignature && (await verifySignature(root, responseSignature, keys));
  const response = signedResponse ?? root;
  checkEnvelope(response, rules);
  checkDestination(response, { acsUrl: rules.acsUrl, isRequired: signedResponse !== null });

  const assertion =
    content.local === "Assertion"
      ? await verifyAssertion(content, { signedResponse, keys })
      : await openAssertion(content, { root, signedResponse, keys, rules });
  assertRequirement(rules.requiredSignature, {
    response: signedResponse !== null,
    assertion: assertion.isSigned,
  });
  return checkAssertion(assertion.element, rules);
}

interface TrustedAssertion {
  readonly element: XmlElement;
  readonly isSigned: boolean;
}

interface Trust {
  readonly signedResponse: XmlElement | null;
  readonly keys: readonly VerificationKey[];
}

/** The assertion as its own signature covers it, or else as the response's does. */
async function verifyAssertion(
  assertion: XmlElement,
  { signedResponse, keys }: Trust,
): Promise<TrustedAssertion> {
  const signature = findSignature(assertion);
  if (signature)
    return { element: await verifySignature(assertion, signature, keys), isSigned: true };
  if (!signedResponse)
    throw new SamlFault("not-signed", "Neither the Response nor the assertion is signed.");
  return { element: requireContent(signedResponse), isSigned: false };
}

interface Opening extends Trust {
  readonly root: XmlElement;
  readonly rules: ResponseRules;
}

/**
 * Decrypts first. Without a signature around the ciphertext, anybody can change it and learn from
 * the answer whether the plaintext is XML; all faults are the same one then.
 */
async function openAssertion(
  content: XmlElement,
  { root, signedResponse, keys, rules }: Opening,
): Promise<TrustedAssertion> {
  const encrypted = signedResponse ? requireContent(signedResponse) : content;
  const text = await decryptAssertion(encrypted, rules.decryptionKeys);
  try {
    const inner = parseXml(text);
    assertIsAssertion(inner);
    assertUniqueIds(root, inner);
    const signature = findSignature(inner);
    if (signature)
      return { element: await verifySignature(inner, signature, keys), isSigned: true };
    if (signedResponse) return { element: inner, isSigned: false };
    throw new SamlFault("not-signed", "Neither the Response nor the assertion is signed.");
  } catch (fault) {
    if (!signedResponse && fault instanceof SamlFault) throw decryptionFault();
    throw fault;
  }
}

/** The one assertion among the children, which {@link findParts} has counted. */
function requireContent(response: XmlElement): XmlElement {
  const content = childElements(response).find(({ local }) => local.endsWith("Assertion"));
  if (!content) throw new SamlFault("assertion-count", "The signed Response has no assertion.");
  return content;
}

function assertRequirement(
  required: RequiredSignature,
  signed: Readonly<Record<"response" | "assertion", boolean>>,
): void {
  const missing = (["response", "assertion"] as const).find(
    (part) => (required === part || required === "both") && !signed[part],
  );
  if (missing)
    throw new SamlFault("not-signed", `The connection requires a signature of the ${missing}.`);
}
