/**
 * Maps Better Auth's models to our tables: times are numbers, absent strings are null, and a
 * session's token is stored only as its hash.
 */
import type { Doc } from "../../_generated/dataModel";
import type { RowFields } from "../../tenancy/database";

type Fields = Record<string, unknown>;
export type Model = "user" | "session" | "account" | "verification" | "twoFactor" | "passkey";

export const tableNames = {
  user: "users",
  session: "sessions",
  account: "accounts",
  verification: "verifications",
  twoFactor: "twoFactors",
  passkey: "passkeys",
} as const satisfies Record<Model, string>;
/** A row of the model's table. */
export type ModelRow<M extends Model> = Doc<(typeof tableNames)[M]>;
export type ModelFields<M extends Model> = RowFields<(typeof tableNames)[M]>;

/** Better Auth's field name → our column, where they differ. */
const renamed: Partial<Record<Model, Record<string, string>>> = {
  account: { password: "passwordHash" },
};

export function isModel(model: string): model is Model {
  return model in tableNames;
}

export const toColumn = (model: Model, field: string): string => renamed[model]?.[field] ?? field;

export const toColumnValue = (value: unknown): unknown =>
  value instanceof Date ? value.getTime() : (value ?? null);

/** Drops fields without a column: Better Auth offers more than we store. */
export function toRowFields(model: Model, data: Fields, columns: readonly string[]): Fields {
  const entries = Object.entries(data).map(
    ([field, value]) => [toColumn(model, field), toColumnValue(value)] as const,
  );
  return Object.fromEntries(entries.filter(([field]) => columns.includes(field)));
}

/** Columns hidden from Better Auth. */
const hiddenColumns = new Set([
  "_id",
  "_creationTime",
  "projectId",
  "tokenHash",
  "passwordHash",
  "sealedAccessToken",
  "sealedRefreshToken",
  "claimedBy",
  "ofCarriedFlow",
  "ipAddressVerified",
  "proofs",
  "lastStep",
  "pendingSecret",
  "pendingBackupCodes",
  "pendingSince",
  "rpId",
  "searchName",
  "metadata",
  "roles",
  "kind",
  "subject",
  "stateVersion",
  "signUpId",
  "passwordVersion",
  "authenticatedAt",
]);

/**
 * Converts a row to Better Auth's model. `token` is the session's token when the request presented
 * it; otherwise the session's id, which identifies the session but cannot authenticate.
 */
export function toModelFields(model: Model, stored: object, token?: string): Fields {
  const row: Fields = { ...stored };
  const fields = Object.fromEntries(
    Object.entries(row).filter(([field]) => !hiddenColumns.has(field)),
  );
  const dates = [
    "createdAt",
    "updatedAt",
    "expiresAt",
    "lockedUntil",
    "accessTokenExpiresAt",
    "refreshTokenExpiresAt",
  ].filter((field) => typeof fields[field] === "number");
  return {
    ...fields,
    ...Object.fromEntries(dates.map((field) => [field, new Date(fields[field] as number)])),
    ...(model === "account" ? { password: row.passwordHash } : {}),
    ...(model === "user" ? { isAnonymous: row.isAnonymous ?? false } : {}),
    ...(model === "session" ? { token: token ?? row.id } : {}),
  };
}
