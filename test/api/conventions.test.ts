import { afterEach, describe, expect, test, vi } from "vitest";
import { errorStatus } from "../../convex/component/core/errors";
import { contract } from "../../convex/component/contract";
import type { OperationDefinition } from "../../convex/component/wire/operation";
import { manifest, type ManifestEntry } from "../../convex/component/api/manifest.generated";
import { httpRuntime, newProject, type HttpRuntime, type TestProject } from "../support/runtime";
import { keyWith, scene, wires } from "../support/transports";
import { answerOf, get, post, postWith, type WireAnswer } from "../support/wire";

afterEach(() => {
  vi.useRealTimers();
});

const paths = {
  create: manifest.users.createUser.path,
  list: manifest.users.listUsers.path,
  get: manifest.users.getUser.path,
  current: manifest.projects.getCurrentProject.path,
};
const entries: readonly ManifestEntry[] = Object.values(manifest).flatMap((group) =>
  Object.values<ManifestEntry>(group),
);
const asText = (input: object) =>
  Object.fromEntries(Object.entries(input).map(([field, value]) => [field, String(value)]));
const ann = { email: "ann@example.com", name: "Ann" };

/** Every error answer has the same fields, and is RFC 9457 problem details. */
function expectProblem(answer: WireAnswer, code: keyof typeof errorStatus): void {
  const status = errorStatus[code];
  expect([answer.status, answer.body.code], answer.text).toEqual([status, code]);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  const { message } = answer.body;
  expect(answer.body).toEqual({
    ...{
      code,
      message: expect.any(String) as string,
      status,
      requestId: answer.headers.get("x-request-id"),
    },
    ...{ type: `urn:banata-auth:${code}`, title: expect.any(String) as string, detail: message },
    ...(answer.body.errors === undefined ? {} : { errors: answer.body.errors }),
  });
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(answer.text).not.toMatch(/\bat .*\.(ts|js):\d|node_modules|ConvexError/);
}

describe.each(wires)("request ids %s", (_name, start) => {
  test.each(["a", "req_1", "A-b.c:d_9", "x".repeat(128)])(
    "%s is echoed, with a success and in an error and its body",
    async (id) => {
      const { runtime, project } = await scene(start);
      const fine = await postWith(runtime, project, paths.list, {
        body: {},
        headers: { "x-request-id": id },
      });
      expect([fine.status, fine.headers.get("x-request-id")]).toEqual([200, id]);
      const wrong = await postWith(runtime, null, paths.list, {
        body: {},
        headers: { "x-request-id": id },
      });
      expect([wrong.headers.get("x-request-id"), wrong.body.requestId]).toEqual([id, id]);
      const nowhere = await postWith(runtime, project, "/api/auth/nothing", {
        body: {},
        headers: { "x-request-id": id },
      });
      expect([nowhere.headers.get("x-request-id"), nowhere.body.requestId]).toEqual([id, id]);
    },
  );

  test.each(["", "a b", "ü", "<script>", "x".repeat(129), 'a"b', "a/b"])(
    "%j is replaced by one of our own",
    async (id) => {
      const { runtime, project } = await scene(start);
      const ids = new Set<string>();
      for (let i = 0; i < 2; i++)
        ids.add(
          (
            await postWith(runtime, project, paths.list, {
              body: {},
              headers: { "x-request-id": id },
            })
          ).headers.get("x-request-id")!,
        );
      expect(ids.size).toBe(2);
      for (const own of ids) expect(own).toMatch(/^req_[0-9a-f-]{36}$/);
    },
  );

  test("one is made when there is none", async () => {
    const { runtime, project } = await scene(start);
    expect((await get(runtime, project, paths.list)).headers.get("x-request-id")).toMatch(
      /^req_[0-9a-f-]{36}$/,
    );
  });
});

