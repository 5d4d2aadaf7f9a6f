import { operationMutation, operationQuery } from "../api/sessionOperations";
import { success } from "../wire/fields";
import * as tenancy from "../tenancy/functions";
import { sso } from "./contract";
import * as keyed from "./flow/keyed";
import * as model from "./model";
import { presentConnection } from "./present";

export const listConnections = operationQuery(sso.listConnections, model.listConnections);

export const getConnection = operationQuery(sso.getConnection, async (ctx, { providerId }) =>
  presentConnection(ctx.db, await model.getConnection(ctx, providerId)),
);

export const createConnection = operationMutation(
  sso.createConnection,
  model.createConnection,
  undefined,
  model.findPreparation,
);

export const updateConnection = operationMutation(
  sso.updateConnection,
  model.updateConnection,
  undefined,
  model.findPreparation,
);

export const deleteConnection = operationMutation(sso.deleteConnection, async (ctx, input) => {
  await model.deleteConnection(ctx, input);
  return success;
});

export const unlinkProfile = operationMutation(sso.unlinkProfile, async (ctx, input) => {
  await model.unlinkUser(ctx, input);
  return success;
});

export const getAuthorizationUrl = tenancy.operationMutation(
  sso.getAuthorizationUrl,
  keyed.getAuthorizationUrl,
);

export const getProfileAndToken = tenancy.operationMutation(
  sso.getProfileAndToken,
  keyed.getProfileAndToken,
);

export const testConnection = operationMutation(sso.testConnection, keyed.testConnection);
