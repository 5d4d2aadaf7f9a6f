import type { Doc } from "../_generated/dataModel";
import { notFound, problem } from "../core/errors";
import { newId } from "../core/ids";
import type { OperationInput } from "../wire/operation";
import { documentedPermissions } from "../core/permissions";
import type { TenantReader } from "../tenancy/database";
import type { ReadContext, WriteContext } from "../tenancy/functions";
import { builtInPermission, builtInPermissions, isBuiltInPermission } from "./catalogue";
import type { Permission, rbac } from "./contract";
import { assertHolds } from "./grants";

type PermissionRow = Doc<"permissions">;
type Input<M extends keyof typeof rbac> = OperationInput<(typeof rbac)[M]>;

const MAXIMUM_PERMISSIONS = 500;

/** The only place where a row becomes the permission of the wire. */
function present(row: PermissionRow): Permission {
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
    ...builtInPermissions.map((permission) => ({
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
      `A project has at most ${MAXIMUM_PERMISSIONS} permissions of its own; delete one first`,
    );
  }
  const { name, slug, description = null } = input;
  const row = {
    id: newId("permission", ctx.now),
    name,
    slug,
    description,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  };
  await ctx.db.insert("permissions", row);
  const permission = present(row as unknown as PermissionRow); // nobody looks at the fields that the insert adds
  await ctx.record({
    type: "permission.created",
    targets: [targetOf(permission)],
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
  const [old, permission] = [present(before), present(after)];
  await ctx.record({
    type: "permission.updated",
    targets: [targetOf(permission)],
    data: permission,
    changes: { before: old, after: permission },
  });
  return permission;
}

export async function deletePermission(ctx: WriteContext, id: string): Promise<void> {
  const permission = await getPermission(ctx.db, id);
  const roles = await rolesNaming(ctx.db, permission.slug);
  if (roles.length > 0)
    throw problem(
      "conflict",
      `The permission ${permission.slug} cannot be deleted while ${roles.length} roles name it`,
    );
  await ctx.db.delete("permissions", permission);
  await ctx.record({
    type: "permission.deleted",
    targets: [targetOf(permission)],
    data: present(permission),
  });
}

/**
 * Every slug is in the catalogue, and every pattern covers one that is, unless it may stand for
 * what is to come; a name of the documentation stands for what it describes. At most one read for
 * each.
 */
export async function assertKnown(
  db: TenantReader,
  slugs: readonly string[],
  { ofTheFuture }: { ofTheFuture: boolean },
): Promise<void> {
  for (const [index, slug] of slugs.entries()) {
    if (
      slug.endsWith("*")
        ? ofTheFuture || (await coversOne(db, slug.slice(0, -1)))
        : await isKnown(db, slug)
    )
      continue;
    const field = `permissions[${index}]`;
    throw problem("validation_error", `${field}: There is no permission ${slug}`, {
      errors: [
        {
          field,
          message: `There is no permission ${slug}; create it first (rbac.createPermission)`,
          code: "unknown_permission",
        },
      ],
    });
  }
}

const isKnown = async (db: TenantReader, slug: string): Promise<boolean> =>
  isBuiltInPermission(slug) ||
  slug in documentedPermissions ||
  (await findPermission(db, slug)) !== null;

async function coversOne(db: TenantReader, beginning: string): Promise<boolean> {
  const isUnder = (slug: string) => slug.startsWith(beginning);
  if (
    builtInPermissions.some(({ slug }) => isUnder(slug)) ||
    Object.keys(documentedPermissions).some(isUnder)
  )
    return true;
  const own = await db.range("permissions", "bySlug", (q) => q.gte("slug", beginning)).first();
  return own !== null && isUnder(own.slug);
}

async function renameInRoles(ctx: WriteContext, from: string, to: string): Promise<void> {
  const roles = await rolesNaming(ctx.db, from);
  // Who renames what roles grant takes the one permission from them and gives them the other.
  if (roles.length > 0) assertHolds(ctx, [from, to]);
  for (const role of roles) {
    await ctx.db.patch("roles", role, {
      permissions: role.permissions.map((slug) => (slug === from ? to : slug)),
      updatedAt: ctx.now,
    });
  }
}

/** A project has at most 200 roles, so this is bounded. */
async function rolesNaming(db: TenantReader, slug: string): Promise<Doc<"roles">[]> {
  return (await db.range("roles", "byProjectId").take(200)).filter((role) =>
    role.permissions.includes(slug),
  );
}

async function getPermission(db: TenantReader, id: string): Promise<PermissionRow> {
  const builtIn = builtInPermission(id);
  if (builtIn) throw problem("forbidden", `The built-in permission ${builtIn.slug} stays as it is`);
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
  throw problem("conflict", `There is a permission ${slug}`, {
    errors: [{ field: "slug", message: "Taken by another permission", code: "taken" }],
  });
}

const targetOf = (permission: Pick<PermissionRow, "id" | "slug">) => ({
  type: "permission",
  id: permission.id,
  name: permission.slug,
});
