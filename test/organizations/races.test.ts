/**
 * What many do at once, on the local deployment, where transactions really run side by side and
 * conflict.
 */
import { beforeAll, describe, expect, test } from "vitest";
import type { OrganizationMember } from "../../src/index";
import type { WireClient } from "../support/wireClient";
import { newMember, newOrganization, newRole, newUser, respond } from "../support/organizations";
import { deployedRuntime } from "../support/runtime";
import { scene, type Scene } from "../support/transports";

let stage: Scene<ReturnType<typeof deployedRuntime>>;
let client: WireClient;

beforeAll(async () => {
  stage = await scene(() => deployedRuntime());
  client = stage.client;
});

/** The codes of what was refused, and `null` for each that was done. */
const outcomes = async (calls: readonly Promise<unknown>[]): Promise<(string | null)[]> =>
  await Promise.all(
    calls.map(
      async (call) =>
        await call.then(
          (answer) => (typeof answer === "string" ? answer : null),
          (error: { code: string }) => error.code,
        ),
    ),
  );
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const membersOf = async (organizationId: string) =>
  (await client.organizations.listMembers({ organizationId, limit: 100 })).data;
const done = (results: readonly (string | null)[]) =>
  results.filter((result) => result === null).length;
const codesOf = (results: readonly (string | null)[]) => [
  ...new Set(results.filter((result) => result !== null)),
];

test("of 50 accepts of one invitation, one joins", async () => {
  const { id: organizationId } = await newOrganization(client);
  const { id: userId, email } = await newUser(client, { emailVerified: true });
  const invitation = await client.organizations.sendInvitation({
    organizationId,
    email,
    role: "member",
  });
  const results = await outcomes(
    times(
      50,
      async () => await respond(stage.runtime, stage.project, "accept", { userId, invitation }),
    ),
  );
  expect([done(results), codesOf(results)]).toEqual([1, ["conflict"]]);
  expect(await membersOf(organizationId)).toHaveLength(1);
});

test("accepting, rejecting, revoking and being added at once, one membership is the most there is", async () => {
  for (let round = 0; round < 5; round++) {
    const { id: organizationId } = await newOrganization(client);
    const { id: userId, email } = await newUser(client, { emailVerified: true });
    const invitation = await client.organizations.sendInvitation({
      organizationId,
      email,
      role: "member",
    });
    await outcomes([
      respond(stage.runtime, stage.project, "accept", { userId, invitation }),
      respond(stage.runtime, stage.project, "reject", { userId, invitation }),
      client.organizations.revokeInvitation(invitation.id),
      client.organizations.addMember({ organizationId, userId, role: "admin" }),
      client.organizations.addMember({ organizationId, userId, role: "member" }),
    ]);
    const [member, ...others] = await membersOf(organizationId);
    const { status } = (await client.organizations.listInvitations({ organizationId })).data[0]!;
    expect(others).toEqual([]);
    expect(status === "accepted").toBe(member?.source === "invitation");
  }
});

describe("of the last two owners, one stays", () => {
  const ways: readonly (readonly [
    name: string,
    go: (member: OrganizationMember) => Promise<unknown>,
  ])[] = [
    [
      "demoted",
      async ({ organizationId, id }) =>
        await client.organizations.updateMemberRole({
          organizationId,
          memberIdOrUserId: id,
          role: "member",
        }),
    ],
    [
      "removed",
      async ({ organizationId, id }) =>
        await client.organizations.removeMember({ organizationId, memberIdOrUserId: id }),
    ],
    ["deleted", async ({ userId }) => await client.users.deleteUser(userId)],
    ["banned", async ({ userId }) => await client.users.banUser({ userId })],
  ];
  test.each(
    ways.flatMap(([one, go]) => ways.map(([other, goToo]) => [one, other, go, goToo] as const)),
  )("%s and %s at once", async (_one, _other, go, goToo) => {
    for (let round = 0; round < 3; round++) {
      const organization = await newOrganization(client);
      const [first, second] = [
        await newMember(client, organization, "owner"),
        await newMember(client, organization, "owner"),
      ];
      const results = await outcomes([go(first), goToo(second)]);
      expect([done(results), codesOf(results)]).toEqual([1, ["conflict"]]);
      const owners = (
        await client.organizations.listMembers({ organizationId: organization.id, role: "owner" })
      ).data;
      expect(
        (
          await Promise.all(owners.map(async ({ userId }) => await client.users.getUser(userId)))
        ).filter(({ banned }) => !banned),
      ).toHaveLength(1);
    }
  });
});

