/** The mutations of organizations and roles, each done once, with what its record must say. */
import type { WireClient } from "./wireClient";
import { pick, targetOf, wire, type Json, type MutationCase } from "./mutationCase";

/** An organization with a member in a team, and another user. */
async function scene({ organizations, users }: WireClient, unique: string) {
  const organization = wire(await organizations.createOrganization({ name: unique }));
  const organizationId = String(organization.id);
  const userOf = async (name: string) =>
    wire((await users.createUser({ email: `${name}.${unique}@example.com`, name })).user);
  const [user, other] = [await userOf("member"), await userOf("other")];
  const joined = await organizations.addMember({
    organizationId,
    userId: String(user.id),
    role: "member",
  });
  const team = wire(await organizations.createTeam({ organizationId, name: "Team" }));
  const member = wire(
    await organizations.addTeamMember({ teamId: String(team.id), memberIdOrUserId: joined.id }),
  );
  return { organization, organizationId, user, other, member, team };
}
type Scene = Awaited<ReturnType<typeof scene>>;

const ofMember = ({ id, userId }: Json) => [
  { type: "member", id },
  { type: "user", id: userId },
];

const inOrganization = (
  method: string,
  type: string,
  act: (scene: Scene) => {
    input: Json;
    targets: (answer: Json) => Json[];
    data: (answer: Json) => unknown;
    before?: Json;
  },
): MutationCase => ({
  name: `organizations.${method}`,
  type,
  prepare: async (client, unique) => {
    const made = await scene(client, unique);
    const { input, targets, data, before } = act(made);
    return {
      input,
      expected: (answer) => ({
        ...{ targets: targets(answer), data: data(answer), organizationId: made.organizationId },
        ...(before ? { changes: { before, after: data(answer) } } : {}),
      }),
    };
  },
});
const answered = (answer: Json) => answer;
const organizationTarget = (answer: Json) => [targetOf("organization", answer)];

export const organizationMutations: readonly MutationCase[] = [
  {
    name: "organizations.createOrganization",
    type: "organization.created",
    prepare: async (_client, unique) => ({
      input: { name: unique },
      expected: (answer) => ({
        targets: [targetOf("organization", answer)],
        data: answer,
        organizationId: String(answer.id),
      }),
    }),
  },
  inOrganization(
    "updateOrganization",
    "organization.updated",
    ({ organization, organizationId }) => ({
      ...{
        input: { organizationId, name: "Renamed" },
        targets: organizationTarget,
        data: answered,
        before: organization,
      },
    }),
  ),
  inOrganization("deleteOrganization", "organization.deleted", ({ organizationId }) => ({
    input: { organizationId },
    targets: organizationTarget,
    data: answered,
  })),
  inOrganization("addMember", "member.added", ({ organizationId, other }) => ({
    input: { organizationId, userId: other.id, role: "member" },
    targets: ofMember,
    data: answered,
  })),
  inOrganization("removeMember", "member.removed", ({ organizationId, member }) => ({
    ...{
      input: { organizationId, memberIdOrUserId: member.id },
      targets: () => ofMember(member),
      data: (answer) => pick(answer, "member"),
    },
  })),
  inOrganization("updateMemberRole", "member.role_updated", ({ organizationId, member }) => ({
    ...{
      input: { organizationId, memberIdOrUserId: member.userId, role: "admin" },
      targets: ofMember,
      data: answered,
      before: member,
    },
  })),
  inOrganization("sendInvitation", "invitation.created", ({ organizationId }) => ({
    ...{
      input: { organizationId, email: "ada@example.com", role: "member" },
      targets: (answer) => [targetOf("invitation", answer, answer.email)],
      data: answered,
    },
  })),
  {
    name: "organizations.revokeInvitation",
    type: "invitation.revoked",
    prepare: async (client, unique) => {
      const { organizationId } = await scene(client, unique);
      const { id } = await client.organizations.sendInvitation({
        organizationId,
        email: "ada@example.com",
        role: "member",
      });
      return {
        input: { invitationId: id },
        expected: (answer) => ({
          targets: [targetOf("invitation", answer, answer.email)],
          data: answer,
          organizationId,
        }),
      };
    },
  },
  inOrganization("createTeam", "team.created", ({ organizationId }) => ({
    input: { organizationId, name: "New" },
    targets: (answer) => [targetOf("team", answer)],
    data: answered,
  })),
  inOrganization("updateTeam", "team.updated", ({ team }) => ({
    input: { teamId: team.id, name: "Renamed" },
    targets: (answer) => [targetOf("team", answer)],
    data: answered,
    before: team,
  })),
  inOrganization("removeTeam", "team.deleted", ({ team }) => ({
    input: { teamId: team.id },
    targets: () => [targetOf("team", team)],
    data: () => team,
  })),
  inOrganization("addTeamMember", "team.member_added", ({ team, member }) => ({
    input: { teamId: team.id, memberIdOrUserId: member.id },
    targets: () => [targetOf("team", team), { type: "member", id: member.id }],
    data: (answer) => ({ teamId: team.id, member: answer }),
  })),
  inOrganization("removeTeamMember", "team.member_removed", ({ team, member }) => ({
    input: { teamId: team.id, memberIdOrUserId: member.id },
    targets: () => [targetOf("team", team), { type: "member", id: member.id }],
    data: (answer) => ({ teamId: team.id, member: answer }),
  })),
];

const slugOf = (unique: string) => unique.replaceAll("-", "_").slice(0, 60);

function ofCatalogue(kind: "role" | "permission") {
  const make = async ({ rbac }: WireClient, unique: string): Promise<Json> =>
    kind === "role"
      ? wire((await rbac.createRole({ name: "Made", slug: slugOf(unique) })).role)
      : wire(
          (await rbac.createPermission({ name: "Made", slug: `${slugOf(unique)}.use` })).permission,
        );
  const named = (resource: Json) => [targetOf(kind, resource, resource.slug)];
  const group = kind === "role" ? "Role" : "Permission";
  return [
    {
      name: `rbac.create${group}`,
      type: `${kind}.created`,
      prepare: async (_client, unique) => ({
        input: { name: "New", slug: kind === "role" ? slugOf(unique) : `${slugOf(unique)}.use` },
        expected: (answer) => ({ targets: named(pick(answer, kind)), data: answer[kind] }),
      }),
    },
    {
      name: `rbac.update${group}`,
      type: `${kind}.updated`,
      prepare: async (client, unique) => {
        const before = await make(client, unique);
        return {
          input: { id: before.id, name: "Renamed" },
          expected: (answer) => ({
            targets: named(pick(answer, kind)),
            data: answer[kind],
            changes: { before, after: answer[kind] },
          }),
        };
      },
    },
    {
      name: `rbac.delete${group}`,
      type: `${kind}.deleted`,
      prepare: async (client, unique) => {
        const before = await make(client, unique);
        return {
          input: { id: before.id },
          expected: () => ({ targets: named(before), data: before }),
        };
      },
    },
  ] satisfies MutationCase[];
}
export const rbacMutations: readonly MutationCase[] = [
  ...ofCatalogue("role"),
  ...ofCatalogue("permission"),
];
