/** What a PATCH operation makes of a multi-valued attribute. */
import { ScimError } from "./errors";
import { elementScope, holds } from "./evaluate";
import { foldCase } from "./facts";
import type { Filter } from "./filter";
import {
  checkElements,
  createDraft,
  isArray,
  isObject,
  type JsonObject,
  type JsonValue,
} from "./json";
import { normalizeValue } from "./normalize";
import { changeSubAttribute, mergeObject } from "./objects";
import type { Change } from "./operations";
import { type AttributeRow, indexOf } from "./schemas";

type Row = AttributeRow | undefined;
type Values = readonly JsonValue[];

/** The values afterwards, undefined if the attribute has none. */
export function changeElements(
  row: Row,
  current: JsonValue | undefined,
  change: Change,
): JsonValue | undefined {
  const values = toValues(current);
  const changed = change.filter
    ? changeMatches(row, values, change, change.filter)
    : change.sub !== null
      ? changeSubOfOne(row, values, change, change.sub)
      : changeAll(row, values, change);
  const left = settlePrimary(values, checkElements(changed, change.where));
  return left.length > 0 ? left : undefined;
}

function toValues(value: JsonValue | undefined): Values {
  if (value === undefined) return [];
  return isArray(value) ? value : [value];
}

/** The attribute as a whole. */
function changeAll(row: Row, values: Values, { op, value, where }: Change): Values {
  const sent = toValues(normalizeValue(row, value, where));
  if (op === "replace") return sent;
  if (op === "add")
    return sent.reduce<Values>((all, each) => addValue(row, all, each, where), values);
  if (value === undefined || value === null) return [];
  return values.filter((each) => !sent.some((gone) => isSameValue(row, each, gone)));
}

/** Sub-attributes that say which value it is: `value`, and `type` if both have one. */
function isSameValue(row: Row, one: JsonValue, other: JsonValue): boolean {
  if (!isObject(one) || !isObject(other)) return isEqual(one, other);
  if (one.value === undefined || other.value === undefined) return isEqual(one, other);
  const isExact = indexOf(row?.subAttributes).find("value")?.row.caseExact === true;
  const form = isExact ? String : (value: JsonValue) => foldCase(String(value));
  return (
    form(one.value) === form(other.value) &&
    (one.type === undefined || other.type === undefined || isSameType(one, other))
  );
}

const isEqual = (one: JsonValue, other: JsonValue): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

const isSameType = (one: JsonObject, other: JsonObject): boolean =>
  typeof one.type === "string" &&
  typeof other.type === "string" &&
  foldCase(one.type) === foldCase(other.type);

/**
 * One value more. A value that is there is no error (RFC 7644, 3.5.2.1), and one of a type that is
 * there takes its place where types are unique.
 */
function addValue(row: Row, values: Values, added: JsonValue, where: string): Values {
  const at = values.findIndex(
    (each) =>
      isSameValue(row, each, added) ||
      (row?.uniqueTypes && isObject(each) && isObject(added) && isSameType(each, added)),
  );
  const present = values[at];
  if (present === undefined) return [...values, added];
  if (!isObject(present) || !isObject(added)) return values;
  return values.with(at, mergeObject(row, present, added, where) ?? added);
}

/** The values for which the filter holds. One is made if none does. */
function changeMatches(row: Row, values: Values, change: Change, filter: Filter): Values {
  const isMatch = (each: JsonValue) => isObject(each) && holds(filter, elementScope(each, row));
  if (change.op === "remove" && change.sub === null) return values.filter((each) => !isMatch(each));
  if (change.op === "remove" || values.some(isMatch))
    return values.flatMap((each) => (isMatch(each) ? (changeOne(row, each, change) ?? []) : each));
  const made = changeOne(row, createElement(row, values, filter, change.where), change);
  return made === undefined ? values : [...values, made];
}

function changeOne(row: Row, element: JsonValue, change: Change): JsonObject | undefined {
  const { sub, value, where } = change;
  if (sub !== null) return changeSubAttribute(row, element, sub, change);
  const sent = isArray(value) && value.length === 1 ? value[0] : value;
  const object = isObject(sent) ? sent : { value: sent as JsonValue }; // of a request's JSON
  return isObject(element) ? mergeObject(row, element, object, where) : undefined;
}

/** What the filter says of a value: `type eq "work"` makes `{ type: "work" }`. */
function createElement(row: Row, values: Values, filter: Filter, where: string): JsonObject {
  const entries = entriesOf(filter);
  if (!entries)
    throw new ScimError(400, `No value of "${where}" matches the filter of the path.`, "noTarget");
  const hasPrimary = values.some((each) => isObject(each) && each.primary === true);
  const start = hasPrimary ? createDraft({ primary: false }) : createDraft();
  return mergeObject(row, start, createDraft(Object.fromEntries(entries)), where) ?? start;
}

/** Null for a filter that more than one value could be made of. */
function entriesOf(filter: Filter): readonly (readonly [string, JsonValue])[] | null {
  if (filter.is === "and") {
    const entries = filter.terms.map(entriesOf);
    return entries.every((each) => each !== null) ? entries.flat() : null;
  }
  if (filter.is !== "comparison" || filter.comparator !== "eq" || filter.value === null)
    return null;
  const { schema, attribute, sub } = filter.path;
  return schema === null && sub === null && attribute !== null ? [[attribute, filter.value]] : null;
}

/** `emails.value`, which names no value. It is clear if there is at most one. */
function changeSubOfOne(row: Row, values: Values, change: Change, sub: string): Values {
  if (change.op !== "remove" && values.length > 1)
    throw new ScimError(
      400,
      `"${change.where}" has several values. Use a path like ${change.where}[type eq "work"].${sub}.`,
      "invalidPath",
    );
  const elements = values.length > 0 || change.op === "remove" ? values : [createDraft()];
  return elements.flatMap((each) => changeSubAttribute(row, each, sub, change) ?? []);
}

/** A value that has become the primary one takes it from the others (RFC 7644, 3.5.2). */
function settlePrimary(before: Values, after: Values): Values {
  const isPrimary = (each: JsonValue) => isObject(each) && each.primary === true;
  const former = before.filter(isPrimary);
  const isNew = after.some((each) => isPrimary(each) && !former.includes(each));
  if (!isNew) return after;
  return after.map((each) =>
    isObject(each) && former.includes(each) ? createDraft({ ...each, primary: false }) : each,
  );
}
