/**
 * Methods of `client.rbac` that are made of the contract's operations: by the names that the
 * product's documentation uses.
 */
import { ForbiddenError, ValidationError } from "./errors";
import type { Group, Input } from "./resources";
import type { CallOptions, WriteOptions } from "./transport";
import type { Contract } from "../convex/component/contract";

type RbacOperations = Contract["rbac"];
type MemberRole = Input<Contract["organizations"]["updateMemberRole"]>;
type Member = ReturnType<Group<"organizations">["updateMemberRole"]>;

/**
 * One permission (`permission`) or several (`permissions`, `operator`), of the subject that
 * `userId` and `organizationId` say.
 */
export type PermissionCheck =
  Input<RbacOperations["checkPermission"]> | Input<RbacOperations["checkPermissions"]>;
/** Whose roles are taken away, and what is left instead. */
export type RoleRevocation = Omit<MemberRole, "role"> & {
  /** Default `member`. `owner`, `admin` and `super_admin` are refused. */
  readonly fallbackRole?: string;
};

export interface RbacReads {
  /**
   * Whether the subject holds the permission, or the permissions (`all` of them unless `operator`
   * is `any`): `checkPermission` or `checkPermissions`, as a boolean.
   *
   * ```ts
   * if (await client.rbac.hasPermission({ userId, organizationId, permission: "employee.read" })) …
   * ```
   */
  hasPermission(check: PermissionCheck, options?: CallOptions): Promise<boolean>;
  /** As `hasPermission`, but rejects with a `ForbiddenError` that names what was asked for. */
  requirePermission(check: PermissionCheck, options?: CallOptions): Promise<void>;
}

export interface RbacWrites {
  /**
   * Gives a member of an organization this role, or these, in place of those before:
   * `organizations.updateMemberRole`.
   */
  assignRole(input: MemberRole, options?: WriteOptions): Member;
  /**
   * Takes all roles of a member away but `fallbackRole`, which is `member` unless given and never
   * an admin role. 409 for the last owner, unless `force`.
   */
  revokeRole(input: RoleRevocation, options?: WriteOptions): Member;
}

const adminRoles: readonly string[] = ["owner", "admin", "super_admin"];

/** @param groups the client's own, as the contract makes them */
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
        message: `Missing permission: ${textOf(check)}`,
      });
    },
    assignRole: async (input, options) => await organizations.updateMemberRole(input, options),
    revokeRole: async ({ fallbackRole = "member", ...input }, options) => {
      if (fallbackRole.split(",").some((role) => adminRoles.includes(role.trim())))
        throw refusedFallback(fallbackRole);
      return await organizations.updateMemberRole({ ...input, role: fallbackRole }, options);
    },
  };
}

function textOf(check: PermissionCheck): string {
  if (!("permissions" in check)) return slugOf(check.permission);
  return check.permissions.map(slugOf).join(check.operator === "any" ? " or " : ", ");
}

const slugOf = (permission: string | { resource: string; action: string }) =>
  typeof permission === "string" ? permission : `${permission.resource}.${permission.action}`;

function refusedFallback(role: string): ValidationError {
  const message = `${role} is no role to fall back to; assignRole gives it`;
  return new ValidationError({
    status: 422,
    code: "validation_error",
    message: `fallbackRole: ${message}`,
    errors: [{ field: "fallbackRole", message, code: "admin_role" }],
  });
}
