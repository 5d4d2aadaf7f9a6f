/** The rules for operators and portal sessions, which every operation has that sessions may call. */
import { findSessionPermissions } from "../organizations/sessionPermissions";
import { countSessionWrite } from "../signIn/limits/sessionWrites";
import type { OperatorRules } from "../tenancy/admission";
import { assertOperatorSession, assertSteppedUp } from "./sessionRules";

export const operatorRules: OperatorRules = {
  assertSession: assertOperatorSession,
  assertSteppedUp,
  findSessionPermissions,
  count: async (ctx, { projectId, id }) => await countSessionWrite(ctx, projectId, id),
};
