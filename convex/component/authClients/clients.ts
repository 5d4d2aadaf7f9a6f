/**
 * Clients as sign-in asks for them. No schema library here. A client that is disabled trusts nobody
 * and leads nowhere, so whoever forgets to ask is refused.
 */
import type { Doc } from "../_generated/dataModel";
import { defaultSettings, type AuthMethods, type Settings } from "../configuration/defaults";
import { equalInConstantTime, randomToken, sha256 } from "../core/secrets";
import type { TenantReader } from "../tenancy/database";

export type ClientRow = Doc<"authClients">;
type Secret = ClientRow["secrets"][number];

/** The project's client, disabled or not; null for any other id. */
export async function findClient(db: TenantReader, clientId: string): Promise<ClientRow | null> {
  return await db.get("authClients", clientId);
}

/** Whether pages of the origin may act for the client. `origin` as the browser sent it. */
export function isOriginTrusted(client: ClientRow, origin: string): boolean {
  return !client.disabled && client.trustedOrigins.includes(origin);
}

/**
 * Whether people may be sent to that address: the very text that was registered, down to the last
 * character. Relative addresses never are.
 */
export function isRedirectRegistered(client: ClientRow, url: string): boolean {
  return !client.disabled && client.redirectUris.includes(url);
}

/**
 * Whether a token made for the client may be good for that audience: itself, and what was
 * registered.
 */
export function isAudienceAllowed(client: ClientRow, audience: string): boolean {
  return !client.disabled && (audience === client.id || client.audiences.includes(audience));
}

/**
 * What the project has switched on and the client may use. `organization` and `twoFactor` are no
 * ways in, so no client is without them.
 */
export function methodsOf(settings: Settings, client: ClientRow | null): AuthMethods {
  if (client?.disabled) return noMethods;
  const allowed = client?.enabledMethods ?? null;
  const always = ["organization", "twoFactor"];
  const entries = Object.entries(settings.authMethods).map(([method, on]) => [
    method,
    on && (allowed === null || always.includes(method) || allowed.includes(method)),
  ]);
  return Object.fromEntries(entries) as unknown as AuthMethods; // the same keys
}

/** Whether the client may use that social provider, if the project has it switched on. */
export const isProviderAllowed = (client: ClientRow | null, provider: string): boolean =>
  client === null ||
  (!client.disabled &&
    (client.enabledMethods === null || client.enabledMethods.includes(provider)));

const noMethods = Object.fromEntries(
  Object.keys(defaultSettings.authMethods).map((method) => [method, false]),
) as unknown as AuthMethods; // the same keys

/** Whether the text is a secret of the client that is good now. */
export async function isClientSecret(
  client: ClientRow,
  secret: string,
  now: number,
): Promise<boolean> {
  if (client.disabled) return false;
  const hash = await sha256(secret);
  return client.secrets.some((each) => equalInConstantTime(each.hash, hash) && isGood(each, now));
}

export const isGood = ({ expiresAt }: Secret, now: number): boolean =>
  expiresAt === null || expiresAt > now;

/** `clisec_` and 256 random bits in hex. Show it once. */
export async function newSecret(now: number): Promise<{ secret: string; row: Secret }> {
  const secret = `clisec_${randomToken()}`;
  return {
    secret,
    row: {
      hash: await sha256(secret),
      start: secret.slice(0, 11),
      createdAt: now,
      expiresAt: null,
    },
  };
}
