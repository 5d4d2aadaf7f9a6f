/** What well-signed assertions say of the person, and how it is read. */
import { expect } from "vitest";
import { type Case, signedAfter } from "../support/laboratory";
import { at, change, NOW, SUBJECT } from "../support/messages";

type Edit = readonly [from: string | RegExp, to: string];

const edit = (...edits: readonly Edit[]) =>
  signedAfter((xml) => edits.reduce((text, [from, to]) => change(text, from, to), xml));
const refused = (rule: Case["rule"], name: string, ...edits: readonly Edit[]): Case => ({
  name,
  rule,
  build: edit(...edits),
});

const NAME_ID = `<saml:NameID>${SUBJECT}</saml:NameID>`;
const BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
const CONFIRMATION = `<saml:SubjectConfirmation Method="${BEARER}">`;
const ATTRIBUTE = `<saml:Attribute Name="email"><saml:AttributeValue>${SUBJECT}</saml:AttributeValue></saml:Attribute>`;
const CONDITIONS_END = "</saml:Conditions>";
const XSI = `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"`;

const nameIds: readonly Case[] = [
  ...(
    [
      ["no NameID", ""],
      ["an empty NameID", "<saml:NameID/>"],
      ["white space alone", "<saml:NameID>  </saml:NameID>"],
      ["a space before it", `<saml:NameID> ${SUBJECT}</saml:NameID>`],
      ["a line feed after it", `<saml:NameID>${SUBJECT}\n</saml:NameID>`],
      ["a non-breaking space after it", `<saml:NameID>${SUBJECT}\u00a0</saml:NameID>`],
      ["a line feed in it", "<saml:NameID>ada&#10;example</saml:NameID>"],
      ["an element in it", `<saml:NameID>${SUBJECT}<x/></saml:NameID>`],
      ["an element around it", `<x>${NAME_ID}</x>`],
      ["more than 1,024 characters", `<saml:NameID>${"x".repeat(1025)}</saml:NameID>`],
      ["an EncryptedID", "<saml:EncryptedID/>"],
      ["a BaseID", "<saml:BaseID/>"],
      ["a NameID of another namespace", `<NameID xmlns="urn:x">${SUBJECT}</NameID>`],
    ] as const
  ).map(([name, xml]) =>
    refused(name === "an element in it" ? "unexpected-content" : "name-id", `NameID: ${name}`, [
      NAME_ID,
      xml,
    ]),
  ),
  refused("subject", "two NameIDs", [NAME_ID, NAME_ID + NAME_ID]),
  {
    name: "all that a NameID can have",
    rule: null,
    build: edit([
      "<saml:NameID>",
      `<saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent" NameQualifier="urn:idp" SPNameQualifier="urn:sp" SPProvidedID="x">`,
    ]),
    expected: ({ nameId }) =>
      expect(nameId).toEqual({
        value: SUBJECT,
        format: "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
        nameQualifier: "urn:idp",
        spNameQualifier: "urn:sp",
      }),
  },
  ...[
    "__proto__",
    "constructor",
    "Ada Lovelace",
    "👩‍💻",
    "ada\u200b@example.com",
    "x".repeat(1024),
  ].map((value): Case => ({
    name: `NameID: ${value.slice(0, 20)}, read as it is`,
    rule: null,
    build: edit([`<saml:NameID>${SUBJECT}`, `<saml:NameID>${value}`]),
    expected: ({ nameId }) => expect(nameId).toMatchObject({ value, format: null }),
  })),
];

const confirmations: readonly Case[] = [
  refused("confirmation", "holder of key", [BEARER, BEARER.replace("bearer", "holder-of-key")]),
  refused("confirmation", "sender vouches", [BEARER, BEARER.replace("bearer", "sender-vouches")]),
  refused("confirmation", "no method", [` Method="${BEARER}"`, ""]),
  refused("confirmation", "no confirmation", [
    /<saml:SubjectConfirmation .*<\/saml:SubjectConfirmation>/,
    "",
  ]),
  refused("confirmation", "a confirmation without data", [
    /<saml:SubjectConfirmationData [^>]*>/,
    "",
  ]),
  refused("confirmation", "eleven confirmations", [
    CONFIRMATION,
    '<saml:SubjectConfirmation Method="x"/>'.repeat(10) + CONFIRMATION,
  ]),
  refused("subject", "an element of another kind", [
    CONFIRMATION,
    `<saml:Attribute/>${CONFIRMATION}`,
  ]),
  {
    name: "a confirmation of another place, which ends later, before one that fits",
    rule: null,
    build: edit([
      CONFIRMATION,
      `<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:sender-vouches"/><saml:SubjectConfirmation Method="${BEARER}"><saml:SubjectConfirmationData NotOnOrAfter="${at(600)}" Recipient="https://other.example"/></saml:SubjectConfirmation>${CONFIRMATION}`,
    ]),
    expected: ({ notOnOrAfter }) => expect(notOnOrAfter).toBe(NOW + 600_000 + 120_000),
  },
  refused("confirmation-time", "a second confirmation without an end", [
    CONFIRMATION,
    `<saml:SubjectConfirmation Method="${BEARER}"><saml:SubjectConfirmationData Recipient="x"/></saml:SubjectConfirmation>${CONFIRMATION}`,
  ]),
  refused("subject", "two subjects", ["<saml:Subject>", "<saml:Subject/><saml:Subject>"]),
  refused("subject", "no subject", [/<saml:Subject>.*<\/saml:Subject>/, ""]),
];

