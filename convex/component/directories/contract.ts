import * as z from "zod/mini";
import { operation } from "../wire/operation";
import {
  epochInput,
  idInput,
  idOutput,
  isoDate,
  ok,
  pageInput,
  pageOutput,
  roleSlug,
  text,
} from "../wire/fields";
import { bounds, providers, unlinkedReasons, userStates } from "./fields";

const provider = () => z.enum(providers);
const userState = () => z.enum(userStates);

/** A request that failed. */
const Failure = z.object({
  at: isoDate(),
  requestId: z.string(),
  status: z.number(),
  scimType: z.nullable(z.string()),
  detail: z.string(),
});

/** An organization's directory at its identity provider. Never contains a bearer token. */
export const Directory = z.object({
  id: idOutput("directory"),
  organizationId: z.string(),
  type: z.literal("scim"),
  /**
   * `unlinked`: the identity provider has sent no request yet. `linked`: it has. `invalid_credentials`:
   * its last request had a token that a rotation has ended.
   */
  state: z.enum(["linked", "unlinked", "invalid_credentials"]),
  name: z.string(),
  provider: provider(),
  /** Users that the directory has, active and suspended. */
  userCount: z.number(),
  groupCount: z.number(),
  usersByState: z.object({ active: z.number(), suspended: z.number(), deprovisioned: z.number() }),
  /** Of the active users, those with `userId: null`; see their `reason`. */
  unlinkedCount: z.number(),
  /** The last request that succeeded, accurate to the minute. */
  lastSyncAt: z.nullable(isoDate()),
  /** `failed`: the last request failed. `partial`: it succeeded, but some active users are not linked. */
  lastSyncStatus: z.nullable(z.enum(["success", "partial", "failed"])),
  /** The last request that failed. `scimType` and `detail` are what the identity provider was sent. */
  lastFailure: z.nullable(Failure),
  /** The last ten of them, at most one a second, the newest first. */
  recentFailures: z.array(Failure),
  /**
   * Whether users are being looked at again: because the organization has verified a domain, or
   * because groups, or what they give, have changed for many users.
   */
  hasPendingWork: z.boolean(),
  /** The organization role of the members that the directory creates. */
  defaultRole: z.string(),
  /** Whether sign-ins through SSO may create members while the directory exists. */
  allowJit: z.boolean(),
  /** Organization roles of the members of groups, by the folded `displayName`. */
  groupRoles: z.array(z.object({ group: z.string(), role: z.string() })),
  /** Whether users who are in no group of the directory have no access. */
  requireGroup: z.boolean(),
  projectId: z.string(),
  createdAt: isoDate(),
  updatedAt: isoDate(),
});
export type Directory = z.output<typeof Directory>;

/** A user as the directory sent it, without its groups: what events have. */
export const RecordedDirectoryUser = z.object({
  id: idOutput("directoryUser"),
  directoryId: z.string(),
  organizationId: z.string(),
  /** The user of the project; null while there is none, for the `reason`. */
  userId: z.nullable(z.string()),
  reason: z.nullable(z.enum(unlinkedReasons)),
  externalId: z.nullable(z.string()),
  userName: z.string(),
  emails: z.array(
    z.object({
      value: z.string(),
      type: z.nullable(z.string()),
      primary: z.boolean(),
    }),
  ),
  name: z.object({
    givenName: z.nullable(z.string()),
    familyName: z.nullable(z.string()),
    formatted: z.optional(z.string()),
  }),
  displayName: z.nullable(z.string()),
  active: z.boolean(),
  title: z.nullable(z.string()),
  department: z.nullable(z.string()),
  /**
   * `suspended`: the directory has deactivated the user. `deprovisioned`: the directory has deleted
   * the user. Neither can enter the organization until the directory itself allows it.
   */
  state: userState(),
  createdAt: isoDate(),
  updatedAt: isoDate(),
});
export type RecordedDirectoryUser = z.output<typeof RecordedDirectoryUser>;

