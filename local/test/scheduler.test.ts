import { mkdtempSync, rmSync } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { parseSchedule } from "../src/runtime/cronSchedule";
import { startApp } from "./runtimeApp";

const jobs = `
import { queryGeneric as query, mutationGeneric as mutation, actionGeneric as action, internalMutationGeneric as internalMutation, internalActionGeneric as internalAction, anyApi as api } from "convex/server";
import { v } from "convex/values";
export const later = mutation({ args: { name: v.string(), what: v.string(), delay: v.number() }, handler: (ctx, { name, what, delay }) => ctx.scheduler.runAfter(delay, api.jobs[what], { name }) });
export const laterThenFail = mutation({ args: {}, handler: async (ctx) => { await ctx.scheduler.runAfter(0, api.jobs.note, { name: "never" }); throw new Error("no") } });
export const note = internalMutation({ args: { name: v.string() }, handler: async (ctx, { name }) => { await ctx.db.insert("notes", { name, auth: await ctx.auth.getUserIdentity() }) } });
export const act = internalAction({ args: { name: v.string() }, handler: async (ctx, { name }) => { await ctx.runMutation(api.jobs.note, { name: name + "!" }); } });
export const wait = internalAction({ args: { name: v.string() }, handler: async (ctx, { name }) => { await ctx.runMutation(api.jobs.note, { name: "+" + name }); await new Promise((resolve) => setTimeout(resolve, 1_500)); await ctx.runMutation(api.jobs.note, { name: "-" + name }); } });
export const fail = internalMutation({ args: { name: v.string() }, handler: async () => { throw new Error("failed on purpose") } });
export const chain = internalMutation({ args: { name: v.string() }, handler: async (ctx, { name }) => { await ctx.db.insert("notes", { name }); if (name.length < 3) await ctx.scheduler.runAfter(0, api.jobs.chain, { name: name + "x" }) } });
export const cancel = mutation({ args: { id: v.string() }, handler: (ctx, { id }) => ctx.scheduler.cancel(id as never) });
export const fromAction = action({ args: {}, handler: (ctx) => ctx.scheduler.runAfter(0, api.jobs.note, { name: "from action" }) });
export const notes = query({ args: {}, handler: async (ctx) => (await ctx.db.query("notes").collect()).map((n) => n.name) });
export const states = query({ args: {}, handler: async (ctx) => (await ctx.db.system.query("_scheduled_functions").collect()).map(({ name, args, state }) => [name, args, state.kind]) });
`;

const directories: string[] = [];
const directory = () => {
  const path = mkdtempSync(join(tmpdir(), "scheduler-"));
  directories.push(path);
  return path;
};
let app: Awaited<ReturnType<typeof startApp>>;
afterEach(async () => {
  await app.close();
  for (const path of directories.splice(0)) rmSync(path, { recursive: true });
});

async function result(
  outcome: Promise<{ status: string; message?: string; value?: unknown }>,
): Promise<unknown> {
  const done = await outcome;
  expect(done, done.message).toMatchObject({ status: "success" });
  return done.value;
}
const notes = () => result(app.query("jobs:notes"));
const states = () => result(app.query("jobs:states"));

