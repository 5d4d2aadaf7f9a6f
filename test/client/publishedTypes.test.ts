/**
 * The types of the published SDK's interface, written down from its documentation. Code that
 * type-checks against them type-checks against our client, because our client extends them: the
 * properties are functions, so parameters are compared strictly.
 */
import { describe, expectTypeOf, test } from "vitest";
import type {
  ApiKey,
  AuditEvent,
  BanataAuth,
  OrganizationInvitation,
  OrganizationMember,
  Organization,
  PaginatedResult,
  Permission,
  Project,
  Role,
  Session,
  SsoConnection,
  User,
  WebhookEndpoint,
  WebhookEvent,
} from "../../src/index";

type Time = Date | string | number;
type Metadata = Record<string, unknown>;
interface Opts {
  projectId?: string;
  signal?: AbortSignal;
  timeout?: number;
  idempotencyKey?: string;
}
interface Page {
  limit?: number;
  before?: string;
  after?: string;
  order?: "asc" | "desc";
}

interface Users {
  listUsers: (
    options?: { email?: string; organizationId?: string; role?: string } & Page,
  ) => Promise<PaginatedResult<User>>;
  getUser: (userId: string, options?: Opts) => Promise<User>;
  createUser: (input: {
    email: string;
    name: string;
    password?: string;
    image?: string;
    username?: string;
    phoneNumber?: string;
    emailVerified?: boolean;
    role?: string | string[];
    metadata?: Metadata;
    data?: { image?: string; username?: string; phoneNumber?: string };
  }) => Promise<User>;
  updateUser: (input: {
    userId: string;
    name?: string;
    image?: string | null;
    username?: string;
    phoneNumber?: string | null;
    emailVerified?: boolean;
    password?: string;
    role?: string | string[];
    metadata?: Metadata;
    data?: { image?: string };
  }) => Promise<User>;
  deleteUser: (userId: string, options?: Opts) => Promise<void>;
  banUser: (input: { userId: string; reason?: string; expiresAt?: Time }) => Promise<User>;
  unbanUser: (userId: string, options?: Opts) => Promise<User>;
  listUserSessions: (userId: string, options?: Page) => Promise<PaginatedResult<Session>>;
  revokeSession: (sessionId: string, options?: Opts) => Promise<void>;
  revokeAllSessions: (userId: string, options?: Opts) => Promise<void>;
  impersonateUser: (
    userId: string,
    options?: Opts & { reason?: string },
  ) => Promise<{ session: Session & { token: string }; user: User }>;
  stopImpersonating: (input?: { sessionId?: string }) => Promise<{ session: Session; user: User }>;
  setRole: (userId: string, role: string | string[], options?: Opts) => Promise<User>;
  setUserPassword: (userId: string, newPassword: string, options?: Opts) => Promise<boolean>;
  hasPermission: (input: {
    userId?: string;
    role?: string;
    permission?: string;
    permissions?: string[] | Record<string, string[]>;
  }) => Promise<boolean>;
}

interface Organizations {
  listOrganizations: (options?: Page) => Promise<PaginatedResult<Organization>>;
  getOrganization: (organizationId: string) => Promise<Organization>;
  createOrganization: (input: {
    name: string;
    slug?: string;
    logo?: string;
    metadata?: Metadata;
    requireMfa?: boolean;
    allowedEmailDomains?: string[];
    maxMembers?: number;
  }) => Promise<Organization>;
  updateOrganization: (input: {
    organizationId: string;
    name?: string;
    slug?: string;
    logo?: string | null;
    metadata?: Metadata;
    requireMfa?: boolean;
    allowedEmailDomains?: string[] | null;
    maxMembers?: number | null;
  }) => Promise<Organization>;
  deleteOrganization: (organizationId: string) => Promise<void>;
  listMembers: (
    options: { organizationId: string; role?: string } & Page,
  ) => Promise<PaginatedResult<OrganizationMember>>;
  removeMember: (input: { organizationId: string; memberIdOrUserId: string }) => Promise<void>;
  updateMemberRole: (input: {
    organizationId: string;
    memberIdOrUserId: string;
    role: string | string[];
  }) => Promise<OrganizationMember>;
  sendInvitation: (input: {
    organizationId: string;
    email: string;
    role: string;
  }) => Promise<OrganizationInvitation>;
  revokeInvitation: (invitationId: string) => Promise<void>;
  listInvitations: (
    options: {
      organizationId: string;
      status?: "pending" | "accepted" | "expired" | "revoked";
    } & Page,
  ) => Promise<PaginatedResult<OrganizationInvitation>>;
}

