import { defineTable } from "convex/server";
import { v } from "convex/values";

/** Times that determine a key's state (tokens/keyStates.ts). */
const rotationTimes = {
  /** When the key starts to sign, until a newer one does. Absent: since its creation. */
  signsFrom: v.optional(v.number()),
  /** When a rotation to a new key was requested. */
  rotationAskedAt: v.optional(v.number()),
};

export const signInTables = {
  /**
   * A user's second factor, at most one row per user. Sealed by Better Auth with the project's
   * secret.
   */
  twoFactors: defineTable({
    projectId: v.string(),
    id: v.string(),
    userId: v.string(),
    secret: v.string(),
    backupCodes: v.string(),
    verified: v.optional(v.union(v.boolean(), v.null())),
    failedVerificationCount: v.optional(v.union(v.number(), v.null())),
    lockedUntil: v.optional(v.union(v.number(), v.null())),
    /**
     * The last 30-second step whose code was accepted; codes of this or an earlier step are
     * rejected.
     */
    lastStep: v.optional(v.union(v.number(), v.null())),
    /**
     * A pending re-enrolment; the confirmed secret stays valid until a code confirms the new one.
     */
    pendingSecret: v.optional(v.union(v.string(), v.null())),
    pendingBackupCodes: v.optional(v.union(v.string(), v.null())),
    pendingSince: v.optional(v.union(v.number(), v.null())),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byUser", ["projectId", "userId"]),

  /** A user's passkey (WebAuthn). The private key never leaves the user's device. */
  passkeys: defineTable({
    projectId: v.string(),
    id: v.string(),
    userId: v.string(),
    /** The name the user gave it. */
    name: v.optional(v.union(v.string(), v.null())),
    /** Base64url, chosen by the authenticator. */
    credentialID: v.string(),
    /** COSE key, base64. */
    publicKey: v.string(),
    /** The authenticator's signature counter, if it has one; a decrease indicates a cloned key. */
    counter: v.number(),
    deviceType: v.string(),
    backedUp: v.boolean(),
    /** Joined by commas. */
    transports: v.optional(v.union(v.string(), v.null())),
    /** The authenticator's model id. */
    aaguid: v.optional(v.union(v.string(), v.null())),
    /** The domain to which it is bound. Absent if it was registered before this field existed. */
    rpId: v.optional(v.string()),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byUser", ["projectId", "userId", "id"])
    .index("byCredentialID", ["projectId", "credentialID"])
    .index("byRpId", ["projectId", "rpId"]),

  /**
   * Keys that sign tokens for Convex itself. The deployment is a single issuer, so they belong to
   * no project.
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

  /** Keys that sign the access tokens of a project, for other services. */
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
   * Attempts that count towards this minute's limits, one row per subject (limits/places.ts). A
   * successful sign-in deletes its rows; the others remain.
   */
  attemptReservations: defineTable({
    projectId: v.string(),
    /** An account, a known browser of an account, an address, a known user, or newcomers. */
    subject: v.string(),
    /** Minutes since the epoch. */
    minute: v.number(),
    /** Of the subject's numbered places in this minute (limits/places.ts). */
    slot: v.optional(v.number()),
    /** The id of the request. */
    claim: v.string(),
    /** The attempt failed and is counted in `failureStreaks`. */
    settled: v.boolean(),
  })
    .index("bySlot", ["projectId", "subject", "minute", "slot"])
    .index("byClaim", ["projectId", "claim"]),

  /** What a subject did per minute, failed or not, in shares of its limit (limits/counts.ts). */
  attemptTotals: defineTable({
    projectId: v.string(),
    subject: v.string(),
    minute: v.number(),
    shard: v.optional(v.number()),
    attempts: v.number(),
  }).index("byShard", ["projectId", "subject", "minute", "shard"]),

  /** Consecutive failures of an account or of a known browser of an account. */
  failureStreaks: defineTable({
    projectId: v.string(),
    subject: v.string(),
    failures: v.number(),
    /** When the next attempt is allowed, once delays apply; epoch milliseconds. */
    nextAttemptAt: v.number(),
  }).index("bySubject", ["projectId", "subject"]),

  /** Single-use tokens: mailed links and codes, and challenges. */
  verifications: defineTable({
    projectId: v.string(),
    id: v.string(),
    /** Hash of Better Auth's identifier. */
    identifier: v.string(),
    value: v.string(),
    /** A kind of database/tokens.ts; a row without one is invalid. */
    kind: v.optional(v.string()),
    /** A user's id, `address:…` for an address without a user, or `browser`. */
    subject: v.optional(v.string()),
    /** The version of the user's state when the token was issued. */
    stateVersion: v.optional(v.union(v.number(), v.null())),
    /** The session it was issued in and ends with; null when it outlives sessions. */
    sessionId: v.optional(v.union(v.string(), v.null())),
    /** The sign-up of the browser that requested it. */
    signUpId: v.optional(v.union(v.string(), v.null())),
    /** The only request that may use it, set while that request works outside its transaction. */
    claimedBy: v.optional(v.string()),
    /** States of social flows only: begun by a page that keeps its cookies (social/carriedFlow.ts). */
    ofCarriedFlow: v.optional(v.boolean()),
    /** Second-factor challenges only: the proofs given before it (signIn/endpoint.ts, `Proof`). */
    proofs: v.optional(v.array(v.string())),
    /** Second-factor challenges only: the connection that the first factor went through. */
    sso: v.optional(
      v.object({
        connectionId: v.string(),
        organizationId: v.string(),
        endsAt: v.optional(v.number()),
        begunAt: v.optional(v.number()),
      }),
    ),
    expiresAt: v.number(),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byIdentifier", ["projectId", "identifier", "createdAt"])
    .index("bySubject", ["projectId", "subject", "kind"])
    .index("byExpiresAt", ["projectId", "expiresAt"])
    // Of all projects, for the sweep (expiry/sweep.ts).
    .index("allByExpiresAt", ["expiresAt"]),

  /**
   * A sign-up for an unproven address. Several people may have signed up with the same address;
   * opening one of the mailed links decides whose password becomes valid (signIn/addresses).
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
    .index("byUser", ["projectId", "userId"])
    // As above.
    .index("allByExpiresAt", ["expiresAt"]),

  /** A change of address that the owner of the old address can still undo. */
  addressChanges: defineTable({
    projectId: v.string(),
    id: v.string(),
    userId: v.string(),
    from: v.string(),
    to: v.string(),
    /** SHA-256 of the token mailed to the old address. */
    tokenHash: v.string(),
    expiresAt: v.number(),
    createdAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byUser", ["projectId", "userId"])
    .index("byFrom", ["projectId", "from"])
    .index("byTokenHash", ["projectId", "tokenHash"])
    // As above.
    .index("allByExpiresAt", ["expiresAt"]),
};
