/**
 * A user in as many groups as a directory can have is deactivated and deleted. No transaction costs
 * more than that of 500 groups. CI does it with 520 groups, `PROVE=1` with all.
 */
import type { LocalDeployment } from "@banata-auth/local";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bounds } from "../../convex/component/directories/fields";
import { deployApp } from "../support/deployment";
import { isWhole } from "../support/share";
import { Population } from "./support/population";

const GROUPS = isWhole ? bounds.groups : 520;
const PARALLEL = 10;

let deployment: LocalDeployment;
beforeAll(async () => void (deployment = await deployApp()));
afterAll(async () => await deployment?.close());

test(`a user in ${GROUPS} groups`, { timeout: isWhole ? 1_800_000 : 240_000 }, async () => {
  const directory = await Population.create(deployment, {});
  const ids = await directory.createUsers(2);
  const [deleted, deactivated] = ids as [string, string];
  const groups: string[] = [];
  for (let from = 0; from < GROUPS; from += PARALLEL)
    await Promise.all(
      Array.from({ length: Math.min(PARALLEL, GROUPS - from) }, async (_, i) => {
        const { status, body } = await directory.createGroup(`Group ${from + i}`, ids);
        expect(status).toBe(201);
        groups.push(String(body.id));
      }),
    );
  const settled = async () =>
    await expect
      .poll(async () => await directory.hasPendingWork(), { timeout: 600_000, interval: 250 })
      .toBe(false);
  await settled();

  const measure = async (
    what: string,
    status: number,
    request: () => Promise<{ status: number }>,
  ) => {
    deployment.runner.metrics.clear();
    expect((await request()).status, what).toBe(status);
    await settled();
    const usages = deployment.runner.metrics.calls().map(({ usage }) => usage);
    const most = (key: keyof (typeof usages)[number]) => Math.max(...usages.map((u) => u[key]));
    console.log(
      `${what}, ${GROUPS} groups: at most ${most("rangesRead")} ranges and ` +
        `${most("documentsRead")} documents read, ${most("documentsWritten")} written`,
    );
    // Of 4,096 ranges and 16,000 documents written that Convex allows.
    expect(most("rangesRead")).toBeLessThanOrEqual(1_500);
    expect(most("documentsWritten")).toBeLessThanOrEqual(1_100);
  };
  const deactivation = { op: "replace", path: "active", value: false };
  await measure("PATCH", 200, async () => await directory.patchUser(deactivated, deactivation));
  await measure("DELETE", 204, async () => await directory.send("DELETE", `/Users/${deleted}`));
  for (const group of groups) expect(await directory.membersOf(group)).toEqual([deactivated]);
});
