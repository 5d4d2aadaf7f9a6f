import type * as z from "zod/mini";
import type { DefinitionOf, OperationName } from "./operations";

/** What one project has for the operations to work on: a fresh set for each call that may use it up. */
export interface Fixtures {
  /** A resource of each kind that some operation takes the id of. */
  readonly ids: Readonly<Record<"user" | "apiKey" | "project" | "organization" | "member" | "invitation" | "team" | "role" | "permission", string>>;
  /** Slug of an organization role without permissions, which the member holds; nobody holds that of `ids.role`. */
  readonly heldRole: string;
  /** The secret of the API key. */
  readonly key: string;
  readonly email: string;
  /** Not used before, `[a-z0-9]`. */
  readonly unique: string;
}

type Sample<N extends OperationName> = {
  /** What the operation takes and answers with 200, with as many fields as go together, and no secrets. */
  readonly input: (fixtures: Fixtures) => z.input<DefinitionOf<N>["input"]>;
  /** Only a key of the admin project may do it. */
  readonly by?: "admin";
};

const policies = { requireMfa: true, ssoEnforced: false, allowedEmailDomains: ["example.com"], maxMembers: 50 };

/** One for every operation: the compiler refuses a contract with an operation that is not in here. */
export const samples: { readonly [N in OperationName]: Sample<N> } = {
  "users.listUsers": { input: () => ({ limit: 5, order: "asc" }) },
  "users.getUser": { input: ({ ids }) => ({ userId: ids.user }) },
  "users.createUser": {
    input: ({ unique }) => ({
      email: `${unique}@new.example`,
      name: `New ${unique}`,
      image: "https://example.com/new.png",
      username: `u_${unique}`.slice(0, 64),
      phoneNumber: phoneNumberOf(unique),
      emailVerified: true,
      role: "user",
      metadata: { plan: "pro", nested: { $key: ["ü", 1, null] } },
    }),
  },
  "users.updateUser": {
    input: ({ ids, unique }) => ({
      userId: ids.user,
      email: `${unique}@changed.example`,
      name: `Changed ${unique}`,
      image: null,
      username: `c_${unique}`.slice(0, 64),
      phoneNumber: null,
      emailVerified: false,
      role: "user",
      metadata: { changed: true },
    }),
  },
  "users.deleteUser": { input: ({ ids }) => ({ userId: ids.user }) },
  "users.banUser": { input: ({ ids }) => ({ userId: ids.user, banReason: "spam", banExpires: 4_102_444_800_000 }) },
  "users.unbanUser": { input: ({ ids }) => ({ userId: ids.user }) },
  "users.setRole": { input: ({ ids }) => ({ userId: ids.user, role: "user" }) },
  "users.hasPermission": { input: ({ ids }) => ({ userId: ids.user, permissions: { user: ["read"] } }) },

  "organizations.listOrganizations": { input: () => ({ limit: 5, order: "asc" }) },
  "organizations.getOrganization": { input: ({ ids }) => ({ organizationId: ids.organization }) },
  "organizations.createOrganization": {
    input: ({ unique }) => ({ name: `Organization ${unique}`, slug: `new-${unique}`.slice(0, 63), logo: "https://example.com/new.png", metadata: { plan: "pro" }, ...policies }),
  },
  "organizations.updateOrganization": {
    input: ({ ids, unique }) => ({ organizationId: ids.organization, name: `Changed ${unique}`, data: { slug: `changed-${unique}`.slice(0, 63), logo: null, metadata: {}, ...policies } }),
  },
  "organizations.deleteOrganization": { input: ({ ids }) => ({ organizationId: ids.organization }) },
  "organizations.listMembers": { input: ({ ids, heldRole }) => ({ organizationId: ids.organization, role: heldRole, limit: 5, order: "asc" }) },
  "organizations.getMember": { input: ({ ids }) => ({ organizationId: ids.organization, memberIdOrUserId: ids.member }) },
  "organizations.addMember": { input: ({ ids, heldRole }) => ({ organizationId: ids.organization, userId: ids.user, role: [heldRole] }) },
  "organizations.removeMember": { input: ({ ids }) => ({ organizationId: ids.organization, memberIdOrUserId: ids.member, force: true }) },
  "organizations.updateMemberRole": { input: ({ ids, heldRole }) => ({ organizationId: ids.organization, memberIdOrUserId: ids.member, role: heldRole, force: false }) },
  "organizations.sendInvitation": { input: ({ ids, unique, heldRole }) => ({ organizationId: ids.organization, email: `${unique}@invited.example`, role: heldRole, resend: true }) },
  "organizations.revokeInvitation": { input: ({ ids }) => ({ invitationId: ids.invitation }) },
  "organizations.listInvitations": { input: ({ ids }) => ({ organizationId: ids.organization, status: "pending", limit: 5 }) },
  "organizations.createTeam": { input: ({ ids, unique }) => ({ organizationId: ids.organization, name: `Team ${unique}` }) },
  "organizations.updateTeam": { input: ({ ids, unique }) => ({ teamId: ids.team, name: `Renamed ${unique}` }) },
  "organizations.removeTeam": { input: ({ ids }) => ({ teamId: ids.team }) },
  "organizations.listTeams": { input: ({ ids }) => ({ organizationId: ids.organization, limit: 5 }) },
  "organizations.addTeamMember": { input: ({ ids }) => ({ teamId: ids.team, memberIdOrUserId: ids.member }) },
  "organizations.removeTeamMember": { input: ({ ids }) => ({ teamId: ids.team, memberIdOrUserId: ids.member }) },

  "rbac.listRoles": { input: () => ({}) },
  // What a role is given here, the caller holds: it is what the operation asks for.
  "rbac.createRole": { input: ({ unique }) => ({ name: `Role ${unique}`, slug: `made-${unique}`, description: "New", permissions: ["role.create"], scope: "project" }) },
  "rbac.updateRole": { input: ({ ids, unique }) => ({ id: ids.role, name: `Role ${unique}`, slug: `changed-${unique}`, description: null, permissions: ["role.update"] }) },
  "rbac.deleteRole": { input: ({ ids }) => ({ id: ids.role }) },
  "rbac.listPermissions": { input: () => ({}) },
  "rbac.createPermission": { input: ({ unique }) => ({ name: `Permission ${unique}`, slug: `made.p_${unique}`, description: "New" }) },
  "rbac.updatePermission": { input: ({ ids, unique }) => ({ id: ids.permission, name: `Permission ${unique}`, slug: `changed.p_${unique}`, description: null }) },
  "rbac.deletePermission": { input: ({ ids }) => ({ id: ids.permission }) },
  "rbac.checkPermission": { input: ({ ids }) => ({ permission: { resource: "user", action: "read" }, userId: ids.user, organizationId: ids.organization }) },
  "rbac.checkPermissions": { input: ({ ids }) => ({ permissions: ["user.read", "user.*"], operator: "any", userId: ids.user, organizationId: ids.organization }) },
  "rbac.getMyPermissions": { input: ({ ids }) => ({ organizationId: ids.organization }) },

  "apiKeys.createKey": {
    input: ({ unique, ids }) => ({
      name: `key ${unique}`,
      organizationId: ids.organization,
      permissions: [],
      expiresAt: "2100-01-01T00:00:00.000Z",
      metadata: { team: "platform" },
    }),
  },
  "apiKeys.listKeys": { input: () => ({}) },
  "apiKeys.listKeyPages": { input: () => ({ limit: 2, order: "asc" }) },
  "apiKeys.getKey": { input: ({ ids }) => ({ keyId: ids.apiKey }) },
  "apiKeys.updateKey": {
    input: ({ ids, unique }) => ({ keyId: ids.apiKey, name: `renamed ${unique}`, permissions: [], enabled: true, expiresAt: null, metadata: { renamed: true } }),
  },
  "apiKeys.deleteKey": { input: ({ ids }) => ({ keyId: ids.apiKey }) },
  "apiKeys.rotateKey": { input: ({ ids }) => ({ keyId: ids.apiKey, gracePeriodSeconds: 60 }) },
  "apiKeys.verifyKey": { input: ({ key, ids }) => ({ key, organizationId: ids.organization }) },

  "projects.listProjects": { input: () => ({}) },
  "projects.getProject": { input: ({ ids }) => ({ id: ids.project }) },
  "projects.getCurrentProject": { input: () => ({}) },
  "projects.createProject": {
    by: "admin",
    input: ({ unique }) => ({ name: `Project ${unique}`, slug: `project-${unique}`.slice(0, 63), description: "New", logoUrl: "https://example.com/logo.png" }),
  },
  "projects.updateProject": {
    input: ({ ids, unique }) => ({ id: ids.project, name: `Project ${unique}`, slug: `renamed-${unique}`.slice(0, 63), description: null, logoUrl: null }),
  },
  "projects.deleteProject": { by: "admin", input: ({ ids }) => ({ id: ids.project }) },
  "projects.ensureDefaultProject": { by: "admin", input: () => ({}) },

  "events.listEvents": { input: () => ({ limit: 5, eventTypes: ["*"] }) },
  "auditLogs.listEvents": { input: () => ({ limit: 1, order: "asc" }) },
};

/** A number of its own for each `unique`. */
function phoneNumberOf(unique: string): string {
  let digits = 0;
  for (const char of unique) digits = (digits * 31 + char.charCodeAt(0)) % 1_000_000_000;
  return `+491${String(digits).padStart(9, "0")}`;
}
