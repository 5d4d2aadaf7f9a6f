import type { Doc } from "../_generated/dataModel";
import { alreadyUsed, invalidField, notFound } from "../core/errors";
import { newId } from "../core/ids";
import type { OperationInput } from "../wire/operation";
import { page, type PageInput } from "../tenancy/page";
import type { TenantReader } from "../tenancy/database";
import type { ReadContext, WriteContext } from "../tenancy/functions";
import { changeMaximum } from "../tenancy/totals";
import { assertEnforceable, notEnforceable } from "../sso/enforcement";
import type { Organization, organizations } from "./contract";
import { membersTotal } from "./memberTotals";
import { saveAccessPolicy } from "./policies";
import { presentInvitation, presentMember, presentOrganization } from "./present";

export type OrganizationRow = Doc<"organizations">;
type Input<M extends keyof typeof organizations> = OperationInput<(typeof organizations)[M]>;

const FIRST_PAGE: PageInput = { limit: 20, order: "desc" };

/**
 * The organization. Throws 404 (for `what`) also when the caller's key is bound to another
 * organization.
 */
export async function getOrganization(
  ctx: Pick<ReadContext, "db" | "caller">,
  id: string,
  what = "Organization",
): Promise<OrganizationRow> {
  const bound = ctx.caller.organizationId;
  if (bound !== null && bound !== id) throw notFound(what);
  return await requireActiveOrganization(ctx.db, id, what);
}

/**
 * The organization without a check of the caller, for example for a user who responds to an
 * invitation.
 */
export async function requireActiveOrganization(
  db: TenantReader,
  id: string,
  what = "Organization",
): Promise<OrganizationRow> {
  const organization = await db.get("organizations", id);
  if (organization?.state !== "active") throw notFound(what);
  return organization;
}

export async function listOrganizations(
  ctx: ReadContext,
  { userId, ...input }: Input<"listOrganizations">,
) {
  const own = ctx.caller.session?.user.id;
  const isKnown = userId === undefined || (await ctx.db.get("users", userId)) !== null;
  if (!isKnown || (own ?? userId) !== (userId ?? own)) throw notFound("User");
  const bound = ctx.caller.organizationId;
  if (bound !== null && own === undefined) return await listBound(ctx, bound, userId);
  const named = own ?? userId;
  if (named !== undefined) return await listUserOrganizations(ctx, named, input);
  const { rows, listMetadata } = await page(
    ctx,
    "organizations",
    [{ index: "byState", equal: [["state", "active"]], key: "id" }],
    input,
  );
  return { data: rows.map(presentOrganization), listMetadata };
}

/** For a key that is bound to one organization. */
async function listBound(ctx: ReadContext, organizationId: string, userId: string | undefined) {
  const isListed =
    userId === undefined ||
    (await ctx.db
      .range("members", "byUser", (q) =>
        q.eq("userId", userId).eq("organizationId", organizationId),
      )
      .unique()) !== null;
  return {
    data: isListed ? [presentOrganization(await getOrganization(ctx, organizationId))] : [],
    listMetadata: { before: null, after: null },
  };
}

/** The organizations that the user is a member of. */
async function listUserOrganizations(ctx: ReadContext, userId: string, input: PageInput) {
  const { rows, listMetadata } = await page(
    ctx,
    "members",
    [{ index: "byUser", equal: [["userId", userId]], key: "organizationId" }],
    input,
  );
  const found = await Promise.all(
    rows.map(async ({ organizationId }) => await ctx.db.get("organizations", organizationId)),
  );
  return {
    data: found.flatMap((row) => (row?.state === "active" ? presentOrganization(row) : [])),
    listMetadata,
  };
}

export async function getFullOrganization(
  ctx: ReadContext,
  { organizationId, organizationSlug }: Input<"getOrganization">,
) {
  const organization = await getOrganization(
    ctx,
    organizationId ?? (await requireIdBySlug(ctx.db, organizationSlug)),
  );
  const segment = {
    index: "byOrganization",
    equal: [["organizationId", organization.id]],
    key: "id",
  } as const;
  const { permissions } = ctx.caller;
  const members = permissions.allows("member.read")
    ? (await page(ctx, "members", [segment], FIRST_PAGE)).rows
    : [];
  const invitations = permissions.allows("invitation.read")
    ? (await page(ctx, "invitations", [segment], FIRST_PAGE)).rows
    : [];
  return {
    ...presentOrganization(organization),
    members: members.map(presentMember),
    invitations: invitations.map(presentInvitation),
  };
}

