import { defineTable } from "convex/server";
import { v } from "convex/values";

const scope = v.union(v.literal("project"), v.literal("organization"));

export const rbacTables = {
  roles: defineTable({
    projectId: v.string(),
    id: v.string(),
    /**
     * A project role is held by a user, for the whole project; an organization role by a member,
     * for that organization only.
     */
    scope,
    slug: v.string(),
    name: v.string(),
    description: v.union(v.string(), v.null()),
    permissions: v.array(v.string()),
    isDefault: v.boolean(),
    /** True for `owner` and `super_admin`, whose meaning security depends on. */
    isFixed: v.boolean(),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("bySlug", ["projectId", "scope", "slug"]),

  /** The project's own permissions; the built-in ones are in catalogue.ts. */
  permissions: defineTable({
    projectId: v.string(),
    id: v.string(),
    slug: v.string(),
    name: v.string(),
    description: v.union(v.string(), v.null()),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("bySlug", ["projectId", "slug"]),

  /**
   * One row for each role held, to find the holders of a role, or the last one, without reading
   * members.
   */
  roleAssignments: defineTable({
    projectId: v.string(),
    scope,
    role: v.string(),
    /** The organization of an organization role, "" for a project role. */
    organizationId: v.string(),
    /** The member who holds an organization role, the user who holds a project role. */
    subjectId: v.string(),
    /** The user who holds it, in either scope. */
    userId: v.string(),
  })
    .index("byRole", ["projectId", "scope", "role", "subjectId"])
    .index("byOrganization", ["projectId", "organizationId", "role", "subjectId"])
    .index("bySubject", ["projectId", "subjectId", "role"])
    .index("byUser", ["projectId", "userId", "scope", "role"]),
};
