/** What authenticated callers tried and may not do. */
import { componentsGeneric } from "convex/server";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { ComponentApi } from "../../convex/component/_generated/component";
import { convexTransport, type MutationContext } from "../../src/index";
import { type WireClient, wireClient } from "../support/wireClient";
import { allRows } from "../support/rows";
import { beginOwnSession, tokenOf } from "../support/ownSessions";
import { httpRuntime, inProcessRuntime } from "../support/runtime";
import { failureOf, keyWith, scene, twoOrganizations, wires } from "../support/transports";

afterEach(() => {
  vi.useRealTimers();
});

const denials = async (client: WireClient, more: object = {}) =>
  (
    await client.auditLogs.listEvents({
      action: "access.denied",
      limit: 100,
      order: "asc",
      ...more,
    })
  ).data;
const forbidden = { status: 403, code: "forbidden" };

describe.each(wires)("a denied attempt %s", (_name, start) => {
  test("by a key is recorded with who, what, why and from where", async () => {
    const started = await scene(start);
    const key = await keyWith(started, ["user.read"]);
    await expect(
      key.client.users.createUser({ email: "a@example.com", name: "A" }),
    ).rejects.toMatchObject(forbidden);
    const [entry, ...others] = await denials(started.client);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      ...{
        outcome: "denied",
        source: "runtime",
        actor: { type: "api_key", id: key.id, name: "user.read" },
        targets: [{ type: "operation", id: "users.createUser" }],
      },
      metadata: { reason: "Missing permission: user.create" },
    });
    expect(entry!.context).toHaveProperty("requestId");
    expect(entry!.context).not.toHaveProperty("organizationId");
    expect(
      await denials(started.client, {
        outcome: "denied",
        targetId: "users.createUser",
        actorId: key.id,
      }),
    ).toEqual([entry]);
    expect(
      (await started.client.events.listEvents({ eventTypes: ["access.*", "user.*"] })).data,
    ).toEqual([]);
  });

  test("by an organization's key is in that organization's entries", async () => {
    const started = await scene(start);
    const { id: organizationId } = await started.client.organizations.createOrganization({
      name: "Here",
    });
    const key = await keyWith(started, ["user.read", "audit.read"], { organizationId });
    await expect(key.client.users.listUsers()).rejects.toMatchObject(forbidden);
    expect(await denials(key.client)).toMatchObject([
      { targets: [{ id: "users.listUsers" }], context: { organizationId } },
    ]);
  });

  test("of a project's own key on the project is recorded, and so is another project's id", async () => {
    const { client, project } = await scene(start);
    await expect(client.projects.deleteProject(project.id)).rejects.toMatchObject(forbidden);
    await expect(client.users.listUsers({ projectId: "proj_x" } as never)).rejects.toMatchObject(
      forbidden,
    );
    expect((await denials(client)).map(({ targets: [target] }) => target!.id).sort()).toEqual([
      "projects.deleteProject",
      "users.listUsers",
    ]);
  });

  test("by session is recorded in the organization of a member, and in none of a stranger's choice", async () => {
    const { client, runtime, project } = await scene(start);
    const [here, there] = [
      await client.organizations.createOrganization({ name: "Here" }),
      await client.organizations.createOrganization({ name: "There" }),
    ];
    const { user } = await client.users.createUser({ email: "a@example.com", name: "Ada" });
    await client.organizations.addMember({
      organizationId: here.id,
      userId: user.id,
      role: "member",
    });
    const token = await tokenOf(runtime, project, user);
    const ask = async (path: string, input: object) => {
      const response = await runtime.fetch(`/p/${project.id}${path}`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify(input),
      });
      return response.status;
    };
    expect(await ask("/api/auth/organization/delete", { organizationId: here.id })).toBe(403);
    expect(await ask("/api/auth/organization/delete", { organizationId: there.id })).toBe(404);
    const entries = await denials(client);
    expect(entries).toMatchObject([
      {
        actor: { type: "user", id: user.id },
        targets: [{ id: "organizations.deleteOrganization" }],
        context: { organizationId: here.id },
      },
    ]);
  });

  test("is none when the caller is nobody, or nothing was denied", async () => {
    const started = await scene(start);
    const { client, runtime, project } = started;
    await expect(
      runtime
        .client(project, `${project.key.slice(0, -1)}${project.key.endsWith("A") ? "B" : "A"}`)
        .users.listUsers(),
    ).rejects.toMatchObject({ status: 401 });
    const gone = await keyWith(started, []);
    await client.apiKeys.deleteKey({ keyId: gone.id });
    await expect(gone.client.users.listUsers()).rejects.toMatchObject({ status: 401 });
    await expect(client.users.getUser("usr_x")).rejects.toMatchObject({ status: 404 });
    await expect(client.users.createUser({ email: "x", name: "A" })).rejects.toMatchObject({
      status: 422,
    });
    expect(await denials(client)).toEqual([]);
  });

  test("a caller that is denied again and again, in parallel too, leaves at most 20 entries a minute and the same answers", async () => {
    const started = await scene(start);
    const key = await keyWith(started, []);
    const began = Math.floor(Date.now() / 60_000);
    const answers = await Promise.all(
      Array.from(
        { length: 60 },
        async () =>
          await key.client.users.listUsers().catch((error: { status: number }) => error.status),
      ),
    );
    expect(new Set(answers)).toEqual(new Set([403]));
    const minutes = Math.floor(Date.now() / 60_000) - began + 1;
    const entries = await denials(started.client);
    expect(entries.length).toBeGreaterThanOrEqual(5);
    expect(entries.length).toBeLessThanOrEqual(20 * minutes);
  });
});

