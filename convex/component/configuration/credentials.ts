/**
 * The project's applications at social providers, for the sign-in code. Decrypted secrets must
 * never leave the component: not in responses, events, logs or scheduler arguments.
 */
import type { Doc } from "../_generated/dataModel";
import { unseal } from "../core/secrets";
import {
  deleteValues,
  isEnvelope,
  openValue,
  sealValue,
  type EnvelopeAddress,
} from "../envelopes/envelope";
import type { TenantReader, TenantWriter } from "../tenancy/database";
import {
  isSocialProvider,
  socialProviderIds,
  type SocialProviderId,
} from "../core/socialProviders";

export interface SocialCredentials {
  readonly provider: SocialProviderId;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Microsoft: the tenant whose accounts may sign in; null for `common`. */
  readonly tenantId: string | null;
  /** GitLab: the origin of a self-managed instance; null for gitlab.com. */
  readonly issuer: string | null;
}

type ProviderRow = Pick<
  Doc<"socialProviders">,
  "clientId" | "sealedClientSecret" | "tenantId" | "issuer"
>;

/**
 * For secrets from before envelopes, until the provider is saved or a secret rotated. The provider is part of the
 * purpose, so a secret sealed for one provider cannot be unsealed for another.
 */
export const clientSecretPlace = (provider: string) => ({
  purpose: `social-provider/${provider}`,
});

export const clientSecretAddress = (provider: string): EnvelopeAddress => ({
  layer: "provider",
  organizationId: null,
  ownerId: provider,
  field: "clientSecret",
  version: 1,
});

export const sealClientSecret = async (
  db: TenantWriter,
  provider: SocialProviderId,
  secret: string,
): Promise<string> => await sealValue(db, { ...clientSecretAddress(provider), text: secret });

/**
 * The secret in an envelope, also if it is one from before envelopes. One that no accepted
 * BANATA_AUTH_SECRET opens stays as it is.
 */
export async function toEnvelope(
  db: TenantWriter,
  provider: SocialProviderId,
  sealed: string,
): Promise<string> {
  if (isEnvelope(sealed)) return sealed;
  const opened = await openClientSecret(db, provider, sealed).catch(() => null);
  return opened === null ? sealed : await sealClientSecret(db, provider, opened);
}

/** Moves the project's client secrets from before envelopes into envelopes. */
export async function convertClientSecrets(db: TenantWriter): Promise<void> {
  for (const row of await loadSocialProviders(db)) {
    if (isEnvelope(row.sealedClientSecret) || !isSocialProvider(row.provider)) continue;
    const sealedClientSecret = await toEnvelope(db, row.provider, row.sealedClientSecret);
    await db.patch("socialProviders", row, { sealedClientSecret });
  }
}

/** Deletes the key of the secret. */
export const deleteClientSecret = async (
  db: TenantWriter,
  provider: SocialProviderId,
): Promise<void> => await deleteValues(db, clientSecretAddress(provider));

/** Throws if the secret was not sealed for this project and provider, or its key is lost. */
export const openClientSecret = async (
  db: TenantReader,
  provider: SocialProviderId,
  sealed: string,
): Promise<string> =>
  isEnvelope(sealed)
    ? await openValue(db, { ...clientSecretAddress(provider), sealed })
    : await unseal(db.projectId, clientSecretPlace(provider).purpose, sealed);

/** Null if the provider is unknown, not configured or disabled. */
export async function loadSocialCredentials(
  db: TenantReader,
  provider: string,
): Promise<SocialCredentials | null> {
  if (!isSocialProvider(provider)) return null;
  const row = await findSocialProvider(db, provider);
  return row?.enabled ? await openCredentials(db, provider, row) : null;
}

/** The enabled providers, at most one row each. */
export async function loadAllSocialCredentials(db: TenantReader): Promise<SocialCredentials[]> {
  const opened = await Promise.all(
    (await loadSocialProviders(db)).map(async (row) =>
      row.enabled && isSocialProvider(row.provider)
        ? await openCredentials(db, row.provider, row)
        : null,
    ),
  );
  return opened.filter((credentials) => credentials !== null);
}

export const findSocialProvider = async (
  db: TenantReader,
  provider: SocialProviderId,
): Promise<Doc<"socialProviders"> | null> =>
  await db.range("socialProviders", "byProvider", (q) => q.eq("provider", provider)).unique();

export const loadSocialProviders = async (db: TenantReader): Promise<Doc<"socialProviders">[]> =>
  await db.range("socialProviders", "byProvider").take(socialProviderIds.length);

/** Whether the provider is enabled does not matter. */
export async function openCredentials(
  db: TenantReader,
  provider: SocialProviderId,
  { clientId, sealedClientSecret, tenantId, issuer }: ProviderRow,
): Promise<SocialCredentials> {
  const clientSecret = await openClientSecret(db, provider, sealedClientSecret);
  return { provider, clientId, clientSecret, tenantId, issuer };
}
