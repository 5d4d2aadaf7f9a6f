import { problem } from "../core/errors";
import type { ReadContext } from "../tenancy/functions";

/** A caller can grant only permissions that it holds, directly or through a role. Throws 403. */
export function assertHolds(ctx: ReadContext, permissions: readonly string[]): void {
  const missing = ctx.caller.permissions.missing(permissions);
  if (missing !== null)
    throw problem(
      "forbidden",
      `Missing permission: ${missing} (you can grant only permissions that you hold)`,
    );
}
