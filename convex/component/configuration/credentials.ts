/**
 * The project's applications at social providers, for the sign-in code. Decrypted secrets must
 * never leave the component: not in responses, events, logs or scheduler arguments.
 */
import type { Doc } from "../_generated/dataModel";
import { seal, unseal } from "../core/secrets";
import type { TenantReader } from "../tenancy/database";
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

/**
 * The provider is part of the purpose, so a secret sealed for one provider cannot be unsealed for
 * another.
 */
export const clientSecretPlace = (provider: string) => ({
  purpose: `social-provider/${provider}`,
});

export const sealClientSecret = async (
  projectId: string,
  provider: SocialProviderId,
  secret: string,
): Promise<string> => await seal(projectId, clientSecretPlace(provider).purpose, secret);

/** Null if the provider is unknown, not configured or disabled. */
export async function loadSocialCredentials(
  db: TenantReader,
  provider: string,
): Promise<SocialCredentials | null> {
  if (!isSocialProvider(provider)) return null;
  const row = await findSocialProvider(db, provider);
  return row && (await unsealCredentials(db.projectId, provider, row));
}

/** The enabled providers, at most one row each. */
export async function loadAllSocialCredentials(db: TenantReader): Promise<SocialCredentials[]> {
  const opened = await Promise.all(
    (await loadSocialProviders(db)).map(async (row) =>
      isSocialProvider(row.provider)
        ? await unsealCredentials(db.projectId, row.provider, row)
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

/** For an action that received the row's sealed text. */
export const unsealClientSecret = async (
  projectId: string,
  provider: SocialProviderId,
  sealed: string,
): Promise<string> => await unseal(projectId, clientSecretPlace(provider).purpose, sealed);

async function unsealCredentials(
  projectId: string,
  provider: SocialProviderId,
  row: Doc<"socialProviders">,
): Promise<SocialCredentials | null> {
  if (!row.enabled) return null;
  const clientSecret = await unseal(
    projectId,
    clientSecretPlace(provider).purpose,
    row.sealedClientSecret,
  );
  return {
    provider,
    clientId: row.clientId,
    clientSecret,
    tenantId: row.tenantId,
    issuer: row.issuer,
  };
}
