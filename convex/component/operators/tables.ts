import { defineTable } from "convex/server";
import { v } from "convex/values";

/** The values of `OperatorRole` (core/operatorRoles.ts). */
const storedOperatorRole = v.union(
  v.literal("owner"),
  v.literal("admin"),
  v.literal("developer"),
  v.literal("support"),
  v.literal("viewer"),
);

export const operatorTables = {
  /** Which operators work in a project, at most one row each. The admin project has none. */
  projectMembers: defineTable({
    projectId: v.string(),
    id: v.string(),
    /** A user of the admin project. */
    operatorId: v.string(),
    role: storedOperatorRole,
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byOperator", ["projectId", "operatorId"])
    .index("byRole", ["projectId", "role", "id"])
    // Of all projects, for the list of an operator's own (tenancy/operators.ts).
    .index("allByOperator", ["operatorId"]),

  /**
   * Invitations to become a member of the project, at most one for an address. The row of the member
   * gets its id.
   */
  projectInvitations: defineTable({
    projectId: v.string(),
    id: v.string(),
    /** Normalized (core/emailAddress.ts). */
    email: v.string(),
    role: storedOperatorRole,
    /** SHA-256 of the token in the mailed link, hex. */
    tokenHash: v.string(),
    /**
     * The state of the operator with the address when the link was made (users/stateVersion.ts); 0
     * without one. Under another state the link is void.
     */
    stateVersion: v.number(),
    /** The operator who made it; null for an API key or the app. */
    inviterId: v.union(v.string(), v.null()),
    expiresAt: v.number(),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byEmail", ["projectId", "email"])
    .index("byTokenHash", ["projectId", "tokenHash"]),

  /** The latest sign-in link of an operator, at most one each. Rows of the admin project. */
  operatorLinks: defineTable({
    projectId: v.string(),
    operatorId: v.string(),
    /** SHA-256 of the token in the link, hex. */
    tokenHash: v.string(),
    expiresAt: v.number(),
    /** The operator's state when the link was made. Absent in links of earlier versions, which are refused. */
    stateVersion: v.optional(v.number()),
    /** Absent until the link is used. */
    usedAt: v.optional(v.number()),
  })
    .index("byTokenHash", ["projectId", "tokenHash"])
    .index("byOperator", ["projectId", "operatorId"]),
};
