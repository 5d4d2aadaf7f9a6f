/**
 * The API key format: the project's prefix, 26 random alphanumerics (155 bits) and a six-character
 * checksum, so that leak scanners and the server can reject typos without a database read.
 * docs/api-keys.md has the pattern for scanners.
 */
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const RANDOM_LENGTH = 26;
const CHECKSUM_LENGTH = 6;

export const keyPrefixPattern = /^[a-z][a-z0-9]{0,10}(_[a-z0-9]{1,10}){0,2}_$/;
const keyPattern = /^([a-z0-9_]{1,24})([A-Za-z0-9]{32})$/;

/** Generates a key. Show it once; store only its hash and `start`. */
export function newKey(prefix: string): { key: string; start: string } {
  const random = randomAlphanumerics(RANDOM_LENGTH);
  const key = prefix + random + checksum(prefix + random);
  return { key, start: key.slice(0, prefix.length + 4) };
}

/** False for text that was never a key, such as one with a typo. */
export function looksLikeKey(text: string): boolean {
  if (!keyPattern.test(text)) return false;
  const body = text.slice(0, -CHECKSUM_LENGTH);
  return checksum(body) === text.slice(-CHECKSUM_LENGTH);
}

function randomAlphanumerics(length: number): string {
  let text = "";
  while (text.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length))) {
      if (byte < 248 && text.length < length) text += ALPHABET[byte % 62]; // 248 = 4 × 62 avoids modulo bias
    }
  }
  return text;
}

/** CRC-32 (ISO 3309, polynomial 0xEDB88320) in base 62. Detects typos, not forgery. */
function checksum(text: string): string {
  let crc = 0xffffffff;
  for (let i = 0; i < text.length; i++) {
    crc ^= text.charCodeAt(i);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  let digits = "";
  for (
    let rest = (crc ^ 0xffffffff) >>> 0;
    digits.length < CHECKSUM_LENGTH;
    rest = Math.floor(rest / 62)
  )
    digits = ALPHABET[rest % 62] + digits;
  return digits;
}
