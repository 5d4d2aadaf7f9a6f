/**
 * `hasPermission` inside an app's own query, watched by a client: what re-runs, and what does not.
 */
import { join } from "node:path";
import type { LocalDeployment } from "@banata-auth/local";
import { ConvexClient, ConvexHttpClient } from "convex/browser";
import { anyApi } from "convex/server";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import WebSocket from "ws";
import type { Organization, Role } from "../../src/index";
import type { WireClient } from "../support/wireClient";
import { deployApp, repository } from "../support/deployment";
import { newMember, newOrganization, newRole, newUser } from "../support/organizations";
import { deployedRuntime, newProject, type TestProject } from "../support/runtime";

const { list, count, hire } = anyApi.employees!;

let deployment: LocalDeployment;
let project: TestProject;
let client: WireClient;
let browser: ConvexClient;

beforeAll(async () => {
  deployment = await deployApp(null, join(repository, "test/support/guardedApp"));
  const runtime = deployedRuntime(deployment);
  project = await newProject(runtime);
  client = runtime.client(project);
});
afterAll(async () => await deployment.close());

type About = { userId: string; organizationId?: string };
const runs = () =>
  deployment.runner.metrics.calls().filter(({ path }) => path === "employees:list").length;

/** A subscription, and its answers so far. */
async function watch(about: About): Promise<{ answers: boolean[] }> {
  const answers: boolean[] = [];
  browser.onUpdate(list!, { projectId: project.id, ...about }, (value: unknown) =>
    answers.push(value !== null),
  );
  await expect.poll(() => answers.length, { timeout: 5_000, interval: 5 }).toBe(1);
  return { answers };
}

interface Stage {
  readonly acme: Organization;
  readonly beta: Organization;
  readonly hr: Role;
  /** Ada is in both organizations, in acme with the role hr; Bob is in acme without. */
  readonly ada: string;
  readonly bob: string;
  readonly adaInAcme: { answers: boolean[] };
  readonly bobInAcme: { answers: boolean[] };
  readonly adaInBeta: { answers: boolean[] };
  readonly ada0: { answers: boolean[] };
}
let serial = 0;

async function newStage(): Promise<Stage> {
  browser = new ConvexClient(deployment.cloudUrl, {
    webSocketConstructor: WebSocket as unknown as typeof globalThis.WebSocket,
    logger: false,
  }); // it has what the client uses
  const [acme, beta] = [await newOrganization(client), await newOrganization(client)];
  const hr = await newRole(client, `hr-${serial++}`, ["employee.read"]);
  const [ada, bob] = [
    (await newMember(client, acme, hr.slug)).userId,
    (await newMember(client, acme)).userId,
  ];
  await client.organizations.addMember({ organizationId: beta.id, userId: ada, role: "member" });
  const [adaInAcme, bobInAcme] = [
    await watch({ userId: ada, organizationId: acme.id }),
    await watch({ userId: bob, organizationId: acme.id }),
  ];
  return {
    acme,
    beta,
    hr,
    ada,
    bob,
    adaInAcme,
    bobInAcme,
    adaInBeta: await watch({ userId: ada, organizationId: beta.id }),
    ada0: await watch({ userId: ada }),
  };
}

let stage: Stage;
beforeEach(async () => {
  stage = await newStage();
  return async () => await browser.close();
});

const answers = () =>
  [stage.adaInAcme, stage.bobInAcme, stage.adaInBeta, stage.ada0].map((each) => each.answers);

type Change = (stage: Stage) => Promise<unknown>;

/**
 * What is done, how many of the four subscriptions re-run for it, and the answers in their order.
 */
const changes: readonly (readonly [
  what: string,
  rerun: number,
  change: Change,
  answers: boolean[][],
])[] = [
  [
    "a member's role is taken",
    1,
    async ({ acme, ada }) =>
      await client.organizations.updateMemberRole({
        organizationId: acme.id,
        memberIdOrUserId: ada,
        role: "member",
      }),
    [[true, false], [false], [false], [false]],
  ],
  [
    "a member is given the role",
    1,
    async ({ acme, bob, hr }) =>
      await client.organizations.updateMemberRole({
        organizationId: acme.id,
        memberIdOrUserId: bob,
        role: hr.slug,
      }),
    [[true], [false, true], [false], [false]],
  ],
  [
    "the role loses the permission",
    1,
    async ({ hr }) => await client.rbac.updateRole({ id: hr.id, permissions: [] }),
    [[true, false], [false], [false], [false]],
  ],
  [
    "a member is removed",
    1,
    async ({ acme, ada }) =>
      await client.organizations.removeMember({ organizationId: acme.id, memberIdOrUserId: ada }),
    [[true, false], [false], [false], [false]],
  ],
  [
    "the user is banned",
    3,
    async ({ ada }) => await client.users.banUser({ userId: ada }),
    [[true, false], [false], [false], [false]],
  ],
  [
    "the user is deleted",
    3,
    async ({ ada }) => await client.users.deleteUser(ada),
    [[true, false], [false], [false], [false]],
  ],
  [
    "the organization is deleted",
    2,
    async ({ acme }) => await client.organizations.deleteOrganization(acme.id),
    [[true, false], [false], [false], [false]],
  ],
  [
    "the user gets a project role",
    3,
    async ({ ada }) => await client.users.setRole({ userId: ada, role: "super_admin" }),
    [[true], [false], [false, true], [false, true]],
  ],
];

