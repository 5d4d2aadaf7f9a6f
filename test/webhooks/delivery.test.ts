/**
 * What delivery promises when things go wrong, on the test engine with a clock of its own and a
 * server that fails on purpose.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { internal } from "../../convex/component/_generated/api";
import { MAXIMUM_BYTES, formatPayload } from "../../convex/component/webhooks/payload";
import { elapse as elapseOn } from "../support/backgroundWork";
import { inboxOf } from "../support/mailbox";
import { allRows } from "../support/rows";
import { httpRuntime, newProject, type TestProject } from "../support/runtime";
import { scene } from "../support/transports";
import { WebhookReceiver, type Answer } from "../support/webhookReceiver";

const receiver = new WebhookReceiver();
beforeAll(async () => {
  process.env.BANATA_LOCAL_WEBHOOKS = "1";
  await receiver.start();
});
afterAll(() => {
  delete process.env.BANATA_LOCAL_WEBHOOKS;
  receiver.close();
});
beforeEach(() => {
  receiver.reset();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
});
afterEach(() => void vi.useRealTimers());

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

async function staged(eventTypes = ["user.*"]) {
  const runtime = httpRuntime();
  const stage = await scene(() => runtime);
  const endpoint = await stage.client.webhooks.createEndpoint({
    url: `${receiver.url}/hook`,
    eventTypes,
  });
  const { engine } = runtime;
  const rows = async () => await allRows(engine);
  const elapse = async (milliseconds: number) => await elapseOn(engine, milliseconds);
  let serial = 0;
  return {
    ...{ ...stage, engine, endpoint, rows, elapse },
    addUser: async () =>
      (await stage.client.users.createUser({ email: `u${serial++}@example.com`, name: "Ada" }))
        .user,
    deliveries: async () =>
      (await stage.client.webhooks.listDeliveries({ id: endpoint.id, limit: 100, order: "asc" }))
        .data,
    shown: async () =>
      (await stage.client.webhooks.listEndpoints({ limit: 100 })).data.find(
        ({ id }) => id === endpoint.id,
      )!,
  };
}

test("the statistics count each attempt by its outcome", async () => {
  const { addUser, elapse, runtime, client } = await staged();
  receiver.answer = () => (receiver.received.length > 0 ? 200 : 500);
  await addUser();
  for (const wait of [0, 6 * SECOND, 6 * SECOND]) await elapse(wait);
  expect(receiver.received).toHaveLength(2);
  await elapse(2 * MINUTE);
  await runtime.run("statistics/fold:fold");
  const now = Date.now();
  const counted = async (metric: "webhookDeliveries" | "webhookFailures") =>
    (await client.statistics.get({ metric, from: now - DAY, to: now, bucket: "day" })).data.reduce(
      (sum, { count }) => sum + count,
      0,
    );
  expect([await counted("webhookDeliveries"), await counted("webhookFailures")]).toEqual([1, 1]);
});

test("attempts come after about 0, 5 seconds, 5 and 30 minutes, 2, 5, 10 and 24 hours with the same id and body, then the delivery has failed", async () => {
  const { addUser, elapse, deliveries, shown } = await staged();
  receiver.answer = () => 500;
  await addUser();
  await elapse(0);
  expect(receiver.received).toHaveLength(1);
  let attempts = 1;
  for (const wait of [
    5 * SECOND,
    5 * MINUTE,
    30 * MINUTE,
    2 * HOUR,
    5 * HOUR,
    10 * HOUR,
    24 * HOUR,
  ]) {
    const next = (await deliveries())[0]!.nextAttemptAt!.getTime();
    expect(
      Math.abs(next - Date.now() - wait),
      "a tenth more or less, and what the test takes",
    ).toBeLessThan(wait * 0.1 + 2 * SECOND);
    await elapse(next - Date.now() - 200);
    expect(receiver.received, "not before its time").toHaveLength(attempts);
    await elapse(201);
    expect(receiver.received).toHaveLength(++attempts);
  }
  const [delivery] = await deliveries();
  expect(delivery).toMatchObject({ status: "failed", nextAttemptAt: null });
  expect(delivery!.attempts).toHaveLength(8);
  await elapse(48 * HOUR);
  expect(receiver.received).toHaveLength(8);
  expect(new Set(receiver.received.map(({ text }) => text)).size).toBe(1);
  // Each attempt is signed anew, or a late one would be too old for its receiver.
  expect(new Set(receiver.received.map(({ headers }) => headers["webhook-timestamp"])).size).toBe(
    8,
  );
  expect(await shown()).toMatchObject({ successCount: 0, failureCount: 8, enabled: true });
});

test.each<[Answer, object]>([
  ["hang", { status: null, error: "timeout" }],
  ["reset", { status: null, error: "connection" }],
  [503, { status: 503, error: "status" }],
  [
    { status: 302, headers: { location: "http://127.0.0.1:1/" } },
    { status: 302, error: "redirect" },
  ],
])("after %j the event is delivered again", async (answer, attempt) => {
  const { addUser, elapse, deliveries } = await staged();
  receiver.answer = () => (receiver.received.length === 0 ? answer : 204);
  await addUser();
  await elapse(0);
  if (answer === "hang") await elapse(15 * SECOND);
  await elapse(6 * SECOND);
  expect((await deliveries())[0]).toMatchObject({
    status: "succeeded",
    attempts: [attempt, { status: 204, error: null }],
  });
  expect(new Set(receiver.received.map(({ event }) => event.id)).size).toBe(1);
});

test("an endpoint that asks us to wait is left alone so long, with everything", async () => {
  const { addUser, elapse, deliveries } = await staged();
  receiver.answer = () =>
    receiver.received.length === 0 ? { status: 429, headers: { "retry-after": "600" } } : 200;
  await addUser();
  await elapse(0);
  await addUser();
  await elapse(9 * MINUTE);
  expect(receiver.received).toHaveLength(1);
  await elapse(62 * SECOND);
  expect((await deliveries()).map(({ status }) => status)).toEqual(["succeeded", "succeeded"]);
  expect(receiver.received).toHaveLength(3);
});

test("410 disables the endpoint at once, and the project's other endpoints are told why", async () => {
  const { addUser, elapse, deliveries, shown, client } = await staged();
  await client.webhooks.createEndpoint({
    url: `${receiver.url}/other`,
    eventTypes: ["webhook_endpoint.disabled"],
  });
  receiver.answer = (path) => (path === "/hook" ? 410 : 200);
  await addUser();
  await elapse(0);
  expect(await shown()).toMatchObject({ enabled: false, disabledReason: "gone", failureCount: 1 });
  expect((await deliveries())[0]).toMatchObject({ status: "failed" });
  expect(
    receiver
      .at("/other")
      .map(({ event }) => [event.type, event.data.id, event.data.disabledReason]),
  ).toEqual([["webhook_endpoint.disabled", (await shown()).id, "gone"]]);
  await addUser();
  await elapse(3 * DAY);
  expect(receiver.at("/hook")).toHaveLength(1);
  const { data: entries } = await client.auditLogs.listEvents({
    action: "webhook_endpoint.disabled",
  });
  expect(entries).toMatchObject([
    {
      actor: { type: "system", id: "webhooks" },
      targets: [{ type: "webhook_endpoint", id: (await shown()).id }],
    },
  ]);
});

test("an endpoint that fails for five days is disabled, with an event; one that works now and then is not", async () => {
  const { addUser, elapse, shown, client } = await staged();
  receiver.answer = () => 500;
  for (let day = 0; day < 6; day++) {
    await addUser();
    await elapse(DAY);
    if (day === 3) expect((await shown()).enabled).toBe(true);
  }
  expect(await shown()).toMatchObject({ enabled: false, disabledReason: "failing" });
  expect(
    (await client.events.listEvents({ eventTypes: ["webhook_endpoint.disabled"] })).data,
  ).toHaveLength(1);
  // Enabled again, it has five days again.
  await client.webhooks.updateEndpoint({ id: (await shown()).id, enabled: true });
  await addUser();
  await elapse(0);
  expect(await shown()).toMatchObject({ enabled: true, disabledReason: null });
});

/**
 * The staged endpoint with somebody to write to, and what they got when everything has gone out.
 */
