import { requireMessageId } from "./document";
import { SamlFault } from "./fault";
import { ASSERTION, PROTOCOL } from "./namespaces";
import type { ResponseRules } from "./response";
import { parseTime, SKEW_MS } from "./time";
import { childrenNamed, findAttribute, readText } from "./xml/navigation";
import type { XmlElement } from "./xml/tree";

const STATUS = "urn:oasis:names:tc:SAML:2.0:status:";
const ENTITY_FORMAT = "urn:oasis:names:tc:SAML:2.0:nameid-format:entity";
/** Statuses by which identity providers refuse; others are not repeated in a message. */
const knownStatuses = [
  ...["Requester", "Responder", "VersionMismatch", "AuthnFailed", "InvalidNameIDPolicy"],
  ...["NoAuthnContext", "NoPassive", "RequestDenied", "RequestUnsupported", "UnknownPrincipal"],
];

/** A refusal has no assertion and is seldom signed, so it is read before both are looked for. */
export function checkStatus(response: XmlElement): void {
  const [status, ...others] = childrenNamed(response, PROTOCOL, "Status");
  const [code, ...otherCodes] = status ? childrenNamed(status, PROTOCOL, "StatusCode") : [];
  if (!code || others.length > 0 || otherCodes.length > 0)
    throw new SamlFault("status", "The Response must have one status.");
  if (findAttribute(code, "Value") === `${STATUS}Success`) return;
  const [detail] = childrenNamed(code, PROTOCOL, "StatusCode");
  const names = [code, detail].map(
    (each) => each && knownStatuses.find((name) => findAttribute(each, "Value") === STATUS + name),
  );
  throw new SamlFault(
    "status",
    `The identity provider refused: ${names.filter(Boolean).join(", ") || "unknown status"}.`,
  );
}

/** What the Response says of itself. Without its signature it can only refuse, never permit. */
export function checkEnvelope(response: XmlElement, rules: ResponseRules): void {
  checkStatus(response);
  checkVersion(response);
  requireMessageId(findAttribute(response, "ID"));
  checkIssueInstant(response, rules.now);
  const issuers = childrenNamed(response, ASSERTION, "Issuer");
  if (issuers.length > 1) throw new SamlFault("issuer", "The Response has several issuers.");
  for (const issuer of issuers) checkIssuer(issuer, rules.idpEntityId);
  checkInResponseTo(findAttribute(response, "InResponseTo"), rules.requestId);
}

/** Compared as text: it must be the registered URL, not another one that leads there. */
export function checkDestination(
  response: XmlElement,
  { acsUrl, isRequired }: { readonly acsUrl: string; readonly isRequired: boolean },
): void {
  const destination = findAttribute(response, "Destination");
  if (destination === null && isRequired)
    throw new SamlFault("destination", "A signed Response must have a Destination.");
  if (destination !== null && destination !== acsUrl)
    throw new SamlFault("destination", "The Destination is not this connection's ACS URL.");
}

export function checkVersion(element: XmlElement): void {
  if (findAttribute(element, "Version") !== "2.0")
    throw new SamlFault("version", `The version of ${element.local} must be 2.0.`);
}

/** Returns when it was issued, in epoch milliseconds. */
export function checkIssueInstant(element: XmlElement, now: number): number {
  const issuedAt = parseTime(findAttribute(element, "IssueInstant"), "issue-instant");
  if (issuedAt > now + SKEW_MS)
    throw new SamlFault("issue-instant", `${element.local} was issued in the future.`);
  return issuedAt;
}

export function checkIssuer(issuer: XmlElement, idpEntityId: string): void {
  const format = findAttribute(issuer, "Format");
  if (readText(issuer) !== idpEntityId || (format !== null && format !== ENTITY_FORMAT))
    throw new SamlFault("issuer", "The issuer is not the connection's identity provider.");
}

export function checkInResponseTo(inResponseTo: string | null, requestId: string | null): void {
  if (inResponseTo !== requestId)
    throw new SamlFault(
      "in-response-to",
      requestId === null
        ? "An unsolicited response must not name a request."
        : "The response does not answer this request.",
    );
}
