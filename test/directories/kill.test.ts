/**
 * A deployment that is killed in the middle of a night's sync: the identity provider sends again
 * what was not answered, and everything has happened once.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyDomain } from "../../src/cli/demoIdp/domain";
import { KillableDeployment, type Address } from "../support/killable";
import { deployedRuntime, newProject } from "../support/runtime";
import { isWhole } from "../support/share";
import { collect } from "./support/population";
import { changeSome, countMembers, employ, SyncEngine } from "./support/syncEngine";

const USERS = isWhole ? 3_000 : 200;
const KILLS = isWhole ? 6 : 2;
/** Of verifyDomain. */
const DOMAIN = "demo.example";

let deployment: KillableDeployment;

beforeAll(async () => {
  deployment = await KillableDeployment.create("nightly", "deploymentProcess");
}, 120_000);
afterAll(async () => await deployment?.remove());

test(
  `${USERS} users and a night's changes are exact after ${KILLS} kills`,
  { timeout: isWhole ? 1_200_000 : 240_000 },
  async () => {
    let address = await deployment.serve();
    let runtime = deployedRuntime(address);
    const project = await newProject(runtime);
    let client = runtime.sdk(project);
    const { id: organizationId } = await client.organizations.createOrganization({ name: "Acme" });
    const place = { organizationId, component: "banataAuth" };
    await verifyDomain(client, { ...address, projectId: project.id }, place);
    const { id: directoryId, scimConfig } = await client.directories.createDirectory({
      organizationId,
      name: "Okta",
      provider: "okta",
    });
    const { bearerToken } = scimConfig;
    const toEndpoint = ({ siteUrl }: Address) => ({
      baseUrl: `${siteUrl}/banata/p/${project.id}/api/auth/scim/v2`,
      bearerToken,
    });
    const engine = new SyncEngine(toEndpoint(address));

    /** Kills the deployment when so many more requests were sent. */
    const killAfter = async (requests: number): Promise<void> => {
      const wanted = engine.requests + requests;
      while (engine.requests < wanted) await sleep(1);
      await deployment.kill();
      address = await deployment.serve();
      runtime = deployedRuntime(address);
      client = runtime.sdk(project);
      engine.endpoint = toEndpoint(address);
    };

    const staff = employ(USERS, DOMAIN);
    const half = USERS / 2;
    for (let i = 0; i < KILLS / 2; i++) {
      const part = staff.slice((i * USERS * 2) / KILLS, ((i + 1) * USERS * 2) / KILLS);
      await Promise.all([engine.pushAll(part), killAfter(half / KILLS)]);
    }
    const userIds = new Map<string, string>();
    const loadUsers = async () =>
      await collect(async (page) => await client.directories.listUsers({ directoryId, ...page }));
    for (const { userName, userId } of await loadUsers()) userIds.set(userName, userId!);
    expect(userIds.size).toBe(USERS);

    const night = changeSome(staff, DOMAIN, 10);
    const leaving = night.changed.filter(({ active }) => !active);
    const staying = staff[0]!; // of two hundred at least
    for (const { email } of [...leaving, staying])
      await client.users.impersonateUser(userIds.get(email)!);
    // The night's changes, again and again: so little is done before the kill.
    for (let i = 0; i < KILLS / 2; i++)
      await Promise.all([engine.pushAll(night.changed), killAfter(3 + 2 * i)]);
    expect(engine.failures).toBeGreaterThan(0);

    const users = await loadUsers();
    expect(users.map(({ userName }) => userName).sort()).toEqual(
      night.after.map(({ email }) => email).sort(),
    );
    const wanted = new Map(night.after.map((employee) => [employee.email, employee]));
    for (const { userName, displayName, active, userId, reason } of users) {
      expect({ email: userName, displayName, active }).toEqual(wanted.get(userName));
      expect([typeof userId, reason]).toEqual(["string", null]);
    }
    const active = night.after.length - leaving.length;
    expect(await countMembers(client, organizationId)).toBe(active);
    const shown = await client.directories.getDirectory(directoryId);
    // The only failure can be a user that was created before the kill, and sent again.
    expect(shown.lastFailure === null || shown.lastFailure.status === 409).toBe(true);
    expect(shown).toMatchObject({
      state: "linked",
      userCount: users.length,
      unlinkedCount: 0,
      hasPendingWork: false,
      lastSyncStatus: "success",
      usersByState: { active, suspended: leaving.length, deprovisioned: 0 },
    });
    const countSessions = async (email: string) =>
      (await client.users.listUserSessions(userIds.get(email)!)).data.length;
    for (const { email } of leaving) expect(await countSessions(email), email).toBe(0);
    expect(await countSessions(staying.email)).toBe(1);
    const suspensions = await collect(async (page) => {
      const eventTypes = ["directory_user.suspended" as const];
      const { data, cursor, hasMore } = await client.events.listEvents({ eventTypes, ...page });
      return { data, listMetadata: { after: hasMore ? cursor! : null } };
    });
    expect(suspensions.length).toBe(leaving.length);
    console.log(`${engine.requests} requests, ${engine.failures} of them without an answer`);
  },
);
