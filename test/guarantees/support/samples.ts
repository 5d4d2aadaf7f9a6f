import type * as z from "zod/mini";
import { permissionsOfRole } from "../../../convex/component/core/operatorRoles";
import type { DefinitionOf, OperationName } from "./operations";

/**
 * What one project has for the operations to work on: a fresh set for each call that may use it up.
 */
export interface Fixtures {
  /** A resource of each kind that some operation takes the id of. */
  readonly ids: Readonly<
    Record<
      | "user"
      | "session"
      | "apiKey"
      | "account"
      | "passkey"
      | "project"
      | "projectMember"
      | "organization"
      | "member"
      | "invitation"
      | "team"
      | "role"
      | "permission"
      | "client"
      | "mail"
      | "emailTemplate"
      | "webhook"
      | "webhookDelivery"
      | "domain"
      | "portalSession"
      | "vaultSecret"
      | "ssoConnection"
      | "activeConnection"
      | "linkedUser"
      | "directory"
      | "directoryUser"
      | "directoryGroup",
      string
    >
  >;
  /**
   * Slug of an organization role without permissions, which the member holds; nobody holds that of
   * `ids.role`.
   */
  readonly heldRole: string;
  /** The secret of the API key. */
  readonly key: string;
  /** Of a sign-in through `ids.activeConnection`, and where that ended. */
  readonly ssoCode: string;
  readonly ssoRedirectUri: string;
  /** A registered redirect URI of `ids.client`. */
  readonly redirectUri: string;
  /** Slug of the e-mail template, which has a variable `code`. */
  readonly template: string;
  /**
   * All that was shown once or given to be kept, such as the key, a client's secret and a session's
   * token.
   */
  readonly secrets: readonly string[];
  readonly email: string;
  /** Not used before, `[a-z0-9]`. */
  readonly unique: string;
}

type Sample<N extends OperationName> = {
  /**
   * What the operation takes and answers with 200, with as many fields as go together, and no
   * secrets.
   */
  readonly input: (fixtures: Fixtures) => z.input<DefinitionOf<N>["input"]>;
  /** Only a key of the admin project may do it. */
  readonly by?: "admin";
  /** Permissions that the input hands on, which the caller must hold as well. */
  readonly grants?: readonly string[];
};

/** The role in the samples of projects' members. */
const viewer = permissionsOfRole("viewer").list();

/** For each way to sign in that is switched by itself. */
const methods = {
  emailPassword: true,
  magicLink: true,
  emailOtp: true,
  passkey: false,
  username: true,
  anonymous: false,
  sso: false,
  organization: true,
  twoFactor: true,
};
const branding = {
  primaryColor: "#336699",
  bgColor: "#ffffff",
  borderRadius: 8,
  darkMode: true,
  customCss: ".card { color: red }",
  font: "Inter",
  logoUrl: "https://example.com/logo.png",
};
const addresses = {
  redirectUris: ["https://app.example.com/callback"],
  trustedOrigins: ["https://app.example.com"],
  audiences: ["https://api.example.com"],
  enabledMethods: ["emailPassword" as const],
};
const blocksJson = JSON.stringify([
  { type: "heading", text: "Hello", level: 2 },
  { type: "text", text: "Your code is {{code}}" },
]);
const variablesJson = JSON.stringify([{ name: "code", description: "To type in", required: true }]);
const policies = {
  requireMfa: true,
  ssoEnforced: false,
  allowedEmailDomains: ["example.com"],
  maxMembers: 50,
};

const oidcConfig = {
  clientId: "client-1",
  discoveryUrl: "https://idp.example.com/discovery",
  authorizationUrl: "https://idp.example.com/authorize",
  tokenUrl: "https://idp.example.com/token",
  userinfoUrl: "https://idp.example.com/userinfo",
  jwksUrl: null,
  scopes: ["email", "groups"],
  tokenEndpointAuthMethod: "client_secret_post" as const,
  claimMapping: { email: "mail", groups: "roles" },
};
const connectionAccess = (role: string) => ({
  jit: true,
  defaultRole: role,
  roleMapping: [{ attribute: "groups", value: "staff", role }],
  trustMfa: true,
  defaultRedirectUri: "https://app.example.com/callback",
});

