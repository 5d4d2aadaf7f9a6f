/** Metadata of identity providers, and our own as identity providers read it. */
import samlify from "samlify";
import { beforeAll, describe, expect, test } from "vitest";
import { parseCertificate } from "../../convex/component/saml/certificates";
import { type MetadataOptions, parseIdpMetadata } from "../../convex/component/saml/metadata";
import { formatSpMetadata } from "../../convex/component/saml/spMetadata";
import { ACS, IDP, SP } from "./support/connection";
import { type Laboratory, openLaboratory } from "./support/laboratory";
import { pemBody, wrapSpki } from "./support/keys";

const MD = "urn:oasis:names:tc:SAML:2.0:metadata";
const DS = "http://www.w3.org/2000/09/xmldsig#";
const REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
const POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
const NOW = Date.UTC(2026, 10, 27);
const options: MetadataOptions = { now: NOW };

let lab: Laboratory;
beforeAll(async () => {
  lab = await openLaboratory();
});

const key = (certificate: string, attributes = ` use="signing"`, more = "") =>
  `<KeyDescriptor${attributes}><ds:KeyInfo xmlns:ds="${DS}"><ds:X509Data><ds:X509Certificate>\n${certificate}\n</ds:X509Certificate>${more}</ds:X509Data></ds:KeyInfo></KeyDescriptor>`;
const service = (binding: string, location: string) =>
  `<SingleSignOnService Binding="${binding}" Location="${location}"/>`;

const spki = () => parseCertificate(lab.idpKey.certificate).spki;

interface Parts {
  readonly entityId?: string;
  readonly attributes?: string;
  readonly roleAttributes?: string;
  readonly content?: string;
  readonly role?: string;
}

function entity(parts: Parts = {}): string {
  const {
    entityId = IDP,
    attributes = "",
    roleAttributes = "",
    role = "IDPSSODescriptor",
    content = key(pemBody(lab.idpKey.certificate)) +
      service(REDIRECT, "https://idp.example.com/sso"),
  } = parts;
  return `<EntityDescriptor xmlns="${MD}" entityID="${entityId}"${attributes}><${role} protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"${roleAttributes}>${content}</${role}></EntityDescriptor>`;
}

