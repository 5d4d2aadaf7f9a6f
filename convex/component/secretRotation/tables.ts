import { defineTable } from "convex/server";
import { v } from "convex/values";

export const secretRotationTables = {
  /** At most one row, of the deployment: how far the re-sealing has come. Written by reseal.ts. */
  secretReseals: defineTable({
    /** The current secret's name (core/secrets.ts). */
    secretId: v.string(),
    /** When that secret was first seen to be the current one. */
    secretSince: v.number(),
    /** Counts the starts, so that the batches of an earlier one stop. */
    run: v.number(),
    /** The table under way, or null when all are done; and the creation time reached in it. */
    table: v.union(v.string(), v.null()),
    after: v.number(),
    /** Values written anew. */
    resealed: v.number(),
    /** Values that no accepted secret opens, and where the first of them are. */
    unreadable: v.number(),
    unreadableAt: v.array(v.string()),
    startedAt: v.number(),
    updatedAt: v.number(),
    finishedAt: v.union(v.number(), v.null()),
  }),
};
