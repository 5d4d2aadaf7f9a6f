import * as z from "zod/mini";
import { operation } from "../wire/operation";
import {
  idInput,
  idOutput,
  isoDate,
  lines,
  ok,
  pageInput,
  pageOutput,
  permissionPattern,
  roleSlug,
  text,
} from "../wire/fields";

/** A named list of permissions. */
export const Role = z.object({
  id: idOutput("role"),
  name: z.string(),
  slug: z.string(),
  description: z.nullable(z.string()),
  /**
   * `project`: held by users, for the whole project. `organization`: held by members, for their
   * organization.
   */
  scope: z.enum(["project", "organization"]),
  permissions: z.array(z.string()),
  isDefault: z.boolean(),
  createdAt: z.string(),
});
export type Role = z.output<typeof Role>;

/** A member of an organization who holds a role there. */
export const RoleHolder = z.object({
  memberId: idOutput("member"),
  userId: z.string(),
  organizationId: z.string(),
  organizationName: z.string(),
  /** Every role of the member in the organization, joined by commas. */
  role: z.string(),
  createdAt: isoDate(),
});
export type RoleHolder = z.output<typeof RoleHolder>;

export const Permission = z.object({
  id: idOutput("permission"),
  name: z.string(),
  slug: z.string(),
  description: z.nullable(z.string()),
  isBuiltIn: z.boolean(),
  createdAt: z.nullable(z.string()),
});
export type Permission = z.output<typeof Permission>;

const permissionSlug = () =>
  z.string().check(
    z.maxLength(100),
    z.regex(/^[a-z0-9_]+([.:][a-z0-9_]+){1,3}$/, {
      error: "Expected 2 to 4 parts of a-z, 0-9 and _ joined by . or :",
    }),
  );
const granted = () => z.array(permissionPattern()).check(z.maxLength(200));
const scope = () => z.enum(["project", "organization"]);

/** A permission slug, or `{ resource, action }` for `resource.action`. */
const wanted = () =>
  z.union([
    permissionPattern(),
    z.pipe(
      z.strictObject({ resource: text(50), action: text(50) }),
      z.transform(
        ({ resource, action }: { resource: string; action: string }) => `${resource}.${action}`,
      ),
    ),
  ]);
const subject = () => ({
  userId: z.optional(idInput("user")),
  organizationId: z.optional(idInput("organization")),
});
const answer = () =>
  z.object({
    allowed: z.boolean(),
    subject: z.object({ type: z.enum(["user", "api_key", "app", "operator"]), id: z.string() }),
  });

