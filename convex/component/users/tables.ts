import { defineTable } from "convex/server";
import { v } from "convex/values";

export const userTables = {
  users: defineTable({
    projectId: v.string(),
    id: v.string(),
    /** Normalized (core/emailAddress.ts); unique in its project. */
    email: v.string(),
    emailVerified: v.boolean(),
    name: v.string(),
    /**
     * The folded name (core/foldedText.ts), a NUL and the id. A search scans it by prefix; the id
     * makes it unique, so that a page can resume after it.
     */
    searchName: v.string(),
    image: v.union(v.string(), v.null()),
    username: v.union(v.string(), v.null()),
    phoneNumber: v.union(v.string(), v.null()),
    phoneNumberVerified: v.boolean(),
    /** Slugs of project roles; each except the default also has a row in `roleAssignments`. */
    roles: v.array(v.string()),
    banned: v.boolean(),
    banReason: v.union(v.string(), v.null()),
    banExpires: v.union(v.number(), v.null()),
    twoFactorEnabled: v.boolean(),
    /** Signed in anonymously; can later be linked to a regular account. */
    isAnonymous: v.optional(v.boolean()),
    /** The username as typed. */
    displayUsername: v.optional(v.union(v.string(), v.null())),
    /** Raised to invalidate mailed links, codes and cookies (stateVersion.ts). */
    stateVersion: v.optional(v.number()),
    /** Raised whenever the password changes. */
    passwordVersion: v.optional(v.number()),
    /**
     * JSON text, at most 16 KiB. Not a Convex value, because those reject some keys that JSON
     * allows.
     */
    metadata: v.string(),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byEmail", ["projectId", "email"])
    .index("byUsername", ["projectId", "username"])
    .index("byPhoneNumber", ["projectId", "phoneNumber"])
    .index("bySearchName", ["projectId", "searchName"])
    // Of all projects, for the sweep (expiry/sweep.ts).
    .index("allByBanExpires", ["banExpires"]),

  /**
   * One row per sign-in method. `credential` holds the password hash; an account at a social
   * provider holds its sealed tokens (signIn/database/linkedAccounts.ts).
   */
  accounts: defineTable({
    projectId: v.string(),
    id: v.string(),
    userId: v.string(),
    providerId: v.string(),
    /** The account's id at the provider; for `credential` the user's id. */
    accountId: v.string(),
    passwordHash: v.union(v.string(), v.null()),
    sealedAccessToken: v.optional(v.union(v.string(), v.null())),
    sealedRefreshToken: v.optional(v.union(v.string(), v.null())),
    accessTokenExpiresAt: v.optional(v.union(v.number(), v.null())),
    refreshTokenExpiresAt: v.optional(v.union(v.number(), v.null())),
    /** The scopes of the tokens, joined by commas. */
    scope: v.optional(v.union(v.string(), v.null())),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byUser", ["projectId", "userId", "providerId"])
    .index("byAccount", ["projectId", "providerId", "accountId"]),
};
