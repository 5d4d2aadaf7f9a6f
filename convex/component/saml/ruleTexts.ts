/** What each rule refuses, for administrators. A rule without a text in a language does not compile. */
import type { Language } from "../hosted/texts/languages";
import type { SamlRule } from "./fault";

/* cspell:disable */

export const samlRuleTexts: Readonly<Record<SamlRule, { readonly [Each in Language]: string }>> = {
  "too-large": { en: "The document is too large", de: "Das Dokument ist zu groß" },
  encoding: {
    en: "The document is not in UTF-8",
    de: "Das Dokument ist nicht in UTF-8",
  },
  "not-well-formed": {
    en: "The document is no well-formed XML",
    de: "Das Dokument ist kein wohlgeformtes XML",
  },
  "forbidden-markup": {
    en: "The document has markup that is not accepted, such as a DOCTYPE",
    de: "Das Dokument enthält nicht zulässige Teile, etwa einen DOCTYPE",
  },
  "too-complex": {
    en: "The document has too many parts",
    de: "Das Dokument hat zu viele Teile",
  },
  "duplicate-id": {
    en: "Two elements of the document have the same id",
    de: "Zwei Elemente des Dokuments haben dieselbe ID",
  },
  "unexpected-content": {
    en: "The document has content where none may be",
    de: "Das Dokument enthält etwas an unzulässiger Stelle",
  },
  "not-signed": {
    en: "The response or its assertion must be signed",
    de: "Die Antwort oder ihre Assertion muss signiert sein",
  },
  "signature-position": {
    en: "There is a signature in an unexpected place",
    de: "Eine Signatur steht an unzulässiger Stelle",
  },
  "signature-form": {
    en: "The signature does not have the expected form",
    de: "Die Signatur hat nicht die erwartete Form",
  },
  "signature-reference": {
    en: "The signature is not for the element that it is in",
    de: "Die Signatur gilt nicht für das Element, in dem sie steht",
  },
  "signature-transforms": {
    en: "The signature uses a transform that is not accepted",
    de: "Die Signatur verwendet eine nicht zulässige Transformation",
  },
  "signature-algorithm": {
    en: "The signature uses an algorithm that is not accepted; use SHA-256",
    de: "Die Signatur verwendet einen nicht zulässigen Algorithmus; verwenden Sie SHA-256",
  },
  "signature-digest": {
    en: "The content was changed after it was signed",
    de: "Der Inhalt wurde nach dem Signieren geändert",
  },
  "signature-value": {
    en: "The signature is of none of the connection's certificates; add the identity provider's present one",
    de: "Die Signatur stammt von keinem Zertifikat der Verbindung; fügen Sie das aktuelle des Identitätsanbieters hinzu",
  },
  "encryption-algorithm": {
    en: "The assertion is encrypted with an algorithm that is not accepted",
    de: "Die Assertion ist mit einem nicht zulässigen Algorithmus verschlüsselt",
  },
  decryption: {
    en: "The assertion cannot be decrypted",
    de: "Die Assertion lässt sich nicht entschlüsseln",
  },
  "wrong-document": {
    en: "The document is no SAML 2.0 response",
    de: "Das Dokument ist keine SAML-2.0-Antwort",
  },
  version: { en: "The version must be 2.0", de: "Die Version muss 2.0 sein" },
  status: {
    en: "The identity provider has refused the sign-in",
    de: "Der Identitätsanbieter hat die Anmeldung abgelehnt",
  },
  "assertion-count": {
    en: "The response must have exactly one assertion",
    de: "Die Antwort muss genau eine Assertion haben",
  },
  "message-id": { en: "An id is missing or invalid", de: "Eine ID fehlt oder ist ungültig" },
  destination: {
    en: "The response is for another address; enter the ACS URL of the connection",
    de: "Die Antwort gilt für eine andere Adresse; tragen Sie die ACS-URL der Verbindung ein",
  },
  issuer: {
    en: "The issuer is another identity provider than the connection's",
    de: "Der Aussteller ist ein anderer Identitätsanbieter als der der Verbindung",
  },
  "in-response-to": {
    en: "The response does not answer the request of this sign-in",
    de: "Die Antwort gehört nicht zur Anfrage dieser Anmeldung",
  },
  "issue-instant": {
    en: "The response is too old, or from the future; check the clock of the identity provider",
    de: "Die Antwort ist zu alt oder aus der Zukunft; prüfen Sie die Uhr des Identitätsanbieters",
  },
  subject: {
    en: "The subject of the assertion is missing or has unexpected parts",
    de: "Das Subjekt der Assertion fehlt oder hat unerwartete Teile",
  },
  "name-id": {
    en: "The NameID is missing, encrypted or of a format that changes",
    de: "Die NameID fehlt, ist verschlüsselt oder hat ein wechselndes Format",
  },
  confirmation: {
    en: "The subject has no bearer confirmation",
    de: "Das Subjekt hat keine Bearer-Bestätigung",
  },
  recipient: {
    en: "The assertion is for another address; enter the ACS URL of the connection",
    de: "Die Assertion gilt für eine andere Adresse; tragen Sie die ACS-URL der Verbindung ein",
  },
  "confirmation-time": {
    en: "The confirmation has expired; check the clock of the identity provider",
    de: "Die Bestätigung ist abgelaufen; prüfen Sie die Uhr des Identitätsanbieters",
  },
  conditions: {
    en: "The assertion has a condition that is not supported",
    de: "Die Assertion hat eine nicht unterstützte Bedingung",
  },
  "conditions-time": {
    en: "The assertion has expired or is not valid yet; check the clock of the identity provider",
    de: "Die Assertion ist abgelaufen oder noch nicht gültig; prüfen Sie die Uhr des Identitätsanbieters",
  },
  audience: {
    en: "The assertion is for another audience; enter the entity id of the connection",
    de: "Die Assertion gilt für einen anderen Empfänger; tragen Sie die Entity-ID der Verbindung ein",
  },
  "authn-statement": {
    en: "The statement on the person's sign-in is missing or not valid",
    de: "Die Angabe über die Anmeldung der Person fehlt oder ist ungültig",
  },
  "session-expired": {
    en: "The person's session at the identity provider has expired",
    de: "Die Sitzung der Person beim Identitätsanbieter ist abgelaufen",
  },
  attribute: {
    en: "An attribute has no name, is encrypted or has unexpected parts",
    de: "Ein Attribut hat keinen Namen, ist verschlüsselt oder hat unerwartete Teile",
  },
  certificate: {
    en: "The certificate cannot be read",
    de: "Das Zertifikat lässt sich nicht lesen",
  },
  "weak-key": {
    en: "The certificate's key is too weak or of a kind that is not accepted",
    de: "Der Schlüssel des Zertifikats ist zu schwach oder von nicht zulässiger Art",
  },
  metadata: {
    en: "The document is no metadata of one identity provider",
    de: "Das Dokument enthält keine Metadaten eines einzelnen Identitätsanbieters",
  },
  "metadata-expired": {
    en: "The metadata has expired",
    de: "Die Metadaten sind abgelaufen",
  },
  request: { en: "The request is not valid", de: "Die Anfrage ist ungültig" },
};
