/** Endpoints, what reaches them, and the log of it. */
import { createHmac, randomBytes } from "node:crypto";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { constructEvent, verifySignature, WebhookVerificationError } from "../../src/index";
import type { WireClient } from "../support/wireClient";
import { httpRuntime } from "../support/runtime";
import { failureOf, scene, transports } from "../support/transports";
import { newVisitor } from "../support/visitor";
import { WebhookReceiver, type ReceivedWebhook } from "../support/webhookReceiver";

const receiver = new WebhookReceiver();
beforeAll(async () => {
  process.env.BANATA_LOCAL_WEBHOOKS = "1"; // as the local deployment has it; the test engine runs in this process
  await receiver.start();
});
afterAll(() => {
  delete process.env.BANATA_LOCAL_WEBHOOKS;
  receiver.close();
});

let serial = 0;
/** An endpoint at an address of its own. */
async function endpointOf(
  { webhooks }: WireClient,
  fields: { eventTypes?: string[]; enabled?: boolean; contactEmail?: string } = {},
) {
  const path = `/hooks/${process.pid}/${serial++}`;
  const endpoint = await webhooks.createEndpoint({ url: receiver.url + path, ...fields });
  return {
    ...endpoint,
    path,
    received: () => receiver.at(path),
    types: () =>
      receiver
        .at(path)
        .map(({ event }) => event.type)
        .sort(),
  };
}

async function until<T>(read: () => T | Promise<T>, isDone: (value: T) => boolean): Promise<T> {
  for (const end = Date.now() + 10_000; ; await new Promise((resolve) => setTimeout(resolve, 5))) {
    const value = await read();
    if (isDone(value) || Date.now() > end) return value;
  }
}
const arrivals = async (endpoint: { received: () => ReceivedWebhook[] }, count: number) =>
  await until(endpoint.received, ({ length }) => length >= count);
const settled = async ({ webhooks }: WireClient, id: string) =>
  await until(
    async () => (await webhooks.listDeliveries({ id, limit: 100 })).data,
    (all) => all.length > 0 && all.every(({ status }) => status !== "pending"),
  );
const addUser = async ({ users }: WireClient, name = "ada") =>
  (await users.createUser({ email: `user-${serial++}@example.com`, name })).user;

