/** Which redirect URIs an authorization request may name. */
import { isRedirectRegistered, type ClientRow } from "../authClients/clients";
import { parseAddress } from "../core/webAddresses";

/** Apps that open a port on the machine for the redirect, which the system chooses. */
const LISTENING_TYPES: readonly ClientRow["type"][] = ["desktop", "terminal"];
/** The host is an address: a name such as `localhost` may be resolved to another machine. */
const LOOPBACK = /^(http:\/\/(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\]))(?::\d{1,5})?(\/.*)$/;

/**
 * Whether the client registered the URI: exactly, or for desktop and terminal apps with another port
 * on the same loopback address (RFC 8252, section 7.3).
 */
export function isRedirectAllowed(client: ClientRow, uri: string): boolean {
  if (isRedirectRegistered(client, uri)) return true;
  if (client.disabled || !LISTENING_TYPES.includes(client.type)) return false;
  const asked = withoutPort(uri);
  return asked !== null && client.redirectUris.some((each) => withoutPort(each) === asked);
}

function withoutPort(uri: string): string | null {
  const [, host, rest] = LOOPBACK.exec(uri) ?? [];
  const isCanonical = parseAddress(uri)?.href === uri && !uri.includes("#");
  return isCanonical && host !== undefined && rest !== undefined ? host + rest : null;
}

/** The URI with the parameters appended to its query, which stays as it was registered. */
export function withParameters(
  uri: string,
  parameters: Readonly<Record<string, string | null>>,
): string {
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    value === null ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return `${uri}${uri.includes("?") ? "&" : "?"}${given.join("&")}`;
}
