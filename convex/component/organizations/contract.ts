import * as z from "zod/mini";
import { operation } from "../wire/operation";
import {
  email,
  emailDomain,
  idInput,
  idOutput,
  isoDate,
  jsonObject,
  jsonOutput,
  listMetadata,
  ok,
  pageInput,
  pageOutput,
  roleInput,
  roleSlug,
  text,
  webUrl,
} from "../wire/fields";

/**
 * A customer of the customer's: users belong to it as members, with roles that count in it alone.
 */
export const Organization = z.object({
  id: idOutput("organization"),
  name: z.string(),
  slug: z.string(),
  logo: z.nullable(z.string()),
  metadata: jsonOutput(),
  requireMfa: z.boolean(),
  ssoEnforced: z.boolean(),
  allowedEmailDomains: z.array(z.string()),
  maxMembers: z.nullable(z.number()),
  createdAt: isoDate(),
  updatedAt: isoDate(),
});
export type Organization = z.output<typeof Organization>;

export const Member = z.object({
  id: idOutput("member"),
  organizationId: z.string(),
  userId: z.string(),
  /** Several roles are joined by commas. */
  role: z.string(),
  source: z.enum(["manual", "invitation", "sso", "scim", "api"]),
  teamIds: z.array(z.string()),
  createdAt: isoDate(),
  updatedAt: isoDate(),
});
export type Member = z.output<typeof Member>;

export const Invitation = z.object({
  id: idOutput("invitation"),
  organizationId: z.string(),
  email: z.string(),
  role: z.string(),
  inviterId: z.string(),
  status: z.enum(["pending", "accepted", "expired", "revoked"]),
  expiresAt: isoDate(),
  createdAt: isoDate(),
});
export type Invitation = z.output<typeof Invitation>;

export const Team = z.object({
  id: idOutput("team"),
  organizationId: z.string(),
  name: z.string(),
  createdAt: isoDate(),
  updatedAt: isoDate(),
});
export type Team = z.output<typeof Team>;

const slug = () =>
  z
    .string()
    .check(
      z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: "Expected words of a-z and 0-9 joined by -" }),
      z.maxLength(63),
    );
const fields = () => ({
  logo: z.optional(z.nullable(webUrl())),
  metadata: z.optional(jsonObject(16)),
  requireMfa: z.optional(z.boolean()),
  ssoEnforced: z.optional(z.boolean()),
  allowedEmailDomains: z.optional(z.array(emailDomain()).check(z.maxLength(50))),
  maxMembers: z.optional(z.nullable(z.number().check(z.int(), z.minimum(1), z.maximum(1_000_000)))),
});
const changes = () => ({ name: z.optional(text(100)), slug: z.optional(slug()), ...fields() });
const organizationId = () => idInput("organization");
const oneInvitation = () => ({
  invitationId: z.optional(idInput("invitation")),
  token: z.optional(text(128)),
});
const memberIdOrUserId = () => idInput("member");
const inOrganization = { organizationKeys: true, session: "organization" } as const;
/** About the user who is signed in. */
const bySession = { permission: null, session: "self", sessionOnly: true } as const;

