import { BlockList, isIPv4 } from "node:net";

/**
 * IPv4 addresses that are of no public host:
 * https://www.iana.org/assignments/iana-ipv4-special-registry, multicast and what is reserved.
 */
const special = new BlockList();
for (const range of [
  ...[
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
  ],
  ...["198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3"],
]) {
  const [network, prefix] = range.split("/") as [string, string];
  special.addSubnet(network, Number(prefix), "ipv4");
}

/**
 * Global unicast, without what carries an IPv4 address inside, and documentation:
 * https://www.iana.org/assignments/iana-ipv6-special-registry
 */
const global6 = new BlockList();
global6.addSubnet("2000::", 3, "ipv6");
const special6 = new BlockList();
for (const [network, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  special6.addSubnet(network, prefix, "ipv6");

/**
 * Whether the address can be a host of the internet's, rather than of this machine or a network
 * around it.
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !special.check(address, "ipv4");
  return global6.check(address, "ipv6") && !special6.check(address, "ipv6");
}