/**
 * One for every operation: the compiler refuses a contract with an operation that is not in here.
 */
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
  "users.banUser": {
    input: ({ ids }) => ({ userId: ids.user, banReason: "spam", banExpires: 4_102_444_800_000 }),
  },
  "users.unbanUser": { input: ({ ids }) => ({ userId: ids.user }) },
  "users.setRole": { input: ({ ids }) => ({ userId: ids.user, role: "user" }) },
  "users.hasPermission": {
    input: ({ ids }) => ({ userId: ids.user, permissions: { user: ["read"] } }),
  },
  "users.listUserSessions": { input: ({ ids }) => ({ userId: ids.user, limit: 5, order: "asc" }) },
  "users.revokeSession": { input: ({ ids }) => ({ sessionId: ids.session }) },
  "users.revokeAllSessions": { input: ({ ids }) => ({ userId: ids.user }) },
  "users.impersonateUser": { input: ({ ids }) => ({ userId: ids.user, reason: "asked for help" }) },
  "users.startImpersonation": {
    input: ({ ids }) => ({ userId: ids.user, clientId: ids.client, reason: "asked for help" }),
  },
  "users.stopImpersonating": { input: ({ ids }) => ({ sessionId: ids.session }) },
  "users.setUserPassword": {
    input: ({ ids }) => ({ userId: ids.user, newPassword: "no secret at all" }),
  },
  "users.listFactors": { input: ({ ids }) => ({ userId: ids.user }) },
  "users.removeFactor": {
    input: ({ ids }) => ({ userId: ids.user, factorId: ids.passkey }),
  },
  "users.listAccounts": { input: ({ ids }) => ({ userId: ids.user }) },
  "users.unlinkAccount": {
    input: ({ ids }) => ({ userId: ids.user, accountId: ids.account, force: true }),
  },
  "users.sendPasswordReset": {
    input: ({ ids, redirectUri }) => ({ userId: ids.user, redirectUrl: redirectUri }),
  },

  "organizations.listOrganizations": { input: () => ({ limit: 5, order: "asc" }) },
  "organizations.getOrganization": { input: ({ ids }) => ({ organizationId: ids.organization }) },
  "organizations.createOrganization": {
    input: ({ unique }) => ({
      name: `Organization ${unique}`,
      slug: `new-${unique}`.slice(0, 63),
      logo: "https://example.com/new.png",
      metadata: { plan: "pro" },
      ...policies,
      keepCurrentActiveOrganization: false,
    }),
  },
  "organizations.updateOrganization": {
    input: ({ ids, unique }) => ({
      organizationId: ids.organization,
      name: `Changed ${unique}`,
      data: { slug: `changed-${unique}`.slice(0, 63), logo: null, metadata: {}, ...policies },
    }),
  },
  "organizations.deleteOrganization": {
    input: ({ ids }) => ({ organizationId: ids.organization }),
  },
  "organizations.listMembers": {
    input: ({ ids, heldRole }) => ({
      organizationId: ids.organization,
      role: heldRole,
      limit: 5,
      order: "asc",
    }),
  },
  "organizations.getMember": {
    input: ({ ids }) => ({ organizationId: ids.organization, memberIdOrUserId: ids.member }),
  },
  "organizations.addMember": {
    input: ({ ids, heldRole }) => ({
      organizationId: ids.organization,
      userId: ids.user,
      role: [heldRole],
    }),
  },
  "organizations.removeMember": {
    input: ({ ids }) => ({
      organizationId: ids.organization,
      memberIdOrUserId: ids.member,
      force: true,
    }),
  },
  "organizations.updateMemberRole": {
    input: ({ ids, heldRole }) => ({
      organizationId: ids.organization,
      memberIdOrUserId: ids.member,
      role: heldRole,
      force: false,
    }),
  },
  "organizations.sendInvitation": {
    input: ({ ids, unique, heldRole }) => ({
      organizationId: ids.organization,
      email: `${unique}@invited.example`,
      role: heldRole,
      resend: true,
    }),
  },
  "organizations.revokeInvitation": { input: ({ ids }) => ({ invitationId: ids.invitation }) },
  "organizations.listInvitations": {
    input: ({ ids }) => ({ organizationId: ids.organization, status: "pending", limit: 5 }),
  },
  "organizations.checkSlug": { input: ({ unique }) => ({ slug: `free-${unique}` }) },
  "organizations.setActiveOrganization": {
    input: ({ ids }) => ({ organizationId: ids.organization }),
  },
  "organizations.getActiveMember": { input: () => ({}) },
  "organizations.leaveOrganization": { input: ({ ids }) => ({ organizationId: ids.organization }) },
  "organizations.getInvitation": { input: ({ ids }) => ({ invitationId: ids.invitation }) },
  "organizations.listUserInvitations": { input: () => ({ limit: 5, order: "asc" }) },
  "organizations.acceptInvitation": { input: ({ ids }) => ({ invitationId: ids.invitation }) },
  "organizations.rejectInvitation": { input: ({ ids }) => ({ invitationId: ids.invitation }) },
  "organizations.createTeam": {
    input: ({ ids, unique }) => ({ organizationId: ids.organization, name: `Team ${unique}` }),
  },
  "organizations.updateTeam": {
    input: ({ ids, unique }) => ({ teamId: ids.team, name: `Renamed ${unique}` }),
  },
  "organizations.removeTeam": { input: ({ ids }) => ({ teamId: ids.team }) },
  "organizations.listTeams": {
    input: ({ ids }) => ({ organizationId: ids.organization, limit: 5 }),
  },
  "organizations.addTeamMember": {
    input: ({ ids }) => ({ teamId: ids.team, memberIdOrUserId: ids.member }),
  },
  "organizations.removeTeamMember": {
    input: ({ ids }) => ({ teamId: ids.team, memberIdOrUserId: ids.member }),
  },

  "rbac.listRoles": { input: () => ({}) },
  // What a role is given here, the caller holds: it is what the operation asks for.
  "rbac.createRole": {
    input: ({ unique }) => ({
      name: `Role ${unique}`,
      slug: `made-${unique}`,
      description: "New",
      permissions: ["role.create"],
      scope: "project",
    }),
  },
  "rbac.updateRole": {
    input: ({ ids, unique }) => ({
      id: ids.role,
      name: `Role ${unique}`,
      slug: `changed-${unique}`,
      description: null,
      permissions: ["role.update"],
    }),
  },
  "rbac.deleteRole": { input: ({ ids }) => ({ id: ids.role }) },
  "rbac.listRoleHolders": {
    input: ({ heldRole }) => ({ role: heldRole, limit: 5, order: "asc" }),
  },
  "rbac.listPermissions": { input: () => ({}) },
  "rbac.createPermission": {
    input: ({ unique }) => ({
      name: `Permission ${unique}`,
      slug: `made.p_${unique}`,
      description: "New",
    }),
  },
  "rbac.updatePermission": {
    input: ({ ids, unique }) => ({
      id: ids.permission,
      name: `Permission ${unique}`,
      slug: `changed.p_${unique}`,
      description: null,
    }),
  },
  "rbac.deletePermission": { input: ({ ids }) => ({ id: ids.permission }) },
  "rbac.checkPermission": {
    input: ({ ids }) => ({
      permission: { resource: "user", action: "read" },
      userId: ids.user,
      organizationId: ids.organization,
    }),
  },
  "rbac.checkPermissions": {
    input: ({ ids }) => ({
      permissions: ["user.read", "user.*"],
      operator: "any",
      userId: ids.user,
      organizationId: ids.organization,
    }),
  },
  "rbac.getMyPermissions": { input: ({ ids }) => ({ organizationId: ids.organization }) },

  "apiKeys.createKey": {
    input: ({ unique, ids }) => ({
      name: `key ${unique}`,
      organizationId: ids.organization,
      createdBy: ids.user,
      permissions: [],
      expiresAt: "2100-01-01T00:00:00.000Z",
      metadata: { team: "platform" },
      rateLimit: { requests: 100, windowSeconds: 60, shards: 4 },
      quota: { requests: 10_000, period: "month", shards: 1 },
    }),
  },
  "apiKeys.listKeys": { input: () => ({}) },
  "apiKeys.listKeyPages": { input: () => ({ limit: 2, order: "asc" }) },
  "apiKeys.getKey": { input: ({ ids }) => ({ keyId: ids.apiKey }) },
  "apiKeys.updateKey": {
    input: ({ ids, unique }) => ({
      keyId: ids.apiKey,
      name: `renamed ${unique}`,
      permissions: [],
      enabled: true,
      expiresAt: null,
      metadata: { renamed: true },
      rateLimit: { requests: 100, windowSeconds: 60 },
      quota: null,
    }),
  },
  "apiKeys.deleteKey": { input: ({ ids }) => ({ keyId: ids.apiKey }) },
  "apiKeys.rotateKey": { input: ({ ids }) => ({ keyId: ids.apiKey, gracePeriodSeconds: 60 }) },
  "apiKeys.verifyKey": {
    input: ({ key, ids }) => ({ key, organizationId: ids.organization, ipAddress: "203.0.113.7" }),
  },
  "apiKeys.getUsage": { input: ({ ids }) => ({ keyId: ids.apiKey, days: 10 }) },
  "apiKeys.listUnusedKeys": { input: () => ({ days: 30 }) },
  "apiKeys.getLimits": { input: ({ ids }) => ({ organizationId: ids.organization }) },
  "apiKeys.setLimits": {
    input: ({ ids }) => ({
      organizationId: ids.organization,
      rateLimit: { requests: 1_000, windowSeconds: 60, shards: 8 },
      quota: null,
    }),
  },

  "projects.listProjects": { input: () => ({}) },
  "projects.getProject": { input: ({ ids }) => ({ id: ids.project }) },
  "projects.getCurrentProject": { input: () => ({}) },
  "projects.getReadiness": { input: ({ ids }) => ({ id: ids.project }) },
  "projects.createProject": {
    by: "admin",
    input: ({ unique }) => ({
      name: `Project ${unique}`,
      slug: `project-${unique}`.slice(0, 63),
      description: "New",
      logoUrl: "https://example.com/logo.png",
      serviceName: "Shop",
      authDomains: ["auth.example.com"],
      statusUrl: "https://status.example.com/",
      environment: "staging",
      keyPrefix: "sk_stage_",
    }),
  },
  "projects.updateProject": {
    input: ({ ids, unique }) => ({
      id: ids.project,
      name: `Project ${unique}`,
      slug: `renamed-${unique}`.slice(0, 63),
      description: null,
      logoUrl: null,
      serviceName: null,
      authDomains: [],
      statusUrl: null,
      environment: null,
      keyPrefix: "sk_new_",
    }),
  },
  "projects.copySettings": {
    input: ({ ids }) => ({ fromProjectId: ids.project, parts: ["signIn", "retention"] }),
  },
  "projects.deleteProject": { by: "admin", input: ({ ids }) => ({ id: ids.project }) },
  "projects.rotateSigningKeys": { input: ({ ids }) => ({ id: ids.project, now: true }) },
  "projects.ensureDefaultProject": { by: "admin", input: () => ({}) },
  "projects.listMembers": { input: () => ({}) },
  "projects.inviteMember": {
    grants: viewer,
    input: ({ unique }) => ({
      email: `${unique}@operators.example`,
      role: "viewer",
      resend: true,
    }),
  },
  "projects.updateMember": {
    grants: viewer,
    input: ({ ids }) => ({ memberId: ids.projectMember, role: "viewer" }),
  },
  "projects.removeMember": {
    grants: viewer,
    input: ({ ids }) => ({ memberId: ids.projectMember }),
  },

  "authClients.listClients": { input: () => ({ limit: 5, order: "asc" }) },
  "authClients.getClient": { input: ({ ids }) => ({ clientId: ids.client }) },
  "authClients.createClient": {
    input: ({ unique }) => ({
      name: `Client ${unique}`,
      type: "web",
      confidential: true,
      branding: { borderRadius: 4 },
      ...addresses,
    }),
  },
  "authClients.updateClient": {
    input: ({ ids, unique }) => ({
      clientId: ids.client,
      name: `Renamed ${unique}`,
      disabled: false,
      branding: { customCss: "p { margin: 0 }", darkMode: null },
      ...addresses,
    }),
  },
  "authClients.deleteClient": { input: ({ ids }) => ({ clientId: ids.client }) },
  "authClients.rotateClientSecret": {
    input: ({ ids }) => ({ clientId: ids.client, gracePeriodSeconds: 60 }),
  },

  "configuration.getDashboardConfig": { input: () => ({}) },
  "configuration.saveDashboardConfig": {
    input: () => ({
      authMethods: methods,
      emailPassword: {
        requireEmailVerification: true,
        autoSignIn: true,
        minPasswordLength: 10,
        maxPasswordLength: 200,
      },
      socialProviders: { github: { enabled: true } },
      features: { signUp: true, mfa: false, hostedUi: false, localization: false },
      sessions: {
        maxSessionLength: 2_592_000,
        accessTokenDuration: 900,
        inactivityTimeout: 604_800,
        corsOrigins: ["https://app.example.com"],
      },
      branding,
    }),
  },
  "configuration.getSocialProviderCredentials": { input: () => ({}) },
  // Its secret stays: the project has one for this provider.
  "configuration.saveSocialProviderCredential": {
    input: ({ unique }) => ({ providerId: "github", clientId: `github-${unique}`, enabled: true }),
  },
  "configuration.deleteSocialProviderCredential": { input: () => ({ providerId: "github" }) },
  "configuration.getBrandingConfig": { input: () => ({}) },
  "configuration.saveBrandingConfig": { input: () => branding },
  "configuration.getAuthConfiguration": { input: () => ({}) },
  "configuration.saveAuthConfiguration": {
    input: () => ({ roleAssignment: true, multipleRoles: true, apiKeyPermissions: true }),
  },
  "configuration.getPublicConfig": { input: ({ ids }) => ({ clientId: ids.client }) },

  "emails.send": {
    input: ({ email, template }) => ({ to: email, template, data: { code: "493027" } }),
  },
  "emails.getMessage": { input: ({ ids }) => ({ messageId: ids.mail }) },
  "emails.listMessages": { input: () => ({ limit: 5, order: "asc" }) },
  "emails.preview": { input: ({ template }) => ({ template, data: { code: 493_027 } }) },
  "emails.sendTest": { input: ({ email, template }) => ({ to: email, template }) },
  "emails.listTemplates": { input: () => ({}) },
  "emails.getTemplate": { input: ({ ids }) => ({ idOrSlug: ids.emailTemplate }) },
  "emails.createTemplate": {
    input: ({ unique }) => ({
      name: `Template ${unique}`,
      slug: `made-${unique}`,
      subject: "Hello from {{appName}}",
      preheader: "A code",
      description: "New",
      blocksJson,
      variablesJson,
    }),
  },
  "emails.updateTemplate": {
    input: ({ ids, unique }) => ({
      id: ids.emailTemplate,
      name: `Renamed ${unique}`,
      slug: `changed-${unique}`,
      subject: "Changed",
      preheader: null,
      description: null,
      blocksJson,
      variablesJson,
    }),
  },
  "emails.deleteTemplate": { input: ({ ids }) => ({ id: ids.emailTemplate }) },
  "emails.getProvider": { input: () => ({}) },
  // Its API key stays, as above.
  "emails.saveProvider": {
    input: () => ({
      provider: "resend",
      fromEmail: "hello@example.com",
      fromName: "Example",
      replyTo: "help@example.com",
    }),
  },

  "events.getFeed": { input: () => ({}) },
  "events.listEvents": { input: () => ({ limit: 5, eventTypes: ["*"] }) },
  "statistics.get": {
    input: () => ({
      metric: "users",
      from: 1_767_225_600_000,
      to: 1_767_830_400_000,
      bucket: "day",
    }),
  },
  "auditLogs.listEvents": { input: () => ({ limit: 1, order: "asc", action: "project.created" }) },

  // Disabled ones: what else happens in the project is not told to anybody, so that each operation
  // is seen alone.
  "webhooks.listEndpoints": { input: () => ({ limit: 5, order: "asc" }) },
  "webhooks.createEndpoint": {
    input: ({ unique }) => ({
      url: `https://${unique}.example.com/hooks`,
      eventTypes: ["user.*", "session.created"],
      enabled: false,
      contactEmail: `${unique}@contact.example`,
    }),
  },
  "webhooks.updateEndpoint": {
    input: ({ ids, unique }) => ({
      id: ids.webhook,
      url: `http://127.0.0.1:9/changed-${unique}`,
      eventTypes: ["*"],
      enabled: false,
      contactEmail: null,
    }),
  },
  "webhooks.deleteEndpoint": { input: ({ ids }) => ({ id: ids.webhook }) },
  "webhooks.rotateSecret": { input: ({ ids }) => ({ id: ids.webhook }) },
  "webhooks.sendTest": { input: ({ ids }) => ({ id: ids.webhook }) },
  "webhooks.listDeliveries": {
    input: ({ ids }) => ({ id: ids.webhook, status: "succeeded", limit: 5 }),
  },
  "webhooks.redeliver": { input: ({ ids }) => ({ deliveryId: ids.webhookDelivery }) },
  "sso.listConnections": {
    input: ({ ids }) => ({
      organizationId: ids.organization,
      limit: 5,
      order: "asc",
      connectionType: "oidc",
    }),
  },
  "sso.getConnection": { input: ({ ids }) => ({ providerId: ids.ssoConnection }) },
  "sso.createConnection": {
    input: ({ ids, unique, heldRole }) => ({
      organizationId: ids.organization,
      type: "oidc",
      name: `Connection ${unique}`,
      domain: `${unique}.example.com`,
      domains: [`${unique}.example.com`, `b.${unique}.example.com`],
      oidcConfig: { ...oidcConfig, issuer: `https://${unique}.example.com` },
      ...connectionAccess(heldRole),
    }),
  },
  "sso.updateConnection": {
    input: ({ ids, unique, heldRole }) => ({
      providerId: ids.ssoConnection,
      name: `Changed ${unique}`,
      domains: [`c.${unique}.example.com`],
      oidcConfig: {
        ...oidcConfig,
        issuer: `https://c.${unique}.example.com`,
        clientSecret: `changed-${unique}`,
      },
      ...connectionAccess(heldRole),
      active: false,
      force: true,
    }),
  },
  "sso.deleteConnection": { input: ({ ids }) => ({ providerId: ids.ssoConnection, force: true }) },
  "sso.unlinkProfile": {
    input: ({ ids }) => ({ providerId: ids.activeConnection, userId: ids.linkedUser }),
  },
  "sso.getAuthorizationUrl": {
    input: ({ ids, ssoRedirectUri }) => ({
      providerId: ids.activeConnection,
      organizationId: ids.organization,
      issuer: "https://idp.example.com",
      loginHint: "ada@example.com",
      domain: "example.com",
      callbackURL: ssoRedirectUri,
      state: "a state",
    }),
  },
  "sso.getProfileAndToken": { input: ({ ssoCode }) => ({ code: ssoCode }) },
  "sso.testConnection": { input: ({ ids }) => ({ providerId: ids.ssoConnection }) },
  "directories.listDirectories": {
    input: ({ ids }) => ({ organizationId: ids.organization, limit: 5, order: "asc" }),
  },
  "directories.getDirectory": { input: ({ ids }) => ({ providerId: ids.directory }) },
  "directories.createDirectory": {
    input: ({ ids, unique, heldRole }) => ({
      organizationId: ids.organization,
      name: `Directory ${unique}`,
      provider: "okta",
      defaultRole: heldRole,
      allowJit: true,
    }),
  },
  "directories.updateDirectory": {
    input: ({ ids, unique, heldRole }) => ({
      providerId: ids.directory,
      name: `Changed ${unique}`,
      defaultRole: heldRole,
      allowJit: true,
    }),
  },
  "directories.deleteDirectory": {
    input: ({ ids }) => ({ providerId: ids.directory, users: "deprovision" }),
  },
  "directories.rotateToken": {
    input: ({ ids }) => ({ providerId: ids.directory, gracePeriodSeconds: 60 }),
  },
  "directories.listUsers": {
    input: ({ ids }) => ({
      ...{ providerId: ids.directory, groupId: ids.directoryGroup, limit: 5, order: "asc" },
    }),
  },
  "directories.getUser": { input: ({ ids }) => ({ userId: ids.directoryUser }) },
  "directories.listGroups": {
    input: ({ ids }) => ({
      ...{ providerId: ids.directory, userId: ids.directoryUser, limit: 5, order: "asc" },
    }),
  },
  "directories.getGroup": { input: ({ ids }) => ({ groupId: ids.directoryGroup }) },
  "webhooks.replay": { input: ({ ids }) => ({ id: ids.webhook, since: new Date().toISOString() }) },
  "domains.createVerification": {
    input: ({ ids, unique }) => ({
      organizationId: ids.organization,
      domain: `${unique}.new.example`,
    }),
  },
  "domains.getVerification": { input: ({ ids }) => ({ id: ids.domain }) },
  "domains.verify": { input: ({ ids }) => ({ id: ids.domain }) },
  "domains.list": {
    input: ({ ids }) => ({ organizationId: ids.organization, limit: 5, order: "asc" }),
  },
  "domains.deleteVerification": { input: ({ ids }) => ({ id: ids.domain }) },
  "portal.generateLink": {
    input: ({ ids }) => ({
      organizationId: ids.organization,
      intent: "domain_verification",
      expiresIn: 600,
    }),
    grants: ["domain.create", "domain.delete", "domain.read", "domain.verify"],
  },
  "portal.listSessions": {
    input: ({ ids }) => ({ organizationId: ids.organization, limit: 5, order: "asc" }),
  },
  "portal.revokeSession": { input: ({ ids }) => ({ sessionId: ids.portalSession }) },
  "vault.encrypt": {
    input: ({ ids, unique }) => ({
      name: `Secret ${unique}`,
      data: "what nobody else may read",
      context: { purpose: "sync", customer: unique },
      organizationId: ids.organization,
      metadata: { team: "platform" },
    }),
  },
  "vault.decrypt": {
    input: ({ ids }) => ({ secretId: ids.vaultSecret, context: { purpose: "fixtures" } }),
  },
  "vault.list": { input: () => ({ limit: 5, order: "asc" }) },
  "vault.get": { input: ({ ids }) => ({ id: ids.vaultSecret }) },
  "vault.update": {
    input: ({ ids }) => ({
      id: ids.vaultSecret,
      data: "the next value",
      context: { purpose: "fixtures" },
      versionCheck: 1,
    }),
  },
  "vault.delete": { input: ({ ids }) => ({ id: ids.vaultSecret }) },
  "vault.rotateKey": { input: () => ({ batchSize: 50 }) },
  "auditLogs.createEvent": {
    input: ({ ids, unique }) => ({
      ...{
        action: "invoice.paid",
        actorType: "user",
        actorId: ids.user,
        actorName: "Ada",
        actorEmail: "ada@example.com",
        organizationId: ids.organization,
      },
      ...{
        targets: JSON.stringify([{ type: "invoice", id: unique, name: "Of May" }]),
        changes: '{"before":{"paid":false},"after":{"paid":true}}',
        metadata: '{"amount":12}',
      },
      ...{
        ipAddress: "203.0.113.7",
        userAgent: "shop/1.0",
        idempotencyKey: unique,
        occurredAt: 1_750_000_000_000,
      },
    }),
  },
  "auditLogs.exportEvents": {
    input: () => ({
      format: "csv",
      startDate: 0,
      endDate: 4_102_444_800_000,
      action: "project.created",
      limit: 20,
    }),
  },
  "auditLogs.getRetention": { input: () => ({}) },
  "auditLogs.saveRetention": { input: () => ({ auditDays: 365, eventDays: 30 }) },
};

/** A number of its own for each `unique`. */
function phoneNumberOf(unique: string): string {
  let digits = 0;
  for (const char of unique) digits = (digits * 31 + char.charCodeAt(0)) % 1_000_000_000;
  return `+491${String(digits).padStart(9, "0")}`;
}
