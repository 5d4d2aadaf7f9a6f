/**
 * What an operation costs, in documents and ranges, at 100 and at 10,000 users, with 10,000 more
 * next door: small, and the same.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newProject, type TestProject } from "../support/runtime";
import { patient } from "../support/testMode";
import { measuredRuntime, type Measured } from "./support/measured";
import {
  cursorFields,
  operationNamed,
  operations,
  type NamedOperation,
  type OperationName,
  type KeyOperationName,
} from "./support/operations";
import {
  callerOf,
  inputOf,
  mailServerUrl,
  newFixtures,
  send,
  type HttpStage,
} from "./support/stage";

/**
 * Documents that an operation may read and write: two to know the caller, then its own; changing
 * one reads it again. A list is measured at 20 a page, in the middle, where it reads one row more
 * on either side; a write with an `Idempotency-Key`, whose answer is one more document. An audit
 * entry is one document, and one more for each target behind its first (a session's or a member's
 * user). Lowering a number is welcome, raising one is a decision.
 */
const budgets: {
  readonly [N in KeyOperationName]: { readonly read: number; readonly written: number };
} = {
  "users.listUsers": { read: 24, written: 0 },
  "users.getUser": { read: 3, written: 0 },
  "users.createUser": { read: 3, written: 4 },
  "users.updateUser": { read: 7, written: 4 },
  "users.deleteUser": { read: 6, written: 8 }, // and the user's session, as below
  "users.banUser": { read: 6, written: 8 },
  "users.unbanUser": { read: 4, written: 4 },
  "users.setRole": { read: 6, written: 4 },
  "users.hasPermission": { read: 4, written: 0 },
  "users.listUserSessions": { read: 24, written: 0 },
  "users.revokeSession": { read: 5, written: 5 }, // and whose it is: what that user holds counts
  "users.revokeAllSessions": { read: 7, written: 5 }, // of one session; a user has at most 100
  "users.impersonateUser": { read: 5, written: 8 }, // with the user's other sessions, of which there is one
  "users.stopImpersonating": { read: 5, written: 5 },
  "users.startImpersonation": { read: 6, written: 5 },
  "users.setUserPassword": { read: 7, written: 9 },
  "users.listFactors": { read: 105, written: 0 }, // every passkey of the user, at most 100
  "users.removeFactor": { read: 7, written: 5 },
  "users.listAccounts": { read: 55, written: 0 }, // every account of the user, at most 50
  "users.unlinkAccount": { read: 6, written: 5 }, // without force also the user's accounts and the social providers
  "users.sendPasswordReset": { read: 108, written: 5 }, // and the auth clients of the project, at most 100, whose redirects it looks for
  "organizations.listOrganizations": { read: 24, written: 0 }, // a page that is not full
  "organizations.getOrganization": { read: 5, written: 0 },
  "organizations.createOrganization": { read: 2, written: 5 }, // with a policy that binds access
  "organizations.updateOrganization": { read: 8, written: 9 }, // as above, and the shards of the members' total, at most 65, whose maximum changes
  "organizations.deleteOrganization": { read: 30, written: 19 }, // and what it deletes
  "organizations.listMembers": { read: 24, written: 0 },
  "organizations.getMember": { read: 4, written: 0 },
  "organizations.addMember": { read: 6, written: 8 },
  "organizations.removeMember": { read: 14, written: 9 }, // and the user, whose open invitation ends too
  "organizations.updateMemberRole": { read: 8, written: 5 },
  "organizations.sendInvitation": { read: 5, written: 5 },
  "organizations.revokeInvitation": { read: 5, written: 4 },
  "organizations.listInvitations": { read: 24, written: 0 },
  "organizations.createTeam": { read: 4, written: 5 },
  "organizations.updateTeam": { read: 5, written: 4 },
  "organizations.removeTeam": { read: 9, written: 7 },
  "organizations.listTeams": { read: 24, written: 0 },
  "organizations.addTeamMember": { read: 6, written: 4 },
  "organizations.removeTeamMember": { read: 8, written: 6 },
  "organizations.checkSlug": { read: 2, written: 0 },
  "organizations.getInvitation": { read: 5, written: 0 },
  "rbac.listRoles": { read: 210, written: 0 }, // every role of the project, at most 200
  "rbac.createRole": { read: 4, written: 5 },
  "rbac.updateRole": { read: 4, written: 4 },
  "rbac.deleteRole": { read: 5, written: 5 },
  "rbac.listRoleHolders": { read: 24, written: 0 },
  "rbac.listPermissions": { read: 510, written: 0 }, // every permission of the project's own, at most 500
  "rbac.createPermission": { read: 510, written: 4 }, // as above
  "rbac.updatePermission": { read: 210, written: 4 }, // every role of the project, for those that name it
  "rbac.deletePermission": { read: 210, written: 4 }, // as above
  "rbac.checkPermission": { read: 4, written: 0 },
  "rbac.checkPermissions": { read: 4, written: 0 },
  "rbac.getMyPermissions": { read: 2, written: 0 },
  "apiKeys.createKey": { read: 7, written: 5 },
  "apiKeys.listKeys": { read: 110, written: 0 }, // every key of the project, of which this one has some ninety
  "apiKeys.listKeyPages": { read: 24, written: 0 },
  "apiKeys.getKey": { read: 3, written: 0 },
  "apiKeys.updateKey": { read: 4, written: 4 },
  "apiKeys.deleteKey": { read: 7, written: 6 },
  "apiKeys.rotateKey": { read: 8, written: 7 },
  "apiKeys.verifyKey": { read: 4, written: 1 },
  "apiKeys.getUsage": { read: 3, written: 0 }, // of a key without limits that was not used; else a day each, and the limits' counters
  "apiKeys.listUnusedKeys": { read: 112, written: 0 }, // every key that was never used
  "apiKeys.getLimits": { read: 3, written: 0 },
  "apiKeys.setLimits": { read: 4, written: 4 }, // and the organization's keys, of which there are none
  "projects.listProjects": { read: 2, written: 0 },
  "projects.getProject": { read: 2, written: 0 },
  "projects.getCurrentProject": { read: 2, written: 0 },
  "projects.getReadiness": { read: 230, written: 0 }, // every auth client of the project, at most 200; at most 10 social providers and 5 signing keys
  "projects.createProject": { read: 3, written: 11 }, // with the roles that every project begins with
  "projects.updateProject": { read: 3, written: 4 },
  "projects.copySettings": { read: 20, written: 12 },
  "projects.deleteProject": { read: 5, written: 4 },
  "projects.rotateSigningKeys": { read: 3, written: 3 }, // and the keys there are, at most 5
  "projects.ensureDefaultProject": { read: 4, written: 0 },
  "projects.listMembers": { read: 410, written: 0 }, // every member, with its operator, and every invitation, at most 200 of both
  "projects.inviteMember": { read: 210, written: 6 }, // as above: they are counted
  "projects.updateMember": { read: 6, written: 6 },
  "projects.removeMember": { read: 5, written: 4 },
  "authClients.listClients": { read: 44, written: 0 }, // and the branding of each one that has its own
  "authClients.getClient": { read: 4, written: 0 }, // with branding of its own, as below
  "authClients.createClient": { read: 210, written: 5 }, // every client of the project, at most 200: they are counted
  "authClients.updateClient": { read: 8, written: 5 }, // with the settings, if it changes origins
  "authClients.deleteClient": { read: 7, written: 5 },
  "authClients.rotateClientSecret": { read: 5, written: 4 },
  "configuration.getDashboardConfig": { read: 4, written: 0 }, // what was chosen, and one social provider
  "configuration.saveDashboardConfig": { read: 8, written: 4 },
  "configuration.getSocialProviderCredentials": { read: 3, written: 0 },
  "configuration.saveSocialProviderCredential": { read: 7, written: 4 },
  "configuration.deleteSocialProviderCredential": { read: 7, written: 5 }, // with the key of its secret
  "configuration.getBrandingConfig": { read: 3, written: 0 },
  "configuration.saveBrandingConfig": { read: 8, written: 4 },
  "configuration.getAuthConfiguration": { read: 3, written: 0 },
  "configuration.saveAuthConfiguration": { read: 5, written: 4 },
  "configuration.getPublicConfig": { read: 6, written: 0 }, // with the branding of the client
  "emails.send": { read: 3, written: 4 },
  "emails.getMessage": { read: 3, written: 0 },
  "emails.listMessages": { read: 24, written: 0 },
  "emails.preview": { read: 4, written: 0 },
  "emails.sendTest": { read: 3, written: 4 },
  "emails.listTemplates": { read: 110, written: 0 }, // every template of the project's own, at most 100
  "emails.getTemplate": { read: 3, written: 0 },
  "emails.createTemplate": { read: 110, written: 4 }, // as above: they are counted
  "emails.updateTemplate": { read: 4, written: 4 },
  "emails.deleteTemplate": { read: 4, written: 4 },
  "emails.getProvider": { read: 3, written: 0 },
  "emails.saveProvider": { read: 4, written: 4 },
  "sso.listConnections": { read: 24, written: 0 }, // and each one's domains, at most 20, until a verified one
  "sso.getConnection": { read: 6, written: 0 },
  "sso.createConnection": { read: 12, written: 9 },
  "sso.updateConnection": { read: 14, written: 9 },
  "sso.deleteConnection": { read: 12, written: 9 },
  "sso.unlinkProfile": { read: 12, written: 5 },
  "sso.getAuthorizationUrl": { read: 108, written: 1 }, // and the auth clients of the project, at most 100, whose redirects it looks for
  "sso.getProfileAndToken": { read: 12, written: 1 },
  "sso.testConnection": { read: 6, written: 1 },
  "directories.listDirectories": { read: 24, written: 0 }, // and each one's counts and sync status, at most 22 small rows
  "directories.getDirectory": { read: 6, written: 0 }, // as above
  "directories.createDirectory": { read: 16, written: 5 }, // every directory of the organization, at most 5: they are counted
  "directories.updateDirectory": { read: 12, written: 4 },
  "directories.deleteDirectory": { read: 10, written: 6 },
  "directories.rotateToken": { read: 14, written: 6 },
  "directories.listUsers": { read: 24, written: 0 },
  "directories.getUser": { read: 9, written: 0 }, // and at most 20 of its groups, of which there are two here
  "directories.listGroups": { read: 24, written: 0 }, // and the number of each one's members
  "directories.getGroup": { read: 6, written: 0 }, // as above
  "events.getFeed": { read: 2, written: 0 },
  "events.listEvents": { read: 23, written: 0 },
  "statistics.get": { read: 745, written: 0 }, // every hour of 31 days, or every day of 400, in which something happened
  "auditLogs.listEvents": { read: 24, written: 0 },
  "webhooks.listEndpoints": { read: 24, written: 0 },
  "webhooks.createEndpoint": { read: 104, written: 4 }, // every endpoint of the project, at most 100: they are counted
  "webhooks.updateEndpoint": { read: 6, written: 5 },
  "webhooks.deleteEndpoint": { read: 6, written: 5 },
  "webhooks.rotateSecret": { read: 4, written: 4 },
  "webhooks.sendTest": { read: 4, written: 6 },
  "webhooks.listDeliveries": { read: 24, written: 0 }, // and the endpoint
  "webhooks.redeliver": { read: 5, written: 6 },
  "webhooks.replay": { read: 4, written: 5 },
  "domains.createVerification": { read: 105, written: 4 }, // every domain of the organization, at most 100: they are counted
  "domains.getVerification": { read: 3, written: 0 },
  "domains.verify": { read: 4, written: 3 }, // and another organization's claim that it takes over
  "domains.list": { read: 24, written: 0 },
  "domains.deleteVerification": { read: 4, written: 4 },
  "portal.generateLink": { read: 104, written: 4 }, // every open link of the organization, at most 100: they are counted
  "portal.listSessions": { read: 24, written: 0 },
  "portal.revokeSession": { read: 4, written: 4 },
  "vault.encrypt": { read: 7, written: 6 },
  "vault.decrypt": { read: 7, written: 1 },
  "vault.list": { read: 24, written: 0 },
  "vault.get": { read: 4, written: 0 },
  "vault.update": { read: 12, written: 6 },
  "vault.delete": { read: 9, written: 6 },
  "vault.rotateKey": { read: 60, written: 30 }, // of the ten to twenty data keys that the samples above leave; two reads and a write for each in the batch
  "auditLogs.createEvent": { read: 3, written: 3 },
  "auditLogs.exportEvents": { read: 23, written: 0 },
  "auditLogs.getRetention": { read: 3, written: 0 },
  "auditLogs.saveRetention": { read: 4, written: 4 },
};

