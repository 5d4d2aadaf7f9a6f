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
    /** Whether the deployment's proxy named the address. */
    ipAddressVerified: v.optional(v.boolean()),
    userAgent: v.union(v.string(), v.null()),
    /** The operator or API key that impersonates the user. */
    impersonatedBy: v.union(v.string(), v.null()),
    /**
     * The organization that the app currently shows, of which the user is a member. Cleared when
     * the membership ends.
     */
    activeOrganizationId: v.optional(v.union(v.string(), v.null())),
    /** Whether `proofs` has factors of two independent kinds (signIn/database/sessionProofs.ts). */
    multiFactor: v.optional(v.boolean()),
    /** The last sign-in or step-up; renewing the session does not change it. */
    authenticatedAt: v.optional(v.number()),
    /** The factors that the user has proved (signIn/endpoint.ts, `Proof`). */
    proofs: v.optional(v.array(v.string())),
    /** The organization through whose single sign-on the user signed in. */
    ssoOrganizationId: v.optional(v.union(v.string(), v.null())),
    /** The connection of that organization through which the user signed in. */
    ssoConnectionId: v.optional(v.union(v.string(), v.null())),
    /** When the identity provider's session ends, which use does not extend. */
    endsAt: v.optional(v.number()),
    /** The session of the hosted pages that this session of an app was made from (hosted/). */
    parentId: v.optional(v.string()),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byTokenHash", ["projectId", "tokenHash"])
    .index("byUser", ["projectId", "userId", "id"])
    .index("byActiveOrganization", ["projectId", "userId", "activeOrganizationId"])
    .index("byParent", ["projectId", "parentId", "id"])
    // Of all projects, for the sweep (expiry/sweep.ts).
    .index("allByExpiresAt", ["expiresAt"]),
};
