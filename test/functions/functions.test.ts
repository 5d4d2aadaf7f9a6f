/**
 * The app's own functions of `convex/auth.ts`, on the local deployment, with real Convex clients
 * that stay subscribed while things happen.
 */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CurrentUser, MyOrganization, MemberDetails } from "../../src/functions";
import type { WireClient } from "../support/wireClient";
import { openTab, type Tab } from "../react/tab";
import { deployedRuntime, newProject, type TestProject } from "../support/runtime";
import { newVisitor } from "../support/visitor";

/** What "at once" means here. */
const AT_ONCE = { timeout: 1_000, interval: 10 };
const person = { email: "ada@example.com", name: "Ada", password: "correct horse battery" };

let project: TestProject;
let client: WireClient;
let ada: ReturnType<typeof newVisitor>["client"];
let userId: string;
let tab: Tab;
let user: { latest: () => CurrentUser | null | undefined };

beforeEach(async () => {
  const runtime = deployedRuntime();
  project = await newProject(runtime);
  client = runtime.client(project);
  const visitor = newVisitor(runtime, project.id);
  ada = visitor.client;
  userId = (await ada.signUp.email(person)).data!.user.id;
  tab = openTab(visitor);
  user = tab.see<CurrentUser | null>("auth:currentUser");
  await vi.waitFor(
    () =>
      expect(user.latest()).toMatchObject({
        id: userId,
        email: "ada@example.com",
        name: "Ada",
        role: "user",
      }),
    { timeout: 10_000 },
  );
});

afterEach(async () => await tab.close());

test("signing out turns an open tab at once, although its token is good for minutes", async () => {
  const session = tab.see("auth:session");
  await vi.waitFor(() => expect(session.latest()).toMatchObject({ impersonatedBy: null }));
  await ada.signOut();
  await vi.waitFor(() => expect([user.latest(), session.latest()]).toEqual([null, null]), AT_ONCE);
});

test("a session revoked by key turns its tab at once, and no other", async () => {
  const { data } = await client.users.listUserSessions(userId);
  const other = newVisitor(deployedRuntime(), project.id);
  await other.client.signIn.email(person);
  const otherTab = openTab(other);
  const otherUser = otherTab.see<CurrentUser | null>("auth:currentUser");
  await vi.waitFor(() => expect(otherUser.latest()).toMatchObject({ id: userId }), {
    timeout: 10_000,
  });
  await client.users.revokeSession({ sessionId: data[0]!.id });
  await vi.waitFor(() => expect(user.latest()).toBeNull(), AT_ONCE);
  expect(otherUser.latest()).toMatchObject({ id: userId });
  await otherTab.close();
});

test("a ban turns every open tab at once", async () => {
  const permissions = tab.see<string[]>("auth:permissions");
  await client.users.setRole({ userId, role: "admin" });
  await vi.waitFor(() => expect(permissions.latest()).toContain("user.*"), AT_ONCE);
  await client.users.banUser({ userId });
  await vi.waitFor(
    () => expect([user.latest(), permissions.latest()]).toEqual([null, []]),
    AT_ONCE,
  );
});

test("with a deleted project every tab of it is turned at once", async () => {
  const runtime = deployedRuntime();
  const admin = await runtime.setup("createAdminKey", { name: "operator" });
  await runtime.client(admin).projects.deleteProject({ id: project.id });
  await vi.waitFor(() => expect(user.latest()).toBeNull(), AT_ONCE);
});

