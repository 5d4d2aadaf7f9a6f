import * as z from "zod/mini";
import { fieldRules } from "../core/fieldRules";
import { operation } from "../wire/operation";
import { Session } from "../sessions/contract";
import {
  email,
  epochInput,
  idInput,
  idOutput,
  isoDate,
  jsonObject,
  jsonOutput,
  listMetadata,
  normalized,
  ok,
  pageInput,
  permissionsInput,
  roleInput,
  roleSlug,
  lines,
  ruledText,
  text,
  webUrl,
  wireMetadata,
} from "../wire/fields";
import { passwordLength } from "../core/passwordForm";
import { normalUsername, USERNAME_RULE } from "../core/username";

/**
 * A person in one project. The same e-mail address in another project is a separate, unrelated
 * user.
 */
export const User = z.object({
  id: idOutput("user"),
  email: z.string(),
  emailVerified: z.boolean(),
  name: z.string(),
  image: z.nullable(z.string()),
  username: z.nullable(z.string()),
  phoneNumber: z.nullable(z.string()),
  phoneNumberVerified: z.boolean(),
  /** Project roles, joined by commas. */
  role: z.string(),
  banned: z.boolean(),
  banReason: z.nullable(z.string()),
  banExpires: z.nullable(isoDate()),
  twoFactorEnabled: z.boolean(),
  metadata: jsonOutput(),
  createdAt: isoDate(),
  updatedAt: isoDate(),
});
export type User = z.output<typeof User>;

/** An authenticator app or a passkey of a user. Secrets and public keys are never returned. */
export const UserFactor = z.object({
  id: z.string(),
  type: z.enum(["totp", "passkey"]),
  /** The name that the user gave the passkey; null for an authenticator app. */
  name: z.nullable(z.string()),
  /** Passkeys only: `singleDevice` or `multiDevice`. */
  deviceType: z.nullable(z.string()),
  /** Passkeys only: whether it is backed up, for example to the account of a platform. */
  backedUp: z.nullable(z.boolean()),
  createdAt: isoDate(),
});
export type UserFactor = z.output<typeof UserFactor>;

/** A way to sign in: the password, or a linked account at a social provider. */
export const UserAccount = z.object({
  id: idOutput("account"),
  userId: idOutput("user"),
  /** `credential` for the password, else the social provider. */
  providerId: z.string(),
  /** The account's id at the provider; for `credential` the user's id. */
  accountId: z.string(),
  /** That the provider granted. */
  scopes: z.array(z.string()),
  createdAt: isoDate(),
  updatedAt: isoDate(),
});
export type UserAccount = z.output<typeof UserAccount>;

const rules = fieldRules.users;
const username = () =>
  normalized(normalUsername, {
    format: "username",
    error: USERNAME_RULE,
    description: "3–64 characters of a-z, 0-9, `_`, `.` and `-`; stored in lowercase.",
  });
const phoneNumber = () => ruledText(rules.phoneNumber);
/** In UTF-16 code units before normalization: room for 256 characters in any composition. */
const MAXIMUM_TYPED_PASSWORD = 2_048;
/**
 * Checks the length of the normalized form, which is hashed. The project's own password policy is
 * checked in the transaction.
 */
const newPassword = () => {
  const schema = z.string().check(
    z.maxLength(MAXIMUM_TYPED_PASSWORD),
    z.check<string>(({ value, issues }) => {
      const length = passwordLength(value);
      const shared = { input: value, origin: "string" } as const;
      if (length < 8) issues.push({ code: "too_small", minimum: 8, ...shared });
      if (length > 256) issues.push({ code: "too_big", maximum: 256, ...shared });
    }),
  );
  wireMetadata.add(schema, {
    description: "8 to 256 characters, counted in code points after NFKC normalization.",
  });
  return schema;
};

