/**
 * Whose pages may call for a project, and be sent back to: what the browser is told (cors.ts) and
 * what Better Auth checks are this one list.
 */
import { isLoopback } from "../../authClients/addresses";
import type { ClientRow } from "../../authClients/clients";
import type { Settings } from "../../configuration/settings";
import type { TenantReader } from "../../tenancy/database";

/** Any port: a development server picks its own. Better Auth reads `*` as we do. */
const LOOPBACK = [
  "http://localhost",
  "http://localhost:*",
  "http://127.0.0.1",
  "http://127.0.0.1:*",
];
/** All that a project may have. */
const MAXIMUM_CLIENTS = 200;

/**
 * The origins of the project's settings, and of the client that the request names. On a deployment
 * of one's own machine its pages are trusted too.
 */
export function trustedOrigins(settings: Settings, client: ClientRow | null): string[] {
  return [
    ...settings.sessions.corsOrigins,
    ...(client && !client.disabled ? client.trustedOrigins : []),
    ...(isOnThisMachine() ? LOOPBACK : []),
  ];
}

/** Those of any client: a browser asks before it names one. */
export async function allTrustedOrigins(db: TenantReader, settings: Settings): Promise<string[]> {
  const clients = await db.range("authClients", "byProjectId").take(MAXIMUM_CLIENTS);
  return [
    ...trustedOrigins(settings, null),
    ...clients.flatMap((client) => (client.disabled ? [] : client.trustedOrigins)),
  ];
}

/** Compared as whole texts; only the loopback ports are open. */
export function isTrusted(origin: string, trusted: readonly string[]): boolean {
  return trusted.some(
    (each) =>
      each === origin ||
      (LOOPBACK.includes(each) &&
        each.endsWith(":*") &&
        origin.startsWith(each.slice(0, -1)) &&
        /^\d{1,5}$/.test(origin.slice(each.length - 1))),
  );
}

/** A deployment that others can reach never has such an address of its own. */
export function isOnThisMachine(): boolean {
  const url = process.env.CONVEX_SITE_URL;
  return url !== undefined && URL.canParse(url) && isLoopback(new URL(url).hostname);
}
