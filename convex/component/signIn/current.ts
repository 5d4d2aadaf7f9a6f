/**
 * Who is signed in, for the installing app's own reactive functions: a query on the session's row and the user's, in a module without Better Auth and without a schema library.
 */
import { v } from "convex/values";
import { query } from "../_generated/server";
import { roleText } from "../rbac/assignments";
import { TenantReader } from "../tenancy/database";

const signedIn = v.object({
  user: v.object({
    id: v.string(),
    email: v.string(),
    emailVerified: v.boolean(),
    name: v.string(),
    image: v.union(v.string(), v.null()),
    username: v.union(v.string(), v.null()),
    role: v.string(),
  }),
  session: v.object({
    id: v.string(),
    /** Epoch milliseconds, like all times here. */
    createdAt: v.number(),
    expiresAt: v.number(),
  }),
});

/**
 * The user and session of a token's claims, or null when the session was revoked or is over, or the user is banned or gone: whatever the token still says. Reads two documents.
 */
export const current = query({
  args: { projectId: v.string(), sessionId: v.string() },
  returns: v.union(signedIn, v.null()),
  handler: async (ctx, { projectId, sessionId }) => {
    const now = Date.now();
    const db = new TenantReader(ctx.db, projectId);
    const session = await db.get("sessions", sessionId);
    if (!session || session.expiresAt <= now) return null;
    const user = await db.get("users", session.userId);
    if (!user || (user.banned && (user.banExpires === null || user.banExpires > now))) return null;
    const { id, email, emailVerified, name, image, username } = user;
    return {
      user: { id, email, emailVerified, name, image, username, role: roleText(user.roles) },
      session: { id: session.id, createdAt: session.createdAt, expiresAt: session.expiresAt },
    };
  },
});
