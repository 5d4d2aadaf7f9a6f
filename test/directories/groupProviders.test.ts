/** The requests about groups that identity providers send, over HTTP. */
import { beforeAll, describe, expect, test } from "vitest";
import { LIST_SCHEMA, newDirectory, PATCH_SCHEMA, person, type ScimClient } from "../support/scim";
import { ssoStage, type Tenant } from "../support/ssoStage";
import {
  add,
  GROUP_SCHEMA,
  groupClient,
  newPair,
  refusal,
  remove,
  valuesOf,
} from "./support/groupScene";

const stage = ssoStage();
/** The extension that Entra ID puts into each group. */
const ENTRA_GROUP = "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group";

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
const filtered = async (filter: string, rest = "") =>
  await scim.send("GET", `/Groups?filter=${encodeURIComponent(filter)}${rest}`);

describe("Okta", () => {
  test("R10: lists groups, none when there are none", async () => {
    const empty = await newDirectory(stage, tenant);
    expect(await empty.send("GET", "/Groups")).toMatchObject({
      status: 200,
      body: { schemas: [LIST_SCHEMA], totalResults: 0, startIndex: 1, itemsPerPage: 0 },
    });
    expect((await empty.send("GET", "/Groups?startIndex=1&count=100")).body.Resources).toEqual([]);
    await tenant.admin.directories.deleteDirectory({ providerId: empty.directory.id });
  });

  test("pushes a group: looks for it, creates it with members, reads it back", async () => {
    const displayName = newName();
    const found = `displayName eq "${displayName}"`;
    expect((await filtered(found)).body).toMatchObject({ totalResults: 0, Resources: [] });
    const members = [{ value: ada, display: `ada@${tenant.domain}` }];
    const created = await scim.send("POST", "/Groups", {
      ...{ schemas: [GROUP_SCHEMA], displayName, members },
    });
    const { id } = created.body;
    const location = `${scim.directory.scimConfig.baseUrl}/Groups/${String(id)}`;
    expect(created).toMatchObject({
      status: 201,
      body: {
        ...{ schemas: [GROUP_SCHEMA], displayName },
        members: [{ value: ada, type: "User" }],
        meta: { resourceType: "Group", location },
      },
    });
    expect(created.headers.get("location")).toBe(location);
    expect(created.headers.get("content-type")).toContain("application/scim+json");
    expect((await filtered(found)).body).toMatchObject({ totalResults: 1, Resources: [{ id }] });
    expect((await scim.send("GET", `/Groups/${String(id)}`)).body).toEqual(created.body);
  });

  test("changes members by PATCH, and replaces the whole group by PUT", async () => {
    const displayName = newName();
    const group = await newGroup([ada], displayName);
    const both = [ada, eve].toSorted();
    const changes: readonly (readonly [object[], readonly string[]])[] = [
      [[add(eve)], both],
      [[remove(ada)], [eve]],
      [[remove(eve), add(ada)], [ada]],
      [[{ op: "replace", path: "members", value: [{ value: ada }, { value: eve }] }], both],
      [[{ op: "replace", path: "members", value: [] }], []],
      [[{ op: "replace", value: { id: group, displayName, members: [{ value: ada }] } }], [ada]],
      [[{ op: "replace", value: { id: group, displayName, members: [] } }], []],
    ];
    for (const [operations, members] of changes) {
      expect((await groups.patchGroup(group, ...operations)).status).toBe(204);
      expect(await groups.membersOf(group), JSON.stringify(operations)).toEqual(members);
    }
    const { body } = await scim.send("GET", `/Groups/${group}`);
    const put = async (fields: object) =>
      await scim.send("PUT", `/Groups/${group}`, { ...body, ...fields });
    const replaced = await put({ members: [{ value: eve }], displayName: newName() });
    expect([replaced.status, valuesOf(replaced.body)]).toEqual([200, [eve]]);
    expect(await put({ displayName, members: [] })).toMatchObject({
      ...{ status: 200, body: { displayName, members: [] } },
    });
  });

  test("renames a group, whose old name is free then", async () => {
    const [before, after] = [newName(), newName()];
    const group = await newGroup([ada], before);
    const value = { id: group, displayName: after };
    expect((await groups.patchGroup(group, { op: "replace", value })).status).toBe(204);
    expect((await filtered(`displayName eq "${before}"`)).body.totalResults).toBe(0);
    expect((await filtered(`displayName eq "${after}"`)).body).toMatchObject({
      Resources: [{ id: group, members: [{ value: ada }] }],
    });
    expect((await groups.createGroup(before)).status).toBe(201);
  });

  test("deletes a group, once", async () => {
    const group = await newGroup([ada]);
    expect((await scim.send("DELETE", `/Groups/${group}`)).status).toBe(204);
    for (const method of ["GET", "DELETE"])
      expect(await scim.send(method, `/Groups/${group}`)).toMatchObject(refusal(404));
    expect(await groups.patchGroup(group, add(ada))).toMatchObject(refusal(404));
    expect((await filtered(`id eq "${group}"`)).body).toMatchObject({ totalResults: 0 });
  });
});

