import { operationMutation, operationQuery } from "../api/operatorOperations";
import { apiKeys } from "./contract";
import * as limits from "./limits";
import * as model from "./model";
import * as verification from "./verification";
import { success } from "../wire/fields";

export const createKey = operationMutation(apiKeys.createKey, model.createKey);

export const listKeys = operationQuery(apiKeys.listKeys, model.listAllKeys);

export const listKeyPages = operationQuery(apiKeys.listKeyPages, model.listKeys);

export const getKey = operationQuery(apiKeys.getKey, async (ctx, { keyId }) =>
  model.present(await model.getKey(ctx, keyId)),
);

export const updateKey = operationMutation(apiKeys.updateKey, model.updateKey);

export const deleteKey = operationMutation(apiKeys.deleteKey, async (ctx, { keyId }) => {
  await model.deleteKey(ctx, keyId);
  return success;
});

export const rotateKey = operationMutation(apiKeys.rotateKey, model.rotateKey);

export const verifyKey = operationMutation(apiKeys.verifyKey, verification.verifyKey);

export const getUsage = operationQuery(apiKeys.getUsage, limits.getUsage);

export const listUnusedKeys = operationQuery(apiKeys.listUnusedKeys, limits.listUnusedKeys);

export const getLimits = operationQuery(apiKeys.getLimits, limits.getLimits);

export const setLimits = operationMutation(apiKeys.setLimits, limits.setLimits);
