/**
 * The domain to which a project's passkeys are bound: which pages can use it, and what a change of it
 * costs. Browsers accept a page's host and the domains above it (WebAuthn Level 3, section 5.1.3),
 * and other domains if they are listed (section 5.11, related origins).
 */
import { loadClients } from "../authClients/clients";
import { invalidField, problem } from "../core/errors";
import { isLoopback } from "../core/webAddresses";
import type { TenantReader } from "../tenancy/database";
import type { PasskeySettings, Settings } from "./defaults";

type Database = Pick<TenantReader, "range" | "get">;

/** A larger number is given as a least number, so that counting stays cheap. */
const MOST_COUNTED = 1_000;

/** The RP ID for a page of the origin. */
export function relyingPartyId({ rpId }: PasskeySettings, origin: string): string {
  const { hostname } = new URL(origin);
  return rpId === null || isLoopback(hostname) ? hostname : rpId;
}

/** Whether browsers let pages of the origin use the project's passkeys. */
export const isWithinPasskeyDomain = (
  { rpId, relatedOrigins }: PasskeySettings,
  origin: string,
): boolean => rpId === null || relatedOrigins || !isOutside(origin, rpId);

/**
 * The trusted web origins on other domains than the project's passkeys, and `home`, the one of the
 * hosted pages; none without a domain.
 */
export async function loadRelatedOrigins(
  db: TenantReader,
  { passkeys: { rpId }, sessions, features }: Settings,
  home: string,
): Promise<string[]> {
  if (rpId === null) return [];
  const trusted = await loadTrusted(db, sessions);
  const origins = features.hostedUi ? [...trusted, home] : trusted;
  return origins.filter((origin) => isOutside(origin, rpId));
}

async function loadTrusted(
  db: TenantReader,
  sessions: Settings["sessions"],
): Promise<readonly string[]> {
  const ofClients = (await loadClients(db)).flatMap(({ trustedOrigins }) => trustedOrigins);
  return [...new Set([...sessions.corsOrigins, ...ofClients])];
}

/** Throws `validation_error` for an origin outside of the domain to which passkeys are bound. */
export function assertWithinPasskeyDomain(
  { passkeys }: Pick<Settings, "passkeys">,
  field: string,
  origins: readonly string[],
): void {
  for (const [index, origin] of origins.entries())
    if (!isWithinPasskeyDomain(passkeys, origin))
      throw invalidField(
        `${field}[${index}]`,
        `Passkeys of this project are bound to ${passkeys.rpId}, and this origin is neither there nor below it. Set passkeys.relatedOrigins to allow origins on other domains`,
        "outside_rp_id",
      );
}

/**
 * Throws `validation_error` when a page that the project trusts could not use passkeys any more, and
 * `conflict` when passkeys would stop working, unless `force`.
 */
export async function assertPasskeyDomain(
  { db }: { readonly db: TenantReader },
  before: Settings,
  after: Settings,
  { passkeys, force }: { readonly passkeys?: object | undefined; readonly force: boolean },
): Promise<void> {
  if (!passkeys)
    return assertWithinPasskeyDomain(after, "sessions.corsOrigins", after.sessions.corsOrigins);
  const origins = await loadTrusted(db, after.sessions);
  const outside = origins.find((origin) => !isWithinPasskeyDomain(after.passkeys, origin));
  if (outside !== undefined)
    throw invalidField(
      "passkeys.rpId",
      `The trusted origin ${outside} is neither there nor below it, so its pages could not use passkeys. Remove the origin, or set passkeys.relatedOrigins`,
      "outside_rp_id",
    );
  if (before.passkeys.rpId === after.passkeys.rpId || force) return;
  const count = await countLost(db, before.passkeys.rpId, after.passkeys.rpId);
  if (count > 0)
    throw problem(
      "conflict",
      `${count === MOST_COUNTED ? `${count} or more` : count} ${count === 1 ? "passkey" : "passkeys"} of users would stop working, because a passkey stays bound to the domain of its registration. Set passkeys.force to change it nevertheless`,
    );
}

/** The passkeys of another domain than the new one; without a new one, those of the former. */
async function countLost(db: Database, from: string | null, to: string | null): Promise<number> {
  if (to === null) {
    const bound = db.range("passkeys", "byRpId", (q) => q.eq("rpId", from ?? undefined));
    return (await bound.take(MOST_COUNTED)).length;
  }
  const below = await db.range("passkeys", "byRpId", (q) => q.lt("rpId", to)).take(MOST_COUNTED);
  const left = MOST_COUNTED - below.length;
  const above =
    left > 0 ? await db.range("passkeys", "byRpId", (q) => q.gt("rpId", to)).take(left) : [];
  return below.length + above.length;
}

function isOutside(origin: string, rpId: string): boolean {
  if (!/^https?:/.test(origin)) return false; // of an app, which names the domain itself
  const { hostname } = new URL(origin);
  return !isLoopback(hostname) && hostname !== rpId && !hostname.endsWith(`.${rpId}`);
}
