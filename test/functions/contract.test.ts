/** `contractFunctions` of the installing app: what callers can send, and what they get. */
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { makeFunctionReference } from "convex/server";
import type { ContractReply } from "../../src/index";
import {
  contractStage,
  toAnswer,
  type Claims,
  type ContractStage,
} from "../guarantees/support/contractStage";
import { everyOperation, type OperationName } from "../guarantees/support/operations";
import { otherChanges } from "../guarantees/support/stage";
import { newProject, type TestProject } from "../support/runtime";
import type { WireClient } from "../support/wireClient";

let stage: ContractStage;
let project: TestProject;
let client: WireClient;
let organizationId: string;
/** An owner of the organization. */
let ada: Claims;

beforeAll(async () => {
  stage = await contractStage();
});
beforeEach(async () => {
  project = await newProject(stage.runtime);
  client = stage.runtime.client(project);
  organizationId = (await client.organizations.createOrganization({ name: "Acme" })).id;
  ada = await member("owner");
});

async function member(role: string | null): Promise<Claims> {
  const name = crypto.randomUUID();
  const { user } = await client.users.createUser({ email: `${name}@example.com`, name });
  if (role !== null)
    await client.organizations.addMember({ organizationId, userId: user.id, role });
  return await stage.signIn(project, user.id);
}
const call = async (
  claims: Claims | null,
  name: OperationName,
  input: object = {},
  idempotencyKey?: string,
) =>
  await stage.callWith(
    claims,
    { name, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) },
    input,
  );
/** Text and names that no type would let through. */
async function callRaw(
  kind: "query" | "mutation" | "action",
  args: Record<string, unknown>,
  claims: Claims | null = ada,
) {
  const caller = claims ? stage.engine.withIdentity({ ...claims }) : stage.engine;
  const reference = makeFunctionReference<typeof kind, Record<string, unknown>, ContractReply>(
    `banata:${kind}`,
  );
  return toAnswer(
    await caller[kind as "query"](reference as typeof reference & { _type: "query" }, args),
  );
}
const refusal = (status: number, code: string) => ({ status, body: { code } });

test("a query reads, a mutation writes, and an action does too", async () => {
  expect(await call(ada, "organizations.listMembers", { organizationId })).toMatchObject({
    status: 200,
    body: { data: [{ userId: ada.subject, role: "owner" }] },
  });
  const created = await call(ada, "organizations.createTeam", { organizationId, name: "Red" });
  expect(created).toMatchObject({ status: 200, body: { name: "Red" } });
  const input = JSON.stringify({ organizationId, name: "Blue" });
  expect(await callRaw("action", { operation: "organizations.createTeam", input })).toMatchObject({
    status: 200,
    body: { name: "Blue" },
  });
  const { data } = await client.organizations.listTeams({ organizationId });
  expect(data.map(({ name }) => name).sort()).toEqual(["Blue", "Red"]);
});

test("the answer is what the client's method resolves to, with the places of its times", async () => {
  const reply = await stage.engine
    .withIdentity({ ...ada })
    .mutation(makeFunctionReference<"mutation">("banata:mutation"), {
      operation: "organizations.removeMember",
      input: JSON.stringify({
        organizationId,
        memberIdOrUserId: (await member("member")).subject,
      }),
    });
  expect(reply).toEqual({ answer: null, times: [] });
  expect(await call(ada, "organizations.checkSlug", { slug: "free" })).toEqual({
    status: 200,
    body: true,
  });
  expect(await call(ada, "rbac.getMyPermissions")).toEqual({ status: 200, body: [] });
  const members = await stage.engine
    .withIdentity({ ...ada })
    .query(makeFunctionReference<"query">("banata:query"), {
      operation: "organizations.listMembers",
      input: JSON.stringify({ organizationId }),
    });
  expect(members).toMatchObject({ times: ["data[].createdAt", "data[].updatedAt"] });
});

test("JSON that no Convex value can hold crosses in both directions", async () => {
  const metadata = { $set: { größe: [1.5, null, "\u{1F600}"] }, _id: "x", "": true };
  expect(
    await call(ada, "organizations.updateOrganization", { organizationId, metadata }),
  ).toMatchObject({ status: 200, body: { metadata } });
});

