/** An operator who signed in by a link or a passkey sets a first password. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  adminClientOf,
  beginOperator,
  newOperatorEmail,
  passSecondFactor,
  visitAsOperator,
  type Operator,
} from "../support/operators";
import { httpRuntime, newProject, type TestProject } from "../support/runtime";
import { begin } from "../support/signIn";

const MINUTE = 60_000;
const password = "correct horse battery";

let runtime: ReturnType<typeof httpRuntime>;
let project: TestProject;

beforeEach(async () => {
  runtime = httpRuntime();
  project = await newProject(runtime);
});
afterEach(() => vi.useRealTimers());

async function start() {
  const email = newOperatorEmail();
  return { email, operator: await beginOperator(runtime, { email, projectId: project.id }) };
}

async function set(operator: Pick<Operator, "post">, newPassword = password) {
  const response = await operator.post("/set-password", { newPassword });
  const body = (await response.json()) as { code?: string }; // of an error
  return { status: response.status, code: body.code };
}

test("the password signs in, ends other sessions and is recorded; a second one is a change", async () => {
  const { email, operator } = await start();
  const elsewhere = await beginOperator(runtime, { email });
  expect((await set(operator)).status).toBe(200);

  expect((await operator.client.getSession()).data?.user.email).toBe(email);
  expect((await elsewhere.client.getSession()).data).toBeNull();
  const another = visitAsOperator(runtime, operator);
  expect((await another.client.signIn.email({ email, password })).error).toBeNull();
  const admin = await adminClientOf(runtime, operator);
  const { data } = await admin.events.listEvents({ eventTypes: ["password.*"], limit: 200 });
  expect(data.filter((event) => JSON.stringify(event.data).includes(operator.id))).toMatchObject([
    { type: "password.changed", data: { userId: operator.id } },
  ]);
  expect(await set(operator, "another horse battery")).toEqual({
    ...{ status: 400, code: "PASSWORD_ALREADY_SET" },
  });
  expect((await another.client.signIn.email({ email, password })).error).toBeNull();
});

test("it follows the rules of passwords", async () => {
  const { operator } = await start();
  expect(await set(operator, "short")).toEqual({ status: 400, code: "PASSWORD_TOO_SHORT" });
  expect((await set(operator, "password1234")).status).toBe(422); // a common one
});

test("a stolen session sets none: not an old one, not one without the second factor", async () => {
  const { email, operator } = await start();
  await passSecondFactor(runtime, operator);
  expect((await set(await beginOperator(runtime, { email }))).status).toBe(403);
  vi.setSystemTime(Date.now() + 20 * MINUTE);
  expect((await set(operator)).status).toBe(403);
  const another = visitAsOperator(runtime, operator);
  expect((await another.client.signIn.email({ email, password })).error?.status).toBe(401);
});

test("setting it is no second factor", async () => {
  const { operator } = await start();
  await set(operator);
  expect((await operator.call("projects.listProjects")).status).toBe(403);
});

test("users of an app have no such endpoint", async () => {
  const scene = await begin(() => runtime);
  await scene.client.signUp.email(scene.ada);
  expect((await scene.post("/set-password", { newPassword: password })).status).toBe(404);
});
