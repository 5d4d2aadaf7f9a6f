/** Well-signed responses that the profile, or the connection, does not permit. */
import { expect } from "vitest";
import { ACS, IDP, REQUEST_ID, SP } from "../support/connection";
import { type Case, signedAfter } from "../support/laboratory";
import { ASSERTION_ID, at, change, formatResponse, NOW, RESPONSE_ID } from "../support/messages";

type Edit = readonly [from: string | RegExp, to: string];

const edit = (...edits: readonly Edit[]) =>
  signedAfter((xml) => edits.reduce((text, [from, to]) => change(text, from, to), xml));
const refused = (rule: Case["rule"], name: string, ...edits: readonly Edit[]): Case => ({
  name,
  rule,
  build: edit(...edits),
});
const accepted = (name: string, ...edits: readonly Edit[]): Case => ({
  name,
  rule: null,
  build: edit(...edits),
});

const DESTINATION = ` Destination="${ACS}"`;
const RECIPIENT = ` Recipient="${ACS}"`;
const RESTRICTION = `<saml:AudienceRestriction><saml:Audience>${SP}</saml:Audience></saml:AudienceRestriction>`;
const otherRestriction = RESTRICTION.replace(SP, "https://other.example");
const CONDITIONS_END = "</saml:Conditions>";
const CONFIRMATION_ANSWER = ` InResponseTo="${REQUEST_ID}" NotOnOrAfter`;
const RESPONSE_ANSWER = ` InResponseTo="${REQUEST_ID}">`;
const CONFIRMATION_END = `NotOnOrAfter="${at(300)}" Recipient`;
const STATUS = "urn:oasis:names:tc:SAML:2.0:status:";
const SUCCESS = `Value="${STATUS}Success"`;

/** URLs that lead to the ACS and are not its text. */
const otherSpellings: readonly (readonly [name: string, url: string])[] = [
  ["of another connection", ACS.replace("con_1", "con_2")],
  ["with another case", ACS.replace("auth.example.com", "AUTH.example.com")],
  ["with the default port", ACS.replace("example.com", "example.com:443")],
  ["with a slash at its end", `${ACS}/`],
  ["with a query", `${ACS}?x=1`],
  ["of another scheme", ACS.replace("https", "http")],
  ["with white space", ` ${ACS}`],
  ["that is empty", ""],
];

const addresses: readonly Case[] = [
  ...otherSpellings.flatMap(([name, url]) => [
    refused("destination", `a Destination ${name}`, [DESTINATION, ` Destination="${url}"`]),
    refused("recipient", `a Recipient ${name}`, [RECIPIENT, ` Recipient="${url}"`]),
  ]),
  refused("recipient", "no Recipient", [RECIPIENT, ""]),
  accepted("no Destination, and only the assertion is signed", [DESTINATION, ""]),
  {
    name: "no Destination in a signed response",
    rule: "destination",
    build: (lab) => lab.signResponse(change(formatResponse(), DESTINATION, "")),
  },
];

const audiences: readonly Case[] = [
  refused("audience", "another audience", [RESTRICTION, otherRestriction]),
  refused("audience", "an audience with white space", [`<saml:Audience>`, `<saml:Audience> `]),
  refused("audience", "an audience that begins like ours", [`>${SP}`, `>${SP}.evil`]),
  refused("audience", "no audience", [RESTRICTION, ""]),
  refused("audience", "a restriction to nobody", [RESTRICTION, "<saml:AudienceRestriction/>"]),
  refused("audience", "a second restriction without us", [
    CONDITIONS_END,
    otherRestriction + CONDITIONS_END,
  ]),
  accepted("two restrictions with us", [CONDITIONS_END, RESTRICTION + CONDITIONS_END]),
  accepted("another audience before us", [
    "<saml:Audience>",
    "<saml:Audience>urn:x</saml:Audience><saml:Audience>",
  ]),
];

