import { defineTable } from "convex/server";
import { v } from "convex/values";

const nullableText = v.union(v.string(), v.null());

/** Each field wins over the project's, except for null. */
const branding = {
  primaryColor: nullableText,
  bgColor: nullableText,
  borderRadius: v.union(v.number(), v.null()),
  darkMode: v.union(v.boolean(), v.null()),
  customCss: nullableText,
  font: nullableText,
  logoUrl: nullableText,
};

export const authClientTables = {
  /** Applications that rely on the project for sign-in. */
  authClients: defineTable({
    projectId: v.string(),
    /** The `clientId`, which is public. */
    id: v.string(),
    name: v.string(),
    type: v.union(
      v.literal("web"),
      v.literal("mobile"),
      v.literal("desktop"),
      v.literal("terminal"),
      v.literal("service"),
    ),
    /** Compared as exact strings. */
    redirectUris: v.array(v.string()),
    /** The app's page that begins a sign-in through SSO which the identity provider started. */
    initiateLoginUri: v.optional(v.union(v.string(), v.null())),
    /** Where the sign-out page of the runtime may return to. Compared as exact strings. */
    postLogoutRedirectUris: v.optional(v.array(v.string())),
    /** `scheme://host[:port]`, as a browser writes it. */
    trustedOrigins: v.array(v.string()),
    /** Audiences that tokens made for this client may have, in addition to the client itself. */
    audiences: v.array(v.string()),
    /** Null allows every method that the project has enabled. */
    enabledMethods: v.union(v.array(v.string()), v.null()),
    /** A confidential client authenticates with a secret; a public one only identifies itself. */
    confidential: v.boolean(),
    /** Newest first; all but the first are valid until their grace period ends. At most 5. */
    secrets: v.array(
      v.object({
        /** SHA-256 of the whole secret, hex. The secret itself is not stored. */
        hash: v.string(),
        /** The first characters, to identify the secret by. */
        start: v.string(),
        createdAt: v.number(),
        /** Null for the newest secret. */
        expiresAt: v.union(v.number(), v.null()),
      }),
    ),
    disabled: v.boolean(),
    /** Where branding was stored before `clientBranding`; the next update moves it there. */
    branding: v.optional(v.union(v.object(branding), v.null())),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    // For tenancy/lookups.ts: a request for the public configuration names only a client.
    .index("byClientId", ["id"]),
  /**
   * A client's own branding, if it has any. Apart from the client, because it may be long, and every
   * cross-origin request reads all clients.
   */
  clientBranding: defineTable({
    projectId: v.string(),
    clientId: v.string(),
    ...branding,
  }).index("byClient", ["projectId", "clientId"]),
};