/**
 * Operations that count in a random shard of a total (tenancy/totals.ts). Their budgets are for a
 * shard without a row; changing a row costs up to two documents and a range more than inserting it.
 */
const inShards: ReadonlySet<KeyOperationName> = new Set([
  "organizations.addMember",
  "organizations.removeMember",
  "organizations.deleteOrganization",
  "organizations.createTeam",
  "organizations.removeTeam",
  "rbac.createRole",
  "rbac.deleteRole",
  "apiKeys.createKey",
  "apiKeys.deleteKey",
  "apiKeys.rotateKey",
]);

function expectNearly(small: Cost, large: Cost, name: string): void {
  expect.soft(Math.abs(large.read - small.read), `${name} reads`).toBeLessThanOrEqual(2);
  expect.soft(Math.abs(large.ranges - small.ranges), `${name} ranges`).toBeLessThanOrEqual(1);
  expect.soft(large.written, `${name} writes`).toBe(small.written);
}

interface Cost {
  readonly read: number;
  readonly ranges: number;
  readonly written: number;
}

let measured: Measured;
let stage: Pick<HttpStage, "runtime" | "admin" | "insertRow">;
let sizes: { readonly users: number; readonly project: TestProject }[];

beforeAll(async () => {
  measured = await measuredRuntime();
  const { runtime } = measured;
  const { key } = await runtime.setup("createAdminKey", { name: "admin" });
  const { insertRow } = measured;
  stage = { runtime, insertRow, admin: { id: "", key } };
  const { project: admin } = await runtime.client(stage.admin).projects.getCurrentProject();
  stage = { runtime, insertRow, admin: { id: admin.id, key } };
  await runtime.client(stage.admin).projects.ensureDefaultProject();
  await measured.seedUsers(await newProject(runtime), 10_000);
  sizes = [];
  for (const users of [100, 10_000]) {
    const project = await newProject(runtime);
    await measured.seedUsers(project, users);
    for (let i = 0; i < 45; i++)
      await runtime.setup("createKey", {
        projectId: project.id,
        name: `key ${i}`,
        permissions: [],
      });
    await runtime.client(project).projects.getCurrentProject(); // now its use is marked, so that no request has to
    sizes.push({ users, project });
  }
  await runtime.run("tenancy/keyUse:fold"); // as the cron does each minute
}, patient(180_000));
afterAll(async () => await measured.close());

