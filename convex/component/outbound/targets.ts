/**
 * Which URLs of a tenant's the runtime sends to. Asked when the URL is given, and again before each
 * request: what was stored under other rules is not trusted.
 */
import { isLoopback, isPublicName } from "../core/webAddresses";
import { ipv4Bytes, isPublicAddress } from "../core/networkAddresses";

/**
 * Set by the local deployment (src/local/server/environment.ts) where only this machine reaches it,
 * and by nothing else: the component does not declare it.
 */
const mayReachThisMachine = (): boolean => process.env.BANATA_LOCAL_WEBHOOKS === "1";

export type Host = { readonly kind: "name"; readonly name: string } | { readonly kind: "address" };

/** What is wrong with it, for people; null when it can be sent to. */
export function targetFault(text: string): string | null {
  if (!URL.canParse(text)) return "Expected a URL";
  const url = new URL(text);
  if (url.username !== "" || url.password !== "")
    return "A URL with a user name or password is not taken";
  if (mayReachThisMachine() && /^https?:$/.test(url.protocol) && isLoopback(url.hostname))
    return null;
  if (url.protocol !== "https:") return "Expected an https URL";
  const host = url.hostname.replace(/\.$/, "");
  if (ipv4Bytes(host) && writtenHost(text) !== host)
    return "Write an IPv4 address as four decimal numbers without leading zeros";
  if (host.startsWith("[") || ipv4Bytes(host))
    return isPublicAddress(host.replace(/^\[|\]$/g, ""))
      ? null
      : "Not the address of a public host";
  return isPublicName(host) ? null : "Not the name of a public host";
}

/**
 * The host as it stands there. `010.0.0.1` is 8.0.0.1 to a URL parser and 10.0.0.1 to others, who
 * may read the URL later.
 */
const writtenHost = (text: string): string | undefined =>
  /^\s*https?:\/\/([^/?#\\:@]*)/i.exec(text)?.[1];

/** Of a URL that `targetFault` lets through, as below. */
export const leadsToThisMachine = (text: string): boolean =>
  mayReachThisMachine() && isLoopback(new URL(text).hostname);

/**
 * Of a URL that `targetFault` lets through: the name that has to be looked up, or an address that
 * says itself where it leads.
 */
export function hostOf(text: string): Host {
  const { hostname } = new URL(text);
  const isAddress =
    hostname.startsWith("[") || ipv4Bytes(hostname) !== null || leadsToThisMachine(text);
  return isAddress ? { kind: "address" } : { kind: "name", name: hostname };
}