const conditions: readonly Case[] = [
  refused("conditions", "no conditions", [/<saml:Conditions .*<\/saml:Conditions>/, ""]),
  refused("conditions", "two elements of conditions", [
    CONDITIONS_END,
    `${CONDITIONS_END}<saml:Conditions/>`,
  ]),
  refused("conditions", "a condition of another namespace", [
    CONDITIONS_END,
    `<x:Weather xmlns:x="urn:x"/>${CONDITIONS_END}`,
  ]),
  refused("conditions", "a condition of another type", [
    CONDITIONS_END,
    `<saml:Condition ${XSI} xmlns:x="urn:x" xsi:type="x:Weather"/>${CONDITIONS_END}`,
  ]),
  refused("conditions", "an audience of another type", [
    "<saml:AudienceRestriction>",
    `<saml:AudienceRestriction ${XSI} xmlns:x="urn:x" xsi:type="x:None">`,
  ]),
  {
    name: "OneTimeUse and ProxyRestriction",
    rule: null,
    build: edit([
      CONDITIONS_END,
      `<saml:OneTimeUse/><saml:ProxyRestriction Count="0"/>${CONDITIONS_END}`,
    ]),
  },
  refused("authn-statement", "no AuthnStatement", [
    /<saml:AuthnStatement .*<\/saml:AuthnStatement>/,
    "",
  ]),
  refused("authn-statement", "no AuthnInstant", [` AuthnInstant="${at(-5)}"`, ""]),
  refused("unexpected-content", "an AuthzDecisionStatement", [
    CONDITIONS_END,
    `${CONDITIONS_END}<saml:AuthzDecisionStatement/>`,
  ]),
  refused("unexpected-content", "a statement that is not known", [
    CONDITIONS_END,
    `${CONDITIONS_END}<saml:Statement/>`,
  ]),
  refused("unexpected-content", "text in the assertion", [CONDITIONS_END, `${CONDITIONS_END}x`]),
];

const attributes: readonly Case[] = [
  {
    name: "no attributes",
    rule: null,
    build: edit([/<saml:AttributeStatement>.*<\/saml:AttributeStatement>/, ""]),
    expected: (verified) => expect(verified.attributes.size).toBe(0),
  },
  {
    name: "attributes of every kind",
    rule: null,
    build: edit([
      ATTRIBUTE,
      [
        `<saml:Attribute Name="role" FriendlyName="Role"><saml:AttributeValue>a</saml:AttributeValue></saml:Attribute>`,
        `<saml:Attribute Name="role"><saml:AttributeValue>b</saml:AttributeValue></saml:Attribute>`,
        `<saml:Attribute Name="urn:x" FriendlyName="Role"><saml:AttributeValue>c</saml:AttributeValue></saml:Attribute>`,
        `<saml:Attribute Name="empty"><saml:AttributeValue/></saml:Attribute>`,
        `<saml:Attribute Name="none"/>`,
        `<saml:Attribute Name="nil"><saml:AttributeValue ${XSI} xsi:nil="true"/></saml:Attribute>`,
        `<saml:Attribute Name="typed"><saml:AttributeValue ${XSI} xsi:type="xs:integer"> 7 </saml:AttributeValue></saml:Attribute>`,
        `<saml:Attribute Name="nested"><saml:AttributeValue>${NAME_ID}</saml:AttributeValue></saml:Attribute>`,
        `<saml:Attribute Name="__proto__"><saml:AttributeValue>p</saml:AttributeValue></saml:Attribute>`,
      ].join("\n"),
    ]),
    expected: (verified) => {
      expect([...verified.attributes]).toEqual([
        ["role", ["a", "b"]],
        ["urn:x", ["c"]],
        ["empty", [""]],
        ["none", []],
        ["nil", []],
        ["typed", [" 7 "]],
        ["nested", []],
        ["__proto__", ["p"]],
      ]);
      expect([...verified.friendlyAttributes]).toEqual([["Role", ["a", "c"]]]);
    },
  },
  refused("attribute", "an attribute without a name", [` Name="email"`, ""]),
  refused("attribute", "an encrypted attribute", [ATTRIBUTE, "<saml:EncryptedAttribute/>"]),
  refused("attribute", "an element that is no value", [
    ATTRIBUTE,
    `<saml:Attribute Name="x"><y/></saml:Attribute>`,
  ]),
  refused("unexpected-content", "text among the values", [
    ATTRIBUTE,
    `<saml:Attribute Name="x">y</saml:Attribute>`,
  ]),
];

export const statementCases: readonly Case[] = [
  ...nameIds,
  ...confirmations,
  ...conditions,
  ...attributes,
];
