/**
 * Whose pages may call for a project, and be sent back to: what the browser is told (cors.ts) and
 * what Better Auth checks are this one list.
 */
import { isLoopback } from "../../core/webAddresses";
import type { ClientRow } from "../../authClients/clients";
import type { Settings } from "../../configuration/settings";
import type { TenantReader } from "../../tenancy/database";

/**
 * Any port: a development server picks its own. Never handed to Better Auth, whose `*` also stands
 * for a longer host (`http://127.0.0.1:3211.evil.example`): it gets `exactOrigins`.
 */
const LOOPBACK = [
  "http://localhost",
  "http://localhost:*",
  "http://127.0.0.1",
  "http://127.0.0.1:*",
];
/** Where a request names a page to go to afterwards. */
export const REDIRECT_FIELDS = [
  "callbackURL",
  "redirectTo",
  "errorCallbackURL",
  "newUserCallbackURL",
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
        isPort(origin.slice(each.length - 1))),
  );
}

/** Where a request says where it comes from, or where to send somebody. */
interface Naming {
  readonly headers: Headers;
  readonly url: URL;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * The trusted origins without patterns: of those that a pattern stands for, the ones that this
 * request names.
 */
export function exactOrigins(trusted: readonly string[], { headers, url, body }: Naming): string[] {
  const named = [
    headers.get("origin"),
    headers.get("referer"),
    ...REDIRECT_FIELDS.flatMap((field) => [body[field], url.searchParams.get(field)]),
  ].flatMap((each) => (typeof each === "string" && URL.canParse(each) ? new URL(each).origin : []));
  return [
    ...trusted.filter((each) => !/[*?]/.test(each)),
    ...new Set(named.filter((origin) => isTrusted(origin, trusted))),
  ];
}

/** As a URL parser writes one; 80 is not written. */
const isPort = (text: string) => /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65_535;

/** A deployment that others can reach never has such an address of its own. */
export function isOnThisMachine(): boolean {
  const url = process.env.CONVEX_SITE_URL;
  return url !== undefined && URL.canParse(url) && isLoopback(new URL(url).hostname);
}
