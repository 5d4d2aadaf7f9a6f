import { operationMutation, operationQuery } from "../api/operatorOperations";
import { webhooks } from "./contract";
import * as deliveries from "./deliveries";
import * as model from "./model";
import { startReplay } from "./replay";
import { success } from "../wire/fields";

export const listEndpoints = operationQuery(webhooks.listEndpoints, async (ctx, input) => {
  const { data, listMetadata } = await model.listEndpoints(ctx, input);
  return { data, endpoints: data, listMetadata };
});

export const createEndpoint = operationMutation(webhooks.createEndpoint, model.createEndpoint);

export const updateEndpoint = operationMutation(webhooks.updateEndpoint, model.updateEndpoint);

export const deleteEndpoint = operationMutation(webhooks.deleteEndpoint, async (ctx, { id }) => {
  await model.deleteEndpoint(ctx, id);
  return success;
});

export const rotateSecret = operationMutation(
  webhooks.rotateSecret,
  async (ctx, { id }) => await model.rotateSecret(ctx, id),
);

export const sendTest = operationMutation(
  webhooks.sendTest,
  async (ctx, { id }) => await deliveries.sendTest(ctx, id),
);

export const listDeliveries = operationQuery(webhooks.listDeliveries, deliveries.listDeliveries);

export const redeliver = operationMutation(
  webhooks.redeliver,
  async (ctx, { deliveryId }) => await deliveries.redeliver(ctx, deliveryId),
);

export const replay = operationMutation(webhooks.replay, async (ctx, input) => ({
  ...success,
  ...(await startReplay(ctx, input)),
}));
