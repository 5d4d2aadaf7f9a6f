/** Pages far down a directory's users, which are reached by number (`startIndex`). */
import type { LocalDeployment } from "@banata-auth/local";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { newId } from "../../convex/component/core/ids";
import { STRIDE } from "../../convex/component/directories/positions";
import { deployApp } from "../support/deployment";
import { deployedRuntime, newProject } from "../support/runtime";
import { insertInto } from "../support/ssoRows";
import { USER_SCHEMA } from "../support/scim";
import { SyncEngine } from "./support/syncEngine";

const USERS = 3_500;
const PAGE = 100;
const CALLS = "directories/protocol/calls:";
const ADD_MARK = "directories/positions:addMark";
const HOUR_MS = 3_600_000;
/** Between marks there are deleted users, too, and a few rows are the directory's own. */
const MOST = (STRIDE + PAGE) * (7 / 6) + 30;

let deployment: LocalDeployment;
beforeAll(async () => void (deployment = await deployApp()), 120_000);
afterAll(async () => await deployment?.close());

/** A directory with users that were created so long ago, one a millisecond. */
async function newDirectory(ago: number, users = USERS) {
  const project = await newProject(deployedRuntime(deployment));
  const client = deployedRuntime(deployment).sdk(project);
  const { id: organizationId } = await client.organizations.createOrganization({ name: "Acme" });
  const { id: directoryId, scimConfig } = await client.directories.createDirectory({
    organizationId,
    name: "Okta",
    provider: "okta",
  });
  const names: string[] = [];
  const tx = deployment.database.begin();
  for (let i = 0; i < users; i++) {
    const userName = `user${i}@acme.example`;
    const createdAt = Date.now() - ago + i;
    tx.insert("banataAuth", "directoryUsers", {
      projectId: project.id,
      id: newId("directoryUser", createdAt),
      directoryId,
      organizationId,
      state: i % 7 === 3 ? "deprovisioned" : "active",
      userName,
      externalId: null,
      email: userName,
      userId: null,
      reason: "email_outside_domains",
      displayName: null,
      resource: JSON.stringify({ schemas: [USER_SCHEMA], userName, active: true }),
      version: 1,
      createdAt,
      updatedAt: createdAt,
    });
    if (i % 7 !== 3) names.push(userName);
  }
  await tx.commit();
  const total = { projectId: project.id, subject: `directory:${directoryId}:active` };
  await insertInto(deployment)("totals", { ...total, shard: -1, count: 0 });
  await insertInto(deployment)("totals", { ...total, shard: 0, count: names.length });
  return { engine: new SyncEngine(scimConfig), names };
}

const calls = () => deployment.runner.metrics.calls();

/** Reads all users by pages, as an identity provider does, and tells what the queries read. */
async function importAll(engine: SyncEngine) {
  deployment.runner.metrics.clear();
  const names = (await engine.importAll()).map(({ userName }) => userName);
  const reads = calls()
    .filter(({ path }) => path === `${CALLS}listUsers`)
    .map(({ usage }) => usage.documentsRead);
  return { names, most: Math.max(...reads), sum: reads.reduce((all, each) => all + each, 0) };
}

const countMarks = () => deployment.database.begin().count("banataAuth", "directoryMarks");

test("are the same, and cost the same, however far down they are, also after users are deleted", async () => {
  const { engine, names } = await newDirectory(HOUR_MS);
  const first = await importAll(engine);
  expect(first.names).toEqual(names);
  await vi.waitFor(() => expect(countMarks()).toBeGreaterThanOrEqual(2), { timeout: 10_000 });
  const second = await importAll(engine);
  expect(second.names).toEqual(names);
  expect(second.most).toBeLessThan(MOST);
  const walkedFromTheFirst = (names.length / PAGE) * (names.length / 2);
  expect(second.sum).toBeLessThan(walkedFromTheFirst / 2);

  // One in front of the first mark, and one between two.
  for (const position of [1_500, 10]) {
    const [gone] = names.splice(position, 1);
    const before = countMarks();
    await engine.remove(gone!); // there are more
    expect(countMarks()).toBeLessThan(before);
    expect((await importAll(engine)).names).toEqual(names);
  }
  await vi.waitFor(() => expect(countMarks()).toBeGreaterThanOrEqual(2), { timeout: 10_000 });
  const last = await importAll(engine);
  expect(last.names).toEqual(names);
  expect(last.most).toBeLessThan(MOST);
}, 120_000);

test("are not numbered for good while users may still be created in front of them", async () => {
  const { engine, names } = await newDirectory(1_500, 1_500);
  const before = countMarks();
  expect((await importAll(engine)).names).toEqual(names);
  await vi.waitFor(() => expect(calls().map(({ path }) => path)).toContain(ADD_MARK));
  expect(countMarks()).toBe(before);
  await engine.push({ email: "new@acme.example", displayName: "New", active: true });
  expect((await importAll(engine)).names).toEqual([...names, "new@acme.example"]);
}, 60_000);
