import { operationMutation, operationQuery } from "../tenancy/functions";
import { apiKeys } from "./contract";
import * as limits from "./limits";
import * as model from "./model";
import * as verification from "./verification";

export const createKey = operationMutation(
  apiKeys.createKey,
  async (ctx, input) => await model.createKey(ctx, input),
);

export const listKeys = operationQuery(
  apiKeys.listKeys,
  async (ctx) => await model.listAllKeys(ctx),
);

export const listKeyPages = operationQuery(
  apiKeys.listKeyPages,
  async (ctx, input) => await model.listKeys(ctx, input),
);

export const getKey = operationQuery(apiKeys.getKey, async (ctx, { keyId }) =>
  model.present(await model.getKey(ctx, keyId)),
);

export const updateKey = operationMutation(
  apiKeys.updateKey,
  async (ctx, input) => await model.updateKey(ctx, input),
);

export const deleteKey = operationMutation(apiKeys.deleteKey, async (ctx, { keyId }) => {
  await model.deleteKey(ctx, keyId);
  return { success: true as const };
});

export const rotateKey = operationMutation(
  apiKeys.rotateKey,
  async (ctx, input) => await model.rotateKey(ctx, input),
);

export const verifyKey = operationMutation(
  apiKeys.verifyKey,
  async (ctx, input) => await verification.verifyKey(ctx, input),
);

export const getUsage = operationQuery(
  apiKeys.getUsage,
  async (ctx, input) => await limits.getUsage(ctx, input),
);

export const listUnusedKeys = operationQuery(
  apiKeys.listUnusedKeys,
  async (ctx, input) => await limits.listUnusedKeys(ctx, input),
);

export const getLimits = operationQuery(
  apiKeys.getLimits,
  async (ctx, input) => await limits.getLimits(ctx, input),
);

export const setLimits = operationMutation(
  apiKeys.setLimits,
  async (ctx, input) => await limits.setLimits(ctx, input),
);