describe("a denied attempt", () => {
  test("that was left out is counted in the next entry", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 0, 1) });
    const started = await scene(httpRuntime);
    const key = await keyWith(started, []);
    const attempt = async (times: number) => {
      for (let i = 0; i < times; i++) await key.client.users.listUsers().catch(() => {});
    };
    await attempt(60);
    const first = await denials(started.client);
    expect(first.length).toBeLessThanOrEqual(20);
    vi.setSystemTime(Date.UTC(2026, 0, 1, 0, 1));
    await attempt(60);
    const second = (await denials(started.client)).slice(first.length);
    const told = [...first, ...second].reduce((sum, { suppressed = 0 }) => sum + suppressed, 0);
    const shards = (await allRows(started.runtime.engine)).denialCounts as {
      holder: string;
      suppressed: number;
    }[];
    const waiting = shards
      .filter(({ holder }) => holder === key.id)
      .reduce((sum, { suppressed }) => sum + suppressed, 0);
    expect(first.length + second.length + told + waiting).toBe(120);
    expect(told).toBeGreaterThan(0);
    await started.runtime.run("auditLogs/denials:forget");
    expect((await allRows(started.runtime.engine)).denialCounts).toHaveLength(shards.length);
    vi.setSystemTime(Date.UTC(2026, 0, 3));
    await started.runtime.run("auditLogs/denials:forget");
    expect((await allRows(started.runtime.engine)).denialCounts).toHaveLength(0);
  });

  test("in process as a session is recorded by an action, and by a mutation that goes on; the app itself is denied nothing that counts", async () => {
    const { client, runtime, project } = await scene(inProcessRuntime);
    const { banataAuth } = componentsGeneric() as unknown as { banataAuth: ComponentApi };
    const { id: organizationId } = await client.organizations.createOrganization({ name: "Here" });
    const { user } = await client.users.createUser({ email: "a@example.com", name: "A" });
    await client.organizations.addMember({ organizationId, userId: user.id, role: "member" });
    const session = await beginOwnSession(runtime.runOnRows, client, user.id);
    const attempt = async (ctx: MutationContext, component = banataAuth) => {
      const { organizations } = wireClient({
        transport: convexTransport(ctx, component, {
          projectId: project.id,
          as: { sessionId: session.id },
        }),
      });
      return await organizations
        .deleteOrganization(organizationId)
        .then(String, (error: { code: string }) => error.code);
    };
    expect(await runtime.engine.action(async (ctx) => await attempt(ctx))).toBe("forbidden");
    expect(await runtime.engine.mutation(async (ctx) => await attempt(ctx))).toBe("forbidden");
    // When it cannot be recorded, the answer is the same and the log of the deployment says so.
    const { functions } = banataAuth.auditLogs;
    const broken = Object.create(banataAuth, {
      auditLogs: { value: { functions, denials: { record: functions.listEvents } } },
    }) as ComponentApi; // no mutation
    const logged = vi.spyOn(console, "error").mockImplementation(() => {});
    expect(await runtime.engine.action(async (ctx) => await attempt(ctx, broken))).toBe(
      "forbidden",
    );
    expect(logged).toHaveBeenCalledWith(
      expect.stringContaining("was not recorded"),
      expect.anything(),
    );
    logged.mockRestore();
    await expect(client.projects.deleteProject(project.id)).rejects.toMatchObject(forbidden);
    const entries = await denials(client);
    expect(entries).toHaveLength(2);
    for (const entry of entries)
      expect(entry).toMatchObject({
        actor: { type: "user", id: user.id },
        targets: [{ id: "organizations.deleteOrganization" }],
        context: { organizationId },
      });
  });
});

