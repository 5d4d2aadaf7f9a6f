/**
 * Every page of the console, each act on it, and the operation behind it. The navigation is made
 * from it, `useAct` and `useRead` take operations of it only, and test/browser/console.test.ts
 * drives every row.
 */
import type { Contract } from "../../convex/component/contract";
import type { OperationDefinition } from "../../convex/component/wire/operation";

type NamesIn<G extends keyof Contract> = {
  [M in keyof Contract[G] & string]: Contract[G][M] extends OperationDefinition & {
    session: "none";
  }
    ? never
    : Contract[G][M] extends OperationDefinition & { sessionOnly: true }
      ? never
      : `${G}.${M}`;
}[keyof Contract[G] & string];

/** An operation that operators may call. */
export type OperatorOperation = { [G in keyof Contract]: NamesIn<G> }[keyof Contract];

interface ConsolePage {
  readonly title: string;
  /**
   * Below the project's address, with `$…` for an id; null for the operator's own pages.
   */
  readonly path: string | null;
  readonly acts: Readonly<Record<string, OperatorOperation>>;
}

export const pages = {
  projects: {
    title: "Projects",
    path: null,
    acts: { list: "projects.listProjects", create: "projects.createProject" },
  },
  overview: {
    title: "Overview",
    path: "",
    acts: { check: "projects.getReadiness", seeNumbers: "statistics.get" },
  },
  getStarted: {
    title: "Get started",
    path: "get-started",
    acts: { seeUsers: "users.listUsers" },
  },
  users: {
    title: "Users",
    path: "users",
    acts: {
      list: "users.listUsers",
      create: "users.createUser",
      read: "users.getUser",
      update: "users.updateUser",
      ban: "users.banUser",
      banLastOwner: "users.banUser",
      unban: "users.unbanUser",
      setRole: "users.setRole",
      setPassword: "users.setUserPassword",
      listSessions: "users.listUserSessions",
      endSession: "users.revokeSession",
      endAllSessions: "users.revokeAllSessions",
      listFactors: "users.listFactors",
      removeFactor: "users.removeFactor",
      listAccounts: "users.listAccounts",
      listOrganizations: "organizations.listOrganizations",
      unlinkAccount: "users.unlinkAccount",
      sendPasswordReset: "users.sendPasswordReset",
      listAuditTrail: "auditLogs.listEvents",
      listApps: "authClients.listClients",
      impersonate: "users.startImpersonation",
      delete: "users.deleteUser",
      deleteLastOwner: "users.deleteUser",
    },
  },
  organizations: {
    title: "Organizations",
    path: "organizations",
    acts: {
      list: "organizations.listOrganizations",
      create: "organizations.createOrganization",
      read: "organizations.getOrganization",
      update: "organizations.updateOrganization",
      delete: "organizations.deleteOrganization",
      listMembers: "organizations.listMembers",
      addMember: "organizations.addMember",
      changeRole: "organizations.updateMemberRole",
      removeMember: "organizations.removeMember",
      demoteLastOwner: "organizations.updateMemberRole",
      removeLastOwner: "organizations.removeMember",
      listInvitations: "organizations.listInvitations",
      invite: "organizations.sendInvitation",
      revokeInvitation: "organizations.revokeInvitation",
    },
  },
  teams: {
    title: "Teams",
    path: "organizations/$organizationId/teams",
    acts: {
      list: "organizations.listTeams",
      create: "organizations.createTeam",
      rename: "organizations.updateTeam",
      addMember: "organizations.addTeamMember",
      removeMember: "organizations.removeTeamMember",
      delete: "organizations.removeTeam",
    },
  },
  domains: {
    title: "Domains",
    path: "organizations/$organizationId/domains",
    acts: { list: "domains.list", create: "domains.createVerification" },
  },
  domain: {
    title: "Domain",
    path: "organizations/$organizationId/domains/$domainId",
    acts: {
      read: "domains.getVerification",
      verify: "domains.verify",
      delete: "domains.deleteVerification",
    },
  },
  connections: {
    title: "SSO connections",
    path: "organizations/$organizationId/connections",
    acts: { list: "sso.listConnections", create: "sso.createConnection" },
  },
  connection: {
    title: "SSO connection",
    path: "organizations/$organizationId/connections/$connectionId",
    acts: {
      read: "sso.getConnection",
      update: "sso.updateConnection",
      readMetadata: "sso.updateConnection",
      rename: "sso.updateConnection",
      nameAttributes: "sso.updateConnection",
      mapRoles: "sso.updateConnection",
      test: "sso.testConnection",
      deactivate: "sso.updateConnection",
      activate: "sso.updateConnection",
      unlink: "sso.unlinkProfile",
      delete: "sso.deleteConnection",
    },
  },
  directories: {
    title: "Directories",
    path: "organizations/$organizationId/directories",
    acts: { list: "directories.listDirectories", create: "directories.createDirectory" },
  },
  directory: {
    title: "Directory",
    path: "organizations/$organizationId/directories/$directoryId",
    acts: {
      read: "directories.getDirectory",
      update: "directories.updateDirectory",
      rotateToken: "directories.rotateToken",
      listUsers: "directories.listUsers",
      listGroups: "directories.listGroups",
      delete: "directories.deleteDirectory",
    },
  },
  directoryUser: {
    title: "Directory user",
    path: "organizations/$organizationId/directories/$directoryId/users/$directoryUserId",
    acts: { read: "directories.getUser", listGroups: "directories.listGroups" },
  },
  directoryGroup: {
    title: "Directory group",
    path: "organizations/$organizationId/directories/$directoryId/groups/$directoryGroupId",
    acts: { read: "directories.getGroup", listUsers: "directories.listUsers" },
  },
  roles: {
    title: "Roles",
    path: "roles",
    acts: {
      list: "rbac.listRoles",
      create: "rbac.createRole",
      update: "rbac.updateRole",
      delete: "rbac.deleteRole",
      listPermissions: "rbac.listPermissions",
      listHolders: "users.listUsers",
      listOrganizationHolders: "rbac.listRoleHolders",
    },
  },
  permissions: {
    title: "Permissions",
    path: "permissions",
    acts: {
      create: "rbac.createPermission",
      update: "rbac.updatePermission",
      grant: "rbac.updateRole",
      delete: "rbac.deletePermission",
    },
  },
  apiKeys: {
    title: "API keys",
    path: "api-keys",
    acts: {
      list: "apiKeys.listKeyPages",
      listUnused: "apiKeys.listUnusedKeys",
      create: "apiKeys.createKey",
      update: "apiKeys.updateKey",
      readUsage: "apiKeys.getUsage",
      readLimits: "apiKeys.getLimits",
      saveLimits: "apiKeys.setLimits",
      rotate: "apiKeys.rotateKey",
      revoke: "apiKeys.deleteKey",
    },
  },
  webhooks: {
    title: "Webhooks",
    path: "webhooks",
    acts: {
      list: "webhooks.listEndpoints",
      create: "webhooks.createEndpoint",
      update: "webhooks.updateEndpoint",
      test: "webhooks.sendTest",
      listDeliveries: "webhooks.listDeliveries",
      redeliver: "webhooks.redeliver",
      replay: "webhooks.replay",
      rotateSecret: "webhooks.rotateSecret",
      delete: "webhooks.deleteEndpoint",
    },
  },
  authentication: {
    title: "Authentication",
    path: "authentication",
    acts: {
      read: "configuration.getDashboardConfig",
      save: "configuration.saveDashboardConfig",
      listProviders: "configuration.getSocialProviderCredentials",
      saveProvider: "configuration.saveSocialProviderCredential",
      removeProvider: "configuration.deleteSocialProviderCredential",
    },
  },
  clients: {
    title: "Auth clients",
    path: "clients",
    acts: {
      list: "authClients.listClients",
      create: "authClients.createClient",
      update: "authClients.updateClient",
      rotateSecret: "authClients.rotateClientSecret",
      delete: "authClients.deleteClient",
    },
  },
  client: {
    title: "Auth client",
    path: "clients/$clientId",
    acts: {
      read: "authClients.getClient",
      brand: "authClients.updateClient",
      seeInherited: "configuration.getBrandingConfig",
    },
  },
  emails: {
    title: "E-mails",
    path: "emails",
    acts: {
      readProvider: "emails.getProvider",
      saveProvider: "emails.saveProvider",
      list: "emails.listTemplates",
      create: "emails.createTemplate",
      update: "emails.updateTemplate",
      preview: "emails.preview",
      sendTest: "emails.sendTest",
      listMessages: "emails.listMessages",
      readMessage: "emails.getMessage",
      delete: "emails.deleteTemplate",
    },
  },
  branding: {
    title: "Branding",
    path: "branding",
    acts: { read: "configuration.getBrandingConfig", save: "configuration.saveBrandingConfig" },
  },
  vault: {
    title: "Vault",
    path: "vault",
    acts: {
      list: "vault.list",
      store: "vault.encrypt",
      show: "vault.decrypt",
      replace: "vault.update",
      delete: "vault.delete",
      rotateKey: "vault.rotateKey",
    },
  },
  settings: {
    title: "Settings",
    path: "settings",
    acts: {
      save: "projects.updateProject",
      copy: "projects.copySettings",
      listMembers: "projects.listMembers",
      invite: "projects.inviteMember",
      changeMemberRole: "projects.updateMember",
      removeMember: "projects.removeMember",
      readGrants: "configuration.getAuthConfiguration",
      saveGrants: "configuration.saveAuthConfiguration",
      readRetention: "auditLogs.getRetention",
      saveRetention: "auditLogs.saveRetention",
      rotateSigningKeys: "projects.rotateSigningKeys",
      delete: "projects.deleteProject",
    },
  },
  events: {
    title: "Events",
    path: "events",
    acts: { list: "events.listEvents", export: "events.listEvents" },
  },
  auditLog: {
    title: "Audit log",
    path: "audit-log",
    acts: { list: "auditLogs.listEvents", export: "auditLogs.exportEvents" },
  },
} as const satisfies Readonly<Record<string, ConsolePage>>;

export type PageName = keyof typeof pages;
/** An operation that a page uses. */
export type OperationName = {
  [P in PageName]: (typeof pages)[P]["acts"][keyof (typeof pages)[P]["acts"]];
}[PageName];
