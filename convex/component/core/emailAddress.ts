/**
 * The one form in which an e-mail address is stored, compared, counted and searched. Every address
 * that enters the runtime passes `emailAddress` first. No schema library here: sign-in and hot
 * queries import it.
 *
 * The local part is ASCII (RFC 5321 dot-atom, at most 64 characters) and folded by ASCII case
 * alone. Unicode case mapping or compatibility forms would turn another address into this one
 * (KELVIN SIGN, full-width letters, the dotless i), and its reset link would go to the wrong
 * person. Addresses with a local part beyond ASCII (SMTPUTF8) are refused.
 */

/** Of the normal form, as RFC 5321 4.5.3.1.3 leaves it. */
const MAXIMUM_ADDRESS = 254;
const MAXIMUM_LOCAL_PART = 64;
const MAXIMUM_DOMAIN = 253;
/** UTF-16 units of what is typed: more than any address has, spaces included. */
export const MAXIMUM_TYPED_ADDRESS = 512;

const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
/** Labels of letters, digits and inner hyphens; a last one that is no number. */
const ASCII_DOMAIN =
  /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+(?=[a-z0-9-]*[a-z])[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/;
/** What a URL allows around or in place of a host name, and what it silently drops. */
// eslint-disable-next-line no-control-regex -- these are the characters that are refused
const NOT_IN_DOMAIN = /[\u0000-\u0020\u007f/\\?#@:%[\]<>^|]/;

/** The normal form of an address; null for what is none. Spaces around it are dropped. */
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
 * A domain in its ASCII form by UTS 46 (`Bücher.example` is `xn--bcher-kva.example`), in lower
 * case; null for what is none, such as an IP address, a port or a single label. The mapping is the
 * platform's own: that of host names in URLs.
 */
export function domainName(typed: string): string | null {
  const text = typed.trim();
  if (text.length > MAXIMUM_TYPED_ADDRESS || NOT_IN_DOMAIN.test(text)) return null;
  const host = asciiHost(text);
  return host !== null && host.length <= MAXIMUM_DOMAIN && ASCII_DOMAIN.test(host) ? host : null;
}

/** `A`–`Z` and nothing else. */
export const asciiLowerCase = (text: string): string =>
  text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

function asciiHost(text: string): string | null {
  try {
    return new URL(`http://${text}`).hostname;
  } catch {
    return null;
  }
}
