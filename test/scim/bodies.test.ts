/** Bodies of POST and PUT, as identity providers send them. */
import { describe, expect, test } from "vitest";
import { readBody } from "../../convex/component/scim/json";
import {
  parseGroup,
  parseUser,
  readStored,
  replaceUser,
} from "../../convex/component/scim/resource";
import { refusalOf } from "./support/faults";
import { ENTERPRISE, GROUP, USER } from "./support/messages";

const user = (rest: object = {}) => ({ schemas: [USER], userName: "ada@example.com", ...rest });

describe("a user's body", () => {
  const ada = { userName: "ada@example.com", active: true };

  test.each<[name: string, body: object, stored: object]>([
    ["without active is an active user", {}, {}],
    ["with the text False is deactivated (Entra ID)", { active: "False" }, { active: false }],
    ["has names in any case", { UserName: "x", ACTIVE: true }, { userName: "x" }],
    [
      "keeps no password, id, meta or groups",
      { password: "secret", id: "1", meta: {}, groups: [{ value: "g" }] },
      {},
    ],
    [
      "has several phone numbers without a type (Okta)",
      { phoneNumbers: [{ value: "1" }, { value: "2" }] },
      { phoneNumbers: [{ value: "1" }, { value: "2" }] },
    ],
    ["has no empty and no null values", { roles: [], title: null, name: { givenName: null } }, {}],
    [
      "has a primary that was sent as text",
      { emails: [{ value: "a@b.c", type: "work", primary: "True" }] },
      { emails: [{ value: "a@b.c", type: "work", primary: true }] },
    ],
    [
      "has one value that was sent without a list",
      { emails: { value: "a@b.c" }, roles: "admin" },
      { emails: [{ value: "a@b.c" }], roles: [{ value: "admin" }] },
    ],
    [
      "has two roles of one type (Entra ID)",
      {
        roles: [
          { type: "App", value: "a" },
          { type: "App", value: "b" },
        ],
      },
      {
        roles: [
          { type: "App", value: "a" },
          { type: "App", value: "b" },
        ],
      },
    ],
    [
      "has a manager that was sent as a text (Entra ID)",
      { [ENTERPRISE]: { manager: "m1", employeeNumber: 7 } },
      { [ENTERPRISE]: { manager: { value: "m1" }, employeeNumber: "7" } },
    ],
    [
      "has the enterprise URN in any case",
      { [ENTERPRISE.toUpperCase()]: { Department: "R&D" } },
      { [ENTERPRISE]: { department: "R&D" } },
    ],
    [
      "keeps unknown attributes and extensions",
      { badge: { colour: "red" }, "urn:acme:2.0:User": { floor: 3 } },
      { badge: { colour: "red" }, "urn:acme:2.0:User": { floor: 3 } },
    ],
    [
      "has attributes under the URN of the core schema (Entra ID)",
      { [USER]: { nickName: "A", role: "x" } },
      { nickName: "A", role: "x" },
    ],
  ])("%s", (_name, body, stored) => {
    const { userName: _, ...rest } = user();
    const sent = "UserName" in body ? { ...rest, ...body } : user(body);
    const parsed = parseUser(sent);
    expect(parsed).toEqual({ ...ada, ...stored });
    expect(readStored(JSON.stringify(parsed))).toEqual(parsed);
  });

  const deep = (levels: number): unknown => (levels === 0 ? 1 : { a: deep(levels - 1) });

  test.each<[name: string, body: unknown, refusal: string]>([
    ["that is no object", [], "400 invalidSyntax"],
    ["that is null", null, "400 invalidSyntax"],
    ["of another schema", { schemas: ["urn:x"], userName: "x" }, "400 invalidSyntax"],
    ["with schemas that are no list", { schemas: USER, userName: "x" }, "400 invalidSyntax"],
    ["without userName", { schemas: [USER] }, "400 invalidValue"],
    ["with a blank userName", user({ userName: "  " }), "400 invalidValue"],
    ["with an object as userName", user({ userName: {} }), "400 invalidValue"],
    ["with a userName of 600 characters", user({ userName: "x".repeat(600) }), "400 invalidValue"],
    ["with half a character", user({ userName: "a\ud800" }), "400 invalidValue"],
    ["with active that is no boolean", user({ active: "yes" }), "400 invalidValue"],
    [
      "with one type twice",
      user({
        emails: [
          { type: "work", value: "a" },
          { type: "Work", value: "b" },
        ],
      }),
      "400 invalidValue",
    ],
    [
      "with two primary values",
      user({
        roles: [
          { value: "a", primary: true },
          { value: "b", primary: "true" },
        ],
      }),
      "400 invalidValue",
    ],
    ["with one name twice", user({ title: "a", TITLE: "b" }), "400 invalidSyntax"],
    ["with __proto__", JSON.parse('{"userName":"x","__proto__":{"a":1}}'), "400 invalidSyntax"],
    ["with constructor", user({ constructor: { prototype: { a: 1 } } }), "400 invalidSyntax"],
    [
      "with __proto__ in a name",
      user({ name: JSON.parse('{"__proto__":1}') }),
      "400 invalidSyntax",
    ],
    ["with prototype in an extension", user({ "urn:x:y": { prototype: 1 } }), "400 invalidSyntax"],
    ["with 101 values", user({ roles: Array(101).fill({ value: "a" }) }), "400 invalidValue"],
    ["with a number that JSON cannot write", user({ a: JSON.parse("1e999") }), "400 invalidValue"],
    ["with many levels", user({ a: deep(12) }), "400 invalidValue"],
    ["with a text of 20,000 characters", user({ a: "x".repeat(20_000) }), "400 invalidValue"],
    ["of more than 64 KiB", user({ a: Array(9).fill("é".repeat(4_000)) }), "413"],
    ["with an extension that is a text", user({ [ENTERPRISE]: "x" }), "400 invalidValue"],
  ])("%s is refused", (_name, body, refusal) => {
    expect(refusalOf(() => parseUser(body))).toBe(refusal);
  });

  test("of the most levels is read again as it was stored", () => {
    const parsed = parseUser(user({ "urn:a:b": { c: deep(8) } }));
    expect(readStored(JSON.stringify(parsed))).toEqual(parsed);
  });

  test("that replaces keeps active if it has none, and nothing else", () => {
    const stored = parseUser(user({ active: false, title: "Engineer" }));
    expect(replaceUser(stored, user())).toEqual({ ...ada, active: false });
    expect(replaceUser(stored, user({ active: true }))).toEqual(ada);
  });
});

