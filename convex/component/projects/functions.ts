import { operationMutation, operationQuery } from "../api/operatorOperations";
import { projects } from "./contract";
import { copySettings as copyAllSettings } from "./copying";
import * as members from "./members";
import * as model from "./model";
import { getReadiness as checkReadiness } from "./readiness/checks";
import { rotateKeys } from "./signingKeys";
import { success } from "../wire/fields";

export const listProjects = operationQuery(projects.listProjects, async (ctx) => ({
  projects: await model.listProjects(ctx),
}));

export const getProject = operationQuery(projects.getProject, async (ctx, { id }) => {
  const project = await model.findProject(ctx, id);
  return { project: project && model.present(project) };
});

export const getCurrentProject = operationQuery(projects.getCurrentProject, async (ctx) => ({
  project: model.present(ctx.caller.project),
}));

export const getReadiness = operationQuery(projects.getReadiness, async (ctx, { id }) => ({
  checks: await checkReadiness(ctx, id),
}));

export const createProject = operationMutation(projects.createProject, async (ctx, input) => ({
  ...success,
  project: await model.createProject(ctx, input),
}));

export const updateProject = operationMutation(projects.updateProject, async (ctx, input) => ({
  ...success,
  project: await model.updateProject(ctx, input),
}));

export const copySettings = operationMutation(projects.copySettings, async (ctx, input) => {
  await copyAllSettings(ctx, input);
  return success;
});

export const deleteProject = operationMutation(projects.deleteProject, async (ctx, { id }) => {
  await model.deleteProject(ctx, id);
  return success;
});

export const rotateSigningKeys = operationMutation(
  projects.rotateSigningKeys,
  async (ctx, input) => ({
    ...success,
    signsFrom: await rotateKeys(ctx, input),
  }),
);

export const ensureDefaultProject = operationMutation(
  projects.ensureDefaultProject,
  model.ensureDefaultProject,
);

export const listMembers = operationQuery(projects.listMembers, async (ctx) => ({
  members: await members.listMembers(ctx),
}));

export const inviteMember = operationMutation(projects.inviteMember, async (ctx, input) => ({
  member: await members.inviteMember(ctx, input),
}));

export const updateMember = operationMutation(projects.updateMember, async (ctx, input) => ({
  member: await members.updateMember(ctx, input),
}));

export const removeMember = operationMutation(projects.removeMember, async (ctx, input) => {
  await members.removeMember(ctx, input);
  return success;
});
