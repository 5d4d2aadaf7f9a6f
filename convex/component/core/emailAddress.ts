/**
 * The canonical form in which e-mail addresses are stored, compared, counted and searched. Every
 * address that enters the runtime passes through `emailAddress` first. Must not import the schema
 * library: sign-in and hot queries load this module.
 *
 * The local part is ASCII (RFC 5321 dot-atom, at most 64 characters), and only A–Z are lowercased.
 * Unicode case mapping or compatibility forms would turn a different address into this one (KELVIN
 * SIGN, full-width letters, dotless i) and send its reset link to the wrong person. Local parts
 * beyond ASCII (SMTPUTF8) are rejected.
 */

/** Maximum length of the normalized address (RFC 5321 §4.5.3.1.3). */
const MAXIMUM_ADDRESS = 254;
const MAXIMUM_LOCAL_PART = 64;
const MAXIMUM_DOMAIN = 253;
/** UTF-16 units of the raw input, surrounding spaces included; longer than any valid address. */
export const MAXIMUM_TYPED_ADDRESS = 512;

const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
/** Labels of letters, digits and inner hyphens; the last label must not be numeric. */
const ASCII_DOMAIN =
  /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+(?=[a-z0-9-]*[a-z])[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/;
/** Characters that the URL parser accepts around or in place of a host name, or silently drops. */
// oxlint-disable-next-line no-control-regex -- this pattern matches control characters
const NOT_IN_DOMAIN = /[\u0000-\u0020\u007f/\\?#@:%[\]<>^|]/;

/** Normalizes an address, trimming surrounding spaces; null when it is not a valid address. */
export function emailAddress(typed: string): string | null {
  if (typed.length > MAXIMUM_TYPED_ADDRESS) return null;
  const text = typed.trim();
  const at = text.lastIndexOf("@");
  const localPart = asciiLowerCase(text.slice(0, Math.max(at, 0)));
  if (localPart.length > MAXIMUM_LOCAL_PART || !LOCAL_PART.test(localPart)) return null;
  const domain = domainName(text.slice(at + 1));
  if (domain === null) return null;
  const address = `${localPart}@${domain}`;
  return address.length <= MAXIMUM_ADDRESS ? address : null;
}

/**
 * Converts a domain to lower-case ASCII by UTS 46 (`Bücher.example` becomes
 * `xn--bcher-kva.example`); null for anything else, such as an IP address, a port or a single
 * label. The platform's URL parser does the mapping.
 */
export function domainName(typed: string): string | null {
  const text = typed.trim();
  if (text.length > MAXIMUM_TYPED_ADDRESS || NOT_IN_DOMAIN.test(text)) return null;
  const host = asciiHost(text);
  return host !== null && host.length <= MAXIMUM_DOMAIN && ASCII_DOMAIN.test(host) ? host : null;
}

/** Lowercases `A`–`Z` only. */
export const asciiLowerCase = (text: string): string =>
  text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/**
 * Parsers that follow the newer URL standard (Node 24) copy an ASCII host without decoding its
 * Punycode. A label that is not ASCII in front makes them check every label.
 */
const CHECKED = { typed: "\u00e9.", ascii: "xn--9ca." };

function asciiHost(text: string): string | null {
  try {
    if (!/xn--/i.test(text)) return new URL(`http://${text}`).hostname;
    return new URL(`http://${CHECKED.typed}${text}`).hostname.slice(CHECKED.ascii.length);
  } catch {
    return null;
  }
}