export const organizations = {
  /**
   * Lists the project's organizations, newest first; for a key of one organization, that one; for a
   * session those that its user is a member of, also where a policy keeps the session out. GET by
   * session answers the array alone, at most 100.
   */
  listOrganizations: operation({
    kind: "query",
    path: "/api/auth/organization/list",
    permission: "organization.read",
    input: z.strictObject(pageInput()),
    output: pageOutput(Organization),
    organizationKeys: true,
    session: "self",
    inImpersonation: true,
    betterAuth: { readsItems: true },
  }),

  /**
   * Answers the organization of the id or of the slug, with the first 20 members and invitations,
   * as far as the caller may read those. 404 when there is none. By session the active one when
   * neither is given; GET answers null when none is active.
   */
  getOrganization: operation({
    kind: "query",
    path: "/api/auth/organization/get-full-organization",
    permission: "organization.read",
    input: z.strictObject({
      organizationId: z.optional(organizationId()),
      organizationSlug: z.optional(text(63)),
    }),
    output: z.extend(Organization, { members: z.array(Member), invitations: z.array(Invitation) }),
    positional: "organizationId",
    ...inOrganization,
    inImpersonation: true,
    betterAuth: { readsNull: true },
  }),

  /**
   * Creates an organization. Without `slug` one is made from the name. 409 `conflict` when a given
   * slug is taken in the project.
   *
   * `allowedEmailDomains` and `maxMembers` bind every way in; `requireMfa` and `ssoEnforced` bind access by session. `requireMfa` lets in only sessions that have proved two independent factors, one of them something the user holds. Made by a key it has no owner until one is named. Made by session
   * its user becomes the owner, and it becomes active in the session unless
   * `keepCurrentActiveOrganization`, which by key says nothing.
   */
  createOrganization: operation({
    kind: "mutation",
    path: "/api/auth/organization/create",
    permission: "organization.create",
    input: z.strictObject({
      name: text(100),
      slug: z.optional(slug()),
      ...fields(),
      keepCurrentActiveOrganization: z.optional(z.boolean()),
    }),
    output: Organization,
    events: ["organization.created", "member.added"],
    session: "self",
    inImpersonation: false,
  }),

  /**
   * Changes the fields that are given, flat or under `data`. A policy binds who comes from now on;
   * nobody is removed by one.
   */
  updateOrganization: operation({
    kind: "mutation",
    path: "/api/auth/organization/update",
    permission: "organization.update",
    input: z.strictObject({
      organizationId: organizationId(),
      ...changes(),
      data: z.optional(z.strictObject(changes())),
    }),
    output: Organization,
    events: ["organization.updated"],
    ...inOrganization,
    inImpersonation: false,
  }),

  /**
   * Deletes the organization with its members, invitations, teams and API keys, and answers it as
   * it was. It is gone at once; the rows of a large one go in batches.
   */
  deleteOrganization: operation({
    kind: "mutation",
    path: "/api/auth/organization/delete",
    permission: "organization.delete",
    input: z.strictObject({ organizationId: organizationId() }),
    output: Organization,
    events: ["organization.deleted"],
    positional: "organizationId",
    ...inOrganization,
    inImpersonation: false,
  }),

  /** Lists the members, newest first; with `role` those who hold it. */
  listMembers: operation({
    kind: "query",
    path: "/api/auth/organization/list-members",
    permission: "member.read",
    input: z.strictObject({
      organizationId: organizationId(),
      role: z.optional(roleSlug()),
      ...pageInput(),
    }),
    output: pageOutput(Member),
    ...inOrganization,
    inImpersonation: true,
  }),

  /** Answers one member, by its own or its user's id. */
  getMember: operation({
    kind: "query",
    path: "/api/auth/organization/get-member",
    permission: "member.read",
    input: z.strictObject({
      organizationId: organizationId(),
      memberIdOrUserId: memberIdOrUserId(),
    }),
    output: Member,
    ...inOrganization,
    inImpersonation: true,
  }),

  /**
   * Makes a user a member, with one role or several, and closes an open invitation to the user's
   * address. 409 `conflict` when the user is one, when `maxMembers` is reached, or the e-mail domain
   * is not allowed.
   */
  addMember: operation({
    kind: "mutation",
    path: "/api/auth/organization/add-member",
    permission: "member.create",
    input: z.strictObject({
      organizationId: organizationId(),
      userId: idInput("user"),
      role: roleInput(),
    }),
    output: Member,
    events: ["member.added", "invitation.revoked"],
    ...inOrganization,
    inImpersonation: false,
  }),

  /**
   * Ends a membership, by the member's id, the user's, or the user's e-mail address, and closes an
   * open invitation to that address. 409 `conflict` for the last owner, unless `force`.
   */
  removeMember: operation({
    kind: "mutation",
    path: "/api/auth/organization/remove-member",
    permission: "member.delete",
    input: z.strictObject({
      organizationId: organizationId(),
      memberIdOrUserId: memberIdOrUserId(),
      force: z.optional(z.boolean()),
    }),
    output: z.object({ member: Member }),
    events: ["member.removed", "invitation.revoked"],
    ...inOrganization,
    inImpersonation: false,
    betterAuth: { names: { memberIdOrEmail: "memberIdOrUserId" } },
  }),

  /**
   * Replaces the member's roles. The caller must hold what the member's roles grant, before and
   * after; an unknown role, or a project role such as `super_admin`, is refused with 422. 409
   * `conflict` when it would take `owner` from the last one, unless `force`.
   */
  updateMemberRole: operation({
    kind: "mutation",
    path: "/api/auth/organization/update-member-role",
    permission: "member.update",
    input: z.strictObject({
      organizationId: organizationId(),
      memberIdOrUserId: memberIdOrUserId(),
      role: roleInput(),
      force: z.optional(z.boolean()),
    }),
    output: Member,
    events: ["member.role_updated"],
    ...inOrganization,
    inImpersonation: false,
    betterAuth: { names: { memberId: "memberIdOrUserId" } },
  }),

  /**
   * Invites an e-mail address, for 7 days. 409 `conflict` when it is invited already (with `resend`
   * the same invitation begins anew), belongs to a member, or its domain is not allowed. Only a
   * user with that address, verified, can accept.
   *
   * Sent by session it is good while its sender could send it: 409 `conflict` on acceptance once the
   * sender was removed, banned or deleted, or may no longer give the role. Sent by a key it stays
   * good when the key is revoked or rotated. `resend` makes the caller the sender.
   *
   * The address is sent the mail `invitation`, which a template with that slug replaces. With
   * `redirectUrl` its button leads to that page of yours, with `?invitation=<token>` added for
   * `acceptInvitation`; without, to a page of the runtime's own, `/p/<project>/invitation`, which
   * accepts for a session of the invited address there and otherwise leads to your app. The token
   * is in the mail alone, and `resend` sends another one, which voids the one before. `redirectUrl`
   * must be a redirect URI of an auth client that is not disabled, down to the last character, or
   * lie under a trusted origin of one (or of `sessions.corsOrigins`): 422 `validation_error`
   * otherwise.
   */
  sendInvitation: operation({
    kind: "mutation",
    path: "/api/auth/organization/invite-member",
    permission: "invitation.create",
    input: z.strictObject({
      organizationId: organizationId(),
      email: email(),
      role: roleInput(),
      resend: z.optional(z.boolean()),
      redirectUrl: z.optional(webUrl()),
    }),
    output: Invitation,
    events: ["invitation.created"],
    ...inOrganization,
    inImpersonation: false,
  }),

  /** Withdraws a pending invitation; 409 `conflict` for one that is not. */
  revokeInvitation: operation({
    kind: "mutation",
    path: "/api/auth/organization/cancel-invitation",
    permission: "invitation.delete",
    input: z.strictObject({ invitationId: idInput("invitation") }),
    output: Invitation,
    events: ["invitation.revoked"],
    positional: "invitationId",
    ...inOrganization,
    inImpersonation: false,
  }),

  /**
   * Lists the invitations, newest first; with `status` those in it. GET by session answers the
   * array alone, at most 100.
   */
  listInvitations: operation({
    kind: "query",
    path: "/api/auth/organization/list-invitations",
    permission: "invitation.read",
    input: z.strictObject({
      organizationId: organizationId(),
      status: z.optional(z.enum(["pending", "accepted", "expired", "revoked"])),
      ...pageInput(),
    }),
    output: pageOutput(Invitation),
    ...inOrganization,
    inImpersonation: true,
    betterAuth: { readsItems: true },
  }),

  /** Creates a team. 409 `conflict` at 200 teams. */
  createTeam: operation({
    kind: "mutation",
    path: "/api/auth/organization/create-team",
    permission: "team.create",
    input: z.strictObject({ organizationId: organizationId(), name: text(100) }),
    output: Team,
    events: ["team.created"],
    ...inOrganization,
    inImpersonation: false,
  }),

  /** Renames a team. */
  updateTeam: operation({
    kind: "mutation",
    path: "/api/auth/organization/update-team",
    permission: "team.update",
    input: z.strictObject({ teamId: idInput("team"), name: text(100) }),
    output: Team,
    events: ["team.updated"],
    ...inOrganization,
    inImpersonation: false,
  }),

  /** Deletes a team. Its members stay members of the organization. */
  removeTeam: operation({
    kind: "mutation",
    path: "/api/auth/organization/remove-team",
    permission: "team.delete",
    input: z.strictObject({ teamId: idInput("team") }),
    output: ok(),
    events: ["team.deleted"],
    positional: "teamId",
    ...inOrganization,
    inImpersonation: false,
    betterAuth: { ignores: ["organizationId"] },
  }),

  /** Lists the teams, newest first. GET by session answers the array alone, at most 100. */
  listTeams: operation({
    kind: "query",
    path: "/api/auth/organization/list-teams",
    permission: "team.read",
    input: z.strictObject({ organizationId: organizationId(), ...pageInput() }),
    output: z.object({ data: z.array(Team), listMetadata: listMetadata() }),
    ...inOrganization,
    inImpersonation: true,
    betterAuth: { readsItems: true },
  }),

  /**
   * Puts a member of the organization into the team and answers the member. Twice is the same as
   * once. 409 `conflict` at 50 teams a member or 500 members a team.
   */
  addTeamMember: operation({
    kind: "mutation",
    path: "/api/auth/organization/add-team-member",
    permission: "team.update",
    input: z.strictObject({ teamId: idInput("team"), memberIdOrUserId: memberIdOrUserId() }),
    output: Member,
    events: ["team.member_added"],
    ...inOrganization,
    inImpersonation: false,
    betterAuth: { names: { userId: "memberIdOrUserId" }, ignores: ["organizationId"] },
  }),

  /** Takes a member out of the team and answers the member. 404 when it is not in there. */
  removeTeamMember: operation({
    kind: "mutation",
    path: "/api/auth/organization/remove-team-member",
    permission: "team.update",
    input: z.strictObject({ teamId: idInput("team"), memberIdOrUserId: memberIdOrUserId() }),
    output: Member,
    events: ["team.member_removed"],
    ...inOrganization,
    inImpersonation: false,
    betterAuth: { names: { userId: "memberIdOrUserId" }, ignores: ["organizationId"] },
  }),

  /** Whether no organization of the project has that slug. */
  checkSlug: operation({
    kind: "query",
    path: "/api/auth/organization/check-slug",
    permission: "organization.read",
    input: z.strictObject({ slug: text(63) }),
    output: z.object({ status: z.boolean() }),
    positional: "slug",
    session: "self",
    inImpersonation: true,
  }),

  /**
   * Makes an organization of the user the active one of the session, by id or slug, or none with
   * `organizationId: null`; without either it changes nothing. Answers the active one, or null. 404
   * for one that the user is no member of, 403 while a policy of it (`mfa_required`,
   * `sso_required`) keeps the session out.
   *
   * The active organization is what operations by session are about that name none. It grants
   * nothing, and is none any more as soon as the membership or the organization ends.
   */
  setActiveOrganization: operation({
    kind: "mutation",
    path: "/api/auth/organization/set-active",
    ...bySession,
    inImpersonation: true,
    input: z.strictObject({
      organizationId: z.optional(z.nullable(organizationId())),
      organizationSlug: z.optional(text(63)),
    }),
    output: z.nullable(Organization),
    repeatable: true,
  }),

  /** Answers the user's own membership in the active organization, or null when none is active. */
  getActiveMember: operation({
    kind: "query",
    path: "/api/auth/organization/get-active-member",
    ...bySession,
    inImpersonation: true,
    input: z.strictObject({}),
    output: z.nullable(
      z.extend(Member, {
        user: z.object({
          id: z.string(),
          name: z.string(),
          email: z.string(),
          image: z.nullable(z.string()),
        }),
      }),
    ),
  }),

  /**
   * Ends the user's own membership, in the active organization unless one is named, and answers it.
   * 409 `conflict` for the last owner. No policy keeps anybody in.
   */
  leaveOrganization: operation({
    kind: "mutation",
    path: "/api/auth/organization/leave",
    ...bySession,
    inImpersonation: false,
    input: z.strictObject({ organizationId: z.optional(organizationId()) }),
    output: Member,
    events: ["member.removed", "invitation.revoked"],
    positional: "organizationId",
  }),

  /**
   * Answers an invitation with the names that a page shows to who is invited. By session to the
   * owner of the verified address, and to members who may read invitations (`invitation.read`); 404
   * for anybody else.
   */
  getInvitation: operation({
    kind: "query",
    path: "/api/auth/organization/get-invitation",
    permission: "invitation.read",
    input: z.strictObject({ invitationId: idInput("invitation") }),
    output: z.extend(Invitation, {
      organizationName: z.string(),
      organizationSlug: z.string(),
      inviterEmail: z.nullable(z.string()),
    }),
    positional: "invitationId",
    organizationKeys: true,
    session: "self",
    inImpersonation: true,
    betterAuth: { names: { id: "invitationId" } },
  }),

  /**
   * Lists the pending invitations of the user's verified address, newest first. 403 while it is not
   * verified. GET answers the array alone, at most 100.
   */
  listUserInvitations: operation({
    kind: "query",
    path: "/api/auth/organization/list-user-invitations",
    ...bySession,
    inImpersonation: true,
    input: z.strictObject(pageInput()),
    output: pageOutput(z.extend(Invitation, { organizationName: z.string() })),
    betterAuth: { readsItems: true },
  }),

  /**
   * Joins the organization, with the invitation's roles, and makes it active in the session if its
   * policies let that in. The invitation is named by its id or by the token of the mail; only a
   * user with the invited address finds it (404 otherwise). By id the address must be verified (403
   * `forbidden`). The token verifies it, which ends the user's other sessions and unlinks social
   * accounts that were linked before. 409 `conflict` when the invitation is not pending, when its
   * sender may no longer give it, when `maxMembers` is reached, or the domain is not allowed any
   * more.
   */
  acceptInvitation: operation({
    kind: "mutation",
    path: "/api/auth/organization/accept-invitation",
    ...bySession,
    inImpersonation: false,
    input: z.strictObject(oneInvitation()),
    output: z.object({ invitation: Invitation, member: Member }),
    events: [
      "invitation.accepted",
      "member.added",
      "email.verified",
      "user.updated",
      "account.unlinked",
      "session.revoked",
    ],
    positional: "invitationId",
  }),

  /** Turns an invitation down, named as in `acceptInvitation`; its status is `revoked` then. */
  rejectInvitation: operation({
    kind: "mutation",
    path: "/api/auth/organization/reject-invitation",
    ...bySession,
    inImpersonation: false,
    input: z.strictObject(oneInvitation()),
    output: z.object({ invitation: Invitation, member: z.null() }),
    events: ["invitation.revoked"],
    positional: "invitationId",
  }),
};
