/** XML that parsers have disagreed on, that is not XML, or that is too much of it. */
import { type Case, changedAfter, signedAfter } from "../support/laboratory";
import { at, change, formatResponse, MALLORY, SUBJECT } from "../support/messages";
import { expect } from "vitest";

/** Comments are left out by canonicalization: adding one does not break a signature. */
const inNameId = (markup: string) =>
  changedAfter((xml) => change(xml, `<saml:NameID>ada`, `<saml:NameID>a${markup}da`));
const before = (prolog: string) => changedAfter((xml) => prolog + xml);
const inElement = (attributes: string) =>
  changedAfter((xml) => change(xml, "<samlp:Status>", `<samlp:Status ${attributes}>`));
const anywhere = (content: string) =>
  changedAfter((xml) => change(xml, "<samlp:Status>", `<samlp:Status>${content}`));
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

const forbidden: readonly Case[] = [
  { name: "a comment in the NameID", rule: "forbidden-markup", build: inNameId("<!---->") },
  {
    name: "a comment that cuts the NameID of another account (CVE-2017-11427)",
    rule: "forbidden-markup",
    build: (lab) =>
      change(
        lab.signAssertion(formatResponse().replaceAll(SUBJECT, `${SUBJECT}.evil.example`)),
        `<saml:NameID>${SUBJECT}`,
        `<saml:NameID>${SUBJECT}<!---->`,
      ),
  },
  { name: "a comment elsewhere", rule: "forbidden-markup", build: anywhere("<!-- -->") },
  { name: "a comment before the document", rule: "forbidden-markup", build: before("<!-- -->") },
  {
    name: "a comment after the document",
    rule: "forbidden-markup",
    build: changedAfter((xml) => `${xml}<!-- -->`),
  },
  {
    name: "a processing instruction in the NameID",
    rule: "forbidden-markup",
    build: inNameId("<?x y?>"),
  },
  {
    name: "a stylesheet instruction",
    rule: "forbidden-markup",
    build: before(`<?xml-stylesheet href="x"?>`),
  },
  { name: "a DOCTYPE", rule: "forbidden-markup", build: before("<!DOCTYPE r>") },
  {
    name: "a DOCTYPE with an entity",
    rule: "forbidden-markup",
    build: before(`<!DOCTYPE r [<!ENTITY e "${MALLORY}">]>`),
  },
  {
    name: "a DOCTYPE with an external entity",
    rule: "forbidden-markup",
    build: before(`<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]>`),
  },
  {
    name: "a DOCTYPE with entities of entities",
    rule: "forbidden-markup",
    build: before(
      `<!DOCTYPE r [<!ENTITY a "ha">${numbers(10)
        .map((i) => `<!ENTITY a${i} "${"&a;".repeat(10)}">`)
        .join("")}]>`,
    ),
  },
  {
    name: "a DOCTYPE that declares ids",
    rule: "forbidden-markup",
    build: before(`<!DOCTYPE r [<!ATTLIST Response Destination ID #IMPLIED>]>`),
  },
  {
    name: "a DOCTYPE of a remote file",
    rule: "forbidden-markup",
    build: before(`<!DOCTYPE r PUBLIC "-//X//Y" "https://evil.example/x.dtd">`),
  },
];

