/** How operators sign in, and what their sessions may do in which project. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  beginOperator,
  linkFor,
  newOperatorEmail,
  passSecondFactor,
  setRole,
  trustSession,
  type Operator,
} from "../support/operators";
import { httpRuntime, newProject, type RunOnRows, type TestProject } from "../support/runtime";
import { newVisitor, pathIn } from "../support/visitor";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let runtime: ReturnType<typeof httpRuntime>;
let run: RunOnRows;
let project: TestProject;

beforeEach(async () => {
  runtime = httpRuntime();
  run = async (work) => await runtime.engine.run(async (ctx) => await work(ctx));
  project = await newProject(runtime);
});
afterEach(() => {
  vi.useRealTimers();
  process.env.CONVEX_SITE_URL = "https://some.convex.site";
});

/** An owner of the project who has passed a second factor. */
async function owner(): Promise<Operator> {
  const operator = await beginOperator(runtime, { projectId: project.id });
  await trustSession(run, operator);
  return operator;
}

function later(milliseconds: number): void {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(Date.now() + milliseconds);
}

test("from the link over a passkey to a key in the operator's project, and nothing in another", async () => {
  const operator = await beginOperator(runtime, { projectId: project.id });
  const other = await newProject(runtime);
  expect(await operator.call("projects.listProjects")).toMatchObject({
    status: 403,
    body: { errors: [{ code: "mfa_required" }] },
  });
  await passSecondFactor(runtime, operator);
  const { body: listed } = await operator.call("projects.listProjects");
  expect(listed).toMatchObject({ projects: [{ id: project.id }] });
  const { status, body: key } = await operator.call("apiKeys.createKey", {
    projectId: project.id,
    name: "made by an operator",
  });
  expect(status).toBe(200);
  const client = runtime.client({ id: project.id, key: String(key.key) });
  expect((await client.projects.getCurrentProject()).project.id).toBe(project.id);
  for (const projectId of [other.id, "proj_none", operator.base.slice("/p/".length)])
    expect(await operator.call("apiKeys.createKey", { projectId, name: "foreign" })).toMatchObject({
      status: 404,
      body: { message: "Project not found" },
    });
  const { data } = await runtime
    .client(project)
    .auditLogs.listEvents({ action: "api_key.created" });
  expect(data[0]!.actor).toMatchObject({ type: "admin", id: operator.id });
});

describe("a link", () => {
  test("is spent by its button alone, once, and within 15 minutes", async () => {
    const email = newOperatorEmail();
    const { link } = await linkFor(runtime, email);
    const base = pathIn(link).split("/operators/")[0]!;
    const opened = await runtime.fetch(pathIn(link));
    expect([opened.status, opened.headers.get("set-cookie")]).toEqual([200, null]);
    const foreign = await runtime.fetch(pathIn(link), {
      method: "POST",
      headers: { origin: "https://evil.example" },
    });
    expect([foreign.status, foreign.headers.get("set-cookie")]).toEqual([403, null]);
    const headers = { origin: runtime.origin };
    const pressed = await runtime.fetch(pathIn(link), { method: "POST", headers });
    expect(pressed.status).toBe(200);
    expect(pressed.headers.get("set-cookie")).toMatch(
      /^__Secure-banata\.proj_\w+\.session_token=.+; HttpOnly; Secure; SameSite=Strict$/,
    );
    const again = await runtime.fetch(pathIn(link), { method: "POST", headers });
    expect([again.status, again.headers.get("set-cookie")]).toEqual([410, null]);
    const { link: late } = await linkFor(runtime, email);
    later(15 * MINUTE);
    const ended = await runtime.fetch(pathIn(late), { method: "POST", headers });
    expect([ended.status, ended.headers.get("set-cookie")]).toEqual([410, null]);
    expect((await runtime.fetch(`/p/${project.id}${pathIn(link).slice(base.length)}`)).status).toBe(
      404,
    );
  });

  test("replaces the operator's earlier one, and keeps the operator", async () => {
    const email = newOperatorEmail();
    const first = await linkFor(runtime, email);
    const second = await linkFor(runtime, email.toUpperCase());
    expect(second.operatorId).toBe(first.operatorId);
    const visitor = newVisitor(runtime, pathIn(first.link).split("/")[2]!);
    expect((await visitor.click(first.link)).status).toBe(410);
    expect((await visitor.click(second.link)).status).toBe(200);
  });

  test("is of no user who is banned since, and of no project but one to work in", async () => {
    const email = newOperatorEmail();
    const { link, operatorId } = await linkFor(runtime, email);
    const { key } = await runtime.setup<{ key: string }>("createAdminKey", { name: "admin" });
    const adminId = pathIn(link).split("/")[2]!;
    await runtime.client({ id: adminId, key }).users.banUser({ userId: operatorId });
    const visitor = newVisitor(runtime, adminId);
    expect((await visitor.click(link)).status).toBe(410);
    await expect(linkFor(runtime, email)).rejects.toThrow(/banned/);
    for (const projectId of [adminId, "proj_none"])
      await expect(linkFor(runtime, newOperatorEmail(), projectId)).rejects.toThrow(/not found/);
  });
});

