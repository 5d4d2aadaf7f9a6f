import { defineTable } from "convex/server";
import { v } from "convex/values";

export const eventTables = {
  events: defineTable({
    projectId: v.string(),
    id: v.string(),
    type: v.string(),
    organizationId: v.union(v.string(), v.null()),
    /** JSON text: the resource as the wire shows it. */
    data: v.string(),
    createdAt: v.number(),
    /**
     * Order of commit, so that a reader who resumes after a cursor misses nothing that was
     * committed late.
     */
    commitTs: v.commitTs(),
    /** Order within the mutation: `commitTs` is the same for all rows of one. */
    sequence: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byCommit", ["projectId", "commitTs", "sequence"])
    .index("byOrganization", ["projectId", "organizationId", "commitTs", "sequence"]),
};