describe("without an active session there is nothing to read or write", () => {
  const cases: Readonly<Record<string, () => Promise<Claims | null>>> = {
    "no token": async () => null,
    "another issuer": async () => ({ ...ada, issuer: "https://evil.example" }),
    "another project's": async () => ({ ...ada, project: (await newProject(stage.runtime)).id }),
    "another user's": async () => ({ ...ada, subject: (await member("owner")).subject }),
    "a session that does not exist": async () => ({ ...ada, sid: `${ada.sid.slice(0, -1)}0` }),
    "the id of a user for a session": async () => ({ ...ada, sid: ada.subject }),
    "a revoked session": async () => {
      await client.users.revokeAllSessions(ada.subject);
      return ada;
    },
    "a banned user": async () => {
      await client.users.banUser({ userId: ada.subject, force: true });
      return ada;
    },
    "a deleted user": async () => {
      const bob = await member("admin");
      await client.users.deleteUser(bob.subject);
      return bob;
    },
    "a deleted project": async () => {
      await stage.runtime.client(stage.admin).projects.deleteProject({ id: project.id });
      return ada;
    },
    "a token without claims": async () =>
      ({ issuer: ada.issuer, subject: ada.subject }) as unknown as Claims,
    "claims of another type": async () => ({ ...ada, sid: 5 }) as unknown as Claims,
  };
  test.each(Object.entries(cases))("%s", async (_what, begin) => {
    const claims = await begin();
    const before = await stage.rows();
    for (const [name, input] of [
      ["organizations.listMembers", { organizationId }],
      ["organizations.createTeam", { organizationId, name: "Red" }],
      ["rbac.getMyPermissions", {}],
    ] as const)
      expect(await call(claims, name, input)).toMatchObject(
        refusal(401, "authentication_required"),
      );
    expect(otherChanges(before, await stage.rows())).toEqual([]);
  });

  test("a session that has expired", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 2 * 3_600_000 });
    expect(await call(ada, "organizations.listMembers", { organizationId })).toMatchObject(
      refusal(401, "authentication_required"),
    );
    vi.useRealTimers();
  });
});

test("nothing in the arguments chooses the caller or the project", async () => {
  const other = await newProject(stage.runtime);
  const foreign = await stage.runtime
    .client(other)
    .organizations.createOrganization({ name: "Other" });
  const operation = "organizations.getOrganization";
  const ask = async (input: object) => await call(ada, operation, input);
  expect(await ask({ organizationId: foreign.id })).toMatchObject(refusal(404, "not_found"));
  expect(await ask({ organizationId, projectId: other.id })).toMatchObject(
    refusal(403, "forbidden"),
  );
  expect(await ask({ organizationId, projectId: project.id })).toMatchObject({ status: 200 });
  for (const more of [
    { projectId: other.id },
    { credential: { kind: "app", projectId: other.id } },
    { as: { sessionId: ada.sid } },
    { visitor: ada },
    { hashed: "x" },
  ])
    await expect(
      callRaw("query", { operation, input: JSON.stringify({ organizationId }), ...more }),
    ).rejects.toThrow(/Validator error|extra field/);
});

test("every operation that sessions cannot call is refused", async () => {
  const operator = await member(null);
  await client.users.setRole({ userId: operator.subject, role: "super_admin" });
  const closed = everyOperation.filter(
    ({ definition }) => definition.inImpersonation === undefined,
  );
  expect(closed.length).toBeGreaterThan(50);
  const before = await stage.rows();
  for (const { name } of closed)
    expect(await call(operator, name), name).toMatchObject({
      status: 403,
      body: { code: "forbidden", message: "Sessions cannot call this operation; use an API key" },
    });
  expect(otherChanges(before, await stage.rows())).toEqual([]);
});

test("a session's answer with a secret is never a query's", () => {
  const secret = everyOperation.filter(({ definition }) => definition.secret);
  expect(secret.length).toBeGreaterThan(0);
  expect(secret.filter(({ definition }) => definition.kind === "query")).toEqual([]);
});

test("an operation of the other kind is refused, and a name that is none", async () => {
  const input = JSON.stringify({ organizationId });
  expect(
    await callRaw("mutation", { operation: "organizations.listMembers", input }),
  ).toMatchObject(refusal(409, "not_available"));
  const team = JSON.stringify({ organizationId, name: "Red" });
  expect(
    await callRaw("query", { operation: "organizations.createTeam", input: team }),
  ).toMatchObject(refusal(409, "not_available"));
  for (const operation of [
    "",
    ".",
    "organizations",
    "organizations.",
    "organizations.constructor",
    "organizations.listMembers.x",
    "constructor.name",
    "__proto__.toString",
    "Organizations.listMembers",
    "organizations/functions:listMembers",
  ])
    for (const kind of ["query", "mutation", "action"] as const)
      expect(await callRaw(kind, { operation, input }), operation).toMatchObject(
        refusal(404, "not_found"),
      );
});

