/**
 * Document ids in Convex's own form: base32 of the table's number (variable-length integer), 16
 * random bytes and a checksum. An id contains its table's number, so `normalizeId` and `v.id()`
 * need no read, and the checksum detects mistyped ids.
 */
import { randomFillSync } from "node:crypto";

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const DIGITS = new Map(
  Array.from(ALPHABET, (character, digit) => [character.charCodeAt(0), digit]),
);
const RANDOM_BYTES = 16;
const CHECKSUM_BYTES = 2;
/** The table number takes one to five bytes. */
const MIN_LENGTH = base32Length(1 + RANDOM_BYTES + CHECKSUM_BYTES);
const MAX_LENGTH = base32Length(5 + RANDOM_BYTES + CHECKSUM_BYTES);

/**
 * A system call for random bytes costs more than the rest of an insert, so one call serves many
 * ids.
 */
const pool = Buffer.alloc(RANDOM_BYTES * 256);
let poolOffset = pool.length;

/** Creates a random id in the table with this number. */
export function createId(tableNumber: number): string {
  if (poolOffset === pool.length) {
    randomFillSync(pool);
    poolOffset = 0;
  }
  const random = pool.subarray(poolOffset, (poolOffset += RANDOM_BYTES));
  return encodeId(tableNumber, random);
}

export function encodeId(tableNumber: number, random: Uint8Array): string {
  const bytes: number[] = [];
  let rest = tableNumber;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest, ...random);
  bytes.push(...checksum(bytes, bytes.length));
  return toBase32(bytes);
}

/**
 * Returns the table number in an id, or why the string is not an id, in the real backend's words.
 */
export function decodeId(
  id: string,
): { readonly tableNumber: number } | { readonly problem: string } {
  const badLength = { problem: `Unable to decode ID: Invalid ID length ${id.length}` };
  if (id.length < MIN_LENGTH || id.length > MAX_LENGTH) return badLength;
  const bytes = fromBase32(id);
  if (bytes === null) return { problem: "Unable to decode ID: ID wasn't valid base32" };
  let tableNumber = 0;
  let length = 0;
  for (let scale = 1; ; scale *= 0x80) {
    const byte = bytes[length++];
    if (byte === undefined || length > 5)
      return { problem: "Unable to decode ID: Invalid table number" };
    tableNumber += (byte & 0x7f) * scale;
    if (byte < 0x80) break;
  }
  if (tableNumber === 0) return { problem: "Unable to decode ID: Invalid table number" };
  const end = length + RANDOM_BYTES;
  if (bytes.length !== end + CHECKSUM_BYTES) return badLength;
  const [low, high] = checksum(bytes, end);
  const [foundLow, foundHigh] = [bytes[end]!, bytes[end + 1]!];
  if (low !== foundLow || high !== foundHigh) {
    return {
      problem: `Unable to decode ID: Invalid ID version ${(foundHigh << 8) | foundLow} (expected ${(high << 8) | low})`,
    };
  }
  return { tableNumber };
}

/** Fletcher-16 (modulus 256, RFC 1145) of the first `length` bytes, low byte first. */
function checksum(bytes: ArrayLike<number>, length: number): [low: number, high: number] {
  let low = 0;
  let high = 0;
  for (let i = 0; i < length; i++) {
    low = (low + bytes[i]!) & 0xff;
    high = (high + low) & 0xff;
  }
  return [low, high];
}

function base32Length(bytes: number): number {
  return Math.ceil((bytes * 8) / 5);
}

function toBase32(bytes: readonly number[]): string {
  let text = "";
  let bits = 0;
  let buffer = 0;
  for (const byte of bytes) {
    buffer = ((buffer << 8) | byte) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) text += ALPHABET[(buffer >> (bits - 5)) & 31]!;
  }
  return bits > 0 ? text + ALPHABET[(buffer << (5 - bits)) & 31]! : text;
}

function fromBase32(text: string): Uint8Array | null {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8));
  let bits = 0;
  let buffer = 0;
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = DIGITS.get(text.charCodeAt(i));
    if (digit === undefined) return null;
    buffer = ((buffer << 5) | digit) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (buffer >> bits) & 0xff;
    }
  }
  // The remaining bits must be zero, or two strings would decode to the same id.
  return (buffer & ((1 << bits) - 1)) === 0 ? bytes : null;
}