describe.each(transports)("webhooks %s", (_name, start) => {
  test("a change is told to the endpoints that want it, and to no other", async () => {
    const { client } = await scene(start);
    const all = await endpointOf(client);
    const users = await endpointOf(client, { eventTypes: ["user.*"] });
    const bans = await endpointOf(client, { eventTypes: ["user.banned", "session.*"] });
    const disabled = await endpointOf(client, { enabled: false });
    const user = await addUser(client);
    await client.users.banUser({ userId: user.id });
    await client.organizations.createOrganization({ name: "Acme" });
    await arrivals(all, 6);
    await arrivals(users, 2);
    await arrivals(bans, 1);
    expect(all.types()).toEqual([
      "organization.created",
      "user.banned",
      "user.created",
      "webhook_endpoint.created",
      "webhook_endpoint.created",
      "webhook_endpoint.created",
    ]);
    expect(users.types()).toEqual(["user.banned", "user.created"]);
    expect(bans.types()).toEqual(["user.banned"]);
    expect(disabled.types()).toEqual([]);
    const created = users.received().find(({ event }) => event.type === "user.created")!;
    const { data: events } = await client.events.listEvents({ eventTypes: ["user.created"] });
    const time = new Date(events[0]!.createdAt).toISOString();
    expect(created.event).toEqual({
      id: events[0]!.id,
      type: "user.created",
      timestamp: time,
      createdAt: time,
      data: events[0]!.data,
    });
    expect(created.headers).toMatchObject({
      "content-type": "application/json",
      "webhook-id": created.event.id,
    });
  });

  test("endpoints are made, shown without their secret, changed and deleted", async () => {
    const { client } = await scene(start);
    const { webhooks } = client;
    const { secret, path, received, types, ...made } = await endpointOf(client, {
      eventTypes: ["user.created", "user.created"],
    });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const fresh = {
      successCount: 0,
      failureCount: 0,
      lastDeliveryAt: null,
      lastDeliveryStatus: null,
      lastResponseStatus: null,
      pausedUntil: null,
      disabledReason: null,
      contactEmail: null,
    };
    expect(made).toEqual({
      id: made.id,
      url: receiver.url + path,
      eventTypes: ["user.created"],
      enabled: true,
      ...fresh,
      createdAt: expect.any(Date) as Date,
      updatedAt: expect.any(Date) as Date,
    });
    expect(made.id).toMatch(/^wh_[0-9A-HJKMNP-TV-Z]{26}$/);
    const { data, endpoints } = await webhooks.listEndpoints();
    expect([data, endpoints]).toEqual([[made], [made]]);
    expect(
      await webhooks.updateEndpoint({
        id: made.id,
        eventTypes: ["organization.*"],
        enabled: false,
      }),
    ).toMatchObject({ eventTypes: ["organization.*"], enabled: false, url: made.url });
    await client.organizations.createOrganization({ name: "Not told" });
    await webhooks.updateEndpoint({ id: made.id, enabled: true });
    await client.organizations.createOrganization({ name: "Told" });
    await arrivals({ received }, 1);
    expect(received().map(({ event }) => event.data.name)).toEqual(["Told"]);
    expect(types()).toEqual(["organization.created"]);
    expect(await webhooks.deleteEndpoint(made.id)).toEqual({ success: true });
    expect((await webhooks.listEndpoints()).data).toEqual([]);
    const calls = [
      webhooks.updateEndpoint({ id: made.id }),
      webhooks.deleteEndpoint(made.id),
      webhooks.listDeliveries(made.id),
      webhooks.sendTest(made.id),
      webhooks.rotateSecret(made.id),
    ];
    for (const failure of await Promise.all(calls.map(failureOf)))
      expect(failure).toMatchObject({ status: 404, code: "not_found" });
    await client.organizations.createOrganization({ name: "Too late" });
    expect(received()).toHaveLength(1);
  });

  test("an endpoint has a contact's address, shown, changed and cleared", async () => {
    const { client } = await scene(start);
    const { id, contactEmail } = await endpointOf(client, {
      enabled: false,
      contactEmail: " Ops@Example.com",
    });
    expect(contactEmail).toBe("ops@example.com");
    const steps = [
      [{ contactEmail: "oncall@example.com" }, "oncall@example.com"],
      [{ enabled: true }, "oncall@example.com"],
      [{ contactEmail: null }, null],
    ] as const;
    for (const [change, shown] of steps) {
      expect(await client.webhooks.updateEndpoint({ id, ...change })).toMatchObject({
        contactEmail: shown,
      });
      expect((await client.webhooks.listEndpoints()).data).toMatchObject([
        { id, contactEmail: shown },
      ]);
    }
    const bad = { contactEmail: "nobody" };
    for (const call of [
      () => client.webhooks.updateEndpoint({ id, ...bad }),
      () => client.webhooks.createEndpoint({ url: "https://hooks.example.com/", ...bad }),
    ]) {
      expect(await failureOf(call())).toMatchObject({
        status: 422,
        errors: [{ field: "contactEmail" }],
      });
    }
  });

  test("the log says what was tried, and the endpoint counts", async () => {
    const { client } = await scene(start);
    const endpoint = await endpointOf(client, { eventTypes: ["user.created"] });
    receiver.answer = (path) =>
      path === endpoint.path ? { status: 201, body: `thanks ${"x".repeat(1_000)}` } : 200;
    await addUser(client);
    const [delivery] = await settled(client, endpoint.id);
    const attempt = {
      at: expect.any(Date) as Date,
      status: 201,
      latencyMilliseconds: expect.any(Number) as number,
      error: null,
      response: `thanks ${"x".repeat(493)}`,
    };
    const [{ event }] = endpoint.received() as [ReceivedWebhook];
    expect(delivery).toEqual({
      ...{
        id: expect.stringMatching(/^whd_[0-9A-HJKMNP-TV-Z]{26}$/) as string,
        endpointId: endpoint.id,
        eventId: event.id,
        eventType: "user.created",
        status: "succeeded",
        attempts: [attempt],
      },
      ...{
        nextAttemptAt: null,
        createdAt: expect.any(Date) as Date,
        settledAt: expect.any(Date) as Date,
      },
    });
    expect((await client.webhooks.listEndpoints()).data[0]).toMatchObject({
      successCount: 1,
      failureCount: 0,
      lastDeliveryStatus: "success",
      lastResponseStatus: 201,
      lastDeliveryAt: expect.any(Date) as Date,
    });
    receiver.answer = (path) => (path === endpoint.path ? { status: 500, body: "oh no" } : 200);
    await addUser(client);
    const [failing] = await until(
      async () =>
        (await client.webhooks.listDeliveries({ id: endpoint.id, status: "pending" })).data,
      (all) => all[0]?.attempts.length === 1,
    );
    expect(failing).toMatchObject({
      status: "pending",
      settledAt: null,
      attempts: [{ status: 500, error: "status", response: "oh no" }],
    });
    expect(failing!.nextAttemptAt!.getTime() - failing!.attempts[0]!.at.getTime()).toBeGreaterThan(
      4_000,
    );
    expect(
      (await client.webhooks.listDeliveries({ id: endpoint.id, status: "succeeded" })).data,
    ).toEqual([delivery]);
    expect((await client.webhooks.listEndpoints()).data[0]).toMatchObject({
      successCount: 1,
      failureCount: 1,
      lastDeliveryStatus: "failure",
      lastResponseStatus: 500,
    });
    await client.webhooks.deleteEndpoint(endpoint.id);
    receiver.reset();
  });

  test("a test is sent to one endpoint, also while it is disabled, and is no event", async () => {
    const { client } = await scene(start);
    const [endpoint, other] = [
      await endpointOf(client, { enabled: false }),
      await endpointOf(client, { eventTypes: ["webhook.*"] }),
    ];
    const { eventId, eventType } = await client.webhooks.sendTest(endpoint.id);
    await settled(client, endpoint.id);
    expect(endpoint.received().map(({ event }) => event)).toEqual([
      expect.objectContaining({
        id: eventId,
        type: eventType,
        data: { endpointId: endpoint.id, message: expect.any(String) as string },
      }),
    ]);
    expect(eventType).toBe("webhook.test");
    expect(other.received()).toEqual([]);
    expect(
      (await client.events.listEvents({ limit: 200 })).data.filter(({ type }) =>
        type.startsWith("webhook."),
      ),
    ).toEqual([]);
  });

  test("a delivery is made again, and everything since a time, with the same event ids", async () => {
    const { client } = await scene(start);
    const since = new Date();
    await addUser(client, "before");
    const endpoint = await endpointOf(client, { eventTypes: ["user.*"] });
    await addUser(client, "ada");
    const [delivery] = await settled(client, endpoint.id);
    const again = await client.webhooks.redeliver(delivery!.id);
    expect(again).toMatchObject({
      endpointId: endpoint.id,
      eventId: delivery!.eventId,
      eventType: "user.created",
      status: "pending",
      attempts: [],
    });
    expect(again.id).not.toBe(delivery!.id);
    await arrivals(endpoint, 2);
    expect(new Set(endpoint.received().map(({ text }) => text)).size).toBe(1);
    const answer = await client.webhooks.replay({ id: endpoint.id, since });
    expect(answer).toEqual({ success: true, since, until: expect.any(Date) as Date });
    await arrivals(endpoint, 4);
    expect(
      endpoint
        .received()
        .map(({ event }) => String(event.data.name))
        .sort(),
    ).toEqual(["ada", "ada", "ada", "before"]);
    expect(new Set(endpoint.received().map(({ event }) => event.id)).size).toBe(2);
    expect(
      await failureOf(
        client.webhooks.replay({ id: endpoint.id, since: new Date(Date.now() - 31 * 86_400_000) }),
      ),
    ).toMatchObject({ status: 422, errors: [{ field: "since" }] });
    expect(
      await failureOf(
        client.webhooks.replay({ id: endpoint.id, since: new Date(Date.now() + 60_000) }),
      ),
    ).toMatchObject({ status: 422, errors: [{ field: "since" }] });
    expect(await failureOf(client.webhooks.redeliver("whd_unknown"))).toMatchObject({
      status: 404,
    });
  });

  test("every delivery is accepted by the client and by the verifiers of Standard Webhooks and Svix; what is tampered with, old or wrongly keyed is not", async () => {
    const { client, sdk } = await scene(start);
    const endpoint = await endpointOf(client, { eventTypes: ["user.created"] });
    await addUser(client, "Zoë 🦄");
    const [{ text, headers, event }] = (await arrivals(endpoint, 1)) as [ReceivedWebhook];
    await accepted(text, headers, endpoint.secret);
    expect(
      await sdk.webhooks.constructEvent({
        payload: text,
        sigHeader: headers,
        secret: endpoint.secret,
      }),
    ).toEqual({ ...event, createdAt: new Date(event.createdAt) });
    const other = (await endpointOf(client)).secret;
    await refused(text.replace("Zoë", "Eve"), headers, endpoint.secret, "wrong_signature");
    await refused(text, headers, other, "wrong_signature");
    const later = Math.floor(Date.now() / 1_000) - 301;
    await refused(
      text,
      {
        ...headers,
        "webhook-timestamp": String(later),
        "x-banataauth-signature": headers["x-banataauth-signature"]!.replace(/t=\d+/, `t=${later}`),
      },
      endpoint.secret,
      "wrong_signature",
    );
  });

  test("for a day after a secret was rotated both sign, and only the new one is shown", async () => {
    const { client } = await scene(start);
    const endpoint = await endpointOf(client, { eventTypes: ["user.created"] });
    const { secret, ...shown } = await client.webhooks.rotateSecret(endpoint.id);
    expect(secret).not.toBe(endpoint.secret);
    expect(JSON.stringify([shown, await client.webhooks.listEndpoints()])).not.toMatch(/whsec_/);
    await addUser(client);
    const [{ text, headers }] = (await arrivals(endpoint, 1)) as [ReceivedWebhook];
    await accepted(text, headers, endpoint.secret);
    await accepted(text, headers, secret);
    expect(headers["webhook-signature"]!.split(" ")).toHaveLength(2);
  });
});

