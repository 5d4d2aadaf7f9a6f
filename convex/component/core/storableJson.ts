/** Validates that JSON input can be stored: one walk for everything that arrives as JSON. */
import type { FieldError } from "./errors";
import { textFault } from "./text";

const MAXIMUM_DEPTH = 32;
/** Characters of a field name that an error message repeats. */
const MAXIMUM_NAME = 100;

/**
 * Finds the first value or key that is not storable: invalid text, a non-finite number (`1e400`
 * parses to Infinity and would be stored as null), or nesting that is too deep.
 */
export function jsonFault(value: unknown, path = "", depth = 0): FieldError | null {
  if (typeof value === "string") {
    const fault = textFault(value, "several");
    return fault && { field: path, ...fault };
  }
  if (typeof value === "number" && !Number.isFinite(value))
    return { field: path, message: "Number is too large", code: "not_finite" };
  if (typeof value !== "object" || value === null) return null;
  if (depth >= MAXIMUM_DEPTH)
    return {
      field: path,
      message: `Must not be nested more than ${MAXIMUM_DEPTH} levels deep`,
      code: "too_deep",
    };
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
  // A key with a lone surrogate cannot be repeated in the response, so the error names its object.
  return fault.code === "invalid_unicode"
    ? { field: path, message: "Contains a key that is not well-formed Unicode", code: fault.code }
    : { field: below(path, key, false), message: `${fault.message} in a key`, code: fault.code };
}

function below(path: string, key: string, isItem: boolean): string {
  if (isItem) return `${path}[${key}]`;
  const name = key.slice(0, MAXIMUM_NAME);
  return path === "" ? name : `${path}.${name}`;
}
