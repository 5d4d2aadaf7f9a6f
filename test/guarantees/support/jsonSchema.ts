/**
 * What JSON Schema says of a value, for the part of it that `openapi.json` uses; anything else in a
 * schema is an error here, not ignored.
 */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/**
 * Where the value is not exactly what the schema declares: nothing missing, nothing of another
 * type, and nothing extra unless the schema says "any object".
 */
export function mismatches(schema: JsonSchema, value: unknown, path = "answer"): string[] {
  const {
    type,
    properties,
    required,
    additionalProperties,
    propertyNames: _names,
    anyOf,
    items,
    const: constant,
    enum: options,
    format,
    description: _description,
    ...unknown
  } = schema;
  if (Object.keys(unknown).length > 0)
    return [`${path}: the test does not know ${Object.keys(unknown).join(", ")} of JSON Schema`];
  if (Array.isArray(anyOf))
    return (anyOf as JsonSchema[]).some((each) => mismatches(each, value, path).length === 0)
      ? []
      : [`${path}: ${JSON.stringify(value)} is none of ${JSON.stringify(anyOf)}`];
  if (constant !== undefined) return value === constant ? [] : [`${path}: not ${String(constant)}`];
  if (Array.isArray(options) && !options.includes(value))
    return [`${path}: ${JSON.stringify(value)} is not one of ${options.join(", ")}`];
  if (type !== undefined && ![type].flat().includes(typeOf(value)))
    return [`${path}: ${typeOf(value)} instead of ${String(type)}`];
  if (format === "date-time" && value !== null && new Date(value as string).toISOString() !== value)
    return [`${path}: ${String(value)} is not ISO 8601 in UTC`]; // a string by its type, or null
  if (Array.isArray(value))
    return value.flatMap((item, i) => mismatches(items as JsonSchema, item, `${path}[${i}]`)); // an array's schema has items
  if (typeof value !== "object" || value === null || properties === undefined)
    return freeObject(additionalProperties, value, path);
  return fieldMismatches(
    properties as Record<string, JsonSchema>,
    (required ?? []) as string[],
    value,
    path,
  ); // as the keywords are defined
}

function fieldMismatches(
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[],
  value: object,
  path: string,
): string[] {
  const missing = required
    .filter((field) => !(field in value))
    .map((field) => `${path}.${field}: missing`);
  const found = Object.entries(value).flatMap(([field, item]) => {
    const declared = properties[field];
    return declared
      ? mismatches(declared, item, `${path}.${field}`)
      : [`${path}.${field}: not declared`];
  });
  return [...missing, ...found];
}

function freeObject(values: unknown, value: unknown, path: string): string[] {
  if (typeof values !== "object" || values === null || typeof value !== "object" || value === null)
    return [];
  return Object.entries(value).flatMap(([field, item]) =>
    mismatches(values as JsonSchema, item, `${path}.${field}`),
  ); // a schema for all of them
}

const typeOf = (value: unknown): string =>
  value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
