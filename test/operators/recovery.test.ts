/** What the command line resets of an operator, and what a deleted operator leaves. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  adminClientOf,
  beginOperator,
  confirm,
  linkFor,
  newOperatorEmail,
  passSecondFactor,
  visitAsOperator,
} from "../support/operators";
import { httpRuntime, newProject, type TestProject } from "../support/runtime";
import { setUp } from "../support/secondFactor";

const password = "correct horse battery";

let runtime: ReturnType<typeof httpRuntime>;
let project: TestProject;

beforeEach(async () => {
  runtime = httpRuntime();
  project = await newProject(runtime);
});
afterEach(() => vi.useRealTimers());

const reset = async (email: string): Promise<{ operatorId: string; link: string }> =>
  await runtime.setup("resetOperator", { email });

describe("a reset", () => {
  test("ends every session, removes every credential, and keeps the memberships", async () => {
    const email = newOperatorEmail();
    const operator = await beginOperator(runtime, { email, projectId: project.id });
    const admin = await adminClientOf(runtime, operator);
    const passkey = await passSecondFactor(runtime, operator);
    await admin.users.setUserPassword({ userId: operator.id, newPassword: password });
    const other = await beginOperator(runtime, { email });
    await confirm(runtime, other, passkey);
    await setUp(other, password);
    const earlier = await linkFor(runtime, email);

    const { operatorId, link } = await reset(email.toUpperCase());
    expect(operatorId).toBe(operator.id);
    for (const lost of [operator, other])
      expect((await lost.call("projects.listProjects")).status).toBe(401);
    const visitor = visitAsOperator(runtime, operator);
    expect((await visitor.client.signIn.email({ email, password })).error?.status).toBe(401);
    await expect(confirm(runtime, visitor, passkey)).rejects.toThrow(/PASSKEY_NOT_FOUND/);
    expect((await visitor.click(earlier.link)).status).toBe(410);

    expect((await visitor.click(link)).status).toBe(200);
    expect((await visitor.call("projects.listProjects")).status).toBe(403);
    await passSecondFactor(runtime, visitor);
    expect(await visitor.call("projects.listProjects")).toMatchObject({
      body: { projects: [{ id: project.id }] },
    });
    const user = await admin.users.getUser({ userId: operator.id });
    expect(user.twoFactorEnabled).toBe(false);
    const { data } = await admin.auditLogs.listEvents({ action: "operator.reset" });
    expect(data).toMatchObject([{ targets: [{ type: "user", id: operator.id }] }]);
  });

  test("is of operators alone", async () => {
    await beginOperator(runtime);
    await expect(reset(newOperatorEmail())).rejects.toThrow("Operator not found");
  });
});

test("a deleted operator leaves no membership and no link", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  const email = newOperatorEmail();
  const operator = await beginOperator(runtime, { email, projectId: project.id });
  const second = await newProject(runtime);
  const { link } = await linkFor(runtime, email, second.id);
  const colleague = await beginOperator(runtime, { projectId: second.id });
  const admin = await adminClientOf(runtime, operator);
  await admin.users.deleteUser({ userId: operator.id, force: true });
  const visitor = visitAsOperator(runtime, operator);
  expect((await visitor.click(link)).status).toBe(410);
  await runtime.engine.finishAllScheduledFunctions(vi.runAllTimers);
  const { members, links } = await runtime.engine.run(async ({ db }) => ({
    members: (await db.query("projectMembers").collect()).map(({ operatorId }) => operatorId),
    links: (await db.query("operatorLinks").collect()).map(({ operatorId }) => operatorId),
  }));
  expect(members).toEqual([colleague.id]);
  expect(links).toEqual([colleague.id]);
  const again = await linkFor(runtime, email);
  expect(again.operatorId).not.toBe(operator.id);
});
