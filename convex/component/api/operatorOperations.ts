/** Builders for operations that sessions of operators may call, and sessions of end users not. */
import { operatorRules } from "../operators/admission";
import { operationBuilders } from "../tenancy/functions";

export const { operationQuery, operationMutation } = operationBuilders(operatorRules, null);
