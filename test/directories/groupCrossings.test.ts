/** Groups of another directory, organization or project are not there; nor are prototypes. */
import { beforeAll, describe, expect, test } from "vitest";
import { createRandom } from "../saml/support/documents";
import { newDirectory, PATCH_SCHEMA, person, type ScimClient } from "../support/scim";
import { isWhole } from "../support/share";
import { ssoStage } from "../support/ssoStage";
import { failureOf } from "../support/transports";
import { add, GROUP_SCHEMA, newGroupScene, remove, valuesOf } from "./support/groupScene";

const stage = ssoStage();
type Scene = Awaited<ReturnType<typeof newGroupScene>>;

let own: Scene;
/** Directories that must not be reached by requests of `own`, and must not reach it. */
const others: Record<string, { scim: ScimClient; id: string; role: () => Promise<unknown> }> = {};

beforeAll(async () => {
  own = await newGroupScene(stage);
  const { tenant, admin, domain } = own;
  const directory = await newDirectory(stage, tenant, { name: "Entra" });
  others["another directory"] = {
    ...{ scim: directory, id: await directory.create(person(`eve@${domain}`)) },
    role: async () => (await own.members()).find(({ userId }) => userId !== own.userId)?.role,
  };
  const second = await stage.newOrganization(tenant.project, admin);
  const { organizationId } = second;
  const elsewhere = await newDirectory(stage, { ...tenant, ...second });
  others["another organization"] = {
    ...{ scim: elsewhere, id: await elsewhere.create(person(`eve@${second.domain}`)) },
    role: async () =>
      (await admin.organizations.listMembers({ organizationId })).data.map(({ role }) => role)[0],
  };
  const foreign = await newGroupScene(stage);
  others["another project"] = { scim: foreign.scim, id: foreign.id, role: foreign.roleNow };
});

const kinds = ["another directory", "another organization", "another project"] as const;

