import { operationMutation, operationQuery } from "../api/sessionOperations";
import * as checks from "./checks";
import { rbac } from "./contract";
import * as holders from "./holders";
import * as model from "./model";
import * as permissionModel from "./permissionModel";
import { success } from "../wire/fields";

export const listRoles = operationQuery(rbac.listRoles, async (ctx) => ({
  roles: await model.listRoles(ctx),
}));

export const createRole = operationMutation(rbac.createRole, async (ctx, input) => ({
  role: await model.createRole(ctx, input),
}));

export const updateRole = operationMutation(rbac.updateRole, async (ctx, input) => ({
  role: await model.updateRole(ctx, input),
}));

export const deleteRole = operationMutation(rbac.deleteRole, async (ctx, { id }) => {
  await model.deleteRole(ctx, id);
  return success;
});

export const listRoleHolders = operationQuery(
  rbac.listRoleHolders,
  async (ctx, input) => await holders.listRoleHolders(ctx, input),
);

export const listPermissions = operationQuery(rbac.listPermissions, async (ctx) => ({
  permissions: await permissionModel.listPermissions(ctx),
}));

export const createPermission = operationMutation(rbac.createPermission, async (ctx, input) => ({
  permission: await permissionModel.createPermission(ctx, input),
}));

export const updatePermission = operationMutation(rbac.updatePermission, async (ctx, input) => ({
  permission: await permissionModel.updatePermission(ctx, input),
}));

export const deletePermission = operationMutation(rbac.deletePermission, async (ctx, { id }) => {
  await permissionModel.deletePermission(ctx, id);
  return success;
});

export const checkPermission = operationQuery(
  rbac.checkPermission,
  async (ctx, { permission, ...about }) => await checks.check(ctx, [permission], "all", about),
);

export const checkPermissions = operationQuery(
  rbac.checkPermissions,
  async (ctx, { permissions, operator, ...about }) =>
    await checks.check(ctx, permissions, operator, about),
);

export const getMyPermissions = operationQuery(
  rbac.getMyPermissions,
  async (ctx, { organizationId }) => ({
    permissions: await checks.loadCallerPermissions(ctx, organizationId),
  }),
);
