/**
 * The stored form of index entries: a byte for the kind, and
 *
 * - for a document its size (variable-length integer) and its JSON text,
 * - for a key that ends with the primary key the length of that (variable-length integer),
 * - for any other key the primary key itself.
 */
import { encodeKey } from "./keys";
import type { EncodedEntry, Entry, IndexRole } from "./layer";
import { encodeDocument, restoreRow } from "./rows";

const REMOVED = 0;
const DOCUMENT = 1;
const SUFFIX = 2;
const EXPLICIT = 3;

const REMOVED_ENTRY = Buffer.from([REMOVED]);

export function encodeEntry(entry: Entry, role: IndexRole): EncodedEntry {
  if (entry === null) return REMOVED_ENTRY;
  if (role === "primary") {
    if (typeof entry === "string") throw new Error("The primary index refers to itself.");
    const text = Buffer.from(encodeDocument(entry), "utf8");
    return Buffer.concat([Buffer.from([DOCUMENT, ...encodeInteger(entry.size)]), text]);
  }
  const key = typeof entry === "string" ? entry : primaryKey(entry.document);
  return role === "suffixed"
    ? Buffer.from([SUFFIX, ...encodeInteger(key.length)])
    : Buffer.concat([Buffer.from([EXPLICIT]), Buffer.from(key, "latin1")]);
}

/** Decodes the entry of this key. */
export function decodeEntry(encoded: Buffer, key: string): Entry {
  switch (encoded[0]) {
    case REMOVED:
      return null;
    case DOCUMENT: {
      const [size, start] = decodeInteger(encoded, 1);
      return restoreRow(encoded.toString("utf8", start), size);
    }
    case SUFFIX:
      return key.slice(-decodeInteger(encoded, 1)[0]);
    case EXPLICIT:
      return encoded.toString("latin1", 1);
    default:
      throw new Error(`Unknown kind of entry: ${encoded[0]}`);
  }
}

export function isRemoved(encoded: EncodedEntry): boolean {
  return encoded[0] === REMOVED;
}

export function primaryKey({
  _creationTime,
  _id,
}: {
  readonly _creationTime: number;
  readonly _id: string;
}): string {
  return encodeKey([_creationTime, _id]);
}

/** Seven bits per byte, lowest first; the high bit marks all bytes but the last. */
export function encodeInteger(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
  return bytes;
}

export function decodeInteger(bytes: Uint8Array, at: number): [value: number, end: number] {
  let value = 0;
  let end = at;
  for (let scale = 1; ; scale *= 0x80) {
    const byte = bytes[end++]!;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return [value, end];
  }
}
