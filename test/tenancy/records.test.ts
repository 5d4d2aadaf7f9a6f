/** What a write leaves behind: its event and its audit entry. */
import { beforeAll, describe, expect, test } from "vitest";
import { contract } from "../../convex/component/contract";
import type { OperationDefinition } from "../../convex/component/wire/operation";
import { manifest, type ManifestEntry } from "../../convex/component/api/manifest.generated";
import { deployApp } from "../support/deployment";
import { inboxOf } from "../support/mailbox";
import type { MutationCase } from "../support/mutationCase";
import { mutations } from "../support/mutations";
import {
  deployedRuntime,
  httpRuntime,
  inProcessRuntime,
  newProject,
  type HttpRuntime,
  type TestProject,
} from "../support/runtime";
import { allRows } from "../support/rows";
import { begin, engines } from "../support/signIn";
import { keyWith, scene, wires } from "../support/transports";
import { newVisitor } from "../support/visitor";
import { postWith } from "../support/wire";

const unique = () => `u-${crypto.randomUUID()}`;
const operationAt = (name: string) => {
  const [group = "", method = ""] = name.split(".");
  return (manifest as unknown as Record<string, Record<string, ManifestEntry>>)[group]![method]!; // the table names operations of the contract
};

test("the table of mutations has all of the contract that leave a record", () => {
  const recording = Object.entries(contract).flatMap(([group, operations]) =>
    Object.entries<OperationDefinition>(operations).flatMap(
      ([name, { kind, events, sessionOnly }]) =>
        kind === "mutation" && events && !sessionOnly ? [`${group}.${name}: ${events[0]}`] : [],
    ),
  );
  const elsewhere = [
    "auditLogs.createEvent: audit.event_created", // its audit entry is what was asked for: test/auditLogs/entries.test.ts
    "domains.verify: domain.verified", // asks a resolver: test/domains
    "sso.unlinkProfile: account.unlinked", // follows a sign-in at an identity provider: test/sso/identity.test.ts
    "users.removeFactor: two_factor.disabled", // follows the user's own enrolment: test/users/factors.test.ts
    "vault.encrypt: vault.secret.created", // answers the id alone: test/vault/vault.test.ts
    "vault.rotateKey: vault.secret.rotated", // leaves a record when it ends, too: test/vault/rotation.test.ts
  ];
  expect([...mutations.map(({ name, type }) => `${name}: ${type}`), ...elsewhere].sort()).toEqual(
    recording.sort(),
  );
});

/** The project and key that may do it. */
async function actorFor(
  runtime: HttpRuntime,
  { byAdmin }: MutationCase,
): Promise<TestProject & { keyId: string; keyName: string }> {
  if (byAdmin) {
    const { id, key } = await runtime.setup("createAdminKey", { name: "operator" });
    return { id: "", key, keyId: id, keyName: "operator" };
  }
  const project = await newProject(runtime);
  const [key] = await runtime.client(project).apiKeys.listKeys();
  return { ...project, keyId: key!.id, keyName: "full access" };
}

// Where there is neither a mailbox nor a provider, mails leave a second event: that they failed.
beforeAll(async () => void (await inboxOf(httpRuntime())));