test("maxMembers holds when it is reached from 20 sides", async () => {
  const { id: organizationId } = await newOrganization(client, { maxMembers: 7 });
  const users = [];
  for (let i = 0; i < 20; i++) users.push(await newUser(client, { emailVerified: true }));
  const invitations = new Map<string, { id: string }>();
  for (const { id, email } of users.slice(10))
    invitations.set(
      id,
      await client.organizations.sendInvitation({ organizationId, email, role: "member" }),
    );
  const results = await outcomes(
    users.map(async ({ id: userId }) => {
      const invitation = invitations.get(userId);
      if (invitation)
        return await respond(stage.runtime, stage.project, "accept", { userId, invitation });
      return await client.organizations.addMember({ organizationId, userId, role: "member" });
    }),
  );
  expect([done(results), codesOf(results)]).toEqual([7, ["conflict"]]);
  expect(await membersOf(organizationId)).toHaveLength(7);
  // The count is right afterwards, too.
  const [first] = await membersOf(organizationId);
  await client.organizations.removeMember({ organizationId, memberIdOrUserId: first!.id });
  const again = await outcomes(
    times(
      2,
      async (i) =>
        await client.organizations.addMember({
          organizationId,
          userId: first!.userId,
          role: i === 0 ? "member" : "admin",
        }),
    ),
  );
  expect([done(again), (await membersOf(organizationId)).length]).toEqual([1, 7]);
});

test("of 20 organizations with one slug, one is made; of 20 with one name, all with slugs of their own", async () => {
  const results = await outcomes(
    times(
      20,
      async () => await client.organizations.createOrganization({ name: "Given", slug: "given" }),
    ),
  );
  expect([done(results), codesOf(results)]).toEqual([1, ["conflict"]]);
  const made = await Promise.all(
    times(20, async () => await client.organizations.createOrganization({ name: "Made" })),
  );
  expect(new Set(made.map(({ slug }) => slug)).size).toBe(20);
});

test("of 20 roles or permissions with one slug, one is made", async () => {
  const roles = await outcomes(
    times(20, async () => await client.rbac.createRole({ name: "R", slug: "raced" })),
  );
  const permissions = await outcomes(
    times(20, async () => await client.rbac.createPermission({ name: "P", slug: "raced.once" })),
  );
  expect([done(roles), done(permissions), codesOf(roles), codesOf(permissions)]).toEqual([
    1,
    1,
    ["conflict"],
    ["conflict"],
  ]);
});

test("a role is not deleted while somebody is given it", async () => {
  const organization = await newOrganization(client);
  for (let round = 0; round < 5; round++) {
    const role = await newRole(client, `round-${round}`);
    const member = await newMember(client, organization);
    const assignment = {
      organizationId: organization.id,
      memberIdOrUserId: member.id,
      role: role.slug,
    };
    const [deleted, assigned] = await outcomes([
      client.rbac.deleteRole(role.id),
      client.organizations.updateMemberRole(assignment),
    ]);
    expect([
      [null, "validation_error"],
      ["conflict", null],
    ]).toContainEqual([deleted, assigned]);
  }
});

test("nobody joins an organization that is going, and no key of it is left", async () => {
  for (let round = 0; round < 5; round++) {
    const { id: organizationId } = await newOrganization(client);
    const users = await Promise.all(times(4, async () => await newUser(client)));
    await outcomes([
      ...users
        .slice(0, 2)
        .map(
          async ({ id: userId }) =>
            await client.organizations.addMember({ organizationId, userId, role: "owner" }),
        ),
      client.apiKeys.createKey({ name: "before", organizationId }),
      client.organizations.deleteOrganization(organizationId),
      ...users
        .slice(2)
        .map(
          async ({ id: userId }) =>
            await client.organizations.addMember({ organizationId, userId, role: "owner" }),
        ),
      client.apiKeys.createKey({ name: "after", organizationId }),
    ]);
    expect(
      (await client.apiKeys.listKeys()).filter((key) => key.organizationId === organizationId),
    ).toEqual([]);
    // A last owner could not be deleted, if the organization was still there for anybody.
    for (const { id } of users)
      expect(await client.users.deleteUser(id)).toEqual({ success: true });
  }
});