/** A user as the directory sent it. */
export const DirectoryUser = z.extend(RecordedDirectoryUser, {
  /** The first 20 of the user's groups, oldest first. `listGroups` lists all of them. */
  groups: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type DirectoryUser = z.output<typeof DirectoryUser>;

/** A group as the directory sent it. Its members are listed by `listUsers`. */
export const DirectoryGroup = z.object({
  id: idOutput("directoryGroup"),
  directoryId: z.string(),
  organizationId: z.string(),
  externalId: z.nullable(z.string()),
  /** The same as `displayName`. */
  name: z.string(),
  displayName: z.string(),
  /** Grows and shrinks during a request that changes more than 200 members. */
  memberCount: z.number(),
  createdAt: isoDate(),
  updatedAt: isoDate(),
});
export type DirectoryGroup = z.output<typeof DirectoryGroup>;

/** A group after a change, in events. */
export const ChangedDirectoryGroup = z.extend(DirectoryGroup, {
  /** What the request has changed. */
  memberChanges: z.object({
    added: z.number(),
    removed: z.number(),
    /** Ids of directory users, at most 100. */
    addedUserIds: z.array(z.string()),
    /** Ids of directory users, at most 100. */
    removedUserIds: z.array(z.string()),
  }),
});
export type ChangedDirectoryGroup = z.output<typeof ChangedDirectoryGroup>;

/** What to enter at the identity provider. */
const ScimConfig = z.object({
  /** The base URL, also called tenant URL or endpoint. */
  baseUrl: z.string(),
  /** Shown once: only its hash is stored. */
  bearerToken: z.string(),
});

const inOrganization = { session: "organization", organizationKeys: true } as const;
const directoryId = { directoryId: "providerId" } as const;
const access = () => ({
  defaultRole: z.optional(roleSlug()),
  allowJit: z.optional(z.boolean()),
  /** Organization roles by the `displayName` of a group. Replaces the whole list. */
  groupRoles: z.optional(
    z
      .array(z.strictObject({ group: text(256), role: roleSlug() }))
      .check(z.maxLength(bounds.groupRoles)),
  ),
  /**
   * Whether users who are in no group have no access to the organization. They stay members. Turn it
   * on when the identity provider has sent its groups, because it applies to owners, too.
   */
  requireGroup: z.optional(z.boolean()),
});

export const directories = {
  /** Lists the directories of the project, or of one organization, newest first. */
  listDirectories: operation({
    kind: "query",
    path: "/api/auth/banata/scim/list-providers",
    permission: "directory.read",
    input: () =>
      z.strictObject({ organizationId: z.optional(idInput("organization")), ...pageInput() }),
    output: () => pageOutput(Directory),
    ...inOrganization,
    inImpersonation: true,
    stepUp: false,
  }),

  /** Returns a directory and how its requests went. 404 when the project has no such directory. */
  getDirectory: operation({
    kind: "query",
    path: "/api/auth/banata/scim/get-provider",
    permission: "directory.read",
    input: () => z.strictObject({ providerId: idInput("directory") }),
    output: () => Directory,
    ...inOrganization,
    inImpersonation: true,
    stepUp: false,
    client: { parameters: ["directoryId"], names: directoryId },
  }),

  /**
   * Creates a directory, into which the organization's identity provider sends its users (SCIM
   * 2.0). Enter `scimConfig.baseUrl` and `scimConfig.bearerToken` there; the token is returned once
   * and only its hash is stored.
   *
   * An active user whose address is in a verified domain of the organization becomes a user of the
   * project and a member with `defaultRole` (default `member`). The caller must hold the
   * permissions of that role and of those in `groupRoles` (403), and only an owner or a key with full
   * access can choose `owner`. 422 for a role that does not exist, or is a role of the project.
   * While the organization has a directory, sign-ins through SSO create no members unless
   * `allowJit` (default false). 409 `conflict` when the organization has 5 directories.
   *
   * ```ts
   * const { scimConfig } = await client.directories.createDirectory({
   *   organizationId, name: "Okta", provider: "okta",
   * });
   * ```
   */
  createDirectory: operation({
    kind: "mutation",
    path: "/api/auth/banata/scim/register",
    permission: "directory.create",
    input: () =>
      z.strictObject({
        organizationId: idInput("organization"),
        name: text(bounds.name),
        provider: provider(),
        ...access(),
      }),
    output: () => z.extend(Directory, { scimConfig: ScimConfig }),
    events: ["directory.created"],
    secret: true,
    ...inOrganization,
    inImpersonation: false,
    stepUp: true,
  }),

  /**
   * Updates the given fields. The caller must hold the permissions of `defaultRole` and of the roles
   * in `groupRoles`, before and after (403), because a directory decides who has them. A role that
   * was deleted since can stay, and gives nothing. Existing members keep
   * `defaultRole` as they have it; other `groupRoles` and another `requireGroup` apply to them, in
   * batches (`hasPendingWork`).
   *
   * With `expectedUpdatedAt` (the `updatedAt` of the directory as it was read, in epoch milliseconds),
   * 409 `conflict` if it was changed since, so that a list made from an old one undoes nothing.
   */
  updateDirectory: operation({
    kind: "mutation",
    path: "/api/auth/banata/scim/update-provider",
    permission: "directory.update",
    input: () =>
      z.strictObject({
        providerId: idInput("directory"),
        name: z.optional(text(bounds.name)),
        ...access(),
        expectedUpdatedAt: z.optional(epochInput()),
      }),
    output: () => Directory,
    events: ["directory.updated"],
    ...inOrganization,
    inImpersonation: false,
    stepUp: true,
    client: { parameters: ["directoryId"], names: directoryId },
  }),

  /**
   * Deletes a directory: its tokens end at once, its users are deleted in batches. With `users:
   * "keep"` (default) members stay members, and what the directory had ended stays ended but is no
   * longer barred: they can be added and invited again. With `"deprovision"` every user of the
   * directory loses access to the organization as if the directory had deleted it.
   */
  deleteDirectory: operation({
    kind: "mutation",
    path: "/api/auth/banata/scim/delete-provider",
    permission: "directory.delete",
    input: () =>
      z.strictObject({
        providerId: idInput("directory"),
        users: z._default(z.enum(["keep", "deprovision"]), "keep"),
      }),
    output: () => ok(),
    events: ["directory.deleted"],
    ...inOrganization,
    inImpersonation: false,
    stepUp: true,
    client: { parameters: ["directoryId"], names: directoryId, returns: null },
  }),

  /**
   * Creates a new bearer token and returns it once. The former one stays valid for
   * `gracePeriodSeconds` (default 24 hours, at most 7 days; 0 ends it at once), so that the
   * identity provider can be changed without a failed request. 409 `conflict` while 5 tokens are
   * valid.
   */
  rotateToken: operation({
    kind: "mutation",
    path: "/api/auth/banata/scim/rotate-token",
    permission: "directory.update",
    input: () =>
      z.strictObject({
        providerId: idInput("directory"),
        gracePeriodSeconds: z._default(
          z.number().check(z.int(), z.minimum(0), z.maximum(7 * 86_400)),
          86_400,
        ),
      }),
    output: () =>
      z.extend(Directory, {
        scimConfig: ScimConfig,
        /** When the former token ends. */
        previousTokenExpiresAt: isoDate(),
      }),
    events: ["directory.token_rotated"],
    secret: true,
    ...inOrganization,
    inImpersonation: false,
    stepUp: true,
    client: { parameters: ["directoryId"], names: directoryId },
  }),

  /**
   * Lists the users of a directory, newest first; those in one state, or those in one group. 422 for
   * both at once, and 404 for a group that the directory does not have.
   *
   * ```ts
   * const { data } = await client.directories.listUsers({ directoryId, directoryGroupId });
   * ```
   */
  listUsers: operation({
    kind: "query",
    path: "/api/auth/banata/scim/list-users",
    permission: "directory.read",
    input: () =>
      z.strictObject({
        providerId: idInput("directory"),
        state: z.optional(userState()),
        groupId: z.optional(idInput("directoryGroup")),
        ...pageInput(),
      }),
    output: () => pageOutput(DirectoryUser),
    ...inOrganization,
    inImpersonation: true,
    stepUp: false,
    client: { names: { ...directoryId, directoryGroupId: "groupId" } },
  }),

  /** Returns a user of a directory by its id (`diru_…`, not the id of a user of the project). */
  getUser: operation({
    kind: "query",
    path: "/api/auth/banata/scim/get-user",
    permission: "directory.read",
    input: () => z.strictObject({ userId: idInput("directoryUser") }),
    output: () => DirectoryUser,
    ...inOrganization,
    inImpersonation: true,
    stepUp: false,
    client: { parameters: ["directoryUserId"], names: { directoryUserId: "userId" } },
  }),

  /**
   * Lists the groups of a directory, newest first, or those of one of its users. 404 for a user that
   * the directory does not have.
   *
   * ```ts
   * const { data } = await client.directories.listGroups({ directoryId });
   * ```
   */
  listGroups: operation({
    kind: "query",
    path: "/api/auth/banata/scim/list-groups",
    permission: "directory.read",
    input: () =>
      z.strictObject({
        providerId: idInput("directory"),
        userId: z.optional(idInput("directoryUser")),
        ...pageInput(),
      }),
    output: () => pageOutput(DirectoryGroup),
    ...inOrganization,
    inImpersonation: true,
    stepUp: false,
    client: { names: { ...directoryId, directoryUserId: "userId" } },
  }),

  /** Returns a group of a directory by its id (`dirg_…`). 404 when the project has no such group. */
  getGroup: operation({
    kind: "query",
    path: "/api/auth/banata/scim/get-group",
    permission: "directory.read",
    input: () => z.strictObject({ groupId: idInput("directoryGroup") }),
    output: () => DirectoryGroup,
    ...inOrganization,
    inImpersonation: true,
    stepUp: false,
    client: { parameters: ["directoryGroupId"], names: { directoryGroupId: "groupId" } },
  }),
};
