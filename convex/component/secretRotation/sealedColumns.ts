/**
 * Every column whose values are encrypted under BANATA_AUTH_SECRET, with the place that each value
 * is sealed for. Omitting a column named `sealed…` does not compile, and a test walks the schema
 * for sealed values elsewhere.
 */
import type { Doc, TableNames } from "../_generated/dataModel";
import { clientSecretAddress, clientSecretPlace } from "../configuration/credentials";
import { mailProviderPlace } from "../emails/providers";
import { mailPlace } from "../emails/queue";
import { DEPLOYMENT_SCOPE } from "../core/secrets";
import { isEnvelope, toKeyPlace, type EnvelopeAddress } from "../envelopes/envelope";
import { tokenPlace } from "../signIn/database/linkedAccounts";
import { signingKeyPlace } from "../signIn/tokens/keyStore";
import { startPlace } from "../sso/secrets";
import { webhookPlace } from "../webhooks/secret";

/** The arguments that `seal` received besides the text. */
export interface SealedPlace {
  readonly purpose: string;
  readonly place?: string;
  /** A re-sealing moves the value into an envelope for this address. */
  readonly envelope?: EnvelopeAddress;
}

/** A data key, wrapped by a generation of its project's key-encryption keys. */
export interface WrappedPlace {
  readonly generation: number;
  readonly keyPlace: string;
}

type SealedName<T extends TableNames> = Extract<keyof Doc<T>, `sealed${string}`>;
type SealedTable = {
  [T in TableNames]: [SealedName<T>] extends [never] ? never : T;
}[TableNames];

/** A dot in a path leads into an object. */
type Columns<T extends TableNames, Path extends string> = Readonly<
  Record<
    Path,
    ((row: Doc<T>) => SealedPlace | WrappedPlace) | typeof BY_BETTER_AUTH | typeof ENVELOPED
  >
>;
type AllColumns = { readonly [T in SealedTable]: Columns<T, SealedName<T>> } & {
  readonly twoFactors: Columns<
    "twoFactors",
    "secret" | "backupCodes" | "pendingSecret" | "pendingBackupCodes"
  >;
  readonly webhookEndpoints: Columns<"webhookEndpoints", "previousSecret.sealed">;
};

/** Encrypted by Better Auth with the project's secrets (signIn/cookies/secrets.ts). */
export const BY_BETTER_AUTH = "better-auth";
/**
 * Results of `sealValue` (envelopes/envelope.ts) only. They depend on the secret through their row
 * in `dataKeys`, so nothing is done about the column itself.
 */
export const ENVELOPED = "enveloped";

export const sealedColumns = {
  signingKeys: { sealedPrivateJwk: ({ kid }) => signingKeyPlace(kid) },
  projectSigningKeys: { sealedPrivateJwk: ({ kid }) => signingKeyPlace(kid) },
  twoFactors: {
    secret: BY_BETTER_AUTH,
    backupCodes: BY_BETTER_AUTH,
    pendingSecret: BY_BETTER_AUTH,
    pendingBackupCodes: BY_BETTER_AUTH,
  },
  accounts: {
    sealedAccessToken: (row) => tokenPlace("sealedAccessToken", row),
    sealedRefreshToken: (row) => tokenPlace("sealedRefreshToken", row),
  },
  socialProviders: {
    sealedClientSecret: ({ provider }) => ({
      ...clientSecretPlace(provider),
      envelope: clientSecretAddress(provider),
    }),
  },
  mails: { sealedData: ({ id }) => mailPlace(id) },
  mailProviders: { sealedApiKey: ({ provider }) => mailProviderPlace(provider) },
  webhookEndpoints: {
    sealedSecret: ({ id }) => webhookPlace(id),
    "previousSecret.sealed": ({ id }) => webhookPlace(id),
  },
  vaultValues: { sealedData: ENVELOPED },
  dataKeys: {
    sealedKey: (row) => ({ generation: row.generation, keyPlace: toKeyPlace(row) }),
  },
  ssoConnections: { sealedClientSecret: ENVELOPED },
  ssoKeys: { sealedPrivateKey: ENVELOPED },
  ssoStarts: {
    sealedVerifier: (row) => startPlace("sealedVerifier", row),
    sealedResult: (row) => startPlace("sealedResult", row),
  },
} satisfies AllColumns;
type SealedColumns = typeof sealedColumns;

/** The tables with values that depend on the secret directly. */
export type TableWithSecrets = {
  [T in keyof SealedColumns]: SealedColumns[T][keyof SealedColumns[T]] extends typeof ENVELOPED
    ? never
    : T;
}[keyof SealedColumns];
/** In the order in which they are processed. */
export const tablesWithSecrets = (Object.keys(sealedColumns) as (keyof SealedColumns)[]).filter(
  (table): table is TableWithSecrets =>
    Object.values(sealedColumns[table]).some((place) => place !== ENVELOPED),
); // its own keys

export interface SealedValue {
  readonly path: string;
  readonly sealed: string;
  /** A project's id, or `DEPLOYMENT_SCOPE`. */
  readonly scope: string;
  readonly place: SealedPlace | WrappedPlace | typeof BY_BETTER_AUTH;
}

/** The sealed values of a row, without empty and absent ones, and without envelopes. */
export function sealedValues<T extends TableWithSecrets>(table: T, row: Doc<T>): SealedValue[] {
  // The table's columns; TypeScript cannot narrow the union by `T`.
  const columns = sealedColumns[table] as unknown as Columns<T, string>;
  return Object.entries(columns).flatMap(([path, place]) => {
    const sealed = valueAt(row, path);
    if (typeof sealed !== "string" || sealed === "") return [];
    if (place === ENVELOPED || isEnvelope(sealed)) return [];
    const scope = "projectId" in row ? row.projectId : DEPLOYMENT_SCOPE;
    return [{ path, sealed, scope, place: typeof place === "function" ? place(row) : place }];
  });
}

const valueAt = (row: object, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | null)?.[name], row); // a row or an object in it

/** The fields to patch so that the row has `value` at the path. */
export function withValueAt<R extends object>(row: R, path: string, value: string): Partial<R> {
  const [name = "", inner] = path.split(".");
  if (inner === undefined) return { [name]: value } as Partial<R>; // a column of the table
  return { [name]: { ...(row as Record<string, object>)[name], [inner]: value } } as Partial<R>;
}
