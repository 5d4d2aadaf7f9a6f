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
 * A customer of the app. Users belong to it as members, with roles that apply in this organization
 * only.
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
  /** Roles, joined by commas. */
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
  z.string().check(
    z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, {
      error: "Expected lowercase letters and digits, in words joined by single hyphens",
    }),
    z.maxLength(63),
  );
const fields = () => ({
  logo: z.optional(z.nullable(webUrl())),
  metadata: z.optional(jsonObject(16)),
  requireMfa: z.optional(z.boolean()),
  ssoEnforced: z.optional(z.boolean()),
  allowedEmailDomains: z.optional(
    z.pipe(
      z.nullable(z.array(emailDomain()).check(z.maxLength(50))),
      z.transform((domains: string[] | null) => domains ?? []),
    ),
  ),
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
/** For the signed-in user only. */
const bySession = { permission: null, session: "self", sessionOnly: true } as const;

export const organizations = {
  /**
   * Lists the project's organizations, newest first. A key bound to an organization gets that one;
   * a session gets the organizations that its user is a member of, including those whose policies
   * the session does not meet. With `userId`, only the organizations of that user (404 if there is
   * none, and for a session that is another user's). GET by session returns the array alone, at most
   * 100.
   */
  listOrganizations: operation({
    kind: "query",
    path: "/api/auth/organization/list",
    permission: "organization.read",
    input: () => z.strictObject({ userId: z.optional(idInput("user")), ...pageInput() }),
    output: () => pageOutput(Organization),
    organizationKeys: true,
    session: "self",
    inImpersonation: true,
    stepUp: false,
    betterAuth: { readsItems: true },
  }),

  /**
   * Returns an organization by id or slug, with its first 20 members and invitations if the caller
   * may read them. 404 when it does not exist. A session that passes neither gets its active
   * organization; GET returns null when none is active.
   */
  getOrganization: operation({
    kind: "query",
    path: "/api/auth/organization/get-full-organization",
    permission: "organization.read",
    input: () =>
      z.strictObject({
        organizationId: z.optional(organizationId()),
        organizationSlug: z.optional(text(63)),
      }),
    output: () =>
      z.extend(Organization, { members: z.array(Member), invitations: z.array(Invitation) }),
    ...inOrganization,
    inImpersonation: true,
    stepUp: false,
    betterAuth: { readsNull: true },
    client: { parameters: ["organizationId"] },
  }),

  /**
   * Creates an organization. Without `slug`, a slug is made from the name. 409 `conflict` when the
   * given slug is already used in the project.
   *
   * `allowedEmailDomains` and `maxMembers` restrict who can join; `requireMfa` and `ssoEnforced`
   * restrict access by session. `requireMfa` requires sessions that have proved two independent
   * factors, one of them something the user has. `ssoEnforced` requires sessions that signed in
   * through one of the organization's SSO connections, so a new organization cannot have it: 409
   * `conflict`; see `updateOrganization`. An organization created with an API key has no
   * owner until one is added. When a session creates it, its user becomes the owner, and it becomes
   * the session's active organization unless `keepCurrentActiveOrganization`, which has no effect
   * with an API key.
   */
  createOrganization: operation({
    kind: "mutation",
    path: "/api/auth/organization/create",
    permission: "organization.create",
    input: () =>
      z.strictObject({
        name: text(100),
        slug: z.optional(slug()),
        ...fields(),
        keepCurrentActiveOrganization: z.optional(z.boolean()),
      }),
    output: () => Organization,
    events: ["organization.created", "member.added"],
    session: "self",
    inImpersonation: false,
    stepUp: false,
  }),

  /**
   * Updates the given fields, at the top level or under `data`; `null` clears `logo`,
   * `allowedEmailDomains` and `maxMembers`. Policies apply to users who join
   * from now on; a new policy removes no existing member.
   *
   * `ssoEnforced` can be turned on while the organization has an active SSO connection through which
   * someone signed in within the last 24 hours; otherwise 409 `conflict`, with the code
   * `no_active_connection` or `no_recent_sign_in`. A key of the project can always turn it off.
   */
  updateOrganization: operation({
    kind: "mutation",
    path: "/api/auth/organization/update",
    permission: "organization.update",
    input: () =>
      z.strictObject({
        organizationId: organizationId(),
        ...changes(),
        data: z.optional(z.strictObject(changes())),
      }),
    output: () => Organization,
    events: ["organization.updated"],
    ...inOrganization,
    inImpersonation: false,
    stepUp: false,
  }),

  /**
   * Deletes the organization with its members, invitations, teams and API keys, and returns it as
   * it was. It disappears at once; the rows of a large organization are deleted in batches.
   */
  deleteOrganization: operation({
    kind: "mutation",
    path: "/api/auth/organization/delete",
    permission: "organization.delete",
    input: () => z.strictObject({ organizationId: organizationId() }),
    output: () => Organization,
    events: ["organization.deleted", "session.revoked"],
    ...inOrganization,
    inImpersonation: false,
    stepUp: true,
    client: { parameters: ["organizationId"], returns: null },
  }),

  /** Lists the members, newest first; with `role`, only those who hold that role. */
  listMembers: operation({
    kind: "query",
    path: "/api/auth/organization/list-members",
    permission: "member.read",
    input: () =>
      z.strictObject({
        organizationId: organizationId(),
        role: z.optional(roleSlug()),
        ...pageInput(),
      }),
    output: () => pageOutput(Member),
    ...inOrganization,
    inImpersonation: true,
    stepUp: false,
  }),

  /** Returns a member, by its id or its user's id. */
  getMember: operation({
    kind: "query",
    path: "/api/auth/organization/get-member",
    permission: "member.read",
    input: () =>
      z.strictObject({
        organizationId: organizationId(),
        memberIdOrUserId: memberIdOrUserId(),
      }),
    output: () => Member,
    ...inOrganization,
    inImpersonation: true,
    stepUp: false,
  }),

  /**
   * Adds a user to the organization, with one role or several, and revokes an open invitation to
   * the user's address. 409 `conflict` when the user is already a member, when `maxMembers` is
   * reached, or when the e-mail domain is not allowed.
   */
  addMember: operation({
    kind: "mutation",
    path: "/api/auth/organization/add-member",
    permission: "member.create",
    input: () =>
      z.strictObject({
        organizationId: organizationId(),
        userId: idInput("user"),
        role: roleInput(),
      }),
    output: () => Member,
    events: ["member.added", "invitation.revoked"],
    ...inOrganization,
    inImpersonation: false,
    stepUp: false,
  }),

  /**
   * Removes a member, identified by the member's id, the user's id or the user's e-mail address,
   * revokes an open invitation to that address, and ends the sessions that the organization's SSO
   * connections made. 409 `conflict` for the last owner, unless `force`.
   */
  removeMember: operation({
    kind: "mutation",
    path: "/api/auth/organization/remove-member",
    permission: "member.delete",
    input: () =>
      z.strictObject({
        organizationId: organizationId(),
        memberIdOrUserId: memberIdOrUserId(),
        force: z.optional(z.boolean()),
      }),
    output: () => z.object({ member: Member }),
    events: ["member.removed", "invitation.revoked", "session.revoked"],
    ...inOrganization,
    inImpersonation: false,
    stepUp: false,
    betterAuth: { names: { memberIdOrEmail: "memberIdOrUserId" } },
    client: { returns: null },
  }),

  /**
   * Replaces the member's roles. The caller must hold the permissions that the old and the new
   * roles grant. 422 for an unknown role or a project role such as `super_admin`. 409 `conflict`
   * when the organization would lose its last owner, unless `force`.
   */
  updateMemberRole: operation({
    kind: "mutation",
    path: "/api/auth/organization/update-member-role",
    permission: "member.update",
    input: () =>
      z.strictObject({
        organizationId: organizationId(),
        memberIdOrUserId: memberIdOrUserId(),
        role: roleInput(),
        force: z.optional(z.boolean()),
      }),
    output: () => Member,
    events: ["member.role_updated"],
    ...inOrganization,
    inImpersonation: false,
    stepUp: false,
    betterAuth: { names: { memberId: "memberIdOrUserId" } },
  }),

  /**
   * Invites an e-mail address for 7 days. 409 `conflict` when the address already has a pending
   * invitation (`resend` renews it), when it belongs to a member, or when its domain is not
   * allowed. Only a user with that verified address can accept.
   *
   * An invitation sent by session is valid while its sender could still send it. Accepting it
   * returns 409 `conflict` once the sender has been removed, banned or deleted, or can no longer
   * grant the role. An invitation sent with an API key stays valid when the key is revoked or
   * rotated. `resend` makes the caller the sender.
   *
   * The address receives the mail `invitation`; a template with that slug replaces the built-in
   * one. With `redirectUrl`, its button links to that page of your app, with `?invitation=<token>`
   * added for `acceptInvitation`. Without it, the button links to the runtime's own page,
   * `/p/<project>/invitation`, which accepts the invitation in a session of the invited address and
   * otherwise links to the hosted sign-in, or without it to your app. Only the mail contains the
   * token; `resend` sends a new token, which invalidates the previous one. `redirectUrl` must
   * exactly match a redirect URI of an enabled auth client, or be on a trusted origin of one or of
   * `sessions.corsOrigins`; otherwise
   * 422 `validation_error`.
   */
  sendInvitation: operation({
    kind: "mutation",
    path: "/api/auth/organization/invite-member",
    permission: "invitation.create",
    input: () =>
      z.strictObject({
        organizationId: organizationId(),
        email: email(),
        role: roleInput(),
        resend: z.optional(z.boolean()),
        redirectUrl: z.optional(webUrl()),
      }),
    output: () => Invitation,
    events: ["invitation.created"],
    ...inOrganization,
    inImpersonation: false,
    stepUp: false,
  }),

  /** Revokes a pending invitation. 409 `conflict` when it is not pending. */
  revokeInvitation: operation({
    kind: "mutation",
    path: "/api/auth/organization/cancel-invitation",
    permission: "invitation.delete",
    input: () => z.strictObject({ invitationId: idInput("invitation") }),
    output: () => Invitation,
    events: ["invitation.revoked"],
    ...inOrganization,
    inImpersonation: false,
    stepUp: false,
    client: { parameters: ["invitationId"], returns: null },
  }),

  /**
   * Lists the invitations, newest first; with `status`, only those with that status. GET by session
   * returns the array alone, at most 100.
   */
  listInvitations: operation({
    kind: "query",
    path: "/api/auth/organization/list-invitations",
    permission: "invitation.read",
    input: () =>
      z.strictObject({
        organizationId: organizationId(),
        status: z.optional(z.enum(["pending", "accepted", "expired", "revoked"])),
        ...pageInput(),
      }),
    output: () => pageOutput(Invitation),
    ...inOrganization,
    inImpersonation: true,
    stepUp: false,
    betterAuth: { readsItems: true },
  }),

  /** Creates a team. 409 `conflict` when the organization has 200 teams. */
  createTeam: operation({
    kind: "mutation",
    path: "/api/auth/organization/create-team",
    permission: "team.create",
    input: () => z.strictObject({ organizationId: organizationId(), name: text(100) }),
    output: () => Team,
    events: ["team.created"],
    ...inOrganization,
    inImpersonation: false,
    stepUp: false,
  }),

  /** Renames a team. */
  updateTeam: operation({
    kind: "mutation",
    path: "/api/auth/organization/update-team",
    permission: "team.update",
    input: () => z.strictObject({ teamId: idInput("team"), name: text(100) }),
    output: () => Team,
    events: ["team.updated"],
    ...inOrganization,
    inImpersonation: false,
    stepUp: false,
  }),

  /** Deletes a team. Its members remain members of the organization. */
  removeTeam: operation({
    kind: "mutation",
    path: "/api/auth/organization/remove-team",
    permission: "team.delete",
    input: () => z.strictObject({ teamId: idInput("team") }),
    output: () => ok(),
    events: ["team.deleted"],
    ...inOrganization,
    inImpersonation: false,
    stepUp: true,
    betterAuth: { ignores: ["organizationId"] },
    client: { parameters: ["teamId"], returns: null },
  }),

  /** Lists the teams, newest first. GET by session returns the array alone, at most 100. */
  listTeams: operation({
    kind: "query",
    path: "/api/auth/organization/list-teams",
    permission: "team.read",
    input: () => z.strictObject({ organizationId: organizationId(), ...pageInput() }),
    output: () => z.object({ data: z.array(Team), listMetadata: listMetadata() }),
    ...inOrganization,
    inImpersonation: true,
    stepUp: false,
    betterAuth: { readsItems: true },
  }),

  /**
   * Adds a member of the organization to the team and returns the member. Adding the same member
   * again has no effect. 409 `conflict` when the member is in 50 teams or the team has 500 members.
   */
  addTeamMember: operation({
    kind: "mutation",
    path: "/api/auth/organization/add-team-member",
    permission: "team.update",
    input: () => z.strictObject({ teamId: idInput("team"), memberIdOrUserId: memberIdOrUserId() }),
    output: () => Member,
    events: ["team.member_added"],
    ...inOrganization,
    inImpersonation: false,
    stepUp: false,
    betterAuth: { names: { userId: "memberIdOrUserId" }, ignores: ["organizationId"] },
  }),

  /**
   * Removes a member from the team and returns the member. 404 when the member is not in the team.
   */
  removeTeamMember: operation({
    kind: "mutation",
    path: "/api/auth/organization/remove-team-member",
    permission: "team.update",
    input: () => z.strictObject({ teamId: idInput("team"), memberIdOrUserId: memberIdOrUserId() }),
    output: () => Member,
    events: ["team.member_removed"],
    ...inOrganization,
    inImpersonation: false,
    stepUp: false,
    betterAuth: { names: { userId: "memberIdOrUserId" }, ignores: ["organizationId"] },
  }),

  /**
   * Checks whether a slug is available. `status` is true when no organization of the project has
   * it.
   */
  checkSlug: operation({
    kind: "query",
    path: "/api/auth/organization/check-slug",
    permission: "organization.read",
    input: () => z.strictObject({ slug: text(63) }),
    output: () => z.object({ status: z.boolean() }),
    session: "self",
    inImpersonation: true,
    stepUp: false,
    client: { parameters: ["slug"], returns: "status" },
  }),

  /**
   * Sets the active organization of the session by id or slug, or clears it with
   * `organizationId: null`. Without either, nothing changes. Returns the active organization, or
   * null. 404 when the user is not a member, 403 when the session does not meet a policy of the
   * organization (`mfa_required`, `sso_required`).
   *
   * Operations by session use the active organization when the request names none. It grants no
   * permissions, and is cleared when the membership or the organization ends.
   */
  setActiveOrganization: operation({
    kind: "mutation",
    path: "/api/auth/organization/set-active",
    ...bySession,
    inImpersonation: true,
    input: () =>
      z.strictObject({
        organizationId: z.optional(z.nullable(organizationId())),
        organizationSlug: z.optional(text(63)),
      }),
    output: () => z.nullable(Organization),
    repeatable: true,
  }),

  /** Returns the user's own membership in the active organization, or null when none is active. */
  getActiveMember: operation({
    kind: "query",
    path: "/api/auth/organization/get-active-member",
    ...bySession,
    inImpersonation: true,
    input: () => z.strictObject({}),
    output: () =>
      z.nullable(
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
   * Ends the user's own membership and returns it. Uses the active organization unless one is
   * given. 409 `conflict` for the last owner. Policies of the organization do not prevent leaving.
   */
  leaveOrganization: operation({
    kind: "mutation",
    path: "/api/auth/organization/leave",
    ...bySession,
    inImpersonation: false,
    input: () => z.strictObject({ organizationId: z.optional(organizationId()) }),
    output: () => Member,
    events: ["member.removed", "invitation.revoked", "session.revoked"],
    client: { parameters: ["organizationId"] },
  }),

  /**
   * Returns an invitation with the organization's name and the inviter's address, to show to the
   * invited user. A session can read it if its user has the invited address, verified, or is a
   * member with `invitation.read`; otherwise 404.
   */
  getInvitation: operation({
    kind: "query",
    path: "/api/auth/organization/get-invitation",
    permission: "invitation.read",
    input: () => z.strictObject({ invitationId: idInput("invitation") }),
    output: () =>
      z.extend(Invitation, {
        organizationName: z.string(),
        organizationSlug: z.string(),
        inviterEmail: z.nullable(z.string()),
      }),
    organizationKeys: true,
    session: "self",
    inImpersonation: true,
    stepUp: false,
    betterAuth: { names: { id: "invitationId" } },
    client: { parameters: ["invitationId"] },
  }),

  /**
   * Lists the pending invitations to the user's verified address, newest first. 403 while the
   * address is not verified. GET returns the array alone, at most 100.
   */
  listUserInvitations: operation({
    kind: "query",
    path: "/api/auth/organization/list-user-invitations",
    ...bySession,
    inImpersonation: true,
    input: () => z.strictObject(pageInput()),
    output: () => pageOutput(z.extend(Invitation, { organizationName: z.string() })),
    betterAuth: { readsItems: true },
  }),

  /**
   * Accepts an invitation: adds the user to the organization with the invitation's roles, and makes
   * it the session's active organization if the session meets its policies. Pass either the
   * invitation's id or the token of the mail. 404 unless the user has the invited address.
   *
   * With the id, the address must already be verified (403 `forbidden`). The token verifies the
   * address, which ends the user's other sessions and unlinks social accounts linked before. 409
   * `conflict` when the invitation is not pending, when its sender can no longer grant its roles,
   * when `maxMembers` is reached, or when the domain is no longer allowed.
   */
  acceptInvitation: operation({
    kind: "mutation",
    path: "/api/auth/organization/accept-invitation",
    ...bySession,
    inImpersonation: false,
    input: () => z.strictObject(oneInvitation()),
    output: () => z.object({ invitation: Invitation, member: Member }),
    events: [
      "invitation.accepted",
      "member.added",
      "email.verified",
      "user.updated",
      "account.unlinked",
      "session.revoked",
    ],
    client: { parameters: ["invitationId"] },
  }),

  /** Rejects an invitation, identified as in `acceptInvitation`. Its status becomes `revoked`. */
  rejectInvitation: operation({
    kind: "mutation",
    path: "/api/auth/organization/reject-invitation",
    ...bySession,
    inImpersonation: false,
    input: () => z.strictObject(oneInvitation()),
    output: () => z.object({ invitation: Invitation, member: z.null() }),
    events: ["invitation.revoked"],
    client: { parameters: ["invitationId"] },
  }),
};
