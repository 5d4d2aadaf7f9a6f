import * as z from "zod/mini";
import { operation } from "../operation";
import { email, epochMilliseconds, idInput, idOutput, isoDate, jsonObject, jsonOutput, listMetadata, ok, pageInput, text, webUrl } from "../wire";

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

const role = () =>
  z.string().check(z.regex(/^[a-z0-9_-]{1,64}$/, { error: "Expected a role slug: a-z, 0-9, _ and -, at most 64 characters" }));
const username = () =>
  z.string().check(z.toLowerCase(), z.regex(/^[a-z0-9_.-]{3,64}$/, { error: "Expected 3–64 characters of a-z, 0-9, _ . -" }));
const phoneNumber = () => z.string().check(z.regex(/^\+[1-9][0-9]{6,14}$/, { error: "Expected an E.164 number such as +4915112345678" }));
const password = () => z.string().check(z.minLength(8), z.maxLength(256));

export const users = {
  /**
   * Lists the project's users, newest first.
   *
   * `email` finds the one user with that address, `role` those with that role, `search` those whose e-mail address or name begins with the text
   * (matches of the address first, each by alphabet unless `order` is `desc`); the three exclude each other. `users` is the same array as `data`.
   */
  listUsers: operation({
    kind: "query",
    path: "/api/auth/admin/list-users",
    permission: "user.read",
    input: z.strictObject({
      email: z.optional(email()),
      role: z.optional(role()),
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
   * Creates a user, with a password if one is given (stored as a scrypt hash only). E-mail addresses are compared in lower case.
   *
   * `role` defaults to `user`, which carries no permissions. `metadata` holds at most 16 KiB of JSON. 409 `conflict` when the e-mail address, username or phone
   * number is taken in this project.
   */
  createUser: operation({
    kind: "mutation",
    path: "/api/auth/admin/create-user",
    permission: "user.create",
    input: z.strictObject({
      email: email(),
      name: text(200),
      password: z.optional(password()),
      image: z.optional(z.nullable(webUrl())),
      username: z.optional(username()),
      phoneNumber: z.optional(phoneNumber()),
      emailVerified: z._default(z.boolean(), false),
      role: z._default(role(), "user"),
      metadata: z.optional(jsonObject(16)),
      data: z.optional(z.strictObject({ image: z.optional(z.nullable(webUrl())), username: z.optional(username()), phoneNumber: z.optional(phoneNumber()) })),
    }),
    output: z.object({ user: User }),
    events: ["user.created"],
    hashes: "password",
  }),

  /**
   * Changes the fields that are given and answers the user. `null` clears `image`, `username` and `phoneNumber`; `metadata` is replaced as a whole.
   *
   * A new e-mail address is unverified and a new phone number too, unless the call says otherwise. 409 `conflict` when the e-mail address, username or phone number is taken.
   */
  updateUser: operation({
    kind: "mutation",
    path: "/api/auth/admin/update-user",
    permission: "user.update",
    input: z.strictObject({
      userId: idInput("user"),
      email: z.optional(email()),
      name: z.optional(text(200)),
      image: z.optional(z.nullable(webUrl())),
      username: z.optional(z.nullable(username())),
      phoneNumber: z.optional(z.nullable(phoneNumber())),
      emailVerified: z.optional(z.boolean()),
      role: z.optional(role()),
      metadata: z.optional(jsonObject(16)),
    }),
    output: User,
    events: ["user.updated"],
  }),

  /** Deletes the user and everything that is the user's. Permanent. */
  deleteUser: operation({
    kind: "mutation",
    path: "/api/auth/admin/remove-user",
    permission: "user.delete",
    input: z.strictObject({ userId: idInput("user") }),
    output: ok(),
    events: ["user.deleted"],
    positional: "userId",
  }),

  /** Refuses the user's sign-in until `banExpires` (epoch milliseconds, in the future), or until `unbanUser` when it is left out. */
  banUser: operation({
    kind: "mutation",
    path: "/api/auth/admin/ban-user",
    permission: "user.ban",
    input: z.strictObject({
      userId: idInput("user"),
      banReason: z.optional(text(500)),
      banExpires: z.optional(epochMilliseconds().check(z.int(), z.minimum(0), z.maximum(8.64e15))),
    }),
    output: z.object({ user: User }),
    events: ["user.banned"],
    positional: "userId",
  }),

  /** Lifts a ban. Answers the user also when there was none. */
  unbanUser: operation({
    kind: "mutation",
    path: "/api/auth/admin/unban-user",
    permission: "user.ban",
    input: z.strictObject({ userId: idInput("user") }),
    output: z.object({ user: User }),
    events: ["user.unbanned"],
    positional: "userId",
  }),
};
