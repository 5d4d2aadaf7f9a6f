import { SamlFault, type SamlRule } from "./fault";

/** Bytes of base64 with padding. XML's white space in it is skipped (RFC 2045, XML Schema 3.2.16). */
export function decodeBase64(text: string, rule: SamlRule): Uint8Array<ArrayBuffer> {
  const compact = text.replace(/[ \t\r\n]/g, "");
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact))
    throw new SamlFault(rule, "A value is not valid base64.");
  return Uint8Array.from(atob(compact), (character) => character.charCodeAt(0));
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
