/**
 * A deployment that is killed between two slices of a change of a group. Members and roles are
 * complete afterwards, whether the identity provider repeats the request or not.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { KillableDeployment } from "../support/killable";
import { isWhole } from "../support/share";
import { Population } from "./support/population";

const USERS = isWhole ? 2_000 : 800;
const GROUP = "Admins";
/** When to kill, as shares of the time that a change takes; the next one if the last was too early or late. */
const SHARES = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.45, 0.55, 0.35, 0.65];

let deployment: KillableDeployment;

beforeAll(async () => {
  deployment = await KillableDeployment.create("groups", "deploymentProcess");
}, 120_000);
afterAll(async () => await deployment?.remove());

test(
  `a group of ${USERS} members is exact after kills between its slices`,
  { timeout: isWhole ? 1_200_000 : 600_000 },
  async () => {
    const directory = await Population.create(await deployment.serve(), {
      groupRoles: [{ group: GROUP, role: "admin" }],
    });
    const ids = await directory.createUsers(USERS);
    const group = String((await directory.createGroup(GROUP)).body.id);

    const put = async (members: readonly string[]) =>
      await directory.putGroup(group, GROUP, members);
    const since = performance.now();
    await put(ids.slice(50));
    const tookMs = performance.now() - since;
    await put([]);
    /** Kills the deployment in the middle of a change. Returns how many members there are then. */
    const killBetweenSlices = async (before: readonly string[], after: readonly string[]) => {
      for (const share of SHARES) {
        const request = put(after).then(
          () => true,
          () => false,
        );
        await sleep(tookMs * share);
        await deployment.kill();
        const isAnswered = await request;
        directory.moveTo(await deployment.serve());
        const { length } = await directory.membersOf(group);
        if (!isAnswered && length !== before.length && length !== after.length) return length;
        await put(before); // the kill came before the first slice, or after the last one
      }
      throw new Error("No kill came between two slices");
    };
    const settle = async () =>
      await expect
        .poll(async () => await directory.hasPendingWork(), { timeout: 120_000, interval: 250 })
        .toBe(false);

    // The identity provider sends again what was not answered.
    const [most, few] = [ids.slice(50), ids.slice(0, 80)];
    const partly = await killBetweenSlices([], most);
    expect(await directory.hasPendingWork()).toBe(true);
    expect((await put(most)).status).toBe(200);
    expect(await directory.membersOf(group)).toEqual(most.toSorted());
    await directory.sweep();
    await settle();
    expect(await directory.holdersOf("admin")).toEqual(most.toSorted());

    // It does not: the sweep finishes the change.
    await killBetweenSlices(most, few);
    await directory.sweep();
    await settle();
    expect(await directory.membersOf(group)).toEqual(few.toSorted());
    expect(await directory.holdersOf("admin")).toEqual(few.toSorted());
    console.log(`killed with ${partly} of ${most.length} members`);
  },
);
