/** What answers have: selections, lists, versions, and the facts that the component reads. */
import { describe, expect, test } from "vitest";
import { ScimError, errorBody } from "../../convex/component/scim/errors";
import { checkIfMatch, etag, isNotModified } from "../../convex/component/scim/etag";
import { groupFacts, userFacts } from "../../convex/component/scim/facts";
import {
  listResponse,
  parseListQuery,
  parseSearchRequest,
  parseSelection,
} from "../../convex/component/scim/lists";
import { project, wantsMembers } from "../../convex/component/scim/project";
import { parseUser } from "../../convex/component/scim/resource";
import { refusalOf } from "./support/faults";
import { ENTERPRISE, GROUP, USER } from "./support/messages";

const user = {
  id: "du_1",
  resource: parseUser({
    userName: "ada",
    name: { givenName: "Ada", familyName: "Lovelace" },
    emails: [{ value: "a@b.c", type: "work" }, { value: "d@e.f" }],
    [ENTERPRISE]: { department: "R&D", manager: { value: "m1", displayName: "M" } },
    "urn:acme:2.0:User": { floor: 3 },
  }),
  createdAt: 0,
  updatedAt: 1000,
  version: 2,
  location: "https://x/Users/du_1",
};
const select = (query: string) => parseSelection("User", new URLSearchParams(query));
const schemas = [USER, ENTERPRISE, "urn:acme:2.0:User"];

describe("an answer", () => {
  test("has the resource with what the server makes", () => {
    expect(project("User", user, select(""))).toEqual({
      schemas,
      id: "du_1",
      active: true,
      ...user.resource,
      meta: {
        resourceType: "User",
        created: "1970-01-01T00:00:00.000Z",
        lastModified: "1970-01-01T00:00:01.000Z",
        location: "https://x/Users/du_1",
        version: 'W/"2"',
      },
    });
  });

  test.each<[attributes: string, rest: object]>([
    ["userName", { userName: "ada" }],
    ["USERNAME, id", { userName: "ada" }],
    [`${USER}:userName`, { userName: "ada" }],
    ["name.givenName,name.familyName", { name: { givenName: "Ada", familyName: "Lovelace" } }],
    ["name.givenName", { name: { givenName: "Ada" } }],
    ["emails.value", { emails: [{ value: "a@b.c" }, { value: "d@e.f" }] }],
    ["emails.type", { emails: [{ type: "work" }, {}] }],
    ["emails.type,emails", { emails: [{ value: "a@b.c", type: "work" }, { value: "d@e.f" }] }],
    ["groups.value", {}],
    [ENTERPRISE, { [ENTERPRISE]: user.resource[ENTERPRISE] }],
    [`${ENTERPRISE}:manager.value`, { [ENTERPRISE]: { manager: { value: "m1" } } }],
    ["urn:acme:2.0:User:floor", { "urn:acme:2.0:User": { floor: 3 } }],
    ["meta.version", { meta: { version: 'W/"2"' } }],
    ["nothing", {}],
  ])("of attributes=%s has nothing else", (attributes, rest) => {
    expect(project("User", user, select(`attributes=${encodeURIComponent(attributes)}`))).toEqual({
      schemas,
      id: "du_1",
      ...rest,
    });
  });

  test("leaves out what is excluded, but for id and schemas", () => {
    const excluded = `id,schemas,Emails.type,name,groups,meta,active,${ENTERPRISE},urn:acme:2.0:User`;
    expect(
      project("User", user, select(`excludedAttributes=${encodeURIComponent(excluded)}`)),
    ).toEqual({
      schemas,
      id: "du_1",
      userName: "ada",
      emails: [{ value: "a@b.c" }, { value: "d@e.f" }],
    });
  });

  test("of a group has an empty list of members, unless it is excluded", () => {
    const group = { ...user, resource: { displayName: "G" }, members: [] };
    const all = parseSelection("Group", new URLSearchParams());
    const some = parseSelection("Group", new URLSearchParams("excludedAttributes=members"));
    expect(project("Group", group, all)).toMatchObject({ schemas: [GROUP], members: [] });
    expect(project("Group", group, some)).not.toHaveProperty("members");
  });

  test("of a group has the URL of each member, and a tag that depends on them", () => {
    const group = {
      ...{ ...user, resource: { displayName: "G" }, members: ["u1"], membersDigest: "5ab8" },
      memberLocation: (id: string) => `https://x/Users/${id}`,
    };
    expect(project("Group", group, parseSelection("Group", new URLSearchParams()))).toMatchObject({
      members: [{ value: "u1", $ref: "https://x/Users/u1", type: "User" }],
      meta: { version: 'W/"2-5ab8"' },
    });
  });

  test.each<[query: string, isWanted: boolean]>([
    ["", true],
    ["attributes=displayName", false],
    ["attributes=Members.value", true],
    ["excludedAttributes=members", false],
    ["excludedAttributes=members.type", true],
  ])("of ?%s reads members: %s", (query, isWanted) => {
    expect(wantsMembers(parseSelection("Group", new URLSearchParams(query)))).toBe(isWanted);
  });
});

