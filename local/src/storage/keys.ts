/**
 * Order-preserving encoding of values into strings of bytes (code units 0–255), so that an index is
 * a tree of plain strings: V8 keeps such strings as one byte per character and `<` on them is a
 * memory comparison.
 *
 * A value is a tag (the rank of its type in Convex's order) and a body. Variable-length bodies
 * escape 0x00 as 0x00 0xff and end with a single 0x00. Tags are below 0x10, so a complete value is
 * followed by a tag or a terminator, never by the 0xff of an escape. `prefixEnd` relies on this.
 */
import { CommitTsPlaceholder, type Value } from "convex/values";

const TAG = {
  undefined: "\x01",
  null: "\x02",
  bigint: "\x03",
  number: "\x04",
  boolean: "\x05",
  string: "\x06",
  bytes: "\x07",
  array: "\x08",
  object: "\x09",
} as const;
const TERMINATOR = "\x00";
const ESCAPED_ZERO = "\x00\xff";
const MAX_INT64 = 2n ** 63n - 1n;

const scratch = Buffer.alloc(8);

/**
 * Encodes one value; `undefined` is a missing field. Encodings sort as `compareValues` sorts
 * values.
 */
export function encodeValue(value: Value | undefined): string {
  switch (typeof value) {
    case "undefined":
      return TAG.undefined;
    case "bigint":
      return TAG.bigint + encodeInt64(value);
    case "number":
      return TAG.number + encodeFloat64(value);
    case "boolean":
      return TAG.boolean + (value ? "\x01" : "\x00");
    case "string":
      return TAG.string + encodeText(value) + TERMINATOR;
    default: // null and objects, below
  }
  if (value === null) return TAG.null;
  if (value instanceof CommitTsPlaceholder) return TAG.bigint + encodeInt64(MAX_INT64);
  if (value instanceof ArrayBuffer)
    return TAG.bytes + escapeZeros(Buffer.from(value).toString("latin1")) + TERMINATOR;
  if (Array.isArray(value)) return TAG.array + value.map(encodeValue).join("") + TERMINATOR;
  let fields = "";
  for (const name of Object.keys(value).sort()) {
    const field = value[name];
    if (field !== undefined) fields += encodeValue(name) + encodeValue(field);
  }
  return TAG.object + fields + TERMINATOR;
}

/** Encodes a tuple: a full index key or a prefix of one. */
export function encodeKey(values: readonly (Value | undefined)[]): string {
  let key = "";
  for (const value of values) key += encodeValue(value);
  return key;
}

/**
 * Returns the smallest string above every key that starts with this encoded prefix of whole values.
 */
export function prefixEnd(prefix: string): string {
  return prefix + "\xfe";
}

/** Returns the smallest string above this one. */
export function successor(key: string): string {
  return key + "\x00";
}

function encodeInt64(value: bigint): string {
  scratch.writeBigUInt64BE(BigInt.asUintN(64, value) ^ (1n << 63n));
  return scratch.toString("latin1");
}

function encodeFloat64(value: number): string {
  scratch.writeDoubleBE(value);
  // All bits of a negative number are flipped, so that larger magnitudes sort first. Of other
  // numbers only the sign is flipped, so that they sort above.
  if (scratch[0]! & 0x80) for (let i = 0; i < 8; i++) scratch[i] = ~scratch[i]! & 0xff;
  else scratch[0] = scratch[0]! | 0x80;
  return scratch.toString("latin1");
}

const ASCII = /^\p{ASCII}*$/u;
const LONE_SURROGATE = /\p{Surrogate}/u;

function encodeText(text: string): string {
  if (ASCII.test(text)) return escapeZeros(text);
  if (!LONE_SURROGATE.test(text)) return escapeZeros(Buffer.from(text, "utf8").toString("latin1"));
  // Buffer would encode every lone surrogate as U+FFFD, but distinct strings need distinct keys.
  return escapeZeros(Array.from(text, codePointBytes).join(""));
}

function codePointBytes(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0xd800 || code > 0xdfff) return Buffer.from(character, "utf8").toString("latin1");
  return String.fromCharCode(
    0xe0 | (code >> 12),
    0x80 | ((code >> 6) & 0x3f),
    0x80 | (code & 0x3f),
  );
}

function escapeZeros(bytes: string): string {
  return bytes.includes(TERMINATOR) ? bytes.replaceAll(TERMINATOR, ESCAPED_ZERO) : bytes;
}
