import { defineTable } from "convex/server";
import { v } from "convex/values";

export const userTables = {
  users: defineTable({
    projectId: v.string(),
    id: v.string(),
    /** In the form of core/emailAddress.ts; unique in its project. */
    email: v.string(),
    emailVerified: v.boolean(),
    name: v.string(),
    /**
     * The name as core/foldedText.ts has it, a NUL and the id: what a search by prefix walks, unique so
     * that a page can resume after it.
     */
    searchName: v.string(),
    image: v.union(v.string(), v.null()),
    username: v.union(v.string(), v.null()),
    phoneNumber: v.union(v.string(), v.null()),
    phoneNumberVerified: v.boolean(),
    /** Slugs of project roles; each has its row in `roleAssignments`. */
    roles: v.array(v.string()),
    banned: v.boolean(),
    banReason: v.union(v.string(), v.null()),
    banExpires: v.union(v.number(), v.null()),
    twoFactorEnabled: v.boolean(),
    /** Signed in without saying who they are; linked to an account of their own later. */
    isAnonymous: v.optional(v.boolean()),
    /** The username as it was typed. */
    displayUsername: v.optional(v.union(v.string(), v.null())),
    /** Raised by whatever voids mailed links, codes and cookies (stateVersion.ts). */
    stateVersion: v.optional(v.number()),
    /** Raised by every change of the password. */
    passwordVersion: v.optional(v.number()),
    /** JSON text, at most 16 KiB: Convex values refuse keys that JSON allows. */
    metadata: v.string(),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byEmail", ["projectId", "email"])
    .index("byUsername", ["projectId", "username"])
    .index("byPhoneNumber", ["projectId", "phoneNumber"])
    .index("bySearchName", ["projectId", "searchName"]),

  /**
   * How a user signs in: one row a method. `credential` holds the password's hash; an account at a
   * social provider its tokens, sealed (signIn/database/linkedAccounts.ts).
   */
  accounts: defineTable({
    projectId: v.string(),
    id: v.string(),
    userId: v.string(),
    providerId: v.string(),
    /** The provider's id of the account; of `credential` the user's. */
    accountId: v.string(),
    passwordHash: v.union(v.string(), v.null()),
    sealedAccessToken: v.optional(v.union(v.string(), v.null())),
    sealedRefreshToken: v.optional(v.union(v.string(), v.null())),
    accessTokenExpiresAt: v.optional(v.union(v.number(), v.null())),
    refreshTokenExpiresAt: v.optional(v.union(v.number(), v.null())),
    /** What the tokens are good for, joined by commas. */
    scope: v.optional(v.union(v.string(), v.null())),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byUser", ["projectId", "userId", "providerId"])
    .index("byAccount", ["projectId", "providerId", "accountId"]),
};
