import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { startLocalDeployment, type LocalDeployment } from "@banata-auth/local";
import { expect, onTestFinished, test, vi } from "vitest";
import { finishRunning } from "../support/backgroundWork";
import { deployApp } from "../support/deployment";
import { deployedRuntime, httpRuntime, newProject } from "../support/runtime";
import { allRows } from "../support/rows";
import { countRows, insertUsers, rowsOf } from "../support/tenantRows";
import { failureOf } from "../support/transports";

/** What Convex allows a transaction. */
const limits = {
  documentsRead: 32_000,
  documentsWritten: 16_000,
  rangesRead: 4_096,
  bytesRead: 16 * 2 ** 20,
  bytesWritten: 16 * 2 ** 20,
  functionsScheduled: 1_000,
};

async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "deletion-"));
  onTestFinished(async () => await rm(directory, { recursive: true, force: true }));
  return directory;
}

async function waitUntil(isTrue: () => boolean): Promise<void> {
  await vi.waitUntil(isTrue, { timeout: 90_000, interval: 50 });
}

async function twoProjects(deployment: Pick<LocalDeployment, "cloudUrl" | "siteUrl" | "adminKey">) {
  const runtime = deployedRuntime(deployment);
  const { key } = await runtime.setup("createAdminKey", { name: "operator" });
  return {
    runtime,
    admin: { id: "", key },
    doomed: await newProject(runtime),
    other: await newProject(runtime),
  };
}

test(
  "10,000 users and all that is theirs go in transactions within the limits, and another project keeps every row",
  { timeout: 180_000 },
  async () => {
    const deployment = await deployApp(await temporaryDirectory());
    onTestFinished(async () => await deployment.close());
    const { runtime, admin, doomed, other } = await twoProjects(deployment);
    await insertUsers(deployment, doomed.id, 10_000);
    await insertUsers(deployment, other.id, 100);
    await runtime
      .client(doomed)
      .users.createUser({ email: "a@example.com", name: "A", password: "correct horse" }); // writes of every kind
    const { id: gone } = await runtime.client(doomed).apiKeys.createKey({ name: "gone" });
    await runtime.client(doomed).apiKeys.deleteKey({ keyId: gone });
    const kept = rowsOf(deployment, other.id);
    expect(countRows(deployment, doomed.id)).toBeGreaterThan(40_000);

    deployment.runner.metrics.clear();
    await runtime.client(admin).projects.deleteProject(doomed.id);
    expect(countRows(deployment, doomed.id)).toBeGreaterThan(0); // not in the request
    expect(await failureOf(runtime.client(doomed).users.listUsers())).toMatchObject({
      status: 401,
    });
    await waitUntil(() => deployment.database.begin().count("banataAuth", "projects") === 2); // the admin's and the other
    expect(countRows(deployment, doomed.id)).toBe(0); // the project's own row went last

    const calls = deployment.runner.metrics
      .calls()
      .filter(({ component }) => component === "banataAuth");
    expect(
      calls.filter(({ path }) => path === "projects/deletion:deleteBatch").length,
    ).toBeGreaterThan(10);
    for (const [name, limit] of Object.entries(limits)) {
      expect(
        Math.max(...calls.map(({ usage }) => usage[name as keyof typeof limits])),
        name,
      ).toBeLessThan(limit / 2);
    }
    expect(rowsOf(deployment, other.id)).toEqual(kept);
    expect((await runtime.client(other).users.listUsers({ limit: 1 })).data).toHaveLength(1);
  },
);

test(
  "a deletion whose process is killed in the middle is finished by the next one",
  { timeout: 180_000 },
  async () => {
    const directory = await temporaryDirectory();
    const first = await deployApp(directory);
    const { admin, doomed, other } = await twoProjects(first);
    await insertUsers(first, doomed.id, 3_000);
    await insertUsers(first, other.id, 10);
    await first.close();

    const child = spawn(
      process.execPath,
      [
        "--import",
        "tsx",
        fileURLToPath(new URL("../support/serve.ts", import.meta.url)),
        directory,
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    onTestFinished(() => void child.kill("SIGKILL"));
    const exited = new Promise((resolve) => child.once("exit", resolve));
    for await (const line of createInterface(child.stdout)) {
      const said = JSON.parse(line) as
        { cloudUrl: string; siteUrl: string; adminKey: string } | { users: number };
      if ("cloudUrl" in said)
        await deployedRuntime(said).client(admin).projects.deleteProject(doomed.id);
      else if (said.users < 3_010) break;
    }
    child.kill("SIGKILL");
    await exited;

    const second = await startLocalDeployment({ directory, cloudPort: 0, sitePort: 0 });
    onTestFinished(async () => await second.close());
    const left = countRows(second, doomed.id);
    expect(left).toBeGreaterThan(0);
    await waitUntil(() => second.database.begin().count("banataAuth", "projects") === 2);
    expect(countRows(second, doomed.id)).toBe(0);
    const runtime = deployedRuntime(second);
    expect(await failureOf(runtime.client(doomed).users.listUsers())).toMatchObject({
      status: 401,
    });
    expect((await runtime.client(other).users.listUsers()).data).toHaveLength(10);
  },
);

test("a deletion whose next batch was lost is taken up by the cron, and leaves no row that names the project", async () => {
  const runtime = httpRuntime();
  const { key } = await runtime.setup("createAdminKey", { name: "operator" });
  const [doomed, other] = [await newProject(runtime), await newProject(runtime)];
  for (const project of [doomed, other]) {
    const { users, authClients } = runtime.client(project);
    await users.createUser({ email: "a@example.com", name: "A" });
    await authClients.createClient({ name: "A", type: "web", branding: { font: "Inter" } });
  }
  await runtime.client({ id: "", key }).projects.deleteProject(doomed.id);
  await runtime.engine.run(async (ctx) => {
    for (const job of await ctx.db.system.query("_scheduled_functions").collect())
      await ctx.scheduler.cancel(job._id);
  });
  const own = async () =>
    Object.values(await allRows(runtime.engine))
      .flat()
      .filter((row) => row.projectId === doomed.id || row.id === doomed.id);
  await finishRunning(runtime.engine);
  expect((await own()).length).toBeGreaterThan(1);

  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  await runtime.run("projects/deletion:resume");
  await runtime.engine.finishAllScheduledFunctions(vi.runAllTimers);
  expect(await own()).toEqual([]);
  expect((await runtime.client(other).users.listUsers()).data).toHaveLength(1);
});
