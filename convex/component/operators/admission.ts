/** The rules for operators, which every operation has that sessions may call. */
import { countSessionWrite } from "../signIn/limits/sessionWrites";
import type { OperatorRules } from "../tenancy/admission";
import { assertOperatorSession, assertSteppedUp } from "./sessionRules";

export const operatorRules: OperatorRules = {
  assertSession: assertOperatorSession,
  assertSteppedUp,
  count: async (ctx, { projectId, id }) => await countSessionWrite(ctx, projectId, id),
};
