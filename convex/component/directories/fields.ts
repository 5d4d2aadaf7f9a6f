/**
 * Values of directories that tables and the contract share, and their bounds. Imports no schema
 * library, because tables import it.
 */
import { v, type Infer } from "convex/values";

export const providers = [
  "okta",
  "azure_scim_v2",
  "google_workspace",
  "onelogin",
  "jumpcloud",
  "pingfederate",
  "generic_scim_v2",
] as const;

/**
 * `suspended`: the directory has the user with `active: false`. `deprovisioned`: the directory has
 * deleted the user; the row is kept, because it bars the user from the organization.
 */
export const userStates = ["active", "suspended", "deprovisioned"] as const;
export type DirectoryUserState = (typeof userStates)[number];

/** Why a directory user is linked to no user of the project. */
export const unlinkedReasons = [
  /** The directory has sent no e-mail address. */
  "email_missing",
  /** The address is in no domain that the organization has verified. */
  "email_outside_domains",
  /** `allowedEmailDomains` of the organization does not have the domain of the address. */
  "email_domain_not_allowed",
  /** Another user of the project can still reclaim the address. */
  "email_taken",
  /** Another user of this directory has the address. */
  "email_duplicate",
  /** The user with the address is an operator, or has project roles beyond the default. */
  "user_privileged",
  /** The organization has reached its `maxMembers`. */
  "member_limit",
  /** The user belongs to as many organizations as a user can. */
  "membership_limit",
  /** The app has deleted the user. */
  "user_deleted",
  /** The directory has only ever sent the user as inactive. */
  "inactive",
] as const;
export type UnlinkedReason = (typeof unlinkedReasons)[number];

const oneOf = <T extends string>(values: readonly T[]) =>
  v.union(...values.map((value) => v.literal(value)));
export const storedProvider = oneOf(providers);
export const storedUserState = oneOf(userStates);
export const storedReason = oneOf(unlinkedReasons);

/** The organization role that the members of a group get. */
export const storedGroupRole = v.object({
  /** The group's `displayName`, folded for comparison. */
  group: v.string(),
  role: v.string(),
});
export type StoredGroupRole = Infer<typeof storedGroupRole>;

/**
 * What is left to do of a change of a group: first the walk over its members, then `remove`, then
 * `add`.
 */
export const storedGroupChange = v.object({
  /** The last member that the walk has passed; null when there is no walk, or no more. */
  after: v.union(v.string(), v.null()),
  /** Whether the walk removes the members that are not in `add`. */
  clears: v.boolean(),
  /** Whether the walk derives the roles of all members again, because the name has changed. */
  derives: v.boolean(),
  add: v.array(v.string()),
  remove: v.array(v.string()),
});
export type GroupChange = Infer<typeof storedGroupChange>;

/** What is recorded of a change of a group, when its members are all changed. */
export const storedGroupEvent = v.object({
  type: v.union(v.literal("directory_group.created"), v.literal("directory_group.updated")),
  /** JSON text of the `DirectoryGroup` before; null for a new group. */
  before: v.union(v.string(), v.null()),
  /** Whether the group itself has changed, not only its members. */
  isChanged: v.boolean(),
  added: v.number(),
  removed: v.number(),
  addedUserIds: v.array(v.string()),
  removedUserIds: v.array(v.string()),
});
export type GroupEvent = Infer<typeof storedGroupEvent>;

/** The last request of a directory that failed. */
export const storedFailure = v.object({
  at: v.number(),
  requestId: v.string(),
  /** HTTP status. */
  status: v.number(),
  /** Of RFC 7644 §3.12. */
  scimType: v.union(v.string(), v.null()),
  detail: v.string(),
});
export type StoredFailure = Infer<typeof storedFailure>;

export const bounds = {
  /** Directories of one organization. */
  directories: 5,
  /** Users of one directory, without the deprovisioned ones. */
  users: 100_000,
  /** Groups of one directory that map to roles. */
  groupRoles: 50,
  /** Groups of one directory. */
  groups: 2_000,
  /** Members that one transaction adds or removes. */
  membersPerTransaction: 200,
  /** Groups of a user that `DirectoryUser` has. */
  groupsShown: 20,
  /** Ids of added, and of removed members that an event has. */
  idsInEvent: 100,
  /** Tokens of one directory: the current one and those that a rotation has not ended yet. */
  tokens: 5,
  /** UTF-16 units. */
  name: 100,
  /** Bytes of a resource as JSON. */
  resource: 65_536,
  /** Requests of one directory in each window, which is at least 50 a second. */
  requests: 6_000,
  requestsWindowMs: 60_000,
} as const;