async function stagedWithContact() {
  const stage = await staged();
  const inbox = await inboxOf(stage.runtime);
  const to = `ops-${stage.project.id.toLowerCase()}@example.com`;
  await stage.client.webhooks.updateEndpoint({ id: stage.endpoint.id, contactEmail: to });
  const mails = async () => {
    for (
      const end = performance.now() + 10_000;
      performance.now() < end &&
      (await stage.rows()).mails.some(({ status }) => status === "queued");
    )
      await stage.elapse(1);
    expect((await stage.rows()).mails.map((mail) => [mail.to, mail.status])).toEqual(
      (await inbox.messages(to)).map(() => [to, "sent"]),
    );
    return await inbox.messages(to);
  };
  return { ...stage, to, mails };
}

test("whoever an endpoint names is mailed once when 410 disables it, and again when that happens again", async () => {
  const { addUser, elapse, shown, mails, client, endpoint, project } = await stagedWithContact();
  receiver.answer = () => 410;
  for (let i = 0; i < 3; i++) await addUser();
  await elapse(0);
  expect(receiver.received.length).toBeGreaterThan(1);
  expect(await shown()).toMatchObject({ enabled: false, disabledReason: "gone" });
  const [mail, ...others] = await mails();
  expect(others).toEqual([]);
  expect(mail).toMatchObject({
    template: "webhook-disabled",
    projectId: project.id,
    subject: expect.stringContaining("was disabled"),
  });
  for (const part of [mail!.html, mail!.text])
    for (const words of [endpoint.url, "It answered 410 Gone"]) expect(part).toContain(words);
  await client.webhooks.sendTest(endpoint.id);
  await elapse(MINUTE);
  expect(await mails(), "it is disabled already").toHaveLength(1);
  await client.webhooks.updateEndpoint({ id: endpoint.id, enabled: true });
  await addUser();
  await elapse(0);
  expect(await mails()).toHaveLength(2);
});

