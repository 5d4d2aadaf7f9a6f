/** The TypeScript client of `@banata-auth/convex`. */
import type { ApiKey as WireApiKey } from "../convex/component/apiKeys/contract";
import type { AuditEvent as WireAuditEvent } from "../convex/component/auditLogs/contract";
import type {
  Invitation as WireInvitation,
  Member as WireMember,
  Organization as WireOrganization,
  Team as WireTeam,
} from "../convex/component/organizations/contract";
import type {
  Directory as WireDirectory,
  DirectoryGroup as WireDirectoryGroup,
  DirectoryUser as WireDirectoryUser,
} from "../convex/component/directories/contract";
import type { DomainVerification as WireDomainVerification } from "../convex/component/domains/contract";
import type { PortalSession as WirePortalSession } from "../convex/component/portal/contract";
import type { Project as WireProject } from "../convex/component/projects/contract";
import type {
  Permission as WirePermission,
  Role as WireRole,
  RoleHolder as WireRoleHolder,
} from "../convex/component/rbac/contract";
import type { Session as WireSession } from "../convex/component/sessions/contract";
import type { SsoConnection as WireSsoConnection } from "../convex/component/sso/contract";
import type { User as WireUser } from "../convex/component/users/contract";
import type {
  VaultRotation as WireVaultRotation,
  VaultSecret as WireVaultSecret,
} from "../convex/component/vault/contract";
import type {
  WebhookDelivery as WireWebhookDelivery,
  WebhookEndpoint as WireWebhookEndpoint,
} from "../convex/component/webhooks/contract";
import type { BanataAuth } from "./client";
import type { WithDates } from "./methodTypes";

export { BanataAuth, type BanataAuthOptions } from "./client";
export {
  AuthenticationError,
  BanataAuthError,
  ConflictError,
  ForbiddenError,
  InternalError,
  NetworkError,
  NotFoundError,
  RateLimitError,
  TimeoutError,
  ValidationError,
  type BanataAuthErrorCode,
  type FieldError,
} from "./errors";
export type { Answer, Method, Paged, PaginatedResult } from "./methodTypes";
export type { AliasedGroups, Group, Groups } from "./resources";
export type { Input, TimeInput } from "./parameters";
export type { CallOptions, Operation, OperationKind, Transport } from "./transport";
export {
  withApiKey,
  type ApiKeyGuardOptions,
  type VerifiedApiKey,
  type Verifier,
} from "./apiKeyGuard";
export { verifyAccessToken, type AccessToken, type AccessTokenOptions } from "./accessTokens";
export {
  convexTransport,
  type BanataAuthComponent,
  type ConvexTransportOptions,
  type MutationContext,
  type QueryContext,
} from "./transports/convex";
export {
  authFunctions,
  requireUser,
  type CurrentSession,
  type CurrentUser,
  type MyOrganization,
  type OrganizationDetails,
  type MemberDetails,
} from "./functions";
export {
  contractFunctions,
  type ContractComponent,
  type ContractProblem,
  type ContractReply,
} from "./contractFunctions";
export { liveFunctions, type LiveComponent } from "./liveFunctions";
export { nodeRegistration } from "./nodeRegistration";
export { hasPermission, requirePermission, type PermissionQuestion } from "./permissions";
export {
  constructEvent,
  verifySignature,
  WebhookVerificationError,
  type SignedPayload,
  type WebhookFault,
  type WebhookSignature,
  type WebhookTest,
} from "./webhooks";
export type {
  NamedMember,
  PermissionCheck,
  RbacReads,
  RbacWrites,
  RoleAssignment,
  RoleRevocation,
} from "./rbacMethods";
export type { SsoMethods } from "./ssoMethods";
export type { Event, EventData, EventType, WebhookEvent } from "../convex/component/events/types";
export {
  httpTransport,
  type ApiKeyOptions,
  type HttpOptions,
  type SessionOptions,
} from "./transports/http";

/** A user of one project. */
export type User = WithDates<WireUser>;
/** A user's session, without its token. */
export type Session = WithDates<WireSession>;
/** An API key without its secret. */
export type ApiKey = WithDates<WireApiKey>;
/**
 * The isolation boundary: every other resource belongs to one project. Its times are epoch
 * milliseconds.
 */
export type Project = WithDates<WireProject>;
/** An entry of the audit log. */
export type AuditEvent = WithDates<WireAuditEvent>;
/** A customer of the project's owner. */
export type Organization = WithDates<WireOrganization>;
/** A user's membership in an organization. */
export type OrganizationMember = WithDates<WireMember>;
/** An invitation to an organization. */
export type OrganizationInvitation = WithDates<WireInvitation>;
/** A team in an organization. */
export type Team = WithDates<WireTeam>;
/** A named list of permissions. `createdAt` is an ISO 8601 string. */
export type Role = WithDates<WireRole>;
/**
 * A permission of the project's catalogue. `createdAt` is an ISO 8601 string, null for a built-in
 * permission.
 */
export type Permission = WithDates<WirePermission>;
/** A member who holds an organization role, and where. */
export type RoleHolder = WithDates<WireRoleHolder>;
/** An endpoint that events are delivered to. */
export type WebhookEndpoint = WithDates<WireWebhookEndpoint>;
/** An organization's connection to its identity provider. Never contains the client secret. */
export type SsoConnection = WithDates<WireSsoConnection>;
/** An organization's directory at its identity provider. Never contains a bearer token. */
export type Directory = WithDates<WireDirectory>;
/** A user as the directory sent it. */
export type DirectoryUser = WithDates<WireDirectoryUser>;
/** A group as the directory sent it. */
export type DirectoryGroup = WithDates<WireDirectoryGroup>;
/** The delivery of one event to one endpoint, with its attempts. */
export type WebhookDelivery = WithDates<WireWebhookDelivery>;
/** An organization's claim on a domain. */
export type DomainVerification = WithDates<WireDomainVerification>;
/** A link to the admin portal, with the session that it began. */
export type PortalSession = WithDates<WirePortalSession>;
/** A secret of the vault, without its value. */
export type VaultSecret = WithDates<WireVaultSecret>;
/** The progress of `vault.rotateKey`. */
export type VaultRotation = WithDates<WireVaultRotation>;

/** The methods of `client.users`. */
export type UserManagement = BanataAuth["users"];
/** The methods of `client.organizations`. */
export type Organizations = BanataAuth["organizations"];
/** The methods of `client.rbac`. */
export type Rbac = BanataAuth["rbac"];
/** The methods of `client.apiKeys`. */
export type ApiKeys = BanataAuth["apiKeys"];
/** The methods of `client.projects`. */
export type Projects = BanataAuth["projects"];
/** The methods of `client.webhooks`. */
export type Webhooks = BanataAuth["webhooks"];
/** The methods of `client.vault`. */
export type Vault = BanataAuth["vault"];
/** The methods of `client.sso`. */
export type SSO = BanataAuth["sso"];
/** The methods of `client.directories`. */
export type DirectorySync = BanataAuth["directories"];
/** The methods of `client.events`. */
export type Events = BanataAuth["events"];
/** The methods of `client.statistics`. */
export type Statistics = BanataAuth["statistics"];
/** The methods of `client.auditLogs`. */
export type AuditLogs = BanataAuth["auditLogs"];
/** The methods of `client.emails`. */
export type Emails = BanataAuth["emails"];
/** The methods of `client.configuration`. */
export type Configuration = BanataAuth["configuration"];
/** The methods of `client.domains`. */
export type Domains = BanataAuth["domains"];
/** The methods of `client.portal`. */
export type Portal = BanataAuth["portal"];