describe.each(wires)("records %s", (_name, start) => {
  // The default project is one for a deployment, so it is left alone on the one that all tests
  // share.
  const cases = mutations.filter(
    ({ name }) => start === httpRuntime || name !== "projects.ensureDefaultProject",
  );

  test.each(cases.map((each) => [each.name, each] as const))(
    "%s leaves one event and one audit entry, which say who did what to what",
    async (name, mutation) => {
      const runtime = start();
      const actor = await actorFor(runtime, mutation);
      const client = runtime.client(actor);
      const { input, expected } = await mutation.prepare(client, unique());
      const { cursor } = await lastEvent(runtime, actor);
      const requestId = `test-${unique()}`;
      const before = Date.now();
      const answer = await postWith(runtime, actor, operationAt(name).path, {
        body: input,
        headers: {
          "x-request-id": requestId,
          "user-agent": "records/1.0",
        },
      });
      expect(answer.status, answer.text).toBe(200);
      const { targets, data, changes, organizationId } = expected(answer.body);

      const entries = (
        await client.auditLogs.listEvents({ limit: 100, action: mutation.type })
      ).data.filter(({ context }) => context.requestId === requestId);
      expect(entries).toHaveLength(1);
      const [entry] = entries;
      expect(entry).toMatchObject({
        action: mutation.type,
        version: 1,
        actor: { type: "api_key", id: actor.keyId, name: actor.keyName },
        targets,
      });
      expect(entry!.changes).toEqual(changes);
      expect(entry!.context.organizationId).toBe(organizationId);
      if (start !== httpRuntime)
        expect(entry!.context).toMatchObject({
          ipAddress: expect.stringMatching(/127\.0\.0\.1|::1/) as string,
          ipAddressVerified: false,
          userAgent: "records/1.0",
        });
      expect(entry!.occurredAt.getTime()).toBeGreaterThanOrEqual(before - 1);
      expect(entry!.occurredAt).toEqual(entry!.createdAt);

      const later = (await client.events.listEvents({ after: cursor, limit: 200 })).data;
      // The admin project has other writers.
      const events = mutation.byAdmin
        ? later.filter(({ data: shown }) => JSON.stringify(shown).includes(String(targets[0]!.id)))
        : later;
      expect(events.map(({ type }) => type).sort()).toEqual(
        [mutation.type, ...(mutation.also ?? [])].sort(),
      );
      const event = events.find(({ type }) => type === mutation.type);
      expect(event!.data).toEqual(data);
      expect(event!.createdAt).toBe(entry!.occurredAt.getTime());
    },
  );
});

test("the table of what only a session can do has all of the contract that leave a record", () => {
  const recording = Object.entries<OperationDefinition>(contract.organizations).flatMap(
    ([name, { events, sessionOnly }]) => (events && sessionOnly ? [name] : []),
  );
  expect(sessionOnly.map(([name]) => name).sort()).toEqual(recording.sort());
  for (const [group, operations] of Object.entries(contract)) {
    if (group !== "organizations")
      for (const definition of Object.values<OperationDefinition>(operations))
        expect(definition.sessionOnly && definition.events).toBeFalsy();
  }
});

const sessionOnly = [
  ["acceptInvitation", "accept-invitation", ["invitation.accepted", "member.added"]],
  ["rejectInvitation", "reject-invitation", ["invitation.revoked"]],
  ["leaveOrganization", "leave", ["member.removed"]],
] as const;

describe.each(engines)("records of sessions %s", (_name, start) => {
  test.each(sessionOnly)(
    "%s leaves its events and audit entries, which say that the user did it",
    async (name, path, types) => {
      const { runtime, admin, project } = await begin(start);
      const visitor = newVisitor(runtime, project.id);
      const email = `${unique()}@example.com`;
      const { data } = await visitor.client.signUp.email({
        email,
        name: "Bob",
        password: "correct horse battery",
      });
      const userId = data!.user.id; // signed up just now
      await admin.users.updateUser({ userId, emailVerified: true });
      const { id: organizationId } = await admin.organizations.createOrganization({ name: "Acme" });
      if (name === "leaveOrganization")
        await admin.organizations.addMember({ organizationId, userId, role: "member" });
      const { id: invitationId } = await admin.organizations.sendInvitation({
        organizationId,
        email: name === "leaveOrganization" ? "other@example.com" : email,
        role: "member",
      });
      const { cursor } = await lastEvent(runtime, project);
      const body = name === "leaveOrganization" ? { organizationId } : { invitationId };
      const { error } = await visitor.client.$fetch(`/organization/${path}`, {
        method: "POST",
        body,
      });
      expect(error).toBeNull();
      const events = (await admin.events.listEvents({ after: cursor })).data;
      expect(events.map(({ type }) => type)).toEqual(types);
      const entries = (await admin.auditLogs.listEvents({ actorId: userId })).data.filter(
        ({ context }) => context.organizationId === organizationId,
      );
      expect(entries.map(({ action }) => action).sort()).toEqual([...types].sort());
      for (const { actor } of entries)
        expect(actor).toEqual({ type: "user", id: userId, name: "Bob" });
    },
  );
});

async function lastEvent(runtime: HttpRuntime, actor: TestProject): Promise<{ cursor?: string }> {
  let cursor: string | undefined;
  for (;;) {
    const page = await runtime.client(actor).events.listEvents({ limit: 200, after: cursor });
    cursor = page.cursor;
    if (!page.hasMore) return { cursor };
  }
}

