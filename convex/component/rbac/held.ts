/** What the signed-in user may do, for the installing app's own reactive functions. A module without the schema library. */
import { v } from "convex/values";
import { query } from "../_generated/server";
import { visitorOf, visitorValidator } from "../tenancy/visitor";
import { permissionsOfUser } from "./checks";

/** Granted slugs and patterns, each once: of the project roles, and of the membership in `organizationId` if that is given. Empty when nobody is signed in. */
export const held = query({
  args: { visitor: visitorValidator, organizationId: v.optional(v.string()) },
  returns: v.array(v.string()),
  handler: async (ctx, args) => {
    const visitor = await visitorOf(ctx.db, args.visitor);
    if (!visitor) return [];
    const permissions = await permissionsOfUser(visitor.db, visitor.user.id, args.organizationId, visitor.now);
    return [...new Set(permissions?.list())];
  },
});
