/**
 * The client's IP address: which part of a request names it, and its canonical form. The platform
 * passes on the first element of `X-Forwarded-For` as the client sent it, so nothing can be believed
 * unless the deployment says which value its proxy sets
 * (docs/decisions/0020-client-address.md).
 */
import { ipv4Bytes, ipv6Bytes } from "./networkAddresses";

/** `place`: counted from the right of `X-Forwarded-For`; 1 is what the nearest proxy appended. */
export type AddressRule =
  | { readonly kind: "header"; readonly name: string }
  | { readonly kind: "forwardedFor"; readonly place: number };

const VARIABLE = "BANATA_AUTH_CLIENT_ADDRESS";
/** Longer than any address with its zone, brackets and port. */
const LONGEST_TEXT = 80;

/**
 * Parses BANATA_AUTH_CLIENT_ADDRESS, `header:<name>` or `xff:<n>`; null when it is unset or empty.
 * Throws for anything else, because a typing mistake must not turn limits off.
 */
export function parseAddressRule(value: string | undefined): AddressRule | null {
  const text = value?.trim() ?? "";
  if (text === "") return null;
  const place = /^xff:([1-9]|1\d|20)$/.exec(text)?.[1];
  if (place !== undefined) return { kind: "forwardedFor", place: Number(place) };
  const name = /^header:([!#$%&'*+.^_`|~0-9A-Za-z-]{1,100})$/.exec(text)?.[1]?.toLowerCase(); // RFC 9110 §5.6.2
  if (name === "x-forwarded-for")
    throw new Error(
      `${VARIABLE} is ${text}, but that header is a list: use xff:<n>, such as xff:1`,
    );
  if (name === "forwarded")
    throw new Error(`${VARIABLE} is ${text}, but the syntax of Forwarded is not supported`);
  if (name !== undefined) return { kind: "header", name };
  throw new Error(
    `${VARIABLE} must be header:<name>, such as header:cf-connecting-ip, or xff:<n> with n from 1 to 20, but it is ${JSON.stringify(text.slice(0, 100))}`,
  );
}

export const loadAddressRule = (): AddressRule | null =>
  parseAddressRule(process.env.BANATA_AUTH_CLIENT_ADDRESS);

/**
 * The address in the header that the rule names; null when it is missing or no address. Elements of
 * `X-Forwarded-For` are counted even if they are empty: a proxy may append nothing, and skipping that
 * would reach what the client sent. Repeated headers arrive as one, in order.
 */
export function findRuledAddress(rule: AddressRule, headers: Headers): string | null {
  if (rule.kind === "header") return parseAddress(headers.get(rule.name));
  return parseAddress(headers.get("x-forwarded-for")?.split(",").at(-rule.place) ?? null);
}

/**
 * Returns the canonical form of an IP address (RFC 5952), without the brackets, port or zone that
 * some proxies add; an IPv4-mapped address as IPv4. Null for anything else.
 */
export function parseAddress(text: string | null): string | null {
  const bytes = addressBytes(text);
  if (bytes === null) return null;
  return bytes.length === 4 ? bytes.join(".") : formatIpv6(toGroups(bytes));
}

/** Four bytes, or sixteen; null for anything that `parseAddress` rejects. */
export function addressBytes(text: string | null): number[] | null {
  const trimmed = text?.trim() ?? "";
  if (trimmed.length > LONGEST_TEXT) return null;
  const withPort =
    /^\[([^[\]]*)\](?::\d{1,5})?$/.exec(trimmed) ?? /^([\d.]+):\d{1,5}$/.exec(trimmed);
  const address = withPort?.[1] ?? trimmed;
  const ipv4 = ipv4Bytes(address);
  if (ipv4) return ipv4;
  const ipv6 = ipv6Bytes(address.replace(/%[\w.-]+$/, ""));
  const isMapped =
    ipv6?.slice(0, 10).every((byte) => byte === 0) && ipv6[10] === 0xff && ipv6[11] === 0xff;
  return isMapped ? ipv6!.slice(12) : ipv6;
}

export const toGroups = (bytes: readonly number[]): number[] =>
  Array.from({ length: bytes.length / 2 }, (_, i) => (bytes[2 * i]! << 8) | bytes[2 * i + 1]!); // two bytes a group

/** The longest run of at least two zero groups, the first of equal ones, is written as `::`. */
function formatIpv6(groups: readonly number[]): string {
  const texts = groups.map((group) => group.toString(16));
  let [start, length] = [0, 1];
  for (let from = 0; from < texts.length; from++) {
    let to = from;
    while (texts[to] === "0") to++;
    if (to - from > length) [start, length] = [from, to - from];
  }
  if (length === 1) return texts.join(":");
  return `${texts.slice(0, start).join(":")}::${texts.slice(start + length).join(":")}`;
}