describe("Entra ID", () => {
  test("Test Connection asks for a group that is not there", async () => {
    const guid = "6b2b6dd0-2f5f-4d4b-9b4d-2f6f0d8f6a11";
    for (const filter of [`displayName eq "${guid}"`, `externalId eq "${guid}"`])
      expect(await filtered(filter, "&excludedAttributes=members")).toMatchObject({
        ...{ status: 200, body: { totalResults: 0, Resources: [] } },
      });
  });

  test("creates a group with its extension, finds and reads it without members", async () => {
    const [displayName, externalId] = [newName(), `entra-${names}`];
    const created = await scim.send("POST", "/Groups", {
      schemas: [GROUP_SCHEMA, ENTRA_GROUP],
      ...{ externalId, displayName, meta: { resourceType: "Group" } },
    });
    expect(created).toMatchObject({ status: 201, body: { externalId, displayName, members: [] } });
    const group = String(created.body.id);
    await groups.patchGroup(group, add(ada));
    const bare = await scim.send("GET", `/Groups/${group}?excludedAttributes=members`);
    expect(bare).toMatchObject({ status: 200, body: { displayName, externalId } });
    expect(bare.body).not.toHaveProperty("members");
    for (const filter of [`displayName eq "${displayName}"`, `externalId eq "${externalId}"`]) {
      const { body } = await filtered(filter, "&excludedAttributes=members");
      expect(body).toMatchObject({ totalResults: 1, Resources: [{ id: group, externalId }] });
      expect((body.Resources as object[])[0]).not.toHaveProperty("members");
    }
    expect((await filtered(`id eq "${group}" and members eq "${ada}"`)).body.totalResults).toBe(1);
    expect((await filtered(`id eq "${group}" and members eq "${eve}"`)).body.totalResults).toBe(0);
  });

  /** The two shapes of one change: the default, and with `?aadOptscim062020`. */
  const modes = {
    default: {
      add: (...ids: string[]) => [
        { op: "Add", path: "members", value: ids.map((value) => ({ $ref: null, value })) },
      ],
      remove: (...ids: string[]) => [
        { op: "Remove", path: "members", value: ids.map((value) => ({ $ref: null, value })) },
      ],
      rename: (displayName: string) => [{ op: "Replace", path: "displayName", value: displayName }],
    },
    aadOptscim062020: {
      add: (...ids: string[]) => [
        { op: "add", path: "members", value: ids.map((value) => ({ value })) },
      ],
      remove: (...ids: string[]) => ids.map(remove),
      rename: (displayName: string) => [{ op: "replace", value: { displayName } }],
    },
  };

  test.each(Object.entries(modes))("PATCH in the mode %s", async (mode, shapes) => {
    const group = await newGroup();
    // The administrator enters the parameter with the base URL; it comes with every request.
    const query = mode === "default" ? "" : "?aadOptscim062020";
    const patch = async (Operations: object[]) => {
      const body = { schemas: [PATCH_SCHEMA], Operations };
      const answer = await scim.send("PATCH", `/Groups/${group}${query}`, body);
      return [answer.status, await groups.membersOf(group)];
    };
    const both = [ada, eve].toSorted();
    expect(await patch(shapes.add(ada))).toEqual([204, [ada]]);
    expect(await patch(shapes.add(ada, eve))).toEqual([204, both]);
    expect(await patch(shapes.add(eve))).toEqual([204, both]); // again, which is no error
    expect(await patch(shapes.remove(ada))).toEqual([204, [eve]]);
    expect(await patch(shapes.remove(ada))).toEqual([204, [eve]]); // nor is this
    expect(await patch(shapes.remove(ada, eve))).toEqual([204, []]);
    const displayName = newName();
    expect(await patch(shapes.rename(displayName))).toEqual([204, []]);
    expect((await scim.send("GET", `/Groups/${group}`)).body).toMatchObject({ displayName });
    const externalId = [{ op: "Add", path: "externalId", value: `${group}-x` }];
    expect((await patch(externalId))[0]).toBe(204);
    expect((await filtered(`externalId eq "${group}-x"`)).body.totalResults).toBe(1);
  });

  test("a removal without a path is 400 noTarget, and removes no member", async () => {
    const group = await newGroup([ada]);
    expect(await groups.patchGroup(group, { op: "Remove" })).toMatchObject(
      refusal(400, "noTarget"),
    );
    const withValue = { op: "Remove", value: { members: [{ value: ada }] } };
    expect(await groups.patchGroup(group, withValue)).toMatchObject(refusal(400, "noTarget"));
    expect(await groups.membersOf(group)).toEqual([ada]);
  });
});

describe("Google", () => {
  test("a user who is suspended and deleted later is in no group", async () => {
    const id = await scim.create(person(`max@${tenant.domain}`));
    const group = await newGroup([id]);
    await scim.patch(id, { op: "replace", value: { active: false } });
    expect(await groups.membersOf(group)).toEqual([id]);
    expect((await scim.send("DELETE", `/Users/${id}`)).status).toBe(204);
    expect((await scim.send("GET", `/Groups/${group}`)).body).toMatchObject({ members: [] });
    expect((await filtered(`members.value eq "${id}"`)).body).toMatchObject({ totalResults: 0 });
  });

  test("reads the schema of groups, which names what answers have", async () => {
    const { status, body } = await scim.send("GET", `/Schemas/${GROUP_SCHEMA}`);
    expect(status).toBe(200);
    const attributes = body.attributes as { name: string; subAttributes?: { name: string }[] }[];
    expect(attributes.map(({ name }) => name).toSorted()).toEqual([
      ...["displayName", "externalId", "members"],
    ]);
    const named = (name: string) => attributes.find((each) => each.name === name);
    expect(named("displayName")).toMatchObject({ type: "string", required: true });
    expect(named("members")).toMatchObject({ multiValued: true });
    const advertised = named("members")!
      .subAttributes!.map(({ name }) => name)
      .toSorted();
    const group = await newGroup([ada]);
    const { members } = (await scim.send("GET", `/Groups/${group}`)).body;
    expect(Object.keys((members as object[])[0]!).toSorted()).toEqual(advertised);
  });
});
