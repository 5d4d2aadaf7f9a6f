/** What delivery promises when things go wrong, on the test engine with a clock of its own. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { internal } from "../../convex/component/_generated/api";
import { queueMail } from "../../convex/component/emails/queue";
import { TenantWriter } from "../../convex/component/tenancy/database";
import { elapse as elapseOn } from "../support/backgroundWork";
import { MailProvider } from "../support/mailProvider";
import { allRows, textOf } from "../support/rows";
import { httpRuntime } from "../support/runtime";
import { scene } from "../support/transports";

const SECRET = "t0ken-of-somebody";
const server = new MailProvider();
beforeAll(async () => void (process.env.BANATA_LOCAL_PROVIDER_URL = (await server.start()).url));
afterAll(() => server.close());
beforeEach(() => {
  server.reset();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
});
afterEach(() => void vi.useRealTimers());

const minutes = (count: number) => count * 60_000;

async function queued() {
  const runtime = httpRuntime();
  const stage = await scene(() => runtime);
  await stage.client.emails.saveProvider({
    provider: "resend",
    apiKey: "re_secret_key",
    fromEmail: "a@acme.example",
  });
  const { messageId } = await stage.client.emails.send({
    to: "ada@example.com",
    template: "magic-link",
    data: { url: `https://app.example/?token=${SECRET}` },
  });
  return {
    ...{ ...stage, messageId, engine: runtime.engine },
    elapse: async (milliseconds: number) => await elapseOn(runtime.engine, milliseconds),
    message: async () => await stage.client.emails.getMessage(messageId),
    row: async () => (await allRows(runtime.engine)).mails[0]!,
  };
}

test("attempts come after 0, 5 seconds, 1, 5 and 30 minutes, then the mail has failed", async () => {
  const { elapse, message, row } = await queued();
  server.answers = Array.from({ length: 5 }, () => ({ status: 503 }));
  await elapse(0);
  expect(server.requests).toHaveLength(1);
  for (const [wait, attempts] of [
    [5_000, 2],
    [minutes(1), 3],
    [minutes(5), 4],
    [minutes(30), 5],
  ] as const) {
    await elapse(wait - 100);
    expect(server.requests, "not before its time").toHaveLength(attempts - 1);
    await elapse(101);
    expect(server.requests).toHaveLength(attempts);
  }
  expect(await message()).toMatchObject({
    status: "failed",
    attempts: 5,
    failureReason: "resend answered 503 (5 attempts)",
  });
  await elapse(minutes(120));
  expect(server.requests).toHaveLength(5);
  expect((await row()).sealedData).toBeNull();
});

test.each([[{ status: 429 }], [{ status: 408 }], [{ status: 502 }], ["hang up"]] as const)(
  "%j may pass, and the next attempt sends the mail with the same idempotency key",
  async (answer) => {
    const { elapse, message, messageId } = await queued();
    server.answers = [answer];
    await elapse(0);
    expect(await message()).toMatchObject({ status: "queued", attempts: 1 });
    await elapse(5_001);
    expect(await message()).toMatchObject({ status: "sent", attempts: 2 });
    expect(server.requests.map(({ headers }) => headers["idempotency-key"])).toEqual([
      messageId,
      messageId,
    ]);
  },
);

test("a provider that asks us to wait is waited for, an hour at most", async () => {
  const { elapse } = await queued();
  server.answers = [
    { status: 429, headers: { "retry-after": "120" } },
    { status: 429, headers: { "retry-after": "999999" } },
  ];
  await elapse(0);
  await elapse(minutes(2) - 100);
  expect(server.requests).toHaveLength(1);
  await elapse(101);
  expect(server.requests).toHaveLength(2);
  await elapse(minutes(60) - 100);
  expect(server.requests).toHaveLength(2);
  await elapse(101);
  expect(server.requests).toHaveLength(3);
});

test("an attempt that nothing was heard of is made again within seconds, and counted", async () => {
  const { engine, elapse, message, messageId, project } = await queued();
  // As if the process had died: its attempt is begun, its outcome never comes.
  await engine.mutation(internal.emails.delivery.dispatch, { projectId: project.id });
  await engine.mutation(internal.lanes.runs.start, { lane: "mail" });
  await engine.run(async (ctx) => {
    for (const job of await ctx.db.system.query("_scheduled_functions").collect())
      if (job.name.includes("sending")) await ctx.scheduler.cancel(job._id);
  });
  const [{ run }] = (await allRows(engine)).laneRuns as [{ run: string }];
  const step = { projectId: project.id, run, free: 1, underWay: 0 };
  expect(
    await engine.mutation(internal.emails.delivery.step, { ...step, kind: "take", reports: [] }),
  ).toEqual([{ mailId: messageId, attempt: 1 }]);
  await elapse(3_000);
  expect(server.requests).toHaveLength(0);
  await elapse(2_000);
  expect(server.requests).toHaveLength(1);
  expect(await message()).toMatchObject({ status: "sent", attempts: 2 });
  // What the lost attempt says after all changes nothing any more.
  await engine.mutation(internal.emails.delivery.step, {
    ...{ ...step, kind: "report", free: 0 },
    reports: [{ mailId: messageId, attempt: 1, outcome: { kind: "failed", reason: "late" } }],
  });
  expect((await message()).status).toBe("sent");
});

test("what a mail says is sealed while it waits, gone when it was sent, and in no other row at any time", async () => {
  const { engine, elapse, row } = await queued();
  const before = await allRows(engine);
  expect(textOf(before)).not.toContain(SECRET);
  expect(textOf(before)).not.toContain("re_secret_key");
  expect(String((await row()).sealedData).length).toBeGreaterThan(80);
  server.answers = [{ status: 500, body: SECRET }];
  await elapse(0);
  await elapse(5_001);
  expect(server.requests[1]!.body).toContain(SECRET);
  expect((await row()).sealedData).toBeNull();
  expect(textOf(await allRows(engine))).not.toContain(SECRET);
  const jobs = await engine.run(
    async (ctx) => await ctx.db.system.query("_scheduled_functions").collect(),
  );
  expect(jobs.length).toBeGreaterThan(3);
  expect(textOf(jobs)).not.toMatch(new RegExp(`${SECRET}|re_secret_key|ada@example`));
});

test("what was sealed for one message opens for no other", async () => {
  const { engine, elapse, client } = await queued();
  const { messageId } = await client.emails.send({ to: "eve@example.com", template: "welcome" });
  await engine.run(async (ctx) => {
    const [one, other] = await ctx.db.query("mails").collect();
    await ctx.db.patch("mails", other!._id, { sealedData: one!.sealedData });
  });
  await elapse(0);
  expect(await client.emails.getMessage(messageId)).toMatchObject({
    status: "failed",
    failureReason: expect.stringContaining("cannot be decrypted") as string,
  });
  expect(server.requests).toHaveLength(1);
});

test("a mail whose cause was undone is not sent", async () => {
  const { engine, project, elapse } = await queued();
  await elapse(0);
  server.reset();
  await expect(
    engine.run(async (ctx) => {
      await queueMail(
        { db: new TenantWriter(ctx.db, project.id), now: Date.now(), scheduler: ctx.scheduler },
        { to: "b@example.com", template: "welcome", data: {} },
      );
      throw new Error("undone");
    }),
  ).rejects.toThrow("undone");
  await elapse(minutes(5));
  expect(server.requests).toEqual([]);
  expect((await allRows(engine)).mails).toHaveLength(1);
});

test("the runtime's own mails need their variables: queueMail refuses a mail that could not be made", async () => {
  const { engine, project } = await queued();
  const queue = async (data: { url: string }) =>
    await engine.run(async (ctx) => {
      return await queueMail(
        { db: new TenantWriter(ctx.db, project.id), now: Date.now(), scheduler: ctx.scheduler },
        { to: "b@example.com", template: "password-reset", data },
      );
    });
  await expect(queue({ url: "" })).rejects.toThrow("url: Required");
  await expect(queue({ url: "javascript:1" })).rejects.toThrow("url: Expected an http");
  expect(await queue({ url: "https://app.example/reset" })).toMatch(/^msg_/);
});

test("a mail of a deleted project is not sent", async () => {
  const { runtime, project, elapse } = await queued();
  const { key } = await runtime.setup("createAdminKey", { name: "admin" });
  await runtime.client(project, key).projects.deleteProject(project.id);
  await elapse(minutes(2));
  expect(server.requests).toEqual([]);
});

test("what became of a mail is forgotten after 30 days", async () => {
  const { runtime, engine, elapse } = await queued();
  await elapse(0);
  await runtime.run("emails/delivery:purge");
  expect((await allRows(engine)).mails).toHaveLength(1);
  vi.setSystemTime(Date.now() + 31 * 24 * minutes(60));
  await runtime.run("emails/delivery:purge");
  expect((await allRows(engine)).mails).toEqual([]);
});
