/** How long events and audit entries are kept. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { httpRuntime, newProject } from "../support/runtime";
import { allRows } from "../support/rows";
import { keyWith, scene, transports } from "../support/transports";

afterEach(() => {
  vi.useRealTimers();
});

const day = (n: number) => Date.UTC(2026, 0, n);

/** Runs the cron, and everything that it schedules. */
async function purge({ run, engine }: ReturnType<typeof httpRuntime>): Promise<void> {
  await run("auditLogs/purge:begin");
  await run("auditLogs/purge:purgeDefault");
  await engine.finishAllScheduledFunctions(() => vi.runAllTimers());
}

describe.each(transports)("retention %s", (_name, start) => {
  test("is 400 and 90 days until another one is chosen, field by field, or none", async () => {
    const { client } = await scene(start);
    expect(await client.auditLogs.getRetention()).toEqual({ auditDays: 400, eventDays: 90 });
    expect(await client.auditLogs.saveRetention({ auditDays: 30 })).toEqual({
      auditDays: 30,
      eventDays: 90,
    });
    expect(await client.auditLogs.saveRetention({ eventDays: 7 })).toEqual({
      auditDays: 30,
      eventDays: 7,
    });
    expect(await client.auditLogs.getRetention()).toEqual({ auditDays: 30, eventDays: 7 });
    expect(await client.auditLogs.saveRetention({ auditDays: null, eventDays: null })).toEqual({
      auditDays: null,
      eventDays: null,
    });
    for (const [field, days] of [
      ["auditDays", 0],
      ["auditDays", 1.5],
      ["eventDays", 6],
      ["eventDays", 4000],
    ] as const) {
      await expect(client.auditLogs.saveRetention({ [field]: days })).rejects.toMatchObject({
        status: 422,
        errors: [{ field }],
      });
    }
  });
});