const malformed: readonly Case[] = [
  { name: "nothing", rule: "not-well-formed", build: () => "" },
  { name: "text", rule: "not-well-formed", build: () => "SAML" },
  { name: "a page", rule: "not-well-formed", build: () => "<!doctype html><p>Sign in<br></p>" },
  {
    name: "the end cut off",
    rule: "not-well-formed",
    build: changedAfter((xml) => xml.slice(0, -5)),
  },
  {
    name: "text after the document",
    rule: "not-well-formed",
    build: changedAfter((xml) => `${xml}x`),
  },
  { name: "two documents", rule: "not-well-formed", build: changedAfter((xml) => xml + xml) },
  { name: "NUL", rule: "not-well-formed", build: inNameId("\0") },
  { name: "an escape character", rule: "not-well-formed", build: inNameId("\u001b") },
  { name: "a reference to NUL", rule: "not-well-formed", build: inNameId("&#0;") },
  { name: "a reference to a surrogate", rule: "not-well-formed", build: inNameId("&#xD800;") },
  { name: "a reference beyond Unicode", rule: "not-well-formed", build: inNameId("&#x110000;") },
  { name: "an entity that is not defined", rule: "not-well-formed", build: inNameId("&nbsp;") },
  ...["constructor", "__proto__", "toString"].map((name): Case => ({
    name: `an entity that every object has: ${name}`,
    rule: "not-well-formed",
    build: inNameId(`&${name};`),
  })),
  { name: "half of a surrogate pair", rule: "encoding", build: inNameId("\ud83d") },
  { name: "the other half", rule: "encoding", build: inNameId("\udc69") },
  { name: "halves in the wrong order", rule: "encoding", build: inNameId("\udc69\ud83d") },
  {
    name: "half of a pair that would swallow a tag",
    rule: "encoding",
    build: changedAfter((xml) => change(xml, "<samlp:Status>", "<samlp:Status>\ud83d")),
  },
  { name: "an attribute twice", rule: "not-well-formed", build: inElement(`a="1" a="2"`) },
  {
    name: "an attribute twice, with two prefixes of one namespace",
    rule: "not-well-formed",
    build: inElement(`xmlns:a="urn:a" xmlns:b="urn:a" a:x="1" b:x="2"`),
  },
  {
    name: "ID twice",
    rule: "not-well-formed",
    build: changedAfter((xml) => change(xml, ` ID="`, ` ID="_x" ID="`)),
  },
  { name: "a prefix that is not declared", rule: "not-well-formed", build: inElement(`z:x="1"`) },
  {
    name: "an element's prefix that is not declared",
    rule: "not-well-formed",
    build: anywhere("<z:x/>"),
  },
  {
    name: "a prefix that is undeclared",
    rule: "not-well-formed",
    build: inElement(`xmlns:saml=""`),
  },
  {
    name: "the prefix xml for another namespace",
    rule: "not-well-formed",
    build: inElement(`xmlns:xml="urn:x"`),
  },
  { name: "the prefix xmlns", rule: "not-well-formed", build: inElement(`xmlns:xmlns="urn:x"`) },
  {
    name: "another prefix for the namespace xml",
    rule: "not-well-formed",
    build: inElement(`xmlns:y="http://www.w3.org/XML/1998/namespace"`),
  },
  {
    name: "a name with two colons",
    rule: "not-well-formed",
    build: anywhere(`<a:b:c xmlns:a="urn:a"/>`),
  },
  {
    name: "a relative namespace, for which there is no canonical form",
    rule: "not-well-formed",
    build: inElement(`xmlns:y="1"`),
  },
  {
    name: "a namespace with white space around it",
    rule: "not-well-formed",
    build: changedAfter((xml) => change(xml, `xmlns:saml="urn:oasis`, `xmlns:saml=" urn:oasis`)),
  },
  { name: "an attribute without quotes", rule: "not-well-formed", build: inElement("a=1") },
  { name: "< in an attribute", rule: "not-well-formed", build: inElement(`a="<"`) },
  { name: "]]> in text", rule: "not-well-formed", build: anywhere("]]>") },
];

const encodings: readonly Case[] = [
  {
    name: "a declaration of UTF-8",
    rule: null,
    build: before(`<?xml version="1.0" encoding="UTF-8"?>\n`),
  },
  { name: "a byte order mark", rule: null, build: before("\ufeff") },
  { name: "two byte order marks", rule: "not-well-formed", build: before("\ufeff\ufeff") },
  {
    name: "a declaration of UTF-16",
    rule: "encoding",
    build: before(`<?xml version="1.0" encoding="UTF-16"?>`),
  },
  {
    name: "a declaration of UTF-7",
    rule: "encoding",
    build: before(`<?xml version="1.0" encoding="UTF-7"?>`),
  },
  { name: "XML 1.1", rule: "encoding", build: before(`<?xml version="1.1"?>`) },
  {
    name: "a declaration after a space",
    rule: "not-well-formed",
    build: before(` <?xml version="1.0"?>`),
  },
  {
    name: "white space around the document",
    rule: null,
    build: changedAfter((xml) => `\n  ${xml}\r\n`),
  },
];

