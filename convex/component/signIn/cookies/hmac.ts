/** HMAC-SHA-256 in the encodings of Better Auth and JWS. */
import { toBase64 } from "../../core/secrets";

const utf8 = new TextEncoder();

export async function hmacBase64(secret: string, text: string): Promise<string> {
  const key = await crypto.subtle.importKey(
    "raw",
    utf8.encode(secret),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  return toBase64(new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8.encode(text))));
}

/** Base64url without padding (RFC 7515, section 2). */
export const hmacBase64Url = async (secret: string, text: string): Promise<string> =>
  urlSafe(await hmacBase64(secret, text));

/** Converts base64 to base64url without padding. */
const urlSafe = (base64: string): string =>
  base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
