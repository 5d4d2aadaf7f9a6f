/**
 * Every operation by the session of an operator, with every role: what the role allows, in the
 * project that the input names, and nothing in a project of which the operator is no member.
 */
import { beforeEach, describe, expect, test } from "vitest";
import { operatorRoles, permissionsOfRole } from "../../convex/component/core/operatorRoles";
import { builtInSlugs } from "../../convex/component/rbac/catalogue";
import { beginOperator, setRole, trustSession, type Operator } from "../support/operators";
import { newProject, type TestProject } from "../support/runtime";
import { declaredAnswers } from "./support/foreignIds";
import { everyOperation, idFields, withValue, type NamedOperation } from "./support/operations";
import type { Fixtures } from "./support/samples";
import {
  changesBetween,
  httpStage,
  inputOf,
  newFixtures,
  otherChanges,
  rowsOf,
  type HttpStage,
} from "./support/stage";

const inProject = everyOperation.filter(
  ({ definition: { session, sessionOnly } }) =>
    session !== "none" && session !== "operator" && !sessionOnly,
);
const closed = everyOperation.filter(
  ({ definition: { session, sessionOnly, public: isPublic } }) =>
    (session === "none" || sessionOnly) && !isPublic,
);

let stage: HttpStage;
let project: TestProject;
let other: TestProject;
let member: Operator;
let stranger: Operator;
let tests = 0;

/** The engine walks all rows for each read. */
beforeEach(async () => {
  if (tests++ % 10 > 0) return;
  stage = await httpStage();
  project = await newProject(stage.runtime);
  other = await newProject(stage.runtime);
  member = await beginOperator(stage.runtime, { projectId: project.id });
  stranger = await beginOperator(stage.runtime, { projectId: other.id });
  for (const operator of [member, stranger]) await trustSession(stage.runOnRows, operator);
});

const inputFor = async ({ name }: NamedOperation): Promise<object> => ({
  ...inputOf(name, await newFixtures(stage, project, { of: name })),
  projectId: project.id,
});

test.each(inProject)(
  "a role allows what its row says, and a stranger finds nothing: $name",
  async (operation) => {
    const { permission } = operation.definition;
    const mayCall = (role: (typeof operatorRoles)[number]) =>
      permission === null || permissionsOfRole(role).allows(permission);
    const missing = `Missing permission: ${permission}`;

    const input = await inputFor(operation);
    const before = await stage.rows();
    expect(await stranger.call(operation.name, input)).toMatchObject({
      status: 404,
      body: { code: "not_found", message: "Project not found" },
    });
    expect(otherChanges(before, await stage.rows())).toEqual([]);

    for (const role of operatorRoles.filter((each) => !mayCall(each))) {
      await setRole(stage.runOnRows, member, project.id, role);
      const unchanged = await stage.rows();
      expect(await member.call(operation.name, input), role).toMatchObject({
        status: 403,
        body: { code: "forbidden", message: missing },
      });
      expect(otherChanges(unchanged, await stage.rows())).toEqual([]);
    }

    for (const role of operatorRoles.filter(mayCall)) {
      await setRole(stage.runOnRows, member, project.id, role);
      const { status, body } = await member.call(operation.name, await inputFor(operation));
      // Another role may lack a permission that the input would hand on.
      if (role === "owner") expect({ status, body }).toMatchObject({ status: 200 });
      else expect([200, 403], `${role}: ${JSON.stringify(body)}`).toContain(status);
      if (status === 403) expect(body.message).not.toBe(missing);
    }
  },
);

const withIds = inProject.flatMap((operation) =>
  idFields(operation.definition).map((field) => ({
    ...operation,
    field,
    label: `${operation.name}.${field.path.join(".")}`,
  })),
);

test.each(withIds)("an id of another project is not found, whatever role: $label", async (row) => {
  const { field, label, ...operation } = row;
  const foreign = (await newFixtures(stage, other)).ids[field.kind as keyof Fixtures["ids"]];
  const input = withValue(await inputFor(operation), field.path, foreign);
  await setRole(stage.runOnRows, member, project.id, "owner");
  const before = rowsOf(await stage.rows(), other);
  const { status, body } = await member.call(operation.name, input);
  const check = declaredAnswers[label as keyof typeof declaredAnswers];
  if (check) check({ status, body });
  else expect({ status, body }).toMatchObject({ status: 404, body: { code: "not_found" } });
  expect(changesBetween(before, rowsOf(await stage.rows(), other))).toEqual([]);
});

test.each(closed)("is no operator's: $name", async (operation) => {
  const input = await inputFor(operation);
  await setRole(stage.runOnRows, member, project.id, "owner");
  // Without a key, its path is the browsers' sign-in: test/sso.
  if (operation.name === "sso.getAuthorizationUrl") return;
  const before = await stage.rows();
  expect([401, 403]).toContain((await member.call(operation.name, input)).status);
  expect(otherChanges(before, await stage.rows())).toEqual([]);
});

describe("the table of roles", () => {
  const held = (role: (typeof operatorRoles)[number]) =>
    builtInSlugs.filter((slug) => permissionsOfRole(role).allows(slug));

  test("gives the owner everything, also what the project defines", () => {
    expect(permissionsOfRole("owner").allows("employee.read")).toBe(true);
    for (const role of operatorRoles.slice(1))
      expect(permissionsOfRole(role).allows("employee.read"), role).toBe(false);
  });

  test("gives a viewer reads alone", () => {
    expect(held("viewer").filter((slug) => !/\.(read|check)$/.test(slug))).toEqual([]);
  });

  test("gives support no key, secret, setting or role", () => {
    const kept = /^(api_key|vault|webhook|client|config|signing_key|project|role|sso|directory)\./;
    expect(held("support").filter((slug) => kept.test(slug) && !slug.endsWith(".read"))).toEqual(
      [],
    );
    expect(held("support").filter((slug) => /^(api_key|vault|webhook)\./.test(slug))).toEqual([]);
  });

  test("gives a developer no account of anybody", () => {
    const people = /^(user|session|member|invitation|organization|team)\./;
    expect(
      held("developer").filter((slug) => people.test(slug) && !slug.endsWith(".read")),
    ).toEqual([]);
  });

  test("gives every other role less than an admin, and an admin no project", () => {
    for (const role of operatorRoles.slice(2))
      expect(permissionsOfRole("admin").missing(held(role)), role).toBeNull();
    expect(held("admin")).not.toContain("project.delete");
    expect(held("admin")).not.toContain("project.create");
  });
});
