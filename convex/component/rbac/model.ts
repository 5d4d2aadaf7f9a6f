import type { Doc } from "../_generated/dataModel";
import { alreadyUsed, invalidField, notFound, problem } from "../core/errors";
import { newId } from "../core/ids";
import type { OperationInput } from "../wire/operation";
import type { RowFields, TenantReader, TenantWriter } from "../tenancy/database";
import type { ReadContext, WriteContext } from "../tenancy/functions";
import { addToTotal, subtractFromTotal, type Total } from "../tenancy/totals";
import { seededRoles, SUPER_ADMIN, type RoleScope } from "./catalogue";
import type { Role, rbac } from "./contract";
import { assertHolds } from "./grants";
import { assertKnown } from "./permissionModel";

export type RoleRow = Doc<"roles">;
type Input<M extends keyof typeof rbac> = OperationInput<(typeof rbac)[M]>;

const MAXIMUM_ROLES = 200;
/** Holders are counted up to this number. */
const MAXIMUM_COUNTED = 1_000;

/** The only place that converts a row to the `Role` of the API. */
function present(row: RowFields<"roles">): Role {
  const { id, name, slug, description, scope, permissions, isDefault } = row;
  return {
    id,
    name,
    slug,
    description,
    scope,
    permissions,
    isDefault,
    createdAt: new Date(row.createdAt).toISOString(),
  };
}

/**
 * Inserts the roles that a project starts with. Called in the transaction that creates the project.
 */
export async function seedRoles(db: TenantWriter, now: number): Promise<void> {
  for (const [index, role] of seededRoles.entries()) {
    // A millisecond apart, because lists are sorted by id.
    await db.insert("roles", {
      ...role,
      id: newId("role", now + index),
      permissions: [...role.permissions],
      createdAt: now,
      updatedAt: now,
    });
  }
}

export async function listRoles(ctx: ReadContext): Promise<Role[]> {
  return (await ctx.db.range("roles", "byProjectId").take(MAXIMUM_ROLES)).map(present);
}

export async function findRole(
  db: TenantReader,
  scope: RoleScope,
  slug: string,
): Promise<RoleRow | null> {
  return await db.range("roles", "bySlug", (q) => q.eq("scope", scope).eq("slug", slug)).unique();
}

const rolesTotal = (db: TenantReader): Total => ({
  subject: "roles",
  maximum: MAXIMUM_ROLES,
  countExisting: async () => (await db.range("roles", "byProjectId").take(MAXIMUM_ROLES)).length,
});

export async function createRole(ctx: WriteContext, input: Input<"createRole">): Promise<Role> {
  assertSlugOfScope(input.scope, input.slug);
  await assertSlugFree(ctx.db, input.scope, input.slug);
  await assertGrantable(ctx, input.permissions);
  if (!(await addToTotal(ctx.db, rolesTotal(ctx.db))))
    throw problem(
      "conflict",
      `A project can have at most ${MAXIMUM_ROLES} roles; delete one first`,
    );
  const { name, slug, description = null, permissions, scope } = input;
  const row = await ctx.db.insert("roles", {
    id: newId("role", ctx.now),
    name,
    slug,
    description,
    permissions,
    scope,
    isDefault: false,
    isFixed: false,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  });
  const role = present(row);
  await ctx.record({ type: "role.created", targets: [toTarget(role)], data: role });
  return role;
}

export async function updateRole(ctx: WriteContext, input: Input<"updateRole">): Promise<Role> {
  const { id, ...fields } = input;
  const before = await getRole(ctx.db, id);
  const changesMeaning = fields.slug !== undefined || fields.permissions !== undefined;
  if (before.isFixed && changesMeaning)
    throw problem(
      "forbidden",
      `The slug and permissions of the built-in role ${before.slug} cannot be changed`,
    );
  if (changesMeaning) assertHolds(ctx, before.permissions);
  await assertGrantable(ctx, fields.permissions ?? []);
  if (fields.slug !== undefined && fields.slug !== before.slug) {
    assertOwn(before);
    await assertUnheld(ctx.db, before, "renamed");
    assertSlugOfScope(before.scope, fields.slug);
    await assertSlugFree(ctx.db, before.scope, fields.slug);
  }
  const after = await ctx.db.patch("roles", before, { ...fields, updatedAt: ctx.now });
  const role = present(after);
  await ctx.record({
    type: "role.updated",
    targets: [toTarget(role)],
    data: role,
    before: present(before),
  });
  return role;
}

export async function deleteRole(ctx: WriteContext, id: string): Promise<void> {
  const role = await getRole(ctx.db, id);
  assertOwn(role);
  await assertUnheld(ctx.db, role, "deleted");
  await subtractFromTotal(ctx.db, rolesTotal(ctx.db));
  await ctx.db.delete("roles", role);
  await ctx.record({ type: "role.deleted", targets: [toTarget(role)], data: present(role) });
}

async function assertGrantable(ctx: ReadContext, permissions: readonly string[]): Promise<void> {
  await assertKnown(ctx.db, permissions, { allowUnmatchedPatterns: true });
  assertHolds(ctx, permissions);
}

async function getRole(db: TenantReader, id: string): Promise<RoleRow> {
  const role = await db.get("roles", id);
  if (!role) throw notFound("Role");
  return role;
}

/**
 * Reserves `super_admin`, which means every permission in the project, so that no organization role
 * can be mistaken for it.
 */
function assertSlugOfScope(scope: RoleScope, slug: string): void {
  if (scope === "organization" && slug === SUPER_ADMIN)
    throw invalidField(
      "slug",
      `${SUPER_ADMIN} is reserved for a project role; choose another slug`,
      "reserved",
    );
}

async function assertSlugFree(db: TenantReader, scope: RoleScope, slug: string): Promise<void> {
  if (!(await findRole(db, scope, slug))) return;
  throw alreadyUsed(
    "slug",
    "another role",
    `The project already has ${scope === "project" ? "a project" : "an organization"} role with the slug ${slug}`,
  );
}

/** Built-in roles cannot be renamed or deleted, because their slugs are defaults of the API. */
function assertOwn(role: RoleRow): void {
  if (seededRoles.some(({ scope, slug }) => scope === role.scope && slug === role.slug))
    throw problem("forbidden", `The built-in role ${role.slug} cannot be renamed or deleted`);
}

async function assertUnheld(
  db: TenantReader,
  { scope, slug }: RoleRow,
  what: string,
): Promise<void> {
  const holders = await db
    .range("roleAssignments", "byRole", (q) => q.eq("scope", scope).eq("role", slug))
    .take(MAXIMUM_COUNTED);
  if (holders.length === 0) return;
  const count =
    holders.length === MAXIMUM_COUNTED ? `at least ${MAXIMUM_COUNTED}` : String(holders.length);
  const noun = scope === "project" ? "user" : "member";
  throw problem(
    "conflict",
    `The role ${slug} cannot be ${what} while it is held by ${count} ${noun}${holders.length === 1 ? "" : "s"}`,
  );
}

const toTarget = (role: Pick<RoleRow, "id" | "slug">) => ({
  type: "role",
  id: role.id,
  name: role.slug,
});
