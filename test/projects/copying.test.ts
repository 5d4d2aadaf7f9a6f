/** Settings that are copied to another project, and what stays. */
import { beforeEach, expect, test } from "vitest";
import { beginOperator, setRole, trustSession, type Operator } from "../support/operators";
import { httpRuntime, newProject, type RunOnRows, type TestProject } from "../support/runtime";

let runtime: ReturnType<typeof httpRuntime>;
let run: RunOnRows;
let from: TestProject;
let to: TestProject;

beforeEach(async () => {
  runtime = httpRuntime();
  run = async (work) => await runtime.engine.run(async (ctx) => await work(ctx));
  [from, to] = [await newProject(runtime), await newProject(runtime)];
  const { configuration, auditLogs } = runtime.client(from);
  await configuration.saveDashboardConfig({
    authMethods: { magicLink: true },
    emailPassword: { minPasswordLength: 12 },
    sessions: { accessTokenDuration: 300, corsOrigins: ["https://from.example.com"] },
    branding: { primaryColor: "#123456" },
  });
  await configuration.saveSocialProviderCredential({
    ...{ providerId: "github", clientId: "id", clientSecret: "secret of the provider" },
  });
  await configuration.saveAuthConfiguration({ multipleRoles: true });
  await auditLogs.saveRetention({ auditDays: 30 });
  await runtime.client(to).configuration.saveDashboardConfig({
    sessions: { corsOrigins: ["https://to.example.com"] },
  });
});

const settingsOf = async (project: TestProject) => {
  const { configuration, auditLogs } = runtime.client(project);
  return {
    ...(await configuration.getDashboardConfig()),
    grants: await configuration.getAuthConfiguration(),
    retention: await auditLogs.getRetention(),
  };
};

const adminClient = async () =>
  runtime.client({
    id: "",
    key: (await runtime.setup<{ key: string }>("createAdminKey", { name: "admin" })).key,
  });

test("a key of the admin project copies all parts, but no address and no secret", async () => {
  const admin = await adminClient();
  await admin.projects.copySettings({ id: to.id, fromProjectId: from.id });
  const [source, copy] = [await settingsOf(from), await settingsOf(to)];
  const stayed = await settingsOf(await newProject(runtime));
  expect(copy).toEqual({
    ...source,
    sessions: { ...source.sessions, corsOrigins: ["https://to.example.com"] },
    socialProviders: stayed.socialProviders,
  });
  expect(source.socialProviders.github).toEqual({ enabled: true });
  expect(await runtime.client(to).configuration.getSocialProviderCredentials()).toMatchObject({
    providers: {},
  });
});

test("copies the named parts only", async () => {
  const before = await settingsOf(to);
  const admin = await adminClient();
  await admin.projects.copySettings({ id: to.id, fromProjectId: from.id, parts: ["branding"] });
  const { branding } = await settingsOf(from);
  expect(await settingsOf(to)).toEqual({ ...before, branding });
});

test("another project is not found with a project's own key, in either direction", async () => {
  const refused = { status: 404, message: "Project not found" };
  const { projects } = runtime.client(to);
  await expect(projects.copySettings({ fromProjectId: from.id })).rejects.toMatchObject(refused);
  await expect(projects.copySettings({ id: from.id, fromProjectId: to.id })).rejects.toMatchObject(
    refused,
  );
});

test("an operator needs both roles", async () => {
  const operator: Operator = await beginOperator(runtime, { projectId: to.id });
  await trustSession(run, operator);
  const copy = async (input: object = {}) =>
    await operator.call("projects.copySettings", {
      ...{ projectId: to.id, fromProjectId: from.id, ...input },
    });
  expect(await copy()).toMatchObject({ status: 404, body: { message: "Project not found" } });
  const adminId = operator.base.slice("/p/".length);
  expect(await copy({ fromProjectId: adminId })).toMatchObject({ status: 404 });
  await run(async ({ db }) => {
    const row = (await db.query("projectMembers").collect()).find(
      ({ operatorId }) => operatorId === operator.id,
    );
    const { _id, _creationTime, ...fields } = row!;
    await db.insert("projectMembers", { ...fields, id: `${fields.id}2`, projectId: from.id });
  });
  await setRole(run, operator, to.id, "viewer");
  expect(await copy()).toMatchObject({
    status: 403,
    body: { message: "Missing permission: config.update" },
  });
  await setRole(run, operator, to.id, "admin");
  await setRole(run, operator, from.id, "viewer");
  expect(await copy()).toMatchObject({ status: 200 });
  expect((await settingsOf(to)).branding.primaryColor).toBe("#123456");
  const { data } = await runtime.client(to).auditLogs.listEvents({ action: "config.updated" });
  expect(data[0]?.actor).toMatchObject({ type: "admin", id: operator.id });
});
