import { describe, expect, test } from "vitest";
import type { BanataAuth } from "../src/index";
import { newProject } from "./support/runtime";
import { keyWith, scene, transports, wires } from "./support/transports";

type Filter = Parameters<BanataAuth["auditLogs"]["listEvents"]>[0];

/** Ids of one millisecond are in no order. */
const pause = async () => await new Promise((resolve) => setTimeout(resolve, 2));

async function history(client: BanataAuth) {
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
const actions = async (client: BanataAuth, filter: Filter) => (await client.auditLogs.listEvents(filter)).data.map(({ action }) => action);

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
    const second = await client.auditLogs.listEvents({ limit: 4, after: first.listMetadata.after! });
    expect([...first.data, ...second.data]).toEqual(all);
    expect([first.listMetadata.before, second.listMetadata.after]).toEqual([null, null]);
    expect(await client.auditLogs.listEvents({ limit: 4, before: second.listMetadata.before! })).toEqual(first);
    const walked = [];
    for await (const entry of client.auditLogs.listEvents.all({ limit: 1 })) walked.push(entry);
    expect(walked).toEqual(all);
  });

  test("is narrowed by action, by actor or by organization", async () => {
    const { client } = await scene(start);
    const { organizationId } = await history(client);
    expect(await actions(client, { action: "user.updated" })).toEqual(["user.updated", "user.updated"]);
    expect(await actions(client, { action: "user.*" })).toEqual([]); // an action, not a pattern
    expect(await actions(client, { organizationId })).toEqual(["api_key.created", "organization.created"]);
    expect(await actions(client, { organizationId: "org_b" })).toEqual([]);
    expect((await actions(client, { actorId: "setup" })).sort()).toEqual(["api_key.created", "project.created"]);
    const [entry] = (await client.auditLogs.listEvents({ limit: 1 })).data;
    expect(await actions(client, { actorId: entry!.actor.id })).toHaveLength(5);
    expect(await actions(client, { actorId: "ak_x" })).toEqual([]);
    const page = await client.auditLogs.listEvents({ action: "user.updated", limit: 1 });
    expect((await client.auditLogs.listEvents({ action: "user.updated", limit: 1, after: page.listMetadata.after! })).listMetadata.after).toBeNull();
    await expect(client.auditLogs.listEvents({ limit: 1, after: page.listMetadata.after! })).rejects.toMatchObject({ status: 422, errors: [{ field: "after" }] });
  });

  test.each<[string, Filter]>([
    ["actorId", { action: "user.created", actorId: "app" }],
    ["action", { organizationId: "org_a", action: "user.created" }],
    ["actorId", { organizationId: "org_a", actorId: "app" }],
  ])("takes one of them at a time: %s is refused beside another", async (field, filter) => {
    const { client } = await scene(start);
    await expect(client.auditLogs.listEvents(filter)).rejects.toMatchObject({ status: 422, errors: [{ field, code: "exclusive" }] });
  });

  test("says what changed from what to what, with times as they stand on the wire", async () => {
    const { client } = await scene(start);
    const { user } = await history(client);
    const entries = (await client.auditLogs.listEvents({ action: "user.updated", order: "asc" })).data;
    const names = entries.map(({ changes }) => [changes!.before.name, changes!.after.name]);
    expect(names).toEqual([["A", "B"], ["B", "C"]]);
    expect(entries[0]!.changes!.before).toEqual(JSON.parse(JSON.stringify(user)));
    expect((await client.auditLogs.listEvents({ action: "user.created" })).data[0]).not.toHaveProperty("changes");
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
});
