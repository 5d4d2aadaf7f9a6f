import { defineTable } from "convex/server";
import { v } from "convex/values";

export const authClientTables = {
  /** Applications that rely on the project for sign-in. */
  authClients: defineTable({
    projectId: v.string(),
    /** The `clientId`: public. */
    id: v.string(),
    name: v.string(),
    type: v.union(
      v.literal("web"),
      v.literal("mobile"),
      v.literal("desktop"),
      v.literal("terminal"),
      v.literal("service"),
    ),
    /** Compared as whole texts. */
    redirectUris: v.array(v.string()),
    /** `scheme://host[:port]`, as a browser writes it. */
    trustedOrigins: v.array(v.string()),
    /** What a token made for this client may be good for, besides the client itself. */
    audiences: v.array(v.string()),
    /** Null for every method that the project has. */
    enabledMethods: v.union(v.array(v.string()), v.null()),
    /** A confidential client proves who it is with a secret; a public one only names itself. */
    confidential: v.boolean(),
    /** Newest first; those after the first are good until their grace ends. At most 5. */
    secrets: v.array(
      v.object({
        /** SHA-256 of the whole secret, hex. The secret itself is nowhere. */
        hash: v.string(),
        /** The first characters, to recognise it by. */
        start: v.string(),
        createdAt: v.number(),
        /** Null for the newest. */
        expiresAt: v.union(v.number(), v.null()),
      }),
    ),
    disabled: v.boolean(),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    // A lookup (tenancy/lookups.ts): who asks for the public configuration names a client and
    // nothing else.
    .index("byClientId", ["id"]),
};
