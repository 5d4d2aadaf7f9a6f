/** What is counted, when, and that nothing is counted twice. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { httpRuntime, newProject } from "../support/runtime";
import { allRows } from "../support/rows";
import { begin } from "../support/signIn";
import { failureOf, scene } from "../support/transports";
import type { BanataAuth } from "../../src/index";

afterEach(() => {
  vi.useRealTimers();
});

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START = Date.UTC(2026, 0, 10, 12, 30);
type Metric = Parameters<BanataAuth["statistics"]["get"]>[0]["metric"];
type Runtime = ReturnType<typeof httpRuntime>;

function useClock(now = START): void {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], now });
}

/** Lets the fold see all that happened until now. */
async function fold({ run, engine }: Pick<Runtime, "run" | "engine">): Promise<void> {
  vi.setSystemTime(Date.now() + 61_000);
  await run("statistics/fold:fold");
  await engine.finishAllScheduledFunctions(() => vi.runAllTimers());
}

const countsOf = async (
  sdk: BanataAuth,
  metric: Metric,
  range: { from: number; to: number; bucket?: "hour" | "day" },
): Promise<number[]> =>
  (await sdk.statistics.get({ metric, bucket: "day", ...range })).map(({ count }) => count);

const midnight = Date.UTC(2026, 0, 10);
const today = { from: midnight, to: midnight + DAY_MS };

describe("the counts", () => {
  test("are of the bucket in which it happened, with 0 where nothing did", async () => {
    useClock();
    const started = await scene(httpRuntime);
    const { runtime, project, client } = started;
    const sdk = runtime.sdk(project);
    await client.users.createUser({ email: "a@example.com", name: "A" });
    await client.organizations.createOrganization({ name: "Acme" });
    vi.setSystemTime(START + 2 * HOUR_MS);
    for (const letter of ["b", "c"])
      await client.users.createUser({ email: `${letter}@example.com`, name: letter });
    await fold(runtime);
    expect(
      await sdk.statistics.get({
        metric: "users",
        from: START,
        to: new Date(START + 2 * HOUR_MS),
        bucket: "hour",
      }),
    ).toEqual([1, 0, 2].map((count, n) => ({ start: START - 30 * 60_000 + n * HOUR_MS, count })));
    expect(await countsOf(sdk, "users", { from: midnight - DAY_MS, to: START })).toEqual([0, 3]);
    expect(await countsOf(sdk, "organizations", today)).toEqual([1]);
    expect(await countsOf(sdk, "signIns", today)).toEqual([0]);
  });

  test("are of the project, and an event adds nothing to another one", async () => {
    useClock();
    const { runtime, client } = await scene(httpRuntime);
    const other = await newProject(runtime);
    await client.users.createUser({ email: "a@example.com", name: "A" });
    await fold(runtime);
    expect(await countsOf(runtime.sdk(other), "users", today)).toEqual([0]);
  });

  test("have a failed and a successful sign-in, and no impersonation", async () => {
    useClock();
    const { runtime, project, admin, client, visit, ada } = await begin(httpRuntime);
    await client.signUp.email(ada);
    await visit().client.signIn.email({ email: ada.email, password: "not her password" });
    await visit().client.signIn.email(ada);
    const [user] = (await admin.users.listUsers()).data;
    await admin.users.impersonateUser({ userId: user!.id });
    await fold(runtime as Runtime);
    const sdk = runtime.sdk(project);
    expect(await countsOf(sdk, "signIns", today)).toEqual([2]);
    expect(await countsOf(sdk, "signInFailures", today)).toEqual([1]);
    expect(await countsOf(sdk, "activeUsers", today)).toEqual([1]);
    expect((await allRows((runtime as Runtime).engine)).statisticMarks).toEqual([]);
  });

  test("have a user once a day, on every day that extends a session, also a session that can last no longer", async () => {
    useClock();
    const started = await begin(httpRuntime, {
      sessions: { maxSessionLength: (3 * DAY_MS) / 1_000, inactivityTimeout: (2 * DAY_MS) / 1_000 },
    });
    const { runtime, project, client, ada } = started;
    await client.signUp.email(ada);
    for (let hour = 1; hour < 70; hour++) {
      vi.setSystemTime(START + hour * HOUR_MS);
      const { data } = await client.getSession();
      expect(data, String(hour)).not.toBeNull();
    }
    await fold(runtime as Runtime);
    const sdk = runtime.sdk(project);
    const days = { from: midnight, to: midnight + 4 * DAY_MS };
    expect(await countsOf(sdk, "activeUsers", days)).toEqual([1, 1, 1, 1]);
    expect(await countsOf(sdk, "signIns", days)).toEqual([1, 0, 0, 0]);
  });
});