export const rbac = {
  /** Lists all roles of the project, built-in and custom; a project has at most 200. */
  listRoles: operation({
    kind: "query",
    path: "/api/auth/banata/config/roles/list",
    permission: "role.read",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({}),
    output: () => z.object({ roles: z.array(Role) }),
    client: { returns: "roles" },
  }),

  /**
   * Creates a role, with or without permissions. `scope` decides who can hold it: members of an
   * organization (the default), or users, for the whole project.
   *
   * Permissions are slugs of the catalogue or patterns (`employee.*`). 422 for an unknown
   * permission, 403 for one that the caller does not hold, 409 `conflict` when the slug is already
   * used in the scope or the project has 200 roles.
   */
  createRole: operation({
    kind: "mutation",
    path: "/api/auth/banata/config/roles/create",
    permission: "role.create",
    session: "project",
    stepUp: false,
    input: () =>
      z.strictObject({
        name: text(100),
        slug: roleSlug(),
        description: z.optional(z.nullable(lines(500))),
        permissions: z._default(granted(), []),
        scope: z._default(scope(), "organization"),
      }),
    output: () => z.object({ role: Role }),
    events: ["role.created"],
    client: { returns: "role" },
  }),

  /**
   * Updates the given fields; `permissions` replaces the list. To change permissions or slug, the
   * caller must hold the permissions of the role, before and after. A role can be renamed (`slug`)
   * only while it has no holders (409). `owner` and `super_admin` keep their slug and permissions,
   * and other built-in roles keep their slug (403).
   */
  updateRole: operation({
    kind: "mutation",
    path: "/api/auth/banata/config/roles/update",
    permission: "role.update",
    session: "project",
    stepUp: false,
    input: () =>
      z.strictObject({
        id: idInput("role"),
        name: z.optional(text(100)),
        slug: z.optional(roleSlug()),
        description: z.optional(z.nullable(lines(500))),
        permissions: z.optional(granted()),
      }),
    output: () => z.object({ role: Role }),
    events: ["role.updated"],
    client: { returns: "role" },
  }),

  /**
   * Deletes a role. 409 `conflict`, with the number of holders, while it has any. Built-in roles
   * cannot be deleted (403).
   */
  deleteRole: operation({
    kind: "mutation",
    path: "/api/auth/banata/config/roles/delete",
    permission: "role.delete",
    session: "project",
    stepUp: true,
    input: () => z.strictObject({ id: idInput("role") }),
    output: () => ok(),
    events: ["role.deleted"],
    client: { parameters: ["id"], returns: null },
  }),

  /**
   * Lists the members who hold an organization role, in all organizations of the project, newest
   * first. `createdAt` is when the user joined the organization. Organizations that are being
   * deleted are left out, so a page can be shorter than `limit` and still have a next one. A role
   * that does not exist has no holders. `users.listUsers` with `role` lists the holders of a
   * project role.
   */
  listRoleHolders: operation({
    kind: "query",
    path: "/api/auth/banata/config/roles/list-holders",
    permission: "member.read",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({ role: roleSlug(), ...pageInput() }),
    output: () => pageOutput(RoleHolder),
  }),

  /**
   * Lists the permission catalogue: all built-in permissions, and the project's own, at most 500.
   */
  listPermissions: operation({
    kind: "query",
    path: "/api/auth/banata/config/permissions/list",
    permission: "permission.read",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({}),
    output: () => z.object({ permissions: z.array(Permission) }),
    client: { returns: "permissions" },
  }),

  /**
   * Creates a permission of the project's own, such as `employee.read` or
   * `sandbox_sessions:create`. 409 `conflict` when the slug is already used or the project has 500
   * permissions of its own.
   */
  createPermission: operation({
    kind: "mutation",
    path: "/api/auth/banata/config/permissions/create",
    permission: "permission.create",
    session: "project",
    stepUp: false,
    input: () =>
      z.strictObject({
        name: text(100),
        slug: permissionSlug(),
        description: z.optional(z.nullable(lines(500))),
      }),
    output: () => z.object({ permission: Permission }),
    events: ["permission.created"],
    client: { returns: "permission" },
  }),

  /**
   * Updates the given fields. A new slug also replaces the old one in every role that includes it;
   * the caller must then hold both permissions. Built-in permissions cannot be changed (403).
   */
  updatePermission: operation({
    kind: "mutation",
    path: "/api/auth/banata/config/permissions/update",
    permission: "permission.update",
    session: "project",
    stepUp: false,
    input: () =>
      z.strictObject({
        id: idInput("permission"),
        name: z.optional(text(100)),
        slug: z.optional(permissionSlug()),
        description: z.optional(z.nullable(lines(500))),
      }),
    output: () => z.object({ permission: Permission }),
    events: ["permission.updated"],
    client: { returns: "permission" },
  }),

  /**
   * Deletes a permission. 409 `conflict`, with the number of roles, while any role includes it.
   * Built-in permissions cannot be deleted (403).
   */
  deletePermission: operation({
    kind: "mutation",
    path: "/api/auth/banata/config/permissions/delete",
    permission: "permission.delete",
    session: "project",
    stepUp: true,
    input: () => z.strictObject({ id: idInput("permission") }),
    output: () => ok(),
    events: ["permission.deleted"],
    client: { parameters: ["id"], returns: null },
  }),

  /**
   * Checks whether a subject holds a permission: the user `userId`, or the caller itself by
   * default. With `organizationId`, the user's roles in that organization count too. `subject` in
   * the response identifies who was checked. A session can always check its own user, and another
   * user only with the permission `permission.check`. A session has no permissions in an
   * organization whose policies it does not meet.
   */
  checkPermission: operation({
    kind: "query",
    path: "/api/auth/banata/rbac/check-permission",
    permission: "permission.check",
    input: () => z.strictObject({ permission: wanted(), ...subject() }),
    output: () => answer(),
    organizationKeys: true,
    session: "self",
    inImpersonation: true,
    stepUp: false,
  }),

  /** Like `checkPermission`, for several permissions: `all` of them (the default) or `any`. */
  checkPermissions: operation({
    kind: "query",
    path: "/api/auth/banata/rbac/check-permissions",
    permission: "permission.check",
    input: () =>
      z.strictObject({
        permissions: z.array(wanted()).check(z.minLength(1), z.maxLength(100)),
        operator: z._default(z.enum(["all", "any"]), "all"),
        ...subject(),
      }),
    output: () => answer(),
    organizationKeys: true,
    session: "self",
    inImpersonation: true,
    stepUp: false,
  }),

  /**
   * Returns the permissions that the caller holds; patterns are not expanded. Requires no
   * permission.
   */
  getMyPermissions: operation({
    kind: "query",
    path: "/api/auth/banata/rbac/my-permissions",
    permission: null,
    input: () => z.strictObject({ organizationId: z.optional(idInput("organization")) }),
    output: () => z.object({ permissions: z.array(z.string()) }),
    organizationKeys: true,
    session: "self",
    inImpersonation: true,
    stepUp: false,
    client: { parameters: ["projectId"], returns: "permissions" },
  }),
};
