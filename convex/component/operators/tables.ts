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

  /** The latest sign-in link of an operator, at most one each. Rows of the admin project. */
  operatorLinks: defineTable({
    projectId: v.string(),
    operatorId: v.string(),
    /** SHA-256 of the token in the link, hex. */
    tokenHash: v.string(),
    expiresAt: v.number(),
    /** Absent until the link is used. */
    usedAt: v.optional(v.number()),
  })
    .index("byTokenHash", ["projectId", "tokenHash"])
    .index("byOperator", ["projectId", "operatorId"]),
};
