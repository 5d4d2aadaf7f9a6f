/**
 * Rules that restrict valid sessions per endpoint (endpoints.ts): no lasting changes during
 * impersonation, no sensitive changes long after the sign-in, and only setting up a second factor
 * while the project requires one. Checked after the work, because only then is it known which
 * session Better Auth used; a refusal rolls the work back.
 */
import type { Settings } from "../configuration/settings";
import type { TenantReader } from "../tenancy/database";
import { toRefusalResponse, type Refusal } from "./attemptRequest";
import { undoneError } from "./effects";
import type { Endpoint } from "./endpoint";
import { hasTrustedFactor, passedOwnSecondFactor } from "./database/sessionProofs";
import type { Visit } from "./visit";

/** How long a session is fresh after a sign-in or step-up. */
export const FRESH_MS = 15 * 60_000;

export const SECOND_FACTOR_REQUIRED: Refusal = {
  code: "MFA_REQUIRED",
  message: "This project requires a second factor; set one up first",
};
const IN_IMPERSONATION: Refusal = {
  code: "NOT_ALLOWED_IN_IMPERSONATION",
  message: "This change is not allowed while impersonating a user",
};
const OWN_FACTOR_REQUIRED: Refusal = {
  code: "SECOND_FACTOR_REQUIRED",
  message: "Confirm your second factor in this session, then repeat the request",
};
/** Better Auth uses the same code. */
const NOT_FRESH: Refusal = {
  code: "SESSION_NOT_FRESH",
  message: "Sign in again or confirm your password or second factor, then repeat the request",
};

export async function assertSessionAllowed(visit: Visit, response: Response): Promise<void> {
  const { shown } = visit.actors;
  if (shown === null || response.status >= 400) return;
  const refusal = await findSessionRefusal(visit, shown.userId);
  if (refusal) throw undoneError(toRefusalResponse(refusal, { headers: visit.shared }));
}

async function findSessionRefusal(visit: Visit, userId: string): Promise<Refusal | null> {
  const { db, endpoint, settings } = visit;
  if (visit.actors.isImpersonation && !endpoint.inImpersonation) return IN_IMPERSONATION;
  if (
    requiresSecondFactor(endpoint, settings) &&
    !hasTrustedFactor(visit.actors.shown) &&
    !(await hasSecondFactor(db, userId))
  )
    return SECOND_FACTOR_REQUIRED;
  if (endpoint.afterOwnSecondFactor && (await lacksSecondFactor(visit, userId)))
    return OWN_FACTOR_REQUIRED;
  if (
    visit.project.isAdmin &&
    !endpoint.inImpersonation &&
    (await lacksOperatorFactor(visit, userId))
  )
    return OWN_FACTOR_REQUIRED;
  return isFreshEnough(visit) ? null : NOT_FRESH;
}

/** Whether the endpoint is closed to users who have not set up a second factor. */
export const requiresSecondFactor = (
  { beforeSecondFactor }: Pick<Endpoint, "beforeSecondFactor">,
  { features }: Pick<Settings, "features">,
): boolean => features.mfa && !beforeSecondFactor;

/** Otherwise a session with one factor could replace the second one and then pass its own. */
async function lacksSecondFactor(visit: Visit, userId: string): Promise<boolean> {
  const { actors, db, proofs, settings } = visit;
  if (!settings.authMethods.twoFactor && !settings.features.mfa) return false;
  if (actors.shown !== null && passedOwnSecondFactor(actors.shown)) return false;
  return proofs.factorRemoved || (await hasSecondFactor(db, userId));
}

/**
 * Every change of an operator's account needs the factors that the operator has, a passkey too.
 * Otherwise a stolen password or sign-in link would do to set up another second factor.
 */
async function lacksOperatorFactor(visit: Visit, userId: string): Promise<boolean> {
  const { actors, db, proofs } = visit;
  if (actors.shown === null || passedOwnSecondFactor(actors.shown)) return false;
  if (proofs.factorRemoved || proofs.passkeyRemoved) return true;
  if (await hasSecondFactor(db, userId)) return true;
  const passkeys = await db.range("passkeys", "byUser", (q) => q.eq("userId", userId)).take(2);
  return passkeys.some(({ id }) => id !== proofs.passkeyAdded);
}

function isFreshEnough({ actors, body, effects, endpoint, now }: Visit): boolean {
  if (endpoint.fresh === "no") return true;
  // Better Auth compares the password only when the body contains one.
  const gavePassword = effects.some(
    (effect) => effect.kind === "verify" && effect.matches && effect.field in body,
  );
  if (endpoint.fresh === "unlessPassword" && gavePassword) return true;
  const authenticatedAt = actors.shown?.authenticatedAt ?? actors.shown?.createdAt ?? 0;
  return now - authenticatedAt <= FRESH_MS;
}

const hasSecondFactor = async (db: TenantReader, userId: string): Promise<boolean> =>
  (await db.get("users", userId))?.twoFactorEnabled === true;
