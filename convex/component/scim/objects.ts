/** Changes of an object's sub-attributes. */
import { invalidValue, ScimError } from "./errors";
import {
  createDraft,
  type Draft,
  findName,
  isArray,
  isObject,
  type JsonObject,
  type JsonValue,
} from "./json";
import { normalizeObject } from "./normalize";
import type { Change } from "./operations";
import { type AttributeRow, indexOf } from "./schemas";

/** Entra ID sends `[{ "value": "x" }]` for attributes that have one value, or a simple one. */
export function unwrap(row: AttributeRow, value: unknown): unknown {
  const single = isArray(value) && value.length === 1 ? value[0] : value;
  if (row.type === "complex" || !isObject(single)) return single;
  const name = findName(single, "value");
  return name === undefined ? single : single[name];
}

/** The object with the given sub-attributes. Those that are null are removed. */
export function mergeObject(
  row: AttributeRow | undefined,
  current: JsonObject,
  value: JsonObject,
  where: string,
): JsonObject | undefined {
  let merged: JsonObject | undefined = current;
  for (const [sub, each] of Object.entries(value)) {
    const op = each === null ? "remove" : "replace";
    merged = changeSubAttribute(row, merged, sub, { op, value: each, where });
  }
  return merged;
}

/** The object with one sub-attribute set or removed, undefined if it has none left. */
export function changeSubAttribute(
  row: AttributeRow | undefined,
  current: JsonValue | undefined,
  sub: string,
  { op, value, where }: Pick<Change, "op" | "value" | "where">,
): JsonObject | undefined {
  if ((row && row.type !== "complex") || (current !== undefined && !isObject(current)))
    throw new ScimError(400, `"${where}" has no sub-attributes.`, "invalidPath");
  if (op !== "remove" && value === undefined)
    throw invalidValue(`"${where}.${sub}" needs a value to ${op}.`);
  const object: Draft = createDraft(current);
  const index = indexOf(row?.subAttributes);
  const known = index.find(sub);
  const name = known?.name ?? findName(object, sub) ?? sub;
  const single = (known ? unwrap(known.row, value) : value) as JsonValue; // of a request's JSON
  const normalized =
    op === "remove"
      ? undefined
      : normalizeObject(index, createDraft({ [sub]: single }), where)[name];
  if (normalized === undefined) delete object[name];
  else object[name] = normalized;
  return Object.keys(object).length > 0 ? object : undefined;
}
