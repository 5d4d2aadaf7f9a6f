import { afterEach, describe, expect, test, vi } from "vitest";
import { newId } from "../../convex/component/core/ids";
import type { AuditEvent } from "../../src/index";
import type { WireClient } from "../support/wireClient";
import { httpRuntime, newProject } from "../support/runtime";
import { keyWith, scene, transports, twoOrganizations, wires } from "../support/transports";

afterEach(() => {
  vi.useRealTimers();
});

type Filter = Parameters<WireClient["auditLogs"]["listEvents"]>[0];

/** Ids of one millisecond are in no order. */
const pause = async () => await new Promise((resolve) => setTimeout(resolve, 2));

async function history(client: WireClient) {
  const { id: organizationId } = await client.organizations.createOrganization({ name: "Here" });
  await pause();
  const { user } = await client.users.createUser({ email: "a@example.com", name: "A" });
  await pause();
  await client.users.updateUser({ userId: user.id, name: "B" });
  await pause();
  await client.apiKeys.createKey({ name: "k", organizationId, permissions: [] });
  await pause();
  await client.users.updateUser({ userId: user.id, name: "C" });
  return { user, organizationId };
}
const actions = async (client: WireClient, filter: Filter) =>
  (await client.auditLogs.listEvents(filter)).data.map(({ action }) => action);

