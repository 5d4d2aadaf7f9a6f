/**
 * Declares every event type once, with its meaning and the shape of its `data`. Recording code, the
 * client's `Event` and `WebhookEvent`, and `webhooks` in `openapi.json` are derived from it. `data`
 * has the resource as the API returns it at the time of the event, with times as ISO 8601 strings.
 */
import * as z from "zod/mini";
import { ApiKey, KeyLimits } from "../apiKeys/contract";
import { AuditEvent, Retention } from "../auditLogs/contract";
import { AuthClient } from "../authClients/contract";
import { AuthConfig, RuntimeAuthConfig, SocialProvider } from "../configuration/contract";
import {
  ChangedDirectoryGroup,
  Directory,
  DirectoryGroup,
  RecordedDirectoryUser,
} from "../directories/contract";
import { DomainVerification } from "../domains/contract";
import { EmailProvider, EmailTemplate } from "../emails/contract";
import { Invitation, Member, Organization, Team } from "../organizations/contract";
import { PortalSession } from "../portal/contract";
import { Project, ProjectMember } from "../projects/contract";
import { Permission, Role } from "../rbac/contract";
import { Session } from "../sessions/contract";
import { SsoConnection } from "../sso/contract";
import { User } from "../users/contract";
import { VaultRotation, VaultSecret } from "../vault/contract";
import { WebhookEndpoint } from "../webhooks/contract";
import { isoDate, type IsoDate } from "../wire/fields";

const OfUser = z.object({ userId: z.string() });
const Account = z.object({
  id: z.string(),
  userId: z.string(),
  providerId: z.string(),
  accountId: z.string(),
});
const Passkey = z.object({
  id: z.string(),
  userId: z.string(),
  name: z.nullable(z.string()),
  deviceType: z.string(),
  backedUp: z.boolean(),
});
const TeamMember = z.object({ teamId: z.string(), member: Member });
const MemberOfDirectory = z.object({ user: RecordedDirectoryUser, member: Member });
const Mail = z.object({ messageId: z.string(), to: z.string(), template: z.string() });