export async function createOrganization(
  ctx: WriteContext,
  input: Input<"createOrganization">,
): Promise<Organization> {
  const {
    name,
    metadata = {},
    allowedEmailDomains = [],
    logo = null,
    maxMembers = null,
    requireMfa = false,
    ssoEnforced = false,
  } = input;
  if (input.slug !== undefined) await assertSlugFree(ctx.db, input.slug);
  if (ssoEnforced) throw notEnforceable("no_active_connection");
  const id = newId("organization", ctx.now);
  const row = await ctx.db.insert("organizations", {
    id,
    name,
    logo,
    maxMembers,
    requireMfa,
    ssoEnforced,
    allowedEmailDomains,
    slug: input.slug ?? (await findFreeSlug(ctx.db, name, id)),
    metadata: JSON.stringify(metadata),
    memberCount: 0,
    state: "active",
    createdAt: ctx.now,
    updatedAt: ctx.now,
  });
  await saveAccessPolicy(ctx.db, row);
  const organization = presentOrganization(row);
  await ctx.record({
    type: "organization.created",
    targets: [toTarget(organization)],
    data: organization,
    organizationId: id,
  });
  return organization;
}

export async function updateOrganization(
  ctx: WriteContext,
  input: Input<"updateOrganization">,
): Promise<Organization> {
  const { organizationId, data, ...flat } = input;
  const { metadata, ...fields } = { ...data, ...flat };
  const before = await getOrganization(ctx, organizationId);
  if (fields.slug !== undefined && fields.slug !== before.slug)
    await assertSlugFree(ctx.db, fields.slug);
  if (fields.ssoEnforced && !before.ssoEnforced)
    await assertEnforceable(ctx.db, organizationId, ctx.now);
  const changed = {
    ...fields,
    ...(metadata !== undefined ? { metadata: JSON.stringify(metadata) } : {}),
    updatedAt: ctx.now,
  };
  const after = await ctx.db.patch("organizations", before, changed);
  await saveAccessPolicy(ctx.db, after);
  if (after.maxMembers !== before.maxMembers) await changeMaximum(ctx.db, membersTotal(after));
  const organization = presentOrganization(after);
  await ctx.record({
    type: "organization.updated",
    targets: [toTarget(organization)],
    data: organization,
    before: presentOrganization(before),
    organizationId,
  });
  return organization;
}

async function requireIdBySlug(db: TenantReader, slug: string | undefined): Promise<string> {
  if (slug === undefined) {
    throw invalidField(
      "organizationId",
      "Required, unless organizationSlug is given",
      "invalid_type",
    );
  }
  const organization = await findBySlug(db, slug);
  if (!organization) throw notFound("Organization");
  return organization.id;
}

export const findBySlug = (db: TenantReader, slug: string) =>
  db.range("organizations", "bySlug", (q) => q.eq("slug", slug)).unique();

async function assertSlugFree(db: TenantReader, slug: string): Promise<void> {
  if (!(await findBySlug(db, slug))) return;
  throw alreadyUsed(
    "slug",
    "another organization",
    "An organization with this slug already exists",
  );
}

/**
 * A slug made from the name. Part of the id is appended when the slug is already used, and stands
 * alone when the name has no usable characters.
 */
async function findFreeSlug(db: TenantReader, name: string, id: string): Promise<string> {
  const unique = id.slice(-8).toLowerCase();
  const plain = name
    .toLowerCase()
    .replaceAll("ß", "ss")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 50)
    .replace(/^-+|-+$/g, "");
  if (plain === "") return unique;
  return (await findBySlug(db, plain)) ? `${plain}-${unique}` : plain;
}

export const toTarget = (organization: Pick<Organization, "id" | "name">) => ({
  type: "organization",
  id: organization.id,
  name: organization.name,
});
