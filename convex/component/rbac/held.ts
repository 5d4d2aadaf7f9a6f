/**
 * The permissions of the signed-in user, for the installing app's own reactive functions. Imports
 * no schema library.
 */
import { v } from "convex/values";
import { query } from "../_generated/server";
import { toCallersSession, findVisitor, visitorValidator } from "../tenancy/visitor";
import { loadSessionPermissions } from "./sessionPermissions";

/**
 * Distinct permission slugs and patterns, granted by project roles and by the membership in
 * `organizationId`, if given. Empty when no user is signed in, and when the session does not meet a
 * policy of the organization.
 */
export const held = query({
  args: { visitor: visitorValidator, organizationId: v.optional(v.string()) },
  returns: v.array(v.string()),
  handler: async (ctx, args) => {
    const visitor = await findVisitor(ctx.db, args.visitor);
    if (!visitor) return [];
    return [
      ...new Set(
        (
          await loadSessionPermissions(visitor.db, toCallersSession(visitor), args.organizationId)
        ).list(),
      ),
    ];
  },
});
