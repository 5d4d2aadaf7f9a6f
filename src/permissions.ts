/**
 * Permission checks for the installing app's own queries and mutations: one reactive read of the
 * component in the function's own transaction.
 */
import type { FunctionReference } from "convex/server";
import { ForbiddenError } from "./errors";

/** The user to check and the permission to check for. */
export interface PermissionQuestion {
  readonly projectId: string;
  readonly userId: string;
  /**
   * The session of the call (`session.id` of `requireUser`). With it, the check fails when the
   * session has ended, and in organizations whose policies (`requireMfa`, `ssoEnforced`) the
   * session does not meet. Without it, policies are not checked.
   */
  readonly sessionId?: string;
  /** The organization whose roles count in addition to project roles. */
  readonly organizationId?: string;
  /** One slug (`employee.read`) or several. */
  readonly permission: string | readonly string[];
  /** Whether the user needs all of several permissions (the default) or any of them. */
  readonly operator?: "all" | "any";
}

type Holds = FunctionReference<
  "query",
  "public" | "internal",
  {
    projectId: string;
    userId: string;
    sessionId?: string;
    organizationId?: string;
    permissions: string[];
    operator: "all" | "any";
  },
  boolean
>;
type Component = { readonly rbac: { readonly holds: { readonly holds: Holds } } };
type Context = { readonly runQuery: (query: Holds, args: Holds["_args"]) => Promise<boolean> };

/**
 * Returns whether the user has the permission; false for a banned user and for ids that do not
 * exist. In a query it is reactive: only a change of the user's roles or memberships re-runs the
 * query.
 *
 * ```ts
 * if (!(await hasPermission(ctx, components.banataAuth, { projectId, userId, organizationId, permission: "employee.read" }))) return [];
 * ```
 */
export async function hasPermission(
  ctx: Context,
  component: Component,
  question: PermissionQuestion,
): Promise<boolean> {
  const { permission, operator = "all", ...about } = question;
  const permissions = typeof permission === "string" ? [permission] : [...permission];
  return await ctx.runQuery(component.rbac.holds.holds, { ...about, permissions, operator });
}

/** Like `hasPermission`, but throws a `ForbiddenError` that names the missing permissions. */
export async function requirePermission(
  ctx: Context,
  component: Component,
  question: PermissionQuestion,
): Promise<void> {
  if (await hasPermission(ctx, component, question)) return;
  const { permission, operator = "all" } = question;
  const wanted =
    typeof permission === "string"
      ? permission
      : permission.join(operator === "all" ? ", " : " or ");
  throw new ForbiddenError({
    status: 403,
    code: "forbidden",
    message: `Missing permission: ${wanted}`,
  });
}
