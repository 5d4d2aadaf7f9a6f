/** The interface of the published SDK: each call's request and result, over both transports. */
import { componentsGeneric } from "convex/server";
import { describe, expect, test } from "vitest";
import { manifest, type ManifestEntry } from "../../convex/component/api/manifest.generated";
import { BanataAuth, type Operation } from "../../src/index";
import { convexTransport, type BanataAuthComponent } from "../../src/transports/convex";
import { calls, type Call } from "./calls";
import { problem, serve, user } from "./scriptedServer";

const named = calls.map((call) => [call.method, call] as const);

describe("over HTTP", () => {
  test.each(named)(
    "%s",
    async (_method, { call, path, sends, verb = "POST", answer, resolves }) => {
      const { client, requests } = await serve({ body: answer });
      expect(await call(client())).toEqual(resolves);
      expect(requests).toHaveLength(1);
      const [request] = requests;
      expect(request).toMatchObject({ method: verb, path });
      const sent: unknown =
        verb === "GET" ? Object.fromEntries(request!.query) : JSON.parse(request!.text);
      expect(sent).toEqual(sends);
    },
  );
});

describe("in process", () => {
  test.each(named)("%s", async (_method, { call, path, sends, answer, resolves }) => {
    const ran: { reference: unknown; input: unknown }[] = [];
    const run = async (reference: unknown, { input }: Record<string, unknown>) => {
      ran.push({ reference, input: JSON.parse(String(input)) });
      return { body: JSON.stringify(answer) };
    };
    const component = (componentsGeneric() as unknown as { auth: BanataAuthComponent }).auth;
    const transport = convexTransport({ runQuery: run, runMutation: run }, component, {
      projectId: "proj_1",
    });
    const operations: Operation[] = [];
    const client = new BanataAuth({
      transport: {
        request: async (operation, input, options) => {
          operations.push(operation);
          return await transport.request(operation, input, options);
        },
      },
    });
    expect(await call(client)).toEqual(resolves);
    expect(ran.map(({ input }) => input)).toEqual([sends]);
    expect(operations.map((operation) => operation.path)).toEqual([path]);
  });
});

test("the table has every operation that the client shares with the published SDK", () => {
  const sent = new Set(calls.map(({ path }) => path));
  const groups: { readonly [group: string]: { readonly [name: string]: ManifestEntry } } = manifest;
  const missing = Object.entries(groups).flatMap(([group, operations]) =>
    Object.entries(operations).flatMap(([name, { path }]) =>
      sent.has(path) ? [] : [`${group}.${name}`],
    ),
  );
  // Ours alone.
  expect(missing.filter((name) => !name.startsWith("authClients."))).toEqual([
    "users.listFactors",
    "users.removeFactor",
    "users.listAccounts",
    "users.unlinkAccount",
    "users.sendPasswordReset",
    "users.startImpersonation",
    "organizations.getMember",
    "organizations.addMember",
    "organizations.createTeam",
    "organizations.updateTeam",
    "organizations.removeTeam",
    "organizations.listTeams",
    "organizations.addTeamMember",
    "organizations.removeTeamMember",
    "organizations.checkSlug",
    "organizations.setActiveOrganization",
    "organizations.getActiveMember",
    "organizations.leaveOrganization",
    "organizations.getInvitation",
    "organizations.listUserInvitations",
    "organizations.acceptInvitation",
    "organizations.rejectInvitation",
    "rbac.listRoleHolders",
    "apiKeys.getKey",
    "apiKeys.updateKey",
    "apiKeys.rotateKey",
    "apiKeys.verifyKey",
    "apiKeys.getUsage",
    "apiKeys.listUnusedKeys",
    "apiKeys.getLimits",
    "apiKeys.setLimits",
    "projects.getCurrentProject",
    "projects.getReadiness",
    "projects.copySettings",
    "projects.rotateSigningKeys",
    "projects.listMembers",
    "projects.inviteMember",
    "projects.updateMember",
    "projects.removeMember",
    "configuration.getPublicConfig",
    "emails.getMessage",
    "emails.listMessages",
    "emails.getProvider",
    "emails.saveProvider",
    "auditLogs.getRetention",
    "auditLogs.saveRetention",
    "webhooks.rotateSecret",
    "webhooks.sendTest",
    "webhooks.listDeliveries",
    "webhooks.redeliver",
    "webhooks.replay",
    "sso.testConnection",
  ]);
});

