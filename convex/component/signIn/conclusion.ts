/**
 * Decisions that need Better Auth's result, because only then is it known which session the request
 * used. A refusal here rolls the work back.
 */
import { toAttemptResponse, type AttemptResponse } from "./attemptRequest";
import { needError, undoneError, type Need } from "./effects";
import { assertSessionAllowed } from "./sessionRules";
import { hideCodeDetails } from "./settings/mailCodes";
import { stepUp } from "./stepUp";
import { isErrorRedirect } from "./social/request";
import { hasTrait, type Visit } from "./visit";

/**
 * Returns the response to send. Throws a need, a failure or a refusal, which rolls the work back.
 */
export async function conclude(
  visit: Visit,
  needs: readonly Need[],
  response: Response,
): Promise<AttemptResponse> {
  const [need] = needs;
  if (need) throw needError(need);
  visit.failures.rethrow();
  await assertSessionAllowed(visit, response);
  await stepUp(visit, response);
  await visit.proofs.noteDone();
  if (response.status >= 500) throw new Error(`Better Auth answered ${response.status}.`);
  // The browser that follows the redirect may not be the one that began the flow.
  if (visit.carriedState !== null)
    for (const name of ["set-cookie", "set-auth-token"]) response.headers.delete(name);
  for (const [name, value] of visit.shared) response.headers.set(name, value);
  const answer = hideCodeDetails(visit, await toAttemptResponse(response));
  const asked = visit.effects.length > 0 && hasTrait(visit, "endsSocialFlow");
  if (asked && isErrorRedirect(response)) throw undoneError(answer);
  return answer;
}
