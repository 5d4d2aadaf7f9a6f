/**
 * The inner transaction of an attempt at an endpoint of passkeys, which alone need the modules for WebAuthn. An error thrown here rolls everything back; the
 * caller, attempt.ts, decides on the response.
 */
import { internalMutation } from "../_generated/server";
import { responseValidator } from "./attemptRequest";
import { performAttempt, performValidator } from "./performance";
import { passkeys } from "./settings/passkeys";

export const perform = internalMutation({
  args: performValidator,
  returns: responseValidator,
  handler: async (ctx, args) => await performAttempt(ctx, args, { passkeys }),
});
