/** What the checks look at. Reads the project's configuration, at most some 230 documents. */
import { decodeJwt } from "jose";
import type { Doc } from "../../_generated/dataModel";
import { loadClients, type ClientRow } from "../../authClients/clients";
import { loadSocialProviders, openClientSecret } from "../../configuration/credentials";
import { loadSettings, type Settings } from "../../configuration/settings";
import { isSocialProvider } from "../../core/socialProviders";
import { mailboxUrl } from "../../emails/mailbox";
import { openApiKey, type ProviderId } from "../../emails/providers";
import { isOnThisMachine, siteUrl } from "../../core/siteUrl";
import type { KeyTimes } from "../../signIn/tokens/keyStates";
import { loadProjectKeys } from "../../signIn/tokens/keyStore";
import { loadDomains } from "../authDomains";
import type { TenantReader } from "../../tenancy/database";
import type { DeploymentReader } from "../../tenancy/deployment";
import type { Change } from "../../tenancy/records";

/** A secret without its value. */
export type SecretState =
  | { readonly state: "valid" }
  /** No accepted BANATA_AUTH_SECRET decrypts it. */
  | { readonly state: "unreadable" }
  /** Apple: expects a signed JWT, which has another form. */
  | { readonly state: "malformed" }
  /** Apple: the JWT expires, within six months of its creation. */
  | { readonly state: "expiring"; readonly expiresAt: number };

export interface ProviderFacts {
  readonly provider: string;
  readonly enabled: boolean;
  readonly secret: SecretState;
}

export interface MailFacts {
  readonly provider: ProviderId;
  readonly fromEmail: string;
  readonly isKeyReadable: boolean;
}

export interface ReadinessFacts {
  readonly project: Doc<"projects">;
  readonly settings: Settings;
  readonly providers: readonly ProviderFacts[];
  /** The enabled ones. */
  readonly clients: readonly ClientRow[];
  /** Any organization has an active SSO connection. */
  readonly hasSsoConnection: boolean;
  readonly mail: MailFacts | null;
  /** Mail without a provider goes to the mailbox of the local deployment. */
  readonly hasMailbox: boolean;
  /** The installing app has registered its Node file, which SMTP needs. */
  readonly hasNodeFile: boolean;
  readonly retention: Doc<"retentions"> | null;
  /** Epoch milliseconds of the last one in the audit log; null if there is none. */
  readonly apiKeyRotatedAt: number | null;
  readonly signingKeys: "none" | "first" | "rotated";
  readonly isLocalDeployment: boolean;
  /** The host of the deployment's URL. */
  readonly siteHost: string;
  /** Of the auth domains that are not the site's: when each was confirmed, epoch milliseconds. */
  readonly authDomains: readonly Pick<Doc<"authDomains">, "domain" | "confirmedAt" | "misses">[];
  readonly now: number;
}

export async function loadFacts(
  db: TenantReader,
  deployment: DeploymentReader,
  project: Doc<"projects">,
  now: number,
): Promise<ReadinessFacts> {
  return {
    project,
    settings: await loadSettings(db),
    providers: await loadProviders(db),
    clients: (await loadClients(db)).filter(({ disabled }) => !disabled),
    hasSsoConnection:
      (await db.range("ssoConnections", "byState", (q) => q.eq("state", "active")).first()) !==
      null,
    mail: await loadMail(db),
    hasMailbox: mailboxUrl() !== null,
    hasNodeFile: (await deployment.settings())?.nodeHandles !== undefined,
    retention: await db.range("retentions", "byProject").unique(),
    apiKeyRotatedAt: await findLastTime(db, "api_key.rotated"),
    signingKeys: await findSigningKeyState(db),
    isLocalDeployment: isOnThisMachine(),
    siteHost: siteUrl().hostname,
    authDomains: await loadDomains(db),
    now,
  };
}

async function loadProviders(db: TenantReader): Promise<ProviderFacts[]> {
  return await Promise.all(
    (await loadSocialProviders(db)).map(async (row) => ({
      provider: row.provider,
      enabled: row.enabled,
      secret: await findSecretState(db, row),
    })),
  );
}

async function findSecretState(
  db: TenantReader,
  { provider, sealedClientSecret }: Doc<"socialProviders">,
): Promise<SecretState> {
  if (!isSocialProvider(provider)) return { state: "valid" }; // of a newer runtime, which checks it
  const secret = await openClientSecret(db, provider, sealedClientSecret).catch(() => null);
  if (secret === null) return { state: "unreadable" };
  return provider === "apple" ? parseAppleSecret(secret) : { state: "valid" };
}

/**
 * Source:
 * https://developer.apple.com/documentation/accountorganizationaldatasharing/creating-a-client-secret
 */
function parseAppleSecret(secret: string): SecretState {
  try {
    const { exp } = decodeJwt(secret);
    return exp === undefined
      ? { state: "malformed" }
      : { state: "expiring", expiresAt: exp * 1_000 };
  } catch {
    return { state: "malformed" };
  }
}

async function loadMail(db: TenantReader): Promise<MailFacts | null> {
  const row = await db.range("mailProviders", "byProject").unique();
  if (!row) return null;
  const { provider, fromEmail } = row;
  const isKeyReadable = await openApiKey(db.projectId, row).then(
    () => true,
    () => false,
  );
  return { provider, fromEmail, isKeyReadable };
}

/** Apps cannot write entries with the name of an event. */
async function findLastTime(db: TenantReader, type: Change["type"]): Promise<number | null> {
  const entry = await db
    .range("auditEvents", "byAction", (q) => q.eq("action", type), "desc")
    .first();
  return entry?.occurredAt ?? null;
}

/**
 * A key that replaced another one waited before it signed, or its predecessor is still there.
 * `first` also after a rotation with `now`, which leaves no trace here.
 */
export function findKeyState(
  keys: readonly (KeyTimes & { readonly rotationAskedAt?: number })[],
): ReadinessFacts["signingKeys"] {
  if (keys.length === 0) return "none";
  return keys.some(
    ({ createdAt, signsFrom = createdAt, rotationAskedAt }) =>
      signsFrom > createdAt || rotationAskedAt !== undefined,
  )
    ? "rotated"
    : "first";
}

/** Rotations from the admin project have their audit entry there, so the keys are looked at too. */
async function findSigningKeyState(db: TenantReader): Promise<ReadinessFacts["signingKeys"]> {
  const isRecorded = (await findLastTime(db, "signing_keys.rotated")) !== null;
  return isRecorded ? "rotated" : findKeyState(await loadProjectKeys(db));
}
