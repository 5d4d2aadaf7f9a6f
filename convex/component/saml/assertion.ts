import { readAttributes } from "./attributes";
import { checkConditions } from "./conditions";
import { requireMessageId } from "./document";
import { checkIssueInstant, checkIssuer, checkVersion } from "./envelope";
import { SamlFault } from "./fault";
import { ASSERTION, DSIG } from "./namespaces";
import type { ResponseRules, VerifiedAssertion } from "./response";
import { checkSubject } from "./subject";
import { parseTime, SKEW_MS } from "./time";
import { childElements, childrenNamed, findAttribute, readText } from "./xml/navigation";
import type { XmlElement } from "./xml/tree";

/** An assertion is written at the sign-in. One that ends later must be remembered as long. */
const MAXIMUM_AGE_MS = 15 * 60_000;

/** How often each child may occur (Core 2.3.3, and Profiles 4.1.4.2 for what is required). */
const occurrences: Readonly<Record<string, readonly [least: number, most: number]>> = {
  Issuer: [1, 1],
  Subject: [1, 1],
  Conditions: [1, 1],
  Advice: [0, 1],
  AuthnStatement: [1, 10],
  AttributeStatement: [0, 10],
};

/** Checks a verified assertion against the rules of the Web Browser SSO profile, and reads it. */
export function checkAssertion(assertion: XmlElement, rules: ResponseRules): VerifiedAssertion {
  const parts = readParts(assertion);
  checkVersion(assertion);
  const assertionId = requireMessageId(findAttribute(assertion, "ID"));
  const latestEnd = checkIssueInstant(assertion, rules.now) + MAXIMUM_AGE_MS;
  if (latestEnd <= rules.now - SKEW_MS)
    throw new SamlFault("issue-instant", "The assertion was issued more than 15 minutes ago.");
  checkIssuer(parts.Issuer![0]!, rules.idpEntityId); // `occurrences` has one
  const { nameId, notOnOrAfter } = checkSubject(parts.Subject![0]!, rules);
  checkConditions(parts.Conditions![0]!, rules);
  return {
    assertionId,
    responseInResponseTo: rules.requestId,
    nameId,
    ...readAttributes(parts.AttributeStatement ?? []),
    ...readAuthnStatements(parts.AuthnStatement ?? [], rules.now),
    notOnOrAfter: Math.min(notOnOrAfter, latestEnd) + SKEW_MS,
  };
}

function readParts(assertion: XmlElement): Readonly<Record<string, XmlElement[]>> {
  const parts: Record<string, XmlElement[]> = {};
  for (const child of childElements(assertion)) {
    // Its own signature is still there if the response's was read.
    if (child.namespace === DSIG && child.local === "Signature") continue;
    if (child.namespace !== ASSERTION || !Object.hasOwn(occurrences, child.local))
      throw new SamlFault("unexpected-content", "The assertion has an unexpected element.");
    (parts[child.local] ??= []).push(child);
  }
  for (const [local, [least, most]] of Object.entries(occurrences)) {
    const count = parts[local]?.length ?? 0;
    if (count < least || count > most)
      throw new SamlFault(
        toRule(local),
        `The assertion has ${count} elements ${local}; it must have ${least} to ${most}.`,
      );
  }
  return parts;
}

function toRule(local: string) {
  if (local === "Issuer") return "issuer";
  if (local === "Subject") return "subject";
  if (local === "Conditions") return "conditions";
  return local === "AuthnStatement" ? "authn-statement" : "unexpected-content";
}

type AuthnDetails = Pick<
  VerifiedAssertion,
  "authnContexts" | "authnInstant" | "sessionIndex" | "sessionNotOnOrAfter"
>;

function readAuthnStatements(statements: readonly XmlElement[], now: number): AuthnDetails {
  const instants: number[] = [];
  const ends: number[] = [];
  const contexts: string[] = [];
  for (const statement of statements) {
    const instant = parseTime(findAttribute(statement, "AuthnInstant"), "authn-statement");
    if (instant > now + SKEW_MS)
      throw new SamlFault("authn-statement", "The person signed in to it in the future.");
    instants.push(instant);
    const end = findAttribute(statement, "SessionNotOnOrAfter");
    if (end !== null) ends.push(parseTime(end, "session-expired"));
    for (const context of childrenNamed(statement, ASSERTION, "AuthnContext"))
      for (const reference of childrenNamed(context, ASSERTION, "AuthnContextClassRef"))
        contexts.push(readText(reference).trim());
  }
  const sessionNotOnOrAfter = ends.length > 0 ? Math.min(...ends) : null;
  if (sessionNotOnOrAfter !== null && sessionNotOnOrAfter <= now - SKEW_MS)
    throw new SamlFault("session-expired", "The identity provider's session has expired.");
  return {
    authnContexts: contexts,
    authnInstant: Math.min(...instants),
    sessionIndex: statements[0] ? findAttribute(statements[0], "SessionIndex") : null,
    sessionNotOnOrAfter,
  };
}
