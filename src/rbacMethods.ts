/**
 * Methods of `client.rbac` composed of the contract's operations, under the names of the product's
 * documentation.
 */
import type { Contract } from "../convex/component/contract";
import { ForbiddenError, ValidationError } from "./errors";
import type { Input } from "./parameters";
import type { Method } from "./methodTypes";
import type { CallOptions } from "./transport";

type RbacOperations = Contract["rbac"];

/**
 * One permission (`permission`) or several (`permissions`, `operator`) of the subject named by
 * `userId` and `organizationId`.
 */
export type PermissionCheck =
  Input<RbacOperations["checkPermission"]> | Input<RbacOperations["checkPermissions"]>;
/** A member, by its id or its user's. */
export type NamedMember = {
  readonly organizationId: string;
  readonly projectId?: string;
} & (
  | { readonly userId: string; readonly memberIdOrUserId?: undefined }
  | { readonly memberIdOrUserId: string; readonly userId?: undefined }
);
/** The member and its new role or roles. */
export type RoleAssignment = NamedMember & {
  readonly role: string | string[];
  readonly force?: boolean;
};
/** The member whose roles are revoked, and the role that replaces them. */
export type RoleRevocation = NamedMember & {
  /** Default `member`. `owner`, `admin` and `super_admin` are refused. */
  readonly fallbackRole?: string;
  readonly force?: boolean;
};

export interface RbacReads {
  /**
   * Returns whether the caller has the permission: `hasPermission(projectId, permission)`; or
   * whether a subject has a permission or permissions (`all` of them unless `operator` is `any`):
   * `checkPermission` or `checkPermissions` as a boolean.
   *
   * ```ts
   * if (await client.rbac.hasPermission({ userId, organizationId, permission: "employee.read" })) …
   * ```
   */
  hasPermission(
    projectId: string | undefined,
    permission: string,
    options?: CallOptions,
  ): Promise<boolean>;
  hasPermission(check: PermissionCheck, options?: CallOptions): Promise<boolean>;
  /**
   * Like `hasPermission`, but rejects with a `ForbiddenError` that names the missing permissions.
   */
  requirePermission(
    projectId: string | undefined,
    permission: string,
    options?: CallOptions,
  ): Promise<void>;
  requirePermission(check: PermissionCheck, options?: CallOptions): Promise<void>;
}

export interface RbacWrites {
  /**
   * Replaces the roles of an organization's member with this role or these roles:
   * `organizations.updateMemberRole`.
   */
  assignRole(input: RoleAssignment, options?: CallOptions): Promise<void>;
  /**
   * Replaces all roles of a member with `fallbackRole`: `member` by default, never an admin role.
   * 409 for the last owner, unless `force` is set.
   */
  revokeRole(input: RoleRevocation, options?: CallOptions): Promise<void>;
}

const adminRoles: readonly string[] = ["owner", "admin", "super_admin"];

type CheckArguments =
  | [projectId: string | undefined, permission: string, options?: CallOptions]
  | [check: PermissionCheck, options?: CallOptions];

/** @param groups the client's own groups of operations */
export function rbacMethods({
  rbac,
  organizations,
}: {
  rbac: {
    checkPermission: Method<RbacOperations["checkPermission"]>;
    checkPermissions: Method<RbacOperations["checkPermissions"]>;
  };
  organizations: { updateMemberRole: Method<Contract["organizations"]["updateMemberRole"]> };
}): RbacReads & RbacWrites {
  const isAllowed = async ({ check, options }: Check): Promise<boolean> =>
    ("permissions" in check
      ? await rbac.checkPermissions(check, options)
      : await rbac.checkPermission(check, options)
    ).allowed;
  return {
    hasPermission: async (...args: CheckArguments) => await isAllowed(readCheck(args)),
    requirePermission: async (...args: CheckArguments) => {
      const check = readCheck(args);
      if (await isAllowed(check)) return;
      throw new ForbiddenError({
        status: 403,
        code: "forbidden",
        message: `Missing permission: ${formatCheck(check.check)}`,
      });
    },
    assignRole: async (input, options) => {
      await organizations.updateMemberRole({ ...toMember(input), role: input.role }, options);
    },
    revokeRole: async ({ fallbackRole = "member", ...input }, options) => {
      if (fallbackRole.split(",").some((role) => adminRoles.includes(role.trim())))
        throw createFallbackError(fallbackRole);
      await organizations.updateMemberRole({ ...toMember(input), role: fallbackRole }, options);
    },
  };
}

interface Check {
  readonly check: PermissionCheck;
  readonly options: CallOptions | undefined;
}

function readCheck(args: CheckArguments): Check {
  const [first, second, third] = args;
  if (typeof first === "object") return { check: first, options: second as CallOptions }; // the second arm
  const check = { permission: second as string, ...(first ? { projectId: first } : {}) }; // the first arm
  return { check, options: third };
}

const toMember = ({ userId, memberIdOrUserId, ...input }: NamedMember) => ({
  ...input,
  memberIdOrUserId: memberIdOrUserId ?? userId ?? "", // one of them, by the type; else the runtime refuses it
});

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
