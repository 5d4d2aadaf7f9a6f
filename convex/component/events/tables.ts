import { defineTable } from "convex/server";
import { v } from "convex/values";

export const eventTables = {
  events: defineTable({
    projectId: v.string(),
    id: v.string(),
    type: v.string(),
    organizationId: v.union(v.string(), v.null()),
    /** JSON text: the resource as the API returns it. */
    data: v.string(),
    createdAt: v.number(),
    /**
     * Commit order, so that a reader who resumes after a cursor does not miss an event that was
     * committed late.
     */
    commitTs: v.commitTs(),
    /** Order within a mutation, whose events all have the same `commitTs`. */
    sequence: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byCommit", ["projectId", "commitTs", "sequence"])
    .index("byOrganization", ["projectId", "organizationId", "commitTs", "sequence"]),

  /** The latest event of the project that its retention has deleted, by its place in the list. */
  eventDeletions: defineTable({
    projectId: v.string(),
    commitTs: v.int64(),
    sequence: v.number(),
  }).index("byProject", ["projectId"]),
};