interface NamedRole {
  name: string;
  slug: string;
  description?: string;
  permissions?: string[];
}
type RoleOfMember = { organizationId: string } & (
  { userId: string } | { memberIdOrUserId: string }
);
interface Rbac {
  listRoles: () => Promise<Role[]>;
  createRole: (input: NamedRole) => Promise<Role>;
  updateRole: (input: { id: string } & Partial<NamedRole>) => Promise<Role>;
  deleteRole: (id: string) => Promise<void>;
  listPermissions: () => Promise<Permission[]>;
  createPermission: (input: Omit<NamedRole, "permissions">) => Promise<Permission>;
  updatePermission: (
    input: { id: string } & Partial<Omit<NamedRole, "permissions">>,
  ) => Promise<Permission>;
  deletePermission: (id: string) => Promise<void>;
  assignRole: (input: RoleOfMember & { role: string }) => Promise<void>;
  revokeRole: (input: RoleOfMember & { fallbackRole?: string }) => Promise<void>;
  checkPermission: (input: {
    projectId?: string;
    permission: string;
    userId?: string;
    organizationId?: string;
  }) => Promise<{ allowed: boolean }>;
  checkPermissions: (input: {
    projectId?: string;
    permissions: string[];
    operator?: "all" | "any";
    userId?: string;
    organizationId?: string;
  }) => Promise<{ allowed: boolean }>;
  getMyPermissions: (projectId?: string) => Promise<string[]>;
  hasPermission: (projectId: string, permission: string) => Promise<boolean>;
  requirePermission: (projectId: string, permission: string) => Promise<void>;
}

interface NewKey {
  name: string;
  organizationId?: string;
  permissions?: string[];
  expiresAt?: Time;
}
interface ApiKeys {
  createKey: (input: NewKey) => Promise<ApiKey & { key: string }>;
  create: (input: NewKey) => Promise<ApiKey & { key: string }>;
  listKeys: () => Promise<ApiKey[]>;
  list: () => Promise<ApiKey[]>;
  deleteKey: (input: { keyId: string }) => Promise<void>;
  delete: (keyId: string) => Promise<void>;
}

interface NewProject {
  name: string;
  slug: string;
  description?: string;
  logoUrl?: string;
}
interface Projects {
  listProjects: () => Promise<Project[]>;
  getProject: (id: string) => Promise<Project | null>;
  createProject: (input: NewProject) => Promise<{ success: boolean; project: Project }>;
  updateProject: (
    id: string,
    input: Partial<NewProject>,
  ) => Promise<{ success: boolean; project: Project }>;
  deleteProject: (id: string) => Promise<{ success: boolean }>;
  ensureDefaultProject: () => Promise<{ created: boolean; project: Project }>;
}

interface SignedPayload {
  payload: string;
  sigHeader: string;
  secret: string;
  tolerance?: number;
}
interface Webhooks {
  listEndpoints: (options?: Page) => Promise<PaginatedResult<WebhookEndpoint>>;
  createEndpoint: (input: {
    url: string;
    eventTypes?: string[];
    enabled?: boolean;
  }) => Promise<WebhookEndpoint & { secret: string }>;
  updateEndpoint: (input: {
    endpointId: string;
    url?: string;
    eventTypes?: string[];
    enabled?: boolean;
  }) => Promise<WebhookEndpoint>;
  deleteEndpoint: (endpointId: string) => Promise<void>;
  constructEvent: (
    input: SignedPayload,
  ) => Promise<Pick<WebhookEvent, "id" | "timestamp"> & { type: string; createdAt: Date }>;
  verifySignature: (input: SignedPayload) => Promise<boolean>;
}

interface Events {
  listEvents: (options?: {
    eventTypes?: string[];
    after?: string;
    limit?: number;
    organizationId?: string;
    rangeStart?: Time;
    rangeEnd?: Time;
  }) => Promise<{
    data: { id: string; type: string; createdAt: number }[];
    cursor?: string;
    hasMore: boolean;
  }>;
}

