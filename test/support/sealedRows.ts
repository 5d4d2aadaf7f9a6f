/** A row of every table with sealed columns, sealed as any version of the runtime has sealed it. */
import { symmetricDecrypt, symmetricEncrypt } from "better-auth/crypto";
import type { Doc } from "../../convex/component/_generated/dataModel";
import { clientSecretAddress } from "../../convex/component/configuration/credentials";
import { DEPLOYMENT_SCOPE, keyWrapping, seal, unseal } from "../../convex/component/core/secrets";
import { isEnvelope, openValue } from "../../convex/component/envelopes/envelope";
import {
  BY_BETTER_AUTH,
  ENVELOPED,
  sealedColumns,
  sealedValues,
  tablesWithSecrets,
  withValueAt,
  type SealedValue,
  type TableWithSecrets,
} from "../../convex/component/secretRotation/sealedColumns";
import { betterAuthSecrets } from "../../convex/component/signIn/cookies/secrets";
import { TenantReader } from "../../convex/component/tenancy/database";
import type { Engine } from "./rows";

type Row<T extends TableWithSecrets> = Omit<Doc<T>, "_id" | "_creationTime">;

const times = { createdAt: 1, updatedAt: 1 };
const key = (kid: string) => ({ kid, publicJwk: "{}", sealedPrivateJwk: "x", createdAt: 1 });

/** The generation whose key wraps the sample of `dataKeys`. */
const generation = (projectId: string) => ({
  ...{ projectId, generation: 1, salt: btoa("a salt of the tests"), createdAt: 1 },
});

const sampleRows: { readonly [T in TableWithSecrets]: (projectId: string) => Row<T> } = {
  dataKeys: (projectId) => ({
    ...{ projectId, layer: "vault", ownerId: "vsec_1", field: "data", organizationId: null },
    ...{ generation: 1, attemptedIn: 1, sealedKey: "x" },
  }),
  signingKeys: () => key("of the deployment"),
  projectSigningKeys: (projectId) => ({ projectId, ...key("of the project") }),
  twoFactors: (projectId) => ({
    ...{ projectId, id: "tfa_1", userId: "usr_1", secret: "x", backupCodes: "x", ...times },
    ...{ pendingSecret: "x", pendingBackupCodes: "x" },
  }),
  accounts: (projectId) => ({
    ...{ projectId, id: "acc_1", userId: "usr_1", providerId: "google", accountId: "1" },
    ...{ passwordHash: null, sealedAccessToken: "x", sealedRefreshToken: "x", ...times },
  }),
  socialProviders: (projectId) => ({
    ...{ projectId, provider: "google", enabled: true, clientId: "1", sealedClientSecret: "x" },
    ...{ tenantId: null, issuer: null, updatedAt: 1 },
  }),
  mails: (projectId) => ({
    ...{ projectId, id: "msg_1", to: "ada@example.com", template: "email-otp", sealedData: "x" },
    ...{ status: "queued", attempts: 1, dueAt: 1, failureReason: null, createdAt: 1 },
    settledAt: null,
  }),
  mailProviders: (projectId) => ({
    ...{ projectId, provider: "resend", fromEmail: "a@example.com", fromName: null },
    ...{ replyTo: null, domain: null, region: "us", sealedApiKey: "x", updatedAt: 1 },
  }),
  webhookEndpoints: (projectId) => ({
    ...{ projectId, id: "whe_1", url: "https://example.com", eventTypes: [], enabled: false },
    ...{ disabledReason: null, sealedSecret: "x", successCount: 0, failureCount: 0 },
    previousSecret: { sealed: "x", expiresAt: 1 },
    ...{ lastDeliveryAt: null, lastDeliveryStatus: null, failingSince: null, pausedUntil: null },
    ...times,
  }),
  ssoStarts: (projectId) => ({
    ...{ projectId, connectionId: "conn_1", organizationId: "org_1", flow: "session" },
    ...{ startHash: "1", stateHash: "1", redirectUri: "https://example.com", clientId: null },
    ...{ sealedVerifier: "x", sealedResult: "x", connectionVersion: 1 },
    ...{ expiresAt: 1, createdAt: 1 },
  }),
};

/** How a text was sealed: as this version does, or as those before there were versions. */
export type Form = "versioned" | "unversioned";

export const allColumns: readonly string[] = tablesWithSecrets.flatMap((table) =>
  Object.keys(sealedColumns[table]).map((path) => `${table}.${path}`),
);

/** Those whose keys are rows of `dataKeys`. */
export const envelopedColumns: readonly string[] = Object.entries(sealedColumns).flatMap(
  ([table, columns]) =>
    Object.entries(columns).flatMap(([path, place]) =>
      place === ENVELOPED ? [`${table}.${path}`] : [],
    ),
);

