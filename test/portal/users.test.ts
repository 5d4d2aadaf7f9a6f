/** The intent `users`: everything that its pages do, and what they never do. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { hiddenIn } from "../support/hosted";
import { newPortalVisitor } from "../support/portal";
import { httpRuntime } from "../support/runtime";
import { keyWith, scene } from "../support/transports";

beforeEach(() => {
  vi.stubEnv("BANATA_AUTH_PAGES", "portal");
  return () => vi.unstubAllEnvs();
});

const USED = [
  ...["member.read", "member.delete"],
  ...["invitation.create", "invitation.read", "invitation.delete"],
];
/** What the role `member` grants. */
const MEMBER = ["organization.read", "team.read"];

async function start(permissions: string[] = ["portal.create", ...USED, ...MEMBER]) {
  const begun = await scene(httpRuntime);
  const { sdk, client, runtime, project } = begun;
  const { id: organizationId } = await sdk.organizations.createOrganization({ name: "Acme" });
  const add = async (email: string, role: string) => {
    const { user } = await client.users.createUser({ email, name: `<${email}>` });
    return await client.organizations.addMember({ organizationId, userId: user.id, role });
  };
  const owner = await add("olive@acme.example", "owner");
  const member = await add("mark@acme.example", "member");
  const maker = await keyWith(begun, permissions);
  const { link } = await maker.sdk.portal.generateLink({ organizationId, intent: "users" });
  const visitor = newPortalVisitor(runtime, project.id);
  const shown = await visitor.follow(await visitor.spend(link));
  const members = async () =>
    (await client.organizations.listMembers({ organizationId })).data.map(({ id }) => id);
  const invitations = async () =>
    (await client.organizations.listInvitations({ organizationId, status: "pending" })).data;
  return {
    ...begun,
    organizationId,
    owner,
    member,
    add,
    maker,
    visitor,
    shown,
    members,
    invitations,
  };
}

test("a visitor sees who belongs to the organization, invites, revokes and removes", async () => {
  const { visitor, shown, member, members, invitations } = await start();
  expect([shown.status, shown.text]).toEqual([
    200,
    expect.stringContaining("&lt;mark@acme.example&gt;"),
  ]);
  const input = { email: "new@acme.example", role: "member" };
  const invited = await visitor.submit(shown, "/users/invite", input);
  expect(await invitations()).toEqual([expect.objectContaining(input)]);
  expect(invited.text).toContain("Revoke the invitation of new@acme.example");
  const again = await visitor.submit(invited, "/users/invite", input);
  expect([again.status, again.text]).toEqual([409, expect.stringContaining('role="alert"')]);
  const { invitation = "" } = hiddenIn(again);
  const revoked = await visitor.submit(again, "/users/revoke", { invitation });
  expect([revoked.status, await invitations()]).toEqual([200, []]);

  const removed = await visitor.submit(revoked, "/users/remove", { member: member.id });
  expect(removed.text).not.toContain("mark@acme.example");
  expect(await members()).not.toContain(member.id);
});

describe("owners", () => {
  test("are neither removed, invited nor their invitations revoked, whoever made the link", async () => {
    const stage = await start(["*"]);
    const { client, visitor, shown, owner, organizationId, add, members, invitations } = stage;
    await add("second@acme.example", "owner"); // the first one is not the last
    expect(shown.text).not.toContain('value="owner"');
    expect(shown.text).toContain("An owner cannot be changed or removed here.");
    const removed = await visitor.submit(shown, "/users/remove", { member: owner.id });
    expect(removed.status).toBe(403);
    expect(await members()).toContain(owner.id);

    for (const role of ["owner", "member,owner"]) {
      const input = { email: "new@acme.example", role };
      expect((await visitor.submit(shown, "/users/invite", input)).status).toBe(403);
    }
    expect(await invitations()).toEqual([]);

    const email = "later@acme.example";
    const { id } = await client.organizations.sendInvitation({
      ...{ organizationId, email, role: "owner" },
    });
    await visitor.submit(shown, "/users/invite", { email: "other@acme.example", role: "member" });
    const open = await visitor.open("/portal/users");
    const revoked = await visitor.submit(open, "/users/revoke", { invitation: id });
    expect(revoked.status).toBe(403);
    expect((await invitations()).map(({ id }) => id)).toContain(id);
  });
});

