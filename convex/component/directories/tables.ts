import { defineTable } from "convex/server";
import { v } from "convex/values";
import {
  storedFailure,
  storedGroupChange,
  storedGroupEvent,
  storedGroupRole,
  storedProvider,
  storedReason,
  storedUserState,
} from "./fields";

const text = v.union(v.string(), v.null());

export const directoryTables = {
  /** An organization's directory at its identity provider. Written by operations alone. */
  directories: defineTable({
    projectId: v.string(),
    id: v.string(),
    organizationId: v.string(),
    name: v.string(),
    provider: storedProvider,
    /** The organization role of the members that the directory creates; null for `member`. */
    defaultRole: text,
    /** Roles of the members of groups. None when absent. */
    groupRoles: v.optional(v.array(storedGroupRole)),
    /** Whether users who are in no group have no access. False when absent. */
    requireGroup: v.optional(v.boolean()),
    /** Whether sign-ins through SSO may create members while the directory exists. */
    allowJit: v.boolean(),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byOrganization", ["projectId", "organizationId", "id"]),

  /** Bearer tokens of a directory. A rotation leaves the former one valid for a while. */
  directoryTokens: defineTable({
    projectId: v.string(),
    directoryId: v.string(),
    /** SHA-256 of the token, hex. The token itself is not stored. */
    hash: v.string(),
    /** Null for the current token. An expired one is kept until the next rotation. */
    expiresAt: v.union(v.number(), v.null()),
    createdAt: v.number(),
  })
    .index("byHash", ["projectId", "hash"])
    .index("byDirectory", ["projectId", "directoryId"]),

  /**
   * How the requests of a directory went. Apart from the directory's own row, because requests write
   * it: a success at most once a minute, a failure at most once a second.
   */
  directorySyncs: defineTable({
    projectId: v.string(),
    directoryId: v.string(),
    /** Accurate to the minute. */
    lastSuccessAt: v.union(v.number(), v.null()),
    lastFailure: v.union(storedFailure, v.null()),
    /** Before that one, the newest first; absent in rows that are older than the field. */
    earlierFailures: v.optional(v.array(storedFailure)),
  }).index("byDirectory", ["projectId", "directoryId"]),

  /**
   * A user as the directory sent it. Kept after the directory has deleted it (`deprovisioned`),
   * until it creates one with the same `userName`, or the directory itself is deleted.
   */
  directoryUsers: defineTable({
    projectId: v.string(),
    id: v.string(),
    directoryId: v.string(),
    organizationId: v.string(),
    state: storedUserState,
    /** Folded for comparison; `resource` has it as sent. */
    userName: v.string(),
    externalId: text,
    /** The primary address, in canonical form; null without a valid one. */
    email: text,
    /** The user of the project; null while there is none, for the `reason`. */
    userId: text,
    reason: v.union(storedReason, v.null()),
    /** Folded for comparison; null without one. */
    displayName: text,
    /** Whether the roles have to be derived again, and whether a group was left or joined. */
    rolesDue: v.optional(v.union(v.literal("removal"), v.literal("addition"))),
    /** JSON text of the SCIM resource, without `id` and `meta` (scim/resource.ts). */
    resource: v.string(),
    /** Counts the changes, for the ETag. */
    version: v.number(),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byDirectory", ["projectId", "directoryId", "id"])
    .index("byState", ["projectId", "directoryId", "state", "id"])
    .index("byRolesDue", ["projectId", "directoryId", "rolesDue", "id"])
    .index("byUserName", ["projectId", "directoryId", "userName"])
    .index("byExternalId", ["projectId", "directoryId", "externalId"])
    .index("byDisplayName", ["projectId", "directoryId", "displayName"])
    .index("byOrganizationEmail", ["projectId", "organizationId", "email"])
    .index("byOrganizationUserName", ["projectId", "organizationId", "userName"])
    .index("byUser", ["projectId", "userId", "organizationId"])
    .index("byReason", ["projectId", "organizationId", "reason", "id"]),

  /** How many users are listed up to one of them, for pages far down the list (positions.ts). */
  directoryMarks: defineTable({
    projectId: v.string(),
    directoryId: v.string(),
    /** Users up to and including `after`, without those that the directory has deleted. */
    position: v.number(),
    after: v.string(),
  })
    .index("byPosition", ["projectId", "directoryId", "position"])
    .index("byAfter", ["projectId", "directoryId", "after"]),

  /** An address of a directory user, of which there may be several, for filters. */
  directoryEmails: defineTable({
    projectId: v.string(),
    directoryId: v.string(),
    /** Folded for comparison. */
    value: v.string(),
    directoryUserId: v.string(),
  })
    .index("byValue", ["projectId", "directoryId", "value", "directoryUserId"])
    .index("byUser", ["projectId", "directoryUserId"]),

  /** A group as the directory sent it. Its members are rows of `directoryGroupMembers`. */
  directoryGroups: defineTable({
    projectId: v.string(),
    id: v.string(),
    directoryId: v.string(),
    organizationId: v.string(),
    externalId: text,
    /** Folded for comparison; unique in the directory. */
    displayName: v.string(),
    /** JSON text of the SCIM resource, without `id`, `meta` and `members` (scim/resource.ts). */
    resource: v.string(),
    /** Counts the changes, for the ETag. */
    version: v.number(),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byDirectory", ["projectId", "directoryId", "id"])
    .index("byDisplayName", ["projectId", "directoryId", "displayName"])
    .index("byExternalId", ["projectId", "directoryId", "externalId"]),

  /** A user of the directory in a group of the same directory. */
  directoryGroupMembers: defineTable({
    projectId: v.string(),
    directoryId: v.string(),
    groupId: v.string(),
    directoryUserId: v.string(),
  })
    .index("byDirectory", ["projectId", "directoryId"])
    .index("byGroup", ["projectId", "groupId", "directoryUserId"])
    .index("byUser", ["projectId", "directoryUserId", "groupId"]),

  /**
   * Work on many users of a directory or organization that is not finished; a cron resumes it after
   * a failed batch.
   */
  directoryJobs: defineTable({
    projectId: v.string(),
    /**
     * `delete`: the directory is deleted, its users follow. `link`: the organization has verified a
     * domain, so users outside its domains are looked at again. `group`: the members of a group
     * change. `roles`: the roles of users with `rolesDue` are derived. `mapping`: those of all users
     * are, because the directory's mapping has changed. `owners`: the organization has another owner,
     * so that suspended owners are looked at again. `leaving`: a deleted user leaves its groups.
     */
    kind: v.union(
      v.literal("delete"),
      v.literal("link"),
      v.literal("group"),
      v.literal("roles"),
      v.literal("mapping"),
      v.literal("owners"),
      v.literal("leaving"),
    ),
    /** The organization for `link` and `owners`, otherwise the directory. */
    subjectId: v.string(),
    organizationId: v.string(),
    /** Of `delete`: whether the users lose their access, too. */
    deprovisions: v.boolean(),
    /** Of `delete`: the roles that the directory's groups give. Absent if they have given none. */
    groupRoles: v.optional(v.array(storedGroupRole)),
    /** The last directory user that was worked on, of `owners` the last member. */
    after: v.string(),
    /** Of `group`. */
    change: v.optional(storedGroupChange),
    /** Of `group`: what is recorded in the end. Absent when the group is deleted. */
    event: v.optional(storedGroupEvent),
    /** Of `group`. */
    groupId: v.optional(v.string()),
    /** Of `leaving`. */
    directoryUserId: v.optional(v.string()),
  }).index("bySubject", ["projectId", "subjectId", "kind", "groupId"]),
};
