/**
 * A group of 5,000 members, which is created, changed, renamed, read and deleted. No transaction
 * changes more than 200 members, and what it reads and writes does not depend on the size of the
 * group. CI does it with 450 members, `PROVE=1` with all.
 */
import type { LocalDeployment } from "@banata-auth/local";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createRandom } from "../saml/support/documents";
import { deployApp } from "../support/deployment";
import { isWhole } from "../support/share";
import { Population } from "./support/population";

const MEMBERS = isWhole ? 5_000 : 450;
const SEED = 1;

/**
 * Documents that one transaction may read and write. A slice of 200 members reads each member's row
 * and user, and reads and writes both again. Lowering a number is welcome, raising one is a decision.
 */
const budgets: Readonly<Record<string, { readonly read: number; readonly written: number }>> = {
  "protocol/groupCalls:write": { read: 850, written: 430 },
  "protocol/groupCalls:continueWrite": { read: 850, written: 430 },
  "protocol/groupCalls:getGroup": { read: 5, written: 0 },
  "protocol/groupCalls:listMembers": { read: 4_010, written: 0 },
  "roleEffects:effectBatch": { read: 90, written: 60 },
};

let deployment: LocalDeployment;
beforeAll(async () => void (deployment = await deployApp()));
afterAll(async () => await deployment?.close());

/** What the transactions since the last call cost at most; empties the log. */
function takeCosts(what: string, since: number): void {
  const costs = new Map<string, { calls: number; read: number; written: number }>();
  for (const { path, usage } of deployment.runner.metrics.calls()) {
    const name = path.replace(/^directories\//, "");
    const budget = budgets[name];
    if (!budget) continue;
    const cost = costs.get(name) ?? { calls: 0, read: 0, written: 0 };
    cost.calls++;
    cost.read = Math.max(cost.read, usage.documentsRead);
    cost.written = Math.max(cost.written, usage.documentsWritten);
    costs.set(name, cost);
  }
  deployment.runner.metrics.clear();
  const shown = [...costs].map(
    ([name, { calls, read, written }]) => `${name} ${calls} × at most ${read}/${written}`,
  );
  console.log(
    `${what}: ${((performance.now() - since) / 1_000).toFixed(1)} s; ${shown.join("; ")}`,
  );
  for (const [name, { read, written }] of costs) {
    expect(read, `${name} read: ${what}`).toBeLessThanOrEqual(budgets[name]!.read);
    expect(written, `${name} wrote: ${what}`).toBeLessThanOrEqual(budgets[name]!.written);
  }
}

test(
  `a group of ${MEMBERS} members within the budgets`,
  { timeout: isWhole ? 3_600_000 : 240_000 },
  async () => {
    const directory = await Population.create(deployment, {
      groupRoles: [{ group: "Everyone", role: "admin" }],
    });
    const ids = await directory.createUsers(MEMBERS);
    /** Runs a request, and waits until the roles have followed. */
    const measure = async (
      what: string,
      request: () => Promise<{ status: number }>,
      status: number,
    ) => {
      deployment.runner.metrics.clear();
      const since = performance.now();
      expect((await request()).status, what).toBe(status);
      takeCosts(what, since);
      const later = performance.now();
      await expect
        .poll(async () => await directory.hasPendingWork(), { timeout: 1_800_000, interval: 250 })
        .toBe(false);
      takeCosts(`roles after it`, later);
    };

    let group = "";
    await measure(
      "POST of all",
      async () => {
        const created = await directory.createGroup("Everyone", ids);
        group = String(created.body.id);
        return created;
      },
      201,
    );
    expect(await directory.membersOf(group)).toEqual(ids.toSorted());
    expect(await directory.holdersOf("admin")).toEqual(ids.toSorted());

    const random = createRandom(SEED);
    const some = ids.filter(() => random(3) > 0);
    await measure(
      "PUT of two thirds",
      async () => directory.putGroup(group, "Everyone", some),
      200,
    );
    expect(await directory.membersOf(group)).toEqual(some.toSorted());
    expect(await directory.holdersOf("admin")).toEqual(some.toSorted());

    const others = ids.filter((id) => !some.includes(id));
    const add = { op: "add", path: "members", value: others.map((value) => ({ value })) };
    await measure("PATCH of a third", async () => directory.patchGroup(group, add), 204);
    expect(await directory.holdersOf("admin")).toEqual(ids.toSorted());

    const rename = { op: "replace", path: "displayName", value: "Nobody" };
    await measure("a new name", async () => directory.patchGroup(group, rename), 204);
    expect(await directory.holdersOf("admin")).toEqual([]);

    deployment.runner.metrics.clear();
    const since = performance.now();
    expect((await directory.membersOf(group)).length).toBe(MEMBERS);
    takeCosts("GET", since);
    await measure("DELETE", async () => directory.send("DELETE", `/Groups/${group}`), 204);
    expect((await directory.send("GET", `/Groups/${group}`)).status).toBe(404);
  },
);
