/** What a PATCH operation makes of one attribute's value (RFC 7644, 3.5.2.1 to 3.5.2.3). */
import { changeElements } from "./elements";
import { invalidValue, ScimError } from "./errors";
import { isArray, isObject, type JsonValue } from "./json";
import { normalizeValue } from "./normalize";
import { changeSubAttribute, mergeObject, unwrap } from "./objects";
import type { Change } from "./operations";
import type { AttributeRow } from "./schemas";

/** The value afterwards, undefined if the attribute has none. */
export function changeValue(
  row: AttributeRow | undefined,
  current: JsonValue | undefined,
  change: Change,
): JsonValue | undefined {
  const isMultiValued = row
    ? row.multiValued
    : change.filter !== null || isArray(current) || (isArray(change.value) && change.sub === null);
  if (isMultiValued) return changeElements(row, current, change);
  if (change.filter)
    throw new ScimError(400, `"${change.where}" has one value, and no filter.`, "invalidPath");
  return change.sub === null
    ? changeWhole(row, current, change)
    : changeSubAttribute(row, current, change.sub, change);
}

function changeWhole(
  row: AttributeRow | undefined,
  current: JsonValue | undefined,
  { op, value, where }: Change,
): JsonValue | undefined {
  if (op === "remove") return undefined;
  const single = row ? unwrap(row, value) : value;
  if (single === undefined) throw invalidValue(`"${where}" needs a value to ${op}.`);
  if (row?.type === "complex" && isObject(single) && isObject(current))
    return mergeObject(row, current, single, where);
  return normalizeValue(row, single, where);
}
