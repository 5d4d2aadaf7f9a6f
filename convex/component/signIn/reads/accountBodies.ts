/**
 * The bodies of the endpoints that read the session and its user: the fields of Better Auth's
 * models and of its plugins, in their order.
 */
import type { Doc } from "../../_generated/dataModel";
import type { Settings } from "../../configuration/settings";
import type { AccountRead } from "../endpoint";
import { toModelFields, type Model } from "../database/models";
import type { Bodies } from "./answer";

/** More than any user has. */
const MAXIMUM_ROWS = 1_000;

const fieldNames = {
  session: [
    "expiresAt",
    "token",
    "createdAt",
    "updatedAt",
    "ipAddress",
    "userAgent",
    "userId",
    "activeOrganizationId",
    "impersonatedBy",
    "id",
  ],
  account: ["accountId", "providerId", "userId", "createdAt", "updatedAt", "id"],
  passkey: [
    "name",
    "publicKey",
    "userId",
    "credentialID",
    "counter",
    "deviceType",
    "backedUp",
    "transports",
    "createdAt",
    "aaguid",
    "id",
  ],
} as const;
const userFieldNames = ["name", "email", "emailVerified", "image", "createdAt", "updatedAt"];

function pick(model: Model, row: object, names: readonly string[], token?: string) {
  const fields = toModelFields(model, row, token);
  return Object.fromEntries(names.map((name) => [name, fields[name]]));
}

const presentSession = (session: Doc<"sessions">, token?: string) =>
  pick("session", session, fieldNames.session, token);

/** The fields depend on the methods that are enabled, as each plugin adds its own. */
function presentUser(user: Doc<"users">, { authMethods, features }: Settings) {
  return pick("user", user, [
    ...userFieldNames,
    ...(authMethods.twoFactor || features.mfa ? ["twoFactorEnabled"] : []),
    ...(authMethods.username ? ["username", "displayUsername"] : []),
    ...(authMethods.anonymous ? ["isAnonymous"] : []),
    "id",
  ]);
}

export const accountBodies: Bodies<AccountRead> = {
  session: ({ session, token, user, settings }) => ({
    session: presentSession(session, token),
    user: presentUser(user, settings),
  }),
  sessions: async ({ db, user, now }) => {
    const rows = await db
      .range("sessions", "byUser", (q) => q.eq("userId", user.id))
      .take(MAXIMUM_ROWS);
    return rows.filter(({ expiresAt }) => expiresAt > now).map((row) => presentSession(row));
  },
  accounts: async ({ db, user }) => {
    const rows = await db
      .range("accounts", "byUser", (q) => q.eq("userId", user.id))
      .take(MAXIMUM_ROWS);
    return rows.map((row) => ({
      ...pick("account", row, fieldNames.account),
      scopes: row.scope ? row.scope.split(",") : [],
    }));
  },
  passkeys: async ({ db, user }) => {
    const rows = await db
      .range("passkeys", "byUser", (q) => q.eq("userId", user.id))
      .take(MAXIMUM_ROWS);
    return rows.map((row) => pick("passkey", row, fieldNames.passkey));
  },
};
