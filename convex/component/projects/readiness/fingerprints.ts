/**
 * Keyed hashes of secrets, to find those that two projects or deployments share without showing
 * them. Hashes under different salts cannot be compared. What is stored as a hash is hashed again.
 */
import { v, type Infer } from "convex/values";
import { loadClients } from "../../authClients/clients";
import { loadSocialProviders, openClientSecret } from "../../configuration/credentials";
import { acceptedSecretMacs, saltedMac } from "../../core/secrets";
import { isSocialProvider } from "../../core/socialProviders";
import { openApiKey } from "../../emails/providers";
import { loadProjectKeys } from "../../signIn/tokens/keyStore";
import type { TenantReader } from "../../tenancy/database";
import type { DeploymentReader } from "../../tenancy/deployment";
import { openSecret } from "../../webhooks/secret";

export const fingerprintValidator = v.object({
  /** What the secret is, for people. */
  holder: v.string(),
  /** Null when the secret cannot be decrypted. */
  mac: v.union(v.string(), v.null()),
});
export type Fingerprint = Infer<typeof fingerprintValidator>;

interface Secret {
  readonly holder: string;
  readonly text: string | null;
}

/** More than a project can have: apiKeys/model.ts, webhooks/model.ts. */
const MAXIMUM_KEYS = 500;
const MAXIMUM_ENDPOINTS = 100;

const sources: readonly ((db: TenantReader) => Promise<Secret[]>)[] = [
  async (db) =>
    (await db.range("apiKeys", "byProjectId").take(MAXIMUM_KEYS)).map(({ start, hash }) => ({
      holder: `API key ${start}…`,
      text: hash,
    })),
  async (db) =>
    (await loadClients(db)).flatMap(({ name, secrets }) =>
      secrets.map(({ start, hash }) => ({
        holder: `secret ${start}… of auth client "${name}"`,
        text: hash,
      })),
    ),
  async (db) =>
    await Promise.all(
      (await loadSocialProviders(db)).map(async ({ provider, sealedClientSecret }) => ({
        holder: `client secret of ${provider}`,
        text: isSocialProvider(provider)
          ? await orNull(openClientSecret(db, provider, sealedClientSecret))
          : null,
      })),
    ),
  async (db) =>
    (await loadSocialProviders(db)).map(({ provider, clientId }) => ({
      holder: `OAuth application at ${provider}`,
      text: `${provider} ${clientId}`,
    })),
  async (db) => {
    const row = await db.range("mailProviders", "byProject").unique();
    if (!row || row.sealedApiKey === "") return [];
    const text = await orNull(openApiKey(db.projectId, row));
    return [{ holder: `key of the mail provider ${row.provider}`, text }];
  },
  async (db) =>
    await Promise.all(
      (await db.range("webhookEndpoints", "byProjectId").take(MAXIMUM_ENDPOINTS)).map(
        async ({ id, sealedSecret }) => ({
          holder: `secret of webhook endpoint ${id}`,
          text: await orNull(openSecret(db.projectId, id, sealedSecret)),
        }),
      ),
    ),
  async (db) => (await loadProjectKeys(db)).map(toSigningKey),
];

export async function projectFingerprints(db: TenantReader, salt: string): Promise<Fingerprint[]> {
  const secrets = await Promise.all(sources.map(async (load) => await load(db)));
  return await toFingerprints(secrets.flat(), salt);
}

/** Throws when BANATA_AUTH_SECRET is missing or too short. */
export async function deploymentFingerprints(
  deployment: DeploymentReader,
  salt: string,
): Promise<Fingerprint[]> {
  const names = ["BANATA_AUTH_SECRET", "BANATA_AUTH_SECRET_PREVIOUS"];
  const macs = await acceptedSecretMacs(salt);
  return [
    ...macs.map((mac, index) => ({ holder: names[index]!, mac })), // there are at most two
    ...(await toFingerprints((await deployment.signingKeys()).map(toSigningKey), salt)),
  ];
}

const toFingerprints = async (secrets: readonly Secret[], salt: string): Promise<Fingerprint[]> =>
  await Promise.all(
    secrets.map(async ({ holder, text }) => ({
      holder,
      mac: text === null ? null : await saltedMac(salt, text),
    })),
  );

/** The public half tells a private key apart just as well. */
const toSigningKey = ({ kid, publicJwk }: { kid: string; publicJwk: string }): Secret => ({
  holder: `signing key ${kid}`,
  text: publicJwk,
});

const orNull = async (text: Promise<string>): Promise<string | null> =>
  await text.catch(() => null);