describe.each(wires)("routes %s", (_name, start) => {
  test("a path that nothing is at is 404, with and without a credential, by every method", async () => {
    const { runtime, project } = await scene(start);
    for (const path of [
      "/",
      "/api/auth",
      "/api/auth/admin/list-userss",
      `${paths.list}/`,
      `${paths.list}/x`,
      `/x${paths.list}`,
      "/p/x",
      "/p//api/auth/admin/list-users",
    ]) {
      for (const by of [project, null]) expectProblem(await post(runtime, by, path), "not_found");
      for (const method of ["GET", "PUT", "PATCH", "DELETE"])
        expectProblem(await answerOf(await runtime.fetch(path, { method })), "not_found");
    }
  });

  test("a preflight is answered with nothing for a page that nobody trusts, wherever it asks", async () => {
    const { runtime } = await scene(start);
    for (const path of ["/", paths.list, "/x"]) {
      const { status, headers } = await runtime.fetch(path, {
        method: "OPTIONS",
        headers: { origin: "https://evil.example", "access-control-request-method": "POST" },
      });
      expect([
        status,
        [...headers.keys()].filter((name) => name.startsWith("access-control-")),
      ]).toEqual([204, []]);
    }
  });

  test("another method than the operation's is 405, and does nothing", async () => {
    const { runtime, project, client } = await scene(start);
    for (const { path, kind } of entries) {
      const wrong = ["PUT", "PATCH", "DELETE", ...(kind === "mutation" ? ["GET"] : [])];
      for (const method of wrong) {
        const answer = await answerOf(
          await runtime.fetch(path, {
            method,
            headers: { authorization: `Bearer ${project.key}` },
          }),
        );
        expectProblem(answer, "method_not_allowed");
        expect(answer.body.message).toContain("POST");
        expect(answer.headers.get("allow")).toBe(kind === "mutation" ? "POST" : "GET, POST");
      }
    }
    expect((await client.users.listUsers()).data).toEqual([]);
  });

  test("every read answers GET as it answers POST", async () => {
    const { runtime, project, client } = await scene(start);
    const { user } = await client.users.createUser(ann);
    const key = await client.apiKeys.createKey({ name: "k", permissions: [] });
    const { id: organizationId } = await client.organizations.createOrganization({ name: "Here" });
    await client.organizations.addMember({ organizationId, userId: user.id, role: "member" });
    const invitation = await client.organizations.sendInvitation({
      organizationId,
      email: "eve@example.com",
      role: "member",
    });
    const { clientId } = await client.authClients.createClient({ name: "Shop", type: "web" });
    const { messageId } = await client.emails.sendTest({ to: "ada@example.com" });
    const endpoint = await client.webhooks.createEndpoint({
      url: "https://hooks.example.com/",
      enabled: false,
    });
    const { id: claimId } = await client.domains.createVerification({
      organizationId,
      domain: "acme.example.com",
    });
    const { id: connectionId } = await client.sso.createConnection({
      ...{ organizationId, type: "oidc", name: "Acme", domains: ["acme.example.com"] },
      oidcConfig: { issuer: "https://idp.example.com", clientId: "a", clientSecret: "b" },
    });
    const { id: directoryId, scimConfig } = await client.directories.createDirectory({
      ...{ organizationId, name: "Okta", provider: "okta" },
    });
    const provision = async (kind: "User" | "Group", fields: object) => {
      const sent = await runtime.fetch(`/p/${project.id}/api/auth/scim/v2/${kind}s`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${scimConfig.bearerToken}`,
          "content-type": "application/scim+json",
        },
        body: JSON.stringify({
          schemas: [`urn:ietf:params:scim:schemas:core:2.0:${kind}`],
          ...fields,
        }),
      });
      return ((await sent.json()) as { id: string }).id;
    };
    const directoryUserId = await provision("User", { userName: "ada" });
    const directoryGroupId = await provision("Group", { displayName: "Sales" });
    const { id: secretId } = await client.vault.encrypt({ name: "Token", data: "a value" });
    const { getOrganization, listMembers, listInvitations, listTeams } = manifest.organizations;
    const bySession = Object.values(contract)
      .flatMap((group) => Object.values<OperationDefinition>(group))
      .flatMap(({ sessionOnly, path }) => (sessionOnly ? [path] : []));
    const inputs: Readonly<Record<string, Record<string, string | number | string[]>>> = {
      [paths.get]: { userId: user.id },
      [manifest.apiKeys.getKey.path]: { keyId: key.id },
      [manifest.apiKeys.getUsage.path]: { keyId: key.id },
      [manifest.projects.getProject.path]: { id: project.id },
      [manifest.users.hasPermission.path]: { userId: user.id, permission: "user.read" },
      ...Object.fromEntries(
        [getOrganization, listMembers, listInvitations, listTeams].map(({ path }) => [
          path,
          { organizationId },
        ]),
      ),
      [manifest.organizations.getMember.path]: { organizationId, memberIdOrUserId: user.id },
      [manifest.rbac.listRoleHolders.path]: { role: "member" },
      [manifest.rbac.checkPermission.path]: { permission: "user.read" },
      [manifest.users.listUserSessions.path]: { userId: user.id },
      [manifest.users.listFactors.path]: { userId: user.id },
      [manifest.users.listAccounts.path]: { userId: user.id },
      [manifest.authClients.getClient.path]: { clientId },
      [manifest.configuration.getPublicConfig.path]: { clientId },
      [manifest.organizations.checkSlug.path]: { slug: "free" },
      [manifest.organizations.getInvitation.path]: { invitationId: invitation.id },
      [manifest.emails.getMessage.path]: { messageId },
      [manifest.emails.getTemplate.path]: { idOrSlug: "welcome" },
      [manifest.webhooks.listDeliveries.path]: { id: endpoint.id },
      [manifest.domains.getVerification.path]: { id: claimId },
      [manifest.domains.list.path]: { organizationId },
      [manifest.sso.getConnection.path]: { providerId: connectionId },
      [manifest.directories.getDirectory.path]: { providerId: directoryId },
      [manifest.directories.listUsers.path]: { providerId: directoryId },
      [manifest.directories.getUser.path]: { userId: directoryUserId },
      [manifest.directories.listGroups.path]: { providerId: directoryId },
      [manifest.directories.getGroup.path]: { groupId: directoryGroupId },
      [manifest.vault.get.path]: { id: secretId },
      [manifest.emails.preview.path]: { template: "welcome" },
      [manifest.statistics.get.path]: {
        ...{ metric: "users", bucket: "day" },
        ...{ from: 1_767_225_600_000, to: 1_767_830_400_000 },
      },
      [manifest.rbac.checkPermissions.path]: { permissions: ["user.read", "user.ban"] },
    };
    const reads = entries.filter(
      ({ kind, method, path }) =>
        kind === "query" && method === undefined && !bySession.includes(path),
    );
    for (const { path } of reads) {
      const input = inputs[path] ?? {};
      const answers = [
        await get(runtime, project, path, asText(input)),
        await post(runtime, project, path, input),
      ];
      for (const answer of answers) expect(answer.status, `${path} ${answer.text}`).toBe(200);
      // The list of keys answers GET with an array, which is an operation of its own.
      if (path !== manifest.apiKeys.listKeyPages.path)
        expect(answers[0]!.body).toEqual(answers[1]!.body);
      else expect(answers[0]!.body).toEqual(answers[1]!.body.data);
    }
  });

  test("query parameters become the numbers, lists and texts that the operation takes", async () => {
    const { runtime, project, client } = await scene(start);
    for (const letter of "abc")
      await client.users.createUser({ email: `${letter}@example.com`, name: letter });
    const page = await get(runtime, project, paths.list, { limit: "2", order: "asc" });
    expect(page.body).toEqual(
      (await post(runtime, project, paths.list, { limit: 2, order: "asc" })).body,
    );
    expect(page.body.data).toHaveLength(2);
    const events = await get(runtime, project, manifest.events.listEvents.path, {
      eventTypes: "user.*,project.created",
      limit: "2",
    });
    expect((events.body.data as { type: string }[]).map(({ type }) => type)).toEqual([
      "project.created",
      "user.created",
    ]);
    const wrong: Record<string, string>[] = [
      { limit: "two" },
      { limit: "" },
      { limit: "2", unknown: "1" },
    ];
    for (const query of wrong)
      expectProblem(await get(runtime, project, paths.list, query), "validation_error");
  });
});

describe.each(wires)("credentials %s", (_name, start) => {
  const nonsense = ["", "nonsense", "sk_test_0000000000000000000000000000000x", "Bearer", "null"];

  test("both headers are read, Bearer in any case", async () => {
    const {
      runtime,
      project: { key },
    } = await scene(start);
    const good: Record<string, string>[] = [
      { authorization: `Bearer ${key}` },
      { authorization: `bearer ${key}` },
      { "x-api-key": key },
      { authorization: "Basic eDp5", "x-api-key": key },
    ];
    for (const headers of good)
      expect((await postWith(runtime, null, paths.list, { body: {}, headers })).status).toBe(200);
  });

  test("without a good one everything is 401 with the same text, before anything about the input is said", async () => {
    const { runtime, client } = await scene(start);
    const headers: Record<string, string>[] = [
      {},
      ...nonsense.flatMap((key): Record<string, string>[] => [
        { authorization: `Bearer ${key}` },
        { "x-api-key": key },
        { authorization: key },
      ]),
    ];
    for (const each of headers) {
      for (const body of [ann, "{ no json", { unknown: 1 }]) {
        const answer = await postWith(runtime, null, paths.create, { body, headers: each });
        expectProblem(answer, "authentication_required");
        expect(answer.body.message).toBe("Invalid or missing API key");
        expect(answer.headers.get("www-authenticate")).toBe("Bearer");
      }
    }
    expect((await client.users.listUsers()).data).toEqual([]);
  });

  test("a path that names the key's own project is fine, and one that names another is 401", async () => {
    const { runtime, project } = await scene(start);
    const other = await newProject(runtime);
    const named = await post(runtime, project, `/p/${project.id}${paths.current}`);
    expect((named.body.project as { id: string }).id).toBe(project.id);
    expect((await get(runtime, project, `/p/${project.id}${paths.list}`)).status).toBe(200);
    for (const id of [other.id, "proj_x", project.id.toLowerCase(), "%00"])
      expectProblem(
        await post(runtime, project, `/p/${id}${paths.current}`),
        "authentication_required",
      );
  });

  test("a projectId in the body must be the key's own, an environmentId its environment's if it has one", async () => {
    const { runtime, project } = await scene(start, { environment: "production" });
    const plain = await newProject(runtime);
    const status = async (by: TestProject, input: object) =>
      (await post(runtime, by, paths.list, input)).status;
    expect(await status(project, { projectId: project.id, environmentId: "production" })).toBe(200);
    expectProblem(await post(runtime, project, paths.list, { projectId: plain.id }), "forbidden");
    expectProblem(
      await post(runtime, project, paths.list, { environmentId: "staging" }),
      "forbidden",
    );
    expect([
      await status(plain, { environmentId: "staging" }),
      await status(plain, { projectId: "" }),
      await status(plain, { projectId: null }),
      await status(plain, { projectId: [plain.id] }),
    ]).toEqual([200, 403, 403, 403]);
    expectProblem(await get(runtime, project, paths.list, { projectId: plain.id }), "forbidden");
  });

  test("no header widens what a key may do", async () => {
    const started = await scene(start);
    const other = await newProject(started.runtime);
    const key = await keyWith(started, ["user.read"]);
    const headers = {
      "x-project-id": other.id,
      "x-banata-project-id": other.id,
      "x-banata-client-id": "x",
      "x-forwarded-host": "evil",
      cookie: "session=x",
    };
    expect(
      (await postWith(started.runtime, key.project, paths.current, { body: {}, headers })).body,
    ).toMatchObject({ project: { id: started.project.id } });
    expectProblem(
      await postWith(started.runtime, key.project, paths.create, { body: ann, headers }),
      "forbidden",
    );
  });
});

describe.each(wires)("bodies %s", (_name, start) => {
  test("an empty one is an empty object", async () => {
    const { runtime, project } = await scene(start);
    for (const body of ["", " \n"])
      expect((await post(runtime, project, paths.list, body)).status).toBe(200);
    expect(
      (
        await runtime.fetch(paths.list, {
          method: "POST",
          headers: { authorization: `Bearer ${project.key}` },
        })
      ).status,
    ).toBe(200);
  });

  test.each(["{", "{]", "undefined", "{'a':1}", '{"a":1,}', "\u0000", "NaN"])(
    "%j is no JSON: 400",
    async (body) => {
      const { runtime, project } = await scene(start);
      expectProblem(await post(runtime, project, paths.create, body), "invalid_json");
    },
  );

  test("bytes that are no UTF-8 are no JSON either", async () => {
    const { runtime, project } = await scene(start);
    expectProblem(
      await post(runtime, project, paths.create, new Uint8Array([0x7b, 0xff, 0x7d])),
      "invalid_json",
    );
  });

  test.each(["[]", "null", "1", '"text"', "true"])("%s is no object: 422", async (body) => {
    const { runtime, project } = await scene(start);
    const answer = await post(runtime, project, paths.create, body);
    expectProblem(answer, "validation_error");
    expect(answer.body.errors).toEqual([
      { field: "", message: "Expected a JSON object", code: "invalid_type" },
    ]);
  });

  test("every wrong field is named with what is wrong with it", async () => {
    const { runtime, project, client } = await scene(start);
    const answer = await post(runtime, project, paths.create, {
      email: "nobody",
      image: "ftp://x",
      metadata: [],
      data: { phoneNumber: "1", nickname: "x" },
      nickname: "x",
      password: "short",
    });
    expectProblem(answer, "validation_error");
    const errors = answer.body.errors as { field: string; message: string; code: string }[];
    expect(errors.map(({ field }) => field).sort()).toEqual([
      "data.nickname",
      "data.phoneNumber",
      "email",
      "image",
      "metadata",
      "name",
      "nickname",
      "password",
    ]);
    for (const { message, code } of errors)
      expect([message, code]).toEqual([
        expect.stringMatching(/./),
        expect.stringMatching(/^[a-z_]+$/),
      ]);
    expect(errors.find(({ field }) => field === "name")).toMatchObject({ message: "Required" });
    expect(errors.find(({ field }) => field === "nickname")).toMatchObject({
      code: "unknown_field",
    });
    expect((await client.users.listUsers()).data).toEqual([]);
  });

  test("one larger than 1 MiB is refused, one of exactly that is read", async () => {
    const { runtime, project } = await scene(start);
    const padded = (size: number) =>
      `${JSON.stringify({ limit: 1 })}${" ".repeat(size - '{"limit":1}'.length)}`;
    expect((await post(runtime, project, paths.list, padded(1024 * 1024))).status).toBe(200);
    expectProblem(
      await post(runtime, project, paths.list, padded(1024 * 1024 + 1)),
      "validation_error",
    );
  });
});

test("what fails on our side is 500 with a request id and without a word about why", async () => {
  const runtime: HttpRuntime = httpRuntime();
  const project = await newProject(runtime);
  const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
  process.env.BANATA_AUTH_SECRET = "too short"; // the next runtime sets it anew
  const users = await postWith(runtime, project, paths.create, {
    body: ann,
    headers: { "idempotency-key": "k" },
  });
  expectProblem(users, "internal_error");
  expect(users.text).not.toMatch(/SECRET|short/);
  expect(log.mock.calls.flat().join(" ")).toContain(String(users.body.requestId)); // found by it in the log
  log.mockRestore();
});