export const eventTypes = {
  /** A user was created, by the API or by sign-up. */
  "user.created": User,
  /** Fields or project roles of a user changed. */
  "user.updated": User,
  /** A user was deleted, with all memberships, sessions and accounts. */
  "user.deleted": User,
  /** A user was banned and signed out. */
  "user.banned": User,
  /** A ban was lifted or expired. */
  "user.unbanned": User,
  /** An anonymous user signed in as another user, who took over its data. */
  "user.anonymous_linked": z.object({ anonymousUserId: z.string(), userId: z.string() }),

  /** A session was created, by sign-in or by impersonation. */
  "session.created": Session,
  /** A session was ended before it expired. */
  "session.revoked": Session,
  /** An operator or API key made a link with which to impersonate the user in an app. */
  "session.impersonation_started": z.object({
    userId: z.string(),
    clientId: z.string(),
    reason: z.nullable(z.string()),
  }),
  /** An operator or API key started a session as the user. */
  "session.impersonated": z.object({ session: Session, reason: z.nullable(z.string()) }),

  /** A user verified an e-mail address. */
  "email.verified": User,
  /** A mail requested through the API was queued. */
  "email.queued": Mail,
  /** A mail could not be delivered and will not be retried. */
  "email.failed": z.extend(Mail, { reason: z.string() }),
  /** A custom e-mail template was created. */
  "email.template.created": EmailTemplate,
  /** A custom e-mail template was updated. */
  "email.template.updated": EmailTemplate,
  /** A custom e-mail template was deleted. */
  "email.template.deleted": EmailTemplate,
  /** The mail provider of the project, or its configuration, changed. */
  "email.provider.updated": z.object({ provider: z.nullable(EmailProvider) }),

  /** A password was set through the API. */
  "password.set": OfUser,
  /** A link to choose a new password was mailed, as an administrator requested. */
  "password.reset_sent": OfUser,
  /** A user changed their password. */
  "password.changed": OfUser,
  /** A user reset their password with a link or a code. */
  "password.reset": OfUser,
  /** A user turned on a second factor. */
  "two_factor.enabled": OfUser,
  /** A second factor was turned off. */
  "two_factor.disabled": OfUser,
  /** A social provider account was linked to a user. */
  "account.linked": Account,
  /** An account was unlinked from a user. */
  "account.unlinked": Account,
  /** A passkey was registered. */
  "passkey.added": Passkey,
  /** A passkey was removed. */
  "passkey.removed": Passkey,

  /**
   * A sign-in through an SSO connection was refused. `rule` says why; `code` is the one that the
   * person saw. Nothing of the identity provider's response is recorded.
   */
  "sso.sign_in_failed": z.object({
    connectionId: z.nullable(z.string()),
    organizationId: z.nullable(z.string()),
    protocol: z.nullable(z.enum(["saml", "oidc"])),
    rule: z.string(),
    code: z.string(),
  }),

  /** An organization was created. */
  "organization.created": Organization,
  /** Fields or policies of an organization changed. */
  "organization.updated": Organization,
  /** An organization was deleted; its contents are deleted in batches. */
  "organization.deleted": Organization,
  /** A user became a member. */
  "member.added": Member,
  /** A member left or was removed. */
  "member.removed": Member,
  /** A member's roles changed. */
  "member.role_updated": Member,
  /** An organization claimed a domain. */
  "domain.created": DomainVerification,
  /** The TXT record of a domain was found; the organization has the domain now. */
  "domain.verified": DomainVerification,
  /** The TXT record of a claimed domain was not found for 30 days. */
  "domain.failed": DomainVerification,
  /** The TXT record of a verified domain has been missing for 3 days; see `expiresAt`. */
  "domain.lapsing": DomainVerification,
  /** A verified domain expired: its record was missing too long, or another organization took over. */
  "domain.lapsed": DomainVerification,
  /** A claim on a domain was deleted. */
  "domain.deleted": DomainVerification,
  /** A link to the admin portal was made. */
  "portal.link_created": PortalSession,
  /** The link was used: its session began. */
  "portal.session_started": PortalSession,
  /** A link or a session of the admin portal was ended before it expired. */
  "portal.session_revoked": PortalSession,
  /** A team was created. */
  "team.created": Team,
  /** A team was renamed. */
  "team.updated": Team,
  /** A team was deleted. */
  "team.deleted": Team,
  /** A member was added to a team. */
  "team.member_added": TeamMember,
  /** A member was removed from a team. */
  "team.member_removed": TeamMember,
  /** An invitation was created or renewed. */
  "invitation.created": Invitation,
  /** An invitation was accepted. */
  "invitation.accepted": Invitation,
  /** An invitation was revoked or rejected. */
  "invitation.revoked": Invitation,

  /** A role was created. */
  "role.created": Role,
  /** A role or its permissions changed. */
  "role.updated": Role,
  /** A role was deleted. */
  "role.deleted": Role,
  /** A custom permission was created. */
  "permission.created": Permission,
  /** A custom permission was updated. */
  "permission.updated": Permission,
  /** A custom permission was deleted. */
  "permission.deleted": Permission,

  /** An API key was created. */
  "api_key.created": ApiKey,
  /** Fields of an API key changed. */
  "api_key.updated": ApiKey,
  /** An API key was rotated. `data` is the new key; `replaced` has the old key's id and expiry. */
  "api_key.rotated": z.extend(ApiKey, {
    replaced: z.object({ id: z.string(), expiresAt: isoDate() }),
  }),
  /** An API key was revoked. */
  "api_key.revoked": ApiKey,
  /** An API key expires in `daysLeft` days. Sent once each at 30, 7 and 1 days. */
  "api_key.expiring": z.extend(ApiKey, { daysLeft: z.number() }),
  /** The shared limits of an organization's or the project's keys changed. */
  "api_key.limits_updated": KeyLimits,

  /** The project was created. */
  "project.created": Project,
  /** The name or description of the project changed. */
  "project.updated": Project,
  /** The project was deleted; its contents are deleted in batches. */
  "project.deleted": Project,
  /** An address was invited to work in the project, or its invitation was renewed. */
  "project_member.invited": ProjectMember,
  /** An operator became a member of the project. */
  "project_member.added": ProjectMember,
  /** The role of a member or of an invitation changed. */
  "project_member.role_updated": ProjectMember,
  /** A member or an invitation was removed. */
  "project_member.removed": ProjectMember,
  /**
   * A rotation of the keys that sign tokens was requested, for the project or (null) the
   * deployment. The new keys sign from `signsFrom` on; with `immediately`, tokens of the old keys
   * no longer verify.
   */
  "signing_keys.rotated": z.object({
    projectId: z.nullable(z.string()),
    signsFrom: isoDate(),
    immediately: z.boolean(),
  }),
  /** An auth client was created. */
  "client.created": AuthClient,
  /** An auth client was updated. */
  "client.updated": AuthClient,
  /** An auth client was deleted. */
  "client.deleted": AuthClient,
  /** The secret of an auth client was rotated. */
  "client.secret_rotated": AuthClient,
  /** Settings changed. `data` has the sections that were written. */
  "config.updated": z.partial(z.extend(RuntimeAuthConfig, AuthConfig.shape)),
  /** The credentials of a social provider were saved. */
  "config.social_provider_saved": z.extend(SocialProvider, {
    provider: z.string(),
    secretChanged: z.boolean(),
  }),
  /** The credentials of a social provider were deleted. */
  "config.social_provider_deleted": z.extend(SocialProvider, { provider: z.string() }),

  /** The app wrote an audit entry of its own. */
  "audit.event_created": AuditEvent,
  /** The retention of events and audit entries changed. */
  "audit.retention_updated": Retention,

  /** An SSO connection was created. */
  "sso.connection.created": SsoConnection,
  /** An SSO connection was updated. */
  "sso.connection.updated": SsoConnection,
  /** An SSO connection was activated: people can sign in through it. */
  "sso.connection.activated": SsoConnection,
  /**
   * An active SSO connection was deactivated, or must be tested and activated again after a change
   * of its identity provider.
   */
  "sso.connection.deactivated": SsoConnection,
  /** The last certificate of a SAML connection expires in `daysLeft` days. Sent once, at 30 days. */
  "sso.connection.certificate_expiring": z.extend(SsoConnection, { daysLeft: z.number() }),
  /** An SSO connection was deleted. */
  "sso.connection.deleted": SsoConnection,

  /** A directory was created. */
  "directory.created": Directory,
  /** Fields of a directory changed. */
  "directory.updated": Directory,
  /** A directory has a new bearer token; the former one ends later. */
  "directory.token_rotated": Directory,
  /** A directory was deleted; its users follow in batches. */
  "directory.deleted": Directory,
  /** A directory created a user, which becomes a user of the project if its `userId` is set. */
  "directory_user.created": RecordedDirectoryUser,
  /** A directory changed a user, or the user was linked to a user of the project. */
  "directory_user.updated": RecordedDirectoryUser,
  /** A directory deactivated a user, whose access to the organization has ended. */
  "directory_user.suspended": RecordedDirectoryUser,
  /** A directory activated a user again. */
  "directory_user.reactivated": RecordedDirectoryUser,
  /** A directory deleted a user, whose access to the organization has ended. */
  "directory_user.deleted": RecordedDirectoryUser,
  /**
   * A directory deactivated or deleted the last owner of the organization, or took the last owner
   * out of the groups that give the role or the access. The membership and its roles are kept, but
   * give no access until the directory changes that.
   */
  "directory_user.last_owner_suspended": MemberOfDirectory,
  /**
   * A user is in no group of a directory with `requireGroup`, and has no access. The membership and
   * its roles are kept.
   */
  "directory_user.access_suspended": MemberOfDirectory,
  /** A suspended member has access again. */
  "directory_user.access_restored": MemberOfDirectory,
  /** A directory created a group. Recorded when its members are all added. */
  "directory_group.created": ChangedDirectoryGroup,
  /**
   * A directory changed a group or its members. Recorded once for each request, when the members
   * are all changed. Users whom the directory deletes leave their groups without this event.
   */
  "directory_group.updated": ChangedDirectoryGroup,
  /** A directory deleted a group, with the members that it had. */
  "directory_group.deleted": DirectoryGroup,

  /** A webhook endpoint was created. */
  "webhook_endpoint.created": WebhookEndpoint,
  /** Fields of a webhook endpoint changed. */
  "webhook_endpoint.updated": WebhookEndpoint,
  /** A webhook endpoint was deleted. */
  "webhook_endpoint.deleted": WebhookEndpoint,
  /** The runtime disabled a webhook endpoint that responded 410 or failed for five days. */
  "webhook_endpoint.disabled": WebhookEndpoint,
  /** The secret of a webhook endpoint was rotated. */
  "webhook_endpoint.secret_rotated": WebhookEndpoint,
  /** A replay of past events to a webhook endpoint was started. */
  "webhook_endpoint.replayed": WebhookEndpoint,

  /** A secret was stored in the vault. No event contains its value. */
  "vault.secret.created": VaultSecret,
  /** The value of a secret of the vault was replaced. */
  "vault.secret.updated": VaultSecret,
  /** A secret of the vault was deleted. */
  "vault.secret.deleted": VaultSecret,
  /** A rotation of the keys that protect the project's secrets was started, or has ended. */
  "vault.secret.rotated": VaultRotation,
} as const satisfies Readonly<Record<string, z.ZodMiniObject>>;

