import { operationMutation, operationQuery } from "../api/operatorOperations";
import { vault } from "./contract";
import * as model from "./model";
import { rotateKeys } from "./rotation";

export const encrypt = operationMutation(vault.encrypt, model.encrypt);

export const decrypt = operationMutation(vault.decrypt, model.decrypt);

export const list = operationQuery(vault.list, model.listSecrets);

export const get = operationQuery(vault.get, async (ctx, { id }) => await model.getSecret(ctx, id));

export const update = operationMutation(vault.update, model.update);

const deleteSecret = operationMutation(vault.delete, async (ctx, { id }) => {
  await model.deleteSecret(ctx, id);
  return { status: "deleted" as const };
});
export { deleteSecret as delete };

export const rotateKey = operationMutation(
  vault.rotateKey,
  async (ctx, { batchSize }) => await rotateKeys(ctx, batchSize),
);
