import { notFound, problem } from "../core/errors";
import type { OperationInput } from "../wire/operation";
import type { PermissionSet } from "../core/permissions";
import type { CallersSession } from "../tenancy/caller";
import type { ReadContext } from "../tenancy/functions";
import type { rbac } from "./contract";
import { loadSessionPermissions } from "./sessionPermissions";
import { findMembership, loadPermissions, findUserPermissions } from "./userPermissions";

type Subject = { type: "user" | "api_key" | "app" | "operator"; id: string };
type Input<M extends keyof typeof rbac> = OperationInput<(typeof rbac)[M]>;
type About = Pick<Input<"checkPermission">, "userId" | "organizationId">;

export async function check(
  ctx: ReadContext,
  permissions: readonly string[],
  operator: "all" | "any",
  about: About,
): Promise<{ allowed: boolean; subject: Subject }> {
  const { set, subject } = await loadSubject(ctx, about);
  const allowed =
    operator === "all"
      ? permissions.every((slug) => set.allows(slug))
      : permissions.some((slug) => set.allows(slug));
  return { allowed, subject };
}

export async function loadCallerPermissions(
  ctx: ReadContext,
  organizationId: string | undefined,
): Promise<string[]> {
  return [...new Set((await loadSubject(ctx, { organizationId })).set.list())];
}

async function loadSubject(
  ctx: ReadContext,
  about: About,
): Promise<{ set: PermissionSet; subject: Subject }> {
  const { caller } = ctx;
  const { userId, organizationId } = about;
  if (caller.session) return await loadSessionSubject(ctx, caller.session, about);
  const bound = caller.organizationId;
  if (bound !== null && organizationId !== undefined && organizationId !== bound)
    throw notFound("Organization");
  if (userId !== undefined) return await loadUserSubject(ctx, { userId, organizationId, bound });
  return {
    set: caller.permissions,
    subject: { type: findSubjectType(caller), id: caller.actor.id },
  };
}

function findSubjectType({ key, operator }: ReadContext["caller"]): Subject["type"] {
  if (key) return "api_key";
  return operator ? "operator" : "app";
}

/**
 * A session can check its own user. Checking another user requires `permission.check`: by a project
 * role, or by a role in the organization, which covers its members only.
 */
async function loadSessionSubject(
  ctx: ReadContext,
  session: CallersSession,
  { userId, organizationId }: About,
): Promise<{ set: PermissionSet; subject: Subject }> {
  const { db } = ctx;
  if (userId === undefined || userId === session.user.id)
    return {
      set: await loadSessionPermissions(db, session, organizationId),
      subject: { type: "user", id: session.user.id },
    };
  if ((await loadPermissions(db, session.user, null)).allows(CHECK_PERMISSION))
    return await loadUserSubject(ctx, { userId, organizationId, bound: null });
  const mayCheck =
    organizationId !== undefined &&
    (await loadSessionPermissions(db, session, organizationId)).allows(CHECK_PERMISSION);
  if (!mayCheck) throw problem("forbidden", `Missing permission: ${CHECK_PERMISSION}`);
  return await loadUserSubject(ctx, { userId, organizationId, bound: organizationId });
}

const CHECK_PERMISSION = "permission.check";

/** A caller bound to an organization can check its members only. */
async function loadUserSubject(
  { db, now }: ReadContext,
  {
    userId,
    organizationId,
    bound,
  }: { userId: string; organizationId?: string; bound: string | null },
): Promise<{ set: PermissionSet; subject: Subject }> {
  if (bound !== null && !(await findMembership(db, bound, userId))) throw notFound("User");
  const set = await findUserPermissions(db, userId, organizationId ?? bound ?? undefined, now);
  if (set === null) throw notFound("User");
  return { set, subject: { type: "user", id: userId } };
}
