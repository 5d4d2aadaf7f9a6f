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
import { success } from "../wire/fields";

export const listOrganizations = operationQuery(
  organizations.listOrganizations,
  model.listOrganizations,
);

export const getOrganization = operationQuery(
  organizations.getOrganization,
  model.getFullOrganization,
);

export const createOrganization = operationMutation(
  organizations.createOrganization,
  selfService.createOrganization,
);

export const updateOrganization = operationMutation(
  organizations.updateOrganization,
  model.updateOrganization,
);

export const deleteOrganization = operationMutation(
  organizations.deleteOrganization,
  async (ctx, { organizationId }) => await deletion.deleteOrganization(ctx, organizationId),
);

export const listMembers = operationQuery(organizations.listMembers, members.listMembers);

export const getMember = operationQuery(
  organizations.getMember,
  async (ctx, { organizationId, memberIdOrUserId }) => {
    const organization = await model.getOrganization(ctx, organizationId);
    return presentMember(await members.getMember(ctx, organization.id, memberIdOrUserId));
  },
);

export const addMember = operationMutation(organizations.addMember, members.addMember);

export const removeMember = operationMutation(organizations.removeMember, async (ctx, input) => ({
  member: await members.removeMember(ctx, input),
}));

export const updateMemberRole = operationMutation(
  organizations.updateMemberRole,
  members.updateMemberRole,
);

export const sendInvitation = operationMutation(
  organizations.sendInvitation,
  invitations.sendInvitation,
);

export const revokeInvitation = operationMutation(
  organizations.revokeInvitation,
  async (ctx, { invitationId }) => await invitations.revokeInvitation(ctx, invitationId),
);

export const listInvitations = operationQuery(
  organizations.listInvitations,
  invitations.listInvitations,
);

export const createTeam = operationMutation(organizations.createTeam, teams.createTeam);

export const updateTeam = operationMutation(organizations.updateTeam, teams.updateTeam);

export const removeTeam = operationMutation(organizations.removeTeam, async (ctx, { teamId }) => {
  await teams.removeTeam(ctx, teamId);
  return success;
});

export const listTeams = operationQuery(organizations.listTeams, teams.listTeams);

export const addTeamMember = operationMutation(organizations.addTeamMember, teams.addTeamMember);

export const removeTeamMember = operationMutation(
  organizations.removeTeamMember,
  teams.removeTeamMember,
);

export const checkSlug = operationQuery(organizations.checkSlug, async ({ db }, { slug }) => ({
  status: (await model.findBySlug(db, slug)) === null,
}));

export const setActiveOrganization = operationMutation(
  organizations.setActiveOrganization,
  selfService.setActiveOrganization,
);

export const getActiveMember = operationQuery(
  organizations.getActiveMember,
  selfService.getActiveMember,
);

export const leaveOrganization = operationMutation(
  organizations.leaveOrganization,
  selfService.leaveOrganization,
);

export const getInvitation = operationQuery(organizations.getInvitation, invitees.getInvitation);

export const listUserInvitations = operationQuery(
  organizations.listUserInvitations,
  invitees.listUserInvitations,
);

export const acceptInvitation = operationMutation(
  organizations.acceptInvitation,
  invitees.acceptInvitation,
);

export const rejectInvitation = operationMutation(
  organizations.rejectInvitation,
  invitees.rejectInvitation,
);
