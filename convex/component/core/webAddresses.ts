/**
 * Which addresses a client may register. What is registered is later compared as a whole text, so
 * only one spelling of an address is accepted: the one that a URL parser writes. Sources: RFC 6749
 * §3.1.2 (redirects are absolute, without fragment), RFC 8252 §7 (custom schemes and loopback for
 * native apps), RFC 9700 §4.1 (exact comparison).
 */

export type ClientType = "web" | "mobile" | "desktop" | "terminal" | "service";

/**
 * Schemes that a browser or system gives a meaning of its own: none of them leads back to an
 * application.
 */
const schemesNotOfApps = new Set(
  [
    "http",
    "https",
    "ws",
    "wss",
    "ftp",
    "file",
    "filesystem",
    "blob",
    "data",
    "about",
    "javascript",
    "vbscript",
    "view-source",
    "chrome",
    "resource",
    "intent",
    "content",
  ].map((scheme) => `${scheme}:`),
);

/**
 * Null for what is no absolute address, is a pattern, holds a user name, white space or a control
 * character, or can be written in another way.
 */
export function parseAddress(text: string): URL | null {
  // The parser drops tabs and line ends, and takes \ for / in some schemes: neither is in an
  // address that somebody meant. And a * would be a pattern to whoever compares origins later.
  if (/[\s\\*\p{C}]/u.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") return null;
  return url.href === text || url.href === `${text}/` ? url : null;
}

/** A page's origin as browsers send it: https, or http on this machine alone. */
export function isWebOrigin(text: string): boolean {
  const url = parseAddress(text);
  return url !== null && isSecure(url) && url.origin === text;
}

/**
 * Also `scheme://host` of a web view and `scheme://` of an app, which have no origin in the eyes of
 * a URL parser.
 */
export function isTrustableOrigin(text: string, type: ClientType): boolean {
  if (isWebOrigin(text)) return true;
  const scheme = /^([a-z][a-z0-9+.-]*:)\/\/[a-z0-9.-]*$/.exec(text)?.[1];
  return hasApp(type) && scheme !== undefined && !schemesNotOfApps.has(scheme);
}

export function isRegistrableRedirect(text: string, type: ClientType): boolean {
  const url = parseAddress(text);
  // Written with its `/`: there is no second spelling of a bare host.
  if (!url || url.href !== text || text.includes("#")) return false;
  if (isSecure(url)) return true;
  // `app:/path` and `app://host`; without a slash it is no address to come back to.
  return hasApp(type) && text.startsWith(`${url.protocol}/`) && !schemesNotOfApps.has(url.protocol);
}

/** A scheme that an app on a device may have registered; with its colon. */
export const isAppScheme = (protocol: string): boolean => !schemesNotOfApps.has(protocol);

const hasApp = (type: ClientType) => type === "mobile" || type === "desktop";

const isSecure = ({ protocol, hostname }: URL) =>
  protocol === "https:" || (protocol === "http:" && isLoopback(hostname));

/** This machine, as a URL parser writes it. */
export const isLoopback = (hostname: string): boolean =>
  hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);

/**
 * Names that lead to a machine or a network of one's own, or nowhere: RFC 6761 and 6762 (with
 * appendix G, for names that many networks use), RFC 8375 and 7686 and 9476, ICANN's reserved
 * `internal`, and what home routers and clusters call themselves. `arpa` is infrastructure.
 */
const PRIVATE_SUFFIX =
  /\.(localhost|local|localdomain|domain|internal|intranet|intra|private|corp|home|lan|workgroup|mail|test|invalid|onion|alt|arpa|consul|svc|kube)$/;

/**
 * A host by name that is not plainly of a private network: at least two labels, the last one no
 * number. What a name resolves to is not known here.
 */
export const isPublicName = (hostname: string): boolean =>
  hostname.length <= 253 &&
  /^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/.test(hostname) &&
  !PRIVATE_SUFFIX.test(hostname);
