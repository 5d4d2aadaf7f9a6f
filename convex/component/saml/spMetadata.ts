import { RSA_OAEP, RSA_OAEP_MGF1P } from "./algorithms";
import { decodePem, encodeBase64 } from "./base64";
import { parseCertificate } from "./certificates";
import { DSIG, METADATA, POST_BINDING, PROTOCOL, XENC, XENC11 } from "./namespaces";
import { escapeAttribute, escapeText } from "./xml/canonical";
import { parseXml } from "./xml/tree";

export interface SpMetadata {
  readonly entityId: string;
  readonly acsUrl: string;
  readonly nameIdFormat: string | null;
  readonly signsRequests: boolean;
  readonly wantsSignedAssertions: boolean;
  /** PEM; several during a roll-over. */
  readonly signingCertificates: readonly string[];
  readonly encryptionCertificates: readonly string[];
}

/** In the order of preference: identity providers take the first that they know. */
const encryptionMethods = [
  `<md:EncryptionMethod Algorithm="${XENC11}aes256-gcm"/>`,
  `<md:EncryptionMethod Algorithm="${XENC11}aes128-gcm"/>`,
  `<md:EncryptionMethod Algorithm="${XENC}aes256-cbc"/>`,
  `<md:EncryptionMethod Algorithm="${XENC}aes128-cbc"/>`,
  `<md:EncryptionMethod Algorithm="${RSA_OAEP}"><ds:DigestMethod Algorithm="${XENC}sha256"/>`,
  `<xenc11:MGF xmlns:xenc11="${XENC11}" Algorithm="${XENC11}mgf1sha256"/></md:EncryptionMethod>`,
  `<md:EncryptionMethod Algorithm="${RSA_OAEP_MGF1P}"/>`,
].join("");

/** The service provider's `EntityDescriptor` as XML. */
export function formatSpMetadata(metadata: SpMetadata): string {
  const xml = [
    `<md:EntityDescriptor xmlns:md="${METADATA}" xmlns:ds="${DSIG}"`,
    ` entityID="${escapeAttribute(metadata.entityId)}">`,
    `<md:SPSSODescriptor AuthnRequestsSigned="${metadata.signsRequests}"`,
    ` WantAssertionsSigned="${metadata.wantsSignedAssertions}"`,
    ` protocolSupportEnumeration="${PROTOCOL}">`,
    ...metadata.signingCertificates.map((pem) => formatKey("signing", pem)),
    ...metadata.encryptionCertificates.map((pem) => formatKey("encryption", pem)),
    metadata.nameIdFormat === null
      ? ""
      : `<md:NameIDFormat>${escapeText(metadata.nameIdFormat)}</md:NameIDFormat>`,
    `<md:AssertionConsumerService Binding="${POST_BINDING}"`,
    ` Location="${escapeAttribute(metadata.acsUrl)}" index="0" isDefault="true"/>`,
    "</md:SPSSODescriptor></md:EntityDescriptor>",
  ].join("");
  parseXml(xml); // refuses characters that XML cannot have
  return xml;
}

function formatKey(use: "signing" | "encryption", pem: string): string {
  const der = decodePem("CERTIFICATE", parseCertificate(pem).pem, "certificate");
  return [
    `<md:KeyDescriptor use="${use}"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>`,
    encodeBase64(der),
    "</ds:X509Certificate></ds:X509Data></ds:KeyInfo>",
    use === "encryption" ? encryptionMethods : "",
    "</md:KeyDescriptor>",
  ].join("");
}
