import { makeFunctionReference } from "convex/server";
import { describe, expect, test } from "vitest";
import { contract } from "../../convex/component/contract";
import { findProblem } from "../../convex/component/core/errors";
import type { OperationDefinition } from "../../convex/component/wire/operation";
import { adminClientOf, beginOperator } from "../support/operators";
import { textOf } from "../support/rows";
import { httpRuntime, newProject } from "../support/runtime";
import { failureOf, scene, transports, wires } from "../support/transports";
import { get, post, postWith } from "../support/wire";

const PATH = "/api/auth/banata/config/public";
const clientSecret = "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n";
const unknown = "cli_01ARZ3NDEKTSV4RRFFQ69G5FAV";

describe.each(transports)("the public configuration %s", (_name, start) => {
  test("says what a sign-in page of the client may offer", async () => {
    const { client } = await scene(start, { name: "Acme" });
    const { configuration, authClients } = client;
    await configuration.saveDashboardConfig({
      authMethods: { magicLink: true, passkey: true, twoFactor: true },
      emailPassword: { minPasswordLength: 12 },
      features: { signUp: false, mfa: true },
    });
    const branding = await configuration.saveBrandingConfig({ primaryColor: "#0a7" });
    for (const providerId of ["google", "github", "slack"] as const)
      await configuration.saveSocialProviderCredential({
        providerId,
        clientId: "x",
        clientSecret,
        enabled: providerId !== "slack",
      });
    const all = await authClients.createClient({ name: "Shop", type: "web" });
    const methods = {
      emailPassword: true,
      magicLink: true,
      passkey: true,
      emailOtp: false,
      username: false,
      anonymous: false,
      sso: false,
      twoFactor: true,
      organization: true,
    };
    expect(await configuration.getPublicConfig(all.id)).toEqual({
      ...{
        clientId: all.id,
        clientName: "Shop",
        projectName: "Acme",
        authMethods: methods,
        branding,
      },
      socialProviders: ["github", "google"],
      emailPassword: {
        requireEmailVerification: false,
        minPasswordLength: 12,
        maxPasswordLength: 256,
      },
      features: { signUp: false, mfa: true },
    });
    const some = await authClients.createClient({
      name: "Kiosk",
      type: "terminal",
      enabledMethods: ["magicLink", "emailOtp", "github", "slack"],
    });
    expect(await configuration.getPublicConfig(some.id)).toMatchObject({
      authMethods: { ...methods, emailPassword: false, passkey: false },
      socialProviders: ["github"],
    });
  });

  test("another project's client is not found, nor one that is disabled or deleted", async () => {
    const one = await scene(start);
    const other = { client: one.runtime.client(await newProject(one.runtime)) };
    const { id } = await one.client.authClients.createClient({ name: "Shop", type: "web" });
    expect(await failureOf(other.client.configuration.getPublicConfig(id))).toMatchObject({
      status: 404,
      code: "not_found",
    });
    await one.client.authClients.updateClient({ clientId: id, disabled: true });
    expect(await failureOf(one.client.configuration.getPublicConfig(id))).toMatchObject({
      status: 404,
    });
    await one.client.authClients.updateClient({ clientId: id, disabled: false });
    expect(await one.client.configuration.getPublicConfig(id)).toMatchObject({ clientId: id });
    await one.client.authClients.deleteClient(id);
    expect(await failureOf(one.client.configuration.getPublicConfig(id))).toMatchObject({
      status: 404,
    });
  });
});

