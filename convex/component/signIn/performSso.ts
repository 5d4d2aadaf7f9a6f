/**
 * The inner transaction of an attempt at an endpoint of SSO, which alone need its modules. An error
 * thrown here rolls everything back; the caller, attempt.ts, decides on the response.
 */
import { internalMutation } from "../_generated/server";
import { ssoEndpoints } from "../sso/flow/endpoints";
import { SsoFlow } from "../sso/flow/flow";
import { responseValidator } from "./attemptRequest";
import { performAttempt, performValidator } from "./performance";

export const perform = internalMutation({
  args: performValidator,
  returns: responseValidator,
  handler: async (ctx, args) =>
    await performAttempt(ctx, args, {
      sso: (visit, onNeed) => ssoEndpoints(visit.failures.guard(new SsoFlow(visit, onNeed))),
    }),
});
