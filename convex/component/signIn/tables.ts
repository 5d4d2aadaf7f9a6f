import { defineTable } from "convex/server";
import { v } from "convex/values";

export const signInTables = {
  sessions: defineTable({
    projectId: v.string(),
    id: v.string(),
    userId: v.string(),
    /** SHA-256 of the token in the cookie, hex. */
    tokenHash: v.string(),
    expiresAt: v.number(),
    ipAddress: v.union(v.string(), v.null()),
    userAgent: v.union(v.string(), v.null()),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byTokenHash", ["projectId", "tokenHash"])
    .index("byUser", ["projectId", "userId", "id"]),

  /** Keys that sign the tokens which Convex itself accepts: one issuer a deployment, so not of a project. */
  signingKeys: defineTable({
    kid: v.string(),
    /** JSON text of the public JWK. */
    publicJwk: v.string(),
    /** The private JWK, sealed at rest. */
    sealedPrivateJwk: v.string(),
    createdAt: v.number(),
  }),

  /** What somebody was sent and may come back with, once. */
  verifications: defineTable({
    projectId: v.string(),
    id: v.string(),
    identifier: v.string(),
    value: v.string(),
    expiresAt: v.number(),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byIdentifier", ["projectId", "identifier", "createdAt"])
    .index("byExpiresAt", ["projectId", "expiresAt"]),
};
