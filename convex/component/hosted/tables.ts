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
    /** The session of the hosted pages. Absent for an impersonation. */
    parentId: v.optional(v.string()),
    /** Of an impersonation: the `tokenHash` of its row. */
    impersonation: v.optional(v.string()),
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

  /** Impersonations on their way to an app (impersonations.ts). */
  impersonations: defineTable({
    projectId: v.string(),
    /** SHA-256 of the token in the link, hex. */
    tokenHash: v.string(),
    clientId: v.string(),
    userId: v.string(),
    /** Of the user when the link was made (users/stateVersion.ts). */
    stateVersion: v.number(),
    starter: v.object({
      type: v.union(v.literal("admin"), v.literal("api_key"), v.literal("system")),
      id: v.string(),
      name: nullableText,
      /** Of an operator, in the admin project; null for others. */
      session: v.union(v.object({ adminProjectId: v.string(), sessionId: v.string() }), v.null()),
    }),
    reason: nullableText,
    /** SHA-256 of the id of the browser in which the link was used. Absent until then. */
    browserHash: v.optional(v.string()),
    /** When the next step must have happened. */
    validUntil: v.number(),
    expiresAt: v.number(),
  })
    .index("byToken", ["projectId", "tokenHash"])
    .index("byBrowser", ["projectId", "browserHash", "clientId", "validUntil"])
    // Of all projects, for the purge (purge.ts).
    .index("allByExpiresAt", ["expiresAt"]),
};
