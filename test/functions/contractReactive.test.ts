/**
 * `convex/banata.ts` on the local deployment, with real Convex clients that stay subscribed while
 * things happen.
 */
import { ConvexReactClient } from "convex/react";
import { makeFunctionReference } from "convex/server";
import { afterEach, beforeEach, expect, inject, test, vi } from "vitest";
import WebSocket from "ws";
import type { ContractFunctions, ContractQuery } from "../../src/react";
import type { ContractReply } from "../../src/index";
import { openTab, type Tab } from "../react/tab";
import { deployedRuntime, newProject, type TestProject } from "../support/runtime";
import { newVisitor, type TestVisitor } from "../support/visitor";
import type { WireClient } from "../support/wireClient";

/** What "at once" means here. */
const AT_ONCE = { timeout: 1_000, interval: 10 };
const person = { email: "ada@example.com", name: "Ada", password: "correct horse battery" };

let project: TestProject;
let client: WireClient;
let visitor: TestVisitor;
let userId: string;
let organizationId: string;
let tab: Tab;
let members: { latest: () => ContractReply | undefined };

beforeEach(async () => {
  const runtime = deployedRuntime();
  project = await newProject(runtime);
  client = runtime.client(project);
  visitor = newVisitor(runtime, project.id);
  userId = (await visitor.client.signUp.email(person)).data!.user.id;
  organizationId = (await client.organizations.createOrganization({ name: "Acme" })).id;
  await client.organizations.addMember({ organizationId, userId, role: "admin" });
  tab = openTab(visitor);
  members = see("organizations.listMembers", { organizationId, order: "asc" });
  await vi.waitFor(() => expect(read(members)).toMatchObject({ data: [{ userId }] }), {
    timeout: 10_000,
  });
});
afterEach(async () => await tab.close());

const see = (operation: ContractQuery, input: object) =>
  tab.see<ContractReply>("banata:query", { operation, input: JSON.stringify(input) });

/** The answer, or the code that refuses it. */
function read({ latest }: typeof members): unknown {
  const reply = latest();
  if (!reply) return undefined;
  return "problem" in reply ? reply.problem.code : (JSON.parse(reply.answer!) as unknown);
}

test("a query follows what others change, and a changed role refuses it at once and opens it again", async () => {
  const { user } = await client.users.createUser({ email: "bob@example.com", name: "Bob" });
  await client.organizations.addMember({ organizationId, userId: user.id, role: "member" });
  await vi.waitFor(
    () => expect(read(members)).toMatchObject({ data: [{ userId }, { userId: user.id }] }),
    AT_ONCE,
  );
  await client.rbac.createRole({ name: "Guest", slug: "guest", permissions: [] });
  const become = async (role: string) =>
    await client.organizations.updateMemberRole({ organizationId, memberIdOrUserId: userId, role });
  await become("guest");
  await vi.waitFor(() => expect(read(members)).toBe("forbidden"), AT_ONCE);
  await become("member");
  await vi.waitFor(() => expect(read(members)).toMatchObject({ data: [{}, {}] }), AT_ONCE);
  await client.organizations.removeMember({ organizationId, memberIdOrUserId: userId });
  await vi.waitFor(() => expect(read(members)).toBe("not_found"), AT_ONCE);
});

test("a policy that the session does not meet closes an open query at once", async () => {
  await client.organizations.updateOrganization({ organizationId, requireMfa: true });
  await vi.waitFor(() => expect(read(members)).toBe("forbidden"), AT_ONCE);
});

const ends: Readonly<Record<string, () => Promise<unknown>>> = {
  "signing out": async () => await visitor.client.signOut(),
  "revoking the session": async () => await client.users.revokeAllSessions(userId),
  "a ban": async () => await client.users.banUser({ userId }),
  "deleting the user": async () => await client.users.deleteUser(userId),
};
test.each(Object.entries(ends))("%s refuses open queries at once", async (_what, end) => {
  await end();
  await vi.waitFor(() => expect(read(members)).toBe("authentication_required"), AT_ONCE);
});

test("a write by React's client shows in an open query, and its audit entry names the user and the address", async () => {
  const { cloudUrl } = inject("deployment");
  const react = new ConvexReactClient(cloudUrl, {
    webSocketConstructor: WebSocket as unknown as typeof globalThis.WebSocket,
    logger: false,
  }); // the same interface
  const { data } = await visitor.client.$fetch<{ token: string }>("/convex/token", {
    method: "GET",
  });
  react.setAuth(async () => data!.token);
  const run = makeFunctionReference<"mutation">("banata:mutation") as ContractFunctions["mutation"]; // as `api.banata` has it
  const teams = see("organizations.listTeams", { organizationId });
  await vi.waitFor(() => expect(read(teams)).toMatchObject({ data: [] }), { timeout: 5_000 });
  const input = JSON.stringify({ organizationId, name: "Red" });
  const reply = await react.mutation(run, { operation: "organizations.createTeam", input });
  expect(reply).toMatchObject({ times: ["createdAt", "updatedAt"] });
  await vi.waitFor(() => expect(read(teams)).toMatchObject({ data: [{ name: "Red" }] }), AT_ONCE);
  const { data: entries } = await client.auditLogs.listEvents({ action: "team.created" });
  expect(entries).toMatchObject([
    {
      actor: { type: "user", id: userId },
      context: { ipAddress: expect.any(String) as string, ipAddressVerified: false },
    },
  ]);
  await react.close();
});
