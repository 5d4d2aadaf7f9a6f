import { checkInResponseTo } from "./envelope";
import { SamlFault } from "./fault";
import { ASSERTION } from "./namespaces";
import type { NameId, ResponseRules } from "./response";
import { parseTime, SKEW_MS } from "./time";
import { childElements, childrenNamed, findAttribute, hasName, readText } from "./xml/navigation";
import type { XmlElement } from "./xml/tree";

const BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
const MAXIMUM_NAME_ID = 1024;
const MAXIMUM_CONFIRMATIONS = 10;
/** White space at its ends is cut off by some programs, and a line feed ends it for others. */
const UNCLEAR_NAME_ID = /^\s|\s$|\p{Control}/u;

/** Who the assertion is about, and until when it may be used here. */
export function checkSubject(
  subject: XmlElement,
  rules: ResponseRules,
): { nameId: NameId; notOnOrAfter: number } {
  const [first, ...confirmations] = childElements(subject);
  if (!first || !hasName(first, ASSERTION, "NameID"))
    throw new SamlFault("name-id", "The subject must begin with a NameID that is not encrypted.");
  if (confirmations.some((each) => !hasName(each, ASSERTION, "SubjectConfirmation")))
    throw new SamlFault("subject", "The subject has an unexpected element.");
  return { nameId: readNameId(first), notOnOrAfter: checkConfirmations(confirmations, rules) };
}

function readNameId(element: XmlElement): NameId {
  const value = readText(element);
  if (value === "" || value.length > MAXIMUM_NAME_ID || UNCLEAR_NAME_ID.test(value))
    throw new SamlFault(
      "name-id",
      `The NameID must have 1 to ${MAXIMUM_NAME_ID} characters, without white space around them.`,
    );
  return {
    value,
    format: findAttribute(element, "Format"),
    nameQualifier: findAttribute(element, "NameQualifier"),
    spNameQualifier: findAttribute(element, "SPNameQualifier"),
  };
}

/**
 * One bearer confirmation must fit (Profiles 4.1.4.3). Returns the last end of all, so that an
 * assertion is not forgotten while another of its confirmations could still be used.
 */
function checkConfirmations(confirmations: readonly XmlElement[], rules: ResponseRules): number {
  const bearers = confirmations.filter((each) => findAttribute(each, "Method") === BEARER);
  if (bearers.length === 0 || confirmations.length > MAXIMUM_CONFIRMATIONS)
    throw new SamlFault("confirmation", "The subject has no bearer confirmation.");
  const details = bearers.map(readConfirmationData);
  const faults = details.map((data) => findFault(data, rules));
  const [first] = faults;
  if (first && !faults.includes(null)) throw first;
  return Math.max(...details.map(readEnd));
}

/** Why a confirmation does not fit, or null. */
function findFault(data: XmlElement, rules: ResponseRules): SamlFault | null {
  try {
    checkConfirmationData(data, rules);
    return null;
  } catch (fault) {
    if (fault instanceof SamlFault) return fault;
    throw fault;
  }
}

function readConfirmationData(bearer: XmlElement): XmlElement {
  const [data, ...others] = childrenNamed(bearer, ASSERTION, "SubjectConfirmationData");
  if (!data || others.length > 0)
    throw new SamlFault("confirmation", "A bearer confirmation has no data.");
  return data;
}

const readEnd = (data: XmlElement): number =>
  parseTime(findAttribute(data, "NotOnOrAfter"), "confirmation-time");

function checkConfirmationData(data: XmlElement, rules: ResponseRules): void {
  if (findAttribute(data, "Recipient") !== rules.acsUrl)
    throw new SamlFault("recipient", "The Recipient is not this connection's ACS URL.");
  checkInResponseTo(findAttribute(data, "InResponseTo"), rules.requestId);
  if (findAttribute(data, "NotBefore") !== null)
    throw new SamlFault("confirmation-time", "A bearer confirmation must not have NotBefore.");
  if (readEnd(data) <= rules.now - SKEW_MS)
    throw new SamlFault("confirmation-time", "The response has expired.");
}