const SCHEDULED =
  /^(signIn\/tokens\/signingKeys|directories\/deletion|projects\/domainConfirmation):/;

/**
 * What one request costs: it is one query or one mutation, and one more of the same before it that
 * changes nothing, where something is to be hashed or looked up.
 */
async function costOf(operation: NamedOperation, key: string, input: object): Promise<Cost> {
  const headers: Record<string, string> =
    operation.definition.kind === "mutation" ? { "idempotency-key": crypto.randomUUID() } : {};
  let status = 0;
  const calls = (
    await measured.during(
      async () => ({ status } = await send(stage as HttpStage, operation, input, { key, headers })),
    )
  ) // it needs the runtime only
    // Scheduled by an earlier request, or by this one for what follows in batches.
    .filter(({ path }) => !SCHEDULED.test(path));
  expect(status, operation.name).toBe(200);
  const type = operation.definition.kind === "query" ? "Query" : "Mutation";
  const { hashes } = operation.definition;
  const call = { path: `${operation.group}/functions:${operation.method}`, type, retries: 0 };
  const isRepeated =
    operation.name === "domains.verify" || (hashes !== undefined && hashes in input);
  expect(calls.map(({ path, type, retries }) => ({ path, type, retries }))).toEqual(
    isRepeated ? [call, call] : [call],
  );
  if (isRepeated) expect(calls[0]!.usage.documentsWritten).toBe(0);
  const { documentsRead, rangesRead, documentsWritten } = calls.at(-1)!.usage; // there is one at least
  return { read: documentsRead, ranges: rangesRead, written: documentsWritten };
}