describe("the fold", () => {
  const addUsers = async (project: { id: string }, engine: Runtime["engine"], number: number) =>
    await engine.run(async (ctx) => {
      for (let n = 0; n < number; n++)
        await ctx.db.insert("events", {
          projectId: project.id,
          id: `evt_${String(n).padStart(6, "0")}`,
          type: "user.created",
          organizationId: null,
          data: "{}",
          createdAt: Date.now(),
          commitTs: BigInt(n),
          sequence: n,
        });
    });

  test("counts in batches, and what it has counted not again, whenever it dies", async () => {
    useClock();
    const { runtime, project } = await scene(httpRuntime);
    await addUsers(project, runtime.engine, 1_000);
    vi.setSystemTime(START + 61_000);
    const sdk = runtime.sdk(project);
    const seen: number[] = [];
    for (let batch = 0; batch < 6; batch++) {
      await runtime.run("statistics/fold:fold"); // the batch that it schedules is lost
      seen.push(...(await countsOf(sdk, "users", today)));
    }
    seen.forEach((count, n) => expect(count - (seen[n - 1] ?? 0)).toBeLessThanOrEqual(300));
    expect(seen.at(-1)).toBe(1_000);
  });

  test("counts once when two run at the same time", async () => {
    useClock();
    const { runtime, project } = await scene(httpRuntime);
    await addUsers(project, runtime.engine, 100);
    vi.setSystemTime(START + 61_000);
    await Promise.all([1, 2, 3].map(async () => await runtime.run("statistics/fold:fold")));
    expect(await countsOf(runtime.sdk(project), "users", today)).toEqual([100]);
  });

  test("leaves out what is younger than a minute", async () => {
    useClock();
    const { runtime, project } = await scene(httpRuntime);
    await addUsers(project, runtime.engine, 2);
    vi.setSystemTime(START + 50_000);
    await runtime.run("statistics/fold:fold");
    expect(await countsOf(runtime.sdk(project), "users", today)).toEqual([0]);
  });

  test("leaves no row of a project that is deleted", async () => {
    useClock();
    const { runtime, project } = await scene(httpRuntime);
    await addUsers(project, runtime.engine, 2);
    const { key } = await runtime.setup<{ key: string }>("createAdminKey", { name: "admin" });
    await runtime.client(project, key).projects.deleteProject({ id: project.id });
    await fold(runtime);
    const rows = await allRows(runtime.engine);
    for (const table of ["statisticHours", "statisticDays", "activeUsers"] as const)
      expect(
        rows[table].filter(({ projectId }) => projectId === project.id),
        table,
      ).toEqual([]);
  });

  test("keeps days for 400 days and hours for 31", async () => {
    useClock();
    const { runtime, project } = await scene(httpRuntime);
    await addUsers(project, runtime.engine, 2);
    await fold(runtime);
    const kept = async (days: number) => {
      vi.setSystemTime(START + days * DAY_MS);
      await runtime.run("statistics/fold:purge");
      const { statisticHours, statisticDays } = await allRows(runtime.engine);
      return [statisticHours.length, statisticDays.length];
    };
    expect(await kept(31)).toEqual([1, 1]);
    expect(await kept(33)).toEqual([0, 1]);
    expect(await kept(400)).toEqual([0, 1]);
    expect(await kept(402)).toEqual([0, 0]);
  });
});

describe("a range", () => {
  const from = START;
  test.each<[string, object, string]>([
    ["that ends before it begins", { from, to: from - 1, bucket: "day" }, "from"],
    ["that is empty", { from, to: from, bucket: "day" }, "from"],
    ["of more than 31 days of hours", { from, to: from + 31 * DAY_MS + 1, bucket: "hour" }, "from"],
    ["of more than 400 days", { from, to: from + 400 * DAY_MS + 1, bucket: "day" }, "from"],
    ["of weeks", { from, to: from + DAY_MS, bucket: "week" }, "bucket"],
    [
      "of active users per hour",
      { from, to: from + DAY_MS, bucket: "hour", metric: "activeUsers" },
      "bucket",
    ],
    ["of no metric", { from, to: from + DAY_MS, bucket: "day", metric: "visits" }, "metric"],
    ["without an end", { from, bucket: "day" }, "to"],
  ])("%s is refused by the name of the field", async (_what, input, field) => {
    const { client } = await scene(httpRuntime);
    expect(
      await failureOf(client.statistics.get({ metric: "users", ...input } as never)),
    ).toMatchObject({
      ...{ status: 422 },
      errors: expect.arrayContaining([expect.objectContaining({ field })]),
    });
  });

  test("of the longest span is answered completely", async () => {
    const { client } = await scene(httpRuntime);
    const answer = async (bucket: "hour" | "day", days: number) =>
      (await client.statistics.get({ metric: "users", from, to: from + days * DAY_MS, bucket }))
        .data.length;
    expect(await answer("hour", 31)).toBe(31 * 24 + 1);
    expect(await answer("day", 400)).toBe(401);
  });
});
