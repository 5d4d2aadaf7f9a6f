/**
 * A deployment that is killed between two slices of a change of a group. Members and roles are
 * complete afterwards, whether the identity provider repeats the request or not.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { KillableDeployment } from "../support/killable";
import { isWhole } from "../support/share";
import { Population } from "./support/population";

const USERS = isWhole ? 2_000 : 600;
const GROUP = "Admins";

let deployment: KillableDeployment;

beforeAll(async () => {
  deployment = await KillableDeployment.create("groups", "deploymentProcess");
}, 120_000);
afterAll(async () => await deployment?.remove());

test(
  `a group of ${USERS} members is exact after kills between its slices`,
  { timeout: isWhole ? 1_200_000 : 240_000 },
  async () => {
    const directory = await Population.create(await deployment.serve(), {
      groupRoles: [{ group: GROUP, role: "admin" }],
    });
    const ids = await directory.createUsers(USERS);
    const group = String((await directory.createGroup(GROUP)).body.id);

    /** Kills the deployment as soon as a part of the members is changed. */
    const killBetweenSlices = async (before: number, request: Promise<unknown>) => {
      const failed = request.then(
        () => false,
        () => true,
      );
      while ((await directory.membersOf(group)).length === before) await sleep(1);
      await deployment.kill();
      expect(await failed).toBe(true);
      directory.moveTo(await deployment.serve());
    };
    const settle = async () =>
      await expect
        .poll(async () => await directory.hasPendingWork(), { timeout: 120_000, interval: 250 })
        .toBe(false);

    // The identity provider sends again what was not answered.
    const [most, few] = [ids.slice(50), ids.slice(0, 80)];
    const put = async (members: readonly string[]) =>
      await directory.putGroup(group, GROUP, members);
    await killBetweenSlices(0, put(most));
    const partly = (await directory.membersOf(group)).length;
    expect(partly).toBeGreaterThan(0);
    expect(partly).toBeLessThan(most.length);
    expect(await directory.hasPendingWork()).toBe(true);
    expect((await put(most)).status).toBe(200);
    expect(await directory.membersOf(group)).toEqual(most.toSorted());
    await directory.sweep();
    await settle();
    expect(await directory.holdersOf("admin")).toEqual(most.toSorted());

    // It does not: the sweep finishes the change.
    await killBetweenSlices(most.length, put(few));
    expect((await directory.membersOf(group)).length).toBeGreaterThan(few.length);
    await directory.sweep();
    await settle();
    expect(await directory.membersOf(group)).toEqual(few.toSorted());
    expect(await directory.holdersOf("admin")).toEqual(few.toSorted());
    console.log(`killed with ${partly} of ${most.length} members`);
  },
);