test("whoever an endpoint names is mailed once when five days of failures disable it, and not when a caller does", async () => {
  const { addUser, elapse, shown, mails, client, endpoint } = await stagedWithContact();
  await client.webhooks.updateEndpoint({ id: endpoint.id, enabled: false });
  await client.webhooks.updateEndpoint({ id: endpoint.id, enabled: true });
  receiver.answer = () => 500;
  await addUser();
  await elapse(0);
  // An answer counts when its step ends: by days, the attempts of two days would take a week.
  for (let hour = 0; hour < 5 * 24; hour++) await elapse(HOUR);
  expect(await shown()).toMatchObject({ enabled: true, failureCount: 8 });
  expect(await mails()).toEqual([]);
  for (let i = 0; i < 3; i++) await addUser();
  await elapse(0);
  expect(await shown()).toMatchObject({ enabled: false, disabledReason: "failing" });
  expect(await mails()).toHaveLength(1);
  await addUser();
  await elapse(DAY);
  const [mail, ...others] = await mails();
  expect(others).toEqual([]);
  for (const part of [mail!.html, mail!.text])
    for (const words of [endpoint.url, "for five days"]) expect(part).toContain(words);
});

test("where an endpoint names nobody, or nobody any more, no mail is queued, and the event is there", async () => {
  const { addUser, elapse, shown, mails, client, endpoint } = await stagedWithContact();
  await client.webhooks.updateEndpoint({ id: endpoint.id, contactEmail: null });
  const nameless = await client.webhooks.createEndpoint({
    url: `${receiver.url}/nameless`,
    eventTypes: ["user.*"],
  });
  receiver.answer = () => 410;
  await addUser();
  await elapse(0);
  expect(await shown()).toMatchObject({ enabled: false, disabledReason: "gone" });
  const { data } = await client.events.listEvents({ eventTypes: ["webhook_endpoint.disabled"] });
  expect(
    data
      .flatMap((event) => (event.type === "webhook_endpoint.disabled" ? [event.data.id] : []))
      .sort(),
  ).toEqual([endpoint.id, nameless.id].sort());
  expect(await mails()).toEqual([]);
});

test("what becomes due while an endpoint is disabled is given up; what a caller asks for is sent", async () => {
  const { addUser, elapse, deliveries, client, endpoint } = await staged();
  receiver.answer = () => 500;
  await addUser();
  await elapse(0);
  await client.webhooks.updateEndpoint({ id: endpoint.id, enabled: false });
  await elapse(6 * SECOND);
  expect(receiver.received).toHaveLength(1);
  expect((await deliveries()).map(({ status }) => status)).toEqual(["failed"]);
  receiver.answer = () => 200;
  await client.webhooks.redeliver((await deliveries())[0]!.id);
  await elapse(0);
  expect((await deliveries()).map(({ status }) => status)).toEqual(["failed", "succeeded"]);
});

