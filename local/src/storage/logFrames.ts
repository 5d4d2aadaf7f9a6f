/**
 * The format of a log file: a line that names the version, and a frame for each write to the disk.
 *
 * A frame is a header of 32-bit numbers (little-endian) and the records of the commits that were
 * written together. The header has the length of the records, the checksum of the frame before, and
 * the checksum (CRC-32) of these two and the records. Because frames name their predecessors, one
 * that is missing, moved or repeated is noticed. Files of version 1 have a frame per commit, and
 * headers without the checksum of the frame before.
 *
 * Records of one frame were acknowledged together, after it was on the disk, and before the next
 * frame was written. So a write that was cut short is never followed by an intact frame.
 */
import { crc32 } from "node:zlib";
import type { FileReader } from "./dataFile";

export type LogVersion = 1 | 2;

/** Both have the same length. */
const MAGIC: Readonly<Record<LogVersion, Buffer>> = {
  1: Buffer.from("convex-local log 1\n"),
  2: Buffer.from("convex-local log 2\n"),
};
export const LOG_MAGIC = MAGIC[2];
const HEADER_BYTES: Readonly<Record<LogVersion, number>> = { 1: 8, 2: 12 };

/** Every record begins like this, and JSON text of documents rarely contains it. */
const RECORD_START = Buffer.from('{"timestamp":"');
const SEARCH_BYTES = 256 * 1024;
const ZEROS = Buffer.alloc(SEARCH_BYTES);

export function encodeFrame(
  records: Buffer,
  previous: number,
): { frame: Buffer[]; checksum: number } {
  const header = Buffer.alloc(HEADER_BYTES[2]);
  header.writeUInt32LE(records.length, 0);
  header.writeUInt32LE(previous, 4);
  const checksum = crc32(records, crc32(header.subarray(0, 8)));
  header.writeUInt32LE(checksum, 8);
  return { frame: [header, records], checksum };
}

/** Null for a file of another kind, or whose first bytes are damaged. */
export function logVersion(file: FileReader): LogVersion | null {
  const start = file.slice(0, LOG_MAGIC.length);
  if (start === null) return null;
  return MAGIC[1].equals(start) ? 1 : MAGIC[2].equals(start) ? 2 : null;
}

/** Whether the file was created by a process that ended before it had written the first line. */
export function isUnfinishedStart(file: FileReader): boolean {
  const start = file.slice(0, file.size);
  return file.size < LOG_MAGIC.length && start !== null && LOG_MAGIC.indexOf(start) === 0;
}

/** Where the intact frames end, and what is behind them. */
export interface LogEnd {
  readonly at: number;
  /** The checksum of the last frame. */
  readonly previous: number;
  readonly rest:
    | "nothing"
    /** A write that was cut short. */
    | "incomplete write"
    /** Acknowledged commits, damaged. */
    | "damage";
  /** The first intact frame behind the damage, if any. */
  readonly nextIntact: number | null;
}

/** Yields the records of each frame, and returns where the intact frames end. */
export function* readFrames(
  file: FileReader,
  version: LogVersion,
  startAfter: number,
): Generator<Buffer, LogEnd> {
  let at = LOG_MAGIC.length;
  let previous = startAfter;
  for (;;) {
    const frame = at < file.size ? frameAt(file, version, at) : null;
    if (frame === null || (frame.previous !== null && frame.previous !== previous)) break;
    yield frame.records;
    at = frame.end;
    previous = frame.checksum;
  }
  if (at === file.size) return { at, previous, rest: "nothing", nextIntact: null };
  const nextIntact = findFrame(file, version, at);
  const rest =
    nextIntact !== null || looksComplete(file, version, at) ? "damage" : "incomplete write";
  return { at, previous, rest, nextIntact };
}

interface Frame {
  readonly records: Buffer;
  readonly end: number;
  readonly checksum: number;
  readonly previous: number | null;
}

/** Returns the frame that starts here; null when there is none, or a damaged one. */
function frameAt(file: FileReader, version: LogVersion, at: number): Frame | null {
  const header = file.slice(at, HEADER_BYTES[version]);
  if (header === null) return null;
  const length = header.readUInt32LE(0);
  // Records are never empty; zeros are space that the file system reserved.
  if (length === 0) return null;
  const start = at + header.length;
  const seed = version === 1 ? 0 : crc32(header.subarray(0, 8));
  const checksum = header.readUInt32LE(header.length - 4);
  const previous = version === 1 ? null : header.readUInt32LE(4);
  const records = file.slice(start, length);
  if (records === null || crc32(records, seed) !== checksum) return null;
  return { records, end: start + length, checksum, previous };
}

/** Returns where the first intact frame behind `after` starts. */
function findFrame(file: FileReader, version: LogVersion, after: number): number | null {
  // Ranges overlap by a marker, so that none is missed between two.
  for (let from = after + 1; from < file.size; from += SEARCH_BYTES) {
    const length = Math.min(SEARCH_BYTES + RECORD_START.length - 1, file.size - from);
    const range = file.slice(from, length)!; // it is within the file
    for (
      let found = range.indexOf(RECORD_START);
      found >= 0;
      found = range.indexOf(RECORD_START, found + 1)
    ) {
      const start = from + found - HEADER_BYTES[version];
      if (start > after && frameAt(file, version, start) !== null) return start;
    }
  }
  return null;
}

/**
 * Whether the bytes behind the intact frames are more than the start of one frame, or all of it.
 * Then they may have been acknowledged and damaged later. A write that was cut short ends early, or
 * with zeros, which JSON text never contains.
 */
function looksComplete(file: FileReader, version: LogVersion, at: number): boolean {
  const header = file.slice(at, HEADER_BYTES[version]);
  if (header === null) return false;
  const start = at + header.length;
  const [length, checksum] = [header.readUInt32LE(0), header.readUInt32LE(header.length - 4)];
  const rest = file.size - start;
  if (length <= rest) return !endsWithZeros(file, start + Math.max(length, 1) - 1);
  // Everything is there if only the length is damaged.
  const records = file.slice(start, rest);
  if (records === null || rest === 0) return false;
  const right = Buffer.from(header);
  right.writeUInt32LE(rest, 0);
  return crc32(records, version === 1 ? 0 : crc32(right.subarray(0, 8))) === checksum;
}

/** Whether the file has only zeros from this byte on. */
function endsWithZeros(file: FileReader, from: number): boolean {
  for (let at = from; at < file.size; at += SEARCH_BYTES) {
    const length = Math.min(SEARCH_BYTES, file.size - at);
    if (file.slice(at, length)?.equals(ZEROS.subarray(0, length)) !== true) return false;
  }
  return true;
}
