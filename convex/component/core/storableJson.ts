/** What JSON can say and the runtime does not take: one walk for all that comes in as JSON. */
import type { FieldError } from "./errors";
import { textFault } from "./text";

export const MAXIMUM_DEPTH = 32;
/** Of a name that is sent back, as much as an answer should hold. */
const MAXIMUM_NAME = 100;

/**
 * The first value, or key, that is no storable text, no finite number (`1e400` is parsed to
 * Infinity and would be written back as null), or nested without an end.
 */
export function jsonFault(value: unknown, path = "", depth = 0): FieldError | null {
  if (typeof value === "string") {
    const fault = textFault(value, "several");
    return fault && { field: path, ...fault };
  }
  if (typeof value === "number" && !Number.isFinite(value))
    return { field: path, message: "A number that is too large", code: "not_finite" };
  if (typeof value !== "object" || value === null) return null;
  if (depth >= MAXIMUM_DEPTH)
    return { field: path, message: `Nested deeper than ${MAXIMUM_DEPTH}`, code: "too_deep" };
  for (const [key, item] of Object.entries(value)) {
    const isItem = Array.isArray(value);
    const fault =
      (isItem ? null : keyFault(key, path)) ?? jsonFault(item, below(path, key, isItem), depth + 1);
    if (fault) return fault;
  }
  return null;
}

function keyFault(key: string, path: string): FieldError | null {
  const fault = textFault(key, "one");
  if (!fault) return null;
  // A key with half a surrogate pair cannot be sent back as it is; the object that has it is named.
  return fault.code === "invalid_unicode"
    ? { field: path, message: "A key that is not well-formed Unicode", code: fault.code }
    : { field: below(path, key, false), message: `${fault.message} in a key`, code: fault.code };
}

function below(path: string, key: string, isItem: boolean): string {
  if (isItem) return `${path}[${key}]`;
  const name = key.slice(0, MAXIMUM_NAME);
  return path === "" ? name : `${path}.${name}`;
}
