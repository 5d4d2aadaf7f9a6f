import type { JSONValue } from "convex/values";

const MAX_ARRAY_LENGTH = 8_192;
const MAX_FIELDS = 1_024;
const MAX_NESTING = 64;
/** No shorter text contains a value beyond these limits. */
const SHORTEST_TEXT = MAX_NESTING;

/**
 * Returns why a value is beyond the limits of all values of Convex, which are wider than those of
 * documents; null when it is not.
 *
 * @param text the JSON text of the value
 * @param depth the number of containers around the value
 */
export function limitProblem(value: JSONValue, text: string, depth = 0): string | null {
  return text.length < SHORTEST_TEXT ? null : findProblem(value, depth);
}

function findProblem(value: JSONValue, depth: number): string | null {
  if (typeof value !== "object" || value === null) return null;
  if (Array.isArray(value)) {
    if (value.length > MAX_ARRAY_LENGTH)
      return `Array length is too long (${value.length} > maximum length ${MAX_ARRAY_LENGTH})`;
    return nestingProblem(depth + 1) ?? firstProblem(value, depth + 1);
  }
  const names = Object.keys(value);
  // Integers, bytes and special numbers are objects with such a field.
  if (names.length === 1 && names[0]!.startsWith("$")) return null;
  if (names.length > MAX_FIELDS)
    return `Object has too many fields (${names.length} > maximum number ${MAX_FIELDS})`;
  return nestingProblem(depth + 1) ?? firstProblem(Object.values(value), depth + 1);
}

function nestingProblem(depth: number): string | null {
  return depth <= MAX_NESTING
    ? null
    : `Value is too nested (nested ${depth} levels deep > maximum nesting ${MAX_NESTING})`;
}

function firstProblem(values: readonly (JSONValue | undefined)[], depth: number): string | null {
  for (const value of values) {
    const problem = value === undefined ? null : findProblem(value, depth);
    if (problem !== null) return problem;
  }
  return null;
}
