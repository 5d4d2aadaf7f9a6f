/** PATCH of users in every shape that identity providers are known to send. */
import { describe, expect, test } from "vitest";
import { patchUser } from "../../convex/component/scim/patch";
import { parseUser } from "../../convex/component/scim/resource";
import { refusalOf } from "./support/faults";
import { ENTERPRISE, patchOp, USER } from "./support/messages";

const base = {
  userName: "ada@example.com",
  active: true,
  displayName: "Ada",
  name: { givenName: "Ada", familyName: "Lovelace" },
  emails: [
    { value: "ada@example.com", type: "work", primary: true },
    { value: "ada@home.example", type: "home" },
  ],
};
const workEmail = base.emails[0]!;
const homeEmail = base.emails[1]!;

interface Case {
  readonly name: string;
  readonly from?: object;
  readonly operations: readonly unknown[];
  readonly changes: object;
}

const cases: readonly Case[] = [
  {
    name: "Okta: active without a path",
    operations: [{ op: "replace", value: { active: false } }],
    changes: { active: false },
  },
  {
    name: "Entra ID: Replace of active with a text",
    operations: [{ op: "Replace", path: "active", value: "False" }],
    changes: { active: false },
  },
  {
    name: "Entra ID: a simple value in a list",
    operations: [{ op: "Replace", path: "displayName", value: [{ $ref: null, value: "A." }] }],
    changes: { displayName: "A." },
  },
  {
    name: "Entra ID: dotted keys and URNs without a path",
    operations: [
      {
        op: "replace",
        value: {
          "name.givenName": "Augusta",
          'emails[type eq "work"].value': "augusta@example.com",
          [`${ENTERPRISE}:department`]: "R&D",
          [USER]: { title: "Countess" },
          [`${USER}:role`]: "x",
        },
      },
    ],
    changes: {
      name: { givenName: "Augusta", familyName: "Lovelace" },
      emails: [{ ...workEmail, value: "augusta@example.com" }, homeEmail],
      [ENTERPRISE]: { department: "R&D" },
      title: "Countess",
      role: "x",
    },
  },
  {
    name: "a whole extension without a path",
    operations: [
      { op: "add", value: { [ENTERPRISE]: { employeeNumber: 7, "manager.value": "m" } } },
    ],
    changes: { [ENTERPRISE]: { employeeNumber: "7", manager: { value: "m" } } },
  },
  {
    name: "a URN as the path, in capitals",
    operations: [
      { op: "ADD", path: `${ENTERPRISE.toUpperCase()}:Department`, value: "R&D" },
      { op: "replace", path: `${ENTERPRISE}:manager.value`, value: "m" },
      { op: "replace", path: `${USER}:name.givenName`, value: "B" },
    ],
    changes: {
      [ENTERPRISE]: { department: "R&D", manager: { value: "m" } },
      name: { givenName: "B", familyName: "Lovelace" },
    },
  },
  ...["m1", { value: "m1" }, [{ $ref: null, value: "m1" }]].map((value) => ({
    name: `Entra ID: a manager as ${JSON.stringify(value)}`,
    operations: [{ op: "Add", path: `${ENTERPRISE}:manager`, value }],
    changes: { [ENTERPRISE]: { manager: { value: "m1" } } },
  })),
  {
    name: "Entra ID: manager without its URN",
    operations: [{ op: "Add", path: "manager", value: "m1" }],
    changes: { [ENTERPRISE]: { manager: { value: "m1" } } },
  },
  {
    name: "removal of the last attribute of an extension",
    from: { ...base, [ENTERPRISE]: { manager: { value: "m" } } },
    operations: [{ op: "Remove", path: `${ENTERPRISE}:manager` }],
    changes: {},
  },
  {
    name: "removal of a whole extension",
    from: { ...base, [ENTERPRISE]: { department: "R&D" }, "urn:acme:2.0:User": { floor: 3 } },
    operations: [
      { op: "remove", path: ENTERPRISE },
      { op: "remove", path: "URN:acme:2.0:User" },
    ],
    changes: {},
  },
  {
    name: "an extension that no schema describes",
    operations: [
      { op: "add", value: { "urn:acme:2.0:User": { floor: 3 } } },
      { op: "replace", path: "urn:acme:2.0:User:floor", value: 4 },
      { op: "add", path: "urn:acme:2.0:User:desk", value: "12" },
    ],
    changes: { "urn:acme:2.0:User": { floor: 4, desk: "12" } },
  },
  ...["phoneNumbers", "addresses"].map((attribute) => ({
    name: `Entra ID: a filtered path of ${attribute} makes the value`,
    operations: [
      {
        op: "Add",
        path: `${attribute}[type eq "work"].${attribute === "addresses" ? "postalCode" : "value"}`,
        value: "12",
      },
    ],
    changes: {
      [attribute]: [{ type: "work", [attribute === "addresses" ? "postalCode" : "value"]: "12" }],
    },
  })),
  {
    name: "a filtered path changes the value in its place",
    operations: [{ op: "Replace", path: 'emails[type eq "work"].value', value: "b@example.com" }],
    changes: { emails: [{ ...workEmail, value: "b@example.com" }, homeEmail] },
  },
  {
    name: "a new address beside the primary one is not primary",
    operations: [{ op: "Add", path: 'emails[type eq "other"].value', value: "o@example.com" }],
    changes: {
      emails: [...base.emails, { primary: false, type: "other", value: "o@example.com" }],
    },
  },
  {
    name: "a filter with primary as text makes exactly one primary value",
    operations: [
      { op: "Add", path: 'roles[primary eq "True"].value', value: "admin" },
      { op: "Replace", path: 'roles[primary eq "true"].value', value: "owner" },
    ],
    changes: { roles: [{ primary: true, value: "owner" }] },
  },
  {
    name: "a value that becomes primary takes it from the other",
    operations: [{ op: "replace", path: 'emails[type eq "home"].primary', value: "True" }],
    changes: {
      emails: [
        { ...workEmail, primary: false },
        { ...homeEmail, primary: true },
      ],
    },
  },
  {
    name: "an added primary value takes it from the other",
    operations: [
      { op: "add", path: "emails", value: [{ value: "n@x.y", type: "n", primary: true }] },
    ],
    changes: {
      emails: [
        { ...workEmail, primary: false },
        homeEmail,
        { value: "n@x.y", type: "n", primary: true },
      ],
    },
  },
  {
    name: "a value that is there is not added again",
    operations: [
      { op: "add", path: "emails", value: [{ value: "ADA@example.com", type: "work" }] },
      { op: "add", path: "userName", value: "ada@example.com" },
    ],
    changes: { emails: [{ ...workEmail, value: "ADA@example.com" }, homeEmail] },
  },
  {
    name: "an added value takes the place of the one with its type",
    operations: [{ op: "add", value: { emails: [{ value: "n@x.y", type: "work" }] } }],
    changes: { emails: [{ ...workEmail, value: "n@x.y" }, homeEmail] },
  },
  {
    name: "removal of a value by filter, by value, and of one that is not there",
    operations: [
      { op: "remove", path: 'emails[type eq "home"]' },
      { op: "remove", path: "emails", value: [{ value: "ada@EXAMPLE.com" }] },
      { op: "remove", path: 'phoneNumbers[type eq "fax"]' },
      { op: "remove", path: 'phoneNumbers[type eq "fax"].value' },
    ],
    changes: { emails: undefined },
  },
  {
    name: "a value with a filter and no sub-attribute",
    operations: [
      { op: "replace", path: 'emails[type eq "home"]', value: { value: "h@x.y" } },
      { op: "add", path: 'phoneNumbers[type eq "work"]', value: [{ value: "1" }] },
    ],
    changes: {
      emails: [workEmail, { value: "h@x.y", type: "home" }],
      phoneNumbers: [{ type: "work", value: "1" }],
    },
  },
  {
    name: "a dot and a bracket inside a filter's text",
    from: { ...base, emails: [{ value: "a.b]c@x.y" }] },
    operations: [{ op: "replace", path: 'emails[value eq "a.b]c@x.y"].type', value: "work" }],
    changes: { emails: [{ value: "a.b]c@x.y", type: "work" }] },
  },
  {
    name: "a complex value keeps what is not sent, and null removes",
    operations: [{ op: "replace", path: "name", value: { familyName: "King", givenName: null } }],
    changes: { name: { familyName: "King" } },
  },
  {
    name: "null and an empty list unassign",
    operations: [
      { op: "replace", path: "displayName", value: null },
      { op: "replace", path: "emails", value: [] },
    ],
    changes: { displayName: undefined, emails: undefined },
  },
  {
    name: "Okta: a password, ids and schemas inside a value are not stored",
    operations: [
      { op: "replace", value: { id: "x", schemas: [], meta: {}, groups: [], password: "p" } },
      { op: "replace", path: "password", value: "p" },
    ],
    changes: {},
  },
  {
    name: "an unknown attribute",
    operations: [
      { op: "add", path: "badges", value: ["a"] },
      { op: "add", path: "badges", value: ["a", "b"] },
      { op: "add", path: "desk.floor", value: 3 },
    ],
    changes: { badges: ["a", "b"], desk: { floor: 3 } },
  },
  { name: "Microsoft's validator: no operations", operations: [], changes: {} },
  {
    name: "names of the message in any case",
    operations: [{ OP: "Replace", Path: "TITLE", Value: "x" }],
    changes: { title: "x" },
  },
];

