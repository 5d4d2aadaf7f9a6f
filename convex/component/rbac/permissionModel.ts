import type { Doc } from "../_generated/dataModel";
import { alreadyUsed, invalidField, notFound, problem } from "../core/errors";
import { newId } from "../core/ids";
import type { OperationInput } from "../wire/operation";
import { documentedPermissions } from "../core/permissions";
import type { RowFields, TenantReader } from "../tenancy/database";
import type { ReadContext, WriteContext } from "../tenancy/functions";
import {
  builtInPermissions,
  builtInSlugs,
  findBuiltInPermission,
  isBuiltInPermission,
} from "./catalogue";
import type { Permission, rbac } from "./contract";
import { assertHolds } from "./grants";

type PermissionRow = Doc<"permissions">;
type Input<M extends keyof typeof rbac> = OperationInput<(typeof rbac)[M]>;

const MAXIMUM_PERMISSIONS = 500;

/** The only place that converts a row to the `Permission` of the API. */
function present(row: RowFields<"permissions">): Permission {
  const { id, name, slug, description } = row;
  return {
    id,
    name,
    slug,
    description,
    isBuiltIn: false,
    createdAt: new Date(row.createdAt).toISOString(),
  };
}

export async function listPermissions(ctx: ReadContext): Promise<Permission[]> {
  const own = await ctx.db.range("permissions", "byProjectId").take(MAXIMUM_PERMISSIONS);
  return [
    ...builtInPermissions().map((permission) => ({
      ...permission,
      description: null,
      isBuiltIn: true,
      createdAt: null,
    })),
    ...own.map(present),
  ];
}

export async function createPermission(
  ctx: WriteContext,
  input: Input<"createPermission">,
): Promise<Permission> {
  await assertSlugFree(ctx.db, input.slug);
  if (
    (await ctx.db.range("permissions", "byProjectId").take(MAXIMUM_PERMISSIONS)).length ===
    MAXIMUM_PERMISSIONS
  ) {
    throw problem(
      "conflict",
      `A project can have at most ${MAXIMUM_PERMISSIONS} permissions of its own; delete one first`,
    );
  }
  const { name, slug, description = null } = input;
  const row = await ctx.db.insert("permissions", {
    id: newId("permission", ctx.now),
    name,
    slug,
    description,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  });
  const permission = present(row);
  await ctx.record({
    type: "permission.created",
    targets: [toTarget(permission)],
    data: permission,
  });
  return permission;
}

export async function updatePermission(
  ctx: WriteContext,
  input: Input<"updatePermission">,
): Promise<Permission> {
  const { id, ...fields } = input;
  const before = await getPermission(ctx.db, id);
  if (fields.slug !== undefined && fields.slug !== before.slug) {
    await assertSlugFree(ctx.db, fields.slug);
    await renameInRoles(ctx, before.slug, fields.slug);
  }
  const after = await ctx.db.patch("permissions", before, { ...fields, updatedAt: ctx.now });
  const permission = present(after);
  await ctx.record({
    type: "permission.updated",
    targets: [toTarget(permission)],
    data: permission,
    before: present(before),
  });
  return permission;
}

export async function deletePermission(ctx: WriteContext, id: string): Promise<void> {
  const permission = await getPermission(ctx.db, id);
  const roles = await loadRolesWithPermission(ctx.db, permission.slug);
  if (roles.length > 0)
    throw problem(
      "conflict",
      `The permission ${permission.slug} cannot be deleted while ${roles.length} ${roles.length === 1 ? "role includes" : "roles include"} it`,
    );
  await ctx.db.delete("permissions", permission);
  await ctx.record({
    type: "permission.deleted",
    targets: [toTarget(permission)],
    data: present(permission),
  });
}

/**
 * Checks that every slug is in the catalogue, and that every pattern covers at least one
 * permission, unless `allowUnmatchedPatterns`, for patterns that may cover permissions created
 * later. Slugs that the documentation uses count as the permissions they stand for. At most one
 * read per slug.
 */
export async function assertKnown(
  db: TenantReader,
  slugs: readonly string[],
  { allowUnmatchedPatterns }: { allowUnmatchedPatterns: boolean },
): Promise<void> {
  for (const [index, slug] of slugs.entries()) {
    if (
      slug.endsWith("*")
        ? allowUnmatchedPatterns || (await matchesAnyPermission(db, slug.slice(0, -1)))
        : await isKnown(db, slug)
    )
      continue;
    const field = `permissions[${index}]`;
    throw invalidField(
      field,
      `Unknown permission: ${slug}; create it first with rbac.createPermission`,
      "unknown_permission",
    );
  }
}

const isKnown = async (db: TenantReader, slug: string): Promise<boolean> =>
  isBuiltInPermission(slug) ||
  slug in documentedPermissions ||
  (await findPermission(db, slug)) !== null;

async function matchesAnyPermission(db: TenantReader, beginning: string): Promise<boolean> {
  const isUnder = (slug: string) => slug.startsWith(beginning);
  if (builtInSlugs.some(isUnder) || Object.keys(documentedPermissions).some(isUnder)) return true;
  const own = await db.range("permissions", "bySlug", (q) => q.gte("slug", beginning)).first();
  return own !== null && isUnder(own.slug);
}

async function renameInRoles(ctx: WriteContext, from: string, to: string): Promise<void> {
  const roles = await loadRolesWithPermission(ctx.db, from);
  // Renaming a permission takes the old one from these roles and grants them the new one.
  if (roles.length > 0) assertHolds(ctx, [from, to]);
  for (const role of roles) {
    await ctx.db.patch("roles", role, {
      permissions: role.permissions.map((slug) => (slug === from ? to : slug)),
      updatedAt: ctx.now,
    });
  }
}

/** A project has at most 200 roles, so this is bounded. */
async function loadRolesWithPermission(db: TenantReader, slug: string): Promise<Doc<"roles">[]> {
  return (await db.range("roles", "byProjectId").take(200)).filter((role) =>
    role.permissions.includes(slug),
  );
}

async function getPermission(db: TenantReader, id: string): Promise<PermissionRow> {
  const builtIn = findBuiltInPermission(id);
  if (builtIn)
    throw problem(
      "forbidden",
      `The built-in permission ${builtIn.slug} cannot be changed or deleted`,
    );
  const permission = await db.get("permissions", id);
  if (!permission) throw notFound("Permission");
  return permission;
}

const findPermission = (db: TenantReader, slug: string) =>
  db.range("permissions", "bySlug", (q) => q.eq("slug", slug)).unique();

async function assertSlugFree(db: TenantReader, slug: string): Promise<void> {
  if (
    !isBuiltInPermission(slug) &&
    !(slug in documentedPermissions) &&
    !(await findPermission(db, slug))
  )
    return;
  throw alreadyUsed(
    "slug",
    "another permission",
    `A permission with the slug ${slug} already exists`,
  );
}

const toTarget = (permission: Pick<PermissionRow, "id" | "slug">) => ({
  type: "permission",
  id: permission.id,
  name: permission.slug,
});