export const users = {
  /**
   * Lists the project's users, newest first. Accepts one of four filters at a time.
   *
   * `email` finds the user with that address, `role` the users with that project role,
   * `organizationId` the members of that organization (404 when the project has no such
   * organization). `search` finds users whose e-mail address or name starts with the text, ignoring
   * case and Unicode form; its results are sorted alphabetically, matches by address first, in
   * reverse with `order: "desc"`. `users` is the same array as `data`.
   */
  listUsers: operation({
    kind: "query",
    path: "/api/auth/admin/list-users",
    permission: "user.read",
    session: "project",
    stepUp: false,
    input: () =>
      z.strictObject({
        email: z.optional(email()),
        organizationId: z.optional(idInput("organization")),
        role: z.optional(roleSlug()),
        search: z.optional(text(100)),
        ...pageInput(),
        order: z.optional(z.enum(["asc", "desc"])), // the default depends on the filter
      }),
    output: () =>
      z.object({ data: z.array(User), users: z.array(User), listMetadata: listMetadata() }),
  }),

  /** Returns a user. 404 when the project has no user with that id. */
  getUser: operation({
    kind: "query",
    path: "/api/auth/admin/get-user",
    permission: "user.read",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({ userId: idInput("user") }),
    output: () => User,
    client: { parameters: ["userId"] },
  }),

  /**
   * Creates a user, optionally with a password, of which only an argon2id hash is stored. 422 when
   * the project's password policy rejects it. E-mail addresses and usernames are normalized in the same
   * way here, at sign-up and at sign-in; see the fields. An address with a non-ASCII local part is
   * rejected.
   *
   * `passwordHash` imports a password hash from another system: bcrypt (cost up to 14), argon2id in
   * PHC format (`$argon2id$v=19$m=65536,t=3,p=4$salt$key`; up to 64 MiB, and up to four passes of
   * them), scrypt in PHC format (`$scrypt$ln=14,r=8,p=1$salt$key`; up to 40 MiB, `p` up to 4), or
   * Better Auth's own. The password is also compared as typed, without normalization. The next
   * sign-in replaces the hash with one of ours, except a bcrypt hash of a password of 72 bytes or
   * more, because bcrypt reads only the first 72. Cannot be combined with `password`.
   *
   * `role` is one project role or several. The default, `user`, grants no permissions. Any other
   * role requires the permission `role.assign`, and the caller must hold the permissions that the
   * roles grant. With `emailVerified`, the caller must also hold the permissions that open
   * invitations to the address grant. `metadata` holds at most 16 KiB of JSON. 409 `conflict` when
   * the e-mail address, username or phone number is already used in this project.
   */
  createUser: operation({
    kind: "mutation",
    path: "/api/auth/admin/create-user",
    permission: "user.create",
    session: "project",
    stepUp: false,
    input: () =>
      z.strictObject({
        email: email(),
        name: text(rules.name.maximum),
        password: z.optional(newPassword()),
        passwordHash: z.optional(z.string().check(z.maxLength(300))),
        image: z.optional(z.nullable(webUrl())),
        username: z.optional(username()),
        phoneNumber: z.optional(phoneNumber()),
        emailVerified: z._default(z.boolean(), false),
        role: z.optional(roleInput()),
        metadata: z.optional(jsonObject(16)),
        data: z.optional(
          z.strictObject({
            image: z.optional(z.nullable(webUrl())),
            username: z.optional(username()),
            phoneNumber: z.optional(phoneNumber()),
          }),
        ),
      }),
    output: () => z.object({ user: User }),
    events: ["user.created"],
    hashes: "password",
    client: { returns: "user" },
  }),

  /**
   * Updates the given fields and returns the user. `null` clears `image`, `username` and
   * `phoneNumber`; `metadata` is replaced as a whole. `data` holds the same fields as in
   * `createUser`. `password` has the requirements and effects of `setUserPassword`.
   *
   * A new e-mail address is unverified unless the call sets `emailVerified`; a new phone number is
   * always unverified. To change a sign-in identifier (`email`, `emailVerified`, `username`,
   * `phoneNumber`), the caller must hold every permission that the user holds in the project and in
   * each organization. A change of `role` has the requirements of `setRole`. To verify an address,
   * the caller must hold the permissions that open invitations to it grant. Otherwise 403
   * `forbidden`. 409 `conflict` when the e-mail address, username or phone number is already used.
   */
  updateUser: operation({
    kind: "mutation",
    path: "/api/auth/admin/update-user",
    permission: "user.update",
    session: "project",
    stepUp: true,
    input: () =>
      z.strictObject({
        userId: idInput("user"),
        email: z.optional(email()),
        name: z.optional(text(rules.name.maximum)),
        image: z.optional(z.nullable(webUrl())),
        username: z.optional(z.nullable(username())),
        phoneNumber: z.optional(z.nullable(phoneNumber())),
        emailVerified: z.optional(z.boolean()),
        password: z.optional(newPassword()),
        role: z.optional(roleInput()),
        metadata: z.optional(jsonObject(16)),
        data: z.optional(
          z.strictObject({
            image: z.optional(z.nullable(webUrl())),
            username: z.optional(z.nullable(username())),
            phoneNumber: z.optional(z.nullable(phoneNumber())),
          }),
        ),
      }),
    output: () => User,
    events: ["user.updated", "password.set", "session.revoked"],
    hashes: "password",
  }),

  /**
   * Permanently deletes the user with all sessions, accounts and memberships. The caller must hold
   * the permissions that the user's project roles grant. 409 `conflict` for the last owner of an
   * organization, and for an operator who is the last owner of a project, unless `force`.
   */
  deleteUser: operation({
    kind: "mutation",
    path: "/api/auth/admin/remove-user",
    permission: "user.delete",
    session: "project",
    stepUp: true,
    input: () => z.strictObject({ userId: idInput("user"), force: z.optional(z.boolean()) }),
    output: () => ok(),
    events: ["user.deleted", "member.removed", "invitation.revoked", "session.revoked"],
    deployment: true,
    client: { parameters: ["userId"], returns: null },
  }),

  /**
   * Bans the user: ends all sessions, and refuses sign-in and every permission until `banExpires`
   * (epoch milliseconds, in the future). Without `banExpires` the ban lasts until `unbanUser`. The
   * caller must hold the permissions that the user's project roles grant. 409 `conflict` for the
   * last owner of an organization, and for an operator who is the last owner of a project, unless
   * `force`.
   */
  banUser: operation({
    kind: "mutation",
    path: "/api/auth/admin/ban-user",
    permission: "user.ban",
    session: "project",
    stepUp: false,
    input: () =>
      z.strictObject({
        userId: idInput("user"),
        banReason: z.optional(ruledText(rules.banReason)),
        banExpires: z.optional(epochInput()),
        force: z.optional(z.boolean()),
      }),
    output: () => z.object({ user: User }),
    events: ["user.banned", "session.revoked"],
    deployment: true,
    client: { names: { reason: "banReason", expiresAt: "banExpires" }, returns: "user" },
  }),

  /**
   * Lifts a ban. Succeeds also when the user is not banned. The caller must hold the permissions
   * that the user's project roles grant.
   */
  unbanUser: operation({
    kind: "mutation",
    path: "/api/auth/admin/unban-user",
    permission: "user.ban",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({ userId: idInput("user") }),
    output: () => z.object({ user: User }),
    events: ["user.unbanned"],
    client: { parameters: ["userId"], returns: "user" },
  }),

  /**
   * Replaces the user's project roles with one role or several. The caller must hold the
   * permissions that the current and the new roles grant. 422 for an unknown role. Roles beyond
   * `user` end the user's sessions through SSO, unless `features.ssoForProjectRoles` allows them.
   */
  setRole: operation({
    kind: "mutation",
    path: "/api/auth/admin/set-role",
    permission: "role.assign",
    session: "project",
    stepUp: true,
    input: () => z.strictObject({ userId: idInput("user"), role: roleInput() }),
    output: () => z.object({ user: User }),
    events: ["user.updated", "session.revoked"],
    client: { parameters: ["userId", "role"], returns: "user" },
  }),

  /**
   * Checks whether a user (`userId`) or a project role (`role`) has all of the given permissions:
   * one slug, a list, or `{ resource: [actions] }`. Ignores organization roles; use
   * `rbac.checkPermission` to check a permission in an organization.
   */
  hasPermission: operation({
    kind: "query",
    path: "/api/auth/admin/has-permission",
    permission: "permission.check",
    session: "project",
    stepUp: false,
    input: () =>
      z.strictObject({
        userId: z.optional(idInput("user")),
        role: z.optional(roleSlug()),
        permission: z.optional(permissionsInput()),
        permissions: z.optional(permissionsInput()),
      }),
    output: () => z.object({ success: z.boolean() }),
    client: { returns: "success" },
  }),

  /**
   * Lists a user's sessions, newest first, without their tokens. `sessions` is the same array as
   * `data`.
   */
  listUserSessions: operation({
    kind: "query",
    path: "/api/auth/admin/list-user-sessions",
    permission: "session.read",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({ userId: idInput("user"), ...pageInput() }),
    output: () =>
      z.object({
        data: z.array(Session),
        sessions: z.array(Session),
        listMetadata: listMetadata(),
      }),
    client: { parameters: ["userId"] },
  }),

  /**
   * Ends a session immediately, including its open subscriptions. The caller must hold the
   * permissions that the user's project roles grant.
   */
  revokeSession: operation({
    kind: "mutation",
    path: "/api/auth/admin/revoke-user-session",
    permission: "session.delete",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({ sessionId: idInput("session") }),
    output: () => ok(),
    events: ["session.revoked"],
    client: { parameters: ["sessionId"], returns: null },
  }),

  /**
   * Ends all sessions of a user. Succeeds also when there are none. The caller must hold the
   * permissions that the user's project roles grant.
   */
  revokeAllSessions: operation({
    kind: "mutation",
    path: "/api/auth/admin/revoke-user-sessions",
    permission: "session.delete",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({ userId: idInput("user") }),
    output: () => ok(),
    events: ["session.revoked"],
    repeatable: true,
    client: { parameters: ["userId"], returns: null },
  }),

  /**
   * Starts a one-hour session as the user, with `impersonatedBy` set, and returns its token once.
   * The caller must hold every permission that the user holds in the project and in each
   * organization (403). 409 for a banned user. `reason` is recorded in the audit log.
   */
  impersonateUser: operation({
    kind: "mutation",
    path: "/api/auth/admin/impersonate-user",
    permission: "user.impersonate",
    session: "project",
    stepUp: true,
    input: () => z.strictObject({ userId: idInput("user"), reason: z.optional(lines(500)) }),
    output: () => z.object({ session: z.extend(Session, { token: z.string() }), user: User }),
    events: ["session.created", "session.impersonated", "session.revoked"],
    secret: true,
    client: { parameters: ["userId"] },
  }),

  /**
   * Ends an impersonation. An API key must pass `sessionId` (422 without it, 404 when the session
   * is not an impersonation); a session can only end itself. Returns the session as it was, and its
   * user.
   */
  stopImpersonating: operation({
    kind: "mutation",
    path: "/api/auth/admin/stop-impersonating",
    permission: "user.impersonate",
    input: () => z.strictObject({ sessionId: z.optional(idInput("session")) }),
    output: () => z.object({ session: Session, user: User }),
    events: ["session.revoked"],
    session: "self",
    inImpersonation: true,
    stepUp: false,
  }),

  /**
   * Sets a user's password (8 to 256 characters; only an argon2id hash is stored) and ends the
   * user's sessions. The caller must hold every permission that the user holds in the project and in each
   * organization.
   */
  setUserPassword: operation({
    kind: "mutation",
    path: "/api/auth/admin/set-user-password",
    permission: "user.update",
    session: "project",
    stepUp: true,
    input: () => z.strictObject({ userId: idInput("user"), newPassword: newPassword() }),
    output: () => z.object({ status: z.literal(true) }),
    events: ["password.set", "session.revoked"],
    hashes: "newPassword",
    client: { parameters: ["userId", "newPassword"], returns: "status" },
  }),

  /**
   * Lists a user's authenticator app, if its first code was confirmed, and passkeys, at most 100 of
   * them. 404 when the project has no user with that id.
   */
  listFactors: operation({
    kind: "query",
    path: "/api/auth/admin/list-user-factors",
    permission: "user.read",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({ userId: idInput("user") }),
    output: () => z.object({ factors: z.array(UserFactor) }),
    client: { parameters: ["userId"], returns: "factors" },
  }),

  /**
   * Removes an authenticator app or a passkey, for a user who has lost it. Removing the app also
   * removes its backup codes, and voids trusted devices, mailed links and codes. Sessions stay; end
   * them with `revokeAllSessions` when the device may be in other hands. Where the project requires
   * a second factor, the user sets up a new one at the next sign-in. The caller must hold every
   * permission that the user holds in the project and in each organization (403). 404 when the user
   * has no such factor.
   */
  removeFactor: operation({
    kind: "mutation",
    path: "/api/auth/admin/remove-user-factor",
    permission: "user.update",
    session: "project",
    stepUp: true,
    input: () => z.strictObject({ userId: idInput("user"), factorId: idInput("passkey") }),
    output: () => ok(),
    events: ["two_factor.disabled", "passkey.removed", "user.updated"],
    client: { returns: null },
  }),

  /**
   * Lists a user's accounts: the password, if there is one, and the linked accounts at social
   * providers, at most 50. Links through SSO are listed with their connection. 404 when the project
   * has no user with that id.
   */
  listAccounts: operation({
    kind: "query",
    path: "/api/auth/admin/list-user-accounts",
    permission: "user.read",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({ userId: idInput("user") }),
    output: () => z.object({ accounts: z.array(UserAccount) }),
    client: { parameters: ["userId"], returns: "accounts" },
  }),

  /**
   * Unlinks an account of a user, or deletes the password (`credential`), together with its tokens.
   * Sessions stay. The caller must hold the permissions that the user's project roles grant. 404
   * when the user has no such account. 409 `conflict` when the user has no other account whose
   * method is on, and the project has no sign-in by mail, unless `force`.
   */
  unlinkAccount: operation({
    kind: "mutation",
    path: "/api/auth/admin/unlink-user-account",
    permission: "user.update",
    session: "project",
    stepUp: true,
    input: () =>
      z.strictObject({
        userId: idInput("user"),
        accountId: idInput("account"),
        force: z.optional(z.boolean()),
      }),
    output: () => ok(),
    events: ["account.unlinked"],
    client: { returns: null },
  }),

  /**
   * Mails the user a link to choose a new password, valid for an hour and replacing an earlier one.
   * It opens `redirectUrl` with `?token=…`, where the app calls `reset-password`, or with `?error=…`
   * when the link has expired. `redirectUrl` must be a registered redirect URI of an auth client or
   * a URL on a trusted origin (422). No response contains the link. 409 when passwords are off
   * (`not_available`) or the user is banned (`conflict`).
   */
  sendPasswordReset: operation({
    kind: "mutation",
    path: "/api/auth/admin/send-password-reset",
    permission: "user.update",
    session: "project",
    stepUp: true,
    input: () => z.strictObject({ userId: idInput("user"), redirectUrl: webUrl() }),
    output: () => ok(),
    events: ["password.reset_sent"],
    client: { returns: null },
  }),

  /**
   * Starts an impersonation in an app: returns a link, valid once and for 60 seconds, that leads to
   * the `initiateLoginUri` of the client after a confirmation. The app then begins a sign-in at the
   * hosted pages and gets a session as the user, with `impersonatedBy` set, for at most an hour. Until
   * then the caller's session or key must stay active and keep its permissions.
   *
   * The caller must hold every permission that the user holds in the project and in each organization
   * (403). 409 `conflict` for a banned user, for a disabled client or one without `initiateLoginUri`,
   * and if the project or the deployment has no hosted pages. `reason` is recorded in the audit log.
   */
  startImpersonation: operation({
    kind: "mutation",
    path: "/api/auth/admin/start-impersonation",
    permission: "user.impersonate",
    session: "project",
    stepUp: true,
    input: () =>
      z.strictObject({
        userId: idInput("user"),
        clientId: idInput("client"),
        reason: z.optional(lines(500)),
      }),
    output: () => z.object({ url: z.string(), expiresAt: isoDate() }),
    events: ["session.impersonation_started"],
    repeatable: true,
    client: { parameters: ["userId"] },
  }),
};
