import { defineTable } from "convex/server";
import { v } from "convex/values";

/** When a key changes its state (tokens/keyStates.ts). */
const rotationTimes = {
  /** From then on it signs, until a newer one does; since it was made unless given. */
  signsFrom: v.optional(v.number()),
  /** When a successor was asked for. */
  rotationAskedAt: v.optional(v.number()),
};

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
    ...rotationTimes,
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
    ...rotationTimes,
  }).index("byCreatedAt", ["projectId", "createdAt"]),

  /**
   * The places that attempts hold in this minute's count of failures: a row for each subject
   * (limits/reservations.ts). A success deletes its rows; the others stay.
   */
  attemptReservations: defineTable({
    projectId: v.string(),
    /** An account, a known browser of it, or an address. */
    subject: v.string(),
    /** Of the clock, since the epoch. */
    minute: v.number(),
    /** The request that made it. */
    claim: v.string(),
    /** The attempt has failed, and `failureStreaks` has counted it. */
    settled: v.boolean(),
  })
    .index("bySubject", ["projectId", "subject", "minute"])
    .index("byClaim", ["projectId", "claim"]),

  /** All attempts of an address in a minute, failed or not. */
  attemptTotals: defineTable({
    projectId: v.string(),
    subject: v.string(),
    minute: v.number(),
    attempts: v.number(),
  }).index("bySubject", ["projectId", "subject", "minute"]),

  /** Failures since the last success, of an account or of a known browser of it. */
  failureStreaks: defineTable({
    projectId: v.string(),
    subject: v.string(),
    failures: v.number(),
    /** When the next attempt is allowed, once there is a delay; epoch milliseconds. */
    nextAttemptAt: v.number(),
  }).index("bySubject", ["projectId", "subject"]),

  /** What somebody was sent and may come back with, once. */
  verifications: defineTable({
    projectId: v.string(),
    id: v.string(),
    /** Hash of Better Auth's identifier. */
    identifier: v.string(),
    value: v.string(),
    /** Of database/tokens.ts; a row without one is good for nothing. */
    kind: v.optional(v.string()),
    /** A user's id, `address:…` for an address that no user has, or `browser`. */
    subject: v.optional(v.string()),
    /** The version of the user's state that it was made under. */
    stateVersion: v.optional(v.union(v.number(), v.null())),
    /** The session that it was made in and ends with; null for one that outlives sessions. */
    sessionId: v.optional(v.union(v.string(), v.null())),
    /** The sign-up that the browser had made which asked for it. */
    signUpId: v.optional(v.union(v.string(), v.null())),
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
    .index("bySubject", ["projectId", "subject", "kind"])
    .index("byExpiresAt", ["projectId", "expiresAt"]),

  /**
   * A sign-up for an address that nobody has proven yet. Several people may have signed up for one
   * address; which password becomes valid is decided by whose link is opened (signIn/addresses).
   */
  signUps: defineTable({
    projectId: v.string(),
    id: v.string(),
    userId: v.string(),
    name: v.string(),
    passwordHash: v.string(),
    expiresAt: v.number(),
    createdAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byUser", ["projectId", "userId"]),

  /** A change of address that the user of the old address can still undo. */
  addressChanges: defineTable({
    projectId: v.string(),
    id: v.string(),
    userId: v.string(),
    from: v.string(),
    to: v.string(),
    /** SHA-256 of the token in the mail to the old address. */
    tokenHash: v.string(),
    expiresAt: v.number(),
    createdAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byUser", ["projectId", "userId"])
    .index("byFrom", ["projectId", "from"])
    .index("byTokenHash", ["projectId", "tokenHash"]),
};
