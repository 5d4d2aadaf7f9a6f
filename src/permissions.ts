/**
 * Permission checks inside the installing app's own queries and mutations: one read of the
 * component, reactive, in the function's own transaction.
 */
import type { FunctionReference } from "convex/server";
import { ForbiddenError } from "./errors";

/** Who is asked about, and for what. */
export interface PermissionQuestion {
  readonly projectId: string;
  readonly userId: string;
  /**
   * The session with which the user calls (`session.id` of `requireUser`): then nothing is held in
   * an organization whose policies (`requireMfa`, `ssoEnforced`) it does not meet, or when it is
   * over. Left out, policies are not asked.
   */
  readonly sessionId?: string;
  /** Whose roles count besides the project roles. */
  readonly organizationId?: string;
  /** One slug (`employee.read`) or several. */
  readonly permission: string | readonly string[];
  /** Whether all of several must be held (the default), or any. */
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
 * Whether the user holds the permission. False for a banned user, and for anything that is not
 * there. In a query it is reactive: a changed role or membership, and nothing else, runs the query
 * again.
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

/** As `hasPermission`, but throws `ForbiddenError` that names what was asked for. */
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
