/** Signatures that were changed, are incomplete, or were made with what is not accepted. */
import { parseCertificate } from "../../../convex/component/saml/certificates";
import { wrapSpki } from "../support/keys";
import { type Case, changedAfter } from "../support/laboratory";
import {
  ASSERTION_ID,
  change,
  cut,
  formatResponse,
  MALLORY,
  RESPONSE_ID,
  SUBJECT,
} from "../support/messages";
import {
  DSIG_NS,
  ENVELOPED,
  EXC_C14N,
  sign,
  type SignatureName,
  type Signing,
} from "../support/signing";

const transform = (uri: string) => `<ds:Transform Algorithm="${uri}"/>`;
const signedWith =
  (signing: Partial<Signing>): Case["build"] =>
  (lab) =>
    lab.signAssertion(formatResponse(), signing);
const edited = (from: string | RegExp, to: string) =>
  signedWith({ edit: (signedInfo) => change(signedInfo, from, to) });
const finished = (from: string | RegExp, to: string) =>
  signedWith({ finish: (signature) => change(signature, from, to) });

const tampered: readonly Case[] = [
  {
    name: "the NameID of a signed assertion",
    rule: "signature-digest",
    build: changedAfter((xml) => change(xml, `<saml:NameID>${SUBJECT}`, `<saml:NameID>${MALLORY}`)),
  },
  {
    name: "an attribute of a signed assertion",
    rule: "signature-digest",
    build: changedAfter((xml) => change(xml, `Value>${SUBJECT}`, `Value>${MALLORY}`)),
  },
  {
    name: "white space in a signed assertion",
    rule: "signature-digest",
    build: changedAfter((xml) => change(xml, "</saml:Subject>", "</saml:Subject>\n")),
  },
  {
    name: "the audience of a signed assertion",
    rule: "signature-digest",
    build: changedAfter((xml) => change(xml, "<saml:Audience>", "<saml:Audience>x")),
  },
  {
    name: "the status of a signed response",
    rule: "signature-digest",
    build: (lab) => change(lab.signResponse(formatResponse()), "<samlp:Status>", "<samlp:Status> "),
  },
  {
    name: "SignedInfo after it was signed",
    rule: "signature-value",
    build: finished(
      'Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"',
      'Algorithm="http://www.w3.org/2001/04/xmlenc#sha512"',
    ),
  },
  {
    name: "the signature's value",
    rule: "signature-value",
    build: finished(/<ds:SignatureValue>../, "<ds:SignatureValue>AA"),
  },
  {
    name: "the signature's value, cut off",
    rule: "signature-value",
    build: finished(/<ds:SignatureValue>[^<]{4}/, "<ds:SignatureValue>"),
  },
  {
    name: "the signature's value, empty",
    rule: "signature-value",
    build: finished(/<ds:SignatureValue>[^<]*/, "<ds:SignatureValue>"),
  },
  {
    name: "the signature's value, which is not base64",
    rule: "signature-form",
    build: finished(/<ds:SignatureValue>.../, "<ds:SignatureValue>-_~"),
  },
  {
    name: "the digest's value, empty",
    rule: "signature-digest",
    build: edited(/<ds:DigestValue>[^<]*/, "<ds:DigestValue>"),
  },
  {
    name: "the digest's value, of the empty text",
    rule: "signature-digest",
    build: edited(
      /<ds:DigestValue>[^<]*/,
      "<ds:DigestValue>47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    ),
  },
  {
    name: "the response's signature, though the assertion's is good",
    rule: "signature-digest",
    build: (lab) =>
      change(
        lab.signResponse(lab.signAssertion(formatResponse())),
        "<samlp:Status>",
        "<samlp:Status> ",
      ),
  },
  {
    name: "the assertion's signature, though the response's is good",
    rule: "signature-digest",
    build: (lab) => {
      const tamperedAssertion = change(
        lab.signAssertion(formatResponse()),
        "<saml:NameID>",
        "<saml:NameID>x",
      );
      return lab.signResponse(tamperedAssertion);
    },
  },
];

const keys: readonly Case[] = [
  { name: "nothing", rule: "not-signed", build: () => formatResponse() },
  {
    name: "the assertion with another key, which is in KeyInfo",
    rule: "signature-value",
    build: (lab) => sign(formatResponse(), ASSERTION_ID, { key: lab.rogueKey }),
  },
  {
    name: "the response with another key, around a good assertion",
    rule: "signature-value",
    build: (lab) => {
      const xml = lab.signAssertion(formatResponse());
      return sign(xml, RESPONSE_ID, { key: lab.rogueKey });
    },
  },
  {
    name: "the assertion with another key, inside a good response",
    rule: "signature-value",
    build: (lab) => lab.signResponse(sign(formatResponse(), ASSERTION_ID, { key: lab.rogueKey })),
  },
  {
    name: "the service provider's own key",
    rule: "signature-value",
    build: (lab) => lab.signAssertion(formatResponse(), { key: lab.spKey }),
  },
  {
    name: "a registered key of 1024 bits",
    rule: "weak-key",
    build: (lab) => lab.signAssertion(formatResponse(), { key: lab.weakKey }),
    rules: (lab) => ({ certificates: [lab.weakKey.certificate] }),
  },
  {
    name: "a text that is no certificate",
    rule: "certificate",
    build: (lab) => lab.signAssertion(formatResponse()),
    rules: () => ({
      certificates: ["-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"],
    }),
  },
  {
    name: "a certificate whose point is not on its curve",
    rule: "certificate",
    build: (lab) =>
      lab.signAssertion(formatResponse(), { key: lab.ecKeys["P-256"], algorithm: "ecdsa-sha256" }),
    rules: (lab) => {
      const { spki } = parseCertificate(lab.ecKeys["P-256"].certificate);
      const moved = spki.slice();
      moved[moved.length - 1]! ^= 1;
      return { certificates: [wrapSpki(moved)] };
    },
  },
  {
    name: "no certificate at all",
    rule: "signature-value",
    build: (lab) => lab.signAssertion(formatResponse()),
    rules: () => ({ certificates: [] }),
  },
  {
    name: "an HMAC with the certificate as its key",
    rule: "signature-algorithm",
    build: signedWith({ algorithm: "hmac-sha256" }),
  },
  {
    name: "the algorithm of an RSA key, though the registered one is of ECDSA",
    rule: "signature-value",
    build: (lab) => lab.signAssertion(formatResponse()),
    rules: (lab) => ({ certificates: [lab.ecKeys["P-256"].certificate] }),
  },
  {
    name: "the RSA key, under the name of ECDSA",
    rule: "signature-value",
    build: edited("#rsa-sha256", "#ecdsa-sha256"),
  },
  {
    name: "ECDSA in the form of OpenSSL",
    rule: "signature-value",
    build: (lab) =>
      lab.signAssertion(formatResponse(), {
        key: lab.ecKeys["P-256"],
        algorithm: "ecdsa-sha256",
        ecdsaEncoding: "der",
      }),
    rules: (lab) => ({ certificates: [lab.ecKeys["P-256"].certificate] }),
  },
  {
    name: "the second of two certificates, in a roll-over",
    rule: null,
    build: (lab) => lab.signAssertion(formatResponse(), { key: lab.nextIdpKey }),
    rules: (lab) => ({ certificates: [lab.idpKey.certificate, lab.nextIdpKey.certificate] }),
  },
  {
    name: "the first of two certificates, of another type of key",
    rule: null,
    build: (lab) => lab.signAssertion(formatResponse()),
    rules: (lab) => ({
      certificates: [lab.ecKeys["P-384"].certificate, lab.idpKey.certificate],
    }),
  },
  {
    name: "nothing in KeyInfo",
    rule: null,
    build: signedWith({ keyInfo: "" }),
  },
];

const algorithms: readonly Case[] = [
  {
    name: "RSA with SHA-1",
    rule: "signature-algorithm",
    build: signedWith({ algorithm: "rsa-sha1" }),
  },
  { name: "a digest of SHA-1", rule: "signature-algorithm", build: signedWith({ digest: "sha1" }) },
  ...[
    "http://www.w3.org/2001/04/xmldsig-more#rsa-md5",
    "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1",
    "urn:none",
    "",
  ].map((uri): Case => ({
    name: `the algorithm "${uri}"`,
    rule: "signature-algorithm",
    build: edited(/SignatureMethod Algorithm="[^"]*"/, `SignatureMethod Algorithm="${uri}"`),
  })),
  {
    name: "an algorithm with white space around it",
    rule: "signature-algorithm",
    build: edited('#rsa-sha256"', '#rsa-sha256 "'),
  },
  {
    name: "a truncated HMAC's length",
    rule: "signature-algorithm",
    build: edited(
      /(<ds:SignatureMethod [^>]*)\/>/,
      `<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"><ds:HMACOutputLength>0</ds:HMACOutputLength></ds:SignatureMethod>`,
    ),
  },
  ...(["rsa-sha256", "rsa-sha384", "rsa-sha512"] as const).map((algorithm): Case => ({
    name: algorithm,
    rule: null,
    build: signedWith({ algorithm }),
  })),
  ...(["sha384", "sha512"] as const).map((digest): Case => ({
    name: `a digest of ${digest}`,
    rule: null,
    build: signedWith({ digest }),
  })),
  ...(["P-256", "P-384", "P-521"] as const).flatMap((curve) =>
    (["ecdsa-sha256", "ecdsa-sha384", "ecdsa-sha512"] as const).map(
      (algorithm: SignatureName): Case => ({
        name: `${algorithm} on ${curve}`,
        rule: null,
        build: (lab) => lab.signAssertion(formatResponse(), { key: lab.ecKeys[curve], algorithm }),
        rules: (lab) => ({ certificates: [lab.ecKeys[curve].certificate] }),
      }),
    ),
  ),
];

const form: readonly Case[] = [
  {
    name: "two SignedInfo (CVE-2025-29775)",
    rule: "signature-form",
    build: signedWith({
      finish: (signature) =>
        change(
          signature,
          "<ds:SignatureValue>",
          `${cut(signature, "ds:SignedInfo")}<ds:SignatureValue>`,
        ),
    }),
  },
  {
    name: "two SignatureValue",
    rule: "signature-form",
    build: finished("<ds:KeyInfo>", "<ds:SignatureValue>AAAA</ds:SignatureValue><ds:KeyInfo>"),
  },
  {
    name: "an Object",
    rule: "signature-form",
    build: finished("</ds:Signature>", "<ds:Object/></ds:Signature>"),
  },
  {
    name: "an Object in the place of KeyInfo",
    rule: "signature-form",
    build: signedWith({ keyInfo: "<ds:Object/>" }),
  },
  {
    name: "no SignedInfo",
    rule: "signature-form",
    build: finished(/<ds:SignedInfo.*<\/ds:SignedInfo>/, ""),
  },
  {
    name: "two References",
    rule: "signature-form",
    build: signedWith({
      edit: (signedInfo) =>
        change(
          signedInfo,
          "</ds:SignedInfo>",
          `${cut(signedInfo, "ds:Reference")}</ds:SignedInfo>`,
        ),
    }),
  },
  {
    name: "no Reference",
    rule: "signature-form",
    build: edited(/<ds:Reference.*<\/ds:Reference>/, ""),
  },
  {
    name: "two DigestValue",
    rule: "signature-form",
    build: edited("</ds:Reference>", "<ds:DigestValue>AAAA</ds:DigestValue></ds:Reference>"),
  },
  {
    name: "a comment in DigestValue (CVE-2025-29774)",
    rule: "forbidden-markup",
    build: finished("<ds:DigestValue>", "<ds:DigestValue><!--AAAA-->"),
  },
  {
    name: "an element in DigestValue",
    rule: "unexpected-content",
    build: edited("</ds:DigestValue>", "<x/></ds:DigestValue>"),
  },
  {
    name: "two signatures of the assertion",
    rule: "signature-form",
    build: signedWith({ finish: (signature) => signature + signature }),
  },
  {
    name: "text between the parts of the signature",
    rule: "unexpected-content",
    build: finished("<ds:SignatureValue>", "x<ds:SignatureValue>"),
  },
  {
    name: "white space in the base64 of the values",
    rule: null,
    build: signedWith({
      edit: (signedInfo) =>
        change(
          signedInfo,
          /<ds:DigestValue>..../,
          `${/<ds:DigestValue>..../.exec(signedInfo)![0]}\n  `,
        ),
      finish: (signature) =>
        signature.replace(
          /(<ds:SignatureValue>)([^<]*)/,
          (_all, tag: string, value: string) => `${tag}\n${value.replace(/.{64}/g, "$&\r\n\t ")}\n`,
        ),
    }),
  },
  {
    name: "padding in the middle of the base64",
    rule: "signature-form",
    build: finished(/<ds:SignatureValue>..../, "<ds:SignatureValue>AA=="),
  },
];

const references: readonly Case[] = [
  ...[
    ["", "empty"],
    ["#_other", "of another id"],
    ["https://evil.example/doc.xml", "external"],
    [`#xpointer(id('${ASSERTION_ID}'))`, "an XPointer"],
    ["#xpointer(/)", "an XPointer of the root"],
    [`# ${ASSERTION_ID}`, "with white space"],
    [`${ASSERTION_ID}`, "without a number sign"],
    [`#${RESPONSE_ID}`, "of the response"],
  ].map(([uri, what]): Case => ({
    name: `a reference that is ${what}`,
    rule: "signature-reference",
    build: signedWith({ uri }),
  })),
  {
    name: "a reference without a URI",
    rule: "signature-reference",
    build: edited(/ URI="[^"]*"/, ""),
  },
];

const transforms: readonly Case[] = [
  { name: "no transforms", transforms: "" },
  { name: "the canonicalization twice", transforms: transform(EXC_C14N) + transform(EXC_C14N) },
  {
    name: "an unknown one before the canonicalization",
    transforms: transform("urn:none") + transform(EXC_C14N),
  },
  { name: "the enveloped-signature transform alone", transforms: transform(ENVELOPED) },
  { name: "the canonicalization alone", transforms: transform(EXC_C14N) },
  {
    name: "the transforms the other way around",
    transforms: transform(EXC_C14N) + transform(ENVELOPED),
  },
  {
    name: "the enveloped-signature transform twice",
    transforms: transform(ENVELOPED) + transform(ENVELOPED),
  },
  {
    name: "an XPath filter",
    transforms: `<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><ds:XPath>not(self::*)</ds:XPath></ds:Transform>${transform(EXC_C14N)}`,
  },
  {
    name: "a stylesheet",
    transforms: `${transform(ENVELOPED)}<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"><xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"/></ds:Transform>`,
  },
  {
    name: "a thousand transforms",
    transforms: transform(ENVELOPED) + transform(EXC_C14N).repeat(999),
  },
  { name: "base64", transforms: transform(ENVELOPED) + transform(`${DSIG_NS}base64`) },
  {
    name: "the inclusive canonicalization",
    transforms: transform(ENVELOPED) + transform("http://www.w3.org/TR/2001/REC-xml-c14n-20010315"),
  },
  {
    name: "the canonicalization with comments",
    transforms: transform(ENVELOPED) + transform(`${EXC_C14N}WithComments`),
  },
  {
    name: "an element in the enveloped-signature transform",
    transforms: `<ds:Transform Algorithm="${ENVELOPED}"><x/></ds:Transform>${transform(EXC_C14N)}`,
  },
].map(({ name, transforms: xml }): Case => ({
  name,
  rule: "signature-transforms",
  build: signedWith({ transforms: xml }),
}));

const canonicalizations: readonly Case[] = [
  {
    name: "the inclusive canonicalization of SignedInfo",
    rule: "signature-transforms",
    build: signedWith({
      canonicalization: `<ds:CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>`,
    }),
  },
  {
    name: "an unknown canonicalization of SignedInfo",
    rule: "signature-transforms",
    build: signedWith({ canonicalization: `<ds:CanonicalizationMethod Algorithm="urn:none"/>` }),
  },
  {
    name: "a list of 1,000 prefixes",
    rule: "signature-transforms",
    build: signedWith({ prefixes: Array.from({ length: 1_000 }, (_, i) => `p${i}`).join(" ") }),
  },
  ...["xs", "saml samlp", "#default saml xsi"].map((prefixes): Case => ({
    name: `the prefixes ${prefixes}`,
    rule: null,
    build: (lab) =>
      lab.signAssertion(
        change(
          formatResponse(),
          "<saml:AttributeValue>",
          `<saml:AttributeValue xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:string">`,
        ),
        { prefixes },
      ),
  })),
  {
    name: "a prefix that only the response declares",
    rule: null,
    build: (lab) => {
      const xml = change(
        formatResponse(),
        "<samlp:Response",
        `<samlp:Response xmlns:xs="http://www.w3.org/2001/XMLSchema"`,
      );
      return lab.signResponse(lab.signAssertion(xml, { prefixes: "xs" }));
    },
  },
];

const named = (prefix: string, cases: readonly Case[]): Case[] =>
  cases.map((each) => ({ ...each, name: `${prefix}: ${each.name}` }));

export const signatureCases: readonly Case[] = [
  ...named("changed", tampered),
  ...named("signed with", keys),
  ...named("algorithm", algorithms),
  ...named("form", form),
  ...named("reference", references),
  ...named("transforms", transforms),
  ...named("canonicalization", canonicalizations),
];
