import { operationMutation, operationQuery } from "../api/operatorOperations";
import { authClients } from "./contract";
import * as model from "./model";
import { success } from "../wire/fields";

export const listClients = operationQuery(authClients.listClients, model.listClients);

export const getClient = operationQuery(
  authClients.getClient,
  async (ctx, { clientId }) => await model.getClient(ctx, clientId),
);

export const createClient = operationMutation(authClients.createClient, model.createClient);

export const updateClient = operationMutation(authClients.updateClient, model.updateClient);

export const deleteClient = operationMutation(
  authClients.deleteClient,
  async (ctx, { clientId }) => {
    await model.deleteClient(ctx, clientId);
    return success;
  },
);

export const rotateClientSecret = operationMutation(
  authClients.rotateClientSecret,
  model.rotateSecret,
);
