/** Limits of a request, the same over every transport that end users reach. */
import { invalidField } from "./errors";

export const MAXIMUM_BODY_BYTES = 1024 * 1024;

export function requireIdempotencyKey<Key extends string | null>(key: Key): Key {
  if (key === null || /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw invalidField("Idempotency-Key", "Expected 1–255 visible ASCII characters");
}