/** The operation's sample on fresh resources; a list in the middle. */
async function typicalCost(operation: NamedOperation, project: TestProject): Promise<Cost> {
  const owner = callerOf(stage as HttpStage, operation.name, project);
  const target = owner === project ? project : await newProject(stage.runtime);
  const input = inputOf(operation.name, await newFixtures(stage, target, { of: operation.name }));
  if (!cursorFields(operation.definition).includes("after"))
    return await costOf(operation, owner.key, input);
  const list = { ...input, limit: 20 };
  const first = await send(stage as HttpStage, operation, list, { key: owner.key });
  const { listMetadata, cursor } = first.body as {
    listMetadata?: { after: string };
    cursor?: string;
  }; // what lists answer
  return await costOf(operation, owner.key, { ...list, after: listMetadata?.after ?? cursor });
}

test(
  "every operation stays within its budget, and costs the same at 100 and at 10,000 users",
  async () => {
    const costs = new Map<KeyOperationName, Cost[]>();
    for (const { project } of sizes)
      for (const operation of operations)
        costs.set(operation.name, [
          ...(costs.get(operation.name) ?? []),
          await typicalCost(operation, project),
        ]);
    console.table(
      Object.fromEntries(
        [...costs].map(([name, [small, large]]) => [
          name,
          {
            ...small,
            "read (10,000)": large!.read,
            "budget read": budgets[name].read,
            "budget written": budgets[name].written,
          },
        ]),
      ),
    );
    for (const [name, [small, large]] of costs) {
      if (inShards.has(name)) expectNearly(small!, large!, name);
      else expect.soft(large, name).toEqual(small);
      const budget = budgets[name].read + (inShards.has(name) ? 2 : 0);
      expect.soft(large!.read, `${name} reads`).toBeLessThanOrEqual(budget);
      expect.soft(large!.written, `${name} writes`).toBeLessThanOrEqual(budgets[name].written);
    }
  },
  patient(180_000),
);

