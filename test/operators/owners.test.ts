/** Every project keeps an owner who can act, however an operator ends. */
import { beforeEach, expect, test } from "vitest";
import type { OperatorRole } from "../../convex/component/core/operatorRoles";
import {
  adminClientOf,
  beginOperator,
  setRole,
  trustSession,
  type Operator,
} from "../support/operators";
import { httpRuntime, newProject, type RunOnRows, type TestProject } from "../support/runtime";
import { failureOf } from "../support/transports";
import type { WireClient } from "../support/wireClient";

let runtime: ReturnType<typeof httpRuntime>;
let run: RunOnRows;
let project: TestProject;
let owner: Operator;
let admin: WireClient;

beforeEach(async () => {
  runtime = httpRuntime();
  run = async (work) => await runtime.engine.run(async (ctx) => await work(ctx));
  project = await newProject(runtime);
  owner = await memberWith("owner");
  admin = await adminClientOf(runtime, owner);
});

async function memberWith(role: OperatorRole): Promise<Operator> {
  const operator = await beginOperator(runtime, { projectId: project.id });
  await trustSession(run, operator);
  await setRole(run, operator, project.id, role);
  return operator;
}

const refused = { status: 409, code: "conflict", message: expect.stringContaining("no owner") };

test("the last owner stays whatever a key of the admin project or the operator does, unless by force", async () => {
  const userId = owner.id;
  expect(await failureOf(admin.users.banUser({ userId }))).toMatchObject(refused);
  expect(await failureOf(admin.users.deleteUser({ userId }))).toMatchObject(refused);
  const own = await owner.post("/delete-user", {});
  expect([own.status, await own.text()]).toEqual([409, expect.stringContaining("no owner")]);
  expect(await owner.call("projects.listMembers", { projectId: project.id })).toMatchObject({
    status: 200,
  });

  await admin.users.banUser({ userId, force: true });
  await admin.users.deleteUser({ userId, force: true });
  expect((await runtime.client(project).projects.listMembers()).members).toEqual([]);
});

test("the last owner stays until there is another one who is not banned, in each project", async () => {
  const second = await memberWith("owner");
  const alone = await owner.call("projects.createProject", { name: "Mine", slug: "mine" });
  const { id } = alone.body.project as { id: string }; // the answer of the operation
  const { message } = await failureOf(admin.users.banUser({ userId: owner.id }));
  expect(message).toContain(id);
  await owner.call("projects.deleteProject", { id });

  await admin.users.banUser({ userId: second.id });
  expect(await failureOf(admin.users.deleteUser({ userId: owner.id }))).toMatchObject(refused);
  await admin.users.unbanUser({ userId: second.id });
  const left = await owner.post("/delete-user", {});
  expect(left.status, await left.text()).toBe(200);
  expect(await failureOf(admin.users.deleteUser({ userId: second.id }))).toMatchObject(refused);
});

test("one owner stays when the last two are banned at once", async () => {
  const second = await memberWith("owner");
  const results = await Promise.allSettled(
    [owner, second].map(async ({ id }) => await admin.users.banUser({ userId: id })),
  );
  expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
});

test("a member with another role can be banned and deleted", async () => {
  const viewer = await memberWith("viewer");
  await admin.users.banUser({ userId: viewer.id });
  await admin.users.deleteUser({ userId: viewer.id });
});