describe.each(transports)("the audit log %s", (_name, start) => {
  test("is newest first unless asc is asked for, and begins with the project's own making", async () => {
    const { client } = await scene(start);
    await pause();
    await history(client);
    const newest = ["user.updated", "api_key.created", "user.updated", "user.created"];
    expect((await actions(client, {})).slice(0, 4)).toEqual(newest);
    expect((await actions(client, { order: "asc" })).slice(-4)).toEqual(newest.toReversed());
    expect(await actions(client, {})).toHaveLength(7);
  });

  test("pages forward and back, with cursors that are null exactly at the ends", async () => {
    const { client } = await scene(start);
    await pause();
    await history(client);
    const all = (await client.auditLogs.listEvents()).data;
    const first = await client.auditLogs.listEvents({ limit: 4 });
    const second = await client.auditLogs.listEvents({
      limit: 4,
      after: first.listMetadata.after!,
    });
    expect([...first.data, ...second.data]).toEqual(all);
    expect([first.listMetadata.before, second.listMetadata.after]).toEqual([null, null]);
    expect(
      await client.auditLogs.listEvents({ limit: 4, before: second.listMetadata.before! }),
    ).toEqual(first);
    const walked = [];
    for await (const entry of client.auditLogs.listEvents.all({ limit: 1 })) walked.push(entry);
    expect(walked).toEqual(all);
  });

  test("is narrowed by action, by actor or by organization", async () => {
    const { client } = await scene(start);
    const { organizationId } = await history(client);
    expect(await actions(client, { action: "user.updated" })).toEqual([
      "user.updated",
      "user.updated",
    ]);
    expect(await actions(client, { action: "user.*" })).toEqual([]); // an action, not a pattern
    expect(await actions(client, { organizationId })).toEqual([
      "api_key.created",
      "organization.created",
    ]);
    expect(await actions(client, { organizationId: "org_b" })).toEqual([]);
    expect((await actions(client, { actorId: "setup" })).sort()).toEqual([
      "api_key.created",
      "project.created",
    ]);
    const [entry] = (await client.auditLogs.listEvents({ limit: 1 })).data;
    expect(await actions(client, { actorId: entry!.actor.id })).toHaveLength(5);
    expect(await actions(client, { actorId: "ak_x" })).toEqual([]);
    const page = await client.auditLogs.listEvents({ action: "user.updated", limit: 1 });
    expect(
      (
        await client.auditLogs.listEvents({
          action: "user.updated",
          limit: 1,
          after: page.listMetadata.after!,
        })
      ).listMetadata.after,
    ).toBeNull();
    await expect(
      client.auditLogs.listEvents({ limit: 1, after: page.listMetadata.after! }),
    ).rejects.toMatchObject({ status: 422, errors: [{ field: "after" }] });
  });

  test("is narrowed by everything that is asked for, in pages too", async () => {
    const { client } = await scene(start);
    const { user, organizationId } = await history(client);
    const [{ actor }] = (await client.auditLogs.listEvents({ limit: 1 })).data as [AuditEvent];
    const asked: [Filter, string[]][] = [
      [{ action: "user.updated", actorId: actor.id }, ["user.updated", "user.updated"]],
      [{ action: "user.updated", actorId: "ak_x" }, []],
      [{ action: "api_key.created", organizationId }, ["api_key.created"]],
      [{ actorId: actor.id, organizationId }, ["api_key.created", "organization.created"]],
      [{ targetId: user.id }, ["user.updated", "user.updated", "user.created"]],
      [{ targetId: user.id, action: "user.created" }, ["user.created"]],
      [{ targetId: user.id, targetType: "organization" }, []],
      [{ targetType: "organization" }, ["organization.created"]],
      [{ targetId: user.id, organizationId }, []],
      [
        {
          targetId: organizationId,
          organizationId,
          actorId: actor.id,
          action: "organization.created",
          targetType: "organization",
          outcome: "success",
        },
        ["organization.created"],
      ],
      [{ outcome: "denied" }, []],
    ];
    for (const [filter, expected] of asked) {
      expect(await actions(client, filter), JSON.stringify(filter)).toEqual(expected);
      const walked = [];
      for await (const { action } of client.auditLogs.listEvents.all({ ...filter, limit: 1 }))
        walked.push(action);
      expect(walked, JSON.stringify(filter)).toEqual(expected);
      const forward = (await client.auditLogs.listEvents({ ...filter, limit: 1 })).listMetadata;
      if (forward.after)
        expect(
          (await client.auditLogs.listEvents({ ...filter, limit: 1, after: forward.after }))
            .listMetadata.before,
        ).toEqual(expect.any(String));
    }
  });

  test("finds an entry by each of its targets, in the order of time", async () => {
    const { client } = await scene(start);
    const { user } = await client.users.createUser({ email: "a@example.com", name: "A" });
    const { id: organizationId } = await client.organizations.createOrganization({ name: "Here" });
    await pause();
    const member = await client.organizations.addMember({
      organizationId,
      userId: user.id,
      role: "member",
    });
    await pause();
    await client.users.updateUser({ userId: user.id, name: "B" });
    await pause();
    await client.organizations.removeMember({ organizationId, memberIdOrUserId: member.id });
    const newest = ["member.removed", "user.updated", "member.added", "user.created"];
    expect(await actions(client, { targetId: user.id })).toEqual(newest);
    expect(await actions(client, { targetId: user.id, order: "asc" })).toEqual(newest.toReversed());
    expect(await actions(client, { targetId: member.id })).toEqual([
      "member.removed",
      "member.added",
    ]);
    const walked = [];
    for await (const { action } of client.auditLogs.listEvents.all({ targetId: user.id, limit: 1 }))
      walked.push(action);
    expect(walked).toEqual(newest);
    const second = await client.auditLogs.listEvents({
      targetId: user.id,
      limit: 2,
      after: (await client.auditLogs.listEvents({ targetId: user.id, limit: 2 })).listMetadata
        .after!,
    });
    expect(second.data.map(({ action }) => action)).toEqual(newest.slice(2));
    expect(
      await actions(client, { targetId: user.id, limit: 2, before: second.listMetadata.before! }),
    ).toEqual(newest.slice(0, 2));
  });

  test("says what changed from what to what, with times as they stand on the wire", async () => {
    const { client } = await scene(start);
    const { user } = await history(client);
    const entries = (await client.auditLogs.listEvents({ action: "user.updated", order: "asc" }))
      .data;
    const names = entries.map(({ changes }) => [changes!.before.name, changes!.after.name]);
    expect(names).toEqual([
      ["A", "B"],
      ["B", "C"],
    ]);
    expect(entries[0]!.changes!.before).toEqual(JSON.parse(JSON.stringify(user)));
    expect(
      (await client.auditLogs.listEvents({ action: "user.created" })).data[0],
    ).not.toHaveProperty("changes");
  });

  test("of another project is not in it", async () => {
    const { client, runtime } = await scene(start);
    const other = runtime.client(await newProject(runtime));
    await history(other);
    expect((await actions(client, {})).sort()).toEqual(["api_key.created", "project.created"]);
  });
});

