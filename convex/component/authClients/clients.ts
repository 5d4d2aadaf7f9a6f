/**
 * Auth clients as seen by sign-in. Must not import the schema library. Every check here returns
 * false for a disabled client, so a caller that forgets to look at `disabled` fails closed.
 */
import type { Doc } from "../_generated/dataModel";
import { defaultSettings, type AuthMethods, type Settings } from "../configuration/defaults";
import { equalInConstantTime, randomToken, sha256 } from "../core/secrets";
import type { TenantReader } from "../tenancy/database";

export type ClientRow = Doc<"authClients">;
type Secret = ClientRow["secrets"][number];

/** The project's client, disabled or not; null if there is none. */
export async function findClient(db: TenantReader, clientId: string): Promise<ClientRow | null> {
  return await db.get("authClients", clientId);
}

/** The most clients that a project can have. */
export const MAXIMUM_CLIENTS = 200;

/** All clients of the project, disabled ones too. */
export async function loadClients(db: TenantReader): Promise<ClientRow[]> {
  return await db.range("authClients", "byProjectId").take(MAXIMUM_CLIENTS);
}

/** Whether pages of the origin, as sent by the browser, may act for the client. */
export function isOriginTrusted(client: ClientRow, origin: string): boolean {
  return !client.disabled && client.trustedOrigins.includes(origin);
}

/**
 * Whether users may be redirected to the URL: it must equal a registered one exactly. Relative URLs
 * never match.
 */
export function isRedirectRegistered(client: ClientRow, url: string): boolean {
  return !client.disabled && client.redirectUris.includes(url);
}

/**
 * Whether tokens made for the client may have the audience: the client itself, and those
 * registered.
 */
export function isAudienceAllowed(client: ClientRow, audience: string): boolean {
  return !client.disabled && (audience === client.id || client.audiences.includes(audience));
}

/**
 * The project's enabled methods, limited to those that the client may use. `organization` and
 * `twoFactor` are not sign-in methods, so clients cannot exclude them.
 */
export function getEnabledMethods(settings: Settings, client: ClientRow | null): AuthMethods {
  if (client?.disabled) return noMethods;
  const allowed = client?.enabledMethods ?? null;
  const always = ["organization", "twoFactor"];
  const entries = Object.entries(settings.authMethods).map(([method, on]) => [
    method,
    on && (allowed === null || always.includes(method) || allowed.includes(method)),
  ]);
  const methods: AuthMethods = Object.fromEntries(entries); // the same keys as authMethods
  return methods;
}

/** Whether the client may use the social provider, provided that the project has it enabled. */
export const isProviderAllowed = (client: ClientRow | null, provider: string): boolean =>
  client === null ||
  (!client.disabled &&
    (client.enabledMethods === null || client.enabledMethods.includes(provider)));

const noMethods = Object.fromEntries(
  Object.keys(defaultSettings.authMethods).map((method) => [method, false]),
) as unknown as AuthMethods; // the same keys as authMethods

/** Whether the text is an active secret of the client. */
export async function isClientSecret(
  client: ClientRow,
  secret: string,
  now: number,
): Promise<boolean> {
  if (client.disabled) return false;
  const hash = await sha256(secret);
  return client.secrets.some(
    (each) => equalInConstantTime(each.hash, hash) && isActiveSecret(each, now),
  );
}

export const isActiveSecret = ({ expiresAt }: Secret, now: number): boolean =>
  expiresAt === null || expiresAt > now;

/** Generates a secret: `clisec_` and 256 random bits in hex. Show it once. */
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
