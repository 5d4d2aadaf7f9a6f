/**
 * Which tenant-provided URLs the runtime may send to. Checked when a URL is saved and again before
 * each request, because it may have been stored under older rules.
 */
import { isLoopback, isPublicName } from "../core/webAddresses";
import { ipv4Bytes, isPublicAddress } from "../core/networkAddresses";

/**
 * Set only by the local deployment (@banata-auth/local) while it is reachable from this machine
 * alone. The component does not declare the variable.
 */
const allowsLocalTargets = (): boolean => process.env.BANATA_LOCAL_WEBHOOKS === "1";

export type Host = { readonly kind: "name"; readonly name: string } | { readonly kind: "address" };

/** Why the runtime cannot send to the URL, as an error message; null if it can. */
export function targetFault(text: string): string | null {
  if (!URL.canParse(text)) return "Expected a URL";
  const url = new URL(text);
  if (url.username !== "" || url.password !== "")
    return "URLs with a user name or password are not accepted";
  if (allowsLocalTargets() && /^https?:$/.test(url.protocol) && isLoopback(url.hostname))
    return null;
  if (url.protocol !== "https:") return "Expected an https URL";
  const host = url.hostname.replace(/\.$/, "");
  if (ipv4Bytes(host) && writtenHost(text) !== host)
    return "Write an IPv4 address as four decimal numbers without leading zeros";
  if (host.startsWith("[") || ipv4Bytes(host))
    return isPublicAddress(host.replace(/^\[|\]$/g, "")) ? null : "Expected a public IP address";
  return isPublicName(host) ? null : "Expected a public host name";
}

/**
 * The host as written. A URL parser reads `010.0.0.1` as 8.0.0.1, but other software that uses the
 * URL later may read it as 10.0.0.1.
 */
const writtenHost = (text: string): string | undefined =>
  /^\s*https?:\/\/([^/?#\\:@]*)/i.exec(text)?.[1];

/** Requires a URL that `targetFault` accepts. */
export const isLocalTarget = (text: string): boolean =>
  allowsLocalTargets() && isLoopback(new URL(text).hostname);

/**
 * Requires a URL that `targetFault` accepts. Returns the name to resolve, or `address` if no lookup
 * is needed.
 */
export function parseHost(text: string): Host {
  const { hostname } = new URL(text);
  const isAddress = hostname.startsWith("[") || ipv4Bytes(hostname) !== null || isLocalTarget(text);
  return isAddress ? { kind: "address" } : { kind: "name", name: hostname };
}
