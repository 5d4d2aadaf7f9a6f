/**
 * Which URLs a client may register. Registered URLs are later compared as whole strings, so only
 * the spelling that a URL parser writes is accepted. Sources: RFC 6749 §3.1.2 (absolute redirects
 * without fragment), RFC 8252 §7 (custom schemes and loopback for native apps), RFC 9700 §4.1
 * (exact comparison).
 */

export type ClientType = "web" | "mobile" | "desktop" | "terminal" | "service";

/**
 * Schemes with a meaning of their own in browsers or operating systems; none leads to an
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
 * Null for anything but an absolute URL in its canonical spelling, and for wildcards, credentials,
 * whitespace and control characters.
 */
export function parseAddress(text: string): URL | null {
  // The parser drops tabs and line ends, and reads \ as / in some schemes; no legitimate URL
  // contains them. A * could be read as a wildcard by code that compares origins later.
  if (/[\s\\*\p{C}]/u.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") return null;
  return url.href === text || url.href === `${text}/` ? url : null;
}

/** An origin as browsers send it: https, or http on the loopback interface. */
export function isWebOrigin(text: string): boolean {
  const url = parseAddress(text);
  return url !== null && isSecure(url) && url.origin === text;
}

/**
 * Also accepts `scheme://host` of a web view and `scheme://` of an app, which have no origin
 * according to a URL parser.
 */
export function isTrustableOrigin(text: string, type: ClientType): boolean {
  if (isWebOrigin(text)) return true;
  const scheme = /^([a-z][a-z0-9+.-]*:)\/\/[a-z0-9.-]*$/.exec(text)?.[1];
  return hasApp(type) && scheme !== undefined && !schemesNotOfApps.has(scheme);
}

export function isRegistrableRedirect(text: string, type: ClientType): boolean {
  const url = parseAddress(text);
  // A bare host must be written with its `/`, so that it has only one spelling.
  if (!url || url.href !== text || text.includes("#")) return false;
  if (isSecure(url)) return true;
  // Accepts `app:/path` and `app://host`; without a slash it is not a URL to return to.
  return hasApp(type) && text.startsWith(`${url.protocol}/`) && !schemesNotOfApps.has(url.protocol);
}

/** Whether an app on a device could have registered the scheme. `protocol` includes the colon. */
export const isAppScheme = (protocol: string): boolean => !schemesNotOfApps.has(protocol);

const hasApp = (type: ClientType) => type === "mobile" || type === "desktop";

const isSecure = ({ protocol, hostname }: URL) =>
  protocol === "https:" || (protocol === "http:" && isLoopback(hostname));

/** Whether the host, as a URL parser writes it, is the loopback interface. */
export const isLoopback = (hostname: string): boolean =>
  hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);

/**
 * Names that resolve to the local machine or a private network, or not at all: RFC 6761 and 6762
 * (with appendix G for common private suffixes), RFC 8375, 7686 and 9476, ICANN's reserved
 * `internal`, and names used by home routers and clusters. `arpa` is infrastructure.
 */
const PRIVATE_SUFFIX =
  /\.(localhost|local|localdomain|domain|internal|intranet|intra|private|corp|home|lan|workgroup|mail|test|invalid|onion|alt|arpa|consul|svc|kube)$/;

/**
 * A host name that is not obviously private: at least two labels, the last one not numeric. Does
 * not look at what the name resolves to.
 */
export const isPublicName = (hostname: string): boolean =>
  hostname.length <= 253 &&
  /^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/.test(hostname) &&
  !PRIVATE_SUFFIX.test(hostname);

/** Returns the URL without a trailing slash if its host is a loopback address, else null. */
export function loopbackUrl(text: string | undefined): string | null {
  if (text === undefined || !URL.canParse(text)) return null;
  const { protocol, hostname } = new URL(text);
  return protocol === "http:" && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)
    ? text.replace(/\/$/, "")
    : null;
}
