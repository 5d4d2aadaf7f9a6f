import type { Doc } from "../_generated/dataModel";
import { invalidField, notFound, problem } from "../core/errors";
import { newId } from "../core/ids";
import type { OperationInput } from "../wire/operation";
import type { TenantReader, TenantWriter } from "../tenancy/database";
import type { ReadContext, WriteContext } from "../tenancy/functions";
import { seededRoles, SUPER_ADMIN, type RoleScope } from "./catalogue";
import type { Role, rbac } from "./contract";
import { assertHolds } from "./grants";
import { assertKnown } from "./permissionModel";

export type RoleRow = Doc<"roles">;
type Input<M extends keyof typeof rbac> = OperationInput<(typeof rbac)[M]>;

const MAXIMUM_ROLES = 200;
/** Who holds a role is counted up to here: enough to see that it is too many to move by hand. */
const MAXIMUM_COUNTED = 1_000;

/** The only place where a row becomes the role of the wire. */
export function present(row: RoleRow): Role {
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

/** The roles that a project begins with. Called in the transaction that makes the project. */
export async function seedRoles(db: TenantWriter, now: number): Promise<void> {
  for (const [index, role] of seededRoles.entries()) {
    // A millisecond apart, because lists go by id.
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

export async function createRole(ctx: WriteContext, input: Input<"createRole">): Promise<Role> {
  assertSlugOfScope(input.scope, input.slug);
  await assertSlugFree(ctx.db, input.scope, input.slug);
  await assertGrantable(ctx, input.permissions);
  if ((await ctx.db.range("roles", "byProjectId").take(MAXIMUM_ROLES)).length === MAXIMUM_ROLES) {
    throw problem("conflict", `A project has at most ${MAXIMUM_ROLES} roles; delete one first`);
  }
  const { name, slug, description = null, permissions, scope } = input;
  const row = {
    ...{ id: newId("role", ctx.now), name, slug, description, permissions, scope },
    ...{ isDefault: false, isFixed: false, createdAt: ctx.now, updatedAt: ctx.now },
  };
  await ctx.db.insert("roles", row);
  const role = present(row as unknown as RoleRow); // nobody looks at the fields that the insert adds
  await ctx.record({ type: "role.created", targets: [targetOf(role)], data: role });
  return role;
}

export async function updateRole(ctx: WriteContext, input: Input<"updateRole">): Promise<Role> {
  const { id, ...fields } = input;
  const before = await getRole(ctx.db, id);
  const changesMeaning = fields.slug !== undefined || fields.permissions !== undefined;
  if (before.isFixed && changesMeaning)
    throw problem("forbidden", `The role ${before.slug} keeps its slug and permissions`);
  if (changesMeaning) assertHolds(ctx, before.permissions);
  await assertGrantable(ctx, fields.permissions ?? []);
  if (fields.slug !== undefined && fields.slug !== before.slug) {
    assertOwn(before);
    await assertUnheld(ctx.db, before, "renamed");
    assertSlugOfScope(before.scope, fields.slug);
    await assertSlugFree(ctx.db, before.scope, fields.slug);
  }
  const after = await ctx.db.patch("roles", before, { ...fields, updatedAt: ctx.now });
  const [old, role] = [present(before), present(after)];
  await ctx.record({
    type: "role.updated",
    targets: [targetOf(role)],
    data: role,
    changes: { before: old, after: role },
  });
  return role;
}

export async function deleteRole(ctx: WriteContext, id: string): Promise<void> {
  const role = await getRole(ctx.db, id);
  assertOwn(role);
  await assertUnheld(ctx.db, role, "deleted");
  await ctx.db.delete("roles", role);
  await ctx.record({ type: "role.deleted", targets: [targetOf(role)], data: present(role) });
}

async function assertGrantable(ctx: ReadContext, permissions: readonly string[]): Promise<void> {
  await assertKnown(ctx.db, permissions, { ofTheFuture: true });
  assertHolds(ctx, permissions);
}

async function getRole(db: TenantReader, id: string): Promise<RoleRow> {
  const role = await db.get("roles", id);
  if (!role) throw notFound("Role");
  return role;
}

/** `super_admin` means everything in the project: nobody is to meet it as the name of less. */
function assertSlugOfScope(scope: RoleScope, slug: string): void {
  if (scope === "organization" && slug === SUPER_ADMIN)
    throw invalidField("slug", `${SUPER_ADMIN} is a project role`, "reserved");
}

async function assertSlugFree(db: TenantReader, scope: RoleScope, slug: string): Promise<void> {
  if (!(await findRole(db, scope, slug))) return;
  throw problem("conflict", `A role of this scope has the slug ${slug}`, {
    errors: [{ field: "slug", message: "Taken by another role", code: "taken" }],
  });
}

/** The built-in roles stay: their slugs are defaults of the contract. */
function assertOwn(role: RoleRow): void {
  if (seededRoles.some(({ scope, slug }) => scope === role.scope && slug === role.slug))
    throw problem("forbidden", `The built-in role ${role.slug} stays`);
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
  throw problem(
    "conflict",
    `The role ${slug} cannot be ${what} while it is held by ${count} ${scope === "project" ? "users" : "members"}`,
  );
}

const targetOf = (role: Pick<RoleRow, "id" | "slug">) => ({
  type: "role",
  id: role.id,
  name: role.slug,
});
