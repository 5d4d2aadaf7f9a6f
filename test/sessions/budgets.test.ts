/**
 * What calls by session cost: a constant number of documents, however many users, members and
 * organizations there are.
 */
import { ConvexHttpClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { operationNamed, type OperationName } from "../guarantees/support/operations";
import { measuredRuntime, type Measured } from "../guarantees/support/measured";
import { send, type HttpStage } from "../guarantees/support/stage";
import { tokenOf } from "../support/ownSessions";
import { newProject, type TestProject } from "../support/runtime";

interface Tenant {
  readonly project: TestProject;
  readonly organizationId: string;
}
let measured: Measured;
let tenants: Tenant[];

/**
 * Documents read, at most: to know the caller project, session and user; settings; membership and
 * its roles; then what the operation itself takes. A list is of 20.
 */
const budgets: readonly (readonly [
  name: OperationName,
  input: (tenant: Tenant) => object,
  read: number,
])[] = [
  ["organizations.listOrganizations", () => ({ limit: 20 }), 5],
  ["organizations.getOrganization", ({ organizationId }) => ({ organizationId }), 28],
  ["organizations.listMembers", ({ organizationId }) => ({ organizationId, limit: 20 }), 28],
  [
    "organizations.sendInvitation",
    ({ organizationId }) => ({
      organizationId,
      email: `${crypto.randomUUID()}@example.com`,
      role: "member",
    }),
    9,
  ],
  [
    "organizations.createOrganization",
    () => ({ name: "Another", keepCurrentActiveOrganization: true }),
    9,
  ],
  ["organizations.setActiveOrganization", ({ organizationId }) => ({ organizationId }), 10],
  ["organizations.getActiveMember", () => ({}), 6],
  ["organizations.listUserInvitations", () => ({}), 3],
  [
    "rbac.checkPermission",
    ({ organizationId }) => ({ organizationId, permission: "member.read" }),
    6,
  ],
  ["rbac.getMyPermissions", ({ organizationId }) => ({ organizationId }), 6],
];

beforeAll(async () => {
  measured = await measuredRuntime();
  tenants = [];
  for (const [users, members] of [
    [50, 25],
    [5_000, 150],
  ] as const) {
    const project = await newProject(measured.runtime);
    await measured.seedUsers(project, users);
    const client = measured.runtime.client(project);
    const { id: organizationId } = await client.organizations.createOrganization({ name: "Acme" });
    const { data: others } = await client.users.listUsers({ limit: 100 });
    const more =
      members > 100 ? (await client.users.listUsers({ limit: 100, order: "asc" })).data : [];
    for (const { id } of [...others, ...more].slice(0, members))
      await client.organizations.addMember({ organizationId, userId: id, role: "member" });
    tenants.push({ project, organizationId });
  }
}, 180_000);
afterAll(async () => await measured.close());

/**
 * The token of an owner without earlier calls: the count of a user's writes reads more documents
 * the more of its random rows there are.
 */
async function newOwner({ project, organizationId }: Tenant): Promise<string> {
  const client = measured.runtime.client(project);
  const { user } = await client.users.createUser({
    email: `${crypto.randomUUID()}@example.com`,
    name: "Owner",
    emailVerified: true,
  });
  await client.organizations.addMember({ organizationId, userId: user.id, role: "owner" });
  return await tokenOf(measured.runtime, project, user);
}

test.each(budgets)(
  "%s is one call, within its budget, and reads the same in a small and in a large tenant",
  async (name, input, read) => {
    const costs = [];
    for (const tenant of tenants) {
      const key = await newOwner(tenant);
      const calls = await measured.during(async () => {
        const answer = await send(
          { runtime: measured.runtime } as HttpStage,
          operationNamed(name),
          input(tenant),
          { key, prefix: `/p/${tenant.project.id}` },
        ); // it needs the runtime only
        expect(answer.status, answer.text).toBe(200);
      });
      const own = calls.filter(({ path }) => path.startsWith(name.replace(".", "/functions:")));
      expect(own).toHaveLength(1);
      costs.push(own[0]!.usage.documentsRead);
    }
    expect(costs[1]).toBe(costs[0]);
    expect(costs[0]).toBeLessThanOrEqual(read);
  },
);

test("as a function of the app, a read takes three documents more: the token's session, user and project", async () => {
  const [tenant] = tenants as [Tenant];
  const { project, organizationId } = tenant;
  const token = await newOwner(tenant);
  const response = await measured.runtime.fetch(`/p/${project.id}/api/auth/convex/token`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const convex = new ConvexHttpClient(measured.cloudUrl, { logger: false });
  convex.setAuth(((await response.json()) as { token: string }).token);
  const input = JSON.stringify({ organizationId });
  const calls = await measured.during(async () => {
    const reply = await convex.query(
      makeFunctionReference<"query", { operation: string; input: string }>("banata:query"),
      { operation: "rbac.getMyPermissions", input },
    );
    expect(reply).toHaveProperty("answer");
  });
  const own = calls.filter(({ path }) => path === "banata:query");
  expect(own.map(({ usage }) => usage.documentsRead)).toEqual([6 + 3]);
});
