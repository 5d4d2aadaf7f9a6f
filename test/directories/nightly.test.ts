/**
 * A directory of 20,000 users, filled and then changed by one percent, as an identity provider does
 * every night. What a request reads and writes does not grow with the directory. CI does it with 300
 * users, `PROVE=1` with all, at the limit of requests in a minute.
 */
import type { LocalDeployment } from "@banata-auth/local";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyDomain } from "../../src/cli/demoIdp/domain";
import { deployApp } from "../support/deployment";
import { deployedRuntime, newProject } from "../support/runtime";
import { isWhole } from "../support/share";
import { changeSome, countMembers, employ, SyncEngine, type Employee } from "./support/syncEngine";

const USERS = isWhole ? 20_000 : 300;
const STEP = isWhole ? 500 : 100;
/** Of verifyDomain. */
const DOMAIN = "demo.example";
const CALLS = "directories/protocol/calls:";

/**
 * Documents that one transaction of a request may read and write. The first users start the shards
 * of totals, so they cost a little more. Lowering a number is welcome, raising one is a decision.
 */
const budgets: Readonly<Record<string, { readonly read: number; readonly written: number }>> = {
  admit: { read: 40, written: 1 }, // near the limit it looks for a shard with room, of which there are 32
  succeed: { read: 4, written: 1 },
  fail: { read: 4, written: 1 },
  getUser: { read: 5, written: 0 },
  filterUsers: { read: 5, written: 0 },
  // Walks to a page from a mark, of which there is one for 1,000 users that are a minute old. It
  // passes at most 4,000 rows (MAXIMUM_PASSED); the next call goes on.
  listUsers: { read: 4_010, written: 0 },
  write: { read: 40, written: 30 },
};

let deployment: LocalDeployment;
beforeAll(async () => void (deployment = await deployApp()));
afterAll(async () => await deployment?.close());

interface Cost {
  calls: number;
  read: number;
  written: number;
  mostRead: number;
  mostWritten: number;
}

/** Adds up what the transactions of requests cost since the last call, and empties the log. */
function takeCosts(): Record<string, Cost> {
  const costs: Record<string, Cost> = {};
  for (const { path, usage } of deployment.runner.metrics.calls()) {
    if (!path.startsWith(CALLS)) continue;
    const { documentsRead: read, documentsWritten: written } = usage;
    const cost = (costs[path.slice(CALLS.length)] ??= {
      calls: 0,
      read: 0,
      written: 0,
      mostRead: 0,
      mostWritten: 0,
    });
    cost.calls++;
    cost.read += read;
    cost.written += written;
    cost.mostRead = Math.max(cost.mostRead, read);
    cost.mostWritten = Math.max(cost.mostWritten, written);
  }
  deployment.runner.metrics.clear();
  return costs;
}

function assertBudgets(costs: Record<string, Cost>, when: string): void {
  for (const [name, { mostRead, mostWritten }] of Object.entries(costs)) {
    expect(mostRead, `${name} read ${when}`).toBeLessThanOrEqual(budgets[name]!.read);
    expect(mostWritten, `${name} wrote ${when}`).toBeLessThanOrEqual(budgets[name]!.written);
  }
}

const describeCosts = (costs: Record<string, Cost>): string =>
  Object.entries(costs)
    .map(
      ([name, { calls, read, written, mostRead, mostWritten }]) =>
        `${name} ${calls} × ${(read / calls).toFixed(1)} read (most ${mostRead}), ${(written / calls).toFixed(1)} written (most ${mostWritten})`,
    )
    .join("; ");

test(
  `a directory of ${USERS} users is filled and follows a night's changes within the budgets`,
  { timeout: isWhole ? 3_600_000 : 120_000 },
  async () => {
    const runtime = deployedRuntime(deployment);
    const project = await newProject(runtime);
    const client = runtime.sdk(project);
    const { id: organizationId } = await client.organizations.createOrganization({ name: "Acme" });
    const { cloudUrl, adminKey } = deployment;
    await verifyDomain(
      client,
      { cloudUrl, adminKey, projectId: project.id },
      { organizationId, component: "banataAuth" },
    );
    const { id: directoryId, scimConfig } = await client.directories.createDirectory({
      organizationId,
      name: "Okta",
      provider: "okta",
    });
    const engine = new SyncEngine(scimConfig);
    const report = (what: string, since: number, costs: Record<string, Cost>) =>
      console.log(
        `${what}: ${((performance.now() - since) / 1_000).toFixed(1)} s, ${engine.requests} requests so far; ${describeCosts(costs)}`,
      );

    const staff = employ(USERS, DOMAIN);
    let [costs, since] = [takeCosts(), performance.now()];
    for (let from = 0; from < USERS; from += STEP) {
      const begun = performance.now();
      await engine.pushAll(staff.slice(from, from + STEP));
      costs = takeCosts();
      assertBudgets(costs, `with ${from + STEP} users`);
      if (from === 0 || from + STEP >= USERS) report(`${STEP} users after ${from}`, begun, costs);
    }
    console.log(`initial import: ${((performance.now() - since) / 1_000).toFixed(1)} s`);

    const { after, changed } = changeSome(staff, DOMAIN, 100);
    since = performance.now();
    await engine.pushAll(changed);
    costs = takeCosts();
    assertBudgets(costs, "in the night");
    report(`night of ${changed.length} changes`, since, costs);

    since = performance.now();
    const imported = await engine.importAll();
    costs = takeCosts();
    report("full import by pages", since, costs);
    assertBudgets(costs, "in pages");
    expect(engine.failures).toBe(0);

    const toPair = ({ displayName, active }: Pick<Employee, "displayName" | "active">) =>
      `${displayName} ${active}`;
    expect(imported.length).toBe(after.length);
    expect(new Map(imported.map((user) => [user.userName, toPair(user)]))).toEqual(
      new Map(after.map((employee) => [employee.email, toPair(employee)])),
    );
    const active = after.filter((employee) => employee.active).length;
    expect(await client.directories.getDirectory(directoryId)).toMatchObject({
      unlinkedCount: 0,
      lastSyncStatus: "success",
      lastFailure: null,
      hasPendingWork: false,
      usersByState: { active, suspended: after.length - active, deprovisioned: 0 },
    });
    expect(await countMembers(client, organizationId)).toBe(active);
  },
);
