import { defineTable } from "convex/server";
import { v } from "convex/values";

const nullableText = v.union(v.string(), v.null());

export const hostedTables = {
  /** Authorization codes, which an app exchanges for a session: once, within 60 seconds. */
  hostedCodes: defineTable({
    projectId: v.string(),
    /** SHA-256 of the code, hex. */
    codeHash: v.string(),
    clientId: v.string(),
    redirectUri: v.string(),
    /** Of the S256 method (RFC 7636), base64url. */
    codeChallenge: v.string(),
    nonce: nullableText,
    /** Made active in the session of the app. */
    organizationId: nullableText,
    userId: v.string(),
    /** Of the user when the code was made (users/stateVersion.ts). */
    stateVersion: v.number(),
    /** The session of the hosted pages. */
    parentId: v.string(),
    validUntil: v.number(),
    /** The session that the first use made. A second use ends it. */
    sessionId: v.optional(v.string()),
    /** When the row is deleted: later for a used code, to recognize a second use. */
    expiresAt: v.number(),
  })
    .index("byCode", ["projectId", "codeHash"])
    .index("byParent", ["projectId", "parentId", "validUntil"])
    // Of all projects, for the purge (purge.ts).
    .index("allByExpiresAt", ["expiresAt"]),
};
