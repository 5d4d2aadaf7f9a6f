import { addressBytes, toGroups } from "../../core/clientAddress";

/**
 * Returns the subject that an IP address counts as, or null for an invalid address. An IPv6
 * customer has at least a /64 and can send from any address in it, so the /64 is counted (RFC
 * 6177).
 */
export function addressSubject(ip: string | null): string | null {
  const bytes = addressBytes(ip);
  if (bytes === null) return null;
  if (bytes.length === 4) return `ip:${bytes.join(".")}`;
  const network = toGroups(bytes).slice(0, 4);
  return `ip:${network.map((group) => group.toString(16)).join(":")}::/64`;
}
