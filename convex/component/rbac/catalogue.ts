/**
 * The built-in permissions, and the roles that every project starts with. Built-in permissions are
 * defined in code, not in rows; their ids are derived from their slugs.
 */
import { builtInActions } from "../core/builtInPermissions";
import { idPrefixes } from "../core/ids";

export const builtInSlugs: readonly string[] = Object.entries(builtInActions).flatMap(
  ([resource, actions]) => actions.map((action) => `${resource}.${action}`),
);
const slugSet: ReadonlySet<string> = new Set(builtInSlugs);

export interface BuiltInPermission {
  readonly slug: string;
  readonly name: string;
  readonly id: string;
}
let permissions: readonly BuiltInPermission[] | undefined;

/**
 * Built at the first use: most functions that evaluate this module need no id, and hashing all of
 * them took 20 ms of every call.
 */
export const builtInPermissions = (): readonly BuiltInPermission[] =>
  (permissions ??= builtInSlugs.map((slug) => ({
    slug,
    name: displayName(slug),
    id: builtInId(slug),
  })));

export const isBuiltInPermission = (slug: string): boolean => slugSet.has(slug);
export const findBuiltInPermission = (id: string): BuiltInPermission | null =>
  id.startsWith(ID_START)
    ? (builtInPermissions().find((permission) => permission.id === id) ?? null)
    : null;

export type RoleScope = "project" | "organization";
export interface SeededRole {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly scope: RoleScope;
  readonly permissions: readonly string[];
  readonly isDefault: boolean;
  /** Security depends on this role, so its permissions and slug never change. */
  readonly isFixed: boolean;
}

/** Owns an organization. The last owner can be removed only with `force`. */
export const OWNER = "owner";
/**
 * The role of every user by default. It grants nothing and has no assignment rows, of which there
 * would be one per user.
 */
export const DEFAULT_PROJECT_ROLE = "user";
/** The default role of a member. */
export const MEMBER = "member";
/** Has every permission in the project. Cannot be an organization role. */
export const SUPER_ADMIN = "super_admin";

const insideOrganization = [
  "organization.read",
  "organization.update",
  "member.*",
  "invitation.*",
  "team.*",
];

export const seededRoles: readonly SeededRole[] = [
  {
    scope: "project",
    slug: SUPER_ADMIN,
    name: "Super admin",
    description: "Everything in the project",
    permissions: ["*"],
    isDefault: false,
    isFixed: true,
  },
  {
    scope: "project",
    slug: "admin",
    name: "Admin",
    description: "Users, sessions and organizations",
    isDefault: false,
    isFixed: false,
    permissions: [
      "user.*",
      "session.*",
      "organization.*",
      "member.*",
      "invitation.*",
      "team.*",
      "role.read",
      "role.assign",
      "permission.read",
      "permission.check",
      "audit.read",
      "event.read",
    ],
  },
  {
    scope: "project",
    slug: DEFAULT_PROJECT_ROLE,
    name: "User",
    description: "No extra permissions",
    permissions: [],
    isDefault: true,
    isFixed: false,
  },
  {
    scope: "organization",
    slug: OWNER,
    name: "Owner",
    description: "Everything in the organization",
    isDefault: false,
    isFixed: true,
    permissions: [
      ...insideOrganization,
      "organization.delete",
      "api_key.*",
      "webhook.*",
      "audit.*",
      "event.*",
      "sso.*",
      "directory.*",
      "vault.*",
      "domain.*",
      "portal.*",
    ],
  },
  {
    scope: "organization",
    slug: "admin",
    name: "Admin",
    description: "Members, invitations and teams of the organization",
    isDefault: false,
    isFixed: false,
    permissions: insideOrganization,
  },
  {
    scope: "organization",
    slug: MEMBER,
    name: "Member",
    description: "Sees the organization and its members",
    isDefault: true,
    isFixed: false,
    permissions: ["organization.read", "member.read", "team.read"],
  },
];

/** Time zero, so no generated id is equal. */
const ID_START = `${idPrefixes.permission}_0000000000`;

/**
 * 26 characters of the ULID alphabet, hashed from the slug with FNV-1a, so the same in every
 * project and version. `roles.test.ts` checks that no two collide.
 */
function builtInId(slug: string): string {
  const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  let hash = 0x811c9dc5;
  let id = ID_START;
  for (let i = 0; i < 16; i++) {
    const text = `${slug}${i}`;
    for (let at = 0; at < text.length; at++)
      hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
    id += alphabet[hash >>> 27];
  }
  return id;
}

/** `api_key.read` is "Read api key". */
function displayName(slug: string): string {
  const [resource = "", action = ""] = slug.split(".");
  return `${action.slice(0, 1).toUpperCase()}${action.slice(1)} ${resource.replaceAll("_", " ")}`;
}
