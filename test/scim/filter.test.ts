/** Filters: which index answers them, what is checked afterwards, and what is refused. */
import { describe, expect, test } from "vitest";
import { planFilter } from "../../convex/component/scim/plan";
import { parseUser } from "../../convex/component/scim/resource";
import type { ResourceKind } from "../../convex/component/scim/schemas";
import { refusalOf } from "./support/faults";
import { ENTERPRISE, USER } from "./support/messages";

const entry = {
  id: "du_1",
  resource: parseUser({
    userName: "Ada@Example.com",
    externalId: "E1",
    title: 'a "b"',
    emails: [
      { value: "ada@example.com", type: "work", primary: true },
      { value: "ada@home.example", type: "home" },
    ],
    [ENTERPRISE]: { department: "R&D", manager: { value: "m1" } },
  }),
  createdAt: Date.UTC(2026, 0, 1),
  updatedAt: Date.UTC(2026, 5, 1),
  version: 3,
};

describe("a filter of users", () => {
  test.each<[filter: string, index: string, value: string]>([
    ['userName eq "ADA@example.com"', "userName", "ada@example.com"],
    ['USERNAME EQ "x"', "userName", "x"],
    [`${USER}:userName eq "x"`, "userName", "x"],
    ['externalId eq "E1"', "externalId", "E1"],
    ['id eq "du_1" and userName eq "x"', "id", "du_1"],
    ['emails.value eq "A@b.c"', "email", "a@b.c"],
    ['emails eq "A@b.c"', "email", "a@b.c"],
    ['emails[type eq "work"].value eq "A@b.c"', "email", "a@b.c"],
    ['emails[type eq "work" and value eq "A@b.c"]', "email", "a@b.c"],
    ['(active eq true) and (title pr and userName eq "x")', "userName", "x"],
    ['userName eq "a\\"b\\\\"', "userName", 'a"b\\'],
    ['displayName eq "Ada L"', "displayName", "ada l"],
    ['displayName eq "x" and emails.value eq "y"', "email", "y"],
    ['userName eq "a) or (b"', "userName", "a) or (b"],
  ])("%s", (filter, index, value) => {
    expect(planFilter("User", filter).lookup).toEqual({ index, value });
  });

  test.each<[rest: string, holds: boolean]>([
    ['userName eq "ada@example.com"', true],
    ['externalId eq "e1"', false],
    ['emails[type eq "work"].value eq "ADA@example.com"', true],
    // One value has the type, another one the address.
    ['emails[type eq "home"].value eq "ada@example.com"', false],
    ['emails.type eq "home" and emails.value eq "ada@example.com"', true],
    ['emails[primary eq true and value co "@example"]', true],
    ['emails[primary eq "True"].value sw "ada"', true],
    ["active eq True", true],
    ["active eq false", false],
    ["not (active eq false)", true],
    ['title eq "a \\"b\\""', true],
    ["(nickName pr or title pr)", true],
    ["nickName pr", false],
    ["nickName eq null", true],
    ['nickName ne "x"', true],
    ['userName ew ".COM"', true],
    ['manager eq "m1"', true],
    [`${ENTERPRISE}:manager.value eq "m1"`, true],
    [`${ENTERPRISE}:department eq "r&d"`, true],
    ['department eq "sales"', false],
    ['meta.lastModified ge "2026-06-01T02:00:00+02:00"', true],
    ['meta.lastModified lt "2026-06-01T00:00:00Z"', false],
    ['meta.resourceType eq "User"', true],
    [`schemas eq "${ENTERPRISE}"`, true],
    ['unknown eq "x"', false],
    ["active pr and (title pr or nickName pr)", true],
  ])('id eq "du_1" and %s: %s', (rest, holds) => {
    expect(planFilter("User", `id eq "du_1" and ${rest}`).matches(entry)).toBe(holds);
  });

  const refused: readonly (readonly [ResourceKind, string])[] = [
    ...[
      "",
      "userName",
      "userName eq",
      "userName eq x",
      "userName eq 'x'",
      'userName eq "x',
      'userName eq "x" and',
      'userName eq "x" userName eq "y"',
      'userName eq "x")',
      '(userName eq "x"',
      'userName xx "x"',
      'userName eq "\\u00zz"',
      "userName eq 1e999",
      "userName eq 1",
      'userName eq {"a":1}',
      'userName co "x"',
      'userName ne "x"',
      'userName sw ""',
      "title pr",
      'userName eq "x" or userName eq "y"',
      'not (userName eq "x")',
      'emails[type eq "work"].value co "x"',
      'userName eq "x" and groups eq "g"',
      'a..b eq "x"',
      'a.b.c eq "x"',
      '1a eq "x"',
      '__proto__.x eq "1"',
      'constructor.prototype eq "1"',
      'emails[__proto__ eq "x"].value eq "y"',
      `userName eq "${"x".repeat(1100)}"`,
      `${"(".repeat(10_000)}userName eq "x"${")".repeat(10_000)}`,
      `${"(".repeat(300)}userName eq "x"${")".repeat(300)}`,
      `${"not ".repeat(200)}userName eq "x"`,
      Array(60).fill("a pr").join(" or "),
    ].map((filter) => ["User", filter] as const),
    ["Group", 'members co "x"'],
    ["Group", 'members[display eq "x"]'],
    ["Group", 'members[value eq "x" and type eq "User"]'],
    ["Group", 'members eq "x" and members eq "y"'],
    ["Group", 'displayName eq "x" and not (members eq "y")'],
    ["Group", 'userName eq "x"'],
  ];

  test.each(refused)("%s: %.60s is refused", (kind, filter) => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    expect(refusalOf(() => planFilter(kind, filter))).toMatch(/^400 invalid(Filter|Syntax)$/);
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
  });
});

describe("a filter of groups", () => {
  const group = { ...entry, resource: { displayName: "Engineers" } };

  test.each<[filter: string, index: string, value: string, holds: boolean]>([
    ['displayName eq "ENGINEERS"', "displayName", "engineers", true],
    ['id eq "du_1" and members eq "u1"', "members", "u1", true],
    ['id eq "other" and members eq "u1"', "members", "u1", false],
    ['members.value eq "U1"', "members", "U1", true],
    ['members[value eq "U1"]', "members", "U1", true],
    ['displayName eq "x" and externalId eq "e"', "externalId", "e", false],
  ])("%s", (filter, index, value, holds) => {
    const plan = planFilter("Group", filter);
    expect(plan.lookup).toEqual({ index, value });
    expect(plan.matches(group)).toBe(holds);
  });
});