interface AuditLogs {
  createEvent: (input: {
    action: string;
    actorType: "user" | "admin" | "system" | "api_key" | "scim";
    actorId: string;
    actorName?: string;
    actorEmail?: string;
    targets?: { type: string; id: string; name?: string }[];
    changes?: { before: Metadata; after: Metadata };
    metadata?: Metadata;
    organizationId?: string;
    ipAddress?: string;
    userAgent?: string;
    idempotencyKey?: string;
    occurredAt?: Time;
  }) => Promise<AuditEvent>;
  listEvents: (
    options?: { organizationId?: string; action?: string; actorId?: string } & Page,
  ) => Promise<PaginatedResult<AuditEvent>>;
  exportEvents: (input: {
    format: "csv" | "json";
    startDate?: Time;
    endDate?: Time;
    action?: string;
    organizationId?: string;
    limit?: number;
    cursor?: number;
  }) => Promise<{ data: AuditEvent[]; count: number; nextCursor?: number; content?: string }>;
}

interface Template {
  id: string;
  name: string;
  slug: string;
  subject: string;
}
interface Emails {
  send: (input: {
    to: string;
    template: string;
    data: Record<string, string>;
  }) => Promise<{ success: boolean; messageId?: string }>;
  preview: (
    template: string,
    data?: Record<string, string>,
  ) => Promise<{ subject: string; html: string; text: string }>;
  sendTest: (to: string, template?: string) => Promise<{ success: boolean; message?: string }>;
  templates: {
    list: (category?: string) => Promise<Template[]>;
    get: (idOrSlug: string) => Promise<Template | null>;
    create: (input: {
      name: string;
      slug: string;
      subject: string;
      blocksJson: string;
    }) => Promise<Template>;
    update: (id: string, input: { name?: string; subject?: string }) => Promise<Template>;
    delete: (id: string) => Promise<void>;
  };
}

interface DomainClaim {
  id: string;
  organizationId: string;
  domain: string;
  state: "pending" | "verified" | "failed" | "expired";
  method: "dns_txt";
  txtRecord: { name: string; value: string };
  verifiedAt: Date | null;
  expiresAt: Date | null;
  lastCheckedAt: Date | null;
  checkCount: number;
  createdAt: Date;
  updatedAt: Date;
}
interface Portal {
  generateLink: (input: {
    organizationId: string;
    intent: "sso" | "dsync" | "domain_verification" | "audit_logs" | "log_streams" | "users";
    returnUrl?: string;
    expiresIn?: number;
  }) => Promise<{
    link: string;
    sessionId: string;
    intent: string;
    organizationId: string;
    expiresAt: string;
  }>;
}

interface Domains {
  createVerification: (input: { organizationId: string; domain: string }) => Promise<DomainClaim>;
  getVerification: (id: string, options?: Opts) => Promise<DomainClaim>;
  verify: (id: string, options?: Opts) => Promise<DomainClaim>;
  list: (input: { organizationId: string } & Page) => Promise<PaginatedResult<DomainClaim>>;
  delete: (id: string, options?: Opts) => Promise<void>;
}

interface Branding {
  primaryColor: string;
  bgColor: string;
  borderRadius: number;
  darkMode: boolean;
  customCss: string;
  font: string;
  logoUrl: string;
}
interface RuntimeAuthConfig {
  authMethods: { emailPassword: boolean; passkey: boolean; magicLink: boolean };
  branding: Branding;
}
interface AuthConfiguration {
  roleAssignment: boolean;
  multipleRoles: boolean;
  apiKeyPermissions: boolean;
}
type Scoped<T> = Partial<T> & { projectId?: string };
interface Configuration {
  getDashboardConfig: (projectId?: string) => Promise<RuntimeAuthConfig>;
  saveDashboardConfig: (
    input: Scoped<{ authMethods: Partial<RuntimeAuthConfig["authMethods"]> }>,
  ) => Promise<RuntimeAuthConfig>;
  getSocialProviderCredentials: (
    projectId?: string,
  ) => Promise<Record<string, { clientId: string; hasClientSecret: boolean }>>;
  saveSocialProviderCredential: (input: {
    providerId: string;
    clientId: string;
    clientSecret?: string;
    tenantId?: string;
    enabled?: boolean;
  }) => Promise<{ config: RuntimeAuthConfig; providers: Record<string, object> }>;
  deleteSocialProviderCredential: (
    providerId: string,
    projectId?: string,
  ) => Promise<{ config: RuntimeAuthConfig; providers: Record<string, object> }>;
  getBrandingConfig: (projectId?: string) => Promise<Branding>;
  saveBrandingConfig: (input: Scoped<Branding>) => Promise<Branding>;
  getAuthConfiguration: (projectId?: string) => Promise<AuthConfiguration>;
  saveAuthConfiguration: (input: Scoped<AuthConfiguration>) => Promise<AuthConfiguration>;
}

interface VaultSecret {
  id: string;
  name: string;
  organizationId: string | null;
  contextKeys: string[];
  metadata: object;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}
