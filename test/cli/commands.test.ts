/** The commands that maintain a deployment, run as a user does against the tests' deployment. */
import { execFile } from "node:child_process";
import { describe, expect, inject, test } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { repository } from "../support/deployment";
import { deployedRuntime, newProject } from "../support/runtime";

const TIMEOUT_MS = 120_000;

async function run(...args: string[]): Promise<{ exitCode: number; output: string }> {
  return await new Promise((resolve) => {
    execFile(
      process.execPath,
      ["--import", "tsx", "src/cli/index.ts", ...args],
      { cwd: repository },
      (error, stdout, stderr) =>
        resolve({ exitCode: error ? Number(error.code) : 0, output: stdout + stderr }),
    );
  });
}

async function runOn(...args: string[]): Promise<{ exitCode: number; output: string }> {
  const { cloudUrl, adminKey } = inject("deployment");
  return await run(...args, "--url", cloudUrl, "--admin-key", adminKey);
}

test("--version is the package's", { timeout: TIMEOUT_MS }, async () => {
  expect(await run("--version")).toEqual({ exitCode: 0, output: `${packageJson.version}\n` });
});

describe("an API key", () => {
  test("is listed, rotated and revoked", { timeout: TIMEOUT_MS }, async () => {
    const runtime = deployedRuntime();
    const project = await newProject(runtime);
    const made = await runtime.client(project).apiKeys.createKey({ name: "ci", permissions: [] });

    const listed = await runOn("key", "list", "--project", project.id);
    expect(listed.exitCode).toBe(0);
    const keys = JSON.parse(listed.output) as { id: string; name: string }[];
    expect(keys.map(({ name }) => name).toSorted()).toEqual(["ci", "full access"]);
    expect(listed.output).not.toContain(made.key);

    const choice = ["--project", project.id, "--key", made.id];
    const rotated = await runOn("key", "rotate", ...choice, "--grace-period", "0");
    const successor = JSON.parse(rotated.output) as { id: string; key: string };
    expect(successor.key).toMatch(/^sk_test_/);
    await expect(
      runtime.client(project, made.key).projects.getCurrentProject(),
    ).rejects.toMatchObject({ status: 401 });
    await runtime.client(project, successor.key).projects.getCurrentProject();

    const revoked = await runOn("key", "revoke", "--project", project.id, "--key", successor.id);
    expect(revoked).toEqual({ exitCode: 0, output: '{\n  "success": true\n}\n' });
    await expect(
      runtime.client(project, successor.key).projects.getCurrentProject(),
    ).rejects.toMatchObject({ status: 401 });
    expect(await runOn("key", "revoke", "--project", project.id, "--key", successor.id)).toEqual({
      exitCode: 1,
      output: "API key not found\n",
    });
  });

  test("of another project is not found", { timeout: TIMEOUT_MS }, async () => {
    const runtime = deployedRuntime();
    const [own, other] = [await newProject(runtime), await newProject(runtime)];
    const { id } = await runtime.client(other).apiKeys.createKey({ name: "theirs" });
    expect(await runOn("key", "revoke", "--project", own.id, "--key", id)).toEqual({
      exitCode: 1,
      output: "API key not found\n",
    });
    const names = (await runtime.client(other).apiKeys.listKeys()).map(({ name }) => name);
    expect(names).toContain("theirs");
  });
});

test("a project is created with its environment", { timeout: TIMEOUT_MS }, async () => {
  const slug = `shop-${Date.now().toString(36)}`;
  const named = ["--name", "Shop", "--slug", slug, "--environment", "staging"];
  const { exitCode, output } = await runOn("project", "create", ...named);
  expect(exitCode, output).toBe(0);
  const { id } = JSON.parse(output) as { id: string };
  const report = await runOn("doctor", "--project", id);
  expect(report.output).toContain("All projects belong to one environment: staging.");
});

test("projects are listed", { timeout: TIMEOUT_MS }, async () => {
  const project = await newProject(deployedRuntime());
  const { exitCode, output } = await runOn("project", "list");
  expect(exitCode).toBe(0);
  const ids = (JSON.parse(output) as { id: string }[]).map(({ id }) => id);
  expect(ids).toContain(project.id);
});
