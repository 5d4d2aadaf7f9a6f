import type { Doc } from "../_generated/dataModel";
import { notFound, problem } from "../core/errors";
import { newId } from "../core/ids";
import type { OperationInput } from "../wire/operation";
import type { TenantReader } from "../tenancy/database";
import { page } from "../tenancy/page";
import { addToTotal, subtractFromTotal, type Total } from "../tenancy/totals";
import type { ReadContext, WriteContext } from "../tenancy/functions";
import type { Member, organizations, Team } from "./contract";
import { getMember, type MemberRow } from "./members";
import { getOrganization } from "./model";
import { presentMember, presentTeam } from "./present";

type TeamRow = Doc<"teams">;
type Input<M extends keyof typeof organizations> = OperationInput<(typeof organizations)[M]>;

const MAXIMUM_TEAMS = 200;
const MAXIMUM_TEAMS_PER_MEMBER = 50;
/** So that a team can be deleted in one transaction. */
const MAXIMUM_MEMBERS_PER_TEAM = 500;

export async function listTeams(ctx: ReadContext, input: Input<"listTeams">) {
  const { id } = await getOrganization(ctx, input.organizationId);
  const { rows, listMetadata } = await page(
    ctx,
    "teams",
    [{ index: "byOrganization", equal: [["organizationId", id]], key: "id" }],
    input,
  );
  return { data: rows.map(presentTeam), listMetadata };
}

/** The total of an organization's teams. */
export const teamsTotal = (db: TenantReader, organizationId: string): Total => ({
  subject: `teams:${organizationId}`,
  maximum: MAXIMUM_TEAMS,
  countExisting: async () => {
    const teams = db.range("teams", "byOrganization", (q) =>
      q.eq("organizationId", organizationId),
    );
    return (await teams.take(MAXIMUM_TEAMS)).length;
  },
});

export async function createTeam(
  ctx: WriteContext,
  { organizationId, name }: Input<"createTeam">,
): Promise<Team> {
  const { id } = await getOrganization(ctx, organizationId);
  if (!(await addToTotal(ctx.db, teamsTotal(ctx.db, id))))
    throw problem("conflict", `An organization can have at most ${MAXIMUM_TEAMS} teams`);
  const row = await ctx.db.insert("teams", {
    id: newId("team", ctx.now),
    organizationId: id,
    name,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  });
  const team = presentTeam(row);
  await ctx.record({
    type: "team.created",
    targets: [toTarget(team)],
    data: team,
    organizationId: id,
  });
  return team;
}

export async function updateTeam(
  ctx: WriteContext,
  { teamId, name }: Input<"updateTeam">,
): Promise<Team> {
  const before = await getTeam(ctx, teamId);
  const after = await ctx.db.patch("teams", before, { name, updatedAt: ctx.now });
  const team = presentTeam(after);
  await ctx.record({
    type: "team.updated",
    targets: [toTarget(team)],
    data: team,
    before: presentTeam(before),
    organizationId: team.organizationId,
  });
  return team;
}

export async function removeTeam(ctx: WriteContext, teamId: string): Promise<void> {
  const row = await getTeam(ctx, teamId);
  for await (const inTeam of ctx.db.range("teamMembers", "byTeam", (q) => q.eq("teamId", teamId))) {
    const member = await ctx.db.get("members", inTeam.memberId);
    if (member)
      await ctx.db.patch("members", member, {
        teamIds: member.teamIds.filter((id) => id !== teamId),
      });
    await ctx.db.delete("teamMembers", inTeam);
  }
  await subtractFromTotal(ctx.db, teamsTotal(ctx.db, row.organizationId));
  await ctx.db.delete("teams", row);
  const team = presentTeam(row);
  await ctx.record({
    type: "team.deleted",
    targets: [toTarget(team)],
    data: team,
    organizationId: team.organizationId,
  });
}

export async function addTeamMember(
  ctx: WriteContext,
  { teamId, memberIdOrUserId }: Input<"addTeamMember">,
): Promise<Member> {
  const team = await getTeam(ctx, teamId);
  const member = await getMember(ctx, team.organizationId, memberIdOrUserId);
  const teamIds = [...new Set([...member.teamIds, teamId])];
  if (teamIds.length > member.teamIds.length) {
    if (teamIds.length > MAXIMUM_TEAMS_PER_MEMBER)
      throw problem("conflict", `A member can belong to at most ${MAXIMUM_TEAMS_PER_MEMBER} teams`);
    const inTeam = await ctx.db
      .range("teamMembers", "byTeam", (q) => q.eq("teamId", teamId))
      .take(MAXIMUM_MEMBERS_PER_TEAM);
    if (inTeam.length === MAXIMUM_MEMBERS_PER_TEAM)
      throw problem("conflict", `A team can have at most ${MAXIMUM_MEMBERS_PER_TEAM} members`);
    await ctx.db.insert("teamMembers", {
      organizationId: team.organizationId,
      teamId,
      memberId: member.id,
    });
  }
  return await recordChange(
    ctx,
    "team.member_added",
    team,
    await ctx.db.patch("members", member, { teamIds }),
  );
}

export async function removeTeamMember(
  ctx: WriteContext,
  { teamId, memberIdOrUserId }: Input<"removeTeamMember">,
): Promise<Member> {
  const team = await getTeam(ctx, teamId);
  const member = await getMember(ctx, team.organizationId, memberIdOrUserId);
  const row = await ctx.db
    .range("teamMembers", "byMember", (q) => q.eq("memberId", member.id).eq("teamId", teamId))
    .unique();
  if (!row) throw notFound("Team member");
  await ctx.db.delete("teamMembers", row);
  const teamIds = member.teamIds.filter((id) => id !== teamId);
  return await recordChange(
    ctx,
    "team.member_removed",
    team,
    await ctx.db.patch("members", member, { teamIds }),
  );
}

async function recordChange(
  ctx: WriteContext,
  type: "team.member_added" | "team.member_removed",
  team: TeamRow,
  row: MemberRow,
): Promise<Member> {
  const member = presentMember(row);
  await ctx.record({
    type,
    targets: [toTarget(team), { type: "member", id: member.id }],
    data: { teamId: team.id, member },
    organizationId: team.organizationId,
  });
  return member;
}

async function getTeam(ctx: ReadContext, teamId: string): Promise<TeamRow> {
  const team = await ctx.db.get("teams", teamId);
  if (!team) throw notFound("Team");
  await getOrganization(ctx, team.organizationId, "Team");
  return team;
}

const toTarget = (team: Pick<TeamRow, "id" | "name">) => ({
  type: "team",
  id: team.id,
  name: team.name,
});