describe("arguments", () => {
  const sentBy = async (call: Call["call"]): Promise<unknown> => {
    const { client, requests } = await serve({ body: { data: [], listMetadata: { after: null } } });
    await call(client());
    return JSON.parse(requests[0]!.text);
  };

  test("a positional parameter that is optional can be left out, or given by name", async () => {
    const options = { organizationId: "org_1" };
    const asked = [
      await sentBy(async ({ rbac }) => await rbac.getMyPermissions()),
      await sentBy(async ({ rbac }) => await rbac.getMyPermissions(undefined, options)),
      await sentBy(async ({ rbac }) => await rbac.getMyPermissions(options)),
      await sentBy(async ({ orgs }) => await orgs.getOrganization({ organizationSlug: "acme" })),
    ];
    expect(asked).toEqual([{}, options, options, { organizationSlug: "acme" }]);
  });

  test("of a method without input are the options of the call", async () => {
    const { client } = await serve({ body: { roles: [] } });
    const signal = AbortSignal.abort(new Error("left the page"));
    await expect(client().rbac.listRoles({ signal })).rejects.toThrow("left the page");
    await expect(client().users.getUser("usr_1", { signal })).rejects.toThrow("left the page");
    await expect(client().users.listUsers({}, { signal })).rejects.toThrow("left the page");
  });

  test("an undefined project does not undo the client's own", async () => {
    const { client, requests } = await serve({ body: user() });
    const { users } = client({ projectId: "proj_1" });
    await users.getUser("usr_1", { projectId: undefined });
    await users.updateUser({ userId: "usr_1", projectId: undefined });
    await users.updateUser({ userId: "usr_1" }, { projectId: undefined });
    expect(requests.map(({ text }) => JSON.parse(text) as unknown)).toEqual(
      Array(3).fill({ userId: "usr_1", projectId: "proj_1" }),
    );
  });

  test("the idempotency key of a call is its header, not a field", async () => {
    const { client, requests } = await serve({ body: { user: null } });
    await client().users.setRole("usr_1", "admin", { idempotencyKey: "k-1" });
    await client().users.createUser({ email: "a@b.example", name: "A" }, { idempotencyKey: "k-2" });
    expect(requests.map(({ headers }) => headers["idempotency-key"])).toEqual(["k-1", "k-2"]);
    expect(requests[0]!.text).not.toContain("k-1");
  });

  test.each([
    ["a string for an object", "users.createUser expects an object, not a string."],
    ["an array for an object", "users.createUser expects an object, not an array."],
  ])("%s is refused before it is sent", async (what, message) => {
    const { client, requests } = await serve({ body: {} });
    const create = client().users.createUser as (input: unknown) => Promise<unknown>; // as JavaScript would
    const call = create(what.startsWith("a string") ? "a@b.example" : ["a@b.example"]);
    await expect(call).rejects.toThrow(message);
    expect(requests).toHaveLength(0);
  });

  test("a time that is none is sent as it is, for the runtime's error to name it", async () => {
    const expiresAt = new Date(Number.NaN);
    expect(
      await sentBy(async ({ users }) => await users.banUser({ userId: "usr_1", expiresAt })),
    ).toEqual({ userId: "usr_1", banExpires: "Invalid Date" });
    expect(
      await sentBy(
        async ({ users }) => await users.banUser({ userId: "usr_1", expiresAt: "tomorrow" }),
      ),
    ).toEqual({ userId: "usr_1", banExpires: "tomorrow" });
  });

  test("all pages of a list by position", async () => {
    const { client, requests } = await serve(
      { body: { data: [{ id: "ses_1" }], listMetadata: { before: null, after: "c1" } } },
      { body: { data: [{ id: "ses_2" }], listMetadata: { before: "c0", after: null } } },
    );
    const seen: string[] = [];
    for await (const { id } of client().users.listUserSessions.all("usr_1", { limit: 1 }))
      seen.push(id);
    expect(seen).toEqual(["ses_1", "ses_2"]);
    expect(requests.map(({ text }) => JSON.parse(text) as unknown)).toEqual([
      { userId: "usr_1", limit: 1 },
      { userId: "usr_1", limit: 1, after: "c1" },
    ]);
  });
});

test("an error names the fields as the client does", async () => {
  const message = "banExpires: Expected a time in the future, in epoch milliseconds";
  const { client } = await serve(
    problem(422, "validation_error", {
      message,
      errors: [
        { field: "banExpires", message: "Expected a time in the future", code: "in_the_past" },
        { field: "userId", message: "Required", code: "invalid_type" },
      ],
    }),
  );
  const ban = client().users.banUser({ userId: "usr_1", expiresAt: 1 });
  await expect(ban).rejects.toMatchObject({
    name: "ValidationError",
    status: 422,
    message: "expiresAt: Expected a time in the future, in epoch milliseconds",
    errors: [
      { field: "expiresAt", code: "in_the_past" },
      { field: "userId", code: "invalid_type" },
    ],
    requestId: "req_1",
  });
});
