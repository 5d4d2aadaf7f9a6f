import * as z from "zod/mini";
import { operation } from "../wire/operation";
import { idInput, idOutput, ok, permissionPattern, roleSlug, lines, text } from "../wire/fields";

/** What a role is: a name for a list of permissions. */
export const Role = z.object({
  id: idOutput("role"),
  name: z.string(),
  slug: z.string(),
  description: z.nullable(z.string()),
  /** Held by users everywhere in the project, or by members in their organization alone. */
  scope: z.enum(["project", "organization"]),
  permissions: z.array(z.string()),
  isDefault: z.boolean(),
  createdAt: z.string(),
});
export type Role = z.output<typeof Role>;

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
      error: "Expected 2–4 parts of a-z, 0-9, _ joined by . or :",
    }),
  );
const granted = () => z.array(permissionPattern()).check(z.maxLength(200));
const scope = () => z.enum(["project", "organization"]);

/** A slug, or `{ resource, action }` for `resource.action`. */
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
    subject: z.object({ type: z.enum(["user", "api_key", "app"]), id: z.string() }),
  });

export const rbac = {
  /** All roles of the project, at most 200: the built-in ones and its own. */
  listRoles: operation({
    kind: "query",
    path: "/api/auth/banata/config/roles/list",
    permission: "role.read",
    input: z.strictObject({}),
    output: z.object({ roles: z.array(Role) }),
  }),

  /**
   * Creates a role, with permissions or empty. `scope` says who can hold it: members of an
   * organization (the default), or users, everywhere in the project.
   *
   * Permissions are slugs of the catalogue or patterns (`employee.*`); an unknown one is refused
   * with 422, one that the caller does not hold with 403. 409 `conflict` when the slug is taken in
   * its scope, or at 200 roles.
   */
  createRole: operation({
    kind: "mutation",
    path: "/api/auth/banata/config/roles/create",
    permission: "role.create",
    input: z.strictObject({
      name: text(100),
      slug: roleSlug(),
      description: z.optional(z.nullable(lines(500))),
      permissions: z._default(granted(), []),
      scope: z._default(scope(), "organization"),
    }),
    output: z.object({ role: Role }),
    events: ["role.created"],
  }),

  /**
   * Changes the fields that are given; `permissions` replaces the list. The caller must hold what
   * the role grants, before and after. A changed slug follows to everyone who holds the role, so it
   * is refused with 409 while somebody does. `owner` and `super_admin` keep their slug and
   * permissions (403).
   */
  updateRole: operation({
    kind: "mutation",
    path: "/api/auth/banata/config/roles/update",
    permission: "role.update",
    input: z.strictObject({
      id: idInput("role"),
      name: z.optional(text(100)),
      slug: z.optional(roleSlug()),
      description: z.optional(z.nullable(lines(500))),
      permissions: z.optional(granted()),
    }),
    output: z.object({ role: Role }),
    events: ["role.updated"],
  }),

  /**
   * Deletes a role that nobody holds; 409 `conflict` with the count while somebody does. Built-in
   * roles stay (403).
   */
  deleteRole: operation({
    kind: "mutation",
    path: "/api/auth/banata/config/roles/delete",
    permission: "role.delete",
    input: z.strictObject({ id: idInput("role") }),
    output: ok(),
    events: ["role.deleted"],
    positional: "id",
  }),

  /** The catalogue: all built-in permissions and the project's own, at most 500 of those. */
  listPermissions: operation({
    kind: "query",
    path: "/api/auth/banata/config/permissions/list",
    permission: "permission.read",
    input: z.strictObject({}),
    output: z.object({ permissions: z.array(Permission) }),
  }),

  /**
   * Defines a permission of the project's own, such as `employee.read` or
   * `sandbox_sessions:create`. 409 `conflict` when the slug is taken.
   */
  createPermission: operation({
    kind: "mutation",
    path: "/api/auth/banata/config/permissions/create",
    permission: "permission.create",
    input: z.strictObject({
      name: text(100),
      slug: permissionSlug(),
      description: z.optional(z.nullable(lines(500))),
    }),
    output: z.object({ permission: Permission }),
    events: ["permission.created"],
  }),

  /**
   * Changes the fields that are given. A changed slug follows into every role that names it; then
   * the caller must hold the old and the new one. Built-in permissions stay (403).
   */
  updatePermission: operation({
    kind: "mutation",
    path: "/api/auth/banata/config/permissions/update",
    permission: "permission.update",
    input: z.strictObject({
      id: idInput("permission"),
      name: z.optional(text(100)),
      slug: z.optional(permissionSlug()),
      description: z.optional(z.nullable(lines(500))),
    }),
    output: z.object({ permission: Permission }),
    events: ["permission.updated"],
  }),

  /**
   * Deletes a permission that no role names; 409 `conflict` with the count while one does. Built-in
   * permissions stay (403).
   */
  deletePermission: operation({
    kind: "mutation",
    path: "/api/auth/banata/config/permissions/delete",
    permission: "permission.delete",
    input: z.strictObject({ id: idInput("permission") }),
    output: ok(),
    events: ["permission.deleted"],
    positional: "id",
  }),

  /**
   * Whether the subject holds the permission: the user `userId` if given, else the caller itself.
   * With `organizationId` the user's roles in that organization count too, there alone. `subject`
   * says who was checked. A session asks about its own user, of another one only with this
   * permission; it holds nothing in an organization whose policies it does not meet.
   */
  checkPermission: operation({
    kind: "query",
    path: "/api/auth/banata/rbac/check-permission",
    permission: "permission.check",
    input: z.strictObject({ permission: wanted(), ...subject() }),
    output: answer(),
    organizationKeys: true,
    session: "self",
    inImpersonation: true,
  }),

  /** As `checkPermission` for several: `all` of them (the default) or `any`. */
  checkPermissions: operation({
    kind: "query",
    path: "/api/auth/banata/rbac/check-permissions",
    permission: "permission.check",
    input: z.strictObject({
      permissions: z.array(wanted()).check(z.minLength(1), z.maxLength(100)),
      operator: z._default(z.enum(["all", "any"]), "all"),
      ...subject(),
    }),
    output: answer(),
    organizationKeys: true,
    session: "self",
    inImpersonation: true,
  }),

  /** What the caller itself holds, patterns as they are. Any caller may ask. */
  getMyPermissions: operation({
    kind: "query",
    path: "/api/auth/banata/rbac/my-permissions",
    permission: null,
    input: z.strictObject({ organizationId: z.optional(idInput("organization")) }),
    output: z.object({ permissions: z.array(z.string()) }),
    organizationKeys: true,
    session: "self",
    inImpersonation: true,
  }),
};
