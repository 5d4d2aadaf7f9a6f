/** A deleted organization is gone at once; its rows go soon, whatever happens meanwhile. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase, startLocalDeployment, type Database } from "@banata-auth/local";
import { afterEach, expect, test, vi } from "vitest";
import schema from "../../convex/component/schema";
import { deployApp, repository } from "../support/deployment";
import { Seeding } from "../support/largeTenant";
import { newMember, newOrganization, newUser } from "../support/organizations";
import { allRows, textOf } from "../support/rows";
import { deployedRuntime, httpRuntime, newProject } from "../support/runtime";
import { failureOf, keyWith, scene } from "../support/transports";

afterEach(() => {
  vi.useRealTimers();
});

/** What outlives an organization: what happened, and the answers to idempotent calls. */
const kept = ["events", "auditEvents", "auditTargets", "idempotencyKeys", "revokedApiKeys"];

test("while its rows go, an organization is not there for anybody, and a lost batch is taken up again", async () => {
  const stage = await scene(httpRuntime);
  const { client, runtime } = stage;
  const organization = await newOrganization(client, { slug: "acme" });
  const organizationId = organization.id;
  const members = [];
  for (let i = 0; i < 260; i++)
    members.push(await newMember(client, organization, i === 259 ? "owner" : "member"));
  const team = await client.organizations.createTeam({ organizationId, name: "Team" });
  const invitation = await client.organizations.sendInvitation({
    organizationId,
    email: "a@example.com",
    role: "member",
  });
  const key = await keyWith(stage, ["*"], { organizationId });

  // The batches are scheduled and never start.
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  expect(await client.organizations.deleteOrganization(organizationId)).toEqual(organization);
  vi.useRealTimers();
  const left = (await allRows(runtime.engine)).members.map(({ userId }) => String(userId));
  expect(left.length).toBeGreaterThan(0);
  const owner = members.find(
    ({ userId, role }) => role === "owner" && left.includes(userId),
  )!.userId;

  expect(await failureOf(key.client.rbac.getMyPermissions())).toMatchObject({ status: 401 });
  const refused = [
    () => client.organizations.getOrganization(organizationId),
    () => client.organizations.getOrganization({ organizationSlug: "acme" }),
    () => client.organizations.listMembers({ organizationId }),
    () => client.organizations.updateTeam({ teamId: team.id, name: "x" }),
    () => client.organizations.revokeInvitation(invitation.id),
    () => client.organizations.deleteOrganization(organizationId),
    () => client.users.listUsers({ organizationId }),
    () => client.apiKeys.createKey({ name: "x", organizationId }),
  ];
  for (const call of refused) expect(await failureOf(call())).toMatchObject({ status: 404 });
  expect((await client.organizations.listOrganizations()).data).toEqual([]);
  for (const role of ["member", "owner"])
    expect((await client.rbac.listRoleHolders({ role })).data).toEqual([]);
  expect(
    (
      await client.rbac.checkPermission({
        userId: owner,
        organizationId,
        permission: "member.read",
      })
    ).allowed,
  ).toBe(false);
  // Nobody is its last owner any more, and nobody hears of it again.
  await client.users.banUser({ userId: owner });
  await client.users.deleteUser(owner);
  const { data } = await client.events.listEvents({
    organizationId,
    limit: 200,
    eventTypes: ["member.removed"],
  });
  expect(data).toEqual([]);
  expect((await newOrganization(client, { slug: "acme" })).slug).toBe("acme");

  await runtime.run("organizations/unfinished:resume");
  await expect
    .poll(
      async () =>
        textOf(
          Object.entries(await allRows(runtime.engine)).filter(([table]) => !kept.includes(table)),
        ).includes(organizationId),
      { timeout: 20_000 },
    )
    .toBe(false);
  const rest = await allRows(runtime.engine);
  expect([
    rest.members,
    rest.membershipTotals,
    rest.teams,
    rest.invitations,
    rest.organizationDeletions,
  ]).toEqual([[], [], [], [], []]);
  expect(rest.roleAssignments.every(({ scope }) => scope === "project")).toBe(true);
});

