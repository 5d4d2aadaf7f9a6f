import { defineTable } from "convex/server";
import { v } from "convex/values";

/** Which part of the runtime a value belongs to. */
const layer = v.union(v.literal("vault"), v.literal("connection"), v.literal("provider"));

export const envelopeTables = {
  /**
   * The salts of a project's key-encryption keys. The highest generation wraps new data keys; the
   * rows of earlier ones are deleted when no data key needs them any more, and with them the last
   * possibility to decrypt old copies. Written by generations.ts and rotation.ts.
   */
  keyGenerations: defineTable({
    projectId: v.string(),
    /** Counts up from 1. */
    generation: v.number(),
    /** 32 random bytes in base64 (core/secrets.ts). */
    salt: v.string(),
    createdAt: v.number(),
  }).index("byGeneration", ["projectId", "generation"]),

  /**
   * The last rotation, at most one row a project. Apart from its generation, which every write of a
   * data key reads. Written by rotation.ts.
   */
  keyRotations: defineTable({
    projectId: v.string(),
    generation: v.number(),
    /** Data keys that are under this generation now, and that could not be unwrapped. */
    rotated: v.number(),
    failed: v.number(),
    /** The secrets that were accepted when the last batch ran (core/secrets.ts). */
    secretIds: v.optional(v.array(v.string())),
    /** When the next batch is taken for lost; null when the rotation has ended. */
    resumeAt: v.union(v.number(), v.null()),
    startedAt: v.number(),
    finishedAt: v.union(v.number(), v.null()),
  })
    .index("byProject", ["projectId"])
    .index("allByResumeAt", ["resumeAt"]),

  /**
   * The data key of each encrypted value, wrapped by a generation's key. The value itself, in a row
   * of its owner, never changes in a rotation. Written by envelope.ts and rotation.ts.
   */
  dataKeys: defineTable({
    projectId: v.string(),
    layer,
    /** The id of the row that holds the value, and the name of the value in it. */
    ownerId: v.string(),
    field: v.string(),
    /** Null for a value of the project. */
    organizationId: v.union(v.string(), v.null()),
    generation: v.number(),
    /** The last generation that tried to wrap it; above `generation` if it could not. */
    attemptedIn: v.number(),
    sealedKey: v.string(),
  })
    .index("byOwner", ["projectId", "layer", "ownerId", "field"])
    .index("byOrganization", ["projectId", "organizationId"])
    .index("byGeneration", ["projectId", "generation"])
    .index("byAttempt", ["projectId", "attemptedIn"]),
};
