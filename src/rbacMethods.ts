/**
 * Methods of `client.rbac` composed of the contract's operations, under the names of the product's
 * documentation.
 */
import { ForbiddenError, ValidationError } from "./errors";
import type { Group, Input } from "./resources";
import type { CallOptions, WriteOptions } from "./transport";
import type { Contract } from "../convex/component/contract";

type RbacOperations = Contract["rbac"];
type MemberRole = Input<Contract["organizations"]["updateMemberRole"]>;
type Member = ReturnType<Group<"organizations">["updateMemberRole"]>;

/**
 * One permission (`permission`) or several (`permissions`, `operator`) of the subject named by
 * `userId` and `organizationId`.
 */
export type PermissionCheck =
  Input<RbacOperations["checkPermission"]> | Input<RbacOperations["checkPermissions"]>;
/** The member whose roles are revoked, and the role that replaces them. */
export type RoleRevocation = Omit<MemberRole, "role"> & {
  /** Default `member`. `owner`, `admin` and `super_admin` are refused. */
  readonly fallbackRole?: string;
};

export interface RbacReads {
  /**
   * Returns whether the subject has the permission or permissions (`all` of them unless `operator`
   * is `any`): `checkPermission` or `checkPermissions` as a boolean.
   *
   * ```ts
   * if (await client.rbac.hasPermission({ userId, organizationId, permission: "employee.read" })) …
   * ```
   */
  hasPermission(check: PermissionCheck, options?: CallOptions): Promise<boolean>;
  /**
   * Like `hasPermission`, but rejects with a `ForbiddenError` that names the missing permissions.
   */
  requirePermission(check: PermissionCheck, options?: CallOptions): Promise<void>;
}

export interface RbacWrites {
  /**
   * Replaces the roles of an organization's member with this role or these roles:
   * `organizations.updateMemberRole`.
   */
  assignRole(input: MemberRole, options?: WriteOptions): Member;
  /**
   * Replaces all roles of a member with `fallbackRole`: `member` by default, never an admin role.
   * 409 for the last owner, unless `force` is set.
   */
  revokeRole(input: RoleRevocation, options?: WriteOptions): Member;
}

const adminRoles: readonly string[] = ["owner", "admin", "super_admin"];

/** @param groups the client's own groups of operations */
export function rbacMethods({
  rbac,
  organizations,
}: {
  rbac: Pick<Group<"rbac">, "checkPermission" | "checkPermissions">;
  organizations: Pick<Group<"organizations">, "updateMemberRole">;
}): RbacReads & RbacWrites {
  const hasPermission: RbacReads["hasPermission"] = async (check, options) =>
    ("permissions" in check
      ? await rbac.checkPermissions(check, options)
      : await rbac.checkPermission(check, options)
    ).allowed;
  return {
    hasPermission,
    requirePermission: async (check, options) => {
      if (await hasPermission(check, options)) return;
      throw new ForbiddenError({
        status: 403,
        code: "forbidden",
        message: `Missing permission: ${formatCheck(check)}`,
      });
    },
    assignRole: async (input, options) => await organizations.updateMemberRole(input, options),
    revokeRole: async ({ fallbackRole = "member", ...input }, options) => {
      if (fallbackRole.split(",").some((role) => adminRoles.includes(role.trim())))
        throw createFallbackError(fallbackRole);
      return await organizations.updateMemberRole({ ...input, role: fallbackRole }, options);
    },
  };
}

function formatCheck(check: PermissionCheck): string {
  if (!("permissions" in check)) return toSlug(check.permission);
  return check.permissions.map(toSlug).join(check.operator === "any" ? " or " : ", ");
}

const toSlug = (permission: string | { resource: string; action: string }) =>
  typeof permission === "string" ? permission : `${permission.resource}.${permission.action}`;

function createFallbackError(role: string): ValidationError {
  const message = `${role} cannot be a fallback role; use assignRole to give it`;
  return new ValidationError({
    status: 422,
    code: "validation_error",
    message: `fallbackRole: ${message}`,
    errors: [{ field: "fallbackRole", message, code: "admin_role" }],
  });
}
