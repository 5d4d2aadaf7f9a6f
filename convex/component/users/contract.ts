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

/** A person in one project. The same e-mail address in another project is an unrelated user. */
export const User = z.object({
  id: idOutput("user"),
  email: z.string(),
  emailVerified: z.boolean(),
  name: z.string(),
  image: z.nullable(z.string()),
  username: z.nullable(z.string()),
  phoneNumber: z.nullable(z.string()),
  phoneNumberVerified: z.boolean(),
  /** Several project roles are joined by commas. */
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

const rules = fieldRules.users;
const username = () =>
  normalized(normalUsername, {
    format: "username",
    error: USERNAME_RULE,
    description: "3–64 characters of a-z, 0-9, `_`, `.` and `-`; stored in lower case.",
  });
const phoneNumber = () => ruledText(rules.phoneNumber);
/** UTF-16 units of what is typed: 256 characters in any composition. */
const MAXIMUM_TYPED_PASSWORD = 2_048;
/** Lengths of the form that is hashed; the project's own policy is asked in the transaction. */
const newPassword = () => {
  const schema = z.string().check(
    z.maxLength(MAXIMUM_TYPED_PASSWORD),
    z.check<string>(({ value, issues }) => {
      const [length, shared] = [passwordLength(value), { input: value, origin: "string" } as const];
      if (length < 8) issues.push({ code: "too_small", minimum: 8, ...shared });
      if (length > 256) issues.push({ code: "too_big", maximum: 256, ...shared });
    }),
  );
  wireMetadata.add(schema, {
    description: "8 to 256 characters, counted as the code points of its NFKC form.",
  });
  return schema;
};

export const users = {
  /**
   * Lists the project's users, newest first.
   *
   * `email` finds the one user with that address, `role` those who hold that project role, `organizationId` the members of that organization (404 when there is none), `search` those whose e-mail address or name
   * begins with the text, whatever its case or its full-width and composed forms (matches of the
   * address first, each by alphabet unless `order` is `desc`); they exclude each other. `users` is the same array as `data`.
   */
  listUsers: operation({
    kind: "query",
    path: "/api/auth/admin/list-users",
    permission: "user.read",
    input: z.strictObject({
      email: z.optional(email()),
      organizationId: z.optional(idInput("organization")),
      role: z.optional(roleSlug()),
      search: z.optional(text(100)),
      ...pageInput(),
      order: z.optional(z.enum(["asc", "desc"])), // the default depends on what is listed
    }),
    output: z.object({ data: z.array(User), users: z.array(User), listMetadata: listMetadata() }),
  }),

  /** Answers the user. 404 when the project has none with that id. */
  getUser: operation({
    kind: "query",
    path: "/api/auth/admin/get-user",
    permission: "user.read",
    input: z.strictObject({ userId: idInput("user") }),
    output: User,
    positional: "userId",
  }),

  /**
   * Creates a user, with a password if one is given (stored as a scrypt hash only; 422 for one that
   * the project's policy refuses). E-mail addresses and usernames have one form on every way in, also
   * at sign-up and sign-in: see the fields. An address whose local part is not ASCII is refused.
   *
   * `passwordHash` brings along the hash that another system had of the user's password: bcrypt (cost up to 14), scrypt in PHC form (`$scrypt$ln=14,r=8,p=1$salt$key`), or Better Auth's own. It is compared
   * with the password as it is typed, too, and replaced by one of ours when the user signs in; a bcrypt hash stays when the password has 72 bytes or more, of which bcrypt looks at 72. Not together with `password`.
   *
   * `role` is one project role or several, `user` unless given, which carries no permissions; another takes the permission `role.assign`, and the caller must hold what the roles grant; with `emailVerified`, also what open invitations to the address offer. `metadata` holds at most 16 KiB of JSON. 409 `conflict` when the e-mail address, username or phone
   * number is taken in this project.
   */
  createUser: operation({
    kind: "mutation",
    path: "/api/auth/admin/create-user",
    permission: "user.create",
    input: z.strictObject({
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
    output: z.object({ user: User }),
    events: ["user.created"],
    hashes: "password",
  }),

  /**
   * Changes the fields that are given and answers the user. `null` clears `image`, `username` and
   * `phoneNumber`; `metadata` is replaced as a whole.
   *
   * A new e-mail address is unverified unless the call says otherwise, a new phone number always.
   * To change what the user signs in with (`email`, `emailVerified`, `username`, `phoneNumber`), the
   * caller must hold what the user holds, in the project and in each organization; another `role`
   * asks for what `setRole` asks for. To make an address verified, the caller must hold what open
   * invitations to it offer. 403 `forbidden` otherwise. 409 `conflict` when the e-mail address,
   * username or phone number is taken.
   */
  updateUser: operation({
    kind: "mutation",
    path: "/api/auth/admin/update-user",
    permission: "user.update",
    input: z.strictObject({
      userId: idInput("user"),
      email: z.optional(email()),
      name: z.optional(text(rules.name.maximum)),
      image: z.optional(z.nullable(webUrl())),
      username: z.optional(z.nullable(username())),
      phoneNumber: z.optional(z.nullable(phoneNumber())),
      emailVerified: z.optional(z.boolean()),
      role: z.optional(roleInput()),
      metadata: z.optional(jsonObject(16)),
    }),
    output: User,
    events: ["user.updated"],
  }),

  /**
   * Deletes the user and everything that is the user's. Permanent. The caller must hold what the
   * user's project roles grant. 409 `conflict` for the last owner of an organization, unless
   * `force`.
   */
  deleteUser: operation({
    kind: "mutation",
    path: "/api/auth/admin/remove-user",
    permission: "user.delete",
    input: z.strictObject({ userId: idInput("user"), force: z.optional(z.boolean()) }),
    output: ok(),
    events: ["user.deleted", "member.removed", "invitation.revoked", "session.revoked"],
    positional: "userId",
  }),

  /**
   * Ends the user's sessions and refuses sign-in, and every permission, until `banExpires` (epoch
   * milliseconds, in the future), or until `unbanUser` when it is left out. The caller must
   * hold what the user's project roles grant. 409 `conflict` for the last owner of an organization,
   * unless `force`.
   */
  banUser: operation({
    kind: "mutation",
    path: "/api/auth/admin/ban-user",
    permission: "user.ban",
    input: z.strictObject({
      userId: idInput("user"),
      banReason: z.optional(ruledText(rules.banReason)),
      banExpires: z.optional(epochInput()),
      force: z.optional(z.boolean()),
    }),
    output: z.object({ user: User }),
    events: ["user.banned", "session.revoked"],
    positional: "userId",
  }),

  /**
   * Lifts a ban. Answers the user also when there was none. The caller must hold what the user's
   * project roles grant.
   */
  unbanUser: operation({
    kind: "mutation",
    path: "/api/auth/admin/unban-user",
    permission: "user.ban",
    input: z.strictObject({ userId: idInput("user") }),
    output: z.object({ user: User }),
    events: ["user.unbanned"],
    positional: "userId",
  }),

  /**
   * Replaces the user's project roles by one or several. The caller must hold what they grant, and
   * what the user's present roles grant; an unknown role is refused with 422.
   */
  setRole: operation({
    kind: "mutation",
    path: "/api/auth/admin/set-role",
    permission: "role.assign",
    input: z.strictObject({ userId: idInput("user"), role: roleInput() }),
    output: z.object({ user: User }),
    events: ["user.updated"],
  }),

  /**
   * Whether a user (`userId`) or a project role (`role`) has all of the permissions: one slug, a
   * list, or `{ resource: [actions] }`. Organization roles do not count here:
   * `rbac.checkPermission` asks about an organization.
   */
  hasPermission: operation({
    kind: "query",
    path: "/api/auth/admin/has-permission",
    permission: "permission.check",
    input: z.strictObject({
      userId: z.optional(idInput("user")),
      role: z.optional(roleSlug()),
      permission: z.optional(permissionsInput()),
      permissions: z.optional(permissionsInput()),
    }),
    output: z.object({ success: z.boolean() }),
  }),

  /**
   * Lists a user's sessions, newest first; tokens are not shown. `sessions` is the same array as
   * `data`.
   */
  listUserSessions: operation({
    kind: "query",
    path: "/api/auth/admin/list-user-sessions",
    permission: "session.read",
    input: z.strictObject({ userId: idInput("user"), ...pageInput() }),
    output: z.object({
      data: z.array(Session),
      sessions: z.array(Session),
      listMetadata: listMetadata(),
    }),
    positional: "userId",
  }),

  /**
   * Ends a session at once, also for what is subscribed with it. The caller must hold what the
   * user's project roles grant.
   */
  revokeSession: operation({
    kind: "mutation",
    path: "/api/auth/admin/revoke-user-session",
    permission: "session.delete",
    input: z.strictObject({ sessionId: idInput("session") }),
    output: ok(),
    events: ["session.revoked"],
    positional: "sessionId",
  }),

  /**
   * Ends all sessions of a user, if there are any. The caller must hold what the user's project
   * roles grant.
   */
  revokeAllSessions: operation({
    kind: "mutation",
    path: "/api/auth/admin/revoke-user-sessions",
    permission: "session.delete",
    input: z.strictObject({ userId: idInput("user") }),
    output: ok(),
    events: ["session.revoked"],
    repeatable: true,
    positional: "userId",
  }),

  /**
   * Begins a session as the user, for one hour, with `impersonatedBy` set, and shows its token
   * once. The caller must hold what the user holds, in the project and in each organization (403), and a banned user cannot be impersonated
   * (409). `reason` stands in the audit log.
   */
  impersonateUser: operation({
    kind: "mutation",
    path: "/api/auth/admin/impersonate-user",
    permission: "user.impersonate",
    input: z.strictObject({ userId: idInput("user"), reason: z.optional(lines(500)) }),
    output: z.object({ session: z.extend(Session, { token: z.string() }), user: User }),
    events: ["session.created", "session.impersonated", "session.revoked"],
    secret: true,
  }),

  /**
   * Ends an impersonation, named by its session (by key 422 without one, 404 for a session that is
   * none), or the very session that calls. Answers the session as it was, and its user.
   */
  stopImpersonating: operation({
    kind: "mutation",
    path: "/api/auth/admin/stop-impersonating",
    permission: "user.impersonate",
    input: z.strictObject({ sessionId: z.optional(idInput("session")) }),
    output: z.object({ session: Session, user: User }),
    events: ["session.revoked"],
    session: "self",
    inImpersonation: true,
    positional: "sessionId",
  }),

  /**
   * Sets a password (8 to 256 characters; stored as a scrypt hash only) and ends the user's
   * sessions. The caller must hold what the user holds, in the project and in each organization.
   */
  setUserPassword: operation({
    kind: "mutation",
    path: "/api/auth/admin/set-user-password",
    permission: "user.update",
    input: z.strictObject({ userId: idInput("user"), newPassword: newPassword() }),
    output: z.object({ status: z.literal(true) }),
    events: ["password.set", "session.revoked"],
    hashes: "newPassword",
  }),
};