const badInputs: Readonly<Record<string, readonly [input: string, code: string]>> = {
  nothing: ["", "invalid_json"],
  "half an object": ["{", "invalid_json"],
  "no JSON": ["undefined", "invalid_json"],
  null: ["null", "invalid_type"],
  "a list": ["[]", "invalid_type"],
  text: ['"text"', "invalid_type"],
  "a number": ["5", "invalid_type"],
  "a number that no double holds": ['{"maxMembers":1e999}', "not_finite"],
  "the name of a prototype": ['{"__proto__":{"x":1}}', "unknown_field"],
  "the name of a method": ['{"toString":"b"}', "unknown_field"],
  "a lone surrogate": ['{"name":"\\ud800"}', "invalid_unicode"],
  "endless nesting": [`{"name":${"[".repeat(50_000)}${"]".repeat(50_000)}}`, "too_deep"],
  "more than 1 MiB": [`{"name":"${"x".repeat(1_048_576)}"}`, "too_big"],
  "more than 1 MiB of other letters": [`{"name":"${"ß".repeat(600_000)}"}`, "too_big"],
};
test.each(Object.entries(badInputs))("bad input is refused: %s", async (_what, [text, code]) => {
  const input = text.replace(/^\{(?=.)/, `{"organizationId":"${organizationId}",`);
  const before = await stage.rows();
  const { status, body } = await callRaw("mutation", {
    operation: "organizations.updateOrganization",
    input,
  });
  const { errors } = body as { errors: { code: string }[] };
  if (code === "invalid_json") expect([status, body]).toMatchObject([400, { code }]);
  else expect([status, errors[0]?.code]).toEqual([422, code]);
  expect(otherChanges(before, await stage.rows())).toEqual([]);
});

test("an error names the fields", async () => {
  expect(
    await call(ada, "organizations.createTeam", { organizationId, name: "", extra: 1 }),
  ).toMatchObject({
    status: 422,
    body: { errors: [{ field: "name" }, { field: "extra", code: "unknown_field" }] },
  });
});

test("an idempotency key makes one change, and only a well-formed one is taken", async () => {
  const create = async (name: string, key: string) =>
    await call(ada, "organizations.createTeam", { organizationId, name }, key);
  const first = await create("Red", "once");
  expect(first.status).toBe(200);
  expect(await create("Red", "once")).toEqual(first);
  expect(await create("Blue", "once")).toMatchObject({
    status: 422,
    body: { errors: [{ code: "idempotency_key_reused" }] },
  });
  for (const key of ["", "a b", "ü", "x".repeat(256)])
    expect(await create("Green", key)).toMatchObject({
      status: 422,
      body: { errors: [{ field: "Idempotency-Key" }] },
    });
  const { data } = await client.organizations.listTeams({ organizationId });
  expect(data).toHaveLength(1);
});

test("a denied write leaves its audit entry and nothing else, a denied read leaves nothing", async () => {
  const bob = await member("member");
  const denied = async () =>
    (await client.auditLogs.listEvents({ action: "access.denied" })).data.map(
      ({ actor, targets }) => [actor.id, targets[0]!.id],
    );
  const before = await stage.rows();
  const remove = async () =>
    await call(bob, "organizations.removeMember", {
      organizationId,
      memberIdOrUserId: ada.subject,
    });
  expect(await remove()).toMatchObject(refusal(403, "forbidden"));
  expect(await call(bob, "organizations.listInvitations", { organizationId })).toMatchObject(
    refusal(403, "forbidden"),
  );
  expect(otherChanges(before, await stage.rows())).toEqual([]);
  expect(await denied()).toEqual([[bob.subject, "organizations.removeMember"]]);
});

test("writes count against the user's limit", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  const write = async () =>
    (await call(ada, "organizations.setActiveOrganization", { organizationId })).status;
  for (let i = 0; i < 120; i++) expect(await write()).toBe(200);
  const refused = await call(ada, "organizations.setActiveOrganization", { organizationId });
  expect(refused).toMatchObject({ status: 429, body: { code: "rate_limit_exceeded" } });
  expect((refused.body as { retryAfter: number }).retryAfter).toBeGreaterThan(0);
  vi.useRealTimers();
});

test("an impersonation reads, and leaves nothing that outlives it", async () => {
  const { session } = await client.users.impersonateUser({ userId: ada.subject });
  const operator = { ...ada, sid: session.id };
  expect(await call(operator, "organizations.listMembers", { organizationId })).toMatchObject({
    status: 200,
  });
  expect(
    await call(operator, "organizations.createTeam", { organizationId, name: "Red" }),
  ).toMatchObject({ status: 403, body: { errors: [{ code: "impersonation" }] } });
});
