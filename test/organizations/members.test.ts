import { describe, expect, test } from "vitest";
import type { WireClient } from "../support/wireClient";
import { eventsOf, newMember, newOrganization, newRole, newUser } from "../support/organizations";
import { newProject } from "../support/runtime";
import { failureOf, keyWith, scene, transports, wires } from "../support/transports";

/** Ways to leave an organization without its last owner, and that they can be forced. */
const waysOut: readonly (readonly [
  name: string,
  go: (
    client: WireClient,
    member: { organizationId: string; id: string; userId: string },
    force?: true,
  ) => Promise<unknown>,
])[] = [
  [
    "removal",
    async ({ organizations }, { organizationId, id }, force) =>
      await organizations.removeMember({ organizationId, memberIdOrUserId: id, force }),
  ],
  [
    "demotion",
    async ({ organizations }, { organizationId, id }, force) =>
      await organizations.updateMemberRole({
        organizationId,
        memberIdOrUserId: id,
        role: ["admin", "member"],
        force,
      }),
  ],
  ["ban", async ({ users }, { userId }, force) => await users.banUser({ userId, force })],
  ["deletion", async ({ users }, { userId }, force) => await users.deleteUser({ userId, force })],
];

describe.each(transports)("members %s", (_name, start) => {
  test("a member is added with one role or several, and found by the member's id and the user's", async () => {
    const { client } = await scene(start);
    const { id: organizationId } = await newOrganization(client);
    const { id: userId } = await newUser(client);
    const member = await client.organizations.addMember({
      organizationId,
      userId,
      role: "admin,member",
    });
    expect(member).toEqual({
      ...{
        id: member.id,
        organizationId,
        userId,
        role: "admin,member",
        source: "api",
        teamIds: [],
      },
      ...{ createdAt: member.createdAt, updatedAt: member.createdAt },
    });
    expect(member.id).toMatch(/^mem_[0-9A-HJKMNP-TV-Z]{26}$/);
    for (const memberIdOrUserId of [member.id, userId])
      expect(await client.organizations.getMember({ organizationId, memberIdOrUserId })).toEqual(
        member,
      );
    expect(
      (
        await client.organizations.addMember({
          organizationId,
          userId: (await newUser(client)).id,
          role: ["admin", "admin"],
        })
      ).role,
    ).toBe("admin");
  });

  test("a user is a member of an organization once, and of several organizations with other roles in each", async () => {
    const { client } = await scene(start);
    const [one, other] = [await newOrganization(client), await newOrganization(client)];
    const { userId } = await newMember(client, one, "owner");
    expect(
      await failureOf(
        client.organizations.addMember({ organizationId: one.id, userId, role: "member" }),
      ),
    ).toMatchObject({ status: 409, code: "conflict" });
    expect(
      (await client.organizations.addMember({ organizationId: other.id, userId, role: "member" }))
        .role,
    ).toBe("member");
    expect(
      (await client.organizations.getMember({ organizationId: one.id, memberIdOrUserId: userId }))
        .role,
    ).toBe("owner");
    // Neither is a member of the one a member of the other.
    const stranger = await newMember(client, one);
    expect(
      await failureOf(
        client.organizations.getMember({ organizationId: other.id, memberIdOrUserId: stranger.id }),
      ),
    ).toMatchObject({ status: 404, message: "Member not found" });
  });

  test("members are listed newest first, those of a role too, in pages", async () => {
    const { client } = await scene(start);
    const organization = await newOrganization(client);
    const organizationId = organization.id;
    await newRole(client, "hr");
    const members = [];
    for (const role of ["owner", ["hr", "admin"], "member", "hr", "member"])
      members.push(await newMember(client, organization, role));
    members.sort((a, b) => (a.id < b.id ? 1 : -1)); // those of one millisecond are in no order
    expect((await client.organizations.listMembers({ organizationId })).data).toEqual(members);
    const inHr = members.filter(({ role }) => role.split(",").includes("hr"));
    const first = await client.organizations.listMembers({ organizationId, role: "hr", limit: 1 });
    expect(first.data).toEqual([inHr[0]]);
    expect(
      (
        await client.organizations.listMembers({
          organizationId,
          role: "hr",
          limit: 1,
          after: first.listMetadata.after!,
        })
      ).data,
    ).toEqual([inHr[1]]);
    expect(
      (await client.organizations.listMembers({ organizationId, role: "nobody" })).data,
    ).toEqual([]);
    const users = (await client.users.listUsers({ organizationId })).data.map(({ id }) => id);
    expect(users).toEqual(members.map(({ userId }) => userId));
  });

  test("a member's roles are replaced, and the lists by role follow", async () => {
    const { client } = await scene(start);
    const organization = await newOrganization(client);
    const organizationId = organization.id;
    const member = await newMember(client, organization, ["admin", "member"]);
    const after = await client.organizations.updateMemberRole({
      organizationId,
      memberIdOrUserId: member.userId,
      role: ["owner", "member"],
    });
    expect(after).toEqual({ ...member, role: "owner,member", updatedAt: after.updatedAt });
    const holding = async (role: string) =>
      (await client.organizations.listMembers({ organizationId, role })).data.length;
    expect([await holding("owner"), await holding("admin"), await holding("member")]).toEqual([
      1, 0, 1,
    ]);
  });

  test.each([
    ["an unknown role", "nobody"],
    ["a project role", "super_admin"],
    ["one unknown among known", "member,nobody"],
    ["no role", ""],
    ["too many roles", Array.from({ length: 21 }, (_, i) => `role${i}`)],
    ["no slug", "Not a slug"],
  ])("%s is refused on every way, and changes nothing", async (_what, role) => {
    const { client } = await scene(start);
    const organization = await newOrganization(client);
    const organizationId = organization.id;
    const member = await newMember(client, organization);
    const { id: userId } = await newUser(client);
    const refused = { status: 422, code: "validation_error" };
    expect(
      await failureOf(client.organizations.addMember({ organizationId, userId, role })),
    ).toMatchObject(refused);
    expect(
      await failureOf(
        client.organizations.updateMemberRole({
          organizationId,
          memberIdOrUserId: member.id,
          role,
        }),
      ),
    ).toMatchObject(refused);
    expect(
      await failureOf(
        client.organizations.sendInvitation({ organizationId, email: "a@example.com", role }),
      ),
    ).toMatchObject(refused);
    expect((await client.organizations.getOrganization(organizationId)).members).toEqual([member]);
    expect((await client.organizations.listInvitations({ organizationId })).data).toEqual([]);
  });

  test("a removed member is gone with the roles and the teams, and can come back", async () => {
    const { client } = await scene(start);
    const organization = await newOrganization(client);
    const organizationId = organization.id;
    const member = await newMember(client, organization, "admin");
    const team = await client.organizations.createTeam({ organizationId, name: "Team" });
    const inTeam = await client.organizations.addTeamMember({
      teamId: team.id,
      memberIdOrUserId: member.id,
    });
    expect(
      await client.organizations.removeMember({ organizationId, memberIdOrUserId: member.userId }),
    ).toEqual({ member: inTeam });
    expect(
      await failureOf(
        client.organizations.removeMember({ organizationId, memberIdOrUserId: member.id }),
      ),
    ).toMatchObject({ status: 404, message: "Member not found" });
    expect(
      (await client.organizations.listMembers({ organizationId, role: "admin" })).data,
    ).toEqual([]);
    expect(
      await client.organizations.addMember({
        organizationId,
        userId: member.userId,
        role: "member",
      }),
    ).toMatchObject({ teamIds: [], role: "member" });
    expect(await eventsOf(client, organization)).toEqual([
      "member.added",
      "team.created",
      "team.member_added",
      "member.removed",
      "member.added",
    ]);
  });

  test("a user who is not in the project cannot be added", async () => {
    const { client, runtime } = await scene(start);
    const { id: organizationId } = await newOrganization(client);
    const foreign = await newUser(runtime.client(await newProject(runtime)));
    for (const userId of [foreign.id, "usr_none", organizationId]) {
      expect(
        await failureOf(client.organizations.addMember({ organizationId, userId, role: "member" })),
      ).toMatchObject({ status: 404, message: "User not found" });
    }
  });

  test.each(waysOut)("the last owner stays, unless forced: %s", async (_what, go) => {
    const { client } = await scene(start);
    const organization = await newOrganization(client);
    await newMember(client, organization, "admin");
    const owner = await newMember(client, organization, ["owner", "admin"]);
    const elsewhere = await newOrganization(client);
    await client.organizations.addMember({
      organizationId: elsewhere.id,
      userId: owner.userId,
      role: "member",
    });
    const before = await client.users.getUser(owner.userId);
    expect(await failureOf(go(client, owner))).toMatchObject({ status: 409, code: "conflict" });
    expect(await client.users.getUser(owner.userId)).toEqual(before);
    expect(
      await client.organizations.getMember({
        organizationId: organization.id,
        memberIdOrUserId: owner.id,
      }),
    ).toEqual(owner);
    await go(client, owner, true);
    const owners = (
      await client.organizations.listMembers({ organizationId: organization.id, role: "owner" })
    ).data;
    expect(owners).toHaveLength(_what === "ban" ? 1 : 0);
  });

  test.each(waysOut)("an owner may go while another stays: %s", async (_what, go) => {
    const { client } = await scene(start);
    const organization = await newOrganization(client);
    const [first, second] = [
      await newMember(client, organization, "owner"),
      await newMember(client, organization, "owner"),
    ];
    await go(client, first);
    expect(await failureOf(go(client, second))).toMatchObject({ status: 409 });
  });

  test.each(waysOut)("an owner who is banned does not count as another: %s", async (_what, go) => {
    const { client } = await scene(start);
    const organization = await newOrganization(client);
    const [banned, owner] = [
      await newMember(client, organization, "owner"),
      await newMember(client, organization, "owner"),
    ];
    await client.users.banUser({ userId: banned.userId });
    expect(await failureOf(go(client, owner))).toMatchObject({ status: 409 });
    await client.users.unbanUser(banned.userId);
    await go(client, owner);
  });

  test("an owner keeps the role when others are given and taken", async () => {
    const { client } = await scene(start);
    const organization = await newOrganization(client);
    const owner = await newMember(client, organization, "owner");
    const update = async (role: string) =>
      (
        await client.organizations.updateMemberRole({
          organizationId: organization.id,
          memberIdOrUserId: owner.id,
          role,
        })
      ).role;
    expect([await update("owner,admin"), await update("owner")]).toEqual(["owner,admin", "owner"]);
  });

  test("a deleted user leaves every organization, which is announced", async () => {
    const { client } = await scene(start);
    const [one, other] = [
      await newOrganization(client),
      await newOrganization(client, { maxMembers: 1 }),
    ];
    const { userId } = await newMember(client, one, "admin");
    await client.organizations.addMember({ organizationId: other.id, userId, role: "member" });
    await client.users.deleteUser(userId);
    for (const organization of [one, other]) {
      expect((await client.organizations.getOrganization(organization.id)).members).toEqual([]);
      expect(await eventsOf(client, organization)).toEqual(["member.added", "member.removed"]);
    }
    expect((await newMember(client, other)).organizationId).toBe(other.id);
  });
});

describe.each(wires)("members %s", (_name, start) => {
  test("a key that lacks what a member's roles grant can neither change nor remove that member", async () => {
    const stage = await scene(start);
    const organization = await newOrganization(stage.client);
    const owner = await newMember(stage.client, organization, "owner");
    await newMember(stage.client, organization, "owner");
    const { client } = await keyWith(stage, [
      "organization.*",
      "member.*",
      "invitation.*",
      "team.*",
    ]);
    const of = { organizationId: organization.id, memberIdOrUserId: owner.id };
    expect(
      await failureOf(client.organizations.updateMemberRole({ ...of, role: "member" })),
    ).toMatchObject({ status: 403 });
    expect(
      await failureOf(client.organizations.removeMember({ ...of, force: true })),
    ).toMatchObject({ status: 403 });
    expect((await newMemberBy(client, stage.client, organization.id, "admin")).role).toBe("admin");
  });
});

/** Only the second client may make users. */
async function newMemberBy(
  client: WireClient,
  full: WireClient,
  organizationId: string,
  role: string,
) {
  return await client.organizations.addMember({
    organizationId,
    userId: (await newUser(full)).id,
    role,
  });
}
