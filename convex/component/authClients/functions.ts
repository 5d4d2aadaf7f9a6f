import { operationMutation, operationQuery } from "../tenancy/functions";
import { authClients } from "./contract";
import * as model from "./model";

export const listClients = operationQuery(
  authClients.listClients,
  async (ctx, input) => await model.listClients(ctx, input),
);

export const getClient = operationQuery(authClients.getClient, async (ctx, { clientId }) =>
  model.present(await model.getClient(ctx, clientId)),
);

export const createClient = operationMutation(
  authClients.createClient,
  async (ctx, input) => await model.createClient(ctx, input),
);

export const updateClient = operationMutation(
  authClients.updateClient,
  async (ctx, input) => await model.updateClient(ctx, input),
);

export const deleteClient = operationMutation(
  authClients.deleteClient,
  async (ctx, { clientId }) => {
    await model.deleteClient(ctx, clientId);
    return { success: true as const };
  },
);

export const rotateClientSecret = operationMutation(
  authClients.rotateClientSecret,
  async (ctx, input) => await model.rotateSecret(ctx, input),
);
