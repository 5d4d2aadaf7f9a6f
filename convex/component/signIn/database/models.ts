/**
 * How Better Auth's models stand in our tables: times are numbers, absent texts are null, and a
 * session's token is only there as its hash.
 */
import type { Doc } from "../../_generated/dataModel";

type Fields = Record<string, unknown>;
export type Model = "user" | "session" | "account" | "verification" | "twoFactor" | "passkey";

export const tableOf = {
  user: "users",
  session: "sessions",
  account: "accounts",
  verification: "verifications",
  twoFactor: "twoFactors",
  passkey: "passkeys",
} as const satisfies Record<Model, string>;
/** Better Auth's name of a field → ours, where they differ. */
const renamed: Partial<Record<Model, Record<string, string>>> = {
  account: { password: "passwordHash" },
};

export function isModel(model: string): model is Model {
  return model in tableOf;
}

export const fieldOf = (model: Model, field: string): string => renamed[model]?.[field] ?? field;

export const valueOf = (value: unknown): unknown =>
  value instanceof Date ? value.getTime() : (value ?? null);

/** Only fields that the table has: Better Auth offers more than we keep. */
export function rowFields(model: Model, data: Fields, columns: readonly string[]): Fields {
  const entries = Object.entries(data).map(
    ([field, value]) => [fieldOf(model, field), valueOf(value)] as const,
  );
  return Object.fromEntries(entries.filter(([field]) => columns.includes(field)));
}

/** What Better Auth is not told. */
const ours = new Set([
  "_id",
  "_creationTime",
  "projectId",
  "tokenHash",
  "passwordHash",
  "sealedAccessToken",
  "sealedRefreshToken",
  "claimedBy",
  "proofs",
  "lastStep",
  "pendingSecret",
  "pendingBackupCodes",
  "pendingSince",
  "searchName",
  "metadata",
  "roles",
  "kind",
  "subject",
  "stateVersion",
  "signUpId",
  "passwordVersion",
  "proofs",
  "authenticatedAt",
]);

/**
 * A row as Better Auth knows it. `token` is the session's when the caller has shown it, else the
 * session's id, which is good for naming it and nothing else.
 */
export function modelFields(model: Model, row: Fields, token?: string): Fields {
  const fields = Object.fromEntries(Object.entries(row).filter(([field]) => !ours.has(field)));
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
    ...(model === "session" ? { token: token ?? (row as Doc<"sessions">).id } : {}),
  };
}
