/**
 * What the page of an organization shows of it to a user: controls for what the user may do. The
 * operations decide again.
 */
import { literals } from "convex-helpers/validators";
import { v, type Infer } from "convex/values";
import { loadSettings } from "../../configuration/settings";
import { portalIntents, type PortalIntent } from "../../core/portalIntents";
import { loadAccess } from "../../organizations/access";
import { findMembership } from "../../rbac/userPermissions";
import { isEnabled } from "../../pages/enabled";
import { servedIntents } from "../../portal/intents";
import { MEMBER } from "../../rbac/catalogue";
import type { TenantReader } from "../../tenancy/database";
import { tenantRead } from "../../tenancy/functions";
import type { PermissionSet } from "../../core/permissions";
import { findHostedSession } from "../hostedSession";

/** Roles that a list offers. A project with more has its own pages. */
const MAXIMUM_ROLES = 100;
/** As many as a page of members. */
const MAXIMUM_NAMES = 50;

const standingValidator = v.object({
  name: v.string(),
  isActive: v.boolean(),
  isMember: v.boolean(),
  userId: v.string(),
  /** The code of the policy that the session does not meet. */
  policy: v.union(v.literal("mfa_required"), v.literal("sso_required"), v.null()),
  /** Organization roles, and whether the user may give them. */
  roles: v.array(
    v.object({
      slug: v.string(),
      name: v.string(),
      description: v.union(v.string(), v.null()),
      isAssignable: v.boolean(),
    }),
  ),
  /** What the user may set up in the admin portal. */
  intents: v.array(literals(...portalIntents)),
  may: v.object({
    seeMembers: v.boolean(),
    changeRoles: v.boolean(),
    removeMembers: v.boolean(),
    seeInvitations: v.boolean(),
    invite: v.boolean(),
    revokeInvitations: v.boolean(),
  }),
});
export type Standing = Infer<typeof standingValidator>;

const requiredPermissions: Readonly<Record<keyof Standing["may"], string>> = {
  seeMembers: "member.read",
  changeRoles: "member.update",
  removeMembers: "member.delete",
  seeInvitations: "invitation.read",
  invite: "invitation.create",
  revokeInvitations: "invitation.delete",
};

/** Null for what the user cannot see, and without a session. */
export const load = tenantRead(
  { tokenHash: v.string(), organizationId: v.string() },
  v.union(standingValidator, v.null()),
  async ({ db, now }, { tokenHash, organizationId }): Promise<Standing | null> => {
    const session = await findHostedSession(db, tokenHash, now);
    const organization = await db.get("organizations", organizationId);
    if (!session || organization?.state !== "active") return null;
    const { member, permissions, refusal } = await loadAccess(db, session, organizationId);
    if (!member && !permissions.allows("organization.read")) return null;
    const open = (permission: string) => !refusal && permissions.allows(permission);
    const isOpen = (intent: PortalIntent) =>
      servedIntents[intent]?.permissions.every(open) ?? false;
    const may = Object.fromEntries(
      Object.entries(requiredPermissions).map(([name, permission]) => [name, open(permission)]),
    ) as Standing["may"]; // the same names
    return {
      name: organization.name,
      isActive: session.row.activeOrganizationId === organizationId,
      isMember: member !== null,
      userId: session.user.id,
      policy: !refusal
        ? null
        : refusal.data.errors?.[0]?.code === "mfa_required"
          ? "mfa_required"
          : "sso_required",
      roles: refusal ? [] : await loadRoles(db, permissions),
      intents: isEnabled("portal") && open("portal.create") ? portalIntents.filter(isOpen) : [],
      may,
    };
  },
);

async function loadRoles(db: TenantReader, held: PermissionSet): Promise<Standing["roles"]> {
  const { roleAssignment } = await loadSettings(db);
  const rows = await db
    .range("roles", "bySlug", (q) => q.eq("scope", "organization"))
    .take(MAXIMUM_ROLES);
  return rows.map(({ slug, name, description, permissions }) => ({
    ...{ slug, name, description },
    isAssignable: (roleAssignment || slug === MEMBER) && held.missing(permissions) === null,
  }));
}

/**
 * The names of members, for a user who may see them. Other ids are left out, like everything in an
 * organization whose policies the session does not meet.
 */
export const names = tenantRead(
  { tokenHash: v.string(), organizationId: v.string(), userIds: v.array(v.string()) },
  v.array(v.object({ id: v.string(), name: v.string(), email: v.string() })),
  async ({ db, now }, { tokenHash, organizationId, userIds }) => {
    const session = await findHostedSession(db, tokenHash, now);
    if (!session) return [];
    const { permissions, refusal } = await loadAccess(db, session, organizationId);
    if (refusal || !permissions.allows(requiredPermissions.seeMembers)) return [];
    const found = await Promise.all(
      userIds.slice(0, MAXIMUM_NAMES).map(async (userId) => {
        const member = await findMembership(db, organizationId, userId);
        const user = member && (await db.get("users", userId));
        return user ? [{ id: user.id, name: user.name, email: user.email }] : [];
      }),
    );
    return found.flat();
  },
);