test("the promises: 2 documents to know a key, 3 to get, 24 to list 20, 4 to verify, 6 and 6 to create a user", () => {
  expect(budgets["projects.getCurrentProject"].read).toBeLessThanOrEqual(2);
  for (const { name, method, definition } of operations) {
    // A resource of an organization, or one with its parts, takes the organization too; the
    // configuration its providers, the public one a client and its branding besides.
    const parts = name.startsWith("organizations.")
      ? 2
      : {
          ...{ "configuration.getDashboardConfig": 1, "configuration.getPublicConfig": 3 },
          ...{ "vault.get": 1, "authClients.getClient": 1 },
          // The organization, and whether a domain of the connection is verified.
          "sso.getConnection": 3,
          // The organization, and the directory; for the latter also its sync status and counts, for
          // a user its groups, and for a group the number of its members.
          ...{ "directories.getDirectory": 3, "directories.getUser": 6, "directories.getGroup": 3 },
        }[name as string];
    // They read the whole configuration, for people before a launch, and a row for each bucket.
    const isReport = name === "projects.getReadiness" || name === "statistics.get";
    if (definition.kind === "query" && method.startsWith("get") && !isReport)
      expect(budgets[name].read, name).toBeLessThanOrEqual(3 + (parts ?? 0));
    // A client's branding is a row of its own, so that no other request reads it.
    const perItem = name === "authClients.listClients" ? 2 : 1;
    if (cursorFields(definition).length > 0)
      expect(budgets[name].read, name).toBeLessThanOrEqual(4 + 20 * perItem);
  }
  expect(budgets["apiKeys.verifyKey"].read).toBeLessThanOrEqual(4);
  expect(budgets["users.createUser"].read).toBeLessThanOrEqual(6);
  expect(budgets["users.createUser"].written).toBeLessThanOrEqual(6);
});

describe("a list costs no more, however it is asked for", () => {
  const asked: readonly (readonly [what: string, name: OperationName, input: object])[] = [
    ["users in the order of creation", "users.listUsers", { limit: 20, order: "asc" }],
    ["users by e-mail address", "users.listUsers", { limit: 20, email: "user77@example.com" }],
    ["users by role", "users.listUsers", { limit: 20, role: "user" }],
    [
      "users by the beginning of their address and name",
      "users.listUsers",
      { limit: 20, search: "user" },
    ],
    [
      "users by the beginning of their name only",
      "users.listUsers",
      { limit: 20, search: "user 7" },
    ],
    ["events by type", "events.listEvents", { limit: 20, eventTypes: ["user.*"] }],
    ["audit entries by action", "auditLogs.listEvents", { limit: 20, action: "user.created" }],
    ["audit entries by actor", "auditLogs.listEvents", { limit: 20, actorId: "setup" }],
  ];
  test.each(asked)("%s", async (_what, name, input) => {
    for (const { project, users } of sizes) {
      const cost = await costOf(operationNamed(name), project.key, input);
      expect(cost.read, `at ${users} users`).toBeLessThanOrEqual(24);
      expect(cost.ranges, `at ${users} users`).toBeLessThanOrEqual(6);
    }
  });
});

