import { defineTable } from "convex/server";
import { v } from "convex/values";

export const secretRotationTables = {
  /**
   * At most one row, for the whole deployment: progress of the re-sealing. Written by reseal.ts.
   */
  secretReseals: defineTable({
    /** The id of the current secret (core/secrets.ts). */
    secretId: v.string(),
    /** When that secret was first seen as the current one. */
    secretSince: v.number(),
    /** Incremented by every start and resumption, so that batches of an earlier run stop. */
    run: v.number(),
    /**
     * The table in progress, or null when all are done; `after` is the creation time reached in it.
     */
    table: v.union(v.string(), v.null()),
    after: v.number(),
    /** Number of values re-sealed. */
    resealed: v.number(),
    /** Number of values that no accepted secret opens, and where the first of them are. */
    unreadable: v.number(),
    unreadableAt: v.array(v.string()),
    startedAt: v.number(),
    updatedAt: v.number(),
    finishedAt: v.union(v.number(), v.null()),
  }),
};
