/** Whether a filter holds for a resource or for one value of an attribute (RFC 7644, 3.4.2.2). */
import { foldCase } from "./facts";
import type { Comparator, Comparison, Filter } from "./filter";
import { isArray, isObject, type JsonObject, type JsonValue, readName } from "./json";
import type { AttributePath } from "./paths";
import { type AttributeIndex, type AttributeRow, indexOf } from "./schemas";

/** Where names are looked up: in a resource, or in one value of an attribute. */
export interface Scope {
  locate(path: AttributePath): {
    readonly object: JsonObject | undefined;
    readonly index: AttributeIndex;
  };
}

/** The names inside `[…]`: sub-attributes of one value. */
export const elementScope = (object: JsonObject, row: AttributeRow | undefined): Scope => ({
  locate: () => ({ object, index: indexOf(row?.subAttributes) }),
});

export function holds(filter: Filter, scope: Scope): boolean {
  switch (filter.is) {
    case "and":
      return filter.terms.every((each) => holds(each, scope));
    case "or":
      return filter.terms.some((each) => holds(each, scope));
    case "not":
      return !holds(filter.term, scope);
    case "present":
      return valuesAt(filter.path, scope).values.some(isPresent);
    case "comparison":
      return holdsComparison(filter, scope);
    case "element": {
      const { values, row } = elementsAt(filter.path, scope);
      return values.some((each) => isObject(each) && holds(filter.filter, elementScope(each, row)));
    }
  }
}

interface Found {
  readonly values: readonly JsonValue[];
  readonly row: AttributeRow | undefined;
}

/** The values of the attribute, those of a multi-valued one each for itself. */
function elementsAt(path: AttributePath, scope: Scope): Found {
  const { object, index } = scope.locate(path);
  const value = object && path.attribute !== null ? readName(object, path.attribute) : undefined;
  const row = path.attribute === null ? undefined : index.find(path.attribute)?.row;
  return { values: value === undefined ? [] : isArray(value) ? value : [value], row };
}

/** The values that a path compares: a complex value without sub-attribute stands for its `value`. */
function valuesAt(path: AttributePath, scope: Scope): Found {
  const { values, row } = elementsAt(path, scope);
  const sub = path.sub ?? "value";
  const isComplex = path.sub !== null || row?.type === "complex" || values.some(isObject);
  if (!isComplex) return { values, row };
  const inner = indexOf(row?.subAttributes).find(sub)?.row;
  return {
    values: values.flatMap((each) => {
      const value = isObject(each) ? readName(each, sub) : path.sub === null ? each : undefined;
      return value === undefined ? (path.sub === null ? [each] : []) : [value];
    }),
    row: inner,
  };
}

const isPresent = (value: JsonValue): boolean =>
  value !== null && value !== "" && !(isArray(value) && value.length === 0);

function holdsComparison({ path, comparator, value }: Comparison, scope: Scope): boolean {
  const { values, row } = valuesAt(path, scope);
  if (value === null) return (comparator === "eq") === !values.some(isPresent);
  const isEqual = (each: JsonValue) => compare(each, "eq", value, row);
  if (comparator === "ne") return !values.some(isEqual);
  return values.some((each) => compare(each, comparator, value, row));
}

type TextTest = (value: string, wanted: string) => boolean;

const textTests: Readonly<Record<Exclude<Comparator, "ne">, TextTest>> = {
  eq: (value, wanted) => value === wanted,
  co: (value, wanted) => value.includes(wanted),
  sw: (value, wanted) => value.startsWith(wanted),
  ew: (value, wanted) => value.endsWith(wanted),
  gt: (value, wanted) => value > wanted,
  ge: (value, wanted) => value >= wanted,
  lt: (value, wanted) => value < wanted,
  le: (value, wanted) => value <= wanted,
};

function compare(
  value: JsonValue,
  comparator: Exclude<Comparator, "ne">,
  wanted: string | number | boolean,
  row: AttributeRow | undefined,
): boolean {
  if (typeof value === "boolean" || typeof value === "number")
    return comparator === "eq" && String(value) === String(wanted).toLowerCase();
  if (typeof value !== "string") return false;
  const form = row?.type === "dateTime" ? toInstant : row?.caseExact ? String : foldCase;
  return textTests[comparator](form(value), form(String(wanted)));
}

/** Instants in one form, which sorts as they do; text that is none stays. */
function toInstant(text: string): string {
  const time = Date.parse(text);
  return Number.isNaN(time) ? text : new Date(time).toISOString();
}
