/**
 * The organizations of the signed-in user, for the installing app's own reactive functions: plain
 * queries in a module without the schema library. What the user may not see is not there.
 */
import { v } from "convex/values";
import type { Doc } from "../_generated/dataModel";
import { query } from "../_generated/server";
import { roleText } from "../rbac/assignments";
import { toCallersSession, findVisitor, visitorValidator, type Visitor } from "../tenancy/visitor";
import { PAGE_BYTES, ReadBudget } from "../core/readBudget";
import type { TenantReader } from "../tenancy/database";
import { accessTo } from "./access";

/** As many as a user may be in. */
const MAXIMUM_MEMBERSHIPS = 500;
const MAXIMUM_PAGE = 100;
/** How far a page may grow whose end was fixed before members were added. */
const MAXIMUM_GROWN_PAGE = 500;

const summaryFields = {
  id: v.string(),
  name: v.string(),
  slug: v.string(),
  logo: v.union(v.string(), v.null()),
  /**
   * The user's own roles in it, joined by commas; null for somebody who sees it by a project role.
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
  /** Epoch milliseconds, like all times here. */
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
 * Those that the user is a member of, in the order of their creation; also where a policy keeps the
 * session out, so that an app can say what is missing.
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
      members.map(async (row) => summaryOf(await activeOrganization(db, row.organizationId), row)),
    );
    return organizations.filter((organization) => organization !== null);
  },
});

/** One that the user may read (`organization.read`), or null. */
export const get = query({
  args: { visitor: visitorValidator, organizationId: v.string() },
  returns: v.union(details, v.null()),
  handler: async (ctx, { organizationId, ...args }) => {
    const visitor = await findVisitor(ctx.db, args.visitor);
    if (!visitor || !(await mayRead(visitor, organizationId, "organization.read"))) return null;
    const organization = await activeOrganization(visitor.db, organizationId);
    const membership = await visitor.db
      .range("members", "byUser", (q) =>
        q.eq("userId", visitor.user.id).eq("organizationId", organizationId),
      )
      .unique();
    const short = summaryOf(organization, membership);
    if (!organization || !short) return null;
    const { requireMfa, ssoEnforced, maxMembers, createdAt } = organization;
    return { ...short, requireMfa, ssoEnforced, maxMembers, createdAt };
  },
});

/**
 * A page of members in the order in which they joined, in the shape that Convex's own pages have.
 * `cursor` and `endCursor` are places between members: with both, the page is what lies between
 * them, so that pages stay seamless while members come and go. An empty last page for somebody who
 * may not read them (`member.read`).
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
      (await mayRead(visitor, organizationId, "member.read")) &&
      (await activeOrganization(visitor.db, organizationId));
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
      cutAt = row.id; // the users are large: a shorter page
      break;
    }
    const end = cutAt ?? (more ? rows.at(-1)!.id : (endCursor ?? LAST)); // more than `wanted`, which is at least 1
    return {
      page,
      isDone: end === LAST,
      continueCursor: end,
    };
  },
});

/** Behind every id. */
const LAST = "~";

/** Nothing while a policy of the organization keeps the session out. */
async function mayRead(
  visitor: Visitor,
  organizationId: string,
  permission: string,
): Promise<boolean> {
  const { permissions, refusal } = await accessTo(
    visitor.db,
    toCallersSession(visitor),
    organizationId,
  );
  return refusal === null && permissions.allows(permission);
}

async function activeOrganization(
  db: TenantReader,
  id: string,
): Promise<Doc<"organizations"> | null> {
  const organization = await db.get("organizations", id);
  return organization?.state === "active" ? organization : null;
}

function summaryOf(organization: Doc<"organizations"> | null, membership: Doc<"members"> | null) {
  if (!organization) return null;
  const { id, name, slug, logo } = organization;
  return {
    id,
    name,
    slug,
    logo,
    role: membership && roleText(membership.roles),
    memberId: membership?.id ?? null,
  };
}

async function presentWithUser(db: TenantReader, { id, userId, roles, createdAt }: Doc<"members">) {
  const user = await db.get("users", userId);
  if (!user) return null; // being deleted
  return {
    id,
    role: roleText(roles),
    createdAt,
    user: { id: user.id, name: user.name, email: user.email, image: user.image },
  };
}
