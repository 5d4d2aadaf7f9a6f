import type { JsonSchema } from "../contract/jsonSchema";
import { code } from "./markdown";
import { linkObject } from "./objects";

/** Describes the type of a value in Markdown. */
export function describeType(schema: JsonSchema): string {
  const { $ref, anyOf, type, const: constant, enum: options, items, additionalProperties } = schema;
  if (typeof $ref === "string") return linkObject($ref);
  if (anyOf) return joinTypes(anyOf.map(describeType));
  if (constant !== undefined) return code(JSON.stringify(constant));
  if (options) return options.map((option) => code(JSON.stringify(option))).join(", ");
  if (Array.isArray(type)) return joinTypes(type.map((each) => code(String(each))));
  if (type === "array") return `array of ${items ? describeType(items) : "values"}`;
  if (type === "object" && typeof additionalProperties === "object")
    return additionalProperties.properties
      ? code("object")
      : `object of ${describeType(additionalProperties)}`;
  if (schema["format"] === "date-time") return "time";
  return code(typeof type === "string" ? type : "any");
}

const joinTypes = (types: readonly string[]): string => [...new Set(types)].join(" or ");

/** The limits of every time and of every id, which say nothing to a reader. */
const HIGHEST_TIME = 8.64e15;
const OPAQUE_LENGTH = 128;

/** Describes the limits and the default of a value, each as a sentence. */
export function describeLimits(schema: JsonSchema): string[] {
  const [value = schema] = (schema.anyOf ?? []).filter(({ type }) => type !== "null");
  const {
    minLength,
    maxLength,
    minimum,
    maximum = HIGHEST_TIME,
    minItems,
    maxItems,
  } = value as {
    readonly [keyword: string]: number | undefined;
  }; // as JSON Schema defines these keywords
  const { pattern, format } = value;
  const isOpaque = maxLength === OPAQUE_LENGTH || (schema.description ?? "").startsWith("A cursor");
  const isStated = /\bcharacters\b/.test(schema.description ?? "");
  return [
    isOpaque || isStated ? null : describeRange(minLength, maxLength, " characters"),
    describeRange(minimum, maximum < HIGHEST_TIME ? maximum : undefined, ""),
    describeRange(minItems, maxItems, " items"),
    typeof pattern === "string" && !format ? `Matches ${code(pattern)}.` : null,
    schema.default === undefined ? null : `Default ${code(JSON.stringify(schema.default))}.`,
  ].filter((text) => text !== null);
}

function describeRange(least: number | undefined, most: number | undefined, unit: string) {
  const [low, high] = [least, most].map((number) => number?.toLocaleString("en-US"));
  if (least && high) return `${low} to ${high}${unit}.`;
  if (high) return `At most ${high}${unit}.`;
  return least ? `At least ${low}${unit}.` : null;
}
