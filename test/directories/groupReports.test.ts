/** What was reported about groups in other products, over HTTP. Each failed there. */
import { beforeAll, describe, expect, test } from "vitest";
import { PATCH_SCHEMA, person, type ScimClient } from "../support/scim";
import { ssoStage, type Tenant } from "../support/ssoStage";
import { add, GROUP_SCHEMA, groupClient, newPair, refusal, remove } from "./support/groupScene";

const stage = ssoStage();
const STRANGER = "diru_01ARZ3NDEKTSV4RRFFQ69G5FAV";

let tenant: Tenant;
let scim: ScimClient;
let groups: ReturnType<typeof groupClient>;
/** Two users of the directory. */
let [ada, eve] = ["", ""];
beforeAll(async () => {
  ({ tenant, scim, groups, ada, eve } = await newPair(stage));
});

let names = 0;
const newName = () => `Group ${names++}`;
const newGroup = async (members: readonly string[] = [], name = newName()) =>
  String((await groups.createGroup(name, members)).body.id);
const filtered = async (filter: string) =>
  await scim.send("GET", `/Groups?filter=${encodeURIComponent(filter)}`);

/** A report, the members before, the request, and the members after; 400 leaves those before. */
type Report = readonly [
  report: string,
  before: readonly Who[],
  operations: readonly unknown[],
  outcome: readonly Who[] | 400,
];
type Who = "ada" | "eve";

describe("reported about other products: PATCH", () => {
  const A = "<ada>";
  const E = "<eve>";
  const both = ["ada", "eve"] as const;
  const reports: readonly Report[] = [
    ["agent-bom #3533: add keeps the others", ["ada"], [add(E)], both],
    ["agent-bom #3533: a filtered removal keeps the others", both, [remove(A)], ["eve"]],
    [
      "SimpleIdServer #244, directory-scimple #436, authentik #23798: a removal with a value",
      both,
      [{ op: "remove", path: "members", value: [{ value: A }] }],
      ["eve"],
    ],
    [
      "directory-scimple #436: a removal that knows no more than the id",
      both,
      [{ op: "remove", path: "members", value: [{ value: A, display: "someone else" }] }],
      ["eve"],
    ],
    [
      "SCIMReferenceCode #10: a removal with an empty value removes nothing",
      both,
      [{ op: "Remove", path: "members", value: [] }],
      both,
    ],
    [
      "SCIMReferenceCode #10: a removal whose value has no id",
      both,
      [{ op: "Remove", path: "members", value: [{ value: null }] }],
      400,
    ],
    ["RFC 7644, 3.5.2.2: a removal without value", both, [{ op: "remove", path: "members" }], []],
    ["fusionauth #2834: several removals at once", both, [remove(A), remove(E)], []],
    ["wso2 #16097: removal of a stranger", ["ada"], [remove(STRANGER)], ["ada"]],
    ["wso2 #16097, lightdash #24458: an unknown member", ["ada"], [add(STRANGER)], ["ada"]],
    ["ssoready #255: a malformed id", ["ada"], [add("no id of ours")], ["ada"]],
    ["wso2 #16097: an empty id", ["ada"], [add("")], 400],
    [
      "wso2 #16097: a member with nothing but a display name",
      ["ada"],
      [{ op: "add", path: "members", value: [{ display: "Eve" }] }],
      400,
    ],
    [
      "SimpleIdServer #245, wso2 #8589: a member who is there",
      ["ada"],
      [{ op: "add", value: { members: [{ value: A, display: "A" }] } }],
      ["ada"],
    ],
    ["members as an object", ["ada"], [{ op: "add", path: "members", value: { value: E } }], both],
    ["members as texts", ["ada"], [{ op: "add", path: "members", value: [E] }], both],
    [
      "wso2 #16933: with a path, and without the schemas' names",
      [],
      [{ op: "add", path: "members", value: [{ display: "E", value: E }] }],
      ["eve"],
    ],
    [
      "scimgateway #113: an empty list beside the same name",
      both,
      [{ op: "replace", value: { members: [] } }],
      [],
    ],
    [
      "langwatch #7136: a replacement of something else",
      both,
      [{ op: "replace", value: { externalId: "x7136" } }],
      both,
    ],
    [
      "langwatch #7136: null is no member",
      both,
      [{ op: "replace", path: "members", value: null }],
      [],
    ],
    [
      "langwatch #7136: a number is no list",
      both,
      [{ op: "replace", path: "members", value: 5 }],
      400,
    ],
    [
      "authentik #25686: a filter in another case, with single spaces or more",
      both,
      [{ op: "REMOVE", path: `Members[Value  EQ "${A}"]` }],
      ["eve"],
    ],
    [
      "the URN before the path",
      both,
      [{ op: "remove", path: `${GROUP_SCHEMA}:members[value eq "${A}"]` }],
      ["eve"],
    ],
    [
      "a nested group",
      ["ada"],
      [{ op: "add", path: "members", value: [{ value: E, type: "Group" }] }],
      400,
    ],
    [
      "one operation that fails undoes the request",
      ["ada"],
      [add(E), { op: "replace", path: "displayName", value: "" }],
      400,
    ],
    [
      "SCIM-SDK #747: a member without anything",
      ["ada"],
      [{ ...add(E), value: [{ value: E }, {}] }],
      400,
    ],
    ["fleet #52600: one unknown member among others", [], [add(A, STRANGER, E)], both],
    ["no operation", ["ada"], [], ["ada"]],
  ];

  test.each(reports)("%s", async (_report, before, operations, outcome) => {
    const ids: Readonly<Record<Who, string>> = { ada, eve };
    const group = await newGroup(before.map((who) => ids[who]));
    const sent = JSON.stringify({ schemas: [PATCH_SCHEMA], Operations: operations })
      .replaceAll(A, ada)
      .replaceAll(E, eve);
    const answer = await scim.send("PATCH", `/Groups/${group}`, sent);
    expect(answer.status, JSON.stringify(answer.body)).toBe(outcome === 400 ? 400 : 204);
    const after = outcome === 400 ? before : outcome;
    expect(await groups.membersOf(group)).toEqual(after.map((who) => ids[who]).toSorted());
  });
});