describe.each(wires)("the audit log %s", (_name, start) => {
  test("names each key by its id and its name at that time", async () => {
    const started = await scene(start);
    const key = await keyWith(started, ["user.create"]);
    await key.client.users.createUser({ email: "a@example.com", name: "A" });
    await started.client.apiKeys.updateKey({ keyId: key.id, name: "renamed" });
    const [entry] = (await started.client.auditLogs.listEvents({ actorId: key.id })).data;
    expect(entry!.actor).toEqual({ type: "api_key", id: key.id, name: "user.create" });
  });

  test("is narrowed by an organization's key within its organization", async () => {
    const started = await scene(start);
    const [here, there] = await twoOrganizations(started.client);
    for (const organizationId of [here, there])
      await started.client.organizations.updateOrganization({ organizationId, name: "Renamed" });
    const bound = await keyWith(started, ["audit.read"], { organizationId: here });
    const [{ actor }] = (
      await started.client.auditLogs.listEvents({ action: "organization.updated", limit: 1 })
    ).data as [AuditEvent];
    expect(
      (await bound.client.auditLogs.listEvents({ action: "organization.updated" })).data.map(
        ({ targets }) => targets[0]!.id,
      ),
    ).toEqual([here]);
    const byActor = (await bound.client.auditLogs.listEvents({ actorId: actor.id })).data;
    expect(byActor.map(({ action }) => action).sort()).toEqual([
      "api_key.created",
      "organization.created",
      "organization.updated",
    ]);
    expect((await bound.client.auditLogs.listEvents({ targetId: there })).data).toEqual([]);
    expect(
      (await bound.client.auditLogs.listEvents({ targetId: here, action: "organization.created" }))
        .data,
    ).toHaveLength(1);
    await expect(
      bound.client.auditLogs.listEvents({ organizationId: there, action: "organization.updated" }),
    ).rejects.toMatchObject({ status: 404 });
  });
});

describe("the audit log on the test engine", () => {
  test("is narrowed by time, with every other filter", async () => {
    const day = (n: number) => Date.UTC(2026, 0, n);
    vi.useFakeTimers({ toFake: ["Date"], now: day(1) });
    const { client } = await scene(httpRuntime);
    const { user } = await client.users.createUser({ email: "a@example.com", name: "0" });
    for (let n = 2; n <= 6; n++) {
      vi.setSystemTime(day(n));
      await client.users.updateUser({ userId: user.id, name: String(n) });
    }
    const days = async (filter: Filter) => {
      const found = [];
      for await (const { occurredAt } of client.auditLogs.listEvents.all({
        limit: 1,
        order: "asc",
        ...filter,
      }))
        found.push(occurredAt.getUTCDate());
      return found.join("");
    };
    const { actor } = (await client.auditLogs.listEvents({ limit: 1 })).data[0]!;
    for (const filter of [
      { action: "user.updated" },
      { targetId: user.id },
      { actorId: actor.id },
      {},
    ]) {
      expect(await days({ ...filter, rangeStart: day(3) })).toBe("3456");
      expect(await days({ ...filter, rangeStart: day(3) + 1, rangeEnd: day(6) })).toBe("45");
      expect(
        await days({ ...filter, rangeStart: day(3), rangeEnd: day(5) + 1, order: "desc" }),
      ).toBe("543");
      expect(await days({ ...filter, rangeStart: day(5), rangeEnd: day(3) })).toBe("");
      expect(await days({ ...filter, rangeStart: day(7) })).toBe("");
    }
  });

  test("reads at most 400 entries that do not fit, and says where to go on", async () => {
    const { client, runtime } = await scene(httpRuntime);
    const { user } = await client.users.createUser({ email: "a@example.com", name: "A" });
    await runtime.engine.run(async (ctx) => {
      const rows = await ctx.db.query("auditEvents").collect();
      const { _id, _creationTime, ...row } = rows.find(({ action }) => action === "user.created")!;
      for (let i = 0; i < 900; i++)
        await ctx.db.insert("auditEvents", {
          ...row,
          action: "user.updated",
          id: newId("auditEvent", row.occurredAt + 1 + i),
        });
    });
    const pages = [];
    let after: string | null | undefined;
    do {
      const page = await client.auditLogs.listEvents({
        targetId: user.id,
        action: "user.created",
        ...(after == null ? {} : { after }),
      });
      pages.push(page.data.length);
      after = page.listMetadata.after;
    } while (after !== null);
    expect(pages).toEqual([0, 0, 1]);
  });
});
