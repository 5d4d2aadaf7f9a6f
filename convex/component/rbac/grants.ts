import { problem } from "../core/errors";
import type { ReadContext } from "../tenancy/functions";

/**
 * Nobody grants what they do not hold: neither a permission of their own choice nor a role that
 * carries it.
 */
export function assertHolds(ctx: ReadContext, permissions: readonly string[]): void {
  const missing = ctx.caller.permissions.missing(permissions);
  if (missing !== null)
    throw problem(
      "forbidden",
      `Missing permission: ${missing} (nobody grants what they do not hold)`,
    );
}