describe("retention", () => {
  test("deletes what is older, by time, and leaves what is younger and what is another project's", async () => {
    vi.useFakeTimers({ now: day(1) });
    const { client, runtime, project } = await scene(httpRuntime);
    const other = runtime.client(await newProject(runtime));
    for (const each of [client, other]) {
      for (let n = 1; n <= 20; n++) {
        vi.setSystemTime(day(n));
        const { user } = await each.users.createUser({ email: `u${n}@example.com`, name: "A" });
        if (n === 1)
          await each.organizations.addMember({
            organizationId: (await each.organizations.createOrganization({ name: "Here" })).id,
            userId: user.id,
            role: "member",
          });
      }
    }
    await client.auditLogs.saveRetention({ auditDays: 5, eventDays: 10 });
    vi.setSystemTime(day(20) + 3_600_000);
    const before = await allRows(runtime.engine);
    await purge(runtime);
    const { events, eventDeletions, auditEvents, auditTargets, ...rest } = await allRows(
      runtime.engine,
    );
    const days = (rows: unknown[] | undefined, of: (row: { projectId: string }) => boolean) => [
      ...new Set(
        (rows as { projectId: string; createdAt: number }[])
          .filter(of)
          .map(({ createdAt }) => new Date(createdAt).getUTCDate()),
      ),
    ];
    const isOwn = ({ projectId }: { projectId: string }) => projectId === project.id;
    expect(days(auditEvents, isOwn)).toEqual([16, 17, 18, 19, 20]);
    expect(days(events, isOwn)).toEqual([11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
    const others = (rows: unknown[] | undefined) =>
      (rows as { projectId: string }[]).filter((row) => !isOwn(row));
    for (const [now, then] of [
      [events, before.events],
      [auditEvents, before.auditEvents],
      [auditTargets, before.auditTargets],
    ])
      expect(others(now)).toEqual(others(then));
    expect((auditTargets as { projectId: string }[]).filter(isOwn)).toEqual([]); // that of the member's entry went with it
    expect(eventDeletions).toMatchObject([{ projectId: project.id }]);
    const looked = (row: object) => ({ ...row, dueAt: undefined }); // when it is due again
    expect({ ...rest, retentions: rest.retentions.map(looked) }).toEqual({
      ...before,
      events: undefined,
      eventDeletions: undefined,
      auditEvents: undefined,
      auditTargets: undefined,
      retentions: before.retentions.map(looked),
    });
    expect((await client.events.listEvents({ limit: 1 })).data[0]!.createdAt).toBe(day(11));
  });

  test.each([
    ["chosen", { eventDays: 10 }, day(20)],
    ["default", null, day(100)],
  ] as const)(
    "a cursor before events that the %s one has deleted is 410, and no other",
    async (_name, retention, then) => {
      vi.useFakeTimers({ now: day(1) });
      const { client, runtime } = await scene(httpRuntime);
      if (retention) await client.auditLogs.saveRetention(retention);
      const cursors: (string | undefined)[] = [];
      for (const n of [1, 2, 15]) {
        vi.setSystemTime(day(n));
        await client.users.createUser({ email: `u${n}@example.com`, name: "A" });
        cursors.push((await client.events.listEvents({ limit: 200 })).cursor);
      }
      const other = runtime.client(await newProject(runtime));
      await other.users.createUser({ email: "a@example.com", name: "A" });
      const { cursor: others } = await other.events.listEvents({ limit: 200 });
      vi.setSystemTime(then);
      await purge(runtime);
      const [first, second, third] = cursors.map(
        async (after) => await client.events.listEvents({ ...(after && { after }) }),
      );
      await expect(first).rejects.toMatchObject({ status: 410, code: "cursor_expired" });
      // Its own event is gone, too, but none after it.
      expect((await second)?.data.length).toBeGreaterThan(0);
      expect(await third).toMatchObject({ data: [], hasMore: false });
      expect(await other.events.listEvents({ ...(others && { after: others }) })).toMatchObject({
        data: [],
      });
    },
  );

  test("deletes more than a batch, and counts from when an entry occurred", async () => {
    vi.useFakeTimers({ now: day(20) });
    const { client, runtime } = await scene(httpRuntime);
    await client.auditLogs.createEvent({
      action: "app.old",
      actorType: "user",
      actorId: "a",
      occurredAt: day(1),
      targets: '[{"type":"a","id":"1"},{"type":"a","id":"2"}]',
    });
    await client.auditLogs.createEvent({
      action: "app.new",
      actorType: "user",
      actorId: "a",
      occurredAt: day(19),
    });
    await runtime.engine.run(async (ctx) => {
      const { _id, _creationTime, ...row } = (await ctx.db.query("auditEvents").collect()).find(
        ({ action }) => action === "app.old",
      )!;
      for (let i = 0; i < 1_100; i++)
        await ctx.db.insert("auditEvents", {
          ...row,
          id: `${row.id.slice(0, -4)}${String(i).padStart(4, "0")}`,
        });
    });
    await client.auditLogs.saveRetention({ auditDays: 7 });
    await runtime.run("auditLogs/purge:begin");
    await vi.advanceTimersByTimeAsync(1);
    // While it goes on from batch to batch, the next run of the cron begins none beside it.
    const isBusy = async () =>
      (await allRows(runtime.engine)).retentions[0]!.busyUntil !== undefined;
    expect(await isBusy()).toBe(true);
    const scheduled = async () =>
      (
        await runtime.engine.run(
          async (ctx) => await ctx.db.system.query("_scheduled_functions").collect(),
        )
      ).length;
    const jobs = await scheduled();
    await runtime.run("auditLogs/purge:begin");
    expect(await scheduled()).toBe(jobs);
    await purge(runtime);
    expect(await isBusy()).toBe(false);
    const actions = (await client.auditLogs.listEvents({ limit: 100 })).data.map(
      ({ action }) => action,
    );
    expect(actions).not.toContain("app.old");
    expect(actions).toContain("app.new");
    expect((await allRows(runtime.engine)).auditTargets).toEqual([]);
  });

  test("is the default for projects that chose none, counted from when a row was recorded", async () => {
    vi.useFakeTimers({ now: day(1) });
    const { client, runtime } = await scene(httpRuntime);
    const longer = runtime.client(await newProject(runtime));
    await longer.auditLogs.saveRetention({ auditDays: null, eventDays: 365 });
    for (const each of [client, longer])
      await each.users.createUser({ email: "a@example.com", name: "A" });
    const left = async () => {
      await purge(runtime);
      const counts = [];
      for (const each of [client, longer])
        counts.push([
          (await each.events.listEvents({ eventTypes: ["user.created"] })).data.length,
          (await each.auditLogs.listEvents({ action: "user.created" })).data.length,
        ]);
      return counts;
    };
    vi.setSystemTime(day(90));
    expect(await left()).toEqual([
      [1, 1],
      [1, 1],
    ]);
    vi.setSystemTime(day(92));
    expect(await left()).toEqual([
      [0, 1],
      [1, 1],
    ]);
    vi.setSystemTime(day(402));
    expect(await left()).toEqual([
      [0, 0],
      [0, 1],
    ]);
    vi.setSystemTime(day(800));
    expect((await left())[1]).toEqual([0, 1]);
  });

  test("starts no job while nothing is due", async () => {
    const { client, runtime } = await scene(httpRuntime);
    await client.auditLogs.saveRetention({ auditDays: 7 });
    await runtime.engine.run(async (ctx) => {
      const [row] = await ctx.db.query("retentions").collect();
      await ctx.db.patch("retentions", row!._id, { dueAt: Date.now() + 1_000_000 });
    });
    await runtime.run("auditLogs/purge:begin");
    await runtime.run("auditLogs/purge:purgeDefault");
    expect(
      await runtime.engine.run(
        async (ctx) => await ctx.db.system.query("_scheduled_functions").collect(),
      ),
    ).toEqual([]);
  });

  test("is changed by whoever may change the configuration, not by whoever may write entries", async () => {
    const started = await scene(httpRuntime);
    await expect(
      (await keyWith(started, ["audit.*"])).client.auditLogs.saveRetention({ auditDays: 1 }),
    ).rejects.toMatchObject({ status: 403 });
    expect(
      await (
        await keyWith(started, ["config.update"])
      ).client.auditLogs.saveRetention({ auditDays: 1 }),
    ).toEqual({ auditDays: 1, eventDays: 90 });
  });
});