test("up to ten requests to an endpoint are under way at once, and one that hangs does not hold up the others", async () => {
  const { addUser, elapse, deliveries } = await staged();
  for (let i = 0; i < 14; i++) await addUser();
  let hung: string | null = null;
  receiver.answer = (_path, id) => ((hung ??= id) === id ? "hang" : 200);
  await elapse(SECOND);
  expect(receiver.mostOpen).toBeLessThanOrEqual(10);
  expect((await deliveries()).filter(({ status }) => status === "succeeded")).toHaveLength(13);
});

test("an endpoint that hangs delays no other", async () => {
  const { addUser, elapse, client } = await staged();
  const other = await client.webhooks.createEndpoint({
    url: `${receiver.url}/other`,
    eventTypes: ["user.*"],
  });
  receiver.answer = (path) => (path === "/hook" ? "hang" : 200);
  for (let i = 0; i < 12; i++) await addUser();
  await elapse(SECOND);
  expect(
    (await client.webhooks.listDeliveries({ id: other.id, status: "succeeded" })).data,
  ).toHaveLength(12);
});

/** An event for the endpoint whose run has died at once. Returns the run and its transactions. */
async function withDeadRun() {
  const stage = await staged();
  const { addUser, engine, project, endpoint, rows } = stage;
  const cancelJobs = async (isAffected: (name: string) => boolean) =>
    await engine.run(async (ctx) => {
      for (const job of await ctx.db.system.query("_scheduled_functions").collect())
        if (job.state.kind === "pending" && isAffected(job.name))
          await ctx.scheduler.cancel(job._id);
    });
  await addUser();
  await cancelJobs(() => true);
  const { eventId, batch } = (await rows()).webhookOutbox[0]! as { eventId: string; batch: string };
  await engine.mutation(internal.webhooks.dispatch.dispatch, { projectId: project.id, batch });
  await engine.mutation(internal.lanes.runs.start, { lane: "webhooks" });
  await cancelJobs((name) => name.includes("sending"));
  const [{ run }] = (await rows()).laneRuns as [{ run: string }];
  const step = async (kind: "take" | "work" | "report", reports: object[] = []) =>
    await engine.mutation(internal.webhooks.steps.step, {
      ...{ projectId: project.id, endpointId: endpoint.id, run, kind },
      reports: reports as never, // made below
      free: 10,
      underWay: 0,
    });
  return { ...stage, eventId, cancelJobs, step };
}

test("the attempts of a run whose process died are made again within seconds, and what the lost one says after all changes nothing", async () => {
  const { elapse, deliveries, eventId, step } = await withDeadRun();
  const work = await step("take");
  expect(work!.deliveries.map((each) => each.eventId)).toEqual([eventId]);
  await elapse(3 * SECOND);
  expect(receiver.received).toHaveLength(0);
  await elapse(2 * SECOND);
  expect(receiver.received.map(({ event }) => event.id)).toEqual([eventId]);
  expect((await deliveries())[0]).toMatchObject({ status: "succeeded" });
  const late = {
    deliveryId: work!.deliveries[0]!.id,
    number: 1,
    attempt: { at: 0, status: 500, latency: 1, error: "status", response: null },
    retryAfter: null,
  };
  expect(await step("work", [late])).toBeNull();
  expect((await deliveries())[0]).toMatchObject({ status: "succeeded" });
});

test("the late failure of an attempt whose lease has expired is ignored, its late success counts", async () => {
  const { deliveries, rows, cancelJobs, step: next } = await withDeadRun();
  await cancelJobs(() => true);
  const step = async (reports: object[]) => await next("work", reports);
  const first = (await next("take"))!.deliveries[0]!;
  expect(first.number).toBe(1);
  vi.setSystemTime(Date.now() + 26 * SECOND);
  expect((await step([]))!.deliveries).toMatchObject([{ id: first.id, number: 2 }]);
  const due = (await rows()).webhookDeliveries[0]!.dueAt;
  const late = (attempt: object) => ({
    deliveryId: first.id,
    number: 1,
    attempt: { at: 0, latency: 1, response: null, ...attempt },
    retryAfter: null,
  });
  await step([late({ status: 500, error: "status" })]);
  expect((await rows()).webhookDeliveries[0]).toMatchObject({
    status: "pending",
    attempts: [],
    dueAt: due,
  });
  await step([late({ status: 200, error: null })]);
  expect((await deliveries())[0]).toMatchObject({ status: "succeeded" });
});

