/**
 * Returns the subject that an IP address counts as, or null for an invalid address. An IPv6
 * customer has at least a /64 and can send from any address in it, so the /64 is counted (RFC
 * 6177).
 */
export function addressSubject(ip: string | null): string | null {
  const text = ip?.trim().toLowerCase().replace(/%.*$/, "") ?? "";
  const ipv4 = parseIpv4(text.replace(/^::ffff:(?=\d+\.)/, ""));
  if (ipv4 !== null) return `ip:${ipv4}`;
  const groups = parseIpv6(text);
  if (!groups) return null;
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) return `ip:${[...toBytes(groups[6]!), ...toBytes(groups[7]!)].join(".")}`;
  return `ip:${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(":")}::/64`;
}

const toBytes = (group: number): number[] => [group >> 8, group & 0xff];

function parseIpv4(text: string): string | null {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return null;
  const parts = text.split(".").map(Number);
  return parts.every((part) => part <= 255) ? parts.join(".") : null;
}

/** Returns the eight groups of an IPv6 address (RFC 4291 §2.2), or null. */
function parseIpv6(text: string): number[] | null {
  // The last two groups may be written as an IPv4 address.
  const tail = /^(.*:)(\d{1,3}(?:\.\d{1,3}){3})$/.exec(text);
  if (tail) {
    const parts = parseIpv4(tail[2]!)?.split(".").map(Number);
    if (!parts) return null;
    const group = (high: number, low: number) => ((high << 8) | low).toString(16);
    return parseIpv6(`${tail[1]!}${group(parts[0]!, parts[1]!)}:${group(parts[2]!, parts[3]!)}`);
  }
  if (!/^[0-9a-f:]{2,39}$/.test(text)) return null;
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const [left, right] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - left!.length - (right?.length ?? 0);
  if (right === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...left!, ...Array.from({ length: missing }, () => "0"), ...(right ?? [])];
  return groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))
    ? groups.map((group) => parseInt(group, 16))
    : null;
}