const answers: readonly Case[] = [
  refused("in-response-to", "another request in the response", [
    RESPONSE_ANSWER,
    ` InResponseTo="_x">`,
  ]),
  refused("in-response-to", "another request in the confirmation", [
    CONFIRMATION_ANSWER,
    ` InResponseTo="_x" NotOnOrAfter`,
  ]),
  refused("in-response-to", "no request in the response", [RESPONSE_ANSWER, ">"]),
  refused("in-response-to", "no request in the confirmation", [
    CONFIRMATION_ANSWER,
    " NotOnOrAfter",
  ]),
  refused("in-response-to", "an empty request", [RESPONSE_ANSWER, ` InResponseTo="">`]),
  {
    name: "an unsolicited response, where one is expected",
    rule: null,
    build: edit([RESPONSE_ANSWER, ">"], [CONFIRMATION_ANSWER, " NotOnOrAfter"]),
    rules: () => ({ requestId: null }),
    expected: ({ responseInResponseTo }) => expect(responseInResponseTo).toBeNull(),
  },
  {
    name: "an answer, where an unsolicited response is expected",
    rule: "in-response-to",
    build: edit(),
    rules: () => ({ requestId: null }),
  },
  {
    name: "an answer in the confirmation alone, where an unsolicited response is expected",
    rule: "in-response-to",
    build: edit([RESPONSE_ANSWER, ">"]),
    rules: () => ({ requestId: null }),
  },
];

/** Edges of the two minutes that clocks may differ. */
const times: readonly Case[] = [
  refused("confirmation-time", "a confirmation that ended two minutes ago", [
    CONFIRMATION_END,
    `NotOnOrAfter="${at(-120)}" Recipient`,
  ]),
  accepted("a confirmation that ended a moment less ago", [
    CONFIRMATION_END,
    `NotOnOrAfter="${at(-119.999)}" Recipient`,
  ]),
  refused("confirmation-time", "a confirmation without an end", [CONFIRMATION_END, "Recipient"]),
  refused("confirmation-time", "a confirmation with a beginning", [
    CONFIRMATION_END,
    `NotBefore="${at(-60)}" ${CONFIRMATION_END}`,
  ]),
  refused("conditions-time", "conditions that ended two minutes ago", [
    `NotBefore="${at(-60)}" NotOnOrAfter="${at(300)}"`,
    `NotOnOrAfter="${at(-120)}"`,
  ]),
  accepted("conditions that ended a moment less ago", [
    `NotBefore="${at(-60)}" NotOnOrAfter="${at(300)}"`,
    `NotOnOrAfter="${at(-119.999)}"`,
  ]),
  refused("conditions-time", "conditions from after two minutes", [
    `NotBefore="${at(-60)}"`,
    `NotBefore="${at(120.001)}"`,
  ]),
  accepted("conditions from in two minutes", [`NotBefore="${at(-60)}"`, `NotBefore="${at(120)}"`]),
  refused("conditions-time", "conditions that end before they begin", [
    `NotBefore="${at(-60)}" NotOnOrAfter="${at(300)}"`,
    `NotBefore="${at(60)}" NotOnOrAfter="${at(59)}"`,
  ]),
  accepted("conditions without times", [` NotBefore="${at(-60)}" NotOnOrAfter="${at(300)}"`, ""]),
  refused("issue-instant", "an assertion from the future", [
    /(?<=Version="2.0" )IssueInstant="[^"]*">/,
    `IssueInstant="${at(121)}">`,
  ]),
  refused("issue-instant", "an assertion of more than 15 minutes ago", [
    /(?<=Version="2.0" )IssueInstant="[^"]*">/,
    `IssueInstant="${at(-1_021)}">`,
  ]),
  refused("issue-instant", "a response from the future", [
    `IssueInstant="${at(0)}" D`,
    `IssueInstant="${at(121)}" D`,
  ]),
  refused("issue-instant", "no time of issue", [`IssueInstant="${at(0)}" D`, "D"]),
  refused("authn-statement", "a sign-in in the future", [
    `AuthnInstant="${at(-5)}"`,
    `AuthnInstant="${at(121)}"`,
  ]),
  refused("session-expired", "a session that has ended", [
    "SessionIndex=",
    `SessionNotOnOrAfter="${at(-120)}" SessionIndex=`,
  ]),
  {
    name: "sessions with two ends",
    rule: null,
    build: edit(
      ["SessionIndex=", `SessionNotOnOrAfter="${at(7200)}" SessionIndex=`],
      [
        "</saml:AuthnStatement>",
        `</saml:AuthnStatement><saml:AuthnStatement AuthnInstant="${at(-50)}" SessionNotOnOrAfter="${at(3600)}"/>`,
      ],
    ),
    expected: ({ sessionNotOnOrAfter, authnInstant, sessionIndex }) =>
      expect({ sessionNotOnOrAfter, authnInstant, sessionIndex }).toEqual({
        sessionNotOnOrAfter: NOW + 3_600_000,
        authnInstant: NOW - 50_000,
        sessionIndex: "_s1",
      }),
  },
  ...[
    "2026-11-27",
    "2026-11-27T12:05:00",
    "2026-02-30T12:00:00Z",
    "2027-13-01T00:00:00Z",
    "tomorrow",
    "",
    "1764244800",
    "2099-01-01T24:00:01Z",
    "+012026-11-27T12:05:00Z",
    " 2099-01-01T00:00:00Z",
  ].map((time) =>
    refused("confirmation-time", `the time "${time}"`, [
      CONFIRMATION_END,
      `NotOnOrAfter="${time}" Recipient`,
    ]),
  ),
  ...[
    "2026-11-27T12:05:00Z",
    "2026-11-27T12:05:00.1234567Z",
    "2026-11-27T14:05:00+02:00",
    "2028-02-29T00:00:00Z",
  ].map((time) =>
    accepted(`the time "${time}"`, [CONFIRMATION_END, `NotOnOrAfter="${time}" Recipient`]),
  ),
  {
    name: "the end of the confirmation is what must be remembered, with the skew",
    rule: null,
    build: edit(),
    expected: ({ notOnOrAfter }) => expect(notOnOrAfter).toBe(NOW + 300_000 + 120_000),
  },
];