const standardHeadersOf = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith("webhook-")));

async function accepted(
  text: string,
  headers: Record<string, string>,
  secret: string,
): Promise<void> {
  const sent = JSON.parse(text) as { createdAt: string };
  const event = { ...sent, createdAt: new Date(sent.createdAt) };
  expect(await constructEvent({ payload: text, sigHeader: headers, secret })).toEqual(event);
  expect(
    await constructEvent({
      payload: new TextEncoder().encode(text),
      sigHeader: new Headers(standardHeadersOf(headers)),
      secret,
    }),
  ).toEqual(event);
  const sigHeader = headers["x-banataauth-signature"]!;
  expect(await verifySignature({ payload: text, sigHeader, secret })).toBe(true);
  expect(new StandardWebhook(secret).verify(text, headers)).toEqual(sent);
  expect(() => new SvixWebhook(secret).verify(text, headers)).not.toThrow(); // it answers nothing
}

async function refused(
  text: string,
  headers: Record<string, string>,
  secret: string,
  code: string,
): Promise<void> {
  for (const sigHeader of [
    headers,
    standardHeadersOf(headers),
    headers["x-banataauth-signature"]!,
  ]) {
    const signed = { payload: text, sigHeader, secret };
    expect(await verifySignature(signed)).toBe(false);
    const error = await constructEvent(signed).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(WebhookVerificationError);
    expect(error).toMatchObject({ code });
  }
  expect(() => new StandardWebhook(secret).verify(text, headers)).toThrow(/signature|timestamp/);
  expect(() => new SvixWebhook(secret).verify(text, headers)).toThrow(/signature|timestamp/);
}

