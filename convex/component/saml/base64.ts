import { SamlFault, type SamlRule } from "./fault";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const sextets = new Uint8Array(128);
for (let i = 0; i < alphabet.length; i++) sextets[alphabet.charCodeAt(i)] = i;

/**
 * Bytes of base64 with padding. XML's white space in it is skipped (XML Schema Part 2, 3.2.16).
 * Not with `atob`: Node's takes longer for an encrypted assertion than the rest of its verification.
 */
export function decodeBase64(text: string, rule: SamlRule): Uint8Array<ArrayBuffer> {
  const compact = text.replace(/[ \t\r\n]+/g, "");
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact))
    throw new SamlFault(rule, "A value is not valid base64.");
  const padding = compact.endsWith("==") ? 2 : compact.endsWith("=") ? 1 : 0;
  const bytes = new Uint8Array((compact.length / 4) * 3 - padding);
  const sextet = (at: number) => sextets[compact.charCodeAt(at)] ?? 0; // "=" is 0, too
  for (let from = 0, to = 0; from < compact.length; from += 4, to += 3) {
    const bits =
      (sextet(from) << 18) | (sextet(from + 1) << 12) | (sextet(from + 2) << 6) | sextet(from + 3);
    bytes[to] = bits >> 16; // beyond the end, nothing is written
    bytes[to + 1] = bits >> 8;
    bytes[to + 2] = bits;
  }
  return bytes;
}

export function encodeBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let i = 0; i < bytes.length; i += 8192)
    binary += String.fromCharCode(...bytes.subarray(i, i + 8192)); // arguments are on the stack
  return btoa(binary);
}

/** A PEM block with 64 characters a line. */
export const encodePem = (label: string, bytes: Uint8Array): string =>
  [
    `-----BEGIN ${label}-----`,
    ...(encodeBase64(bytes).match(/.{1,64}/g) ?? []),
    `-----END ${label}-----`,
    "",
  ].join("\n");

/** The bytes of a PEM block with this label, or of base64 alone. */
export function decodePem(label: string, pem: string, rule: SamlRule): Uint8Array<ArrayBuffer> {
  const body = pem.trim();
  const [begin, end] = [`-----BEGIN ${label}-----`, `-----END ${label}-----`];
  if (!body.includes("-")) return decodeBase64(body, rule);
  if (!body.startsWith(begin) || !body.endsWith(end) || body.length < begin.length + end.length)
    throw new SamlFault(rule, `A PEM block is not a ${label}.`);
  return decodeBase64(body.slice(begin.length, body.length - end.length), rule);
}
