import * as z from "zod/mini";
import { operation } from "../wire/operation";
import {
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
  usersByState: z.object({ active: z.number(), suspended: z.number(), deprovisioned: z.number() }),
  /** Of the active users, those with `userId: null`; see their `reason`. */
  unlinkedCount: z.number(),
  /** The last request that succeeded, accurate to the minute. */
  lastSyncAt: z.nullable(isoDate()),
  /** `failed`: the last request failed. `partial`: it succeeded, but some active users are not linked. */
  lastSyncStatus: z.nullable(z.enum(["success", "partial", "failed"])),
  /** The last request that failed. `scimType` and `detail` are what the identity provider was sent. */
  lastFailure: z.nullable(
    z.object({
      at: isoDate(),
      requestId: z.string(),
      status: z.number(),
      scimType: z.nullable(z.string()),
      detail: z.string(),
    }),
  ),
  /** Whether users are being looked at again because the organization has verified a domain. */
  hasPendingWork: z.boolean(),
  /** The organization role of the members that the directory creates. */
  defaultRole: z.string(),
  /** Whether sign-ins through SSO may create members while the directory exists. */
  allowJit: z.boolean(),
  projectId: z.string(),
  createdAt: isoDate(),
  updatedAt: isoDate(),
});
export type Directory = z.output<typeof Directory>;

/** A user as the directory sent it. */
export const DirectoryUser = z.object({
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
export type DirectoryUser = z.output<typeof DirectoryUser>;

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
   * permissions of that role (403), and only an owner or a key with full access can choose `owner`.
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
   * Updates the given fields. The caller must hold the permissions of `defaultRole`, before and
   * after (403), because a directory decides who becomes a member. Existing members keep their
   * roles.
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

  /** Lists the users of a directory, newest first, or those in one state. */
  listUsers: operation({
    kind: "query",
    path: "/api/auth/banata/scim/list-users",
    permission: "directory.read",
    input: () =>
      z.strictObject({
        providerId: idInput("directory"),
        state: z.optional(userState()),
        ...pageInput(),
      }),
    output: () => pageOutput(DirectoryUser),
    ...inOrganization,
    inImpersonation: true,
    stepUp: false,
    client: { names: directoryId },
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
};
