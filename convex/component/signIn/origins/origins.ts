/**
 * The origins that a project trusts: their pages may call it and be redirected to. The same list
 * decides on CORS (cors.ts) and on Better Auth's checks.
 */
import { isOnThisMachine } from "../../core/siteUrl";
import { loadClients, type ClientRow } from "../../authClients/clients";
import type { Settings } from "../../configuration/settings";
import type { TenantReader } from "../../tenancy/database";

/**
 * Any port, because development servers pick their own. These patterns are never passed to Better
 * Auth, whose `*` also matches a longer host (`http://127.0.0.1:3211.evil.example`); it gets
 * `getExactOrigins`.
 */
const LOOPBACK = [
  "http://localhost",
  "http://localhost:*",
  "http://127.0.0.1",
  "http://127.0.0.1:*",
];
/** The fields in which a request names a redirect URL. */
export const REDIRECT_FIELDS = [
  "callbackURL",
  "redirectTo",
  "errorCallbackURL",
  "newUserCallbackURL",
];

/**
 * Returns the origins of the project's settings and of the client named in the request. A local
 * deployment also trusts loopback origins.
 */
export function getTrustedOrigins(settings: Settings, client: ClientRow | null): string[] {
  return [
    ...settings.sessions.corsOrigins,
    ...(client && !client.disabled ? client.trustedOrigins : []),
    ...(isOnThisMachine() ? LOOPBACK : []),
  ];
}

/** Returns the trusted origins of all clients. A CORS preflight does not name its client. */
export async function loadAllTrustedOrigins(
  db: TenantReader,
  settings: Settings,
): Promise<string[]> {
  const clients = await loadClients(db);
  return [
    ...getTrustedOrigins(settings, null),
    ...clients.flatMap((client) => (client.disabled ? [] : client.trustedOrigins)),
  ];
}

/** Compares whole origins; only loopback patterns allow any port. */
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

/** The parts of a request that name its origin or a redirect URL. */
interface UrlSources {
  readonly headers: Headers;
  readonly url: URL;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * Returns the trusted origins with patterns replaced by the matching origins that the request
 * names.
 */
export function getExactOrigins(
  trusted: readonly string[],
  { headers, url, body }: UrlSources,
): string[] {
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

/** A port as URL parsers serialize it; the default port is omitted. */
const isPort = (text: string) => /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65_535;
