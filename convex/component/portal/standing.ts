/**
 * What pages show that no operation returns to a caller of one organization: which roles a form can
 * offer, whether the audit log can be downloaded, and the names of members. Nothing is changed here,
 * and the operations decide again.
 */
import { v, type Infer } from "convex/values";
import type { Doc } from "../_generated/dataModel";
import { internalQuery } from "../_generated/server";
import { loadSettings } from "../configuration/settings";
import type { PortalIntent } from "../core/portalIntents";
import { MEMBER, OWNER } from "../rbac/catalogue";
import { findMembership } from "../rbac/userPermissions";
import { findSessionPermissions } from "../organizations/sessionPermissions";
import { TenantReader } from "../tenancy/database";
import { DeploymentReader } from "../tenancy/deployment";
import { findPortalSession } from "../tenancy/portalCaller";

/** Roles that are looked at. */
const MAXIMUM_ROLES = 200;
/** As many as a page of members. */
export const MAXIMUM_NAMES = 50;

/** The intents with forms that give roles. */
const givesRoles: readonly PortalIntent[] = ["users", "dsync", "sso"];

const ofSession = { projectId: v.string(), tokenHash: v.string() };
const roleValidator = v.object({ slug: v.string(), name: v.string() });
export type OfferedRole = Infer<typeof roleValidator>;

/** The organization roles that the maker of the link may give, without `owner`; `member` first. */
export const roles = internalQuery({
  args: ofSession,
  returns: v.array(roleValidator),
  handler: async (ctx, args): Promise<OfferedRole[]> => {
    const deployment = new DeploymentReader(ctx.db);
    const found = await findSession(deployment, args, givesRoles);
    if (!found) return [];
    const db = new TenantReader(ctx.db, args.projectId);
    const { roleAssignment } = await loadSettings(db);
    const rows = await db
      .range("roles", "bySlug", (q) => q.eq("scope", "organization"))
      .take(MAXIMUM_ROLES);
    const isOffered = ({ slug, permissions }: Doc<"roles">): boolean =>
      slug !== OWNER &&
      (roleAssignment || slug === MEMBER) &&
      found.permissions.missing(permissions) === null;
    return rows
      .filter(isOffered)
      .map(({ slug, name }) => ({ slug, name }))
      .sort((a, b) => Number(b.slug === MEMBER) - Number(a.slug === MEMBER));
  },
});

/** The names of members of the session's organization. Other ids are left out. */
export const names = internalQuery({
  args: { ...ofSession, userIds: v.array(v.string()) },
  returns: v.array(v.object({ id: v.string(), name: v.string(), email: v.string() })),
  handler: async (ctx, { userIds, ...args }) => {
    const deployment = new DeploymentReader(ctx.db);
    const found = await findSession(deployment, args, ["users"]);
    if (!found?.permissions.allows("member.read")) return [];
    const db = new TenantReader(ctx.db, args.projectId);
    const people = await Promise.all(
      userIds.slice(0, MAXIMUM_NAMES).map(async (userId) => {
        const member = await findMembership(db, found.row.organizationId, userId);
        const user = member && (await db.get("users", userId));
        return user ? [{ id: user.id, name: user.name, email: user.email }] : [];
      }),
    );
    return people.flat();
  },
});

/** Whether the maker of the link may export the audit log. */
export const mayExport = internalQuery({
  args: ofSession,
  returns: v.boolean(),
  handler: async (ctx, args): Promise<boolean> => {
    const found = await findSession(new DeploymentReader(ctx.db), args, ["audit_logs"]);
    return found?.permissions.allows("audit.export") ?? false;
  },
});

/** With what the maker of the link may do now; null for a session of another intent. */
async function findSession(
  deployment: DeploymentReader,
  { projectId, tokenHash }: { readonly projectId: string; readonly tokenHash: string },
  intents: readonly PortalIntent[],
) {
  const project = await deployment.project(projectId);
  if (!project) return null;
  const search = { tokenHash, now: Date.now(), findSessionPermissions };
  const found = await findPortalSession(deployment, project, search);
  return found && intents.includes(found.row.intent) ? found : null;
}
