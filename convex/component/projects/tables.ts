import { defineTable } from "convex/server";
import { v } from "convex/values";
import { storedLimits } from "../apiKeys/fields";

export const projectTables = {
  /**
   * One row per project. Not a tenant table itself, but what tenancy is built on. Only tenancy/ and
   * projects/ read and write it.
   */
  projects: defineTable({
    id: v.string(),
    name: v.string(),
    /**
     * Available again as soon as the deletion starts: a project that is being deleted has the slug
     * `<slug>~<id>`, which is not a valid slug.
     */
    slug: v.string(),
    description: v.union(v.string(), v.null()),
    logoUrl: v.union(v.string(), v.null()),
    /** The name that users see; absent or null for `name`. */
    serviceName: v.optional(v.union(v.string(), v.null())),
    /** Host names at which users sign in. */
    authDomains: v.optional(v.array(v.string())),
    /** The status page of the service. */
    statusUrl: v.optional(v.union(v.string(), v.null())),
    ownerId: v.union(v.string(), v.null()),
    /** A label such as `production`; an `environmentId` in a request must match it. */
    environment: v.union(v.string(), v.null()),
    /** The prefix of its API keys, such as `sk_live_`. */
    keyPrefix: v.string(),
    /** The one project whose users are the operators and whose keys may manage projects. */
    isAdmin: v.boolean(),
    /** Limits shared by all keys of the project (apiKeys/limits.ts). */
    apiKeyLimits: v.optional(storedLimits),
    createdAt: v.number(),
    updatedAt: v.number(),
    /**
     * Set when the deletion starts: its credentials stop working, and its rows are deleted in
     * batches.
     */
    deletingSince: v.optional(v.number()),
    /**
     * Set while the project has an enabled webhook endpoint, so that changes add their events to
     * the outbox (tenancy/outbox.ts). Maintained by webhooks/routes.ts.
     */
    hasWebhooks: v.optional(v.boolean()),
  })
    .index("byId", ["id"])
    .index("bySlug", ["slug"])
    .index("byIsAdmin", ["isAdmin"])
    .index("byDeletingSince", ["deletingSince"]),

  /**
   * The `authDomains` of all projects but the admin project. Several projects may name a domain; it
   * is confirmed for one of them at most. Written by authDomains.ts, domainConfirmation.ts
   * and domainRecheck.ts.
   */
  authDomains: defineTable({
    projectId: v.string(),
    domain: v.string(),
    /** Epoch milliseconds; null until the domain's owner and the deployment have answered. */
    confirmedAt: v.union(v.number(), v.null()),
    /** The attempts to confirm the project's domains: which series, and the next one of it. */
    check: v.optional(v.object({ series: v.string(), job: v.id("_scheduled_functions") })),
    /** The next question to a confirmed domain (domainRecheck.ts); absent while it is not. */
    nextCheckAt: v.optional(v.number()),
    /** How often in a row a confirmed domain has not answered. */
    misses: v.optional(v.number()),
  })
    .index("byProject", ["projectId", "domain"])
    // Of all projects: for which one a domain is confirmed.
    .index("allByDomain", ["domain", "confirmedAt"])
    // Of all projects: those to be asked again (tenancy/dueAuthDomains.ts).
    .index("allByNextCheckAt", ["nextCheckAt"]),

  /** At most one row: settings of the whole deployment. */
  deployment: defineTable({
    /** The project that serves paths without `/p/<project>`. Always configured explicitly. */
    defaultProjectId: v.union(v.string(), v.null()),
    /** Handles of functions in the installing app's Node file (outbound/nodeFile.ts). */
    nodeHandles: v.optional(
      v.object({
        sendMail: v.string(),
        deliver: v.optional(v.string()),
        ask: v.optional(v.string()),
      }),
    ),
  }),
};