describe("scheduled functions", () => {
  test("run after the mutation that scheduled them, without its caller's identity", async () => {
    app = await startApp({ "": { modules: { jobs } } });
    await result(app.mutation("jobs:later", { name: "a", what: "note", delay: 0 }));
    await result(app.mutation("jobs:later", { name: "b", what: "act", delay: 0 }));
    await result(app.action("jobs:fromAction"));
    await result(app.mutation("jobs:later", { name: "c", what: "chain", delay: 0 }));
    await app.scheduler.drain();
    expect(new Set((await notes()) as string[])).toEqual(
      new Set(["a", "b!", "from action", "c", "cx", "cxx"]),
    );
  });

  test("their state can be read, and failures are recorded", async () => {
    app = await startApp({ "": { modules: { jobs } } });
    await result(app.mutation("jobs:later", { name: "a", what: "note", delay: 0 }));
    await result(app.mutation("jobs:later", { name: "b", what: "fail", delay: 0 }));
    await result(app.mutation("jobs:later", { name: "c", what: "note", delay: 60_000 }));
    await app.scheduler.drain();
    expect(await states()).toEqual([
      ["jobs.js:note", [{ name: "a" }], "success"],
      ["jobs.js:fail", [{ name: "b" }], "failed"],
      ["jobs.js:note", [{ name: "c" }], "pending"],
    ]);
  });

  test("a mutation that fails schedules nothing", async () => {
    app = await startApp({ "": { modules: { jobs } } });
    expect(await app.mutation("jobs:laterThenFail")).toMatchObject({ status: "error" });
    await app.scheduler.drain();
    expect(await states()).toEqual([]);
  });

  test("canceled calls do not run", async () => {
    app = await startApp({ "": { modules: { jobs } } });
    app.scheduler.pause();
    const id = (await result(
      app.mutation("jobs:later", { name: "a", what: "note", delay: 0 }),
    )) as string;
    await result(app.mutation("jobs:cancel", { id }));
    app.scheduler.resume();
    await app.scheduler.drain();
    expect(await notes()).toEqual([]);
    expect(await states()).toEqual([["jobs.js:note", [{ name: "a" }], "canceled"]]);
  });

  test("run when they are due, not before", async () => {
    app = await startApp({ "": { modules: { jobs } } });
    await result(app.mutation("jobs:later", { name: "late", what: "note", delay: 150 }));
    await app.scheduler.drain();
    expect(await notes()).toEqual([]);
    await expect.poll(notes, { timeout: 20_000 }).toEqual(["late"]);
  });

  test("are rejected more than five years ahead, as in Convex", async () => {
    app = await startApp({ "": { modules: { jobs } } });
    const year = 365 * 86_400_000;
    expect(
      await app.mutation("jobs:later", { name: "far", what: "note", delay: 5.1 * year }),
    ).toMatchObject({
      status: "error",
      message: expect.stringContaining("is more than 5 years in the future") as string,
    });
    await result(app.mutation("jobs:later", { name: "near", what: "note", delay: 4.9 * year }));
    expect(await states()).toEqual([["jobs.js:note", [{ name: "near" }], "pending"]]);
  });

  test("survive a restart and run once", async () => {
    const path = directory();
    app = await startApp({ "": { modules: { jobs } } }, { directory: path, pauseScheduler: true });
    for (const name of ["a", "b", "c"])
      await result(app.mutation("jobs:later", { name, what: "note", delay: 0 }));
    await app.close();
    app = await startApp({ "": { modules: { jobs } } }, { directory: path });
    await app.scheduler.drain();
    expect(await notes()).toEqual(["a", "b", "c"]);
    await app.close();
    app = await startApp({ "": { modules: { jobs } } }, { directory: path });
    await app.scheduler.drain();
    expect(await notes()).toEqual(["a", "b", "c"]);
  });

  test("records of finished calls are deleted after seven days, those of pending calls never", async () => {
    const path = directory();
    app = await startApp({ "": { modules: { jobs } } }, { directory: path });
    await result(app.mutation("jobs:later", { name: "done", what: "note", delay: 0 }));
    await result(app.mutation("jobs:later", { name: "far", what: "note", delay: 30 * 86_400_000 }));
    await app.scheduler.drain();
    const restart = async (days: number) => {
      await app.close();
      vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + days * 86_400_000 });
      app = await startApp({ "": { modules: { jobs } } }, { directory: path });
      await app.scheduler.drain();
      return await states();
    };
    try {
      expect(await restart(6)).toHaveLength(2);
      expect(await restart(2)).toEqual([["jobs.js:note", [{ name: "far" }], "pending"]]);
    } finally {
      vi.useRealTimers();
    }
  });

  test("run once when there is space again, after a full disk has undone them", async () => {
    const path = directory();
    app = await startApp({ "": { modules: { jobs } } }, { directory: path });
    await result(app.mutation("jobs:later", { name: "soon", what: "note", delay: 300 }));
    await result(app.mutation("jobs:later", { name: "soon", what: "act", delay: 300 }));
    const probe = await open(join(path, "probe"), "w");
    const full = Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
    const write = vi
      .spyOn(Object.getPrototypeOf(probe) as FileHandle, "write")
      .mockRejectedValue(full);
    await probe.close();
    await expect.poll(() => write.mock.calls.length, { timeout: 20_000 }).toBeGreaterThan(2);
    expect(await notes()).toEqual([]);
    write.mockRestore();
    await expect.poll(notes, { timeout: 20_000 }).toHaveLength(2);
    await app.scheduler.drain();
    expect(((await notes()) as string[]).toSorted()).toEqual(["soon", "soon!"]);
  });

  test("records of finished calls are deleted while the deployment runs, too", async () => {
    vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"] });
    try {
      app = await startApp({ "": { modules: { jobs } } });
      await result(app.mutation("jobs:later", { name: "done", what: "note", delay: 0 }));
      await app.scheduler.drain();
      vi.advanceTimersByTime(6 * 86_400_000);
      await app.scheduler.drain();
      expect(await states()).toHaveLength(1);
      vi.advanceTimersByTime(86_400_000 + 3_600_000);
      await app.scheduler.drain();
      expect(await states()).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });

  test("a component's schedules are its own, and are rolled back with the surrounding transaction", async () => {
    const parent = `
      import { mutationGeneric as mutation, componentsGeneric } from "convex/server";
      const components = componentsGeneric();
      export const run = mutation({ args: {}, handler: (ctx) => ctx.runMutation(components.child.jobs.later, { name: "in child", what: "note", delay: 0 }) });
      export const undone = mutation({ args: {}, handler: async (ctx) => { await ctx.runMutation(components.child.jobs.later, { name: "never", what: "note", delay: 0 }); throw new Error("no") } });`;
    app = await startApp({ "": { modules: { parent } }, child: { modules: { jobs } } });
    await result(app.mutation("parent:run"));
    expect(await app.mutation("parent:undone")).toMatchObject({ status: "error" });
    await app.scheduler.drain();
    expect(await result(app.query("jobs:notes", {}, { component: "child" }))).toEqual(["in child"]);
  });
});