const amounts: readonly Case[] = [
  {
    name: "more than 256 KB",
    rule: "too-large",
    build: changedAfter((xml) => xml + " ".repeat(256 * 1024)),
  },
  {
    name: "more than 256 KB of UTF-8 in fewer characters",
    rule: "too-large",
    build: anywhere("ä".repeat(130 * 1024)),
  },
  {
    name: "a depth of 20,000",
    rule: "too-complex",
    build: anywhere("<x>".repeat(20_000) + "</x>".repeat(20_000)),
  },
  {
    name: "a depth of 70",
    rule: "too-complex",
    build: anywhere("<x>".repeat(70) + "</x>".repeat(70)),
  },
  { name: "25,000 elements", rule: "too-complex", build: anywhere("<x/>".repeat(25_000)) },
  {
    name: "21,000 attributes",
    rule: "too-complex",
    build: inElement(
      numbers(21_000)
        .map((i) => `a${i}="" `)
        .join(""),
    ),
  },
  {
    name: "10,000 namespaces",
    rule: "too-complex",
    build: anywhere(
      numbers(10_000)
        .map((i) => `<x xmlns:a${i}="urn:x"/>`)
        .join(""),
    ),
  },
  {
    name: "a namespace that the canonical form repeats 5,000 times",
    rule: "too-complex",
    build: (lab) => {
      const uri = `urn:${"x".repeat(2_000)}`;
      const children = `<z:v/>`.repeat(5_000);
      return lab.signResponse(
        change(
          formatResponse(),
          "</samlp:Status>",
          `</samlp:Status><samlp:Extensions>${children}</samlp:Extensions>`,
        ).replace("<samlp:Response", `<samlp:Response xmlns:z="${uri}"`),
      );
    },
  },
  {
    name: "30,000 character references",
    rule: null,
    build: signedAfter((xml) =>
      change(xml, "</saml:AttributeValue>", `${"&#65;".repeat(30_000)}</saml:AttributeValue>`),
    ),
    expected: ({ attributes }) =>
      expect(attributes.get("email")).toEqual([SUBJECT + "A".repeat(30_000)]),
  },
];

const texts: readonly Case[] = [
  {
    name: "the NameID as CDATA",
    rule: null,
    build: signedAfter((xml) =>
      change(xml, `<saml:NameID>${SUBJECT}`, `<saml:NameID><![CDATA[${SUBJECT}]]>`),
    ),
  },
  {
    name: "a part of the NameID as CDATA, which is read as a whole",
    rule: null,
    build: (lab) =>
      change(
        lab.signAssertion(formatResponse()),
        `<saml:NameID>${SUBJECT}`,
        `<saml:NameID>ada<![CDATA[@]]>example.com`,
      ),
  },
  {
    name: "references in the NameID",
    rule: null,
    build: changedAfter((xml) => change(xml, "<saml:NameID>a", "<saml:NameID>&#x61;")),
  },
  {
    name: "what text and attributes can have",
    rule: null,
    build: signedAfter((xml) =>
      change(
        change(xml, `Name="email"`, `Name="e&#9;&#10;&#13;&quot;&lt;👩‍💻"`),
        "</saml:AttributeValue>",
        "&#13;&#10;\t&amp;&lt;&gt;\"' 👩‍💻</saml:AttributeValue>",
      ),
    ),
    expected: ({ attributes }) =>
      expect([...attributes]).toEqual([[`e\t\n\r"<👩‍💻`, [`${SUBJECT}\r\n\t&<>"' 👩‍💻`]]]),
  },
  {
    name: "line ends of Windows",
    rule: null,
    build: signedAfter((xml) => change(xml, "</saml:Subject>", "</saml:Subject>\r\n\r")),
  },
  {
    name: "attributes in another order",
    rule: null,
    build: changedAfter((xml) =>
      change(
        xml,
        `NotBefore="${at(-60)}" NotOnOrAfter="${at(300)}"`,
        `NotOnOrAfter='${at(300)}'\n NotBefore = "${at(-60)}"`,
      ),
    ),
  },
];

export const markupCases: readonly Case[] = [
  ...forbidden,
  ...malformed,
  ...encodings,
  ...amounts,
  ...texts,
];
