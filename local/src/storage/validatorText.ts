/** Formats validators and values as the real backend does in errors. */
import {
  CommitTsPlaceholder,
  jsonToConvex,
  type JSONValue,
  type ValidatorJSON,
  type Value,
} from "convex/values";

export function validatorText(validator: ValidatorJSON): string {
  switch (validator.type) {
    case "number":
      return "v.float64()";
    case "bigint":
      return "v.int64()";
    case "id":
      return `v.id("${validator.tableName}")`;
    case "literal":
      return `v.literal(${literalText(validator.value)})`;
    case "array":
      return `v.array(${validatorText(validator.value)})`;
    case "record":
      return `v.record(${validatorText(validator.keys)}, ${validatorText(validator.values.fieldType)})`;
    case "union":
      return `v.union(${validator.value.map(validatorText).join(", ")})`;
    case "object": {
      const fields = Object.keys(validator.value).sort();
      return `v.object({${fields.map((name) => `${name}: ${fieldText(validator.value[name]!)}`).join(", ")}})`;
    }
    default:
      return `v.${validator.type}()`;
  }
}

function fieldText({
  fieldType,
  optional,
}: {
  fieldType: ValidatorJSON;
  optional: boolean;
}): string {
  return optional ? `v.optional(${validatorText(fieldType)})` : validatorText(fieldType);
}

export function literalText(literal: JSONValue): string {
  const value = jsonToConvex(literal);
  return typeof value === "bigint" ? "<bigint>" : valueText(value);
}

export function valueText(value: Value | undefined): string {
  if (value === undefined) return "undefined";
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number") return Number.isInteger(value) ? value.toFixed(1) : String(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (value instanceof ArrayBuffer) return `b"${Buffer.from(value).toString("hex")}"`;
  if (value instanceof CommitTsPlaceholder) return String(value);
  if (Array.isArray(value)) return `[${value.map(valueText).join(", ")}]`;
  const fields = Object.keys(value)
    .filter((name) => value[name] !== undefined)
    .sort();
  return `{${fields.map((name) => `${name}: ${valueText(value[name])}`).join(", ")}}`;
}
