import { operationMutation, operationQuery } from "../api/sessionOperations";
import { organizations } from "./contract";
import * as deletion from "./deletion";
import * as invitations from "./invitations";
import * as invitees from "./invitees";
import * as members from "./members";
import * as model from "./model";
import * as selfService from "./selfService";
import { presentMember } from "./present";
import * as teams from "./teams";

const success = { success: true as const };

export const listOrganizations = operationQuery(
  organizations.listOrganizations,
  async (ctx, input) => await model.listOrganizations(ctx, input),
);

export const getOrganization = operationQuery(
  organizations.getOrganization,
  async (ctx, input) => await model.getFullOrganization(ctx, input),
);

export const createOrganization = operationMutation(
  organizations.createOrganization,
  async (ctx, input) => await selfService.createOrganization(ctx, input),
);

export const updateOrganization = operationMutation(
  organizations.updateOrganization,
  async (ctx, input) => await model.updateOrganization(ctx, input),
);

export const deleteOrganization = operationMutation(
  organizations.deleteOrganization,
  async (ctx, { organizationId }) => await deletion.deleteOrganization(ctx, organizationId),
);

export const listMembers = operationQuery(
  organizations.listMembers,
  async (ctx, input) => await members.listMembers(ctx, input),
);

export const getMember = operationQuery(
  organizations.getMember,
  async (ctx, { organizationId, memberIdOrUserId }) => {
    const organization = await model.getOrganization(ctx, organizationId);
    return presentMember(await members.getMember(ctx, organization.id, memberIdOrUserId));
  },
);

export const addMember = operationMutation(
  organizations.addMember,
  async (ctx, input) => await members.addMember(ctx, input),
);

export const removeMember = operationMutation(organizations.removeMember, async (ctx, input) => ({
  member: await members.removeMember(ctx, input),
}));

export const updateMemberRole = operationMutation(
  organizations.updateMemberRole,
  async (ctx, input) => await members.updateMemberRole(ctx, input),
);

export const sendInvitation = operationMutation(
  organizations.sendInvitation,
  async (ctx, input) => await invitations.sendInvitation(ctx, input),
);

export const revokeInvitation = operationMutation(
  organizations.revokeInvitation,
  async (ctx, { invitationId }) => await invitations.revokeInvitation(ctx, invitationId),
);

export const listInvitations = operationQuery(
  organizations.listInvitations,
  async (ctx, input) => await invitations.listInvitations(ctx, input),
);

export const createTeam = operationMutation(
  organizations.createTeam,
  async (ctx, input) => await teams.createTeam(ctx, input),
);

export const updateTeam = operationMutation(
  organizations.updateTeam,
  async (ctx, input) => await teams.updateTeam(ctx, input),
);

export const removeTeam = operationMutation(organizations.removeTeam, async (ctx, { teamId }) => {
  await teams.removeTeam(ctx, teamId);
  return success;
});

export const listTeams = operationQuery(
  organizations.listTeams,
  async (ctx, input) => await teams.listTeams(ctx, input),
);

export const addTeamMember = operationMutation(
  organizations.addTeamMember,
  async (ctx, input) => await teams.addTeamMember(ctx, input),
);

export const removeTeamMember = operationMutation(
  organizations.removeTeamMember,
  async (ctx, input) => await teams.removeTeamMember(ctx, input),
);

export const checkSlug = operationQuery(organizations.checkSlug, async ({ db }, { slug }) => ({
  status: (await model.findBySlug(db, slug)) === null,
}));

export const setActiveOrganization = operationMutation(
  organizations.setActiveOrganization,
  async (ctx, input) => await selfService.setActiveOrganization(ctx, input),
);

export const getActiveMember = operationQuery(
  organizations.getActiveMember,
  async (ctx) => await selfService.getActiveMember(ctx),
);

export const leaveOrganization = operationMutation(
  organizations.leaveOrganization,
  async (ctx, input) => await selfService.leaveOrganization(ctx, input),
);

export const getInvitation = operationQuery(
  organizations.getInvitation,
  async (ctx, input) => await invitees.getInvitation(ctx, input),
);

export const listUserInvitations = operationQuery(
  organizations.listUserInvitations,
  async (ctx, input) => await invitees.listUserInvitations(ctx, input),
);

export const acceptInvitation = operationMutation(
  organizations.acceptInvitation,
  async (ctx, input) => await invitees.acceptInvitation(ctx, input),
);

export const rejectInvitation = operationMutation(
  organizations.rejectInvitation,
  async (ctx, input) => await invitees.rejectInvitation(ctx, input),
);
