import type { JSONValue, Value } from "convex/values";
import type { DeployedComponent, IndexBound } from "../../types";
import { parseOptional } from "./document";

/** One condition of `.withIndex(…, (q) => …)`, as convex/server serializes it. */
export interface RangeExpression {
  readonly type: "Eq" | "Gt" | "Gte" | "Lt" | "Lte";
  readonly fieldPath: string;
  readonly value: JSONValue;
}

interface Bounds {
  readonly lower: IndexBound | null;
  readonly upper: IndexBound | null;
}

/** Returns the bounds of the keys that a range selects. Throws when the index cannot walk it. */
export function indexBounds(
  component: DeployedComponent,
  table: string,
  index: string,
  range: readonly RangeExpression[],
): Bounds {
  const fields = indexFields(component, table, index);
  // The storage refuses an index that does not exist.
  if (fields === null) return { lower: null, upper: null };
  const name = `${table}.${index}`;
  const split = splitRange(name, range);
  checkRange(name, fields, split);
  return bounds(split, fields);
}

/** A range's conditions by field: equalities, and the bounds of one field. */
interface SplitRange {
  readonly equalities: ReadonlyMap<string, Value | undefined>;
  readonly bounded: string | null;
  readonly lower: RangeExpression | null;
  readonly upper: RangeExpression | null;
}

function bounds({ equalities, lower, upper }: SplitRange, fields: readonly string[]): Bounds {
  const prefix = fields.slice(0, equalities.size).map((field) => equalities.get(field));
  const whole = prefix.length === 0 ? null : { key: prefix, inclusive: true };
  const bound = (expression: RangeExpression | null): IndexBound | null =>
    expression === null
      ? whole
      : {
          key: [...prefix, parseOptional(expression.value)],
          inclusive: expression.type.endsWith("te"),
        };
  return { lower: bound(lower), upper: bound(upper) };
}

/** Separates equalities from bounds. Throws when they contradict each other. */
function splitRange(index: string, range: readonly RangeExpression[]): SplitRange {
  const equalities = new Map<string, Value | undefined>();
  const found: Record<"lower" | "upper", RangeExpression | null> = { lower: null, upper: null };
  let bounded: string | null = null;
  for (const expression of range) {
    const { type, fieldPath, value } = expression;
    if (type === "Eq") {
      if (equalities.has(fieldPath)) throw alreadyBound("equality", expression);
      equalities.set(fieldPath, parseOptional(value));
      continue;
    }
    const side = type.startsWith("G") ? "lower" : "upper";
    if (found[side] !== null) throw alreadyBound(side, expression);
    if (bounded !== null && bounded !== fieldPath) {
      throw new Error(
        "Upper and lower bounds in `range` can only be applied to a single index field. " +
          `This query against index ${index} attempted to set a range bound on both "${bounded}" and "${fieldPath}". ` +
          "Consider using `filter` instead. See https://docs.convex.dev/using/indexes for more info.",
      );
    }
    bounded = fieldPath;
    found[side] = expression;
  }
  const doubled = range.find(({ type, fieldPath }) => type === "Eq" && fieldPath === bounded);
  if (doubled !== undefined) throw alreadyBound("inequality", doubled);
  return { equalities, bounded, ...found };
}

const COMPARATORS = { Eq: "==", Gt: ">", Gte: ">=", Lt: "<", Lte: "<=" } as const;

function alreadyBound(bound: string, { type, fieldPath, value }: RangeExpression): Error {
  return new Error(
    `Already defined ${bound} bound in index range. Can't add "${fieldPath}" ${COMPARATORS[type]} ${JSON.stringify(value)}.`,
  );
}

/**
 * Throws unless the equalities, in any order, are on the first fields of the index and the bounds
 * on the next one: anything else would silently select another range.
 */
function checkRange(
  index: string,
  fields: readonly string[],
  { equalities, bounded }: SplitRange,
): void {
  const shown = JSON.stringify(fields.slice(0, -1)); // without the implicit _id
  const used = [...equalities.keys()].sort((a, b) => fields.indexOf(a) - fields.indexOf(b));
  if (bounded !== null) used.push(bounded);
  const unknown = used.find((field) => !fields.includes(field));
  if (unknown !== undefined) {
    throw new Error(
      `The index range included a comparison with "${unknown}", but ${index} with fields ${shown} doesn't index this field. For more information see https://docs.convex.dev/using/indexes.`,
    );
  }
  const wrong = used.find((field, at) => field !== fields[at]);
  if (wrong === undefined) return;
  throw new Error(
    `Tried to query index ${index} but the query didn't use the index fields in order.\n` +
      `Index fields: ${shown}\nQuery fields: ${JSON.stringify(used)}\nFirst incorrect field: ${JSON.stringify(wrong)}\n` +
      "For more information see https://docs.convex.dev/using/indexes.",
  );
}

/**
 * Returns all fields of an index's key: those of the schema, then `_creationTime` and `_id`. Null
 * when there is no such index.
 */
function indexFields(
  component: DeployedComponent,
  table: string,
  index: string,
): readonly string[] | null {
  if (index === "by_id") return ["_id"];
  if (index === "by_creation_time") return ["_creationTime", "_id"];
  const definition = component.schema?.tables.find(({ tableName }) => tableName === table);
  const fields = definition?.indexes.find(
    ({ indexDescriptor }) => indexDescriptor === index,
  )?.fields;
  return fields === undefined ? null : [...fields, "_creationTime", "_id"];
}
