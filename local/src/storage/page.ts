/**
 * Pages: the unit in which runs are read. The entries of a page, in key order, are followed by their
 * offsets, their number and a CRC-32 of all that (32 bits each, little-endian). An entry is the
 * length of its key (variable-length integer), the key and the encoded entry (`entries.ts`).
 */
import { crc32 } from "node:zlib";
import { decodeEntry, decodeInteger, encodeInteger } from "./entries";
import type { EncodedEntry, Entry } from "./layer";

const TARGET_BYTES = 16 * 1024;
const TRAILER_BYTES = 8;
const OFFSET_BYTES = 4;

export class PageBuilder {
  private parts: Uint8Array[] = [];
  private offsets: number[] = [];
  private length = 0;
  firstKey = "";

  get isEmpty(): boolean {
    return this.offsets.length === 0;
  }

  get isFull(): boolean {
    return this.length >= TARGET_BYTES;
  }

  add(key: string, entry: EncodedEntry): void {
    if (this.isEmpty) this.firstKey = key;
    const head = Buffer.from(encodeInteger(key.length));
    this.offsets.push(this.length);
    this.parts.push(head, Buffer.from(key, "latin1"), entry);
    this.length += head.length + key.length + entry.length;
  }

  /** Returns the page and starts the next one. */
  take(): Buffer {
    const trailer = Buffer.alloc(this.offsets.length * OFFSET_BYTES + TRAILER_BYTES);
    this.offsets.forEach((offset, at) => trailer.writeUInt32LE(offset, at * OFFSET_BYTES));
    trailer.writeUInt32LE(this.offsets.length, trailer.length - 8);
    const page = Buffer.concat([...this.parts, trailer]);
    page.writeUInt32LE(crc32(page.subarray(0, -4)), page.length - 4);
    this.parts = [];
    this.offsets = [];
    this.length = 0;
    return page;
  }
}

export function isIntactPage(bytes: Buffer): boolean {
  return (
    bytes.length >= TRAILER_BYTES &&
    crc32(bytes.subarray(0, -4)) === bytes.readUInt32LE(bytes.length - 4)
  );
}

/** A page in memory, which decodes an entry when it is first read. */
export class Page {
  /** Whether it was read since the cache last considered it. */
  isRecent = true;
  readonly count: number;
  private readonly offsetsAt: number;
  private readonly decoded: (Entry | undefined)[] = [];

  constructor(private readonly bytes: Buffer) {
    this.count = bytes.readUInt32LE(bytes.length - 8);
    this.offsetsAt = bytes.length - TRAILER_BYTES - this.count * OFFSET_BYTES;
  }

  key(slot: number): string {
    const [length, start] = decodeInteger(this.bytes, this.offset(slot));
    return this.bytes.toString("latin1", start, start + length);
  }

  entry(slot: number): Entry {
    let entry = this.decoded[slot];
    if (entry === undefined)
      this.decoded[slot] = entry = decodeEntry(this.encoded(slot), this.key(slot));
    return entry;
  }

  encoded(slot: number): Buffer {
    const [length, start] = decodeInteger(this.bytes, this.offset(slot));
    const end = slot + 1 < this.count ? this.offset(slot + 1) : this.offsetsAt;
    return this.bytes.subarray(start + length, end);
  }

  /** Returns the first slot whose key is not below this one. */
  find(key: string): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.key(middle) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private offset(slot: number): number {
    return this.bytes.readUInt32LE(this.offsetsAt + slot * OFFSET_BYTES);
  }
}
