/**
 * The signed-in user's organizations, for the installing app's own reactive functions. Plain
 * queries that import no schema library. What the user may not read is treated as missing.
 */
import { v } from "convex/values";
import type { Doc } from "../_generated/dataModel";
import { query } from "../_generated/server";
import { formatRoles } from "../rbac/assignments";
import { toCallersSession, findVisitor, visitorValidator, type Visitor } from "../tenancy/visitor";
import { PAGE_BYTES, ReadBudget } from "../core/readBudget";
import type { TenantReader } from "../tenancy/database";
import { loadAccess } from "./access";

/** The most that a user can belong to. */
const MAXIMUM_MEMBERSHIPS = 500;
const MAXIMUM_PAGE = 100;
/** The most rows in a page with a fixed end, which grows when members are added. */
const MAXIMUM_GROWN_PAGE = 500;

const summaryFields = {
  id: v.string(),
  name: v.string(),
  slug: v.string(),
  logo: v.union(v.string(), v.null()),
  /**
   * The user's own roles in the organization, joined by commas; null for a user who reads it
   * through a project role.
   */
  role: v.union(v.string(), v.null()),
  memberId: v.union(v.string(), v.null()),
};
const summary = v.object(summaryFields);
const details = v.object({
  ...summaryFields,
  requireMfa: v.boolean(),
  ssoEnforced: v.boolean(),
  maxMembers: v.union(v.number(), v.null()),
  /** Epoch milliseconds, like all times in this module. */
  createdAt: v.number(),
});
const member = v.object({
  id: v.string(),
  role: v.string(),
  createdAt: v.number(),
  user: v.object({
    id: v.string(),
    name: v.string(),
    email: v.string(),
    image: v.union(v.string(), v.null()),
  }),
});

/**
 * The organizations that the user is a member of, oldest first. Includes those whose policies the
 * session does not meet, so that an app can tell the user what is required.
 */
export const list = query({
  args: { visitor: visitorValidator },
  returns: v.array(summary),
  handler: async (ctx, args) => {
    const visitor = await findVisitor(ctx.db, args.visitor);
    if (!visitor) return [];
    const { db, user } = visitor;
    const members = await db
      .range("members", "byUser", (q) => q.eq("userId", user.id))
      .take(MAXIMUM_MEMBERSHIPS);
    const organizations = await Promise.all(
      members.map(async (row) =>
        row.suspended ? null : toSummary(await findActiveOrganization(db, row.organizationId), row),
      ),
    );
    return organizations.filter((organization) => organization !== null);
  },
});

/** An organization, or null unless the user may read it (`organization.read`). */
export const get = query({
  args: { visitor: visitorValidator, organizationId: v.string() },
  returns: v.union(details, v.null()),
  handler: async (ctx, { organizationId, ...args }) => {
    const visitor = await findVisitor(ctx.db, args.visitor);
    if (!visitor || !(await hasReadPermission(visitor, organizationId, "organization.read")))
      return null;
    const organization = await findActiveOrganization(visitor.db, organizationId);
    const membership = await visitor.db
      .range("members", "byUser", (q) =>
        q.eq("userId", visitor.user.id).eq("organizationId", organizationId),
      )
      .unique();
    const short = toSummary(organization, membership);
    if (!organization || !short) return null;
    const { requireMfa, ssoEnforced, maxMembers, createdAt } = organization;
    return { ...short, requireMfa, ssoEnforced, maxMembers, createdAt };
  },
});

/**
 * A page of members in the order in which they joined, in the format of Convex's own pages.
 * `cursor` and `endCursor` are positions between members: with both, the page is what lies between
 * them, so that pages stay contiguous while members come and go. Returns an empty last page unless
 * the user may read members (`member.read`).
 */
export const members = query({
  args: {
    visitor: visitorValidator,
    organizationId: v.string(),
    cursor: v.union(v.string(), v.null()),
    endCursor: v.union(v.string(), v.null()),
    limit: v.number(),
  },
  returns: v.object({ page: v.array(member), isDone: v.boolean(), continueCursor: v.string() }),
  handler: async (ctx, { organizationId, cursor, endCursor, limit, ...args }) => {
    const visitor = await findVisitor(ctx.db, args.visitor);
    const seen =
      visitor &&
      (await hasReadPermission(visitor, organizationId, "member.read")) &&
      (await findActiveOrganization(visitor.db, organizationId));
    if (!seen) return { page: [], isDone: true, continueCursor: LAST };
    const { db } = visitor;
    const wanted =
      endCursor === null
        ? Math.min(Math.max(Math.floor(limit), 1), MAXIMUM_PAGE)
        : MAXIMUM_GROWN_PAGE;
    const found = await db
      .range("members", "byOrganization", (q) => {
        const after = q.eq("organizationId", organizationId).gt("id", cursor ?? "");
        return endCursor === null || endCursor === LAST ? after : after.lte("id", endCursor);
      })
      .take(wanted + 1);
    const rows = found.slice(0, wanted);
    const more = found.length > wanted;
    const page: NonNullable<Awaited<ReturnType<typeof presentWithUser>>>[] = [];
    const budget = new ReadBudget(PAGE_BYTES);
    let cutAt: string | null = null;
    for (const row of rows) {
      const shown = await presentWithUser(db, row);
      if (shown) page.push(shown);
      budget.spend(shown ?? row);
      if (!budget.isSpent) continue;
      cutAt = row.id; // large user rows: end the page early
      break;
    }
    const end = cutAt ?? (more ? rows.at(-1)!.id : (endCursor ?? LAST)); // not empty: `more` means that `wanted` rows, at least 1, were found
    return {
      page,
      isDone: end === LAST,
      continueCursor: end,
    };
  },
});

/** Sorts after every id. */
const LAST = "~";

/** False while the session does not meet a policy of the organization. */
async function hasReadPermission(
  visitor: Visitor,
  organizationId: string,
  permission: string,
): Promise<boolean> {
  const { permissions, refusal } = await loadAccess(
    visitor.db,
    toCallersSession(visitor),
    organizationId,
  );
  return refusal === null && permissions.allows(permission);
}

async function findActiveOrganization(
  db: TenantReader,
  id: string,
): Promise<Doc<"organizations"> | null> {
  const organization = await db.get("organizations", id);
  return organization?.state === "active" ? organization : null;
}

function toSummary(organization: Doc<"organizations"> | null, membership: Doc<"members"> | null) {
  if (!organization) return null;
  const { id, name, slug, logo } = organization;
  return {
    id,
    name,
    slug,
    logo,
    role: membership && formatRoles(membership.roles),
    memberId: membership?.id ?? null,
  };
}

async function presentWithUser(db: TenantReader, { id, userId, roles, createdAt }: Doc<"members">) {
  const user = await db.get("users", userId);
  if (!user) return null; // being deleted
  return {
    id,
    role: formatRoles(roles),
    createdAt,
    user: { id: user.id, name: user.name, email: user.email, image: user.image },
  };
}
