import { defineTable } from "convex/server";
import { v } from "convex/values";

export const signInTables = {
  /** At most one row a user: the second factor, sealed by Better Auth with the project's secret. */
  twoFactors: defineTable({
    projectId: v.string(),
    id: v.string(),
    userId: v.string(),
    secret: v.string(),
    backupCodes: v.string(),
    verified: v.optional(v.union(v.boolean(), v.null())),
    failedVerificationCount: v.optional(v.union(v.number(), v.null())),
    lockedUntil: v.optional(v.union(v.number(), v.null())),
    /** The last 30-second step whose code was accepted: no code of it or before is again. */
    lastStep: v.optional(v.union(v.number(), v.null())),
    /** Enrolled anew, and not confirmed by a code yet; what it would replace still holds. */
    pendingSecret: v.optional(v.union(v.string(), v.null())),
    pendingBackupCodes: v.optional(v.union(v.string(), v.null())),
    pendingSince: v.optional(v.union(v.number(), v.null())),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byUser", ["projectId", "userId"]),

  /**
   * A public key that a user signs in with (WebAuthn). The private one never leaves the user's
   * device.
   */
  passkeys: defineTable({
    projectId: v.string(),
    id: v.string(),
    userId: v.string(),
    /** As the user calls it. */
    name: v.optional(v.union(v.string(), v.null())),
    /** Base64url, chosen by the authenticator. */
    credentialID: v.string(),
    /** COSE key, base64. */
    publicKey: v.string(),
    /** Of signatures, as far as the authenticator counts them: one that goes back is a copy. */
    counter: v.number(),
    deviceType: v.string(),
    backedUp: v.boolean(),
    /** Joined by commas. */
    transports: v.optional(v.union(v.string(), v.null())),
    /** The authenticator's model. */
    aaguid: v.optional(v.union(v.string(), v.null())),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byUser", ["projectId", "userId", "id"])
    .index("byCredentialID", ["projectId", "credentialID"]),

  /**
   * Keys that sign the tokens which Convex itself accepts: one issuer a deployment, so not of a
   * project.
   */
  signingKeys: defineTable({
    kid: v.string(),
    /** JSON text of the public JWK. */
    publicJwk: v.string(),
    /** The private JWK, sealed at rest. */
    sealedPrivateJwk: v.string(),
    createdAt: v.number(),
  }),

  /** Keys that sign the tokens which a project's people show to other services. */
  projectSigningKeys: defineTable({
    projectId: v.string(),
    kid: v.string(),
    /** JSON text of the public JWK. */
    publicJwk: v.string(),
    /** The private JWK, sealed at rest. */
    sealedPrivateJwk: v.string(),
    createdAt: v.number(),
  }).index("byCreatedAt", ["projectId", "createdAt"]),

  /** What somebody was sent and may come back with, once. */
  verifications: defineTable({
    projectId: v.string(),
    id: v.string(),
    identifier: v.string(),
    value: v.string(),
    /**
     * The request that alone may go on with it: set while the request does work outside its
     * transaction.
     */
    claimedBy: v.optional(v.string()),
    /** Of a second-factor challenge: what was shown before it (signIn/endpoints.ts, `Proof`). */
    proofs: v.optional(v.array(v.string())),
    expiresAt: v.number(),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byIdentifier", ["projectId", "identifier", "createdAt"])
    .index("byExpiresAt", ["projectId", "expiresAt"]),
};