export async function insertSealedRows(
  engine: Engine,
  projectId: string,
  form: Form,
): Promise<void> {
  for (const table of tablesWithSecrets) await insertSealedRow(engine, table, projectId, form);
}

export async function insertSealedRow<T extends TableWithSecrets>(
  engine: Engine,
  table: T,
  projectId: string,
  form: Form,
): Promise<void> {
  let row: Row<T> = sampleRows[table](projectId);
  for (const value of sealedValues(table, row as Doc<T>))
    row = { ...row, ...withValueAt(row, value.path, await sealedAs(form, value, table)) };
  await engine.run(async (ctx) => {
    if (table === "dataKeys") await ctx.db.insert("keyGenerations", generation(projectId));
    await ctx.db.insert(table, row as never); // a row of that table
  });
}

const textFor = (table: string, { path }: SealedValue) => `the text of ${table}.${path}`;

async function sealedAs(form: Form, value: SealedValue, table: string): Promise<string> {
  const { scope, place } = value;
  const text = textFor(table, value);
  if (place === BY_BETTER_AUTH) {
    const { secrets } = await betterAuthSecrets(scope);
    const [{ version, value: secret }] = secrets as [{ version: number; value: string }];
    const key =
      form === "unversioned"
        ? secret
        : { keys: new Map([[version, secret]]), currentVersion: version };
    return await symmetricEncrypt({ key, data: text });
  }
  if ("keyPlace" in place)
    return await keyWrapping(generation(scope)).wrap(
      new TextEncoder().encode(text),
      place.keyPlace,
    );
  return form === "versioned"
    ? await seal(scope, place.purpose, text, place.place)
    : await sealedBefore(scope, place.purpose, text);
}

/** As the runtime sealed before there were versions: no secret's name, no place. */
export async function sealedBefore(scope: string, purpose: string, text: string): Promise<string> {
  const utf8 = new TextEncoder();
  const secret = utf8.encode(process.env.BANATA_AUTH_SECRET);
  const root = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  const info = utf8.encode(`banata-auth/${purpose}`);
  const bits = await crypto.subtle.deriveBits(
    { name: "HKDF", hash: "SHA-256", salt: utf8.encode(scope), info },
    root,
    256,
  );
  const aes = await crypto.subtle.importKey("raw", bits, "AES-GCM", false, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, aes, utf8.encode(text));
  return Buffer.concat([iv, new Uint8Array(sealed)]).toString("base64");
}

/** The columns whose value opens to what was sealed, of all rows of the project and deployment. */
export async function readableColumns(engine: Engine, projectId: string): Promise<string[]> {
  const found: string[] = [];
  for (const table of tablesWithSecrets) {
    const rows = await engine.run(async (ctx) => await ctx.db.query(table).collect());
    for (const row of rows) {
      for (const value of sealedValues(table, row))
        if ([projectId, DEPLOYMENT_SCOPE].includes(value.scope))
          if ((await opened(value)) === textFor(table, value)) found.push(`${table}.${value.path}`);
      if (table === "socialProviders" && (await isConverted(engine, row as never, projectId)))
        found.push("socialProviders.sealedClientSecret"); // a row of that table
    }
  }
  return found;
}

/** Whether the client secret was moved into an envelope, and opens to what was sealed. */
async function isConverted(
  engine: Engine,
  { provider, sealedClientSecret }: Doc<"socialProviders">,
  projectId: string,
): Promise<boolean> {
  if (!isEnvelope(sealedClientSecret)) return false;
  const value = { ...clientSecretAddress(provider), sealed: sealedClientSecret };
  const text = await engine.run(
    async ({ db }) =>
      await openValue(new TenantReader(db as never, projectId), value).catch(() => null),
  ); // the component's tables
  return text === "the text of socialProviders.sealedClientSecret";
}

async function opened({ scope, place, sealed }: SealedValue): Promise<string | null> {
  try {
    if (typeof place === "object" && "keyPlace" in place)
      return new TextDecoder().decode(
        await keyWrapping(generation(scope)).unwrap(sealed, place.keyPlace),
      );
    if (place !== BY_BETTER_AUTH) return await unseal(scope, place.purpose, sealed, place.place);
    const { secret, secrets } = await betterAuthSecrets(scope);
    const keys = new Map(secrets.map(({ version, value }) => [version, value]));
    const key = { keys, currentVersion: secrets[0]!.version, legacySecret: secret };
    return await symmetricDecrypt({ key, data: sealed });
  } catch {
    return null;
  }
}
