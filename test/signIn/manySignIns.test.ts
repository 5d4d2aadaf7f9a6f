/**
 * A long life: sign-ins and sign-outs over weeks, on a clock of the test's own. What is
 * kept depends on what is alive and on the retention, not on what has happened.
 *
 * `PROVE=1` makes 10,000 of them in a hundred days.
 */
import { afterEach, expect, test, vi } from "vitest";
import crons from "../../convex/component/crons";
import { metricNames } from "../../convex/component/statistics/fields";
import { finishRunning } from "../support/backgroundWork";
import { allRows, type Engine } from "../support/rows";
import { httpRuntime, type Runtime } from "../support/runtime";
import { isWhole } from "../support/share";
import { begin } from "../support/signIn";

const SIGN_INS = isWhole ? 10_000 : 40;
const DAYS = isWhole ? 100 : 40;
const RETENTION_DAYS = 10;
const DAY_MS = 86_400_000;
const PEOPLE = 20;
/** Every tenth session is left open, and ends by time. */
const LEFT_OPEN = 10;

/** Statistics are a row for each metric and bucket, and the hours of 32 days are kept. */
const mostByTime: ReadonlyMap<string, number> = new Map([
  ["statisticHours", metricNames.length * 24 * 33],
  ["statisticDays", metricNames.length * (DAYS + 1)],
]);

afterEach(() => void vi.useRealTimers());

const countJobs = async (engine: Engine): Promise<number> =>
  await engine.run(
    async (ctx) =>
      (await ctx.db.system.query("_scheduled_functions").collect()).filter(({ state }) =>
        ["pending", "inProgress"].includes(state.kind),
      ).length,
  );

async function elapse(engine: Engine, milliseconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
  await finishRunning(engine);
}

async function runCrons(runtime: Runtime, engine: Engine): Promise<void> {
  for (const { name, args } of Object.values(crons.crons))
    await runtime.run(name, Array.isArray(args) ? (args[0] as object) : {}); // the job's arguments
  for (let i = 0; i < 5; i++) await elapse(engine, 1); // what they schedule
}

interface Size {
  readonly jobs: number;
  readonly rows: Record<string, number>;
}

const measure = async (engine: Engine): Promise<Size> => ({
  jobs: await countJobs(engine),
  rows: Object.fromEntries(
    Object.entries(await allRows(engine)).map(([table, rows]) => [table, rows.length]),
  ),
});

test(
  `${SIGN_INS} sign-ins and sign-outs leave as many jobs and rows after ${DAYS} days as after ${DAYS / 2}`,
  async () => {
    const runtime = httpRuntime();
    const at = await begin(() => runtime);
    const people = Array.from({ length: PEOPLE }, (_, i) => ({
      ...at.ada,
      email: `${i}-${at.ada.email}`,
    }));
    for (const person of people)
      expect((await at.visit().post("/sign-up/email", person)).status).toBe(200);
    await at.admin.auditLogs.saveRetention({
      auditDays: RETENTION_DAYS,
      eventDays: RETENTION_DAYS,
    });
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    const sizes: Size[] = [];
    const perDay = SIGN_INS / DAYS;
    for (let day = 0; day < DAYS; day++) {
      for (let i = 0; i < perDay; i++) {
        const serial = day * perDay + i;
        const person = people[serial % PEOPLE]!;
        const visitor = at.visit();
        expect((await visitor.post("/sign-in/email", person)).status).toBe(200);
        if (serial % LEFT_OPEN > 0) expect((await visitor.post("/sign-out")).status).toBe(200);
        await elapse(runtime.engine, DAY_MS / perDay);
      }
      await runCrons(runtime, runtime.engine);
      if (day === DAYS / 2 - 1 || day === DAYS - 1) sizes.push(await measure(runtime.engine));
    }
    const [half, end] = sizes as [Size, Size];
    console.log(
      `jobs ${half.jobs} → ${end.jobs}; rows ${Object.entries(end.rows)
        .filter(([, count]) => count > 0)
        .map(([table, count]) => `${table} ${half.rows[table]} → ${count}`)
        .join(", ")}`,
    );
    expect(end.jobs).toBeLessThanOrEqual(half.jobs + 2);
    for (const [table, count] of Object.entries(end.rows))
      expect(count, table).toBeLessThanOrEqual(
        mostByTime.get(table) ?? half.rows[table]! * 1.05 + 5,
      );
    // Sessions that were left open live for a week.
    expect(end.rows.sessions).toBeLessThanOrEqual(PEOPLE + 8 * Math.ceil(perDay / LEFT_OPEN));
  },
  isWhole ? 3_600_000 : 240_000,
);
