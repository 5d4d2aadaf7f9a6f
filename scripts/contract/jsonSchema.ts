import * as z from "zod/mini";
import { wireMetadata } from "../../convex/component/wire/fields";
import { idPrefixes, type IdKind } from "../../convex/component/core/ids";
import { schemaDocs } from "./schemas";

export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly [keyword: string]: unknown;
}

/** Converts a schema of the contract to JSON Schema, with everything that the contract says of it. */
export function toJsonSchema(schema: z.core.$ZodType, io: "input" | "output"): JsonSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      const metadata = wireMetadata.get(zodSchema as unknown as z.ZodMiniType); // the registry takes every schema
      const doc = io === "output" ? schemaDocs.get(zodSchema) : undefined;
      const description =
        doc ?? (metadata?.idOf ? describeId(metadata.idOf) : metadata?.description);
      if (metadata?.date) jsonSchema.format = "date-time";
      if (description) jsonSchema.description = description;
      if (zodSchema._zod.def.type === "custom") jsonSchema.type = "object"; // free JSON (wire/fields.ts)
    },
  });
  return json as JsonSchema; // zod's type has the same keywords
}

/** The kinds that are called differently in the code. */
const idNouns: Partial<Record<IdKind, string>> = {
  apiKey: "API key",
  client: "auth client",
  emailTemplate: "template",
  webhook: "endpoint",
  webhookDelivery: "delivery",
  portalSession: "portal session",
  vaultSecret: "secret",
};

const describeId = (kind: IdKind): string =>
  `Id of the ${idNouns[kind] ?? kind}, \`${idPrefixes[kind]}_…\`.`;
