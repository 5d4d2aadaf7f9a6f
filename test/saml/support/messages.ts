/** Responses as text, made to be changed: every case changes one thing of a good one. */
import { ACS, IDP, REQUEST_ID, SP } from "./connection";

export const SUBJECT = "ada@example.com";
export const MALLORY = "mallory@example.com";
export const RESPONSE_ID = "_response-1";
export const ASSERTION_ID = "_assertion-1";
export const SAML_NS = "urn:oasis:names:tc:SAML:2.0:assertion";
export const SAMLP_NS = "urn:oasis:names:tc:SAML:2.0:protocol";

/** The time of all these messages. */
export const NOW = Date.UTC(2026, 10, 27, 12, 0, 0);
export const at = (seconds: number): string => new Date(NOW + seconds * 1000).toISOString();

export const formatAssertion = (id = ASSERTION_ID, subject = SUBJECT): string =>
  [
    `<saml:Assertion xmlns:saml="${SAML_NS}" ID="${id}" Version="2.0" IssueInstant="${at(0)}">`,
    `<saml:Issuer>${IDP}</saml:Issuer>`,
    `<saml:Subject><saml:NameID>${subject}</saml:NameID>`,
    `<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">`,
    `<saml:SubjectConfirmationData InResponseTo="${REQUEST_ID}" NotOnOrAfter="${at(300)}" Recipient="${ACS}"/>`,
    `</saml:SubjectConfirmation></saml:Subject>`,
    `<saml:Conditions NotBefore="${at(-60)}" NotOnOrAfter="${at(300)}">`,
    `<saml:AudienceRestriction><saml:Audience>${SP}</saml:Audience></saml:AudienceRestriction>`,
    `</saml:Conditions>`,
    `<saml:AuthnStatement AuthnInstant="${at(-5)}" SessionIndex="_s1"><saml:AuthnContext>`,
    `<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef>`,
    `</saml:AuthnContext></saml:AuthnStatement>`,
    `<saml:AttributeStatement><saml:Attribute Name="email">`,
    `<saml:AttributeValue>${subject}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>`,
    `</saml:Assertion>`,
  ].join("");

export const formatResponse = (content = formatAssertion(), id = RESPONSE_ID): string =>
  [
    `<samlp:Response xmlns:samlp="${SAMLP_NS}" ID="${id}" Version="2.0"`,
    ` IssueInstant="${at(0)}" Destination="${ACS}" InResponseTo="${REQUEST_ID}">`,
    `<saml:Issuer xmlns:saml="${SAML_NS}">${IDP}</saml:Issuer>`,
    `<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>`,
    content,
    `</samlp:Response>`,
  ].join("");

/** Replaces the first occurrence; a case whose text is not there would test nothing. */
export function change(text: string, from: string | RegExp, to: string): string {
  const changed = text.replace(from, () => to);
  if (changed === text) throw new Error(`The message has no ${from}`);
  return changed;
}

/** The part of a document from a start tag to its end tag. */
export function cut(xml: string, name: string): string {
  const start = xml.indexOf(`<${name}`);
  const end = xml.lastIndexOf(`</${name}>`);
  if (start < 0 || end < 0) throw new Error(`The message has no ${name}`);
  return xml.slice(start, end + name.length + 3);
}
