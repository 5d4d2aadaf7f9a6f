/**
 * What the signed-in user may do, for the installing app's own reactive functions. A module without
 * the schema library.
 */
import { v } from "convex/values";
import { query } from "../_generated/server";
import { toCallersSession, findVisitor, visitorValidator } from "../tenancy/visitor";
import { permissionsInSession } from "./sessionPermissions";

/**
 * Granted slugs and patterns, each once: of the project roles, and of the membership in
 * `organizationId` if that is given. Empty when nobody is signed in, and where a policy of the
 * organization keeps the session out.
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
          await permissionsInSession(visitor.db, toCallersSession(visitor), args.organizationId)
        ).list(),
      ),
    ];
  },
});