describe.each(wires)("without a credential, %s", (_name, start) => {
  test("the project of the operators shows nothing of other projects", async () => {
    const { runtime, client, project } = await scene(start, { name: "Tenant of the test" });
    const operator = await beginOperator(runtime, { projectId: project.id });
    await client.configuration.saveBrandingConfig({ primaryColor: "#123456" });
    const { id: foreign } = await client.authClients.createClient({ name: "Shop", type: "web" });
    const admin = await adminClientOf(runtime, operator);
    const { id } = await admin.authClients.createClient({ name: "Console client", type: "web" });

    const own = await get(runtime, null, operator.base + PATH, { clientId: id });
    expect(own).toMatchObject({
      status: 200,
      body: { clientId: id, clientName: "Console client" },
    });
    const fields = "authMethods branding clientId clientName emailPassword features";
    expect(
      Object.keys(own.body as object)
        .sort()
        .join(" "),
    ).toBe(`${fields} projectName socialProviders`);
    for (const mark of [project.id, foreign, "Tenant of the test", "#123456", operator.id])
      expect(textOf(own.body)).not.toContain(mark);
    const others = await get(runtime, null, operator.base + PATH, { clientId: foreign });
    expect(others.status).toBe(404);
    expect(textOf(others.body)).not.toContain("Shop");
    await admin.authClients.deleteClient(id);
  });

  test("the client's id is enough, by POST and GET, and a page of any origin may read the answer", async () => {
    const { runtime, client, project } = await scene(start);
    const { id } = await client.authClients.createClient({
      name: "Shop",
      type: "web",
      redirectUris: ["https://shop.example/callback"],
    });
    await client.configuration.saveDashboardConfig({
      sessions: { corsOrigins: ["https://only-here.example"] },
    });
    const expected = await client.configuration.getPublicConfig(id);
    const answers = [
      await post(runtime, null, PATH, { clientId: id }),
      await get(runtime, null, PATH, { clientId: id }),
      await get(runtime, null, `/p/${project.id}${PATH}`, { clientId: id }),
    ];
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 200, body: expected });
      expect(answer.headers.get("access-control-allow-origin")).toBe("*");
      expect(answer.headers.has("access-control-allow-credentials")).toBe(false);
    }
    // Nothing of the project but what a page shows.
    expect(textOf(answers)).not.toContain(project.id);
    expect(textOf(answers)).not.toContain("shop.example");
    expect(textOf(answers)).not.toContain("only-here.example");
  });

  test("a refusal may be read as well", async () => {
    const here = await scene(start);
    const { runtime, project } = here;
    const other = { client: here.runtime.client(await newProject(here.runtime)) };
    const { id } = await other.client.authClients.createClient({ name: "Shop", type: "web" });
    const cases = [
      [404, "not_found", await get(runtime, null, PATH, { clientId: unknown })],
      [404, "not_found", await get(runtime, null, PATH, { clientId: "nonsense" })],
      [404, "not_found", await get(runtime, null, `/p/${project.id}${PATH}`, { clientId: id })],
      [422, "validation_error", await get(runtime, null, PATH)],
      [422, "validation_error", await post(runtime, null, PATH, { clientId: 7 })],
      [422, "validation_error", await post(runtime, null, PATH, "[]")],
      [422, "validation_error", await post(runtime, null, PATH, { clientId: id, secret: "x" })],
      [403, "forbidden", await post(runtime, null, PATH, { clientId: id, projectId: project.id })],
      [400, "invalid_json", await post(runtime, null, PATH, "{")],
    ] as const;
    for (const [status, code, answer] of cases) {
      expect(answer).toMatchObject({ status, body: { status, code } });
      expect(answer.headers.get("access-control-allow-origin")).toBe("*");
      expect(answer.headers.get("x-request-id")).toBe(answer.body["requestId"]);
    }
  });

  test("a credential that is sent is looked at", async () => {
    const { runtime, client, project } = await scene(start);
    const { id } = await client.authClients.createClient({ name: "Shop", type: "web" });
    const sent: Record<string, string>[] = [
      { authorization: "Bearer sk_live_nonsense" },
      { authorization: "" },
      { "x-api-key": "nonsense" },
    ];
    for (const headers of sent) {
      expect(
        await postWith(runtime, null, PATH, { body: { clientId: id }, headers }),
      ).toMatchObject({
        status: 401,
        body: { code: "authentication_required" },
      });
    }
    const { key } = await client.apiKeys.createKey({ name: "nothing", permissions: [] });
    expect(await post(runtime, { id: project.id, key }, PATH, { clientId: id })).toMatchObject({
      status: 200,
    });
  });

  test("a client of a project that is being deleted is not found", async () => {
    const { runtime, client, project } = await scene(start);
    const { id } = await client.authClients.createClient({ name: "Shop", type: "web" });
    const admin = runtime.client(
      project,
      (await runtime.setup("createAdminKey", { name: "admin" })).key,
    );
    await admin.projects.deleteProject(project.id);
    expect(await get(runtime, null, PATH, { clientId: id })).toMatchObject({ status: 404 });
  });

  test("a client's id opens nothing else", async () => {
    const { runtime, client, project } = await scene(start);
    const { id } = await client.authClients.createClient({ name: "Shop", type: "web" });
    const named = { "x-banata-client-id": id };
    for (const path of [
      "/api/auth/banata/projects/current",
      "/api/auth/banata/clients/list",
      "/api/auth/banata/config/dashboard",
      `/p/${project.id}/api/auth/banata/projects/current`,
    ]) {
      expect(
        await postWith(runtime, null, path, { body: { clientId: id }, headers: named }),
      ).toMatchObject({
        status: 401,
      });
      expect(
        await postWith(runtime, null, path, {
          body: {},
          headers: { authorization: `Bearer ${id}` },
        }),
      ).toMatchObject({
        status: 401,
      });
    }
  });
});

const others = Object.entries(contract).flatMap(([group, operations]) =>
  Object.entries<OperationDefinition>(operations).flatMap(([name, { kind, public: isPublic }]) =>
    isPublic ? [] : [{ name: `${group}.${name}`, path: `${group}/functions:${name}`, kind }],
  ),
);

describe("the wall", () => {
  test("one operation is public", () => {
    const all = Object.values(contract).flatMap((operations) => Object.keys(operations));
    expect(all.length - others.length).toBe(1);
  });

  test.each(others)("a caller who names a client is nobody to $name", async ({ path, kind }) => {
    const { runtime, client, project } = await scene(httpRuntime);
    const { id } = await client.authClients.createClient({ name: "Shop", type: "web" });
    const args = {
      credential: { kind: "client", clientId: id, projectPath: project.id },
      input: JSON.stringify({ clientId: id, projectId: project.id }),
      request: { id: "req_test", ip: null, userAgent: null, idempotencyKey: null },
    };
    const { engine } = runtime;
    const call =
      kind === "query"
        ? engine.query(makeFunctionReference<"query">(path), args)
        : engine.mutation(makeFunctionReference<"mutation">(path), args);
    const error: unknown = await call.then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(findProblem(error)).toMatchObject({ code: "authentication_required" });
  });
});