describe("an attempt at a secret of the vault", () => {
  const MINUTE = 60_000;
  const limited = { status: 429, code: "rate_limit_exceeded" };
  async function withSecret(more: object = {}) {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 0, 1) });
    const started = await scene(httpRuntime);
    const { id: secretId } = await started.client.vault.encrypt({ name: "n", data: "d", ...more });
    return { ...started, secretId };
  }

  test("is recorded although other denials have used up the limits of its caller and project", async () => {
    const started = await withSecret();
    const { client, secretId } = started;
    for (let caller = 0; caller < 4; caller++) {
      const key = await keyWith(started, ["vault.decrypt"]);
      for (let i = 0; i < 60; i++) await key.client.users.listUsers().catch(() => {});
      const refused = key.client.vault.decrypt({ secretId, context: { wrong: "1" } });
      expect(await failureOf(refused)).toMatchObject(forbidden);
      expect(await denials(client, { targetId: secretId, actorId: key.id })).toHaveLength(1);
    }
  });

  test("with wrong contexts is refused after thirty in a minute, by whatever keys, and each is recorded", async () => {
    const started = await withSecret({ context: { a: "right" } });
    const { client, secretId } = started;
    const { id: other } = await client.vault.encrypt({ name: "other", data: "d" });
    const keys = await Promise.all([1, 2, 3].map(async () => await keyWith(started, ["vault.*"])));
    const stranger = await keyWith(started, ["vault.read"]);
    for (let i = 0; i < 40; i++)
      expect(await failureOf(stranger.client.vault.decrypt({ secretId }))).toMatchObject(forbidden);
    for (let i = 0; i < 30; i++) {
      const { vault } = keys[i % 3]!.client;
      const context = { a: String(i) };
      const attempt =
        i % 2 === 0
          ? vault.decrypt({ secretId, context })
          : vault.update({ id: secretId, data: "x", context });
      expect(await failureOf(attempt)).toMatchObject({
        ...forbidden,
        errors: [{ field: "context", code: "wrong_context" }],
      });
    }
    for (const context of [{ a: "31" }, { a: "right" }])
      expect(await failureOf(client.vault.decrypt({ secretId, context }))).toMatchObject(limited);
    const reasons = (await denials(client, { targetId: secretId })).map(({ metadata }) =>
      String(metadata?.["reason"]),
    );
    expect(reasons.filter((reason) => reason.startsWith("The context"))).toHaveLength(30);
    expect(await client.vault.decrypt({ secretId: other })).toEqual({ data: "d" });
    vi.setSystemTime(Date.now() + MINUTE);
    expect(await client.vault.decrypt({ secretId, context: { a: "right" } })).toEqual({
      data: "d",
    });
  });

  test("is in the entries of its organization, and shows nothing to another one", async () => {
    const started = await scene(httpRuntime);
    const { client } = started;
    const [here, there] = await twoOrganizations(client);
    const { id: secretId } = await client.vault.encrypt({
      ...{ name: "a name of theirs", data: "d", organizationId: there },
    });
    const keys = {
      here: await keyWith(started, ["audit.read"], { organizationId: here }),
      there: await keyWith(started, ["audit.read"], { organizationId: there }),
      project: await keyWith(started, ["vault.read"]),
    };
    for (const key of Object.values(keys))
      expect(await failureOf(key.client.vault.decrypt({ secretId }))).toMatchObject(forbidden);
    const operation = { type: "operation", id: "vault.decrypt" };
    const secret = { type: "vault_secret", id: secretId, name: "a name of theirs" };
    const ofHere = await denials(keys.here.client);
    expect(ofHere).toMatchObject([
      { actor: { id: keys.here.id }, context: { organizationId: here } },
    ]);
    expect(ofHere.map(({ targets }) => targets)).toEqual([[operation]]);
    const ofThere = await denials(keys.there.client);
    expect(ofThere.map(({ actor, targets }) => [actor.id, targets])).toEqual([
      [keys.there.id, [operation, secret]],
      [keys.project.id, [operation, secret]],
    ]);
  });
});