const parties: readonly Case[] = [
  refused("issuer", "another issuer of the assertion", [
    /(<saml:Assertion.*<saml:Issuer>)[^<]*/,
    formatResponse().match(/<saml:Assertion.*<saml:Issuer>/)![0] + "https://evil.example",
  ]),
  refused("issuer", "another issuer of the response", [`>${IDP}`, ">https://evil.example"]),
  refused("issuer", "an issuer with white space", [`>${IDP}`, `> ${IDP}`]),
  refused("issuer", "an issuer of another format", [
    "<saml:Issuer>",
    `<saml:Issuer Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">`,
  ]),
  accepted("an issuer that is an entity", [
    "<saml:Issuer>",
    `<saml:Issuer Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity">`,
  ]),
  {
    name: "no issuer of the response",
    rule: null,
    build: edit([/<saml:Issuer xmlns[^>]*>[^<]*<\/saml:Issuer>/, ""]),
  },
  {
    name: "no issuer of the assertion",
    rule: "issuer",
    build: (lab) =>
      lab.signResponse(change(formatResponse(), `<saml:Issuer>${IDP}</saml:Issuer>`, "")),
  },
  refused("issuer", "two issuers", [
    "<samlp:Status>",
    `<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${IDP}</saml:Issuer><samlp:Status>`,
  ]),
];

const statuses: readonly Case[] = [
  ...["Requester", "Responder", "AuthnFailed"].map((status) =>
    refused("status", `the status ${status}`, [SUCCESS, `Value="${STATUS}${status}"`]),
  ),
  refused("status", "a status that looks like success", [SUCCESS, `Value="${STATUS}Success "`]),
  refused("status", "success below a failure", [
    `<samlp:StatusCode ${SUCCESS}/>`,
    `<samlp:StatusCode Value="${STATUS}Responder"><samlp:StatusCode ${SUCCESS}/></samlp:StatusCode>`,
  ]),
  refused("status", "two statuses", [
    "</samlp:Status>",
    `</samlp:Status><samlp:Status><samlp:StatusCode ${SUCCESS}/></samlp:Status>`,
  ]),
  refused("status", "no status", [/<samlp:Status>.*<\/samlp:Status>/, ""]),
  refused("version", "version 1.1 of the response", [`Version="2.0"`, `Version="1.1"`]),
  refused("version", "version 2.1 of the assertion", [
    /(?<=_assertion-1" )Version="2.0"/,
    `Version="2.1"`,
  ]),
];

const ids: readonly Case[] = [
  refused("message-id", "no id of the response", [` ID="${RESPONSE_ID}"`, ""]),
  refused("message-id", "an id with a colon", [RESPONSE_ID, "urn:uuid:1"]),
  refused("message-id", "an id of 257 characters", [RESPONSE_ID, "x".repeat(257)]),
  refused("message-id", "an empty id", [RESPONSE_ID, ""]),
  accepted("an id of 256 characters", [RESPONSE_ID, "x".repeat(256)]),
  {
    name: "an assertion's id with characters beyond ASCII",
    rule: "message-id",
    build: (lab) => lab.signResponse(formatResponse().replace(ASSERTION_ID, "_ä")),
  },
];

export const ruleCases: readonly Case[] = [
  { name: "the response that the other cases change", rule: null, build: edit() },
  ...addresses,
  ...audiences,
  ...answers,
  ...times,
  ...parties,
  ...statuses,
  ...ids,
];
