import { describe, expect, test } from "vitest";
import type { WireClient } from "../support/wireClient";
import { eventsOf, newMember, newOrganization } from "../support/organizations";
import { httpRuntime, newProject } from "../support/runtime";
import { failureOf, scene, transports } from "../support/transports";

const calls: readonly (readonly [
  name: string,
  call: (client: WireClient, teamId: string) => Promise<unknown>,
])[] = [
  [
    "updateTeam",
    async ({ organizations }, teamId) => await organizations.updateTeam({ teamId, name: "Other" }),
  ],
  ["removeTeam", async ({ organizations }, teamId) => await organizations.removeTeam(teamId)],
  [
    "addTeamMember",
    async ({ organizations }, teamId) =>
      await organizations.addTeamMember({ teamId, memberIdOrUserId: "usr_1" }),
  ],
  [
    "removeTeamMember",
    async ({ organizations }, teamId) =>
      await organizations.removeTeamMember({ teamId, memberIdOrUserId: "usr_1" }),
  ],
];

describe.each(transports)("teams %s", (_name, start) => {
  test("a team is created, renamed, listed in pages and removed", async () => {
    const { client } = await scene(start);
    const organization = await newOrganization(client);
    const organizationId = organization.id;
    const team = await client.organizations.createTeam({ organizationId, name: "Sales" });
    expect(team).toEqual({
      id: team.id,
      organizationId,
      name: "Sales",
      createdAt: team.createdAt,
      updatedAt: team.createdAt,
    });
    expect(team.id).toMatch(/^team_[0-9A-HJKMNP-TV-Z]{26}$/);
    const renamed = await client.organizations.updateTeam({ teamId: team.id, name: "Field sales" });
    expect(renamed).toEqual({ ...team, name: "Field sales", updatedAt: renamed.updatedAt });
    const other = await client.organizations.createTeam({ organizationId, name: "Sales" });
    const ids = [team.id, other.id].sort().reverse();
    const first = await client.organizations.listTeams({ organizationId, limit: 1 });
    const second = await client.organizations.listTeams({
      organizationId,
      limit: 1,
      after: first.listMetadata.after!,
    });
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(ids);
    expect(await client.organizations.removeTeam(team.id)).toEqual({ success: true });
    expect((await client.organizations.listTeams({ organizationId })).data).toEqual([other]);
    expect(await eventsOf(client, organization)).toEqual([
      "team.created",
      "team.updated",
      "team.created",
      "team.deleted",
    ]);
  });

  test("a member is in several teams, once each, and stays a member when a team goes", async () => {
    const { client } = await scene(start);
    const organization = await newOrganization(client);
    const organizationId = organization.id;
    const member = await newMember(client, organization);
    const [a, b] = [
      await client.organizations.createTeam({ organizationId, name: "A" }),
      await client.organizations.createTeam({ organizationId, name: "B" }),
    ];
    expect(
      (await client.organizations.addTeamMember({ teamId: a.id, memberIdOrUserId: member.id }))
        .teamIds,
    ).toEqual([a.id]);
    expect(
      (await client.organizations.addTeamMember({ teamId: a.id, memberIdOrUserId: member.userId }))
        .teamIds,
    ).toEqual([a.id]);
    expect(
      (await client.organizations.addTeamMember({ teamId: b.id, memberIdOrUserId: member.userId }))
        .teamIds,
    ).toEqual([a.id, b.id]);
    await client.organizations.removeTeam(a.id);
    const left = await client.organizations.getMember({
      organizationId,
      memberIdOrUserId: member.id,
    });
    expect(left.teamIds).toEqual([b.id]);
    expect(
      (await client.organizations.removeTeamMember({ teamId: b.id, memberIdOrUserId: member.id }))
        .teamIds,
    ).toEqual([]);
    expect(
      await failureOf(
        client.organizations.removeTeamMember({ teamId: b.id, memberIdOrUserId: member.id }),
      ),
    ).toMatchObject({ status: 404, message: "Team member not found" });
  });

  test("only a member of the team's organization can be in it", async () => {
    const { client } = await scene(start);
    const [own, other] = [await newOrganization(client), await newOrganization(client)];
    const team = await client.organizations.createTeam({ organizationId: own.id, name: "Team" });
    const stranger = await newMember(client, other);
    for (const memberIdOrUserId of [stranger.id, stranger.userId, "mem_none"]) {
      expect(
        await failureOf(client.organizations.addTeamMember({ teamId: team.id, memberIdOrUserId })),
      ).toMatchObject({ status: 404, message: "Member not found" });
    }
  });

  test.each(calls)(
    "a team that is gone, of a deleted organization, of another project, or never was, is not found: %s",
    async (_call, call) => {
      const { client, runtime } = await scene(start);
      const [own, deleted] = [await newOrganization(client), await newOrganization(client)];
      const gone = await client.organizations.createTeam({ organizationId: own.id, name: "Gone" });
      await client.organizations.removeTeam(gone.id);
      const within = await client.organizations.createTeam({
        organizationId: deleted.id,
        name: "Within",
      });
      await client.organizations.deleteOrganization(deleted.id);
      const elsewhere = runtime.client(await newProject(runtime));
      const foreign = await elsewhere.organizations.createTeam({
        organizationId: (await newOrganization(elsewhere)).id,
        name: "Foreign",
      });
      for (const id of [gone.id, within.id, foreign.id, own.id, "nonsense"]) {
        expect(await failureOf(call(client, id)), id).toMatchObject({
          status: 404,
          message: "Team not found",
        });
      }
    },
  );
});

test("an organization has at most 200 teams", async () => {
  const { client } = await scene(httpRuntime);
  const { id: organizationId } = await newOrganization(client);
  for (let i = 0; i < 200; i++)
    await client.organizations.createTeam({ organizationId, name: `Team ${i}` });
  expect(
    await failureOf(client.organizations.createTeam({ organizationId, name: "One more" })),
  ).toMatchObject({ status: 409, code: "conflict" });
});

test("a member is in at most 50 teams", async () => {
  const { client } = await scene(httpRuntime);
  const organization = await newOrganization(client);
  const { id: memberIdOrUserId } = await newMember(client, organization);
  const join = async () => {
    const { id: teamId } = await client.organizations.createTeam({
      organizationId: organization.id,
      name: "Team",
    });
    return await client.organizations.addTeamMember({ teamId, memberIdOrUserId });
  };
  for (let i = 0; i < 50; i++) await join();
  expect(await failureOf(join())).toMatchObject({ status: 409, code: "conflict" });
});
