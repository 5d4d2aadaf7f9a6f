import { fieldDescriptions } from "./fieldDescriptions";
import { toJsonSchema, type JsonSchema } from "./jsonSchema";
import type { DocumentedOperation } from "./operations";

/** Returns the schema of an operation's input, with a description of every field that has one. */
export function inputSchema({ group, name, definition }: DocumentedOperation): JsonSchema {
  const schema = toJsonSchema(definition.input, "input");
  const fields = Object.entries(schema.properties ?? {}).map(([field, fieldSchema]) => {
    const description =
      fieldDescriptions[`${group}.${name}.${field}`] ??
      fieldDescriptions[`${group}.${field}`] ??
      fieldDescriptions[field] ??
      fieldSchema.description ??
      fieldSchema.anyOf?.find(({ description }) => description)?.description; // of a nullable field
    return [field, description ? { ...fieldSchema, description } : fieldSchema];
  });
  return schema.properties ? { ...schema, properties: Object.fromEntries(fields) } : schema;
}