test("a list of a user's sessions costs no more in the middle of many", async () => {
  for (const { project, users } of sizes) {
    const client = stage.runtime.client(project);
    const { user } = await client.users.createUser({ email: "often@example.com", name: "Often" });
    for (let i = 0; i < 45; i++) await client.users.impersonateUser({ userId: user.id });
    const { listMetadata } = await client.users.listUserSessions({ userId: user.id, limit: 20 });
    const cost = await costOf(operationNamed("users.listUserSessions"), project.key, {
      userId: user.id,
      limit: 20,
      after: listMetadata.after,
    });
    expect(cost.read, `at ${users} users`).toBeLessThanOrEqual(
      budgets["users.listUserSessions"].read,
    );
  }
});

test("what a sign-in page asks without a key costs the same as with one", async () => {
  for (const { project } of sizes) {
    const input = inputOf("configuration.getPublicConfig", await newFixtures(stage, project));
    const operation = operationNamed("configuration.getPublicConfig");
    let status = 0;
    const calls = await measured.during(
      async () => ({ status } = await send(stage as HttpStage, operation, input)),
    );
    expect(status).toBe(200);
    expect(calls).toHaveLength(1);
    expect(calls[0]!.usage.documentsRead).toBeLessThanOrEqual(
      budgets["configuration.getPublicConfig"].read,
    );
  }
});

test("the most that creating a user takes is 6 documents read and 6 written: with a password, an idempotency key, and a key whose use is due", async () => {
  for (const { project } of sizes) {
    const { key } = await stage.runtime.setup("createKey", {
      projectId: project.id,
      name: "not used yet",
    });
    const input = {
      ...inputOf("users.createUser", await newFixtures(stage, project)),
      password: "correct horse battery",
    };
    const calls = await measured.during(
      async () =>
        await send(stage as HttpStage, operationNamed("users.createUser"), input, {
          key,
          headers: { "idempotency-key": crypto.randomUUID() },
        }),
    );
    expect(calls.map(({ path }) => path)).toEqual([
      "users/functions:createUser",
      "users/functions:createUser",
    ]); // the first only says what to hash
    expect(calls[0]!.usage.documentsWritten).toBe(0);
    for (const { usage } of calls)
      expect(Math.max(usage.documentsRead, usage.documentsWritten)).toBeLessThanOrEqual(6);
  }
});

test("a read whose key's use is due marks it in one more mutation, which reads nothing", async () => {
  const [{ project }] = sizes as [(typeof sizes)[number]];
  const { key } = await stage.runtime.setup("createKey", {
    projectId: project.id,
    name: "not used yet",
  });
  const calls = await measured.during(
    async () =>
      await send(stage as HttpStage, operationNamed("projects.getCurrentProject"), {}, { key }),
  );
  expect(calls.map(({ path }) => path)).toEqual([
    "projects/functions:getCurrentProject",
    "tenancy/keyUse:mark",
  ]);
  expect(calls[1]!.usage).toMatchObject({ documentsRead: 0, rangesRead: 0, documentsWritten: 1 });
});

test("a user is created in one mutation that costs the same with 1 and with 100 endpoints that want to know: an outbox row and one scheduled call more than with none", async () => {
  const costs = [];
  for (const endpoints of [0, 1, 100]) {
    const project = await newProject(stage.runtime);
    const client = stage.runtime.client(project);
    const url = await mailServerUrl();
    for (let i = 0; i < endpoints; i++)
      await client.webhooks.createEndpoint({ url: `${url}/${i}`, eventTypes: ["user.created"] });
    await stage.runtime.run("tenancy/keyUse:fold");
    const calls = await measured.during(
      async () => await client.users.createUser({ email: "ada@example.com", name: "Ada" }),
    );
    expect(calls.map(({ path }) => path)).toEqual(["users/functions:createUser"]);
    const { documentsRead, rangesRead, documentsWritten, functionsScheduled } = calls[0]!.usage; // there is one
    costs.push({ documentsRead, rangesRead, documentsWritten, functionsScheduled });
  }
  const [none, one, hundred] = costs;
  expect(one!.functionsScheduled).toBe(1);
  expect(hundred).toEqual(one);
  expect(one!.documentsRead).toBe(none!.documentsRead);
  expect(one!.documentsRead).toBeLessThanOrEqual(6);
  // What a scheduled call takes are documents here: its record and the job.
  expect(one!.documentsWritten - none!.documentsWritten).toBeLessThanOrEqual(3);
}, 60_000);
