/** Entries that the app writes into the audit log. */
import { describe, expect, test } from "vitest";
import { eventNames } from "../../convex/component/events/names.generated";
import type { WireClient } from "../support/wireClient";
import { deployedRuntime, httpRuntime, newProject } from "../support/runtime";
import { keyWith, scene, transports, twoOrganizations } from "../support/transports";

type Entry = Parameters<WireClient["auditLogs"]["createEvent"]>[0] & object;

const paid: Entry = {
  ...{
    action: "invoice.paid",
    actorType: "user",
    actorId: "customer-7",
    actorName: "Ada",
    actorEmail: "ada@example.com",
  },
  ...{
    targets: JSON.stringify([
      { type: "invoice", id: "inv-1", name: "May" },
      { type: "account", id: "acc-1" },
    ]),
    changes: '{"before":{"paid":false},"after":{"paid":true}}',
  },
  ...{
    metadata: '{"amount":12,"$odd":["ü"]}',
    ipAddress: "203.0.113.7",
    userAgent: "shop/1.0",
    occurredAt: Date.UTC(2026, 0, 1),
  },
};

describe.each(transports)("an entry of the app %s", (_name, start) => {
  test("is answered, listed, found by each target and sent as an event", async () => {
    const { client } = await scene(start);
    const [organizationId] = await twoOrganizations(client);
    const made = await client.auditLogs.createEvent({ ...paid, organizationId });
    expect(made).toMatchObject({
      ...{
        action: "invoice.paid",
        version: 1,
        outcome: "success",
        source: "app",
        actor: { type: "user", id: "customer-7", name: "Ada", email: "ada@example.com" },
      },
      ...{
        targets: [
          { type: "invoice", id: "inv-1", name: "May" },
          { type: "account", id: "acc-1" },
        ],
        changes: { before: { paid: false }, after: { paid: true } },
      },
      ...{
        metadata: { amount: 12, $odd: ["ü"] },
        context: { organizationId, ipAddress: "203.0.113.7", userAgent: "shop/1.0" },
        occurredAt: new Date(Date.UTC(2026, 0, 1)),
      },
    });
    expect(Date.now() - made.createdAt.getTime()).toBeLessThan(60_000);
    for (const filter of [
      { action: "invoice.paid" },
      { targetId: "inv-1" },
      { targetId: "acc-1" },
      { actorId: "customer-7" },
    ])
      expect((await client.auditLogs.listEvents(filter)).data).toEqual([made]);
    expect(
      (await client.auditLogs.listEvents({ organizationId, order: "asc", limit: 1 })).data,
    ).toEqual([made]); // by when it occurred
    const { data } = await client.events.listEvents({ eventTypes: ["audit.*"] });
    expect(data).toMatchObject([
      {
        type: "audit.event_created",
        data: { id: made.id, occurredAt: "2026-01-01T00:00:00.000Z" },
      },
    ]);
    expect((await client.auditLogs.listEvents({ action: "audit.event_created" })).data).toEqual([]);
  });

  test("is written once for an idempotency key, and refused for it with another body", async () => {
    const { client } = await scene(start);
    const first = await client.auditLogs.createEvent({ ...paid, idempotencyKey: "one" });
    expect(
      await client.auditLogs.createEvent({
        ...paid,
        idempotencyKey: "one",
        metadata: ' {"amount": 12, "$odd": ["ü"]}',
      }),
    ).toEqual(first);
    await expect(
      client.auditLogs.createEvent({ ...paid, idempotencyKey: "one", actorName: "Bob" }),
    ).rejects.toMatchObject({
      status: 422,
      errors: [{ field: "idempotencyKey", code: "idempotency_key_reused" }],
    });
    expect((await client.auditLogs.createEvent({ ...paid, idempotencyKey: "two" })).id).not.toBe(
      first.id,
    );
    expect((await client.auditLogs.listEvents({ action: "invoice.paid" })).data).toHaveLength(2);
    expect(
      (await client.events.listEvents({ eventTypes: ["audit.event_created"] })).data,
    ).toHaveLength(2);
  });
});

