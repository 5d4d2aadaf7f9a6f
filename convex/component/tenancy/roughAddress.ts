/**
 * Truncates an IP address to its network, for records that outlive the request: `203.0.113.0/24` or
 * `2001:db8:1::/48`. Null for anything else.
 */
export function roughAddress(address: string | null): string | null {
  const text = address?.trim().toLowerCase() ?? "";
  const v4 = /^(?:::ffff:)?(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text); // also IPv4-mapped IPv6
  if (v4)
    return v4.slice(1).every((part) => Number(part) <= 255)
      ? `${v4.slice(1, 4).map(Number).join(".")}.0/24`
      : null;
  const groups = parseIpv6Groups(text.replace(/%.*$/, ""));
  if (!groups) return null;
  const kept = groups.slice(0, 3);
  while (kept.at(-1) === "0") kept.pop();
  return `${kept.join(":")}::/48`;
}

/** The eight groups of an IPv6 address, without leading zeros (RFC 4291 §2.2). */
function parseIpv6Groups(text: string): string[] | null {
  if (!/^[0-9a-f:]{2,39}$/.test(text)) return null;
  const [head = "", tail, ...more] = text.split("::");
  if (more.length > 0) return null;
  const split = (part: string) => (part === "" ? [] : part.split(":"));
  const left = split(head);
  const right = split(tail ?? "");
  const missing = 8 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...left, ...Array.from({ length: missing }, () => "0"), ...right];
  return groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))
    ? groups.map((group) => group.replace(/^0+(?=.)/, ""))
    : null;
}
