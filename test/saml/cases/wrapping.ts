/** A good signature beside, around or inside what it does not cover (Somorovsky et al., 2012). */
import { encrypt } from "../support/encrypting";
import { type Case, changedAfter, type Laboratory, signedAssertion } from "../support/laboratory";
import {
  ASSERTION_ID,
  change,
  cut,
  formatAssertion,
  formatResponse,
  MALLORY,
  RESPONSE_ID,
  SAML_NS,
  SAMLP_NS,
  SUBJECT,
} from "../support/messages";
import { createSignature, DSIG_NS } from "../support/signing";

const evil = (id = "_evil-1") => formatAssertion(id, MALLORY);
const signedResponse = (lab: Laboratory) => lab.signResponse(formatResponse());
const evilResponse = (id = "_evil-response") => formatResponse(evil(), id);
/** The evil assertion with something in it, as the last child. */
const evilAround = (content: string) =>
  change(evil(), "</saml:Assertion>", `${content}</saml:Assertion>`);
const asObject = (signature: string, content: string) =>
  change(signature, "</ds:Signature>", `<ds:Object>${content}</ds:Object></ds:Signature>`);
const afterIssuer = (xml: string, addition: string) =>
  change(xml, "</saml:Issuer>", `</saml:Issuer>${addition}`);