describe("an identity provider's metadata", () => {
  test("has what a connection needs", () => {
    const xml = entity({
      attributes: ` validUntil="2027-01-01T00:00:00Z"`,
      roleAttributes: ` WantAuthnRequestsSigned="true" validUntil="2026-12-01T00:00:00Z"`,
      content: [
        key(pemBody(lab.idpKey.certificate)),
        key(pemBody(lab.nextIdpKey.certificate), ""),
        key(pemBody(lab.idpKey.certificate)),
        key(pemBody(lab.spKey.certificate), ` use="encryption"`),
        "<NameIDFormat> urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress\n</NameIDFormat>",
        service(POST, "https://idp.example.com/post"),
        service(REDIRECT, "https://idp.example.com/redirect?a=1&amp;b=2"),
        service("urn:mace:shibboleth:1.0:profiles:AuthnRequest", "https://idp.example.com/old"),
      ].join("\n<!-- a comment -->\n"),
    });
    expect(parseIdpMetadata(`<?xml version="1.0"?><!-- from a file -->${xml}`, options)).toEqual({
      entityId: IDP,
      ssoUrls: {
        post: "https://idp.example.com/post",
        redirect: "https://idp.example.com/redirect?a=1&b=2",
      },
      certificates: [lab.idpKey.certificate, lab.nextIdpKey.certificate],
      wantsSignedRequests: true,
      nameIdFormats: ["urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"],
      validUntil: Date.UTC(2026, 11, 1),
    });
  });

  test("is read as samlify writes it", () => {
    const { entityMeta } = samlify.IdentityProvider({
      entityID: IDP,
      signingCert: pemBody(lab.idpKey.certificate),
      nameIDFormat: ["urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"],
      singleSignOnService: [{ Binding: POST, Location: "https://idp.example.com/sso" }],
      singleLogoutService: [{ Binding: POST, Location: "https://idp.example.com/slo" }],
    });
    expect(parseIdpMetadata(entityMeta.getMetadata(), options)).toMatchObject({
      entityId: IDP,
      ssoUrls: { redirect: null, post: "https://idp.example.com/sso" },
      certificates: [lab.idpKey.certificate],
      wantsSignedRequests: false,
      validUntil: null,
    });
  });

  test("names one of several identity providers", () => {
    const other = entity({ entityId: "urn:other" });
    const provider = entity({ entityId: "urn:sp", role: "SPSSODescriptor" });
    const group = (validUntil: string, ...entities: readonly string[]) =>
      `<EntitiesDescriptor xmlns="${MD}" validUntil="${validUntil}">${entities.join("")}</EntitiesDescriptor>`;
    const future = "2027-01-01T00:00:00Z";
    expect(parseIdpMetadata(group(future, provider, other), options)).toMatchObject({
      entityId: "urn:other",
      validUntil: Date.parse(future),
    });
    const both = group(future, group(future, provider), other, entity());
    expect(parseIdpMetadata(both, { ...options, entityId: IDP }).entityId).toBe(IDP);
    expect(() => parseIdpMetadata(both, options)).toThrow(/several/);
    expect(() => parseIdpMetadata(both, { ...options, entityId: "urn:sp" })).toThrow(/describe/);
    const past = group("2026-11-26T23:59:59Z", entity());
    expect(() => parseIdpMetadata(past, options)).toThrow(
      expect.objectContaining({ rule: "metadata-expired" }),
    );
  });

  test("leaves weak keys out, unless there is no other", () => {
    const sso = service(POST, "https://idp.example.com/sso");
    const weak = key(pemBody(lab.weakKey.certificate));
    const strong = key(pemBody(lab.idpKey.certificate));
    expect(
      parseIdpMetadata(entity({ content: weak + strong + sso }), options).certificates,
    ).toEqual([lab.idpKey.certificate]);
    expect(() => parseIdpMetadata(entity({ content: weak + sso }), options)).toThrow(
      expect.objectContaining({ rule: "weak-key" }),
    );
  });

  test("takes the first certificate of a chain", () => {
    const issuer = `<ds:X509Certificate>${pemBody(lab.rogueKey.certificate)}</ds:X509Certificate>`;
    const content =
      key(pemBody(lab.idpKey.certificate), ` use="signing"`, issuer) +
      service(POST, "https://idp.example.com/sso");
    expect(parseIdpMetadata(entity({ content }), options).certificates).toEqual([
      lab.idpKey.certificate,
    ]);
  });

  test.each<[string, string, () => string]>([
    ["a page", "not-well-formed", () => "<!doctype html><p>Not found<br></p>"],
    ["a DOCTYPE", "forbidden-markup", () => `<!DOCTYPE x>${entity()}`],
    ["another document", "metadata", () => `<x xmlns="urn:x">${entity()}</x>`],
    ["a service provider", "metadata", () => entity({ role: "SPSSODescriptor" })],
    ["no entity id", "metadata", () => entity({ entityId: "" })],
    ["no sign-on URL", "metadata", () => entity({ content: key(pemBody(lab.idpKey.certificate)) })],
    [
      "a URL that runs a script",
      "metadata",
      () =>
        entity({
          content: key(pemBody(lab.idpKey.certificate)) + service(POST, "javascript:alert(1)"),
        }),
    ],
    [
      "a relative URL",
      "metadata",
      () => entity({ content: key(pemBody(lab.idpKey.certificate)) + service(POST, "/sso") }),
    ],
    [
      "no certificate",
      "metadata",
      () => entity({ content: service(POST, "https://idp.example.com/sso") }),
    ],
    [
      "a certificate that is none",
      "certificate",
      () => entity({ content: key("AAAA") + service(POST, "https://idp.example.com/sso") }),
    ],
    [
      "eleven keys",
      "metadata",
      () =>
        entity({
          content:
            Array.from({ length: 11 }, (_, i) =>
              key(
                pemBody(
                  wrapSpki(spki(), {
                    notBefore: "260101000000Z",
                    notAfter: `${30 + i}0101000000Z`,
                  }),
                ),
              ),
            ).join("") + service(POST, "https://idp.example.com/sso"),
        }),
    ],
    [
      "SAML 1.1 alone",
      "metadata",
      () => entity().replace("SAML:2.0:protocol", "SAML:1.1:protocol"),
    ],
    ["a time that is none", "metadata", () => entity({ attributes: ` validUntil="soon"` })],
    ["more than 256 KB", "too-large", () => entity() + " ".repeat(256 * 1024)],
  ])("%s is refused: %s", (_name, rule, build) => {
    expect(() => parseIdpMetadata(build(), options)).toThrow(expect.objectContaining({ rule }));
  });
});

describe("the service provider's metadata", () => {
  test("is read by samlify", () => {
    const xml = formatSpMetadata({
      entityId: `${SP}?a=1&b="2"`,
      acsUrl: ACS,
      nameIdFormat: "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
      signsRequests: true,
      wantsSignedAssertions: true,
      signingCertificates: [lab.spKey.certificate, lab.nextIdpKey.certificate],
      encryptionCertificates: [lab.spKey.certificate],
    });
    const { entityMeta } = samlify.ServiceProvider({ metadata: xml });
    expect({
      entityId: entityMeta.getEntityID(),
      acsUrl: entityMeta.getAssertionConsumerService("post"),
      signing: entityMeta.getX509Certificate("signing"),
      encryption: entityMeta.getX509Certificate("encryption"),
      formats: entityMeta.getNameIDFormat(),
      signsRequests: entityMeta.isAuthnRequestSigned(),
      wantsSignedAssertions: entityMeta.isWantAssertionsSigned(),
    }).toEqual({
      entityId: `${SP}?a=1&b="2"`,
      acsUrl: ACS,
      signing: [pemBody(lab.spKey.certificate), pemBody(lab.nextIdpKey.certificate)],
      encryption: pemBody(lab.spKey.certificate),
      formats: "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
      signsRequests: true,
      wantsSignedAssertions: true,
    });
    const methods = [...xml.matchAll(/EncryptionMethod Algorithm="[^"#]*#([^"]*)"/g)];
    expect(methods.map(([, name]) => name)).toEqual([
      "aes256-gcm",
      "aes128-gcm",
      "aes256-cbc",
      "aes128-cbc",
      "rsa-oaep",
      "rsa-oaep-mgf1p",
    ]);
  });

  test("without keys and format is shorter", () => {
    const xml = formatSpMetadata({
      entityId: SP,
      acsUrl: ACS,
      nameIdFormat: null,
      signsRequests: false,
      wantsSignedAssertions: false,
      signingCertificates: [],
      encryptionCertificates: [],
    });
    expect(xml).not.toMatch(/KeyDescriptor|NameIDFormat/);
  });
});