describe("roles", () => {
  test("are offered and given only as far as the maker of the link holds them", async () => {
    const { client, visitor, shown, invitations } = await start();
    const { permissions } = (await client.rbac.listRoles({})).roles.find(
      ({ slug, scope }) => slug === "admin" && scope === "organization",
    )!;
    expect(permissions).toContain("organization.update"); // the maker has it not
    expect(shown.text).toMatch(/<option value="member"/);
    expect(shown.text).not.toContain('<option value="admin"');
    const input = { email: "new@acme.example", role: "admin" };
    expect((await visitor.submit(shown, "/users/invite", input)).status).toBe(403);
    expect(await invitations()).toEqual([]);
  });

  test("follow the maker of the link at the time of the call", async () => {
    const { sdk, maker, visitor, shown, invitations } = await start(["*"]);
    expect(shown.text).toContain('<option value="admin"');
    await sdk.apiKeys.updateKey({ keyId: maker.id, permissions: ["portal.create", ...USED] });
    const input = { email: "new@acme.example", role: "admin" };
    expect((await visitor.submit(shown, "/users/invite", input)).status).toBe(403);
    expect((await visitor.open("/portal/users")).text).toContain("This link may give no role");
    await sdk.apiKeys.deleteKey({ keyId: maker.id });
    expect((await visitor.submit(shown, "/users/invite", input)).status).toBe(401);
    expect(await invitations()).toEqual([]);
  });

  test("that the project's settings switch off are neither offered nor given", async () => {
    const { client, visitor, shown, invitations } = await start(["*"]);
    await client.configuration.saveAuthConfiguration({ roleAssignment: false });
    const { text } = await visitor.open("/portal/users");
    expect(text).toContain('<option value="member"');
    expect(text).not.toContain('<option value="admin"');
    const input = { email: "new@acme.example", role: "admin" };
    expect((await visitor.submit(shown, "/users/invite", input)).status).toBe(409);
    expect(await invitations()).toEqual([]);
  });

  test("of a member who holds more than the maker keep the member", async () => {
    const { visitor, shown, add, members } = await start();
    const admin = await add("ada@acme.example", "admin");
    const answer = await visitor.submit(shown, "/users/remove", { member: admin.id });
    expect([answer.status, (await members()).includes(admin.id)]).toEqual([403, true]);
  });
});

test("members and invitations of others are not found, and none of their names are shown", async () => {
  const { client, visitor, shown, members } = await start(["*"]);
  const { id } = await client.organizations.createOrganization({ name: "There" });
  const { user } = await client.users.createUser({ email: "eve@there.example", name: "Eve" });
  const other = await client.organizations.addMember({
    ...{ organizationId: id, userId: user.id, role: "member" },
  });
  const invitation = await client.organizations.sendInvitation({
    ...{ organizationId: id, email: "bob@there.example", role: "member" },
  });
  await visitor.submit(shown, "/users/invite", { email: "new@acme.example", role: "member" });
  const open = await visitor.open("/portal/users");
  expect(open.text).not.toContain("there.example");
  const stranger = await start(["*"]);
  for (const member of [other.id, user.id, stranger.member.id, "", "x".repeat(2_000)])
    expect([404, 422]).toContain((await visitor.submit(open, "/users/remove", { member })).status);
  for (const each of [invitation.id, "", "x".repeat(2_000)])
    expect([404, 422]).toContain(
      (await visitor.submit(open, "/users/revoke", { invitation: each })).status,
    );
  expect(await members()).toHaveLength(2);
  expect((await client.organizations.listMembers({ organizationId: id })).data).toHaveLength(1);
});

test("a link for something else leads to none of these pages", async () => {
  const { sdk, runtime, project, organizationId, shown } = await start(["*"]);
  const { link } = await sdk.portal.generateLink({ organizationId, intent: "audit_logs" });
  const other = newPortalVisitor(runtime, project.id);
  await other.spend(link);
  expect((await other.open("/portal/users")).next?.pathname).toMatch(/\/portal$/);
  const input = { email: "new@acme.example", role: "member" };
  expect((await other.submit(shown, "/users/invite", input)).status).toBe(403);
  expect((await other.open("/portal/directories")).next?.pathname).toMatch(/\/portal$/);
});

test("bad input is refused on the page, which keeps what was typed", async () => {
  const { visitor, shown, invitations } = await start(["*"]);
  for (const [email, role] of [
    ["nonsense", "member"],
    ["new@acme.example", ""],
    ["new@acme.example", "unknown"],
    ["new@acme.example", "super_admin"],
    [`${"x".repeat(3_000)}@acme.example`, "member"],
  ] as const) {
    const answer = await visitor.submit(shown, "/users/invite", { email, role });
    expect([answer.status, answer.text.includes(`value="${email}"`)], email).toEqual([422, true]);
  }
  expect(await invitations()).toEqual([]);
});

test("pages of many members follow each other, and progress is there with the next link", async () => {
  const { sdk, runtime, project, organizationId, add } = await start(["*"]);
  for (let i = 0; i < 50; i++) await add(`m${i}@acme.example`, "member");
  const { link } = await sdk.portal.generateLink({ organizationId, intent: "users" });
  const visitor = newPortalVisitor(runtime, project.id);
  const first = await visitor.follow(await visitor.spend(link));
  expect(first.text.split("/users/remove").length - 1).toBe(50);
  const [, query] = /href="[^"]*\/portal\/users(\?after=[^"]*)"/.exec(first.text)!;
  const second = await visitor.open(`/portal/users${query}`);
  expect(second.text).toContain("olive@acme.example");
  for (const after of ["nonsense", "x".repeat(2_000)])
    expect((await visitor.open(`/portal/users?after=${after}`)).status).toBeLessThan(500);
});