interface Vault {
  encrypt: (input: {
    name: string;
    data: string;
    context?: Record<string, string>;
    organizationId?: string;
    metadata?: Record<string, unknown>;
  }) => Promise<{ id: string }>;
  decrypt: (input: {
    secretId: string;
    context?: Record<string, string>;
  }) => Promise<{ data: string }>;
  list: (input?: {
    organizationId?: string;
    limit?: number;
    before?: string;
    after?: string;
  }) => Promise<{ data: VaultSecret[]; listMetadata: { after: string | null } }>;
  delete: (input: { secretId: string }) => Promise<{ status: string }>;
  rotateKey: (input?: {
    batchSize?: number;
  }) => Promise<{ status: string; rotated: number; failed: number; remaining: number }>;
}
interface SamlInput {
  idpEntityId: string;
  idpSsoUrl: string;
  idpCertificate: string;
  nameIdFormat?: string;
  signRequest?: boolean;
  allowIdpInitiated?: boolean;
  attributeMapping?: Record<string, string>;
}
interface OidcInput {
  issuer: string;
  clientId: string;
  clientSecret: string;
  scopes?: string[];
}
interface Sso {
  listConnections: (
    options?: { organizationId?: string; connectionType?: "saml" | "oidc" } & Page,
  ) => Promise<PaginatedResult<SsoConnection>>;
  getConnection: (connectionId: string, options?: Opts) => Promise<SsoConnection>;
  createConnection: (input: {
    organizationId: string;
    type: "saml" | "oidc";
    name: string;
    domains: string[];
    samlConfig?: SamlInput;
    oidcConfig?: OidcInput;
  }) => Promise<SsoConnection>;
  updateConnection: (input: {
    connectionId: string;
    name?: string;
    domains?: string[];
    samlConfig?: Partial<SamlInput>;
    oidcConfig?: Partial<OidcInput>;
  }) => Promise<SsoConnection>;
  deleteConnection: (connectionId: string, options?: Opts) => Promise<void>;
  activateConnection: (connectionId: string, options?: Opts) => Promise<SsoConnection>;
  deactivateConnection: (connectionId: string, options?: Opts) => Promise<SsoConnection>;
}

interface Published {
  sso: Sso;
  users: Users;
  userManagement: Users;
  organizations: Organizations;
  orgs: Organizations;
  rbac: Rbac;
  apiKeys: ApiKeys;
  projects: Projects;
  webhooks: Webhooks;
  events: Events;
  auditLogs: AuditLogs;
  emails: Emails;
  configuration: Configuration;
  domains: Domains;
  portal: Portal;
  vault: Vault;
}

// Checked by `npm run typecheck`; nothing here is run.
describe("our client extends the published SDK's", () => {
  test("group by group", () => {
    expectTypeOf<BanataAuth["users"]>().toExtend<Users>();
    expectTypeOf<BanataAuth["organizations"]>().toExtend<Organizations>();
    expectTypeOf<BanataAuth["rbac"]>().toExtend<Rbac>();
    expectTypeOf<BanataAuth["apiKeys"]>().toExtend<ApiKeys>();
    expectTypeOf<BanataAuth["projects"]>().toExtend<Projects>();
    expectTypeOf<BanataAuth["webhooks"]>().toExtend<Webhooks>();
    expectTypeOf<BanataAuth["events"]>().toExtend<Events>();
    expectTypeOf<BanataAuth["auditLogs"]>().toExtend<AuditLogs>();
    expectTypeOf<BanataAuth["emails"]>().toExtend<Emails>();
    expectTypeOf<BanataAuth["sso"]>().toExtend<Sso>();
    expectTypeOf<BanataAuth["configuration"]>().toExtend<Configuration>();
    expectTypeOf<BanataAuth["domains"]>().toExtend<Domains>();
    expectTypeOf<BanataAuth["portal"]>().toExtend<Portal>();
    expectTypeOf<BanataAuth["vault"]>().toExtend<Vault>();
    expectTypeOf<BanataAuth>().toExtend<Published>();
  });

  test("with the shapes that it documents", () => {
    expectTypeOf<WebhookEndpoint["lastDeliveryStatus"]>().toEqualTypeOf<
      "success" | "failure" | null
    >();
    expectTypeOf<User["createdAt"]>().toEqualTypeOf<Date>();
    expectTypeOf<Role["createdAt"]>().toEqualTypeOf<string>();
    expectTypeOf<Project["createdAt"]>().toEqualTypeOf<number>();
  });
});
