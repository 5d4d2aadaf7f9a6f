/**
 * What a valid session may not do at an endpoint (endpoints.ts): anything lasting while somebody
 * else holds it, sensitive changes long after the sign-in, and everything but setting up a second
 * factor where the project requires one. Checked after the work, when it is known which session
 * Better Auth used, whichever way it was sent; a refusal undoes the work.
 */
import type { TenantReader } from "../tenancy/database";
import { refused, type Refusal } from "./attemptRequest";
import { undoneError } from "./effects";
import { passedSecondFactor } from "./database/sessionProofs";
import type { Visit } from "./visit";

/** How long after a sign-in or step-up a session is fresh. */
export const FRESH_MS = 15 * 60_000;

export const SECOND_FACTOR_REQUIRED: Refusal = {
  code: "MFA_REQUIRED",
  message: "Set up a second factor first",
};
const IN_IMPERSONATION: Refusal = {
  code: "NOT_ALLOWED_IN_IMPERSONATION",
  message: "Not possible while impersonating: it would outlive the impersonation",
};
const OWN_FACTOR_REQUIRED: Refusal = {
  code: "SECOND_FACTOR_REQUIRED",
  message: "Confirm your second factor in this session, and repeat the request",
};
/** The code is Better Auth's own. */
const NOT_FRESH: Refusal = {
  code: "SESSION_NOT_FRESH",
  message: "Sign in again, or confirm your password or second factor, and repeat the request",
};

export async function assertSessionMay(visit: Visit, response: Response): Promise<void> {
  const { shown } = visit.actors;
  if (shown === null || response.status >= 400) return;
  const refusal = await refusalFor(visit, shown.userId);
  if (refusal) throw undoneError(refused(refusal, { headers: visit.shared }));
}

async function refusalFor(visit: Visit, userId: string): Promise<Refusal | null> {
  const { db, endpoint, settings } = visit;
  if (visit.actors.isImpersonation && !endpoint.inImpersonation) return IN_IMPERSONATION;
  if (settings.features.mfa && !endpoint.beforeSecondFactor && !(await hasSecondFactor(db, userId)))
    return SECOND_FACTOR_REQUIRED;
  if (endpoint.afterOwnSecondFactor && (await lacksOwnFactor(visit, userId)))
    return OWN_FACTOR_REQUIRED;
  return isFreshEnough(visit) ? null : NOT_FRESH;
}

/** Else a session with one factor could replace the second one, and then pass its own. */
async function lacksOwnFactor(visit: Visit, userId: string): Promise<boolean> {
  const { actors, db, proofs, settings } = visit;
  if (!settings.authMethods.twoFactor && !settings.features.mfa) return false;
  if (actors.shown !== null && passedSecondFactor(actors.shown)) return false;
  return proofs.factorRemoved || (await hasSecondFactor(db, userId));
}

function isFreshEnough({ actors, body, effects, endpoint, now }: Visit): boolean {
  if (endpoint.fresh === "no") return true;
  // Better Auth has asked for the password's comparison only where the body has one.
  const gavePassword = effects.some(
    (effect) => effect.kind === "verify" && effect.matches && effect.field in body,
  );
  if (endpoint.fresh === "unlessPassword" && gavePassword) return true;
  const authenticatedAt = actors.shown?.authenticatedAt ?? actors.shown?.createdAt ?? 0;
  return now - authenticatedAt <= FRESH_MS;
}

export const hasSecondFactor = async (db: TenantReader, userId: string): Promise<boolean> =>
  (await db.get("users", userId))?.twoFactorEnabled === true;