describe("a list", () => {
  const query = (text: string) => parseListQuery("User", new URLSearchParams(text));

  test.each<[text: string, startIndex: number, count: number]>([
    ["", 1, 100],
    ["startIndex=0&count=-1", 1, 0],
    ["startIndex=-5&count=0", 1, 0],
    ["startIndex=101&count=1000000", 101, 200],
  ])("of ?%s", (text, startIndex, count) => {
    expect(query(text)).toMatchObject({ startIndex, count, filter: null });
  });

  test.each([
    "startIndex=x",
    "count=1.5",
    "count=",
    "attributes=a&excludedAttributes=b",
    "attributes=a b",
  ])("of ?%s is refused", (text) => expect(refusalOf(() => query(text))).toBe("400 invalidValue"));

  test("is asked for with POST in the same words", () => {
    const body = {
      schemas: ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
      filter: 'userName eq "x"',
      startIndex: 3,
      count: 7,
      attributes: ["userName"],
    };
    expect(parseSearchRequest("User", body)).toEqual(
      query('filter=userName eq "x"&startIndex=3&count=7&attributes=userName'),
    );
    const refusals = [null, { schemas: [USER] }, { filter: 7 }, { attributes: "x" }, { count: {} }];
    expect(refusals.map((each) => refusalOf(() => parseSearchRequest("User", each)))).toEqual([
      "400 invalidSyntax",
      "400 invalidSyntax",
      ...Array<string>(3).fill("400 invalidValue"),
    ]);
  });

  test("has numbers, also when it is empty", () => {
    expect(listResponse({ totalResults: 0, startIndex: 1, resources: [] })).toEqual({
      schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
      totalResults: 0,
      startIndex: 1,
      itemsPerPage: 0,
      Resources: [],
    });
  });
});

describe("a version", () => {
  test.each<[header: string | null, refusal: string]>([
    [null, "accepted"],
    ["*", "accepted"],
    ['W/"3"', "accepted"],
    ['"3"', "accepted"],
    ['W/"2", W/"3"', "accepted"],
    ['W/"3-5ab8"', "accepted"],
    ['W/"2-3"', "412"],
    ['W/"2"', "412"],
    ["3", "412"],
    ["", "412"],
  ])("of If-Match: %s", (header, refusal) => {
    expect(refusalOf(() => checkIfMatch(header, 3))).toBe(refusal);
  });

  test("that the client has is not sent again", () => {
    expect(isNotModified(etag(3), etag(3))).toBe(true);
    expect(isNotModified(etag(3), etag(4))).toBe(false);
    expect(isNotModified(null, etag(3))).toBe(false);
    expect(isNotModified("*", etag(3))).toBe(true);
    expect(isNotModified(etag(3, "ab"), etag(3, "ab"))).toBe(true);
    expect(isNotModified(etag(3, "ab"), etag(3, "cd"))).toBe(false);
    expect(isNotModified(etag(3), etag(3, "ab"))).toBe(false);
  });
});

test("an error says its status as text", () => {
  expect(errorBody(new ScimError(409, "Taken.", "uniqueness"))).toEqual({
    schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
    status: "409",
    scimType: "uniqueness",
    detail: "Taken.",
  });
  expect(errorBody(new ScimError(404, "Not found."))).not.toHaveProperty("scimType");
});

describe("facts", () => {
  test.each<[user: object, primaryEmail: string | null]>([
    [
      {
        emails: [
          { value: "a@x", type: "work" },
          { value: "b@x", primary: true },
        ],
      },
      "b@x",
    ],
    [{ emails: [{ value: "a@x" }, { value: "b@x", type: "Work" }] }, "b@x"],
    [{ emails: [{ value: "a@x" }, { value: "b@x" }] }, "a@x"],
    [{ emails: [{ display: "none" }], userName: "u@x" }, "u@x"],
    [{}, null],
  ])("of %j: the address is %s", (rest, primaryEmail) => {
    expect(userFacts(parseUser({ userName: "u", ...rest }))).toMatchObject({ primaryEmail });
  });

  test("have names in one case for indexes", () => {
    const facts = userFacts(parseUser({ userName: "ÅDA", active: "false", emails: "A@B.c" }));
    expect(facts).toMatchObject({
      userName: "ÅDA",
      foldedUserName: "åda",
      active: false,
      emails: [{ value: "A@B.c", foldedValue: "a@b.c", type: null, primary: false }],
      externalId: null,
      department: null,
    });
    expect(groupFacts({ displayName: "GR" })).toEqual({
      displayName: "GR",
      foldedDisplayName: "gr",
      externalId: null,
    });
  });
});
