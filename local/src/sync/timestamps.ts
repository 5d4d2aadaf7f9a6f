import type { Timestamp } from "../types";
import { FatalProtocolError } from "./sessionError";

/** Encodes a timestamp for the protocol: base64 of the little-endian 64-bit number. */
export function encodeTimestamp(timestamp: Timestamp): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(timestamp);
  return bytes.toString("base64");
}

/** Throws a FatalProtocolError for anything that is not 8 bytes. */
export function decodeTimestamp(encoded: string): Timestamp {
  const bytes = Buffer.from(encoded, "base64");
  if (bytes.length !== 8) throw new FatalProtocolError(`Invalid timestamp: ${encoded}`);
  return bytes.readBigUInt64LE();
}