describe("cron jobs", () => {
  const crons = (body: string) =>
    `import { cronJobs, anyApi as internal } from "convex/server"; const crons = cronJobs(); ${body}; export default crons;`;

  test("an interval starts immediately and is not repeated by a push or a restart", async () => {
    const path = directory();
    const sources = {
      "": {
        modules: {
          jobs,
          crons: crons(
            `crons.interval("tick", { hours: 1 }, internal.jobs.note, { name: "tick" })`,
          ),
        },
      },
      child: {
        modules: {
          jobs,
          crons: crons(
            `crons.interval("tick", { seconds: 3600 }, internal.jobs.act, { name: "child" })`,
          ),
        },
      },
    };
    app = await startApp(sources, { directory: path });
    await app.scheduler.drain();
    await app.deploy(sources);
    await app.scheduler.drain();
    await app.close();
    app = await startApp(sources, { directory: path });
    await app.scheduler.drain();
    expect(await notes()).toEqual(["tick"]);
    expect(await result(app.query("jobs:notes", {}, { component: "child" }))).toEqual(["child!"]);
  });

  const waiting = (count: number) =>
    crons(
      `for (let i = 0; i < ${count}; i++) crons.interval("wait" + i, { hours: 1 }, internal.jobs.wait, { name: "cron" + i })`,
    );
  const mostAtOnce = (notes: readonly string[]) => {
    let [now, most] = [0, 0];
    for (const note of notes) most = Math.max(most, (now += note.startsWith("+") ? 1 : -1));
    return most;
  };

  test("scheduled functions do not wait for cron jobs, of which eight run at a time", async () => {
    app = await startApp({ "": { modules: { jobs, crons: waiting(12) } } });
    await result(app.mutation("jobs:later", { name: "job", what: "note", delay: 0 }));
    await vi.waitUntil(async () => ((await notes()) as string[]).includes("job"), 10_000);
    await app.scheduler.drain();
    const all = (await notes()) as string[];
    expect(all.indexOf("job")).toBeLessThan(all.findIndex((note) => note.startsWith("-")));
    const runs = all.filter((note) => note !== "job");
    expect(runs).toHaveLength(24);
    expect(mostAtOnce(runs)).toBe(8);
  });

  test("cron jobs do not wait for scheduled functions, of which eight run at a time", async () => {
    const tick = crons(
      `crons.interval("tick", { seconds: 1 }, internal.jobs.note, { name: "tick" })`,
    );
    app = await startApp({ "": { modules: { jobs, crons: tick } } });
    await app.scheduler.drain();
    for (let i = 0; i < 12; i++)
      await result(app.mutation("jobs:later", { name: `job${i}`, what: "wait", delay: 0 }));
    await vi.waitUntil(
      async () =>
        ((await notes()) as string[]).filter((note) => note.startsWith("-")).length === 12,
      10_000,
    );
    const all = (await notes()) as string[];
    const first = all.findIndex((note) => note.startsWith("-"));
    expect(all.slice(0, first).filter((note) => note === "tick").length).toBeGreaterThan(1);
    expect(mostAtOnce(all.filter((note) => note !== "tick"))).toBe(8);
  });

  test("an invalid schedule fails the push", async () => {
    app = await startApp({ "": { modules: { jobs } } });
    await expect(
      app.deploy({
        "": {
          modules: {
            jobs,
            crons: crons(`crons.cron("bad", "61 * * * *", internal.jobs.note, { name: "x" })`),
          },
        },
      }),
    ).rejects.toThrow('Invalid cron schedule "61 * * * *"');
  });

  const at = (text: string) => Date.parse(`${text}Z`);
  test.each([
    [{ type: "cron", cron: "*/15 9-17 * * mon-fri" }, "2026-11-20T17:50:00", "2026-11-23T09:00:00"],
    [{ type: "cron", cron: "0 0 29 2 *" }, "2026-01-01T00:00:00", "2028-02-29T00:00:00"],
    [{ type: "cron", cron: "30 6 1 * 0" }, "2026-11-02T00:00:00", "2026-11-08T06:30:00"],
    [{ type: "daily", hourUTC: 17, minuteUTC: 30 }, "2026-11-20T17:30:00", "2026-11-21T17:30:00"],
    [{ type: "hourly", minuteUTC: 5 }, "2026-11-20T23:06:00", "2026-11-21T00:05:00"],
    [
      { type: "weekly", dayOfWeek: "tuesday", hourUTC: 1, minuteUTC: 2 },
      "2026-11-24T01:01:59",
      "2026-11-24T01:02:00",
    ],
    [
      { type: "monthly", day: 31, hourUTC: 0, minuteUTC: 0 },
      "2026-02-01T00:00:00",
      "2026-03-31T00:00:00",
    ],
    [{ type: "interval", minutes: 10 }, "2026-01-01T00:25:00", "2026-01-01T00:30:00"],
  ])("%j after %s is %s", (schedule, now, expected) => {
    expect(
      new Date(
        parseSchedule("job", schedule).next(at("2026-01-01T00:00:00"), at(now)),
      ).toISOString(),
    ).toBe(new Date(at(expected)).toISOString());
  });
});