export const wrappingCases: readonly Case[] = [
  {
    name: "XSW1: the signed response inside the signature of an evil one",
    rule: "assertion-count",
    build: (lab) => {
      const signature = cut(signedResponse(lab), "ds:Signature");
      return afterIssuer(evilResponse(), asObject(signature, formatResponse()));
    },
  },
  {
    name: "XSW2: the signed response before a detached signature in an evil one",
    rule: "unexpected-content",
    build: (lab) => {
      const signature = cut(signedResponse(lab), "ds:Signature");
      return afterIssuer(evilResponse(), formatResponse() + signature);
    },
  },
  {
    name: "XSW3: an evil assertion before the signed one",
    rule: "assertion-count",
    build: (lab) => formatResponse(evil() + signedAssertion(lab)),
  },
  {
    name: "XSW3 the other way around: an evil assertion after the signed one",
    rule: "assertion-count",
    build: (lab) => formatResponse(signedAssertion(lab) + evil()),
  },
  {
    name: "XSW4: the signed assertion inside an evil one",
    rule: "assertion-count",
    build: (lab) => formatResponse(evilAround(signedAssertion(lab))),
  },
  {
    name: "XSW5: an evil assertion with the signature, the original after it",
    rule: "assertion-count",
    build: (lab) => {
      const signature = cut(signedAssertion(lab), "ds:Signature");
      return formatResponse(afterIssuer(evil(), signature) + formatAssertion());
    },
  },
  {
    name: "XSW6: the original inside the signature of an evil assertion",
    rule: "assertion-count",
    build: (lab) => {
      const signature = cut(signedAssertion(lab), "ds:Signature");
      return formatResponse(afterIssuer(evil(), asObject(signature, formatAssertion())));
    },
  },
  {
    name: "XSW7: an evil assertion in Extensions",
    rule: "assertion-count",
    build: (lab) =>
      formatResponse(`<samlp:Extensions>${evil()}</samlp:Extensions>${signedAssertion(lab)}`),
  },
  {
    name: "XSW8: the original in an Object of an evil assertion's signature",
    rule: "duplicate-id",
    build: (lab) => {
      const signature = cut(signedAssertion(lab), "ds:Signature");
      const object = asObject(signature, formatAssertion());
      return formatResponse(afterIssuer(evil(ASSERTION_ID), object));
    },
  },
  {
    name: "the response's signature covers a response in Extensions",
    rule: "assertion-count",
    build: (lab) =>
      formatResponse(`<samlp:Extensions>${signedResponse(lab)}</samlp:Extensions>${evil()}`, "_2"),
  },
  {
    name: "an evil assertion with the id of the signed one",
    rule: "duplicate-id",
    build: (lab) => {
      const signature = cut(signedAssertion(lab), "ds:Signature");
      return change(
        formatResponse(afterIssuer(evil(ASSERTION_ID), signature)),
        "</saml:NameID>",
        `</saml:NameID><saml:SubjectConfirmation Method="x" ID="${ASSERTION_ID}"/>`,
      );
    },
  },
  ...["Id", "id", "iD", "xml:id"].map((attribute): Case => ({
    name: `another element has the signed id as ${attribute}`,
    rule: "duplicate-id",
    build: (lab) =>
      change(
        formatResponse(signedAssertion(lab)),
        "<samlp:Status>",
        `<samlp:Status ${attribute}="${ASSERTION_ID}">`,
      ),
  })),
  {
    name: "another element has the signed id with a prefix of its own",
    rule: "duplicate-id",
    build: (lab) =>
      change(
        formatResponse(signedAssertion(lab)),
        "<samlp:Status>",
        `<samlp:Status xmlns:z="urn:z" z:ID="${ASSERTION_ID}">`,
      ),
  },
  {
    name: "the assertion's signature is a child of the response",
    rule: "signature-reference",
    build: (lab) => {
      const signature = cut(signedAssertion(lab), "ds:Signature");
      return afterIssuer(formatResponse(evil()), signature);
    },
  },
  {
    name: "the assertion's signature is deeper in the assertion",
    rule: "signature-position",
    build: (lab) => {
      const signature = cut(signedAssertion(lab), "ds:Signature");
      return formatResponse(
        change(formatAssertion(), "<saml:NameID>", `${signature}<saml:NameID>`),
      );
    },
  },
  {
    name: "the signature is in a wrong namespace",
    rule: "signature-position",
    build: changedAfter((xml) => change(xml, `xmlns:ds="${DSIG_NS}"`, `xmlns:ds="urn:ds"`)),
  },
  {
    name: "an encrypted evil assertion beside the signed one",
    rule: "assertion-count",
    build: (lab) =>
      formatResponse(
        encrypt(evil(), { certificate: lab.spKey.certificate }) + signedAssertion(lab),
      ),
  },
  {
    name: "the signed assertion is in another namespace's element of that name",
    rule: "unexpected-content",
    build: (lab) =>
      formatResponse(`<z:Assertion xmlns:z="urn:z">${signedAssertion(lab)}</z:Assertion>`),
  },
  {
    name: "an element of another namespace beside the signed assertion",
    rule: "unexpected-content",
    build: (lab) =>
      change(
        formatResponse(signedAssertion(lab)),
        "</samlp:Status>",
        `</samlp:Status><z:Other xmlns:z="urn:z"/>`,
      ),
  },
  {
    name: "the assertion is a level deeper",
    rule: "assertion-count",
    build: (lab) => formatResponse(`<samlp:Extensions>${signedAssertion(lab)}</samlp:Extensions>`),
  },
  {
    name: "two signed assertions",
    rule: "assertion-count",
    build: (lab) =>
      formatResponse(signedAssertion(lab) + change(signedAssertion(lab), ASSERTION_ID, "_a2")),
  },
  {
    name: "a good assertion of Advice",
    rule: "assertion-count",
    build: (lab) =>
      formatResponse(
        change(
          evil(),
          "</saml:Conditions>",
          `</saml:Conditions><saml:Advice>${signedAssertion(lab)}</saml:Advice>`,
        ),
      ),
  },
  {
    name: "the document is the signed assertion",
    rule: "wrong-document",
    build: (lab) => signedAssertion(lab),
  },
  {
    name: "an element around the signed response",
    rule: "wrong-document",
    build: (lab) => `<r xmlns="urn:r">${signedResponse(lab)}</r>`,
  },
  {
    name: "a signature that covers the Issuer alone",
    rule: "signature-reference",
    build: (lab) => {
      const xml = change(formatResponse(evil()), "<saml:Issuer", `<saml:Issuer ID="_issuer"`);
      const signature = createSignature(xml, "_issuer", { key: lab.idpKey });
      return change(xml, "<samlp:Status>", `${signature}<samlp:Status>`);
    },
  },
  {
    name: "a signed assertion without an id and an empty reference",
    rule: "signature-reference",
    build: (lab) => {
      const xml = lab.signAssertion(formatResponse(), { uri: "" });
      return change(xml, ` ID="${ASSERTION_ID}"`, "");
    },
  },
  {
    name: "the response's id with the assertion's signature, and the assertion without one",
    rule: "signature-digest",
    build: (lab) => {
      const signature = cut(signedAssertion(lab), "ds:Signature");
      return afterIssuer(formatResponse(evil(), ASSERTION_ID), signature);
    },
  },
  {
    name: "a LogoutResponse that is signed",
    rule: "wrong-document",
    build: (lab) => change(signedResponse(lab), /samlp:Response/g, "samlp:LogoutResponse"),
  },
  {
    name: "a Response of SAML 1.1",
    rule: "wrong-document",
    build: () =>
      `<Response xmlns="urn:oasis:names:tc:SAML:1.0:protocol" ResponseID="${RESPONSE_ID}"/>`,
  },
  {
    name: "prefixes other than usual",
    rule: null,
    build: (lab) => {
      const xml = formatResponse()
        .replaceAll("samlp:", "p2:")
        .replaceAll("xmlns:samlp=", "xmlns:p2=")
        .replaceAll("saml:", "saml2:")
        .replaceAll("xmlns:saml=", "xmlns:saml2=");
      return lab.signAssertion(xml);
    },
  },
  {
    name: "no prefixes at all",
    rule: null,
    build: (lab) => {
      const xml = formatResponse()
        .replaceAll("samlp:", "")
        .replaceAll("saml:", "")
        .replace("xmlns:samlp=", "xmlns=")
        .replaceAll("xmlns:saml=", "xmlns=");
      return lab.signResponse(xml);
    },
  },
  {
    name: "the prefixes of the namespaces are exchanged",
    rule: null,
    build: (lab) => {
      const exchanged = formatResponse()
        .replaceAll("saml:", "x:")
        .replaceAll("samlp:", "saml:")
        .replaceAll("x:", "samlp:")
        .replaceAll("xmlns:saml=", "xmlns:y=")
        .replaceAll("xmlns:samlp=", "xmlns:saml=")
        .replaceAll("xmlns:y=", "xmlns:samlp=");
      if (!exchanged.includes(SAMLP_NS) || !exchanged.includes(SAML_NS)) throw new Error(SUBJECT);
      return lab.signResponse(exchanged);
    },
  },
];
