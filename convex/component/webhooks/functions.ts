import { operationMutation, operationQuery } from "../tenancy/functions";
import { webhooks } from "./contract";
import * as deliveries from "./deliveries";
import * as model from "./model";
import { startReplay } from "./replay";

const success = true as const;

export const listEndpoints = operationQuery(webhooks.listEndpoints, async (ctx, input) => {
  const { data, listMetadata } = await model.listEndpoints(ctx, input);
  return { data, endpoints: data, listMetadata };
});

export const createEndpoint = operationMutation(
  webhooks.createEndpoint,
  async (ctx, input) => await model.createEndpoint(ctx, input),
);

export const updateEndpoint = operationMutation(
  webhooks.updateEndpoint,
  async (ctx, input) => await model.updateEndpoint(ctx, input),
);

export const deleteEndpoint = operationMutation(webhooks.deleteEndpoint, async (ctx, { id }) => {
  await model.deleteEndpoint(ctx, id);
  return { success };
});

export const rotateSecret = operationMutation(
  webhooks.rotateSecret,
  async (ctx, { id }) => await model.rotateSecret(ctx, id),
);

export const sendTest = operationMutation(
  webhooks.sendTest,
  async (ctx, { id }) => await deliveries.sendTest(ctx, id),
);

export const listDeliveries = operationQuery(
  webhooks.listDeliveries,
  async (ctx, input) => await deliveries.listDeliveries(ctx, input),
);

export const redeliver = operationMutation(
  webhooks.redeliver,
  async (ctx, { deliveryId }) => await deliveries.redeliver(ctx, deliveryId),
);

export const replay = operationMutation(webhooks.replay, async (ctx, input) => ({
  success,
  ...(await startReplay(ctx, input)),
}));
