import { operationMutation, operationQuery } from "../api/operatorOperations";
import { success } from "../wire/fields";
import * as claims from "./claims";
import { domains } from "./contract";

export const createVerification = operationMutation(
  domains.createVerification,
  claims.createVerification,
);

export const getVerification = operationQuery(domains.getVerification, claims.getVerification);

export const verify = operationMutation(domains.verify, claims.verifyClaim);

export const list = operationQuery(domains.list, claims.listVerifications);

export const deleteVerification = operationMutation(
  domains.deleteVerification,
  async (ctx, input) => {
    await claims.deleteClaim(ctx, input);
    return success;
  },
);