describe("an entry of the app", () => {
  const wrong: readonly (readonly [
    field: string,
    fields: Partial<Record<keyof Entry, unknown>>,
  ])[] = [
    ["action", { action: "user.created" }],
    ["action", { action: "access.denied" }],
    ["action", { action: "Invoice paid" }],
    ["action", { action: "a".repeat(101) }],
    ["actorType", { actorType: "robot" }],
    ["actorId", { actorId: "" }],
    ["targets", { targets: "{" }],
    ["targets", { targets: "{}" }],
    ["targets", { targets: '[{"type":"a"}]' }],
    ["targets", { targets: '[{"type":"a","id":"1","more":1}]' }],
    ["targets", { targets: '[{"type":"a","id":"\\ud800"}]' }],
    [
      "targets",
      {
        targets: JSON.stringify(
          Array.from({ length: 21 }, (_, i) => ({ type: "a", id: String(i) })),
        ),
      },
    ],
    ["changes", { changes: '{"before":{}}' }],
    ["changes", { changes: '{"before":{},"after":[]}' }],
    ["metadata", { metadata: "[]" }],
    ["metadata", { metadata: "null" }],
    ["metadata", { metadata: JSON.stringify({ text: "ü".repeat(9_000) }) }],
    ["occurredAt", { occurredAt: Date.now() + 3_600_000 }],
    ["occurredAt", { occurredAt: 1.5 }],
    ["idempotencyKey", { idempotencyKey: "" }],
    ["more", { more: 1 } as never],
  ];
  test("is refused with the field that is wrong, and leaves nothing", async () => {
    const { client } = await scene(httpRuntime);
    for (const [field, fields] of wrong) {
      await expect(
        client.auditLogs.createEvent({ ...paid, ...fields } as Entry),
        JSON.stringify(fields),
      ).rejects.toMatchObject({ status: 422, errors: [{ field }] });
    }
    await expect(
      client.auditLogs.createEvent({ ...paid, organizationId: "org_x" }),
    ).rejects.toMatchObject({ status: 404 });
    expect((await client.events.listEvents({ eventTypes: ["audit.*"] })).data).toEqual([]);
  });

  test("has no action that the runtime itself writes", async () => {
    const { client } = await scene(httpRuntime);
    for (const action of eventNames)
      await expect(client.auditLogs.createEvent({ ...paid, action }), action).rejects.toMatchObject(
        { status: 422, errors: [{ field: "action", code: "reserved" }] },
      );
  });

  test("by an organization's key is of that organization, and meets no idempotency key of another", async () => {
    const started = await scene(httpRuntime);
    const [here, there] = await twoOrganizations(started.client);
    const keyOf = async (organizationId: string) =>
      await keyWith(started, ["audit.write", "audit.read"], { organizationId });
    const [one, other] = [await keyOf(here), await keyOf(there)];
    const first = await one.client.auditLogs.createEvent({ ...paid, idempotencyKey: "k" });
    const second = await other.client.auditLogs.createEvent({
      ...paid,
      actorName: "Bob",
      idempotencyKey: "k",
    });
    expect([first.context.organizationId, second.context.organizationId]).toEqual([here, there]);
    expect([first.recordedBy, second.recordedBy]).toEqual([one.id, other.id]);
    await expect(
      one.client.auditLogs.createEvent({ ...paid, organizationId: there }),
    ).rejects.toMatchObject({ status: 404 });
    await expect(
      (await keyWith(started, ["audit.read"])).client.auditLogs.createEvent(paid),
    ).rejects.toMatchObject({ status: 403 });
  });

  test("is written once by twenty parallel calls with one idempotency key", async () => {
    const { client } = await scene(() => deployedRuntime());
    const made = await Promise.all(
      Array.from(
        { length: 20 },
        async () =>
          await client.auditLogs
            .createEvent({ ...paid, idempotencyKey: "k" }, { idempotencyKey: crypto.randomUUID() })
            .catch((error: { status: number }) => error.status),
      ),
    );
    const ids = new Set(made.flatMap((each) => (typeof each === "number" ? [] : each.id)));
    expect(ids.size).toBe(1);
    expect(made.filter((each) => typeof each === "number" && each !== 429)).toEqual([]); // Convex gives up after several conflicts
    expect((await client.auditLogs.listEvents({ action: "invoice.paid" })).data).toHaveLength(1);
  });
});

test("an entry keeps at most 500 characters of the caller's user agent", async () => {
  const runtime = deployedRuntime();
  const project = await newProject(runtime);
  const response = await runtime.fetch("/api/auth/admin/create-user", {
    method: "POST",
    headers: {
      authorization: `Bearer ${project.key}`,
      "content-type": "application/json",
      "user-agent": "x".repeat(5_000),
    },
    body: JSON.stringify({ email: "ada@example.com", name: "Ada" }),
  });
  expect(response.status).toBe(200);
  const { data } = await runtime
    .client(project)
    .auditLogs.listEvents({ action: "user.created", limit: 1 });
  expect(data[0]!.context.userAgent).toBe("x".repeat(500));
});
