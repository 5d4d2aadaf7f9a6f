/**
 * Every type of event, declared once: what it says, and the shape of its `data`. What records one
 * is typed by this, so are the client's `Event` and `WebhookEvent`; `openapi.json` lists it under
 * `webhooks`. In `data` a resource is as the API shows it, at the time of the event, with times as ISO 8601 text.
 */
import * as z from "zod/mini";
import { ApiKey, KeyLimits } from "../apiKeys/contract";
import { AuditEvent, Retention } from "../auditLogs/contract";
import { AuthClient } from "../authClients/contract";
import { AuthConfig, RuntimeAuthConfig, SocialProvider } from "../configuration/contract";
import { EmailProvider, EmailTemplate } from "../emails/contract";
import { Invitation, Member, Organization, Team } from "../organizations/contract";
import { Project } from "../projects/contract";
import { Permission, Role } from "../rbac/contract";
import { Session } from "../sessions/contract";
import { User } from "../users/contract";
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
const Mail = z.object({ messageId: z.string(), to: z.string(), template: z.string() });

export const eventTypes = {
  /** A user was made, by the API or by signing up. */
  "user.created": User,
  /** Fields of a user changed, its project roles included. */
  "user.updated": User,
  /** A user was deleted, with all memberships, sessions and accounts. */
  "user.deleted": User,
  /** A user was banned; its sessions ended. */
  "user.banned": User,
  /** A ban was lifted, or ran out. */
  "user.unbanned": User,
  /** What an anonymous user had became another user's, who signed in. */
  "user.anonymous_linked": z.object({ anonymousUserId: z.string(), userId: z.string() }),

  /** Somebody signed in. */
  "session.created": Session,
  /** A session was ended before its time. */
  "session.revoked": Session,
  /** A session was begun as that user by somebody else. */
  "session.impersonated": z.object({ session: Session, reason: z.nullable(z.string()) }),

  /** A user proved an e-mail address. */
  "email.verified": User,
  /** A mail that the API asked for was queued. */
  "email.queued": Mail,
  /** A mail was given up. */
  "email.failed": z.extend(Mail, { reason: z.string() }),
  /** A template of the project's own was made. */
  "email.template.created": EmailTemplate,
  /** A template of the project's own changed. */
  "email.template.updated": EmailTemplate,
  /** A template of the project's own was deleted. */
  "email.template.deleted": EmailTemplate,
  /** The project chose another mail provider, or changed how it reaches it. */
  "email.provider.updated": z.object({ provider: z.nullable(EmailProvider) }),

  /** A password was set by the API. */
  "password.set": OfUser,
  /** A user changed the password. */
  "password.changed": OfUser,
  /** A user set a new password by a link or a code. */
  "password.reset": OfUser,
  /** A user set up a second factor. */
  "two_factor.enabled": OfUser,
  /** A user gave the second factor up. */
  "two_factor.disabled": OfUser,
  /** An account of a social provider became a user's way in. */
  "account.linked": Account,
  /** An account is no way in any more. */
  "account.unlinked": Account,
  /** A passkey was registered. */
  "passkey.added": Passkey,
  /** A passkey was removed. */
  "passkey.removed": Passkey,

  /** An organization was made. */
  "organization.created": Organization,
  /** Fields or policies of an organization changed. */
  "organization.updated": Organization,
  /** An organization was deleted; what is in it goes in batches. */
  "organization.deleted": Organization,
  /** A user became a member. */
  "member.added": Member,
  /** A member left or was removed. */
  "member.removed": Member,
  /** A member's roles changed. */
  "member.role_updated": Member,
  /** A team was made. */
  "team.created": Team,
  /** A team was renamed. */
  "team.updated": Team,
  /** A team was deleted. */
  "team.deleted": Team,
  /** A member joined a team. */
  "team.member_added": TeamMember,
  /** A member left a team. */
  "team.member_removed": TeamMember,
  /** Somebody was invited. */
  "invitation.created": Invitation,
  /** An invitation was accepted. */
  "invitation.accepted": Invitation,
  /** An invitation was taken back, or turned down. */
  "invitation.revoked": Invitation,

  /** A role was made. */
  "role.created": Role,
  /** A role changed, or what it grants. */
  "role.updated": Role,
  /** A role was deleted. */
  "role.deleted": Role,
  /** A permission of the project's own was made. */
  "permission.created": Permission,
  /** A permission of the project's own changed. */
  "permission.updated": Permission,
  /** A permission of the project's own was deleted. */
  "permission.deleted": Permission,

  /** An API key was made. */
  "api_key.created": ApiKey,
  /** Fields of an API key changed. */
  "api_key.updated": ApiKey,
  /** An API key got a successor, which is `data`; `replaced` is the old one and its end. */
  "api_key.rotated": z.extend(ApiKey, {
    replaced: z.object({ id: z.string(), expiresAt: isoDate() }),
  }),
  /** An API key was deleted. */
  "api_key.revoked": ApiKey,
  /** An API key ends in `daysLeft` days: said once with 30, 7 and 1 left. */
  "api_key.expiring": z.extend(ApiKey, { daysLeft: z.number() }),
  /** What the keys of an organization, or all of the project, may do together changed. */
  "api_key.limits_updated": KeyLimits,

  /** The project was made. */
  "project.created": Project,
  /** The project was renamed or described anew. */
  "project.updated": Project,
  /** The project was deleted; what is in it goes in batches. */
  "project.deleted": Project,
  /**
   * New keys were asked for that sign tokens: the project's, or (null) the deployment's. They sign
   * from `signsFrom` on; `immediately` means that tokens of the old keys stopped verifying.
   */
  "signing_keys.rotated": z.object({
    projectId: z.nullable(z.string()),
    signsFrom: isoDate(),
    immediately: z.boolean(),
  }),
  /** An auth client was made. */
  "client.created": AuthClient,
  /** An auth client changed. */
  "client.updated": AuthClient,
  /** An auth client was deleted. */
  "client.deleted": AuthClient,
  /** An auth client got a new secret. */
  "client.secret_rotated": AuthClient,
  /** Settings changed: those sections that were written. */
  "config.updated": z.partial(z.extend(RuntimeAuthConfig, AuthConfig.shape)),
  /** Credentials of a social provider were saved. */
  "config.social_provider_saved": z.extend(SocialProvider, {
    provider: z.string(),
    secretChanged: z.boolean(),
  }),
  /** Credentials of a social provider were deleted. */
  "config.social_provider_deleted": z.extend(SocialProvider, { provider: z.string() }),

  /** The app wrote an entry of its own into the audit log. */
  "audit.event_created": AuditEvent,
  /** How long the project's events and audit entries are kept changed. */
  "audit.retention_updated": Retention,

  /** A webhook endpoint was made. */
  "webhook_endpoint.created": WebhookEndpoint,
  /** Fields of a webhook endpoint changed. */
  "webhook_endpoint.updated": WebhookEndpoint,
  /** A webhook endpoint was deleted. */
  "webhook_endpoint.deleted": WebhookEndpoint,
  /** The runtime disabled a webhook endpoint that is gone, or failed for five days. */
  "webhook_endpoint.disabled": WebhookEndpoint,
  /** A webhook endpoint got a new secret. */
  "webhook_endpoint.secret_rotated": WebhookEndpoint,
  /** A webhook endpoint is sent again what happened since a time. */
  "webhook_endpoint.replayed": WebhookEndpoint,
} as const satisfies Readonly<Record<string, z.ZodMiniObject>>;

/** Actions that stand in the audit log alone: nothing changed. */
export const auditOnlyActions = {
  /** An attempt to sign in that failed. */
  "user.sign_in_failed": true,
  /** An authenticated caller tried what it may not do. */
  "access.denied": true,
} as const;

export type EventType = keyof typeof eventTypes;
export type AuditAction = EventType | keyof typeof auditOnlyActions;

/** As it is sent and stored: times are text. */
type Sent<T> = T extends IsoDate
  ? string
  : T extends readonly (infer Item)[]
    ? Sent<Item>[]
    : T extends object
      ? { [K in keyof T]: Sent<T[K]> }
      : T;
export type EventData<T extends EventType> = Sent<z.output<(typeof eventTypes)[T]>>;

/** Something that happened, as `events.listEvents` answers it: a union over `type`. */
export type Event = {
  [T in EventType]: { id: string; type: T; data: EventData<T>; createdAt: number };
}[EventType];
/**
 * Something that happened, as a webhook's body says it: a union over `type`. `timestamp` and
 * `createdAt` are the same ISO 8601 text.
 */
export type WebhookEvent = {
  [T in EventType]: {
    id: string;
    type: T;
    data: EventData<T>;
    timestamp: string;
    createdAt: string;
  };
}[EventType];
