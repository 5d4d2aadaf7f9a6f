/** No table grows for ever unnoticed, and crons cost what there is to do. */
import { expect, test } from "vitest";
import crons from "../../convex/component/crons";
import componentSchema from "../../convex/component/schema";
import { httpRuntime, newProject } from "../support/runtime";
import { isWhole } from "../support/share";
import { growth } from "./support/growth";

const modules = import.meta.glob<Record<string, unknown>>("../../convex/component/**/*.ts");
const jobs = Object.values(growth).flatMap((row) =>
  "purgedBy" in row ? [row.purgedBy] : "endsBy" in row ? [row.endsBy] : [],
);
const registered = Object.values(crons.crons).map(({ name }) => name);

test("every table has a row, and none is of a table that is gone", () => {
  expect(Object.keys(growth).sort()).toEqual(Object.keys(componentSchema.tables).sort());
});

test.each([...new Set(jobs)])("the job %s exists", async (job) => {
  const [path, name] = job.split(":") as [string, string];
  const load = modules[`../../convex/component/${path}.ts`];
  expect(load, job).toBeDefined();
  expect((await load!())[name], job).toBeDefined();
});

test("what is kept for a time is purged by a cron", () => {
  for (const [table, row] of Object.entries(growth))
    if ("purgedBy" in row) expect(registered, table).toContain(row.purgedBy);
});

test("what ends is found by time, by the sweep", () => {
  for (const [table, row] of Object.entries(growth))
    if ("endsBy" in row)
      expect(
        componentSchema.tables[table as keyof typeof growth] // its keys
          [" indexes"]()
          .map(({ indexDescriptor }) => indexDescriptor),
        table,
      ).toContain("allByExpiresAt");
});

const TENANTS = isWhole ? 1_000 : 20;

test(
  `crons start no job while ${TENANTS} projects are idle`,
  async () => {
    const runtime = httpRuntime();
    for (let i = 0; i < TENANTS; i++) await newProject(runtime);
    for (const { name, args } of Object.values(crons.crons))
      await runtime.run(name, Array.isArray(args) ? (args[0] as object) : {}); // the job's arguments
    expect(
      await runtime.engine.run(
        async (ctx) => await ctx.db.system.query("_scheduled_functions").collect(),
      ),
    ).toEqual([]);
  },
  isWhole ? 600_000 : 60_000,
);
