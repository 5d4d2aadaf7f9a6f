/**
 * What an operator's session must fulfil besides being active, whatever the settings of the admin
 * project say.
 */
import type { Doc } from "../_generated/dataModel";
import { isConsolePublic } from "../core/consoleOrigin";
import { fieldProblem, unauthenticated } from "../core/errors";
import { OPERATOR_IDLE_SECONDS, OPERATOR_SESSION_SECONDS } from "../sessions/lifetime";
import { isOnThisMachine } from "../core/siteUrl";
import type { OperatorRequest } from "../tenancy/admission";

/** From the sign-in, however much the session is used. */
export const OPERATOR_SESSION_MS = OPERATOR_SESSION_SECONDS * 1_000;
/** From the last renewal (sessions/lifetime.ts). */
export const OPERATOR_IDLE_MS = OPERATOR_IDLE_SECONDS * 1_000;
/** How long after a sign-in or step-up operations with `stepUp` are open. */
const OPERATOR_STEP_UP_MS = 10 * 60_000;

const refused = (code: string, message: string) =>
  fieldProblem("forbidden", { field: "", message, code });

/** Throws 401 or 403. Whether the operator may call the operation is checked after it. */
export function assertOperatorSession({ credential, session: { row }, now }: OperatorRequest) {
  if (row.createdAt + OPERATOR_SESSION_MS <= now || row.updatedAt + OPERATOR_IDLE_MS <= now)
    throw unauthenticated();
  if (row.impersonatedBy !== null)
    throw refused("impersonation", "An impersonation cannot act as an operator");
  if (credential.kind === "session" && credential.page !== null)
    throw refused("untrusted_origin", `${credential.page.origin} is not the console's origin`);
  if (row.multiFactor !== true && (!isOnThisMachine() || isConsolePublic()))
    throw refused("mfa_required", "Operators need a second factor; set one up first");
}

/** Throws 403 when the operation needs a sign-in or step-up more recent than the session's. */
export function assertSteppedUp({ definition, session: { row }, now }: OperatorRequest): void {
  if (definition.stepUp === false || isRecent(row, now)) return;
  throw refused(
    "step_up_required",
    "Sign in again or confirm your password, passkey or second factor, then repeat the request",
  );
}

const isRecent = ({ authenticatedAt, createdAt }: Doc<"sessions">, now: number): boolean =>
  now - (authenticatedAt ?? createdAt) <= OPERATOR_STEP_UP_MS;
