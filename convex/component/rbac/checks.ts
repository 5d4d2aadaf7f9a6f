import type { Doc } from "../_generated/dataModel";
import { notFound } from "../errors";
import type { OperationInput } from "../operation";
import { isBeingDeleted } from "../organizations/state";
import { PermissionSet } from "../permissions";
import type { TenantReader } from "../tenancy/database";
import type { ReadContext } from "../tenancy/functions";
import type { RoleScope } from "./catalogue";
import { isBanned } from "../users/ban";
import type { rbac } from "./contract";
import { findRole } from "./model";

type Subject = { type: "user" | "api_key" | "app"; id: string };
type Input<M extends keyof typeof rbac> = OperationInput<(typeof rbac)[M]>;

export async function check(
  ctx: ReadContext,
  permissions: readonly string[],
  operator: "all" | "any",
  about: Pick<Input<"checkPermission">, "userId" | "organizationId">,
): Promise<{ allowed: boolean; subject: Subject }> {
  const { set, subject } = await subjectOf(ctx, about);
  const allowed = operator === "all" ? permissions.every((slug) => set.allows(slug)) : permissions.some((slug) => set.allows(slug));
  return { allowed, subject };
}

export async function myPermissions(ctx: ReadContext, organizationId: string | undefined): Promise<string[]> {
  return (await subjectOf(ctx, { organizationId })).set.list();
}

/** What a project role grants; null when there is none of that slug. */
export async function permissionsOfRole(db: TenantReader, slug: string): Promise<PermissionSet | null> {
  const role = await findRole(db, "project", slug);
  return role && new PermissionSet(role.permissions);
}

async function subjectOf(ctx: ReadContext, { userId, organizationId }: { userId?: string; organizationId?: string }): Promise<{ set: PermissionSet; subject: Subject }> {
  const { caller } = ctx;
  const bound = caller.organizationId;
  if (bound !== null && organizationId !== undefined && organizationId !== bound) throw notFound("Organization");
  if (userId !== undefined) {
    // For a key of one organization there are its members, and nobody else.
    if (bound !== null && !(await findMember(ctx.db, bound, userId))) throw notFound("User");
    const set = await permissionsOfUser(ctx.db, userId, organizationId ?? bound ?? undefined, ctx.now);
    if (set === null) throw notFound("User");
    return { set, subject: { type: "user", id: userId } };
  }
  return { set: caller.permissions, subject: { type: caller.actor.type === "api_key" ? "api_key" : "app", id: caller.actor.id } };
}

/**
 * What a user holds: the project roles everywhere, the roles of the membership in that organization alone. Null when the project has no such user; nothing for a banned one.
 * Reads the user, the member, and each role held, however many there are of anything, and nothing that changes with other members.
 */
export async function permissionsOfUser(db: TenantReader, userId: string, organizationId: string | undefined, now: number): Promise<PermissionSet | null> {
  const user = await db.get("users", userId);
  if (!user) return null;
  if (isBanned(user, now)) return PermissionSet.none;
  const member = organizationId === undefined ? null : await findMember(db, organizationId, userId);
  return new PermissionSet([...(await grants(db, "project", user.roles)), ...(await grants(db, "organization", member?.roles ?? []))]);
}

/** Null as soon as the organization's deletion begins: its members go in batches. */
async function findMember(db: TenantReader, organizationId: string, userId: string): Promise<Doc<"members"> | null> {
  const member = await db.range("members", "byUser", (q) => q.eq("userId", userId).eq("organizationId", organizationId)).unique();
  return member && !(await isBeingDeleted(db, organizationId)) ? member : null;
}

async function grants(db: TenantReader, scope: RoleScope, slugs: readonly string[]): Promise<string[]> {
  const roles = await Promise.all(slugs.map((slug) => findRole(db, scope, slug)));
  return roles.flatMap((role) => role?.permissions ?? []);
}
