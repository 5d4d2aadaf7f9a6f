import { defineTable } from "convex/server";
import { v } from "convex/values";

export const sessionTables = {
  sessions: defineTable({
    projectId: v.string(),
    id: v.string(),
    userId: v.string(),
    /** SHA-256 of the token in the cookie, hex. */
    tokenHash: v.string(),
    expiresAt: v.number(),
    ipAddress: v.union(v.string(), v.null()),
    userAgent: v.union(v.string(), v.null()),
    /** Who acts as the user: an operator's or a key's id. */
    impersonatedBy: v.union(v.string(), v.null()),
    /**
     * The organization that the app shows: one of the user's, and gone from here with the
     * membership.
     */
    activeOrganizationId: v.optional(v.union(v.string(), v.null())),
    /** Its proofs are of two independent kinds (signIn/database/sessionProofs.ts). */
    multiFactor: v.optional(v.boolean()),
    /** The last sign-in or step-up: renewing a session does not make it fresh. */
    authenticatedAt: v.optional(v.number()),
    /** What its user has shown (signIn/endpoints.ts, `Proof`). */
    proofs: v.optional(v.array(v.string())),
    /** The organization whose single sign-on it came through. */
    ssoOrganizationId: v.optional(v.union(v.string(), v.null())),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byTokenHash", ["projectId", "tokenHash"])
    .index("byUser", ["projectId", "userId", "id"])
    .index("byActiveOrganization", ["projectId", "userId", "activeOrganizationId"]),
};
