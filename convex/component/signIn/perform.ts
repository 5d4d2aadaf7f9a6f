/**
 * The inner transaction of an attempt. An error thrown here rolls everything back; the
 * caller, attempt.ts, decides on the response.
 */
import { internalMutation } from "../_generated/server";
import { responseValidator } from "./attemptRequest";
import { performAttempt, performValidator } from "./performance";

export const perform = internalMutation({
  args: performValidator,
  returns: responseValidator,
  handler: async (ctx, args) => await performAttempt(ctx, args, {}),
});