test.each(changes)(
  "when %s, %i of four subscriptions run again, and show it",
  async (_what, rerun, change, expected) => {
    const before = runs();
    await change(stage);
    await expect.poll(answers, { timeout: 5_000, interval: 10 }).toEqual(expected);
    expect(runs() - before).toBe(rerun);
  },
);

/** What goes on around them all the time. */
const bystanders: readonly (readonly [what: string, change: Change])[] = [
  [
    "others join and leave",
    async ({ acme }) =>
      await client.organizations.removeMember({
        organizationId: acme.id,
        memberIdOrUserId: (await newMember(client, acme, "admin")).id,
      }),
  ],
  [
    "the organization is renamed",
    async ({ acme }) =>
      await client.organizations.updateOrganization({
        organizationId: acme.id,
        name: "Other",
        maxMembers: 100,
      }),
  ],
  [
    "somebody is invited",
    async ({ acme }) =>
      await client.organizations.sendInvitation({
        organizationId: acme.id,
        email: "new@example.com",
        role: "member",
      }),
  ],
  [
    "other roles, permissions, keys and users are made",
    async () => {
      await newRole(client, `other-${serial++}`, ["employee.write"]);
      await client.apiKeys.createKey({ name: "other" });
      await newUser(client);
    },
  ],
  [
    "a role of others changes",
    async ({ acme }) => {
      const other = await newRole(client, `other-${serial++}`);
      await newMember(client, acme, other.slug);
      await client.rbac.updateRole({ id: other.id, permissions: ["employee.read"] });
    },
  ],
  [
    "another organization is deleted",
    async () => await client.organizations.deleteOrganization((await newOrganization(client)).id),
  ],
];

test.each(bystanders)("when %s, no subscription runs again", async (_what, change) => {
  const before = runs();
  await change(stage);
  // A change that one of them shows: by then all earlier commits have been looked at.
  await client.organizations.updateMemberRole({
    organizationId: stage.acme.id,
    memberIdOrUserId: stage.ada,
    role: "member",
  });
  await expect
    .poll(answers, { timeout: 5_000, interval: 10 })
    .toEqual([[true, false], [false], [false], [false]]);
  expect(runs() - before).toBe(1);
});

test("any of several permissions is enough where the app says so, and requirePermission refuses the mutation", async () => {
  const http = new ConvexHttpClient(deployment.cloudUrl, { logger: false });
  const [ada, bob] = [stage.ada, stage.bob].map((userId) => ({
    projectId: project.id,
    userId,
    organizationId: stage.acme.id,
  }));
  expect([await http.query(count!, ada), await http.query(count!, bob)]).toEqual([2, null]);
  await expect(http.mutation(hire!, ada)).rejects.toThrow(
    "Missing permission: employee.read, employee.hire",
  );
  await client.rbac.createPermission({ name: "Hire", slug: "employee.hire" });
  await client.rbac.updateRole({ id: stage.hr.id, permissions: ["employee.*"] });
  expect(await http.mutation(hire!, ada)).toBe("hired");
  for (const nobody of [
    { ...ada!, userId: "usr_none" },
    { ...ada!, projectId: "proj_none" },
    { ...ada!, organizationId: "org_none" },
  ])
    expect(await http.query(count!, nobody)).toBeNull();
});

test("the end of a ban shows by itself, and is recorded", async () => {
  await client.users.banUser({ userId: stage.ada, banExpires: Date.now() + 700 });
  await expect
    .poll(answers, { timeout: 5_000, interval: 10 })
    .toEqual([[true, false, true], [false], [false], [false]]);
  expect(await client.users.getUser(stage.ada)).toMatchObject({ banned: false, banExpires: null });
  const { data } = await client.auditLogs.listEvents({ action: "user.unbanned", limit: 1 });
  expect(data).toMatchObject([
    { actor: { type: "system", id: "expiry" }, targets: [{ id: stage.ada }] },
  ]);
});

test("a ban that was set anew does not end with the first one", async () => {
  await client.users.banUser({ userId: stage.ada, banExpires: Date.now() + 300 });
  await client.users.banUser({ userId: stage.ada });
  await new Promise((resolve) => setTimeout(resolve, 900));
  expect((await client.users.getUser(stage.ada)).banned).toBe(true);
});
