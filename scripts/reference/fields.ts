import type { JsonSchema } from "../contract/jsonSchema";
import { settingDescriptions } from "../contract/settingDescriptions";
import { code, table } from "./markdown";
import { describeLimits, describeType } from "./types";

interface Field {
  /** The dotted path; `[]` stands for each item of an array, `*` for each key of a record. */
  readonly path: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
}

export const inputTable = (schema: JsonSchema): string =>
  table(
    ["field", "type", "required", "description"],
    listFields(schema).map(({ path, schema: field, required }) => [
      code(path),
      describeType(field),
      required ? "yes" : "no",
      describeInput(path, field),
    ]),
  );

export function outputTable(schema: JsonSchema): string {
  const rows = listFields(schema).map((field) => [
    code(field.path),
    describeType(field.schema),
    describeOutput(field),
  ]);
  const columns = rows.some(([, , description]) => description !== "") ? 3 : 2;
  return table(
    ["field", "type", "description"].slice(0, columns),
    rows.map((row) => row.slice(0, columns)),
  );
}

function describeOutput({ path, schema, required }: Field): string {
  const isEpoch = /(At|From)$/.test(path) && schema.type === "number"; // other times are ISO 8601 strings
  const sentences = [
    required ? "" : "Optional.",
    schema.description ?? settingDescriptions[path] ?? "",
    isEpoch ? "Epoch milliseconds." : "",
  ];
  return sentences.filter(Boolean).join(" ");
}

/** Lists the fields of an object, and of the objects without a name in it. */
function listFields(schema: JsonSchema, prefix = ""): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    const required = schema.required?.includes(name) ?? false;
    return [{ path, schema: field, required }, ...listInner(field, path)];
  });
}

function listInner(schema: JsonSchema, path: string): Field[] {
  const inner = [schema, ...(schema.anyOf ?? [])];
  return inner.flatMap(({ properties, required, items, additionalProperties }) => [
    ...listFields({ properties, required }, `${path}.`),
    ...(items ? listInner(items, `${path}[]`) : []),
    ...(typeof additionalProperties === "object"
      ? listInner(additionalProperties, `${path}.*`)
      : []),
  ]);
}

const describeInput = (path: string, schema: JsonSchema): string =>
  [schema.description ?? settingDescriptions[path] ?? "", ...describeLimits(schema)]
    .filter(Boolean)
    .join(" ");