describe("a group's body", () => {
  test("has members, or none, or says nothing of them", () => {
    const group = {
      schemas: [GROUP, "http://schemas.microsoft.com/x/2.0/Group"],
      displayName: "G",
    };
    expect(parseGroup(group)).toEqual({ resource: { displayName: "G" }, members: null });
    expect(parseGroup({ ...group, members: [] }).members).toEqual([]);
    expect(
      parseGroup({
        ...group,
        Members: [
          { value: "u1", $ref: null },
          { value: "u1" },
          "u2",
          { value: "u3", type: "User" },
        ],
      }).members,
    ).toEqual(["u1", "u2", "u3"]);
  });

  test.each<[members: unknown, refusal: string]>([
    [[{ display: "x" }], "400 invalidValue"],
    [[{ value: "" }], "400 invalidValue"],
    [[{ value: "g", type: "Group" }], "400 invalidValue"],
    [Array(5001).fill({ value: "u" }), "413"],
  ])("with members like %j is refused", (members, refusal) => {
    expect(refusalOf(() => parseGroup({ displayName: "G", members }))).toBe(refusal);
  });
});

describe("a request's text", () => {
  test.each([
    ["{}", "application/scim+json", "accepted"],
    ["{}", "Application/JSON; charset=utf-8", "accepted"],
    ["{}", null, "accepted"],
    ["{}", "text/plain", "415"],
    ["{", "application/json", "400 invalidSyntax"],
    ["", "application/json", "400 invalidSyntax"],
    [`"${"é".repeat(600_000)}"`, "application/json", "413"],
  ])("%.12s of type %s: %s", (text, type, refusal) => {
    expect(refusalOf(() => readBody(text, type))).toBe(refusal);
  });
});