describe("reported about other products", () => {
  test("lightdash #15035: PUT of a group with its own name is no conflict", async () => {
    const displayName = newName();
    const group = await newGroup([ada], displayName);
    const body = { schemas: [GROUP_SCHEMA], displayName, members: [{ value: eve }] };
    expect((await scim.send("PUT", `/Groups/${group}`, body)).status).toBe(200);
    expect(await groups.membersOf(group)).toEqual([eve]);
  });

  test("SnapOtter #988: spaces around a name, or another case, make no other group", async () => {
    const displayName = newName();
    const group = await newGroup([ada], `${displayName} `);
    expect((await scim.send("GET", `/Groups/${group}`)).body.displayName).toBe(`${displayName} `);
    for (const name of [displayName, ` ${displayName}`, displayName.toUpperCase()]) {
      expect(await groups.createGroup(name)).toMatchObject(refusal(409, "uniqueness"));
      expect((await filtered(`displayName eq "${name}"`)).body, name).toMatchObject({
        ...{ totalResults: 1, Resources: [{ id: group }] },
      });
    }
    const other = await newGroup();
    const rename = { op: "replace", path: "displayName", value: displayName };
    expect(await groups.patchGroup(other, rename)).toMatchObject(refusal(409, "uniqueness"));
    expect((await groups.createGroup("   ")).status).toBe(400);
  });

  test.each([
    'The "test" group.',
    `TestGrp-!@#$%^&*()_+=-{}][":;'/.,?\\1`,
    "EDU All personal",
    "a/b [c] eq (d)",
    "Größe & Maß",
  ])("SCIM-SDK #913, scim-server-php #1: a group %s is found by its name", async (displayName) => {
    const group = await newGroup([ada], displayName);
    const { body } = await filtered(`displayName eq ${JSON.stringify(displayName)}`);
    expect(body).toMatchObject({ totalResults: 1, Resources: [{ id: group, displayName }] });
  });

  test("fusionauth #3111: a name is found as a whole, and with + for spaces", async () => {
    const name = newName();
    const [one] = [await newGroup([], name), await newGroup([], `${name} test`)];
    const plus = `displayName+eq+%22${name.replaceAll(" ", "+")}%22`;
    expect((await scim.send("GET", `/Groups?filter=${plus}`)).body).toMatchObject({
      ...{ totalResults: 1, Resources: [{ id: one }] },
    });
  });

  test("metabase #48276: a user who is not active joins and leaves a group", async () => {
    const email = `staged@${tenant.domain}`;
    const staged = await scim.create(person(email, { active: false }));
    const group = await newGroup([ada]);
    await groups.patchGroup(group, add(staged));
    expect(await groups.membersOf(group)).toEqual([ada, staged].toSorted());
    await groups.patchGroup(group, remove(staged));
    expect(await groups.membersOf(group)).toEqual([ada]);
  });

  test("fleet #50724, scimmy #79, SCIM-SDK #646: parallel additions are all kept", async () => {
    const group = await newGroup();
    const ids = await Promise.all(
      Array.from(
        { length: 8 },
        async (_, i) => await scim.create(person(`p${i}@${tenant.domain}`)),
      ),
    );
    // As identity providers do: what is not done for contention is sent again.
    const addOne = async (id: string): Promise<void> => {
      const { status } = await groups.patchGroup(group, add(id));
      if (status === 503) return await addOne(id);
      expect(status).toBe(204);
    };
    await Promise.all(ids.map(addOne));
    expect(await groups.membersOf(group)).toEqual(ids.toSorted());
    const removeOne = async (id: string): Promise<void> => {
      const { status } = await groups.patchGroup(group, remove(id));
      if (status === 503) return await removeOne(id);
      expect(status).toBe(204);
    };
    await Promise.all([...ids.slice(1).map(removeOne), addOne(ada)]);
    expect(await groups.membersOf(group)).toEqual([ids[0]!, ada].toSorted());
  });

  test("lightdash #28062: further schemas, with and without their attributes", async () => {
    const displayName = newName();
    const created = await scim.send("POST", "/Groups", {
      schemas: [GROUP_SCHEMA, "urn:okta:acme:1.0:Group", "urn:x:y:Group"],
      ...{ displayName, "urn:okta:acme:1.0:Group": { description: "All of us" } },
    });
    expect(created).toMatchObject({
      status: 201,
      body: { displayName, "urn:okta:acme:1.0:Group": { description: "All of us" } },
    });
  });

  test("Bulk: a group refers to a user who is made in the same request", async () => {
    const { status, body } = await scim.send("POST", "/Bulk", {
      schemas: ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
      Operations: [
        { method: "POST", path: "/Users", bulkId: "u", data: person(`bulk@${tenant.domain}`) },
        {
          ...{ method: "POST", path: "/Groups", bulkId: "g" },
          data: {
            ...{ schemas: [GROUP_SCHEMA], displayName: newName() },
            members: [{ value: "bulkId:u" }, { value: ada }],
          },
        },
        {
          ...{ method: "PATCH", path: "/Groups/bulkId:g" },
          data: { schemas: [PATCH_SCHEMA], Operations: [remove(ada)] },
        },
      ],
    });
    expect(status).toBe(200);
    const results = body.Operations as { status: string; location: string }[];
    expect(results.map((each) => each.status)).toEqual(["201", "201", "204"]);
    const idOf = (result: { location: string }) => result.location.split("/").at(-1)!;
    expect(await groups.membersOf(idOf(results[1]!))).toEqual([idOf(results[0]!)]);
  });

  test("If-Match keeps two administrators apart, and groups answer 304", async () => {
    const group = await newGroup([ada]);
    const path = `/Groups/${group}`;
    const tag = (await scim.send("GET", path)).headers.get("etag")!;
    const known = { "if-none-match": tag };
    expect((await scim.send("GET", path, undefined, known)).status).toBe(304);
    const body = { schemas: [PATCH_SCHEMA], Operations: [add(eve)] };
    expect((await scim.send("PATCH", path, body, { "if-match": tag })).status).toBe(204);
    expect(await scim.send("PATCH", path, body, { "if-match": tag })).toMatchObject(refusal(412));
    expect(await scim.send("DELETE", path, undefined, { "if-match": tag })).toMatchObject(
      refusal(412),
    );
    expect((await scim.send("GET", path, undefined, known)).status).toBe(200);
  });
});
