/**
 * Until when the certificates of a connection are valid. Signatures of expired ones are accepted
 * (saml/README.md), but their provider is about to use another one.
 */
import { html, type Html } from "../../api/pageFrame";
import { fillText } from "../../hosted/texts/fill";
import { parseCertificate } from "../../saml/certificates";
import { REMINDER_DAYS } from "../../sso/certificates";
import type { Texts } from "../texts/en";
import type { Connection } from "./connections";

const DAY_MS = 86_400_000;

/** PEM blocks. */
export const splitCertificates = ({ samlConfig }: Connection): string[] =>
  samlConfig?.idpCertificate.match(/-----BEGIN [^-]+-----[^-]+-----END [^-]+-----/g) ?? [];

const toText = (notBefore: number, notAfter: number, now: number): keyof Texts => {
  if (notAfter <= now) return "certificateExpired";
  if (notBefore > now) return "certificateNotYet";
  return notAfter <= now + REMINDER_DAYS * DAY_MS ? "certificateEnds" : "certificateValid";
};

const toDate = (time: number): string => new Date(time).toISOString().slice(0, 10);

export function showValidity(texts: Texts, pem: string, index: number): Html {
  const { notBefore, notAfter } = parseCertificate(pem);
  const text = toText(notBefore, notAfter, Date.now());
  const said = fillText(texts[text], {
    number: String(index + 1),
    from: toDate(notBefore),
    until: toDate(notAfter),
  });
  return html`<p>${text === "certificateValid" ? said : html`<strong>${said}</strong>`}</p>`;
}