describe("PATCH of a user", () => {
  test.each(cases)("$name", ({ from = base, operations, changes }) => {
    const stored = parseUser(from);
    const before = JSON.stringify(stored);
    const {
      [ENTERPRISE]: _,
      ["urn:acme:2.0:User"]: _other,
      ...core
    } = from as Record<string, unknown>; // compared by key
    expect(patchUser(stored, patchOp(...operations))).toEqual(
      JSON.parse(JSON.stringify({ ...core, ...changes })),
    );
    expect(JSON.stringify(stored)).toBe(before);
  });

  test.each<[refusal: string, ...operations: unknown[]]>([
    ["400 noTarget", { op: "remove" }],
    ["400 noTarget", { op: "remove", path: " ", value: { title: 1 } }],
    ["400 noTarget", { op: "add", path: 'emails[type ne "x" and value sw "q"].value', value: "a" }],
    ["400 mutability", { op: "replace", path: "id", value: "x" }],
    ["400 mutability", { op: "add", path: "meta.location", value: "x" }],
    ["400 mutability", { op: "remove", path: "groups" }],
    ["400 mutability", { op: "remove", path: "userName" }],
    ["400 mutability", { op: "replace", path: "userName", value: null }],
    ["400 mutability", { op: "remove", path: "active" }],
    ["400 invalidValue", { op: "replace", path: "userName", value: " " }],
    ["400 invalidValue", { op: "replace", path: "userName", value: { a: 1 } }],
    ["400 invalidValue", { op: "replace", path: "active", value: "maybe" }],
    ["400 invalidValue", { op: "replace", path: "title" }],
    ["400 invalidValue", { op: "add", value: "x" }],
    [
      "400 invalidValue",
      {
        op: "add",
        path: "roles",
        value: [
          { value: "a", primary: true },
          { value: "b", primary: true },
        ],
      },
    ],
    ["400 invalidSyntax", { op: "move", path: "title" }],
    ["400 invalidSyntax", "add"],
    ["400 invalidPath", { op: "add", path: "name.", value: "x" }],
    ["400 invalidPath", { op: "add", path: "name..givenName", value: "x" }],
    ["400 invalidPath", { op: "add", path: "emails[type eq 'work'].value", value: "x" }],
    ["400 invalidPath", { op: "add", path: 'emails[type eq "work"', value: "x" }],
    ["400 invalidPath", { op: "add", path: 'emails[type eq "work"].value.x', value: "x" }],
    ["400 invalidPath", { op: "add", path: 'title[a eq "b"]', value: "x" }],
    ["400 invalidPath", { op: "add", path: "title.sub", value: "x" }],
    ["400 invalidPath", { op: "replace", path: "emails.value", value: "x" }],
    ["400 invalidPath", { op: "replace", path: 7, value: "x" }],
    ["400 invalidPath", { op: "replace", path: "__proto__.polluted", value: "x" }],
    ["400 invalidSyntax", { op: "add", path: "constructor.prototype.x", value: "x" }, {}],
    ["400 invalidSyntax", { op: "add", path: "constructor.name", value: "x" }],
    ["400 invalidPath", { op: "add", value: JSON.parse('{"__proto__.polluted":1}') }],
    ["400 invalidPath", { op: "add", value: JSON.parse('{"__proto__":{"polluted":1}}') }],
    ["400 invalidSyntax", { op: "add", path: "name", value: JSON.parse('{"__proto__":1}') }],
    ["400 invalidSyntax", { op: "add", path: "name", value: { constructor: 1 } }],
    ["413", ...Array(1001).fill({ op: "add", path: "title", value: "x" })],
    ["413", ...Array(251).fill({ op: "add", path: "title", value: "x" })],
  ])("%s: %j", (refusal, ...operations) => {
    expect(refusalOf(() => patchUser(parseUser(base), patchOp(...operations)))).toBe(refusal);
  });

  test("with another message's schema, or without operations, is refused", () => {
    const patch = (body: unknown) => refusalOf(() => patchUser(parseUser(base), body));
    expect(patch({ schemas: [USER], Operations: [] })).toBe("400 invalidSyntax");
    expect(patch({ Operations: {} })).toBe("400 invalidSyntax");
    expect(patch(null)).toBe("400 invalidSyntax");
    expect(patch({ Operations: [] })).toBe("accepted");
  });
});
