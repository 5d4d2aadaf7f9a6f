import { invalidField, notFound } from "../core/errors";
import type { OperationInput } from "../wire/operation";
import { findProjectRolePermissions, findUserPermissions } from "../rbac/userPermissions";
import type { ReadContext } from "../tenancy/functions";
import type { users } from "./contract";

/** Whether a user or a project role has all of the permissions. Considers project roles only. */
export async function hasProjectPermission(
  ctx: ReadContext,
  input: OperationInput<typeof users.hasPermission>,
): Promise<boolean> {
  const wanted = [...(input.permission ?? []), ...(input.permissions ?? [])];
  if (wanted.length === 0)
    throw invalidField("permissions", "Required, unless permission is given", "invalid_type");
  if ((input.userId === undefined) === (input.role === undefined))
    throw invalidField(
      input.role === undefined ? "userId" : "role",
      "Expected exactly one of userId and role",
      "exclusive",
    );
  const held = await (input.userId !== undefined
    ? findUserPermissions(ctx.db, input.userId, undefined, ctx.now)
    : findProjectRolePermissions(ctx.db, input.role ?? ""));
  if (held === null) throw notFound(input.userId !== undefined ? "User" : "Role");
  return held.missing(wanted) === null;
}