test("what the installing app does in process is recorded as the system's doing", async () => {
  const { client } = await scene(inProcessRuntime);
  const { user } = await client.users.createUser({ email: "a@example.com", name: "A" });
  const [entry] = (await client.auditLogs.listEvents()).data;
  expect(entry).toMatchObject({
    action: "user.created",
    actor: { type: "system", id: "app" },
    targets: [{ type: "user", id: user.id, name: user.email }],
  });
  expect(entry!.context.requestId).toMatch(/^req_/);
});

test("what setup makes is recorded as the command line's doing", async () => {
  const { client } = await scene(httpRuntime);
  const entries = (await client.auditLogs.listEvents({ order: "asc" })).data;
  expect(entries.map(({ action }) => action)).toEqual(
    expect.arrayContaining(["project.created", "api_key.created"]),
  );
  for (const { actor } of entries)
    expect(actor).toEqual({ type: "system", id: "setup", name: "convex run" });
});

test("what fails leaves no event, no audit entry and no other row, but for what says that it was denied", async () => {
  const started = await scene(httpRuntime);
  const { client, runtime, project } = started;
  const { user } = await client.users.createUser({ email: "a@example.com", name: "A" });
  const key = await keyWith(started, []);
  await runtime.run("tenancy/keyUse:fold");
  const before = await allRows(runtime.engine);
  const refusals: [number, string, object, TestProject?][] = [
    [409, "users.createUser", { email: "A@example.com", name: "B" }],
    [
      409,
      "users.createUser",
      { email: "a@example.com", name: "B", password: "correct horse battery" },
    ],
    [422, "users.createUser", { email: "b@example.com" }],
    [422, "users.banUser", { userId: user.id, banExpires: 1 }],
    [404, "users.deleteUser", { userId: "usr_x" }],
    [404, "apiKeys.rotateKey", { keyId: "ak_x" }],
    [422, "apiKeys.createKey", { name: "k", expiresAt: "2001-01-01T00:00:00Z" }],
    [403, "users.createUser", { email: "b@example.com", name: "B" }, key.project],
    [403, "projects.createProject", { name: "P", slug: "p" }],
    [403, "projects.deleteProject", { id: project.id }],
    [404, "projects.deleteProject", { id: "proj_x" }],
    [403, "users.createUser", { email: "b@example.com", name: "B", projectId: "proj_x" }],
    [
      401,
      "users.createUser",
      { email: "b@example.com", name: "B" },
      { id: "", key: "sk_test_nonsense" },
    ],
  ];
  for (const [status, name, input, by = project] of refusals) {
    expect(
      (
        await postWith(runtime, by, operationAt(name).path, {
          body: input,
          headers: { "idempotency-key": unique() },
        })
      ).status,
      name,
    ).toBe(status);
  }
  const { auditEvents, denialCounts, ...rows } = await allRows(runtime.engine);
  const denied = refusals.filter(([status]) => status === 403).length;
  const later = (auditEvents as { action: string }[]).slice(before.auditEvents.length);
  expect(later.map(({ action }) => action)).toEqual(
    Array.from({ length: denied }, () => "access.denied"),
  );
  expect(
    (denialCounts as { holder: string; recorded: number }[]).reduce(
      (sum, { holder, recorded }) => sum + (holder === "project" ? recorded : 0),
      0,
    ),
  ).toBe(denied);
  expect(rows).toEqual({ ...before, auditEvents: undefined, denialCounts: undefined });
});

test(
  "a row, its event and its audit entry are there together or not at all, at every commit",
  { timeout: 120_000 },
  async () => {
    const deployment = await deployApp();
    try {
      const { client } = await scene(() => deployedRuntime(deployment));
      const seen: [number, number, number][] = [];
      const unsubscribe = deployment.database.onCommit(() => {
        const tx = deployment.database.begin();
        seen.push([tx.count("banataAuth", "users"), count(tx, "events"), count(tx, "auditEvents")]);
      });
      await Promise.all(
        Array.from(
          { length: 20 },
          async (_, i) => await client.users.createUser({ email: `u${i}@example.com`, name: "A" }),
        ),
      );
      unsubscribe();
      const [first] = seen;
      expect(seen.at(-1)![0]).toBe(20);
      for (const [users, events, entries] of seen)
        expect([events - users, entries - users]).toEqual([
          first![1] - first![0],
          first![2] - first![0],
        ]);
    } finally {
      await deployment.close();
    }
  },
);

const count = (tx: { count(component: string, table: string): number }, table: string) =>
  tx.count("banataAuth", table);