describe("a session", () => {
  test("needs no second factor on a loopback address", async () => {
    const operator = await beginOperator(runtime, { projectId: project.id });
    process.env.CONVEX_SITE_URL = "http://127.0.0.1:3211";
    expect((await operator.call("projects.listProjects")).status).toBe(401); // its cookie is for https
    const here = { ...runtime, origin: "http://127.0.0.1:3211" };
    const local = await beginOperator(here, { projectId: project.id });
    expect((await local.call("projects.listProjects")).status).toBe(200);
  });

  test("ends an hour after its last use, and 12 hours after the sign-in", async () => {
    const operator = await owner();
    const renew = async () => await operator.get("/get-session");
    for (let hours = 0; hours < 11.5; hours += 0.5) {
      later(HOUR / 2);
      const renewed = await renew();
      if (hours === 0)
        expect(renewed.headers.get("set-cookie")).toMatch(/Max-Age=3600;.*SameSite=Strict/);
      expect((await operator.call("projects.listProjects")).status, `${hours}`).toBe(200);
    }
    later(HOUR / 2);
    await renew();
    expect((await operator.call("projects.listProjects")).status).toBe(401);

    const idle = await owner();
    later(HOUR);
    expect((await idle.call("projects.listProjects")).status).toBe(401);
  });

  test("is refused to pages of other origins, trusted ones too, and to impersonations", async () => {
    const operator = await owner();
    const { key } = await runtime.setup<{ key: string }>("createAdminKey", { name: "admin" });
    const admin = runtime.client({ id: operator.base.slice("/p/".length), key });
    const origin = "https://app.example.com";
    await admin.configuration.saveDashboardConfig({ sessions: { corsOrigins: [origin] } });
    expect(await operator.call("projects.listProjects", {}, { origin })).toMatchObject({
      status: 403,
      body: { errors: [{ code: "untrusted_origin" }] },
    });
    const { session } = await admin.users.impersonateUser({ userId: operator.id });
    const headers = { authorization: `Bearer ${session.token}` };
    expect(await operator.call("projects.listProjects", {}, headers)).toMatchObject({
      status: 403,
      body: { errors: [{ code: "impersonation" }] },
    });
  });

  test("does what shows secrets or deletes only within 10 minutes of the sign-in", async () => {
    const operator = await owner();
    const input = { projectId: project.id, name: "a key" };
    expect((await operator.call("apiKeys.createKey", input)).status).toBe(200);
    later(10 * MINUTE + 1_000);
    expect(await operator.call("apiKeys.createKey", input)).toMatchObject({
      status: 403,
      body: { errors: [{ code: "step_up_required" }] },
    });
    expect((await operator.call("users.listUsers", { projectId: project.id })).status).toBe(200);
  });

  test("has to name a project, of which the operator is a member now", async () => {
    const operator = await owner();
    expect(await operator.call("users.listUsers")).toMatchObject({
      status: 422,
      body: { errors: [{ field: "projectId" }] },
    });
    await run(async ({ db }) => {
      for (const row of await db.query("projectMembers").collect()) await db.delete(row._id);
    });
    expect((await operator.call("users.listUsers", { projectId: project.id })).status).toBe(404);
    expect(await operator.call("projects.listProjects")).toMatchObject({ body: { projects: [] } });
  });

  test.each([
    ["null", null],
    ["a list", ["proj_x"]],
    ["an object", { id: "proj_x" }],
    ["a number", 1],
  ])("works in no project that %s names", async (_what, projectId) => {
    const operator = await owner();
    for (const name of ["users.listUsers", "apiKeys.createKey", "rbac.getMyPermissions"])
      expect(await operator.call(name, { projectId, name: "a key" }), name).toMatchObject({
        status: 422,
        body: { errors: [{ field: "projectId" }] },
      });
  });

  test("counts in the admin project alone, and an end user's in the user's alone", async () => {
    const operator = await owner();
    const visitor = newVisitor(runtime, project.id);
    const { error } = await visitor.client.signUp.email({
      email: newOperatorEmail(),
      name: "Ada",
      password: "correct horse battery",
    });
    expect(error).toBeNull();
    const call = async (base: string, cookies: Map<string, string>) =>
      await runtime.fetch(`${base}/api/auth/admin/list-users?projectId=${project.id}`, {
        headers: { cookie: [...cookies].map((pair) => pair.join("=")).join("; ") },
      });
    expect((await call(operator.base, operator.cookies)).status).toBe(200);
    expect((await call(operator.base, visitor.cookies)).status).toBe(401);
    expect((await call(`/p/${project.id}`, operator.cookies)).status).toBe(401);
    expect((await call(`/p/${project.id}`, visitor.cookies)).status).toBe(401);
  });

  test("is refused to requests that another site's page makes", async () => {
    const operator = await owner();
    const input = { projectId: project.id, name: "forged" };
    for (const headers of [
      { origin: "https://evil.example", "content-type": "text/plain" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
      { origin: "https://evil.example", "sec-fetch-site": "same-origin" },
    ])
      expect((await operator.call("apiKeys.createKey", input, headers)).status).toBe(403);
    const keys = await runtime.client(project).apiKeys.listKeys();
    expect(keys.map(({ name }) => name)).not.toContain("forged");
  });

  test("leaves what it was denied in the audit log of the project", async () => {
    const operator = await owner();
    const other = await newProject(runtime);
    await setRole(run, operator, project.id, "viewer");
    const input = { projectId: project.id, name: "a key" };
    expect((await operator.call("apiKeys.createKey", input)).status).toBe(403);
    const stranger = { ...input, projectId: other.id };
    expect((await operator.call("apiKeys.createKey", stranger)).status).toBe(404);
    const deniedIn = async (of: TestProject) =>
      (await runtime.client(of).auditLogs.listEvents({ action: "access.denied" })).data;
    expect(await deniedIn(project)).toMatchObject([
      {
        actor: { type: "admin", id: operator.id },
        targets: [{ type: "operation", id: "apiKeys.createKey" }],
        metadata: { reason: "Missing permission: api_key.create" },
      },
    ]);
    expect(await deniedIn(other)).toEqual([]);
  });

  test("guesses the context of a secret as seldom as keys do", async () => {
    const operator = await owner();
    const { vault } = runtime.client(project);
    const { id: secretId } = await vault.encrypt({
      ...{ name: "s", data: "d", context: { a: "right" } },
    });
    vi.useFakeTimers({ toFake: ["Date"], now: Math.ceil(Date.now() / MINUTE) * MINUTE });
    const statuses: number[] = [];
    for (let i = 0; i <= 30; i++) {
      const guess = { projectId: project.id, secretId, context: { a: String(i) } };
      statuses.push((await operator.call("vault.decrypt", guess)).status);
    }
    expect(statuses).toEqual([...Array<number>(30).fill(403), 429]);
  });

  test("writes at most 120 times a minute", async () => {
    const operator = await owner();
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.setSystemTime(Math.floor(Date.now() / MINUTE) * MINUTE + MINUTE);
    const statuses: number[] = [];
    for (let i = 0; i <= 120; i++)
      statuses.push((await operator.call("projects.ensureDefaultProject")).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(120);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe("projects of an operator", () => {
  test("are created, and deleted by owners alone", async () => {
    const operator = await owner();
    const made = await operator.call("projects.createProject", { name: "Mine", slug: "mine" });
    const { id, ownerId } = made.body.project as { id: string; ownerId: string };
    expect(ownerId).toBe(operator.id);
    const { body } = await operator.call("projects.listProjects", { projectId: id });
    expect(body.projects).toMatchObject([{ id }, { id: project.id }]);
    await setRole(run, operator, id, "admin");
    expect(await operator.call("projects.deleteProject", { id })).toMatchObject({
      status: 403,
      body: { message: "Missing permission: project.delete" },
    });
    await setRole(run, operator, id, "owner");
    expect((await operator.call("projects.deleteProject", { id })).status).toBe(200);
    expect((await operator.call("users.listUsers", { projectId: id })).status).toBe(404);
    const other = await newProject(runtime);
    expect((await operator.call("projects.deleteProject", { id: other.id })).status).toBe(404);
  });

  test("include a default one of the operator's own, which is not the deployment's", async () => {
    const operator = await beginOperator(runtime);
    await trustSession(run, operator);
    const first = await operator.call("projects.ensureDefaultProject");
    expect(first.body).toMatchObject({ created: true, project: { ownerId: operator.id } });
    expect(await operator.call("projects.ensureDefaultProject")).toMatchObject({
      body: { created: false, project: first.body.project },
    });
    await run(async ({ db }) => {
      expect(await db.query("deployment").first()).toBeNull();
    });
  });
});