test("what a dispatch left in the outbox is swept up, and told once", async () => {
  const { addUser, elapse, engine, runtime, rows } = await staged();
  await addUser();
  await engine.run(async (ctx) => {
    for (const job of await ctx.db.system.query("_scheduled_functions").collect())
      if (job.state.kind === "pending") await ctx.scheduler.cancel(job._id);
  });
  await elapse(30 * SECOND);
  await runtime.run("webhooks/sweep:sweep");
  await elapse(0);
  expect(receiver.received, "it may still come by itself").toHaveLength(0);
  await elapse(31 * SECOND);
  for (let i = 0; i < 2; i++) await runtime.run("webhooks/sweep:sweep");
  await elapse(0);
  expect(receiver.received).toHaveLength(1);
  expect((await rows()).webhookOutbox).toEqual([]);
});

test("a change that was undone is told to nobody", async () => {
  const { client, elapse, rows } = await staged(["*"]);
  await elapse(0);
  receiver.reset();
  await client.users.createUser({ email: "taken@example.com", name: "A" });
  const calls = [
    client.users.createUser({ email: "taken@example.com", name: "B" }),
    client.users.updateUser({ userId: "usr_unknown", name: "C" }),
  ];
  expect((await Promise.allSettled(calls)).map(({ status }) => status)).toEqual([
    "rejected",
    "rejected",
  ]);
  await elapse(0);
  expect(receiver.received.map(({ event }) => event.type)).toEqual(["user.created"]);
  expect((await rows()).webhookOutbox).toEqual([]);
});

test("deliveries are forgotten after 30 days, and those of a deleted endpoint with it", async () => {
  const { addUser, elapse, rows, runtime, client, endpoint } = await staged();
  await addUser();
  await elapse(0);
  await runtime.run("webhooks/deletion:purge");
  expect((await rows()).webhookDeliveries).toHaveLength(1);
  vi.setSystemTime(Date.now() + 31 * DAY);
  await runtime.run("webhooks/deletion:purge");
  expect((await rows()).webhookDeliveries).toEqual([]);
  await addUser();
  await elapse(0);
  await client.webhooks.deleteEndpoint(endpoint.id);
  await elapse(0);
  const { webhookDeliveries, webhookPumps, webhookRoutes } = await rows();
  expect([webhookDeliveries, webhookPumps, webhookRoutes.flatMap(({ routes }) => routes)]).toEqual([
    [],
    [],
    [],
  ]);
});

test("an event that would be larger than 256 KiB is told with its ids", () => {
  const event = {
    id: "evt_1",
    type: "user.updated",
    createdAt: 0,
    data: JSON.stringify({
      id: "usr_1",
      organizationId: "org_1",
      name: "Ada",
      metadata: { text: "é".repeat(MAXIMUM_BYTES / 2) },
    }),
  };
  const time = "1970-01-01T00:00:00.000Z";
  expect(JSON.parse(formatPayload(event))).toEqual({
    id: "evt_1",
    type: "user.updated",
    timestamp: time,
    createdAt: time,
    data: { id: "usr_1", organizationId: "org_1", truncated: true },
  });
  expect(
    JSON.parse(formatPayload({ ...event, data: '{"id":"usr_1","name":"Ada"}' })),
  ).toMatchObject({
    data: { id: "usr_1", name: "Ada" },
  });
});

test("without an enabled endpoint a change leaves nothing for webhooks", async () => {
  const { client, rows, endpoint, elapse } = await staged();
  await elapse(0);
  await client.webhooks.updateEndpoint({ id: endpoint.id, enabled: false });
  await elapse(0);
  await client.users.createUser({ email: "quiet@example.com", name: "Quiet" });
  const { webhookOutbox, projects } = await rows();
  expect(webhookOutbox).toEqual([]);
  expect(projects).toMatchObject([{ hasWebhooks: false }]);
});

test("one project's events are told to its own endpoints alone", async () => {
  const { runtime, elapse, addUser } = await staged(["*"]);
  const other: TestProject = await newProject(runtime);
  const theirs = runtime.client(other);
  await theirs.webhooks.createEndpoint({ url: `${receiver.url}/theirs`, eventTypes: ["user.*"] });
  await addUser();
  await theirs.users.createUser({ email: "theirs@example.com", name: "Theirs" });
  await elapse(0);
  expect(receiver.at("/theirs").map(({ event }) => event.data.email)).toEqual([
    "theirs@example.com",
  ]);
  expect(receiver.at("/hook").filter(({ text }) => text.includes("theirs"))).toEqual([]);
});
