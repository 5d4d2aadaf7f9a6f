import { defineTable } from "convex/server";
import { v } from "convex/values";
import { storedLimits } from "../apiKeys/fields";

export const projectTables = {
  /**
   * One row a project. Not a tenant table: it is what tenancy is made of. Read and written by
   * tenancy/ and projects/ only.
   */
  projects: defineTable({
    id: v.string(),
    name: v.string(),
    /**
     * Free again as soon as the deletion begins: a project being deleted holds `<slug>~<id>`, which
     * no slug can be.
     */
    slug: v.string(),
    description: v.union(v.string(), v.null()),
    logoUrl: v.union(v.string(), v.null()),
    ownerId: v.union(v.string(), v.null()),
    /** A label such as `production`; a client that names an `environmentId` must name this one. */
    environment: v.union(v.string(), v.null()),
    /** What its API keys begin with, such as `sk_live_`. */
    keyPrefix: v.string(),
    /** The one project whose users are the operators and whose keys may manage projects. */
    isAdmin: v.boolean(),
    /** What all its keys have together (apiKeys/limits.ts). */
    apiKeyLimits: v.optional(storedLimits),
    createdAt: v.number(),
    updatedAt: v.number(),
    /**
     * Set when its deletion began: no credential of it is good any more, and its rows go in
     * batches.
     */
    deletingSince: v.optional(v.number()),
    /**
     * While it has an enabled webhook endpoint: then every change leaves its events in the outbox
     * (tenancy/outbox.ts). Kept by webhooks/routes.ts.
     */
    hasWebhooks: v.optional(v.boolean()),
  })
    .index("byId", ["id"])
    .index("bySlug", ["slug"])
    .index("byIsAdmin", ["isAdmin"])
    .index("byDeletingSince", ["deletingSince"]),

  /** At most one row: settings of the whole deployment. */
  deployment: defineTable({
    /** The project that answers paths without `/p/<project>`. Configured, never counted. */
    defaultProjectId: v.union(v.string(), v.null()),
    /** Functions of the installing app's Node file, as handles (outbound/nodeFile.ts). */
    nodeHandles: v.optional(v.object({ sendMail: v.string(), deliver: v.optional(v.string()) })),
  }),
};
