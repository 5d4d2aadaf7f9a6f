/**
 * The signature headers of a delivery. There are two signatures, both HMAC-SHA-256:
 *
 * - `webhook-signature` as in Standard Webhooks, keyed with the decoded bytes of the secret
 *   (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md)
 * - `x-banataauth-signature`, keyed with the secret as text; the client's `constructEvent` verifies
 *   it.
 */
const utf8 = new TextEncoder();

async function hmac(key: Uint8Array<ArrayBuffer>, text: string): Promise<Uint8Array> {
  const imported = await crypto.subtle.importKey(
    "raw",
    key,
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, utf8.encode(text)));
}

const hex = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));
const decodeSecret = (secret: string) =>
  Uint8Array.from(atob(secret.slice("whsec_".length)), (char) => char.charCodeAt(0));

/** `secrets`: newest first; each one adds a signature to both headers. `seconds`: Unix time. */
export async function signedHeaders(
  secrets: readonly string[],
  eventId: string,
  seconds: number,
  body: string,
): Promise<Record<string, string>> {
  const standard = await Promise.all(
    secrets.map(
      async (secret) =>
        `v1,${base64(await hmac(decodeSecret(secret), `${eventId}.${seconds}.${body}`))}`,
    ),
  );
  const ours = await Promise.all(
    secrets.map(
      async (secret) => `v1=${hex(await hmac(utf8.encode(secret), `${seconds}.${body}`))}`,
    ),
  );
  return {
    "webhook-id": eventId,
    "webhook-timestamp": String(seconds),
    "webhook-signature": standard.join(" "),
    "x-banataauth-signature": [`t=${seconds}`, ...ours].join(","),
  };
}
