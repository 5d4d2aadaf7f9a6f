/**
 * Values as they are stored: names in the case of the table, booleans that were sent as text, single
 * values that were sent as a list. What identity providers send in other shapes is in the README.
 */
import { invalidSyntax, invalidValue } from "./errors";
import {
  checkElements,
  checkName,
  checkNumber,
  checkString,
  copyJson,
  createDraft,
  type Draft,
  isArray,
  isObject,
  type JsonObject,
  type JsonValue,
} from "./json";
import { type AttributeIndex, type AttributeRow, indexOf } from "./schemas";

/**
 * The stored form of an attribute's value, undefined if it is unassigned: null, an empty array, or
 * an object of such. An attribute without a row is kept as it is. Throws 400 `invalidValue` for a
 * value of another type.
 */
export function normalizeValue(
  row: AttributeRow | undefined,
  value: unknown,
  where: string,
): JsonValue | undefined {
  if (!row) return copyJson(value, where);
  if (!row.multiValued) return normalizeSingle(row, value, where);
  const values = checkElements(isArray(value) ? value : [value], where);
  const normalized = values.flatMap((each) => normalizeSingle(row, each, where) ?? []);
  return normalized.length > 0 ? normalized : undefined;
}

/** One value of the attribute. */
function normalizeSingle(row: AttributeRow, value: unknown, where: string): JsonValue | undefined {
  if (value === null || value === undefined) return undefined;
  if (row.type === "complex") return normalizeComplex(row, value, where);
  if (row.type === "boolean") return normalizeBoolean(value, where);
  if (typeof value === "string") return checkString(value, where, row.maxLength);
  if (typeof value === "number") return String(checkNumber(value, where));
  if (typeof value === "boolean") return String(value);
  throw invalidValue(`"${where}" must be a string.`);
}

/** Entra ID sends `"True"` and `"False"`. */
function normalizeBoolean(value: unknown, where: string): boolean {
  if (typeof value === "boolean") return value;
  const word = typeof value === "string" ? value.toLowerCase() : null;
  if (word === "true" || word === "false") return word === "true";
  throw invalidValue(`"${where}" must be true or false.`);
}

/** A text alone stands for `{ value }`: Entra ID sends a manager's id so. */
function normalizeComplex(
  row: AttributeRow,
  value: unknown,
  where: string,
): JsonObject | undefined {
  const isText = typeof value === "string" || typeof value === "number";
  const object = isText && row.subAttributes?.value ? { value } : value;
  if (!isObject(object)) throw invalidValue(`"${where}" must be an object.`);
  const normalized = normalizeObject(indexOf(row.subAttributes), object, where);
  return Object.keys(normalized).length > 0 ? normalized : undefined;
}

/** An object with names in the table's case. Unknown ones are kept. */
export function normalizeObject(
  index: AttributeIndex,
  object: JsonObject,
  where: string,
): JsonObject {
  const normalized: Draft = createDraft();
  const seen = new Set<string>();
  for (const [sent, value] of Object.entries(object)) {
    checkOnce(seen, sent, where);
    const { name = sent, row } = index.find(sent) ?? {};
    const stored = normalizeValue(row, value, `${where}.${name}`);
    if (stored !== undefined) normalized[name] = stored;
  }
  return normalized;
}

/** Throws 400 for a name that differs from another one by its case alone. */
export function checkOnce(seen: Set<string>, name: string, where: string): void {
  checkName(name);
  const folded = name.toLowerCase();
  if (seen.has(folded)) throw invalidSyntax(`"${where}" has the attribute "${name}" twice.`);
  seen.add(folded);
}