describe.each(kinds)("%s", (kind) => {
  test("has users who join no group here, by whatever request", async () => {
    const { id: stranger, role } = others[kind]!;
    const { scim, id } = own;
    const before = await role();
    const created = await own.createGroup("Admins", [id, stranger]);
    expect(valuesOf(created.body)).toEqual([id]);
    const group = String(created.body.id);
    const body = { schemas: [GROUP_SCHEMA], displayName: "Admins" };
    const members = [{ value: id }, { value: stranger }];
    await own.patchGroup(group, add(stranger));
    await own.patchGroup(group, { op: "replace", path: "members", value: members });
    await scim.send("PUT", `/Groups/${group}`, { ...body, members });
    expect(await own.membersOf(group)).toEqual([id]);
    expect(await role()).toBe(before);
    await scim.send("DELETE", `/Groups/${group}`);
  });

  test("cannot read, change or delete a group, nor find its members", async () => {
    const { scim: stranger, id: strangerId } = others[kind]!;
    const { id } = own;
    const group = String((await own.createGroup(`Own ${kind}`, [id])).body.id);
    const path = `/Groups/${group}`;
    const body = { schemas: [GROUP_SCHEMA], displayName: "Taken", members: [] };
    const patch = { schemas: [PATCH_SCHEMA], Operations: [add(strangerId), remove(id)] };
    const answers = [
      await stranger.send("GET", path),
      await stranger.send("PUT", path, body),
      await stranger.send("PATCH", path, patch),
      await stranger.send("DELETE", path),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    for (const filter of [
      `id eq "${group}"`,
      `displayName eq "Own ${kind}"`,
      `members.value eq "${id}"`,
      `members[value eq "${id}"] and id eq "${group}"`,
    ]) {
      const query = `/Groups?filter=${encodeURIComponent(filter)}`;
      expect((await stranger.send("GET", query)).body, filter).toMatchObject({ totalResults: 0 });
    }
    expect((await stranger.send("GET", "/Groups")).body).toMatchObject({ totalResults: 0 });
    expect(await own.membersOf(group)).toEqual([id]);
  });

  test("may have a group of the same name, which gives nothing here", async () => {
    const { scim: stranger, id: strangerId } = others[kind]!;
    const body = { schemas: [GROUP_SCHEMA], displayName: "Admins" };
    const members = [{ value: strangerId }, { value: own.id }];
    const { status, body: created } = await stranger.send("POST", "/Groups", { ...body, members });
    expect(status).toBe(201);
    expect(valuesOf(created)).toEqual([strangerId]);
    expect(await own.roleNow()).toBe("member");
    await stranger.send("DELETE", `/Groups/${String(created.id)}`);
  });

  test("has a token that opens only its own endpoint", async () => {
    const { scim: stranger } = others[kind]!;
    const authorization = `Bearer ${stranger.directory.scimConfig.bearerToken}`;
    const group = String((await own.createGroup(`Token ${kind}`)).body.id);
    const answer = await own.scim.send("GET", `/Groups/${group}`, undefined, { authorization });
    expect(answer.status).toBe(kind === "another project" ? 401 : 404);
  });
});

/** Four requests each, below the limit of a directory in a minute. */
const ROUNDS = isWhole ? 1_000 : 150;
const words = [
  ...[
    "__proto__",
    "constructor",
    "prototype",
    "constructor.prototype",
    "toString",
    "hasOwnProperty",
  ],
  ...["members", "members.value", "displayName", "externalId", "id", "meta", "schemas", "value"],
  ...[`${GROUP_SCHEMA}:members`, `${GROUP_SCHEMA}:__proto__`, "urn:x:y", "", " ", ".", "[", "]"],
];
const pieces = [
  ...[" eq ", " and ", " or ", " not ", " pr", "(", ")", '"x"', '"', "\\", "[value eq ", "]", "."],
  ...["\u0000", "\ud800", "İ", "1e999", "null", "true"],
];

/** Every endpoint of groups with nonsense: answered, or refused with an error of the client's. */
test(`${ROUNDS} requests of nonsense about groups`, { timeout: 600_000 }, async () => {
  const prototypes = [Object, Array, String, Function].map(({ prototype }) => prototype as object);
  const snapshot = () => prototypes.map((each) => Object.getOwnPropertyNames(each));
  const before = snapshot();
  const group = String((await own.createGroup("Fuzzed", [own.id])).body.id);
  const path = `/Groups/${group}`;
  for (let seed = 1; seed <= ROUNDS; seed++) {
    const random = createRandom(seed);
    const pick = <T>(list: readonly T[]): T => list[random(list.length)]!; // below the length
    const text = () =>
      Array.from({ length: 1 + random(6) }, () => pick(random(2) ? words : pieces)).join("");
    const value = (depth = 0): unknown => {
      if (depth > 3 || random(3) === 0)
        return pick<unknown>([null, true, 7, "", text(), own.id, [], {}, "x".repeat(20_000)]);
      return random(2)
        ? Array.from({ length: random(4) }, () => value(depth + 1))
        : Object.fromEntries([[pick(words), value(depth + 1)]]);
    };
    const operation = () => ({
      op: pick(["add", "remove", "replace", "Add", "move", null]),
      ...(random(4) ? { path: text() } : {}),
      ...(random(4) ? { value: value() } : {}),
    });
    // As text, so that "__proto__" is a key of its own.
    const body = JSON.stringify({
      schemas: [PATCH_SCHEMA],
      Operations: Array.from({ length: 1 + random(3) }, operation),
    });
    const inUrl = () => encodeURIComponent(text().replaceAll("\ud800", ""));
    const created = JSON.stringify({ displayName: `Nonsense ${seed}`, members: value() }).replace(
      "}",
      `,"${pick(words).replaceAll('"', "")}":${JSON.stringify(value())}}`,
    );
    const answers = [
      await own.scim.send("PATCH", path, body),
      await own.scim.send("GET", `/Groups?filter=${inUrl()}`),
      await own.scim.send("POST", "/Groups", created),
      await own.scim.send("GET", `${path}?attributes=${inUrl()}`),
    ];
    for (const { status, body: answer } of answers)
      expect(status, `seed ${seed}: ${JSON.stringify(answer)}`).toBeLessThan(500);
  }
  expect(snapshot()).toEqual(before);
  expect(Object.keys({})).toEqual([]);
});

test.each<[refused: string, path: string]>([
  ["10,000 parentheses", `members[${"(".repeat(10_000)}value eq "x"${")".repeat(10_000)}]`],
  ["900 parentheses", `members[${"(".repeat(450)}value eq "x"${")".repeat(450)}]`],
  ["a huge value", `members[value eq "${"x".repeat(100_000)}"]`],
  ["a prototype", "__proto__.polluted"],
  ["a constructor", "constructor.prototype.polluted"],
  ["a prototype in a filter", 'members[__proto__ eq "x"]'],
])("a PATCH path and a filter with %s are 400", async (_refused, path) => {
  const group = String((await own.createGroup(`Refused ${Math.random()}`, [own.id])).body.id);
  for (const op of ["add", "replace", "remove"])
    expect((await own.patchGroup(group, { op, path, value: "x" })).status, op).toBe(400);
  // A longer URL is refused before it is read.
  const filter = encodeURIComponent(path.slice(0, 4_000));
  expect((await own.scim.send("GET", `/Groups?filter=${filter}`)).status).toBe(400);
  const search = await own.scim.send("POST", "/Groups/.search", { filter: path });
  expect(search).toMatchObject({ status: 400, body: { scimType: "invalidFilter" } });
  expect(await own.membersOf(group)).toEqual([own.id]);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

test("values that are too large are refused, and nothing of the request is done", async () => {
  const group = String((await own.createGroup("Sizes", [own.id])).body.id);
  const many = Array.from({ length: 5_001 }, (_, i) => ({ value: `diru_${i}` }));
  const cases: readonly (readonly [number, object])[] = [
    [413, { op: "add", path: "members", value: many }],
    [400, { op: "replace", path: "displayName", value: "x".repeat(513) }],
    [400, { op: "replace", path: "displayName", value: { __proto__: null, x: 1 } }],
    [400, { op: "add", path: "externalId", value: "x".repeat(513) }],
    [400, { op: "add", path: "members", value: [{ value: "x".repeat(257) }] }],
  ];
  for (const [status, operation] of cases)
    expect((await own.patchGroup(group, remove(own.id), operation)).status).toBe(status);
  expect(await own.membersOf(group)).toEqual([own.id]);
});

test("groups of a deleted directory are gone, with its token", async () => {
  const { admin, tenant, domain } = own;
  const scim = await newDirectory(stage, tenant, { name: "Short-lived" });
  const id = await scim.create(person(`short@${domain}`));
  const { body } = await scim.send("POST", "/Groups", {
    ...{ schemas: [GROUP_SCHEMA], displayName: "Admins", members: [{ value: id }] },
  });
  await admin.directories.deleteDirectory({ providerId: scim.directory.id });
  expect((await scim.send("GET", `/Groups/${String(body.id)}`)).status).toBe(401);
  await expect
    .poll(async () => await failureOf(admin.directories.getUser({ userId: id })))
    .toMatchObject({ status: 404 });
  const countRows = async () =>
    await stage.engine.run(async (ctx) => {
      const groups = await ctx.db.query("directoryGroups").collect();
      const members = await ctx.db.query("directoryGroupMembers").collect();
      const isOf = (row: { directoryId: string }) => row.directoryId === scim.directory.id;
      return groups.filter(isOf).length + members.filter(isOf).length;
    });
  await expect.poll(countRows).toBe(0);
});