test(
  "3,000 members, with teams, invitations and keys, are gone soon, also when the process is killed on the way",
  { timeout: 120_000 },
  async () => {
    const directory = await mkdtemp(join(tmpdir(), "banata-deletion-"));
    try {
      const { project, organizationId, keys, user } = await seed(directory);
      const { child, addresses } = await serve(directory);
      const runtime = deployedRuntime(addresses);
      await runtime.client(project).organizations.deleteOrganization(organizationId);
      child.kill("SIGKILL");
      await once(child, "exit");
      expect(
        await rowsAbout(directory, organizationId),
        "it was killed on the way",
      ).toBeGreaterThan(1_000);

      const deployment = await startLocalDeployment({ directory, cloudPort: 0, sitePort: 0 });
      const again = deployedRuntime(deployment);
      const client = again.client(project);
      expect(await failureOf(client.organizations.listMembers({ organizationId }))).toMatchObject({
        status: 404,
      });
      expect(
        (
          await client.rbac.checkPermission({
            userId: user,
            organizationId,
            permission: "member.read",
          })
        ).allowed,
      ).toBe(false);
      for (const key of keys)
        expect(
          await failureOf(again.client(project, key).organizations.listOrganizations()),
        ).toMatchObject({ status: 401 });
      await expect
        .poll(() => countAbout(deployment.database, organizationId), {
          timeout: 60_000,
          interval: 100,
        })
        .toBe(0);
      await deployment.close();
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
);

/** A stopped deployment with a large organization in it. */
async function seed(directory: string) {
  const deployment = await deployApp(directory);
  const runtime = deployedRuntime(deployment);
  const project = await newProject(runtime);
  const client = runtime.client(project);
  const seeding = new Seeding(deployment, project.id);
  const organizationId = await seeding.organization(3_000);
  const teams: string[] = [];
  for (let i = 0; i < 20; i++) teams.push(await seeding.team(organizationId));
  for (let i = 0; i < 3_000; i++)
    await seeding.member(
      organizationId,
      await seeding.user(1),
      i === 2_999 ? ["owner", "admin"] : ["member"],
      [teams[i % 20]!],
    );
  for (let i = 0; i < 500; i++) await seeding.invitation(organizationId);
  await seeding.commit();
  const keys: string[] = [];
  for (let i = 0; i < 30; i++)
    keys.push((await client.apiKeys.createKey({ name: "bound", organizationId })).key);
  const { id: user } = await newUser(client);
  await client.organizations.addMember({ organizationId, userId: user, role: "owner" });
  await deployment.close();
  return { project, organizationId, keys: keys.slice(-3), user };
}

async function serve(directory: string): Promise<{
  child: ChildProcess;
  addresses: { cloudUrl: string; siteUrl: string; adminKey: string };
}> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "test/support/deploymentProcess.ts", directory],
    { cwd: repository, stdio: ["ignore", "pipe", "inherit"] },
  );
  const [line] = (await once(child.stdout, "data")) as [Buffer]; // it prints one line, once it serves
  return {
    child,
    addresses: JSON.parse(line.toString()) as {
      cloudUrl: string;
      siteUrl: string;
      adminKey: string;
    },
  };
}

async function rowsAbout(directory: string, organizationId: string): Promise<number> {
  const database = await openDatabase({ directory });
  const count = countAbout(database, organizationId);
  await database.close();
  return count;
}

function countAbout(database: Database, organizationId: string): number {
  const transaction = database.begin();
  let count = 0;
  for (const table of Object.keys(schema.tables).filter((each) => !kept.includes(each))) {
    const rows = transaction.scan({
      component: "banataAuth",
      table,
      index: "by_creation_time",
      lower: null,
      upper: null,
      order: "asc",
    });
    for (let step = rows.next(); !step.done; step = rows.next()) {
      const { document } = step.value;
      if (document.organizationId === organizationId || document.id === organizationId) count++;
    }
  }
  return count;
}
