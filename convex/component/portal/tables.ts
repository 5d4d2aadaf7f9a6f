import { defineTable } from "convex/server";
import { v } from "convex/values";

/** The values of `PortalIntent` (core/portalIntents.ts). */
export const storedIntent = v.union(
  v.literal("sso"),
  v.literal("dsync"),
  v.literal("domain_verification"),
  v.literal("audit_logs"),
  v.literal("log_streams"),
  v.literal("users"),
  v.literal("certificate_renewal"),
);

export const portalTables = {
  /** Links to the admin portal and, once one is used, its session. */
  portalSessions: defineTable({
    projectId: v.string(),
    id: v.string(),
    organizationId: v.string(),
    intent: storedIntent,
    /** Who made the link. The session may do no more than they may at the time of a call. */
    creator: v.union(
      v.object({
        type: v.union(v.literal("api_key"), v.literal("admin"), v.literal("system")),
        id: v.string(),
        name: v.union(v.string(), v.null()),
      }),
      v.object({
        type: v.literal("user"),
        id: v.string(),
        name: v.union(v.string(), v.null()),
        /** The link and what it began end with it. */
        sessionId: v.string(),
      }),
    ),
    returnUrl: v.union(v.string(), v.null()),
    /** SHA-256 of the token in the link, hex. */
    linkHash: v.string(),
    /** SHA-256 of the token in the cookie, hex. Null until the link is used. */
    sessionHash: v.union(v.string(), v.null()),
    startedAt: v.union(v.number(), v.null()),
    /** The end of the unused link, then of the idle session. */
    expiresAt: v.number(),
    /** The session never goes on after this time. Null until the link is used. */
    endsAt: v.union(v.number(), v.null()),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byOrganization", ["projectId", "organizationId", "id"])
    .index("byEnd", ["projectId", "organizationId", "expiresAt"])
    .index("byLink", ["projectId", "linkHash"])
    .index("bySession", ["projectId", "sessionHash"])
    // Of all projects, for the purge (purge.ts).
    .index("allByExpiresAt", ["expiresAt"]),
};