/** Actions that are recorded only in the audit log, because nothing changed. */
export const auditOnlyActions = {
  /** A sign-in attempt failed. */
  "user.sign_in_failed": true,
  /** An authenticated caller attempted an operation without permission. */
  "access.denied": true,
  /** A sign-in link of an operator was made on the deployment's command line. */
  "operator.link_created": true,
  /** A sign-in link of an operator was refused: it was used, replaced, or expired, or never made. */
  "operator.link_refused": true,
  /**
   * The link of an invitation to the project was refused: it was used, replaced or expired, its
   * sender may no longer invite, or the operator with its address is banned or has changed.
   */
  "project_member.invitation_refused": true,
  /** An operator's credentials and sessions were removed on the deployment's command line. */
  "operator.reset": true,
  /** An auth domain of the project was confirmed; `metadata.domain`. */
  "project.auth_domain_confirmed": true,
  /**
   * An auth domain did not answer for several days, or its owner's record no longer names the
   * project, so it lost its confirmation; `metadata.domain`.
   */
  "project.auth_domain_lost": true,
  /** A link to the admin portal was opened again after its use, or after it had ended. */
  "portal.link_refused": true,
  /** A secret of the vault was decrypted. */
  "vault.secret.read": true,
  /** A secret of the vault could not be decrypted, because what is stored of it was modified. */
  "vault.secret.corrupted": true,
} as const;

export type EventType = keyof typeof eventTypes;
export type AuditAction = EventType | keyof typeof auditOnlyActions;

/** The serialized form, in which times are strings. */
type Sent<T> = T extends IsoDate
  ? string
  : T extends readonly (infer Item)[]
    ? Sent<Item>[]
    : T extends object
      ? { [K in keyof T]: Sent<T[K]> }
      : T;
export type EventData<T extends EventType> = Sent<z.output<(typeof eventTypes)[T]>>;

/** An event as returned by `events.listEvents`: a union over `type`. */
export type Event = {
  [T in EventType]: { id: string; type: T; data: EventData<T>; createdAt: number };
}[EventType];
/**
 * An event that a webhook delivered, as `webhooks.constructEvent` returns it: a union over `type`.
 * `timestamp` and `createdAt` are the same time; the first stays an ISO 8601 string.
 */
export type WebhookEvent = {
  [T in EventType]: {
    id: string;
    type: T;
    data: EventData<T>;
    timestamp: string;
    createdAt: Date;
  };
}[EventType];
