/**
 * Tells public internet addresses from those of this machine and of private networks. Works on
 * text, because components have no `node:net`; the host app's Node file uses the same code.
 * Sources:
 * https://www.iana.org/assignments/iana-ipv4-special-registry and
 * https://www.iana.org/assignments/iana-ipv6-special-registry
 */
type Range = readonly [network: readonly number[], bits: number];

const v4 = (text: string): Range => {
  const [network = "", bits = ""] = text.split("/");
  return [network.split(".").map(Number), Number(bits)];
};
/** Ranges that are not globally reachable, multicast or reserved. */
const special4: readonly Range[] = [
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
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
].map(v4);
/** Global unicast … */
const global6: Range = [[0x20, 0], 3];
/** … except ranges that embed IPv4 addresses, and documentation ranges. */
const special6: readonly Range[] = [
  [[0x20, 0x01, 0, 0], 23],
  [[0x20, 0x01, 0x0d, 0xb8], 32],
  [[0x20, 0x02], 16],
  [[0x3f, 0xff, 0], 20],
];

const isIn = (bytes: readonly number[], [network, bits]: Range): boolean => {
  for (let i = 0; i * 8 < bits; i++) {
    const mask = (0xff << Math.max(0, 8 - (bits - i * 8))) & 0xff;
    if ((bytes[i]! & mask) !== ((network[i] ?? 0) & mask)) return false; // an address is longer than any prefix
  }
  return true;
};

/**
 * Parses dotted decimal into four bytes; null for anything else. Leading zeros are rejected,
 * because some parsers read `010` as octal (RFC 6943 §3.1.1). Hexadecimal, octal and short forms
 * have already been expanded by the URL parser.
 */
export function ipv4Bytes(text: string): number[] | null {
  const parts = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/
    .exec(text)
    ?.slice(1)
    .map(Number);
  return parts?.every((part) => part <= 255) ? parts : null;
}

/** Parses an IPv6 address without brackets or zone into sixteen bytes; null for anything else. */
export function ipv6Bytes(text: string): number[] | null {
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const last = tail && ipv4Bytes(tail[2]!); // the pattern has two groups
  if (tail && !last) return null;
  const plain =
    tail && last
      ? `${tail[1]}${((last[0]! << 8) | last[1]!).toString(16)}:${((last[2]! << 8) | last[3]!).toString(16)}`
      : text;
  const halves = plain.split("::");
  if (halves.length > 2) return null;
  const [head = [], end = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - end.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [
    ...head,
    ...Array.from({ length: halves.length === 2 ? missing : 0 }, () => "0"),
    ...end,
  ];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return groups.flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff]);
}

/** False for text that is not an IP address. */
export function isPublicAddress(address: string): boolean {
  const four = ipv4Bytes(address);
  if (four) return !special4.some((range) => isIn(four, range));
  const six = ipv6Bytes(address);
  return six !== null && isIn(six, global6) && !special6.some((range) => isIn(six, range));
}