/** Signed as a delivery of that time is, by others than the runtime. */
function signedAt(seconds: number, secret: string, text: string): Record<string, string> {
  return {
    ...{
      "webhook-id": "evt_1",
      "webhook-timestamp": String(seconds),
      "webhook-signature": new StandardWebhook(secret).sign(
        "evt_1",
        new Date(seconds * 1_000),
        text,
      ),
    },
    "x-banataauth-signature": `t=${seconds},v1=${createHmac("sha256", secret).update(`${seconds}.${text}`).digest("hex")}`,
  };
}

test.each([
  ["old", -310],
  ["from the future", 310],
])(
  "a delivery that is signed as it should be, but %s, is outside the tolerance, for the verifiers of others too",
  async (_what, after) => {
    const secret = `whsec_${randomBytes(32).toString("base64")}`;
    const text = JSON.stringify({
      id: "evt_1",
      type: "user.created",
      data: { name: "Zoë" },
      createdAt: "2026-01-02T03:04:05.678Z",
    });
    const now = Math.floor(Date.now() / 1_000);
    await accepted(text, signedAt(now, secret, text), secret);
    const headers = signedAt(now + after, secret, text);
    await refused(text, headers, secret, "outside_tolerance");
    for (const sigHeader of [headers, standardHeadersOf(headers)])
      expect(
        await verifySignature({ payload: text, sigHeader, secret, tolerance: 600 }),
        "it is the time alone",
      ).toBe(true);
  },
);

