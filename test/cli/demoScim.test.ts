/** The directory of `banata-auth demo-scim`, which speaks SCIM with the tests' deployment. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, inject, test } from "vitest";
import { startDemoIdp } from "../../src/cli/demoIdp/start";
import { runLine } from "../../src/cli/demoScim/console";
import { assigned } from "../../src/cli/demoScim/people";
import { startDemoScim } from "../../src/cli/demoScim/start";
import { LocalFiles } from "../../src/cli/localFiles";
import { repository } from "../support/deployment";
import { deployedRuntime, newProject } from "../support/runtime";

const component = "banataAuth";
const directories: string[] = [];
afterEach(async () => {
  for (const directory of directories.splice(0)) await rm(directory, { recursive: true });
});

/** An app whose local deployment is that of the tests, with a project of its own. */
async function newApp() {
  const runtime = deployedRuntime();
  const project = await newProject(runtime);
  const directory = await mkdtemp(join(tmpdir(), "banata-scim-"));
  directories.push(directory);
  const files = new LocalFiles(directory);
  const { id: projectId, key: apiKey } = project;
  await files.writeFacts({ ...inject("deployment"), projectId, apiKey });
  const sent: string[] = [];
  const start = async () =>
    await startDemoScim(files, { component, log: (line) => void sent.push(line) });
  return { directory, files, client: runtime.sdk(project), sent, start };
}

test("assigns people once, and a later start keeps the organization and the directory", async () => {
  const { client, sent, start } = await newApp();
  const first = await start();
  for (const person of assigned) expect(await first.provisioning.assign(person)).toBe(true);
  expect(sent.filter((line) => line.includes("POST")).length).toBe(assigned.length);
  const again = await start();
  expect(again).toMatchObject({
    ...{ organizationId: first.organizationId, directoryId: first.directoryId },
  });
  for (const person of assigned) expect(await again.provisioning.assign(person)).toBe(false);
  const { data } = await client.directories.listUsers({ directoryId: first.directoryId });
  expect(Object.fromEntries(data.map(({ userName, reason }) => [userName, reason]))).toEqual(
    Object.fromEntries(
      assigned.map(({ email }) => [
        email,
        email.endsWith("@demo.example") ? null : "email_outside_domains",
      ]),
    ),
  );
  await expect(first.provisioning.list()).rejects.toThrow("bearer token");
});

test("does what a person types, and says why it cannot", async () => {
  const { client, start } = await newApp();
  const { provisioning, organizationId, directoryId } = await start();
  const members = async () =>
    (await client.organizations.listMembers({ organizationId })).data.length;
  const type = async (line: string) => await runLine(provisioning, line);
  expect(await type("add linus@demo.example")).toEqual(["linus@demo.example was created."]);
  expect(await type("  add  Ada@Demo.example  Ada Lovelace ")).toHaveLength(1);
  expect(await type("add ada@demo.example")).toEqual([
    "The directory has ada@demo.example already.",
  ]);
  expect(await members()).toBe(2);
  await type("deactivate ada@demo.example");
  expect(await members()).toBe(1);
  expect(await type("list")).toEqual([
    ...["active    linus@demo.example", "inactive  ada@demo.example"],
  ]);
  await type("activate ada@demo.example");
  expect(await members()).toBe(2);
  const { data } = await client.directories.listUsers({ directoryId });
  expect(data.map(({ displayName }) => String(displayName)).sort()).toEqual([
    ...["Ada Lovelace", "Linus"],
  ]);
  expect(await type(" ")).toEqual([]);
  const refused: readonly (readonly [string, string])[] = [
    ["fire ada@demo.example", 'Unknown command "fire"'],
    ["constructor", 'Unknown command "constructor"'],
    ["deactivate", "Type an email address"],
    ["add ada", "Type an email address"],
    ["deactivate eve@demo.example", "has no user eve@demo.example"],
  ];
  for (const [line, message] of refused)
    await expect(type(line)).rejects.toMatchObject({
      ...{ name: "CommandError", message: expect.stringContaining(message) as string },
    });
});

test.each(["demo-idp", "demo-scim"])("shares the organization with %s before it", async (first) => {
  const { files, start } = await newApp();
  const startIdp = async () => {
    const options = { port: 0, appUrl: "http://localhost:5173/", component };
    const idp = await startDemoIdp(files, options);
    await idp.close();
    return idp.ids.organization;
  };
  const startScim = async () => (await start()).organizationId;
  const starts = first === "demo-idp" ? [startIdp, startScim] : [startScim, startIdp];
  const ids: string[] = [];
  for (const begin of starts) ids.push(await begin());
  expect(ids[0]).toBe(ids[1]);
});

test("runs the lines of a pipe as a command, and fails when one of them failed", async () => {
  const { directory, client } = await newApp();
  const child = spawn(
    process.execPath,
    [
      ...["--import", join(repository, "node_modules/tsx/dist/loader.mjs")],
      ...[join(repository, "src/cli/index.ts"), "demo-scim"],
    ],
    { cwd: directory },
  );
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stdin.end("deactivate grace@demo.example\ndeactivate eve@demo.example\n");
  const [code] = (await once(child, "close")) as [number];
  expect(output).toContain("grace@demo.example is inactive.");
  expect(output).toContain("The directory has no user eve@demo.example.");
  expect(code).toBe(1);
  const { data } = await client.directories.listDirectories({});
  expect(data).toMatchObject([
    { usersByState: { active: assigned.length - 1, suspended: 1, deprovisioned: 0 } },
  ]);
}, 60_000);