test("a changed role shows in an open tab at once: by project role, by membership, and when the role itself changes", async () => {
  const organization = await client.organizations.createOrganization({ name: "Acme" });
  const own = tab.see<string[]>("auth:permissions");
  const inAcme = tab.see<string[]>("auth:permissions", { organizationId: organization.id });
  await vi.waitFor(() => expect([own.latest(), inAcme.latest()]).toEqual([[], []]));

  await client.rbac.createPermission({ name: "Read employees", slug: "employee.read" });
  const { role } = await client.rbac.createRole({ name: "HR", slug: "hr", permissions: [] });
  await client.organizations.addMember({ organizationId: organization.id, userId, role: "hr" });
  await client.rbac.updateRole({ id: role.id, permissions: ["employee.read"] });
  await vi.waitFor(
    () => expect([own.latest(), inAcme.latest()]).toEqual([[], ["employee.read"]]),
    AT_ONCE,
  );

  await client.organizations.updateMemberRole({
    organizationId: organization.id,
    memberIdOrUserId: userId,
    role: "member",
  });
  await vi.waitFor(
    () => expect(inAcme.latest()).toEqual(["organization.read", "member.read", "team.read"]),
    AT_ONCE,
  );
  await client.organizations.removeMember({
    organizationId: organization.id,
    memberIdOrUserId: userId,
  });
  await vi.waitFor(() => expect(inAcme.latest()).toEqual([]), AT_ONCE);
});

test("organizations come and go with the membership; what is not the user's is not there", async () => {
  const [acme, other] = [
    await client.organizations.createOrganization({ name: "Acme" }),
    await client.organizations.createOrganization({ name: "Other" }),
  ];
  const mine = tab.see<MyOrganization[]>("auth:organizations");
  const seen = tab.see("auth:organization", { organizationId: acme.id });
  const hidden = tab.see("auth:organization", { organizationId: other.id });
  const { id } = await client.organizations.addMember({
    organizationId: acme.id,
    userId,
    role: "owner",
  });
  const summary = {
    id: acme.id,
    name: "Acme",
    slug: acme.slug,
    logo: null,
    role: "owner",
    memberId: id,
  };
  await vi.waitFor(() => expect(mine.latest()).toEqual([summary]), AT_ONCE);
  await vi.waitFor(
    () => expect(seen.latest()).toMatchObject({ ...summary, requireMfa: false, maxMembers: null }),
    AT_ONCE,
  );
  expect(hidden.latest()).toBeNull();
  await client.organizations.deleteOrganization(acme.id);
  await vi.waitFor(() => expect([mine.latest(), seen.latest()]).toEqual([[], null]), AT_ONCE);
});

test("pages of members stay seamless while members leave", async () => {
  const organization = await client.organizations.createOrganization({ name: "Acme" });
  await client.organizations.addMember({ organizationId: organization.id, userId, role: "member" });
  const joined = [userId];
  for (let i = 0; i < 4; i++) {
    const { user: each } = await client.users.createUser({
      email: `m${i}@example.com`,
      name: `M${i}`,
    });
    await client.organizations.addMember({
      organizationId: organization.id,
      userId: each.id,
      role: "member",
    });
    joined.push(each.id);
  }
  type Page = { page: MemberDetails[]; isDone: boolean; continueCursor: string };
  const page = (cursor: string | null, endCursor?: string) =>
    tab.see<Page>("auth:members", {
      organizationId: organization.id,
      paginationOpts: { cursor, numItems: 2, ...(endCursor ? { endCursor } : {}) },
    });
  const ids = (...pages: { latest: () => Page | undefined }[]) =>
    pages.flatMap((each) => each.latest()?.page.map((member) => member.user.id));

  const unbounded = page(null);
  await vi.waitFor(() => expect(ids(unbounded)).toEqual(joined.slice(0, 2)));
  const end = unbounded.latest()!.continueCursor;
  const [first, second] = [page(null, end), page(end)];
  await vi.waitFor(() => expect(ids(first, second)).toEqual(joined.slice(0, 4)));
  await client.organizations.removeMember({
    organizationId: organization.id,
    memberIdOrUserId: joined[1]!,
  });
  await vi.waitFor(
    () => expect(ids(first, second)).toEqual([joined[0], joined[2], joined[3]]),
    AT_ONCE,
  );
  const last = page(second.latest()!.continueCursor);
  await vi.waitFor(() =>
    expect(last.latest()).toMatchObject({
      isDone: true,
      page: [{ user: { id: joined[4], email: "m3@example.com" } }],
    }),
  );

  await client.organizations.removeMember({
    organizationId: organization.id,
    memberIdOrUserId: userId,
  });
  await vi.waitFor(() => expect(ids(first, second, last)).toEqual([]), AT_ONCE);
});