test("a project has at most 100 endpoints", async () => {
  const { client } = await scene(httpRuntime);
  for (let i = 0; i < 100; i++)
    await client.webhooks.createEndpoint({ url: `https://hooks.example.com/${i}`, enabled: false });
  expect(
    await failureOf(client.webhooks.createEndpoint({ url: "https://hooks.example.com/more" })),
  ).toMatchObject({ status: 409, code: "conflict" });
});

test("a secret is sealed where it is stored", async () => {
  const { client, runtime } = await scene(httpRuntime);
  const { secret } = await endpointOf(client);
  const rows = await runtime.engine.run(
    async (ctx) => await ctx.db.query("webhookEndpoints").collect(),
  );
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain(secret.slice("whsec_".length));
});

describe("whoever changes something tells it:", () => {
  type Stage = Awaited<ReturnType<typeof told>>;
  async function told() {
    const stage = await scene(httpRuntime);
    return { ...stage, endpoint: await endpointOf(stage.client) };
  }
  const places: readonly (readonly [
    who: string,
    type: string,
    act: (stage: Stage) => Promise<unknown>,
  ])[] = [
    [
      "the command line",
      "api_key.created",
      async ({ runtime, project }) =>
        await runtime.setup("createKey", { projectId: project.id, name: "of setup" }),
    ],
    [
      "somebody who signs up",
      "user.created",
      async ({ runtime, project }) =>
        await newVisitor(runtime, project.id).client.signUp.email({
          email: "ada@example.com",
          password: "correct horse battery",
          name: "Ada",
        }),
    ],
    [
      "a mail that cannot be sent",
      "email.failed",
      async ({ client }) =>
        await client.emails.send({ to: "ada@example.com", template: "welcome" }),
    ],
    [
      "the end of a ban",
      "user.unbanned",
      async ({ client, runtime, project }) => {
        const user = await addUser(client);
        const banExpires = Date.now() + 500;
        await client.users.banUser({ userId: user.id, banExpires });
        await new Promise((resolve) => setTimeout(resolve, 510));
        await runtime.run("users/banExpiry:expire", {
          projectId: project.id,
          userId: user.id,
          banExpires,
        }); // unless it came by itself
      },
    ],
    [
      "who accepts an invitation",
      "invitation.accepted",
      async ({ client, runtime, project }) => {
        const user = (
          await client.users.createUser({
            email: "invited@example.com",
            name: "Invited",
            emailVerified: true,
          })
        ).user;
        const { id: organizationId } = await client.organizations.createOrganization({
          name: "Acme",
        });
        const { id } = await client.organizations.sendInvitation({
          organizationId,
          email: user.email,
          role: "member",
        });
        await runtime.run("organizations/responses:accept", {
          projectId: project.id,
          userId: user.id,
          invitation: { id },
        });
      },
    ],
  ];
  test.each(places)("%s (%s)", async (_who, type, act) => {
    const stage = await told();
    await act(stage);
    const seen = await until(stage.endpoint.types, (types) => types.includes(type));
    expect(seen).toContain(type);
    // All that happened was told, in the order of nothing in particular.
    const { data } = await stage.client.events.listEvents({ limit: 200 });
    const since = data
      .slice(data.findIndex((event) => event.type === "webhook_endpoint.created") + 1)
      .map((event) => event.type);
    expect(await until(stage.endpoint.types, ({ length }) => length >= since.length)).toEqual(
      since.sort(),
    );
  });
});
