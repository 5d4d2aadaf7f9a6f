/**
 * The signed-in user, for the installing app's reactive functions. Kept in a module that imports
 * neither Better Auth nor a schema library.
 */
import { v } from "convex/values";
import { query } from "../_generated/server";
import { formatRoles } from "../rbac/assignments";
import { findVisitor, visitorValidator } from "../tenancy/visitor";

const signedIn = v.object({
  user: v.object({
    id: v.string(),
    email: v.string(),
    emailVerified: v.boolean(),
    name: v.string(),
    image: v.union(v.string(), v.null()),
    username: v.union(v.string(), v.null()),
    phoneNumber: v.union(v.string(), v.null()),
    /** Project roles, joined by commas. */
    role: v.string(),
    twoFactorEnabled: v.boolean(),
    /** Epoch milliseconds, like all times here. */
    createdAt: v.number(),
  }),
  session: v.object({
    id: v.string(),
    projectId: v.string(),
    /** The impersonator, an operator's or API key's id; null for the user's own session. */
    impersonatedBy: v.union(v.string(), v.null()),
    /** The organization selected in the session, or null. It grants no permission. */
    activeOrganizationId: v.union(v.string(), v.null()),
    createdAt: v.number(),
    expiresAt: v.number(),
  }),
});

/** Returns the user and session of a token, or null when the token has no active session. */
export const current = query({
  args: { visitor: visitorValidator },
  returns: v.union(signedIn, v.null()),
  handler: async (ctx, args) => {
    const visitor = await findVisitor(ctx.db, args.visitor);
    if (!visitor) return null;
    const { user, session } = visitor;
    const { id, email, emailVerified, name, image, username, phoneNumber, twoFactorEnabled } = user;
    return {
      user: {
        id,
        email,
        emailVerified,
        name,
        image,
        username,
        phoneNumber,
        twoFactorEnabled,
        role: formatRoles(user.roles),
        createdAt: user.createdAt,
      },
      session: {
        id: session.id,
        projectId: session.projectId,
        impersonatedBy: session.impersonatedBy,
        activeOrganizationId: session.activeOrganizationId ?? null,
        createdAt: session.createdAt,
        expiresAt: session.expiresAt,
      },
    };
  },
});
